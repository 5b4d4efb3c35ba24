"""The state that a body, group or office belongs to, by the state or demonym that its name begins with."""

from __future__ import annotations

from functools import lru_cache

from graphkit.model import Kind
from graphkit.resources.gazetteer.gazetteer import Gazetteer, Use

#: Words of the longest name of a state that is looked for at the start of a label.
_LONGEST = 5
#: How a name at the start of a label may refer to a state; a capital or seat is a place there ("Geneva talks").
_USES = frozenset({Use.NAME, Use.ALIAS, Use.ACRONYM, Use.DEMONYM, Use.FORMER})


def find_label_state(gazetteer: Gazetteer, label: str) -> str | None:
    """Return the state whose name or adjective opens a label, or the only one named behind "of"; None otherwise.

    >>> find_label_state(Gazetteer.load(), "South Korean Ministry of Unification")
    'south-korea'
    >>> find_label_state(Gazetteer.load(), "President of Chad")
    'chad'
    """
    words = label.split()
    opening = _find_opening_state(gazetteer, tuple(words))
    if opening is not None:
        return opening
    for word in ("of", "in"):
        if word in words:
            behind = words[len(words) - words[::-1].index(word) :]
            if behind[:1] == ["the"]:
                behind = behind[1:]
            found = _name_state(gazetteer, " ".join(behind))
            if found is not None:
                return found
    return None


def _find_opening_state(gazetteer: Gazetteer, words: tuple[str, ...]) -> str | None:
    start = 1 if words[:1] in (("the",), ("The",)) else 0
    for size in range(min(_LONGEST, len(words) - start), 0, -1):
        found = _name_state(gazetteer, " ".join(words[start : start + size]))
        if found is not None:
            return found
    return None


def _name_state(gazetteer: Gazetteer, text: str) -> str | None:
    """Return the one state that a text names; None where that is none or several."""
    if not text[:1].isupper():
        return None
    return _find_states(gazetteer, text.removesuffix("'s").removesuffix("\u2019s"))


@lru_cache(maxsize=10_000)
def _find_states(gazetteer: Gazetteer, text: str) -> str | None:
    states = {
        reference.entry
        for reference in gazetteer.references(text)
        if reference.use in _USES and gazetteer.entries[reference.entry].kind is Kind.STATE
    }
    return states.pop() if len(states) == 1 else None
