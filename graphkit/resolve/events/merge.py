"""Merge the reports of one event into one Event; what most articles say decides, never what came first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graphkit.model import Entity, Kind, Status, When
from graphkit.resolve.entities.name_keys import mint
from graphkit.resolve.events.belief import find_belief, find_status, reading_confidence
from graphkit.resolve.events.event_report import AHEAD, EventReport, name_sources

_TALKS_ORDER = ("meets", "hosts", "negotiates_with")
_LABEL = 24  # characters of a participant's label in an id
FindEntity = Callable[[str], Entity | None]
T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class EventDraft:
    """An event before it gets its mentions."""

    id: str
    predicate: str
    plover: str
    agent: str
    recipient: str
    status: Status
    confidence: float
    speakers: list[str | None]
    cameo: str | None
    date: When | None
    place: str | None
    topic: str | None
    publishers: int
    belief: float


@dataclass(slots=True)
class EventCandidate:
    """The draft of an event and the reports that it came from."""

    event: EventDraft
    reports: list[EventReport]


def merge_reports(reports: Sequence[EventReport], find_entity: FindEntity, symmetric: frozenset[str]) -> EventDraft:
    """Merge reports into the draft of one event, yet without an id."""
    if len(reports) > 1:
        reports = sorted(reports, key=lambda report: report.rank)
    predicate = _most(reports, lambda report: report.predicate, prefer=_rank_predicate) or ""
    typed = [report for report in reports if report.predicate == predicate]
    pair = _most(typed, lambda report: (report.agent, report.recipient)) or ("", "")
    if predicate in symmetric:
        pair = (min(pair), max(pair))
    status = find_status(reports)
    # what came to pass is typed by those who report that it did, not as the intention that it was before
    typed = [report for report in typed if report.status is status] or typed
    return EventDraft(
        id="",
        predicate=predicate,
        plover=_most(typed, lambda report: report.plover) or "",
        agent=pair[0],
        recipient=pair[1],
        status=status,
        confidence=reading_confidence(reports),
        speakers=[report.speaker for report in reports],
        cameo=_most(typed, lambda report: report.cameo),
        date=find_date(reports),
        place=_most(reports, lambda report: report.place, prefer=lambda place: _is_state(find_entity(place))),
        topic=_most(reports, lambda report: report.topic),
        publishers=len(set(name_sources(reports))),
        belief=find_belief(reports),
    )


def name_events(
    family: str, candidates: Sequence[EventCandidate], find_entity: FindEntity, *, timeless: bool = False
) -> None:
    """Name the events of one block: from the kind of act, the participants and the date, on no wording.

    Where dates do not tell two of them apart, the place does, and then the first sentence; an undated event has its
    first sentence (article and position) in the place of a date. `timeless` facts have neither.
    """
    names = [_name_event(family, candidate, find_entity, timeless, 0) for candidate in candidates]
    for care in (1, 2):
        if len(set(names)) == len(names):
            break
        double = {name for name, count in Counter(names).items() if count > 1}
        names = [
            _name_event(family, candidate, find_entity, timeless, care) if name in double else name
            for name, candidate in zip(names, candidates, strict=True)
        ]
    for name, candidate in zip(names, candidates, strict=True):
        candidate.event.id = name


def _name_event(family: str, candidate: EventCandidate, find_entity: FindEntity, timeless: bool, care: int) -> str:
    event = candidate.event
    pair = [event.agent, event.recipient]
    if family == "talks":
        pair.sort()
    when = "always" if timeless else event.date.iso if event.date else ""
    sentence = _first_sentence(candidate.reports) if care > 1 or not when else ""
    extra = [event.place or "", sentence][:care]
    labels = [_cut_label(find_entity(side)) for side in (event.agent, event.recipient)]
    slug = f"{labels[0]} {event.predicate} {labels[1]}"
    return mint(slug, "event", family, *pair, when or f"told {sentence}", *extra)


def _first_sentence(reports: Sequence[EventReport]) -> str:
    return ":".join(map(str, min((report.article, report.start, report.predicate) for report in reports)))


def _cut_label(entity: Entity | None) -> str:
    return entity.label[:_LABEL] if entity else ""


def find_date(reports: Sequence[EventReport]) -> When | None:
    """Find the most precise date given, of what was held before what was planned; then the most given, the earliest."""
    dated = [report for report in reports if report.first is not None]
    if not dated:
        return None
    narrow = min(map(_width, dated))
    held = [report for report in dated if report.status not in AHEAD and _width(report) == narrow]
    dated = held or [report for report in dated if _width(report) == narrow]
    return _most(dated, lambda report: report.date, prefer=lambda when: when.earliest)


def _width(report: EventReport) -> int:
    return (report.last or 0) - (report.first or 0)


def _most(
    reports: Sequence[EventReport],
    value_of: Callable[[EventReport], T | None],
    prefer: Callable[[T], object] | None = None,
) -> T | None:
    """Find the value that most articles give; among equals the preferred, then the smallest."""
    if len(reports) == 1:
        return value_of(reports[0])
    articles: dict[T, set[str]] = defaultdict(set)
    for report in reports:
        value = value_of(report)
        if value is not None:
            articles[value].add(report.article)
    if not articles:
        return None
    return min(articles, key=lambda value: (-len(articles[value]), prefer(value) if prefer else 0, str(value)))


def _rank_predicate(predicate: str) -> int:
    return _TALKS_ORDER.index(predicate) if predicate in _TALKS_ORDER else 0


def _is_state(entity: Entity | None) -> bool:
    return entity is not None and entity.kind is Kind.STATE
