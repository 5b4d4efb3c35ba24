"""Say events as phrases, for the labels of a graph."""

from __future__ import annotations

from collections.abc import Callable

from graphkit.model import Entity, Event, Status
from graphkit.resources.vocabulary import Predicate

FindEntity = Callable[[str], Entity | None]

#: Statuses under which a bare triple may be read as fact.
ASSERTED = frozenset({Status.OCCURRED, Status.ONGOING})


def label_event(event: Event, predicate: Predicate, find_entity: FindEntity) -> str:
    """Say an event as a phrase: "North Korea supplies arms to Russia (denied)"."""
    names = [label_side(side, find_entity) for side in (event.agent, event.recipient)]
    status = "" if event.status in ASSERTED else f" ({event.status.value})"
    when = f", {event.date.iso}" if event.date else ""
    return f"{names[0]} {predicate.label} {names[1]}{when}{status}"


def label_side(side: str, find_entity: FindEntity) -> str:
    """Return the label of one side of an event, or its id where no entity has it."""
    return entity.label if (entity := find_entity(side)) else side
