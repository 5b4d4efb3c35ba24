"""Fold actors into the state they act for: ministries, spokespersons and leaders, where the page draws lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphkit.model import Entity, Event, Kind, Status
from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: A tie counts as long as the text presents it as so.
AFFIRMED = frozenset({Status.OCCURRED, Status.ONGOING})
FOLDABLE = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.OFFICE})
#: Categories of bodies that act for their state; an armed group, a party or a company of a state does not.
OFFICIAL = frozenset({"government", "ministry", "military", "agency", "court"})


#: Words of the names of bodies that act for the state whose name or adjective stands before them.
BODIES = (
    "government",
    "ministry",
    "army",
    "military",
    "navy",
    "police",
    "embassy",
    "armed forces",
    "air force",
    "authorities",
)


def is_tie(event: Event) -> bool:
    """Return whether an event states that one acts for another."""
    return event.predicate == "represents" and event.status in AFFIRMED


def fold_actors(
    entities: Iterable[Entity], ties: Mapping[str, Mapping[str, int]], gazetteer: Gazetteer
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
        if entity.kind in FOLDABLE:
            stated = {state: count for state, count in ties.get(name, {}).items() if state in states}
            state = _choose_state(stated) or _known_state(entity, gazetteer)
            if state in states:
                folds[name] = state
    return folds


def _choose_state(ties: Mapping[str, int] | None) -> str | None:
    if not ties:
        return None
    most = max(ties.values())
    best = [state for state, number in ties.items() if number == most]
    return best[0] if len(best) == 1 else None


def _known_state(entity: Entity, gazetteer: Gazetteer) -> str | None:
    entry = gazetteer.entries.get(entity.id)
    if entry is None or entry.kind is not entity.kind:
        return _named_state(entity, gazetteer)
    if entry.kind is Kind.PERSON:
        states = {_state_of_body(tenure.of, gazetteer) for tenure in entry.tenures}
        return states.pop() if len(states) == 1 else None
    return _state_of_body(entity.id, gazetteer)


def _state_of_body(identifier: str, gazetteer: Gazetteer) -> str | None:
    """Give the state itself, or the state that an official body acts for."""
    entry = gazetteer.entries.get(identifier)
    if entry is None or (entry.kind is not Kind.STATE and entry.category not in OFFICIAL):
        return None
    return gazetteer.state_of(identifier)


def _named_state(entity: Entity, gazetteer: Gazetteer) -> str | None:
    """Give the state in the name of a body: "Colombian Government", "Kenya Ministry of Trade"."""
    words = entity.label.split()
    for cut in range(min(3, len(words) - 1), 0, -1):
        rest = " ".join(words[cut:]).casefold()
        if entity.kind is not Kind.ORGANIZATION or not rest.startswith(BODIES):
            continue
        entries = {reference.entry for reference in gazetteer.references(" ".join(words[:cut]))}
        states = [name for name in entries if gazetteer.entries[name].kind is Kind.STATE]
        if len(states) == 1:
            return states[0]
    return None


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
