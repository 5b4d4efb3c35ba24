"""Select the part of the findings that a page holds."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from graphkit.errors import UsageError
from graphkit.model import Entity, Event, Findings, Status
from graphkit.resources.name_index import AmbiguousNameError, UnknownNameError, index_entities
from graphkit.runtime.codec import decode, encode_text
from graphkit.runtime.external_sort import SpillStorage

#: A page of more events (each takes about 400 bytes) opens slowly; it then holds the best-connected actors only.
MOST_EVENTS = 25_000
#: How much an event of each status adds to the strength of a relation.
STATUS_WEIGHT = {
    Status.OCCURRED: 1.0,
    Status.ONGOING: 1.0,
    Status.DISPUTED: 1.0,
    Status.PLANNED: 0.7,
    Status.ALLEGED: 0.7,
    Status.DENIED: 0.6,
    Status.POSSIBLE: 0.4,
    Status.NEGATED: 0.3,
}


def select_events(
    findings: Findings,
    *,
    focus: str | None = None,
    depth: int = 2,
    since: str | None = None,
    until: str | None = None,
    top: int | None = None,
) -> list[Event]:
    """Select the events of a smaller page: a period, the surroundings of one entity, the best-connected actors.

    `since` and `until` are ISO dates of any precision; undated events are left out where either is given.
    Raises UsageError when no entity is called `focus`.
    """
    events = list(findings.events)
    if since is not None or until is not None:
        low, high = since or "", (until or "9") + "~"
        events = [e for e in events if e.date is not None and e.date.latest >= low and e.date.earliest <= high]
    if focus is not None:
        kept = _neighbourhood(events, find_entity(findings.entities, focus).id, depth)
        events = [e for e in events if e.agent in kept and e.recipient in kept]
    if top is not None:
        with SpillStorage() as storage:
            best = measure_strength(events, storage).find_best(max(top, 1)) or set()
        events = [e for e in events if e.agent in best and e.recipient in best]
    return events


def find_entity(entities: Sequence[Entity], name: str) -> Entity:
    """Return the entity that a name means, an actor before a place. Raises UsageError."""
    try:
        chosen = index_entities(entities, {}).find(name)
    except UnknownNameError as error:
        near = f"did you mean {' or '.join(error.near)}?" if error.near else "search the page of the whole graph first"
        raise UsageError(f"no entity is called {name!r}", remedy=near) from error
    except AmbiguousNameError as error:
        several = ", ".join(f"{reading.label} ({reading.id})" for reading in error.readings)
        raise UsageError(f"{name!r} may mean several", remedy=f"use a full name or an id: {several}") from error
    return next(entity for entity in entities if entity.id == chosen.id)


def _neighbourhood(events: list[Event], start: str, depth: int) -> set[str]:
    around: dict[str, set[str]] = defaultdict(set)
    for event in events:
        around[event.agent].add(event.recipient)
        around[event.recipient].add(event.agent)
    seen, edge = {start}, {start}
    for _ in range(depth):
        edge = {other for node in edge for other in around[node]} - seen
        seen |= edge
    return seen


class Strength:
    """Counts of the connections of actors, to which events are added one by one."""

    def __init__(self, storage: SpillStorage) -> None:
        self.events = 0
        self._of: dict[str, float] = defaultdict(float)
        self._pairs = storage.rows()

    def add(self, event: Event) -> None:
        """Count an event for both its ends."""
        self.events += 1
        self._pairs.add(encode_text([event.agent, event.recipient]))
        for end in (event.agent, event.recipient):
            self._of[end] += event.publishers * STATUS_WEIGHT[event.status]

    def rank_actors(self) -> list[str]:
        """Rank the actors, the best-connected first."""
        return sorted(self._of, key=lambda end: (-self._of[end], end))

    def choose_top(self, most: int) -> int | None:
        """Choose how many of the best-connected actors have at most so many events between them; None for all."""
        if self.events <= most:
            return None
        ranks = {end: rank for rank, end in enumerate(self.rank_actors())}
        added = [0] * len(ranks)  # events that come in with each actor
        for pair in self._pairs:
            added[max(ranks[end] for end in decode(list[str], pair))] += 1
        return max(bisect_right(list(accumulate(added)), most), 1)

    def find_best(self, top: int | None) -> set[str] | None:
        """Find so many of the best-connected actors; None for all."""
        return None if top is None else set(self.rank_actors()[:top])


def measure_strength(events: Iterable[Event], storage: SpillStorage) -> Strength:
    """Count the connections of the actors of some events."""
    strength = Strength(storage)
    for event in events:
        strength.add(event)
    return strength
