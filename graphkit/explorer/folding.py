"""Fold actors into the state they act for: ministries, spokespersons and leaders, where the page draws lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graphkit.model import Entity, Event, Kind, Status
from graphkit.resources.gazetteer.acting_states import ACTING, ActingStates

if TYPE_CHECKING:
    from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: A tie counts as long as the text presents it as so.
AFFIRMED = frozenset({Status.OCCURRED, Status.ONGOING})


def is_tie(event: Event) -> bool:
    """Return whether an event states that one acts for another."""
    return event.predicate == "represents" and event.status in AFFIRMED


def fold_actors(
    entities: Iterable[Entity], ties: Mapping[str, Mapping[str, int]], known: ActingStates
) -> dict[str, str]:
    """Map each person, body and office that acts for one state to the id of that state.

    A tie that the texts state comes first (`ties`: for whom each is said to act, in how many sentences), then what the
    gazetteer knows: the state of a body, and the only state of a person's offices. Whoever has ties to several states
    alike stays apart.
    """
    by_id = {entity.id: entity for entity in entities}
    states = {name for name, entity in by_id.items() if entity.kind is Kind.STATE}
    folds = {}
    for name, entity in sorted(by_id.items()):
        if entity.kind in ACTING:
            stated = {state: count for state, count in ties.get(name, {}).items() if state in states}
            state = _choose_state(stated) or known.find(entity)
            if state in states:
                folds[name] = state
    return folds


def _choose_state(ties: Mapping[str, int] | None) -> str | None:
    if not ties:
        return None
    most = max(ties.values())
    best = [state for state, number in ties.items() if number == most]
    return best[0] if len(best) == 1 else None


def other_names(entity: Entity, gazetteer: Gazetteer) -> list[str]:
    """List the names of an entity that its texts do not use: codes, acronyms, seats and former names."""
    entry = gazetteer.entries.get(entity.id)
    if entry is None or entry.kind is not entity.kind:
        return []
    codes = [code for scheme, code in entry.external if scheme in ("iso2", "iso3")]
    names = [*entry.acronyms, *codes, *entry.aliases, *entry.seats, *(former.name for former in entry.former)]
    if entry.capital:
        names.append(entry.capital)
    seen = {entity.label, *entity.aliases}
    return [name for name in dict.fromkeys(names) if name not in seen]
