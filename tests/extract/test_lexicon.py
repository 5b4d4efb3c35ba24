"""The lexicon's rows: every example yields the fact beside it, and a file that does not hold together is an error."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.errors import AssetError
from graphkit.extract import read_by_rules
from graphkit.model import Article, EventMention, Mention
from graphkit.resources.lexicon.lexicon import Lexicon, Row
from graphkit.resources.resources import Resources
from graphkit.resources.vocabulary import Vocabulary
from graphkit.resources.word_classes import WordClasses

if TYPE_CHECKING:
    from spacy.language import Language

LEXICON = Lexicon.load()
#: The rows with an example: of a family of triggers the first has it. What a row says besides has its own fact.
EXAMPLES = [r for row in LEXICON.rows if row.example for r in (row, *row.also)]
ROW = "  - {verb: admonish, frame: transitive, example: Norway admonished Chad., fact: [Norway, Chad]}\n"


#: Economy, sport, weather, accidents and culture use the words of conflict.
OTHER_NEWS = (Path(__file__).parent / "other_news.txt").read_text(encoding="utf-8").splitlines()


def label(row: Row) -> str:
    return f"{row.id}@{row.source}"


@pytest.fixture(scope="module")
def readings(nlp: Language) -> dict[str, list[EventMention]]:
    """Return what the rows of the whole lexicon find, by the example's text; every example is an article of its own.

    Two rows may find one fact; extraction keeps the surer reading.
    """
    examples = sorted({row.example for row in EXAMPLES} | set(OTHER_NEWS))
    articles = [Article(id=str(i), text=text, published="2023-11-09") for i, text in enumerate(examples)]
    parsed = annotate_articles(articles, nlp, Resources.load())
    return {annotated.article.text: read_by_rules(annotated) for annotated in parsed}


def names(words: str, mention: Mention) -> bool:
    return words.lower() in mention.text.lower() or words.lower() in mention.name.lower()


def yields(row: Row, event: EventMention) -> bool:
    subject, object_, *status = row.fact
    pairs = [(event.subject, event.object)]
    if Vocabulary.load().predicates[row.predicate].symmetric:
        pairs.append((event.object, event.subject))
    return (
        event.predicate == row.predicate
        and event.evidence.rule == row.id
        and any(names(subject, a) and names(object_, b) for a, b in pairs)
        and (not status or event.status == status[0])
    )


def tell(events: list[EventMention]) -> str:
    return "".join(
        f"\n    {e.evidence.rule}: {e.subject.name} {e.predicate} {e.object.name} ({e.status})" for e in events
    )


@pytest.mark.model
@pytest.mark.parametrize("row", EXAMPLES, ids=label)
def test_example_yields_its_fact(row: Row, readings: dict[str, list[EventMention]]) -> None:
    events = readings[row.example]
    assert any(yields(row, event) for event in events), (
        f"{row.source}: {row.example}\n  should yield {row.fact} by {row.id}, but found:{tell(events) or ' nothing'}"
    )


@pytest.mark.model
@pytest.mark.parametrize("row", EXAMPLES, ids=label)
def test_example_yields_nothing_the_other_way_round(row: Row, readings: dict[str, list[EventMention]]) -> None:
    subject, object_, *_ = row.fact
    if Vocabulary.load().predicates[row.predicate].symmetric or {"between"} & set(row.s) & set(row.o):
        pytest.skip("either acts on the other")
    if "counter" in row.o or any(r.example == row.example and r.fact[:2] == (object_, subject) for r in EXAMPLES):
        pytest.skip("each acts on the other")
    turned = [
        event
        for event in readings[row.example]
        if event.predicate == row.predicate
        and names(object_, event.subject)
        and names(subject, event.object)
        and not names(subject, event.subject)
    ]
    assert not turned, f"{row.source}: {row.example}{tell(turned)}"


@pytest.mark.model
@pytest.mark.parametrize("sentence", OTHER_NEWS)
def test_other_news_yields_nothing(sentence: str, readings: dict[str, list[EventMention]]) -> None:
    assert not readings[sentence], tell(readings[sentence])


def test_ids_are_unique() -> None:
    counted = Counter(row.id for row in LEXICON.rows)
    assert [(name, n) for name, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("row", LEXICON.rows, ids=label)
def test_row_is_well_formed(row: Row) -> None:
    assert row.cameo is not None, "a row names its CAMEO code"
    assert re.fullmatch(r"\d{2,4}", row.cameo), "a CAMEO code is 2 to 4 digits"
    for key in (row.particle, row.prep):
        assert key is None or isinstance(key, str), "YAML reads on, off, yes and no as booleans: quote them"
    assert not {"True", "False"} & {*row.object, *row.unless, *row.light}, "quote on, off, yes, no"
    assert row.lemma == row.lemma.lower()
    assert row.pos == "noun" or " " not in row.lemma, "a verb is one lemma; its particle has a key"
    assert row.pos == "verb" or not (row.object or row.particle or row.clause or row.passive), "keys of verbs"
    assert row.pos == "noun" or not row.light, "support verbs belong to nouns"
    assert not row.example or row.example.endswith((".", "?", "!"))
    classes = {word[1:] for word in {*row.object, *row.unless, *row.where_s, *row.where_o} if word.startswith("@")}
    assert classes <= set(WordClasses.load().classes)


def test_examples_are_own_to_their_row() -> None:
    """Two rows may share a sentence (a support verb and its noun), but no sentence serves a whole file."""
    counted = Counter(row.example for row in LEXICON.rows if row.example)
    assert [(text, n) for text, n in counted.items() if n > 2] == []


def load(tmp_path: Path, text: str) -> Lexicon:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return Lexicon.load([file])


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("predicate: condemns\nrows:\n" + ROW.replace("frame", "fram"), 3, "unknown key 'fram'"),
        ("predicate: condemns\nrows:\n" + ROW.replace("transitive", "transitiv"), 3, "unknown frame 'transitiv'"),
        ("predicate: condemn\nrows:\n" + ROW, 3, "unknown predicate 'condemn'"),
        ("predicate: holds_position\nrows:\n" + ROW, 3, "unknown predicate 'holds_position'"),
        ("predicate: condemns\nrows:\n" + ROW + ROW, 4, "stands already"),
        ("predicate: condemns\nrows:\n" + ROW.replace("verb", "noun: rebuke, verb"), 3, "one of verb, noun, adj"),
        ("predicate: condemns\nrows:\n" + ROW.replace("frame: transitive, ", ""), 3, "needs a frame"),
        ("predicate: condemns\nrows:\n" + ROW.replace(", fact: [Norway, Chad]", ""), 3, "example and its fact"),
        ("predicate: condemns\nrows:\n" + ROW.replace(", Chad]}", "]}"), 3, "example and its fact"),
        ("predicate: condemns\nrows:\n" + ROW.replace("frame:", "object: '@arm', frame:"), 3, "word class '@arm'"),
        ("predicate: condemns\nrows:\n" + ROW.replace("frame:", "where: {o: thing}, frame:"), 3, "kind 'thing'"),
        ("predicate: condemns\nrows:\n" + ROW.replace("frame:", "status: perhaps, frame:"), 3, "unknown status"),
        ("predicate: condemns\nrows:\n" + ROW + "  - admonish\n", 4, "a row is a mapping"),
        ("predicate: condemns\nrows: none\n", 1, "a list `rows:`"),
        ("predicate: condemns\nrows:\n  - {verb: admonish\n", 4, "not YAML"),
    ],
)  # fmt: skip
def test_faulty_file_is_an_error_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(AssetError) as caught:
        load(tmp_path, text)
    assert says in str(caught.value)
    assert (caught.value.where or "").endswith(f"own.yaml:{line}")


def test_own_file_adds_and_replaces_rows(tmp_path: Path) -> None:
    added = load(tmp_path, "predicate: condemns\nrows:\n" + ROW.replace("admonish", "lapidate"))
    assert len(added.rows) == len(LEXICON.rows) + 1
    assert [row.predicate for row in added.rows_for("verb", "lapidate")] == ["condemns"]
    (tmp_path / "other").mkdir()
    replaced = load(tmp_path / "other", "predicate: rejects\nrows:\n" + ROW.replace("admonish", "condemn"))
    assert [row.predicate for row in replaced.rows_for("verb", "condemn") if not row.object and not row.prep] == [
        "rejects"
    ]


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="cannot be read"):
        Lexicon.load([tmp_path / "none.yaml"])


def test_every_predicate_has_rows() -> None:
    counted = Counter(row.predicate for row in LEXICON.rows)
    assert [p.name for p in Vocabulary.load().predicates.values() if not p.static and not counted[p.name]] == []
    assert len(LEXICON.rows) >= 900
