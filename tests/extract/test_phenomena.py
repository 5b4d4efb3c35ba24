"""Test the language of the news, one row a phenomenon: tables in phenomena/, each about one side of the coder.

A row holds `shows` (the phenomenon), `text`, `published` (the table's day where left out), `expect` (facts that must be
read) and `forbid` (facts that must not). A fact is [subject, predicate, object] and, where it matters, a mapping with
`status`, `date`, `place`, `attributed_to` or `plover`. "~word" stands for any name that contains the word and "*" for
anything; null in the mapping asks for nothing there; the status "happened" is occurred or ongoing. An expected fact
without a status must have happened; a forbidden one is forbidden with every status. A forbidden predicate alone stands
for every fact of that predicate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from graphkit.annotate import annotate_articles
from graphkit.extract import extract_events
from graphkit.ingest.layout.segments import divide
from graphkit.model import Article, EventMention, Mention, Status
from graphkit.resources.resources import Resources
from graphkit.resources.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.language import Language

TABLES = Path(__file__).parent / "phenomena"
KEYS = {"status", "date", "place", "attributed_to", "plover"}
HAPPENED = {Status.OCCURRED, Status.ONGOING}

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class ExpectedFact:
    """A fact as a table writes it."""

    subject: str
    predicate: str
    object: str
    details: dict[str, str | None] = field(default_factory=dict)

    def fits(self, event: EventMention) -> bool:
        """Tell whether an event is this fact, a missing status aside."""
        if self.predicate not in (event.predicate, "*"):
            return False
        pairs = [(event.subject, event.object)]
        if Vocabulary.load().predicates[event.predicate].symmetric:
            pairs.append((event.object, event.subject))
        return any(_names(self.subject, a) and _names(self.object, b) for a, b in pairs) and all(
            self._agrees(key, wanted, event) for key, wanted in self.details.items()
        )

    def happened(self, event: EventMention) -> bool:
        return self.fits(event) and ("status" in self.details or event.status in HAPPENED)

    @staticmethod
    def _agrees(key: str, wanted: str | None, event: EventMention) -> bool:
        if wanted == "happened":
            return event.status in HAPPENED
        if key == "date":
            return (event.date.iso if event.date else None) == wanted
        value = getattr(event, key)
        if wanted is None or value is None:
            return wanted is value
        return _names(wanted, value) if isinstance(value, Mention) else str(value) == wanted


def _names(wanted: str, mention: Mention) -> bool:
    if wanted.startswith("~"):
        return wanted[1:].lower() in f"{mention.name}\n{mention.text}".lower()
    return wanted == "*" or wanted.lower() == mention.name.lower()


@dataclass(frozen=True)
class Phenomenon:
    """One text with what must and what must not be read in it."""

    table: str
    shows: str
    text: str
    published: str
    expect: tuple[ExpectedFact, ...]
    forbid: tuple[ExpectedFact, ...]

    def faults(self, events: list[EventMention]) -> list[str]:
        """List the missing facts and the forbidden ones, one line each."""
        missing = [f"missing {fact}" for fact in self.expect if not any(fact.happened(e) for e in events)]
        wrong = [f"wrong {tell(e)}" for fact in self.forbid for e in events if fact.fits(e)]
        return missing + wrong


def tell(event: EventMention) -> str:
    """An event on one line."""
    details = [
        str(event.status),
        event.date.iso if event.date else "no date",
        f"in {event.place.name}" if event.place else "nowhere",
        f"said by {event.attributed_to.name}" if event.attributed_to else "nobody says so",
        event.plover,
        event.evidence.rule,
    ]
    return f"{event.subject.name} | {event.predicate} | {event.object.name} ({', '.join(details)})"


def read_fact(data: Any) -> ExpectedFact:
    if isinstance(data, str):
        return ExpectedFact("*", data, "*")
    subject, predicate, object_, *rest = data
    details = {key: None if value is None else str(value) for key, value in (rest[0] if rest else {}).items()}
    assert set(details) <= KEYS, f"unknown key in {data}"
    assert predicate == "*" or predicate in Vocabulary.load().predicates, f"unknown predicate in {data}"
    return ExpectedFact(str(subject), predicate, str(object_), details)


def read_table(path: Path) -> Iterator[Phenomenon]:
    """The rows of one table."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for row in data["rows"]:
        assert set(row) <= {"shows", "text", "published", "expect", "forbid"}, f"unknown key in {row}"
        expect, forbid = (tuple(map(read_fact, row.get(key, ()))) for key in ("expect", "forbid"))
        assert expect or forbid, f"nothing to test in {row}"
        yield Phenomenon(
            path.stem, row["shows"], row["text"], str(row.get("published", data["published"])), expect, forbid
        )


def read_all(rows: list[Phenomenon], nlp: Language) -> dict[tuple[str, str], list[EventMention]]:
    """Return the facts of each text, by its day and itself; every text is an article of its own."""
    keys = sorted({(row.published, row.text) for row in rows})
    articles = []
    for i, (published, text) in enumerate(keys):
        layout = divide(text)
        articles.append(
            Article(
                id=str(i),
                text=text,
                title=layout.title,
                published=published,
                dateline_place=layout.dateline_place,
                sections=layout.sections,
            )
        )
    parsed = annotate_articles(articles, nlp, Resources.load())
    return {key: extract_events(document) for key, document in zip(keys, parsed, strict=True)}


ROWS = [row for path in sorted(TABLES.glob("*.yaml")) for row in read_table(path)]


@pytest.fixture(scope="module")
def readings(nlp: Language) -> dict[tuple[str, str], list[EventMention]]:
    return read_all(ROWS, nlp)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}: {row.shows}: {row.text[:50]}")
def test_row(row: Phenomenon, readings: dict[tuple[str, str], list[EventMention]]) -> None:
    events = readings[row.published, row.text]
    faults = row.faults(events)
    assert not faults, "\n".join(["", row.text, *faults, "found:", *map(tell, events)])


def test_no_text_stands_twice() -> None:
    assert [text for text, n in Counter((row.published, row.text) for row in ROWS).items() if n > 1] == []
