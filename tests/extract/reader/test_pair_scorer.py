"""The network in numpy: the same scores as in PyTorch, and as by the plain way over all inputs of the last layers."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

pytest.importorskip("tokenizers", reason="graphkit[reader] is not installed")

from graphkit.extract.reader.candidates import KIND_ORDER
from graphkit.extract.reader.encoder import Encoder, gelu
from graphkit.extract.reader.features import PREDICATES, SentenceFeatures, make_features
from graphkit.extract.reader.pair_scorer import PairScorer, SentencePairs
from graphkit.extract.reader.paths import LABELS, ParsedWord
from graphkit.extract.reader.windows import Pieces
from tests.extract.reader.test_reader import make_weights

IDS = (101, 102, *range(7, 25), 102)
#: A window with two sentences of six words each: where they begin, and the heads of the words.
OFFSETS, HEADS = (2, 11), ((1, 1, 3, 1, 3, 4), (2, 2, 2, 2, 3, 4))


def make_sentence(offset: int, heads: tuple[int, ...]) -> SentenceFeatures:
    starts = tuple(range(0, 18, 3))
    pieces = Pieces(IDS[offset : offset + 6], starts, tuple(start + 2 for start in starts))
    triggers = ((), (3, 20), (), (5,), (), ())
    words = [
        ParsedWord(start, head, (7 * start) % len(LABELS), rows)
        for start, head, rows in zip(starts, heads, triggers, strict=True)
    ]
    candidates = [(0, 2, 0, 1), (6, 11, 9, 2), (12, 14, 12, 4)]
    return make_features(pieces, offset, 6, words, candidates)


def read_window() -> list[SentencePairs]:
    first, second = (make_sentence(offset, heads) for offset, heads in zip(OFFSETS, HEADS, strict=True))
    return [
        SentencePairs(first, np.array([0, 1, 0, 2, 1]), np.array([1, 0, 2, 0, 2])),
        SentencePairs(second, np.array([2, 0]), np.array([1, 1])),
    ]


def test_factored_scores_are_those_of_the_whole_input() -> None:
    weights = make_weights()
    scorer, states = PairScorer(weights), Encoder(weights).encode(IDS)
    window = read_window()
    for pairs, scores in zip(window, scorer.score(states, window), strict=True):
        inputs = scorer.describe(states, pairs.features)[pairs.subjects, pairs.objects]
        units = gelu(inputs @ weights["hidden.weight"].T + weights["hidden.bias"])
        assert np.allclose(scores, units @ weights["scores.weight"].T + weights["scores.bias"], atol=1e-5)
        assert np.ptp(scores) > 0.1  # not all the same


def test_scores_are_those_of_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="graphkit[train] is not installed")
    from training import network

    weights = make_weights()
    draw = np.random.default_rng(1)
    weights = {
        name: w if w.ndim > 1 else w + draw.normal(0, 0.1, w.shape).astype(np.float32) for name, w in weights.items()
    }
    for name, width in (("WIDTH", 24), ("ROLE", 12), ("POOL", 8), ("HIDDEN", 16)):
        monkeypatch.setattr(network, name, width)
    reader = network.TrainableReader(400, 1, len(PREDICATES), len(KIND_ORDER))
    for layer in reader.encoder.layers:
        layer.inner, layer.outer = torch.nn.Linear(24, 32), torch.nn.Linear(32, 24)
    reader.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    reader.eval()
    window = read_window()
    tensors = [network.SentenceTensors.make(0, pairs.features) for pairs in window]
    with torch.no_grad():
        wanted = reader(torch.tensor([IDS]), torch.tensor([len(IDS)]), tensors)
    scores = PairScorer(weights).score(Encoder(weights).encode(IDS), window)
    for pairs, given, table in zip(window, scores, wanted, strict=True):
        assert np.allclose(given, table.numpy()[pairs.subjects, pairs.objects], atol=1e-4)


def test_features_of_a_pair_are_those_of_its_other_direction() -> None:
    features = make_sentence(OFFSETS[0], HEADS[0])
    for field in fields(features):
        value = getattr(features, field.name)
        if field.name in {"paths", "meetings", "lengths", "triggers"}:
            assert np.array_equal(value, value.swapaxes(0, 1))
    assert features.paths[0, 1].sum() == pytest.approx(1)
    assert features.triggers[0, 1].nonzero()[0].tolist() == [3, 20]
