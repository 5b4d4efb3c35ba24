"""Tellings of one happening made into one Event; what they agree on most decides, never what came first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graphkit.model import Entity, Kind, Status, When
from graphkit.resolve.entities.name_keys import mint
from graphkit.resolve.events.belief import find_belief, find_status, reading_confidence
from graphkit.resolve.events.event_report import AHEAD, Telling

_TALKS_ORDER = ("meets", "hosts", "negotiates_with")
T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class Draft:
    """An event in the making: what an Event says of it, but for the mentions."""

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
class Named:
    """A happening in the making: its event and the tellings it came from."""

    event: Draft
    tellings: list[Telling]


def merge_tellings(
    tellings: Sequence[Telling], find_entity: Callable[[str], Entity | None], symmetric: frozenset[str]
) -> Draft:
    """One event of what its tellings say, yet without an id."""
    if len(tellings) > 1:
        tellings = sorted(tellings, key=lambda one: one.rank)
    predicate = _most(tellings, lambda one: one.predicate, prefer=_rank_predicate) or ""
    saying = [one for one in tellings if one.predicate == predicate]
    pair = _most(saying, lambda one: (one.agent, one.recipient)) or ("", "")
    if predicate in symmetric:
        pair = (min(pair), max(pair))
    status = find_status(tellings)
    # what came to pass is typed by those who tell that it did, not as the intention that it was before
    typing = [one for one in saying if one.status is status] or saying
    date = find_date(tellings)
    place = _most(tellings, lambda one: one.place, prefer=lambda one: _is_state(find_entity(one)))
    return Draft(
        id="",
        predicate=predicate,
        plover=_most(typing, lambda one: one.plover) or "",
        agent=pair[0],
        recipient=pair[1],
        status=status,
        confidence=reading_confidence(tellings),
        speakers=[one.speaker for one in tellings],
        cameo=_most(typing, lambda one: one.cameo),
        date=date,
        place=place,
        topic=_most(tellings, lambda one: one.topic),
        publishers=len({one.source for one in tellings}),
        belief=find_belief(tellings),
    )


def name_events(
    family: str, named: Sequence[Named], find_entity: Callable[[str], Entity | None], *, timeless: bool = False
) -> None:
    """Give the events of one block their ids: from the kind of act, the participants and the date, on no wording.

    Where dates do not tell two of them apart, the place does, and then the first sentence; an undated event has its
    first sentence (article and position) in the place of a date. `timeless` facts have neither.
    """
    ids = [_name_event(family, one, find_entity, timeless, 0) for one in named]
    for care in (1, 2):
        if len(set(ids)) == len(ids):
            break
        double = {one for one, count in Counter(ids).items() if count > 1}
        ids = [
            _name_event(family, one, find_entity, timeless, care) if name in double else name
            for name, one in zip(ids, named, strict=True)
        ]
    for name, one in zip(ids, named, strict=True):
        one.event.id = name


def _name_event(
    family: str, named: Named, find_entity: Callable[[str], Entity | None], timeless: bool, care: int
) -> str:
    event = named.event
    pair = [event.agent, event.recipient]
    if family == "talks":
        pair.sort()
    when = "always" if timeless else event.date.iso if event.date else ""
    told = ""
    if care > 1 or not when:
        first = min((one.article, one.start, one.predicate) for one in named.tellings)
        told = f"{first[0]}:{first[1]}:{first[2]}"
    extra = ([event.place or ""] if care else []) + ([told] if care > 1 else [])
    labels = [one.label[:24] if (one := find_entity(side)) else "" for side in (event.agent, event.recipient)]
    return mint(f"{labels[0]} {event.predicate} {labels[1]}", "event", family, *pair, when or f"told {told}", *extra)


def find_date(tellings: Sequence[Telling]) -> When | None:
    """The most precise date given, of what was held before what was planned; then the most given, then the earliest."""
    dated = [one for one in tellings if one.first is not None]
    held = [one for one in dated if one.status not in AHEAD]
    if not dated:
        return None
    narrow = min((one.last or 0) - (one.first or 0) for one in dated)
    if held and min((one.last or 0) - (one.first or 0) for one in held) <= narrow:
        dated = held
    dated = [one for one in dated if (one.last or 0) - (one.first or 0) == narrow]
    return _most(dated, lambda one: one.date, prefer=lambda when: when.earliest)


def _most(
    tellings: Sequence[Telling], value_of: Callable[[Telling], T | None], prefer: Callable[[T], object] | None = None
) -> T | None:
    """The value that most articles give; among equals the preferred, then the smallest."""
    if len(tellings) == 1:
        return value_of(tellings[0])
    articles: dict[T, set[str]] = defaultdict(set)
    for telling in tellings:
        value = value_of(telling)
        if value is not None:
            articles[value].add(telling.article)
    if not articles:
        return None
    return min(articles, key=lambda one: (-len(articles[one]), prefer(one) if prefer else 0, str(one)))


def _rank_predicate(predicate: str) -> int:
    return _TALKS_ORDER.index(predicate) if predicate in _TALKS_ORDER else 0


def _is_state(entity: Entity | None) -> bool:
    return entity is not None and entity.kind is Kind.STATE
