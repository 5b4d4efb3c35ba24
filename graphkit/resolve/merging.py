"""Tellings of one happening made into one Event; what they agree on most decides, never what came first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from graphkit.model import Entity, Event, Kind, When
from graphkit.resolve.belief import find_belief, find_status, reading_confidence
from graphkit.resolve.names import mint
from graphkit.resolve.telling import AHEAD, Telling

_TALKS_ORDER = ("meets", "hosts", "negotiates_with")
T = TypeVar("T", bound=Hashable)


def merge_tellings(tellings: Sequence[Telling], entities: Mapping[str, Entity], symmetric: frozenset[str]) -> Event:
    """One event of what its tellings say. Its id hangs on what happened, between whom and when, on no wording."""
    tellings = sorted(tellings, key=lambda one: one.rank)
    predicate = _most(tellings, lambda one: one.mention.predicate, prefer=_rank_predicate) or ""
    saying = [one for one in tellings if one.mention.predicate == predicate]
    pair = _most(saying, lambda one: (one.agent, one.recipient)) or ("", "")
    if predicate in symmetric:
        pair = (min(pair), max(pair))
    status = find_status(tellings)
    # what came to pass is typed by those who tell that it did, not as the intention that it was before
    typing = [one for one in saying if one.mention.status is status] or saying
    date = find_date(tellings)
    place = _most(tellings, lambda one: one.place, prefer=lambda one: _is_state(entities.get(one)))
    return Event(
        id="",
        predicate=predicate,
        plover=_most(typing, lambda one: one.mention.plover) or "",
        agent=pair[0],
        recipient=pair[1],
        status=status,
        confidence=reading_confidence(tellings),
        mentions=tuple(one.mention for one in tellings),
        speakers=tuple(one.speaker for one in tellings),
        cameo=_most(typing, lambda one: one.mention.cameo),
        date=date,
        place=place,
        topic=_most(tellings, lambda one: one.mention.topic),
        publishers=len({one.source for one in tellings}),
        belief=find_belief(tellings),
    )


def name_events(
    family: str, events: Sequence[Event], entities: Mapping[str, Entity], *, timeless: bool = False
) -> list[Event]:
    """The events of one block with their ids: from the kind of act, the participants and the date.

    Where dates do not tell two of them apart, the place does, and then the first sentence; an undated event has its
    first sentence (article and position) in the place of a date. `timeless` facts have neither.
    """
    ids = [_name_event(family, event, entities, timeless, 0) for event in events]
    for care in (1, 2):
        if len(set(ids)) == len(ids):
            break
        double = {one for one, count in Counter(ids).items() if count > 1}
        ids = [
            _name_event(family, event, entities, timeless, care) if one in double else one
            for one, event in zip(ids, events, strict=True)
        ]
    return [replace(event, id=one) for one, event in zip(ids, events, strict=True)]


def _name_event(family: str, event: Event, entities: Mapping[str, Entity], timeless: bool, care: int) -> str:
    pair = [event.agent, event.recipient]
    if family == "talks":
        pair.sort()
    first = min((one.evidence.article, one.trigger.start, one.predicate) for one in event.mentions)
    told = f"{first[0]}:{first[1]}:{first[2]}"
    when = "always" if timeless else event.date.iso if event.date else f"told {told}"
    extra = ([event.place or ""] if care else []) + ([told] if care > 1 else [])
    labels = [entities[one].label[:24] if one in entities else "" for one in (event.agent, event.recipient)]
    return mint(f"{labels[0]} {event.predicate} {labels[1]}", "event", family, *pair, when, *extra)


def find_date(tellings: Sequence[Telling]) -> When | None:
    """The most precise date given, of what was held before what was planned; then the most given, then the earliest."""
    dated = [one for one in tellings if one.first is not None]
    held = [one for one in dated if one.mention.status not in AHEAD]
    if not dated:
        return None
    narrow = min((one.last or 0) - (one.first or 0) for one in dated)
    if held and min((one.last or 0) - (one.first or 0) for one in held) <= narrow:
        dated = held
    dated = [one for one in dated if (one.last or 0) - (one.first or 0) == narrow]
    return _most(dated, lambda one: one.mention.date, prefer=lambda when: when.earliest)


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
