"""The state that a description leads to by a ship's prefix or by the places it names."""

from __future__ import annotations

import re

from graphkit.model import Kind
from graphkit.resources.actor_codes import ActorCodes
from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: Waters that are named for a state and belong to none.
_WATERS = re.compile(r"\b(?:Bay|Gulf|Sea|Straits?) of (?:the )?[A-Z]\w+")


def drop_waters(label: str) -> str:
    """Return a label without the waters that it names, which are not those of a state.

    >>> drop_waters("ships in the Gulf of Guinea")
    'ships in the '
    """
    return _WATERS.sub("", label)


def find_ship_state(label: str, codes: ActorCodes) -> str | None:
    """Return the state whose navy has ships with the prefix that a label holds ("the USS Wasp").

    >>> find_ship_state("crew of HMCS Ottawa", ActorCodes.load())
    'canada'
    """
    return next((codes.ships[word] for word in label.split() if word in codes.ships), None)


def find_place_states(label: str, gazetteer: Gazetteer) -> list[str]:
    """Return the one state in which the places lie that a description names ("meeting of ministers in Tokyo")."""
    words = [word.strip(",;:()") for word in drop_waters(label).split()]
    states = {
        gazetteer.state_of(reference.entry)
        for start in range(len(words))
        for size in (3, 2, 1)
        if words[start][:1].isupper() and start + size <= len(words)
        for reference in gazetteer.references(" ".join(words[start : start + size]))
        if gazetteer.entries[reference.entry].kind in (Kind.PLACE, Kind.STATE)
    } - {None}
    return [state for state in states if state] if len(states) == 1 else []
