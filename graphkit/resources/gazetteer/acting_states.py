"""The state that a person, body or office acts for, as far as the gazetteer knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from graphkit.model import Entity, Kind
from graphkit.resources.gazetteer.spelling import fold_acronym, fold_name
from graphkit.resources.parsed_assets import keep_values

if TYPE_CHECKING:
    from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: Kinds of actors that may act for a state.
ACTING = (Kind.PERSON, Kind.ORGANIZATION, Kind.OFFICE)
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
#: The most words of such a name or adjective.
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class ActingStates:
    """A table of ids and names, which is kept: it is read in a small part of the time of the gazetteer itself.

    `actors` has, by kind, the state that each actor of the gazetteer acts for, None where there is none or several;
    `names` and `acronyms` have the ids of states by the folded forms of what they are called.
    """

    actors: Mapping[str, Mapping[str, str | None]]
    names: Mapping[str, list[str]]
    acronyms: Mapping[str, list[str]]

    @classmethod
    def load(cls) -> ActingStates:
        """Load the table of the shipped gazetteer, once per process."""
        return _load()

    def find(self, entity: Entity) -> str | None:
        """Find the state that an actor acts for: what the gazetteer knows of it, or else whose its name says it is."""
        actors: Mapping[str, str | None] = self.actors.get(entity.kind, {})
        return actors[entity.id] if entity.id in actors else self._find_named(entity)

    def _find_named(self, entity: Entity) -> str | None:
        """Find the state in the name of a body: "Colombian Government", "Kenya Ministry of Trade"."""
        words = entity.label.split() if entity.kind is Kind.ORGANIZATION else []
        for cut in range(min(_LONGEST, len(words) - 1), 0, -1):
            if " ".join(words[cut:]).casefold().startswith(BODIES):
                name = " ".join(words[:cut])
                states: set[str] = {*self.names.get(fold_name(name), ()), *self.acronyms.get(fold_acronym(name), ())}
                if len(states) == 1:
                    return states.pop()
        return None


@cache
def _load() -> ActingStates:
    assets = resources.files("graphkit") / "assets"
    files = sorted((assets / "gazetteer").iterdir(), key=lambda file: file.name)
    return ActingStates(**keep_values((file.read_bytes() for file in (*files, assets / "state_codes.csv")), _make))


def _make() -> dict[str, Any]:
    from graphkit.resources.gazetteer.gazetteer import Gazetteer  # needed only where the table is not kept yet

    gazetteer = Gazetteer.load()
    names, acronyms = gazetteer.list_keys(Kind.STATE)
    actors = {
        kind.value: {
            entry.id: _find_state(entry.id, gazetteer) for entry in gazetteer.entries.values() if entry.kind is kind
        }
        for kind in ACTING
    }
    return {"actors": actors, "names": names, "acronyms": acronyms}


def _find_state(identifier: str, gazetteer: Gazetteer) -> str | None:
    """Find the state of an official body, or the only state of a person's offices."""
    entry = gazetteer.entries[identifier]
    bodies = [tenure.of for tenure in entry.tenures] if entry.kind is Kind.PERSON else [identifier]
    states = {_state_of_body(body, gazetteer) for body in bodies}
    return states.pop() if len(states) == 1 else None


def _state_of_body(identifier: str, gazetteer: Gazetteer) -> str | None:
    """Give the state itself, or the state that an official body acts for."""
    entry = gazetteer.entries.get(identifier)
    if entry is None or (entry.kind is not Kind.STATE and entry.category not in OFFICIAL):
        return None
    return gazetteer.state_of(identifier)
