"""All that is told, sorted by what can be one event: the same kind of act between the same two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as calendar

from graphkit.model import Entity, Event, Kind, Status, When
from graphkit.resolve.corrections.apply import correct_events
from graphkit.resolve.corrections.corrections_file import Corrections
from graphkit.resolve.entities.article_names import unpack_event_mention
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.name_occurrence import day_number
from graphkit.resolve.events.coreference import find_events
from graphkit.resolve.events.event_report import PLACED, Telling, family_of, span_days
from graphkit.resolve.events.merge import Draft, Named, merge_tellings, name_events
from graphkit.resolve.resolution import Report
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime.external_sort import Spool
from graphkit.runtime.sort_keys import group_rows, make_key, read_json, write_json

_STATUSES = {status.value: status for status in Status}
End = tuple[str, Kind]  # the id and kind of an entity


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, and beside its mentions the entities that subject and object of each stand for and its publisher."""

    event: Event
    sides: tuple[tuple[str, str], ...]
    publishers: tuple[str | None, ...]


class Tellings:
    """Takes what the articles tell, in their order, and merges when all is told."""

    def __init__(self, spool: Spool, known: Known, find_entity: Callable[[str], Entity | None]) -> None:
        predicates = Vocabulary.load().predicates
        self._symmetric = frozenset(name for name, one in predicates.items() if one.symmetric)
        self._static = frozenset(name for name, one in predicates.items() if one.static)
        self._known = known
        self._find_entity = find_entity
        self._blocks = spool.sorter()
        self._events = spool.sorter()
        self._reports: list[Report] = []
        self._rank = 0
        self._written = 0

    def add(
        self,
        article: str,
        published: str | None,
        publisher: str | None,
        source: str,
        ends: Sequence[End],
        dropped: frozenset[str],
        mentions: Sequence[str],
    ) -> None:
        """Take the mentions of an article, in the form of `write_case`; `ends` are its names as entities.

        Facts of dropped entities are left out; where one is only the place or the speaker, that is left out.
        """
        told = day_number(published)
        for at in range(0, len(mentions), 2):
            rank = self._rank = self._rank + 1
            subject_, object_, place_, speaker_, start, _, predicate, *_ = read_json(mentions[at])
            subject, object__ = ends[subject_][0], ends[object_][0]
            if subject in dropped or object__ in dropped:
                continue
            place = ends[place_] if place_ is not None and ends[place_][0] not in dropped else None
            speaker = ends[speaker_][0] if speaker_ is not None and ends[speaker_][0] not in dropped else None
            family = family_of(predicate)
            pair = (subject, object__)
            if predicate in self._symmetric or family == "talks":
                if subject == object__:
                    self._report_self(article, start, mentions[at + 1], subject)
                    continue
                pair = (min(pair), max(pair))
            site = self._find_site(predicate, place)
            head = [article, subject, object__, place[0] if place else None, speaker, site, told, source, publisher]
            key = make_key(family, *pair, f"{rank:012}")
            self._blocks.add("\0".join([key + write_json(head), mentions[at], mentions[at + 1]]))

    def _report_self(self, article: str, start: int, words: str, entity: str) -> None:
        subject, object_, *_ = read_json(words)
        detail = f"{subject[2]!r} and {object_[2]!r} are both {entity}"
        remedy = "split the entity in corrections.toml if it is two"
        self._reports.append(Report("self-relation", f"{article}:{start}", detail, remedy))

    def _find_site(self, predicate: str, place: End | None) -> str | None:
        """What a place says against being the same event: the very place for attacks and the like, else its state."""
        if place is None:
            return None
        if predicate in PLACED:
            return None if place[1] is Kind.STATE else place[0]
        return self._known.gazetteer.state_of(place[0])

    def merge(self, corrections: Corrections) -> list[Report]:
        """Merge block by block; the reports tell of corrections that found nothing, and of what relates to itself."""
        wanted = {target for one in corrections.items if one.of == "event" for target in one.targets}
        held: list[Named] = []
        for (family, _, _), rows in group_rows(self._blocks, 3):
            block = [_read_telling(row) for row in rows]
            parts = [block] if family in self._static else find_events(block)
            named = [Named(self._merge(part), list(part)) for part in parts]
            name_events(family, named, self._find_entity, timeless=family in self._static)
            for one in named:
                if one.event.id in wanted:
                    held.append(one)
                else:
                    self._put(one)
        self._blocks.clear()
        corrected, reports = correct_events(held, self._merge, corrections)
        for one in corrected:
            self._put(one)
        return [*self._reports, *reports]

    def _merge(self, part: Sequence[Telling]) -> Draft:
        return merge_tellings(part, self._find_entity, self._symmetric)

    def _put(self, one: Named) -> None:
        self._written += 1
        event, tellings = one.event, one.tellings
        if len(tellings) > 1:
            tellings = sorted(tellings, key=lambda telling: telling.rank)
        date = event.date
        told = [
            event.predicate, event.plover, event.agent, event.recipient, event.status, event.confidence,
            event.speakers, event.cameo, None if date is None else (date.earliest, date.latest, date.precision),
            event.place, event.topic, event.publishers, event.belief,
        ]  # fmt: skip
        key = make_key(event.id, f"{self._written:012}")
        self._events.add("\0".join([key + write_json(told), *(telling.row for telling in tellings)]))

    def events(self, *, written: bool, choose: Callable[[str, str], bool] | None) -> Iterator[Happening]:
        """The events by id, with their mentions; see `Merger.events`."""
        for (name,), rows in group_rows(self._events):
            *_, row = rows  # two events of one id would be one fact told twice
            _, event, *parts = row.split("\0")
            predicate, plover, agent, recipient, status, confidence, speakers, cameo, date, *rest = read_json(event)
            if choose is not None and not choose(agent, recipient):
                continue
            mentions, sides, publishers, days = [], [], [], []
            for at in range(0, len(parts), 3):
                article, subject, object_, *_, day, _, publisher = read_json(parts[at])
                told, words = read_json(parts[at + 1]), read_json(parts[at + 2])
                mentions.append(unpack_event_mention(article, told, words, written=written))
                sides.append((subject, object_))
                publishers.append(publisher)
                if day is not None:
                    days.append(day)
            place, topic, count, belief = rest
            whole = Event(
                name, predicate, plover, agent, recipient, _STATUSES[status], confidence, tuple(mentions),
                tuple(speakers), cameo, None if date is None else When(*date), place, topic, count, belief,
                calendar.fromordinal(min(days)).isoformat() if days else None,
            )  # fmt: skip
            yield Happening(whole, tuple(sides), tuple(publishers))


def _read_telling(row: str) -> Telling:
    rank, head, told_, words = row.split("\0")
    article, agent, recipient, place, speaker, site, told, source, _ = read_json(head)
    *_, start, _, predicate, status, confidence, plover, cameo, date, topic = read_json(told_)
    when = None if date is None else When(*date)
    first, last = span_days(when)
    return Telling(
        agent, recipient, place, speaker, site, first, last, told, source, int(rank), article, start, predicate,
        _STATUSES[status], confidence, plover, cameo, when, topic, "\0".join((head, told_, words)),
    )  # fmt: skip
