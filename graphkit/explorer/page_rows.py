"""The events of a page as rows on the disk: memory holds what is counted over them, and not the events.

The rows name actors and articles by numbers in the order in which they come. When all are known, the numbers become
their positions in the page's tables. The format is described in docs/explorer.md; offsets count UTF-16 units, as
JavaScript strings do.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graphkit.explorer.folding import is_tie
from graphkit.model import Article, Event, EventMention, Status
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime.codec import decode, encode_text
from graphkit.runtime.external_sort import SpillStorage

ROLES = {"subject": 0, "object": 1, "trigger": 2}
_STATUSES = {status: number for number, status in enumerate(Status)}
#: Places of actors in the row of an event, and of its mentions: three numbers each, article, status and speaker.
_AGENT, _RECIPIENT, _PLACE, _MENTIONS = 2, 3, 6, 10
#: Stands for the speaker of a mention that nobody speaks.
_NOBODY = -1


class Stream:
    """A table whose rows are made while they are written, as often as they are asked for."""

    def __init__(self, make: Callable[[], Iterable[Any]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        return iter(self._make())


class Act(NamedTuple):
    """An event as the lines of the picture count it."""

    agent: str
    recipient: str
    predicate: str
    status: Status
    publishers: int


class PageRows:
    """Takes the events of a page one by one, in the order of their ids."""

    def __init__(
        self, storage: SpillStorage, vocabulary: Vocabulary, articles: Mapping[str, Article] | None = None
    ) -> None:
        """Take the articles where their texts are known; else sentences are as the mentions have them."""
        self.count = 0
        #: The actors, places and speakers by id, and the articles, each with its number.
        self.entities: dict[str, int] = {}
        self.articles: dict[str, int] = {}
        #: How often an actor is said to act for another.
        self.ties: dict[str, Counter[str]] = defaultdict(Counter)
        self._predicates = list(vocabulary.predicates)
        self._number_of = {name: number for number, name in enumerate(self._predicates)}
        self._texts = articles or {}
        self._events = storage.rows()
        self._mentions = storage.rows()
        self._sentences = storage.rows()
        self._sentence_at: dict[int, int] = {}
        self._acts = array("q")

    @property
    def predicates(self) -> set[str]:
        """The predicates of the events."""
        return {self._predicates[number] for number in set(self._acts[2::5])}

    def add(self, event: Event, written: Sequence[str | None] = ()) -> None:
        """Take an event; `written` are the sentences of its mentions where they stand otherwise in the article."""
        self.count += 1
        number = self._number_of[event.predicate]
        agent, recipient = self._number(event.agent), self._number(event.recipient)
        status = _STATUSES[event.status]
        self._acts.extend((agent, recipient, number, status, event.publishers))
        if is_tie(event):
            self.ties[event.agent][event.recipient] += len(event.mentions)
        row = [
            event.id,
            number,
            agent,
            recipient,
            status,
            [event.date.earliest, event.date.latest, event.date.precision] if event.date else None,
            self._number(event.place) if event.place is not None else None,
            event.topic,
            round(event.confidence, 2),
            event.publishers,
            self._add_mentions(event, written or (None,) * len(event.mentions)),
        ]
        self._events.add(encode_text(row))

    def list_acts(self) -> Iterator[Act]:
        """List the events as the lines of the picture count them."""
        names, statuses = list(self.entities), list(Status)
        for start in range(0, len(self._acts), 5):
            agent, recipient, predicate, status, publishers = self._acts[start : start + 5]
            yield Act(names[agent], names[recipient], self._predicates[predicate], statuses[status], publishers)

    def list_events(self) -> Iterator[list[Any]]:
        """List the rows of the events, with the positions of actors among all that are sorted by their ids."""
        place, article = _rank(self.entities), _rank(self.articles)
        for text in self._events:
            row: list[Any] = decode(list[Any], text)
            row[_AGENT], row[_RECIPIENT] = place[row[_AGENT]], place[row[_RECIPIENT]]
            if row[_PLACE] is not None:
                row[_PLACE] = place[row[_PLACE]]
            mentions: list[int] = row[_MENTIONS]
            mentions[::3] = [article[number] for number in mentions[::3]]
            mentions[2::3] = [_NOBODY if number == _NOBODY else place[number] for number in mentions[2::3]]
            yield row

    def list_mentions(self) -> Iterator[list[Any]]:
        """List what is shown of the mentions, event by event: sentence, confidence, marks."""
        for text in self._mentions:
            yield decode(list[Any], text)

    def list_sentences(self) -> Iterator[list[Any]]:
        """List the sentences, each once: the position of its article, its text, where it begins."""
        place = _rank(self.articles)
        for text in self._sentences:
            row: list[Any] = decode(list[Any], text)
            row[0] = place[row[0]]
            yield row

    def _number(self, entity: str) -> int:
        return self.entities.setdefault(entity, len(self.entities))

    def _add_mentions(self, event: Event, written: Sequence[str | None]) -> list[int]:
        """Take the mentions of an event; return what every view needs of them: article, status and speaker of each."""
        speakers = event.speakers or (None,) * len(event.mentions)
        numbers: list[int] = []
        for mention, speaker, words in zip(event.mentions, speakers, written, strict=False):
            evident = words or mention.evidence.sentence
            sentence = self._find_text(mention) or evident
            row_number = self._find_sentence(mention, evident, sentence)
            self._mentions.add(encode_text([row_number, round(mention.confidence, 2), mark_parts(mention, sentence)]))
            numbers += (
                self.articles[mention.evidence.article],
                _STATUSES[mention.status],
                self._number(speaker) if speaker is not None else _NOBODY,
            )
        return numbers

    def _find_text(self, mention: EventMention) -> str:
        article = self._texts.get(mention.evidence.article)
        span = mention.evidence.span
        return article.text[span.start : span.end] if article else ""

    def _find_sentence(self, mention: EventMention, evident: str, sentence: str) -> int:
        """Find the position of the sentence of a mention; where it comes first it is added as it is to be shown."""
        evidence = mention.evidence
        article = self.articles.setdefault(evidence.article, len(self.articles))
        # One number in place of four values, of which the last two are hashed: there may be 100,000.
        key = article << 128 | evidence.span.start << 64 | hash((evidence.span.end, evident)) % (1 << 64)
        if key not in self._sentence_at:
            self._sentence_at[key] = len(self._sentence_at)
            self._sentences.add(encode_text([article, sentence, evidence.span.start]))
        return self._sentence_at[key]


def _rank(numbers: Mapping[str, int]) -> list[int]:
    """Return the position of each number when the names are sorted."""
    places = [0] * len(numbers)
    for place, name in enumerate(sorted(numbers)):
        places[numbers[name]] = place
    return places


def mark_parts(mention: EventMention, sentence: str) -> list[int]:
    """Mark subject, object and trigger: start, end and role of each, three numbers a span, within the sentence."""
    marks: list[int] = []
    for role, span in (
        ("subject", mention.subject.span),
        ("object", mention.object.span),
        ("trigger", mention.trigger),
    ):
        start, end = span.start - mention.evidence.span.start, span.end - mention.evidence.span.start
        if 0 <= start < end <= len(sentence):
            marks += [_utf16(sentence, start), _utf16(sentence, end), ROLES[role]]
    return marks


def _utf16(text: str, position: int) -> int:
    return position if text.isascii() else len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
