"""The learned reader with small random weights: what it computes, and what becomes of the rules' facts beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

pytest.importorskip("tokenizers", reason="graphkit[reader] is not installed")

from graphkit.annotate import annotate_articles
from graphkit.errors import AssetError, UsageError
from graphkit.extract import extract_events
from graphkit.extract.reader.candidates import KIND_ORDER, choose_pairs, find_candidates
from graphkit.extract.reader.combination import FEATURES, Combination, describe_candidate
from graphkit.extract.reader.document_evidence import DocumentEvidence, add_document_evidence
from graphkit.extract.reader.features import PREDICATES
from graphkit.extract.reader.paths import LABELS, LONGEST_PATH, ParsedWord, find_path
from graphkit.extract.reader.reader import LearnedReader
from graphkit.extract.reader.weights import read_weights, write_weights
from graphkit.extract.reader.windows import Pieces, make_windows
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.pipeline.extract_stage import name_reader
from graphkit.pipeline.spec import SHIPPED_READER, RunSpec
from graphkit.resources.resources import Resources

WIDTH, INNER, ROLE, POOL, HIDDEN = 24, 32, 12, 8, 16
TEXT = (
    "Norway condemned the shelling of Mali by Chad on Monday. Prime Minister Kari Lund told reporters in Oslo that her "
    "country would send tents to Bamako, as well as to Niamey. Peru stayed silent."
)


def make_tokenizer() -> str:
    """A tokenizer of single letters, in the form of the library's files."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    letters = [chr(code) for code in range(33, 127)]
    words = ["[PAD]", "[UNK]", *(f"[unused{n}]" for n in range(99)), "[CLS]", "[SEP]", *letters]
    vocabulary = {word: number for number, word in enumerate([*words, *(f"##{letter}" for letter in letters)])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106  (no password)
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return str(tokenizer.to_str())


def make_weights(seed: int = 0) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)

    def linear(name: str, outputs: int, inputs: int) -> dict[str, np.ndarray]:
        matrix = draw.normal(0, 0.3, (outputs, inputs)).astype(np.float32)
        return {f"{name}.weight": matrix, f"{name}.bias": np.zeros(outputs, np.float32)}

    def norm(name: str) -> dict[str, np.ndarray]:
        return {f"{name}.weight": np.ones(WIDTH, np.float32), f"{name}.bias": np.zeros(WIDTH, np.float32)}

    def table(name: str, rows: int, width: int) -> dict[str, np.ndarray]:
        return {f"{name}.weight": draw.normal(0, 0.3, (rows, width)).astype(np.float32)}

    weights = table("encoder.words", 400, WIDTH) | table("encoder.positions", 512, WIDTH) | norm("encoder.norm")
    layer = "encoder.layers.0"
    for projection in ("query", "key", "value", "output"):
        weights |= linear(f"{layer}.{projection}", WIDTH, WIDTH)
    weights |= linear(f"{layer}.inner", INNER, WIDTH) | linear(f"{layer}.outer", WIDTH, INNER)
    weights |= norm(f"{layer}.norm_attention") | norm(f"{layer}.norm_output")
    weights |= table("kinds", len(KIND_ORDER), 3 * WIDTH) | table("distance", 18, 32)
    for role in ("subject", "object"):
        weights |= linear(role, ROLE, 3 * WIDTH) | table(f"{role}_label", len(LABELS) + 1, 16)
    weights |= linear("query", POOL, 2 * ROLE) | linear("key", POOL, WIDTH) | linear("value", ROLE, WIDTH)
    weights |= linear("path", ROLE, WIDTH) | linear("meeting", ROLE, WIDTH) | table("length", LONGEST_PATH + 1, 16)
    size = 6 * ROLE + 32 + 3 * 16 + 2 * len(PREDICATES)
    return weights | linear("hidden", HIDDEN, size) | linear("scores", 1 + len(PREDICATES), HIDDEN)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    combination = {"features": list(FEATURES), "weights": [1.9, 0.3, 0.4, -0.1, *[0.0] * 10], "bias": -1.0}
    write_weights(
        folder, make_weights(), make_tokenizer(), {"predicates": list(PREDICATES), "combination": combination}
    )
    return folder


def annotate(nlp: Language, *texts: str) -> list[Annotated]:
    articles = [Article(f"a{number}", text, published="2024-03-05") for number, text in enumerate(texts)]
    return list(annotate_articles(articles, nlp, Resources.load()))


def test_weights_come_back_nearly_as_they_were(folder: Path) -> None:
    files = read_weights(folder)
    for name, value in make_weights().items():
        assert np.abs(files.weights[name] - value).max() <= np.abs(value).max() / 127


@pytest.mark.parametrize("name", ["weights.npz", "tokenizer.json.gz"])
def test_files_that_were_changed_are_refused(folder: Path, tmp_path: Path, name: str) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1] + b"?")
    with pytest.raises(AssetError, match="not the one that was trained"):
        read_weights(tmp_path)
    with pytest.raises(AssetError):
        read_weights(tmp_path / "nothing")


def test_another_format_is_refused(folder: Path, tmp_path: Path) -> None:
    card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    (tmp_path / "reader.json").write_text(json.dumps({**card, "format": 0}), encoding="utf-8")
    with pytest.raises(AssetError, match="format"):
        read_weights(tmp_path)


@pytest.mark.parametrize("card", ["[]", "5", "{", ""])
def test_a_card_that_describes_nothing_is_refused(tmp_path: Path, card: str) -> None:
    (tmp_path / "reader.json").write_text(card, encoding="utf-8")
    with pytest.raises(AssetError, match="the learned reader cannot be used"):
        read_weights(tmp_path)


@pytest.mark.parametrize("kind", ["pickled", "no archive"])
def test_weights_of_another_kind_are_refused_even_where_the_card_fits(folder: Path, tmp_path: Path, kind: str) -> None:
    weights, card = tmp_path / "weights.npz", json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    (tmp_path / "tokenizer.json.gz").write_bytes((folder / "tokenizer.json.gz").read_bytes())
    if kind == "pickled":
        np.savez(weights, words=np.array([{"a": 1}], dtype=object))
    else:
        weights.write_bytes(b"PK\x03\x04 and then only words")
    card["weights_sha256"] = hashlib.sha256(weights.read_bytes()).hexdigest()
    (tmp_path / "reader.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(AssetError, match="it cannot be read"):
        read_weights(tmp_path)


def test_a_window_holds_whole_sentences_and_the_end_of_the_one_before() -> None:
    def sentence(first: int, length: int) -> Pieces:
        return Pieces(tuple(range(first, first + length)), tuple(range(length)), tuple(range(1, length + 1)))

    windows = make_windows([sentence(1_000, 90), sentence(2_000, 90), sentence(3_000, 90)])
    assert [window.sentences for window in windows] == [(0, 1), (2,)]
    for window in windows:
        assert len(window.ids) <= 192
        for number, offset in zip(window.sentences, window.offsets, strict=True):
            assert window.ids[offset] == 1_000 * (number + 1)
    assert windows[1].ids[2] == 2_000 + 90 - 48  # after [CLS] [SEP] the end of the sentence before


def test_the_way_between_two_words_leads_through_the_tree() -> None:
    # Norway condemned the raid by Chad: heads 1 1 3 1 3 4
    words = [ParsedWord(i, head, 0, ()) for i, head in enumerate((1, 1, 3, 1, 3, 4))]
    assert find_path(words, 0, 5) == ([1, 3, 4], 1)
    assert find_path(words, 3, 5) == ([4], 3)


@pytest.mark.model
def test_candidates_are_actors_places_and_names_before_nouns(nlp: Language) -> None:
    (annotated,) = annotate(nlp, "Chadian soldiers shelled a town in Mali.")
    (sentence,) = annotated.doc.sents
    names = {mention.name for candidate in find_candidates(annotated, sentence) for mention in candidate.mentions}
    assert {"Chad", "Mali"} <= names


@pytest.mark.model
def test_only_an_actor_and_another_make_a_pair(nlp: Language) -> None:
    (annotated,) = annotate(nlp, "Norway and Peru met in Oslo, and Norway left.")
    (sentence,) = annotated.doc.sents
    candidates = find_candidates(annotated, sentence)
    names = [(candidates[a].mentions[0].name, candidates[b].mentions[0].name) for a, b in choose_pairs(candidates)]
    assert {("Norway", "Peru"), ("Peru", "Norway")} <= set(names)
    assert ("Norway", "Norway") not in names
    place = [number for number, candidate in enumerate(candidates) if not candidate.is_actor]
    assert not [pair for pair in choose_pairs(candidates) if set(pair) <= set(place)]


@pytest.mark.model
def test_only_sentences_with_an_actor_and_another_are_read(nlp: Language, folder: Path) -> None:
    (annotated,) = annotate(nlp, "Norway condemned Chad on Monday. Peru slept. It rained. Norway tested a missile.")
    read = [scored.sentence.text.split()[1] for scored in LearnedReader.load(folder).score(annotated)]
    assert read == ["condemned", "tested"]


@pytest.mark.model
def test_scores_do_not_hang_on_what_else_is_read(nlp: Language, folder: Path) -> None:
    reader = LearnedReader.load(folder)
    (alone,) = annotate(nlp, TEXT)
    beside = annotate(nlp, "Peru met Chile in Lima.", TEXT, TEXT)[1]
    for scores, other in zip(reader.score(alone), reader.score(beside), strict=True):
        assert np.array_equal(scores.table, other.table)
        assert scores.table.shape == (len(scores.candidates), len(scores.candidates), len(PREDICATES))
        assert ((scores.table >= 0) & (scores.table <= 1)).all()


@pytest.mark.model
def test_the_rules_facts_stay_and_are_judged(nlp: Language, folder: Path) -> None:
    reader = LearnedReader.load(folder)
    (annotated,) = annotate(nlp, TEXT)
    rules, both = extract_events(annotated), extract_events(annotated, reader)

    def keys(events: list) -> set[tuple[str, str, str]]:  # type: ignore[type-arg]
        return {(event.subject.name, event.predicate, event.object.name) for event in events}

    assert keys(rules) <= keys(both)
    assert {e.evidence.rule.split("/")[0] for e in both if keys([e]).isdisjoint(keys(rules))} <= {"learned"}
    assert all(0 <= event.confidence <= 1 for event in both)
    assert [event.confidence for event in both] != [event.confidence for event in rules]
    text = annotated.article.text
    for event in both:
        assert text[event.subject.span.start : event.subject.span.end] == event.subject.text


@pytest.mark.model
def test_what_the_article_says_again_speaks_for_a_fact(nlp: Language) -> None:
    text = (
        "Norway condemned Chad on Monday. The president of Peru met the president of Niger. "
        "Chad accused Norway of lying. Norway condemned Chad again."
    )
    (annotated,) = annotate(nlp, text)
    events = [event for event in extract_events(annotated) if event.predicate in PREDICATES]
    own = [describe_candidate(event.confidence, 0.5, 0.0) for event in events]
    symmetric = frozenset({"meets"})
    described = add_document_evidence(annotated, list(zip(events, own, strict=True)), symmetric)
    evidence = {
        (event.subject.name, event.predicate, event.trigger.start): DocumentEvidence(*features[len(row) :])
        for (event, features), row in zip(described, own, strict=True)
    }
    first = evidence["Norway", "condemns", text.index("condemned")]
    accusation = evidence["Chad", "accuses", text.index("accused")]
    meeting = next(row for (_, predicate, _), row in evidence.items() if predicate == "meets")
    assert first.again > 0
    assert first.again_by_rule == 1
    assert (accusation.again, accusation.between_by_rule) == (0, 1)
    assert (meeting.again, meeting.between) == (0, 0)
    assert first.subject_prominence > meeting.subject_prominence > 0


@pytest.mark.model
def test_alone_it_gives_no_fact_of_the_rules_but_standing_ties(nlp: Language, folder: Path) -> None:
    (annotated,) = annotate(nlp, TEXT)
    static = {"holds_position", "represents", "member_of"}
    for event in extract_events(annotated, LearnedReader.load(folder), alone=True):
        assert event.predicate in static or event.evidence.rule.startswith("learned/")


def test_a_surer_model_and_a_rule_raise_the_probability() -> None:
    combination = Combination((1.9, 0.3, 0.4, -0.1, *[0.0] * 4, 0.2, *[0.0] * 5), -1.0)
    nothing, told_again = [0.0] * 6, [5.0, *[0.0] * 5]
    doubtful = combination.judge(describe_candidate(None, 0.1, 0.0) + nothing)
    surer = combination.judge(describe_candidate(None, 0.9, 0.0) + nothing)
    with_rule = combination.judge(describe_candidate(0.8, 0.9, 0.0) + nothing)
    again = combination.judge(describe_candidate(0.8, 0.9, 0.0) + told_again)
    assert doubtful < surer < with_rule < again
    assert surer == round(surer, 3)
    with pytest.raises(ValueError, match="other features"):
        Combination.read({"features": ["x"], "weights": [1], "bias": 0})


def test_a_reader_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UsageError, match="there is no reader"):
        RunSpec(["."], reader="oracle").check()
    with pytest.raises(AssetError, match="cannot be read"):
        LearnedReader.load(Path("no-such-reader"))


def test_a_reader_comes_with_graphkit() -> None:
    spec = RunSpec(["."], reader="both")
    spec.check()
    assert spec.recipe.reader_model == SHIPPED_READER
    assert name_reader(spec.recipe)["weights_sha256"] == read_weights(SHIPPED_READER).digest
    assert name_reader(RunSpec(["."]).recipe) == {"name": "rules", "weights_sha256": None}
    assert LearnedReader.load(SHIPPED_READER).digest == read_weights(SHIPPED_READER).digest
