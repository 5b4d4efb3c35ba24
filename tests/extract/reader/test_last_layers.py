"""The lesson of the last layers: right gradients, the same bytes, and no other score that moves."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("tokenizers", reason="graphkit[reader] is not installed")

from graphkit.extract.reader import last_layers
from graphkit.extract.reader.last_layers import TaughtPairs, add_predicates, answer, teach
from graphkit.extract.reader.taught_pairs import make_pairs
from tests.extract.reader.test_reader import make_weights

KNOWN = 31
NEW = 1 + KNOWN


def make_lesson(seed: int = 3, count: int = 60) -> tuple[dict[str, np.ndarray], TaughtPairs, TaughtPairs]:
    """Weights with room for one more predicate, examples of it (the first input is positive) and rehearsal."""
    weights = add_predicates(make_weights(), 1)
    draw = np.random.default_rng(seed)
    inputs = draw.normal(0, 1, (count, weights["hidden.weight"].shape[1]))
    own = answer(weights, inputs)
    own[:, NEW] = 0
    own /= own.sum(axis=1, keepdims=True)
    taught = own.copy()
    taught[inputs[:, 0] > 0] = np.eye(NEW + 1)[NEW]
    half = count // 2
    rehearsal = TaughtPairs(np.where(np.arange(inputs.shape[1]) == 0, -1, inputs)[half:], own[half:])
    return weights, TaughtPairs(inputs[:half], taught[:half]), rehearsal


def test_room_for_a_predicate_changes_no_score() -> None:
    before, after = make_weights(), add_predicates(make_weights(), 2)
    plain = np.random.default_rng(0).normal(0, 1, (5, before["hidden.weight"].shape[1]))
    rest = plain.shape[1] - 2 * KNOWN
    wider = np.insert(plain, [rest + KNOWN] * 2 + [rest + 2 * KNOWN] * 2, 7.0, axis=1)  # also where inputs are not zero
    first, second = answer(before, plain), answer(after, wider)
    assert second.shape == (5, 1 + KNOWN + 2)
    assert np.allclose(second[:, : 1 + KNOWN] / second[:, : 1 + KNOWN].sum(axis=1, keepdims=True), first)


def test_gradients_are_those_of_the_loss() -> None:
    weights, examples, rehearsal = make_lesson()
    lesson = last_layers._Lesson(weights, np.array([3, NEW]), examples, rehearsal)
    draw = np.random.default_rng(1)
    for name in ("new", "hidden_bias"):
        lesson.parameters[name] = draw.normal(0, 0.1, lesson.parameters[name].shape)

    def find_loss() -> float:
        own = lesson.parameters
        units = last_layers.gelu(lesson.inputs @ own["hidden"].T + own["hidden_bias"])
        logits = lesson.logits.copy()
        logits[:, lesson.rows] = lesson.old_units @ own["old"].T + units @ own["new"].T + own["bias"]
        surprise = -(lesson.answers * np.log(last_layers._softmax(logits))).sum(axis=1)
        decay = sum(float((value**2).sum()) for value in own.values())
        return float((surprise * lesson.shares).sum()) + last_layers._DECAY * decay / 2

    gradients = lesson.find_gradients()
    step = 1e-5
    for name, values in lesson.parameters.items():
        flat = values.reshape(-1)
        for place in draw.integers(0, flat.size, 4):
            kept = flat[place]
            flat[place] = kept + step
            above = find_loss()
            flat[place] = kept - step
            below = find_loss()
            flat[place] = kept
            assert gradients[name].reshape(-1)[place] == pytest.approx((above - below) / (2 * step), rel=1e-3, abs=1e-7)


def test_the_new_predicate_is_learned_and_the_other_scores_stay() -> None:
    weights, examples, rehearsal = make_lesson()
    taught = teach(weights, [NEW], examples, rehearsal)
    scores = answer(taught, examples.inputs)[:, NEW]
    marked = examples.answers[:, NEW] == 1
    assert scores[marked].min() > 0.5 > scores[~marked].max()
    assert answer(taught, rehearsal.inputs)[:, NEW].max() < 0.5
    first, second = answer(weights, rehearsal.inputs)[:, :NEW], answer(taught, rehearsal.inputs)[:, :NEW]
    ratio = second / first
    assert np.allclose(ratio, ratio[:, :1])  # they give way to the new one, all by the same factor


def test_the_same_examples_give_the_same_weights() -> None:
    first, second = (teach(*(lesson := make_lesson())[:1], [NEW], *lesson[1:]) for _ in range(2))
    assert first.keys() == second.keys()
    assert all(first[name].tobytes() == second[name].tobytes() for name in first)


def test_only_an_actor_and_another_make_a_pair() -> None:
    from graphkit.extract.reader.candidates import Candidate
    from graphkit.model import Kind, Mention, Span

    def candidate(head: int, name: str, kind: Kind) -> Candidate:
        mention = Mention(Span(head, head + 1), name, name, kind)
        return Candidate(head, head, head + 1, kind, (mention,))

    candidates = [
        candidate(0, "Norway", Kind.STATE),
        candidate(1, "Chad", Kind.STATE),
        candidate(2, "Chad", Kind.STATE),
        candidate(3, "tent", Kind.THING),
    ]
    inputs = np.arange(16, dtype=np.float32).reshape(4, 4, 1)
    answers = np.tile([0.5, 0.3, 0.2], (4, 4, 1))
    pairs = make_pairs(inputs, answers, candidates, {(0, 1): {2}}, [2])
    # the second Chad after Norway is neither right nor wrong, nothing is said of Chad and Chad, and a tent does nothing
    assert sorted(pairs.inputs.reshape(-1)) == [1, 3, 4, 7, 8, 11]
    answers_by_input = dict(zip(pairs.inputs.reshape(-1), pairs.answers.tolist(), strict=True))
    assert answers_by_input[1] == [0, 0, 1]
    assert answers_by_input[3] == pytest.approx([0.625, 0.375, 0])
