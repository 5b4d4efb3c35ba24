"""Sort all reports by what can be one event, the same kind of act between the same two, and merge block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date as calendar

import msgspec

from graphkit.model import Entity, Event, EventMention, Kind, Status, When
from graphkit.resolve.corrections.apply_events import correct_events
from graphkit.resolve.corrections.corrections_file import Corrections
from graphkit.resolve.entities.article_names import ComparedMention, Publication, StoredMention
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.name_occurrence import day_number
from graphkit.resolve.events.coreference import find_events
from graphkit.resolve.events.event_report import PLACED, EventReport, family_of, span_days
from graphkit.resolve.events.merge import EventCandidate, EventDraft, merge_reports, name_events
from graphkit.resolve.resolution import Remark
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import Extent, RecordFile, SpillStorage
from graphkit.runtime.row_file import Block
from graphkit.runtime.side_process import run_beside
from graphkit.runtime.sort_keys import group_rows, make_key, split_row
from graphkit.runtime.sorted_parts import SortedParts

#: The number of the last event of the first half; there are fewer.
_SECOND_HALF = 10**11

LinkedEnd = tuple[str, Kind]  # the id and kind of the entity that a name stands for


@dataclass(frozen=True, slots=True)
class ResolvedArticle:
    """An article with its names as entities, by number; `source` is who prints it, one for all copies of a wire."""

    name: str
    publication: Publication
    source: str
    ends: Sequence[LinkedEnd]


@dataclass(frozen=True, slots=True)
class SourcedEvent:
    """An event, and beside its mentions the entities that subject and object of each stand for and its publisher.

    `written` are the sentences of the mentions in the article's own characters, None where they are the same.
    """

    event: Event
    sides: tuple[tuple[str, str], ...]
    publishers: tuple[str | None, ...]
    written: tuple[str | None, ...]


class _StoredEvent(Record, frozen=True):
    """An event as it is kept on the disk, without its mentions."""

    predicate: str
    plover: str
    agent: str
    recipient: str
    status: Status
    confidence: float
    speakers: tuple[str | None, ...]
    cameo: str | None
    date: When | None
    place: str | None
    topic: str | None
    publishers: int
    belief: float

    def restore(self, identifier: str, mentions: Sequence[EventMention], reported: str | None) -> Event:
        """Restore the event with its mentions and the day of its first report."""
        return Event(id=identifier, mentions=tuple(mentions), reported=reported, **msgspec.structs.asdict(self))


class _EventSource(Record, frozen=True):
    """A mention of an event: its extent, the entities of its subject and object, its publisher."""

    extent: Extent
    subject: str
    object: str
    publisher: str | None
    published: int | None


def _find_first_day(sources: Sequence[_EventSource]) -> str | None:
    days = [source.published for source in sources if source.published is not None]
    return calendar.fromordinal(min(days)).isoformat() if days else None


class EventMerger:
    """Takes what the articles report, in their order, and merges when all reports are in."""

    def __init__(
        self,
        storage: SpillStorage,
        records: RecordFile,
        lookup: GazetteerLookup,
        vocabulary: Vocabulary,
        find_entity: Callable[[str], Entity | None],
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        predicates = vocabulary.predicates
        self._vocabulary = vocabulary
        self._symmetric = frozenset(name for name, predicate in predicates.items() if predicate.symmetric)
        self._static = frozenset(name for name, predicate in predicates.items() if predicate.static)
        self._lookup = lookup
        self._find_entity = find_entity
        self._dropped = dropped
        self._storage = storage
        self._records = records
        self._blocks = storage.sorter()
        self._events = storage.sorter()
        self._remarks: list[Remark] = []
        self._rank = 0
        self._written = 0

    def add(self, article: ResolvedArticle, mentions: Sequence[ComparedMention]) -> None:
        """Take the mentions of an article.

        Facts of dropped entities are left out; where only the place or the speaker is dropped, that is left out.
        """
        published = day_number(article.publication.published)
        for mention in mentions:
            self._rank += 1
            subject, object_ = article.ends[mention.subject][0], article.ends[mention.object][0]
            if subject in self._dropped or object_ in self._dropped:
                continue
            family = family_of(mention.predicate)
            pair = (subject, object_)
            if mention.predicate in self._symmetric or family == "talks":
                if subject == object_:
                    self._remark_self(article.name, mention, subject)
                    continue
                pair = (min(pair), max(pair))
            report = self._make_report(article, mention, published)
            self._blocks.add(make_key(family, *pair, f"{self._rank:012}") + encode_text(report))

    def _make_report(self, article: ResolvedArticle, mention: ComparedMention, published: int | None) -> EventReport:
        place, speaker = (self._keep_end(article, number) for number in (mention.place, mention.speaker))
        first, last = span_days(mention.date)
        return EventReport(
            rank=self._rank,
            extent=mention.extent,
            article=article.name,
            agent=article.ends[mention.subject][0],
            recipient=article.ends[mention.object][0],
            place=place[0] if place else None,
            speaker=speaker[0] if speaker else None,
            site=self._find_site(mention.predicate, place),
            first=first,
            last=last,
            published=published,
            source=article.source,
            publisher=article.publication.publisher,
            start=mention.start,
            predicate=mention.predicate,
            status=mention.status,
            confidence=mention.confidence,
            plover=mention.plover,
            cameo=mention.cameo,
            date=mention.date,
            topic=mention.topic,
        )

    def _keep_end(self, article: ResolvedArticle, number: int | None) -> LinkedEnd | None:
        if number is None or article.ends[number][0] in self._dropped:
            return None
        return article.ends[number]

    def _read_mention(self, extent: Extent) -> StoredMention:
        return decode(StoredMention, self._records.get(extent))

    def _remark_self(self, article: str, mention: ComparedMention, entity: str) -> None:
        whole = self._read_mention(mention.extent).mention
        detail = f"{whole.subject.text!r} and {whole.object.text!r} are both {entity}"
        remedy = "split the entity in corrections.toml if it is two"
        self._remarks.append(Remark("self-relation", f"{article}:{mention.start}", detail, remedy))

    def _find_site(self, predicate: str, place: LinkedEnd | None) -> str | None:
        """Find what a place says against being the same event: the very place of attacks, else its state."""
        if place is None:
            return None
        if predicate in PLACED:
            return None if place[1] is Kind.STATE else place[0]
        return self._lookup.gazetteer.state_of(place[0])

    def merge(self, corrections: Corrections, *, beside: bool = False) -> list[Remark]:
        """Merge block by block; gives what the user should know: unused corrections, entities related to themselves.

        With `beside` a second process merges half of the blocks.
        """
        wanted = {
            target for correction in corrections.items if correction.of == "event" for target in correction.targets
        }
        held = [] if beside and not wanted and self._merge_halves() else self._merge_blocks(self._blocks, wanted)
        self._blocks.clear()
        corrected, remarks = correct_events(held, self._merge, corrections, self._vocabulary)
        for candidate in corrected:
            self._put(candidate)
        return [*self._remarks, *remarks]

    def _merge_blocks(self, rows: Iterable[str], wanted: AbstractSet[str] = frozenset()) -> list[EventCandidate]:
        """Merge sorted reports block by block; gives the events that are wanted, which are not stored."""
        held: list[EventCandidate] = []
        for (family, _, _), group in group_rows(rows, 3):
            block = [decode(EventReport, row.partition("\0")[2]) for row in group]
            is_static = family in self._static
            grouped = [block] if is_static else find_events(block)
            candidates = [EventCandidate(self._merge(reports), list(reports)) for reports in grouped]
            name_events(family, candidates, self._find_entity, timeless=is_static)
            for candidate in candidates:
                if candidate.event.id in wanted:
                    held.append(candidate)
                else:
                    self._put(candidate)
        return held

    def _merge_halves(self) -> bool:
        """Merge the first half of the blocks in a second process and the others here; False where there are none."""
        blocks = self._blocks.give()
        middle = blocks.find_middle()
        if not middle:
            return False
        key = make_key(*split_row(middle, 3)[:3])
        file = self._storage.open()

        def merge_first() -> list[list[Block]]:
            self._events = self._storage.sorter(file)
            self._merge_blocks(blocks.read_before(key))
            return self._events.give().runs

        with run_beside(merge_first) as outcome:
            self._written = _SECOND_HALF
            self._merge_blocks(blocks.read_from(key))
        self._events.join(SortedParts(file, outcome.result))
        return True

    def _merge(self, reports: Sequence[EventReport]) -> EventDraft:
        return merge_reports(reports, self._find_entity, self._symmetric)

    def _put(self, candidate: EventCandidate) -> None:
        self._written += 1
        draft = candidate.event
        reports = sorted(candidate.reports, key=lambda report: report.rank)
        stored = _StoredEvent(
            draft.predicate, draft.plover, draft.agent, draft.recipient, draft.status, draft.confidence,
            tuple(draft.speakers), draft.cameo, draft.date, draft.place, draft.topic, draft.publishers, draft.belief,
        )  # fmt: skip
        sources = [
            _EventSource(report.extent, report.agent, report.recipient, report.publisher, report.published)
            for report in reports
        ]
        key = make_key(draft.id, f"{self._written:012}")
        self._events.add(f"{key}{encode_text(stored)}\0{encode_text(sources)}")

    def events(self, choose: Callable[[str, str], bool] | None) -> Iterator[SourcedEvent]:
        """Read the events by id, with their mentions; see `Merger.events`."""
        for (identifier,), rows in group_rows(self._events):
            *_, row = rows  # two events of one id would be one fact told twice
            _, data, rest = row.split("\0")
            stored = decode(_StoredEvent, data)
            if choose is not None and not choose(stored.agent, stored.recipient):
                continue
            sources = decode(list[_EventSource], rest)
            mentions = [self._read_mention(source.extent) for source in sources]
            yield SourcedEvent(
                stored.restore(
                    identifier, [stored_mention.mention for stored_mention in mentions], _find_first_day(sources)
                ),
                tuple((source.subject, source.object) for source in sources),
                tuple(source.publisher for source in sources),
                tuple(stored_mention.written for stored_mention in mentions),
            )
