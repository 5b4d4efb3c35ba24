"""Keep one article on the disk: its names, what it says of their bearers, and its event mentions.

A row has the article's id as its key. Behind it follow, as JSON between null characters, the names with the facts that
decide who is who (`ArticleNames`), and the rest (`ArticleMentions`): the mentions of the names, when and by whom the
article was published, and for each event mention what decides which events are one (`ComparedMention`). The event
mentions themselves (`StoredMention`) lie in a file of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graphkit.model import Article, EventMention, Kind, Mention, Status, When
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.name_occurrence import NameOccurrence, OccurrenceKey, day_number
from graphkit.resolve.events.event_report import sort_mentions
from graphkit.resolve.thresholds import SEVERAL_DAYS
from graphkit.runtime.codec import Record, encode, encode_text
from graphkit.runtime.external_sort import Extent, RecordFile
from graphkit.runtime.sort_keys import make_key

#: Reasons under which the words themselves, and not only the canonical name, are a name of the entity.
_SHORT_REASONS = frozenset({"alias", "acronym", "surname"})
_COMPOUND = re.compile(r"\S+-\S+")  # "US-backed" says nothing of whom a person acts for
_OF_STATE = re.compile(r" of ((?:the )?[A-Z]\w+(?: [A-Z]\w+){0,3})")


class StoredName(Record, frozen=True):
    """A name: what the annotation says of it, the gazetteer's entry for the whole name, whether it is a description."""

    kind: Kind
    name: str
    annotated_entry: str | None
    entry: str | None
    described: bool


class StoredFact(Record, frozen=True):
    """A fact between two names, by their numbers, with its day or the few days in which it falls.

    `is_dated` tells whether the text gives any date, of whatever precision; `until` is the last of several days.
    """

    predicate: str
    subject: int
    object: int
    day: str | None
    is_dated: bool
    until: str | None = None


class MentionedName(Record, frozen=True):
    """A mention of a name, which is given by its number."""

    mention: Mention
    name: int


class ArticleNames(Record, frozen=True):
    """The names of one article, which are numbered, and what the article says of their bearers.

    `days` are the days of occasions; `shorts` are words that stand for a name; `states` are the states that stand with
    a person's name.
    """

    on: str | None
    names: tuple[StoredName, ...]
    facts: tuple[StoredFact, ...]
    days: tuple[tuple[int, int], ...]
    shorts: tuple[tuple[int, str], ...]
    states: tuple[tuple[int, tuple[str, ...]], ...]

    def list_keys(self, article: str) -> list[OccurrenceKey]:
        """List the keys of the names by number."""
        return [(article, name.kind, name.name, name.annotated_entry) for name in self.names]

    def list_occurrences(self, article: str) -> list[NameOccurrence]:
        """List the names by number."""
        return [
            NameOccurrence((article, name.kind, name.name, name.annotated_entry), self.on, name.entry, name.described)
            for name in self.names
        ]


class Publication(Record, frozen=True):
    """The day and the publisher of an article."""

    published: str | None = None
    publisher: str | None = None


class ComparedMention(Record, frozen=True):
    """The numbers of the names of an event mention, and what event coreference compares.

    `extent` is where the mention itself stands.
    """

    subject: int
    object: int
    place: int | None
    speaker: int | None
    start: int
    extent: Extent
    predicate: str
    status: Status
    confidence: float
    plover: str
    cameo: str | None
    date: When | None
    topic: str | None


class ArticleMentions(Record, frozen=True):
    """The mentions of names and the event mentions of an article, both in the order of the text."""

    names: tuple[MentionedName, ...]
    publication: Publication
    events: tuple[ComparedMention, ...]


class StoredMention(Record, frozen=True):
    """An event mention; `written` is its sentence in the article's own characters where that differs."""

    mention: EventMention
    written: str | None = None


def list_ends(mention: EventMention) -> tuple[Mention, Mention, Mention | None, Mention | None]:
    """List what an event mention names: its subject, object, place and speaker."""
    return mention.subject, mention.object, mention.place, mention.attributed_to


def _read_days(date: When | None) -> tuple[str | None, str | None]:
    """Read the day of a fact, or the first and last of at most some days; nothing of a longer time."""
    if date is None:
        return None, None
    if date.precision == "day":
        return date.earliest, None
    length = (day_number(date.latest) or 0) - (day_number(date.earliest) or 0)
    return (date.earliest, date.latest) if 0 < length <= SEVERAL_DAYS else (None, None)


class _NameCollector:
    """Numbers the names of one article and collects what it says of their bearers."""

    def __init__(self, text: str, on: str | None, lookup: GazetteerLookup) -> None:
        self._text = text
        self._on = on
        self._lookup = lookup
        self._numbers: dict[tuple[Kind, str, str | None], int] = {}
        self._described: set[int] = set()
        self._states: dict[int, set[str]] = {}
        self._shorts: dict[tuple[int, str], None] = {}
        self._mentions: dict[tuple[object, ...], MentionedName] = {}
        self._facts: dict[StoredFact, None] = {}
        self._days: dict[int, int] = {}

    def add(self, mention: EventMention, extent: Extent) -> ComparedMention:
        """Take an event mention; gives its names by number."""
        subject, object_, place, speaker = (self._number(end, mention) for end in list_ends(mention))
        date = mention.date
        day, until = _read_days(date)
        self._facts[StoredFact(mention.predicate, subject or 0, object_ or 0, day, date is not None, until)] = None
        return ComparedMention(
            subject or 0, object_ or 0, place, speaker, mention.trigger.start, extent, mention.predicate,
            mention.status, mention.confidence, mention.plover, mention.cameo, date, mention.topic,
        )  # fmt: skip

    def _number(self, name: Mention | None, mention: EventMention) -> int | None:
        if name is None:
            return None
        number = self._numbers.setdefault((name.kind, name.name, name.entry), len(self._numbers))
        if name.kind is Kind.OCCASION:
            day = day_number(mention.date.earliest if mention.date else self._on)
            if day is not None:
                self._days[number] = min(day, self._days.get(number, day))
        span = name.span
        place = (span.start, span.end, name.kind, name.name, name.entry or "", name.text, name.reason)
        if place not in self._mentions:
            self._mentions[place] = MentionedName(name, number)
            self._note(name, number)
        return number

    def _note(self, name: Mention, number: int) -> None:
        if name.reason == "description":
            self._described.add(number)
        elif name.reason in _SHORT_REASONS and name.text != name.name:
            self._shorts[number, name.text] = None
        if name.kind is Kind.PERSON and (states := self._read_states(name)):
            self._states.setdefault(number, set()).update(states)

    def _read_states(self, name: Mention) -> set[str]:
        """Read the state with a name: "Peru's foreign minister Carmen Salas", "Rui Teixeira of Brazil"."""
        titles = _COMPOUND.sub(" ", name.text[: name.text.rfind(name.name.rsplit(" ", 1)[-1])])
        after = _OF_STATE.match(self._text, name.span.end) if self._text else None
        out: set[str] = set()
        for words in filter(None, (titles, after[1] if after else "")):
            states = {self._lookup.find_state(entry) for entry in self._lookup.pin(words, self._on)[1]}
            if len(states) == 1:
                out |= {state for state in states if state is not None}
        return out

    def list_mentions(self) -> tuple[MentionedName, ...]:
        """List the mentions of names in the order of the text."""
        return tuple(self._mentions[place] for place in sorted(self._mentions))

    def collect(self) -> ArticleNames:
        """Collect what was noted."""
        names = tuple(
            StoredName(*key, key[2] or self._lookup.whole(key[1], key[0], self._on), number in self._described)
            for key, number in self._numbers.items()
        )
        return ArticleNames(
            self._on,
            names,
            tuple(self._facts),
            tuple(self._days.items()),
            tuple(self._shorts),
            tuple((number, tuple(sorted(states))) for number, states in self._states.items()),
        )


def write_article(
    name: str, article: Article | None, mentions: Iterable[EventMention], lookup: GazetteerLookup, records: RecordFile
) -> tuple[str, list[NameOccurrence]]:
    """Write the row of an article and the records of its mentions, and list its names.

    Event mentions come in any order and perhaps repeated.
    """
    text, on = (article.text, article.published) if article else ("", None)
    collector = _NameCollector(text, on, lookup)
    compared: list[ComparedMention] = []
    for mention in sort_mentions(mentions):
        span, sentence = mention.evidence.span, mention.evidence.sentence
        written = text[span.start : span.end]
        stored = StoredMention(mention, written if written and written != sentence else None)
        compared.append(collector.add(mention, records.add(encode(stored))))
    names = collector.collect()
    publication = Publication(article.published, article.publisher) if article else Publication()
    rest = ArticleMentions(collector.list_mentions(), publication, tuple(compared))
    return f"{make_key(name)}{encode_text(names)}\0{encode_text(rest)}", names.list_occurrences(name)
