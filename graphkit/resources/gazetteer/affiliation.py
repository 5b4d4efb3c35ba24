"""The state that a body, group or office belongs to, by the state or demonym that its name begins with."""

from __future__ import annotations

from functools import lru_cache

from graphkit.model import Kind
from graphkit.resources.gazetteer.entity_rows import Entry
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
            state = _name_state(gazetteer, " ".join(behind))
            if state is not None:
                return state
    return None


def find_named_state(gazetteer: Gazetteer, label: str) -> str | None:
    """Return the only state that a label names, wherever in it; None where it names none or several.

    >>> find_named_state(Gazetteer.load(), "border with Ukraine")
    'ukraine'
    """
    named = find_named_states(gazetteer, label)
    return named.pop() if len(named) == 1 else None


def find_named_states(gazetteer: Gazetteer, text: str) -> set[str]:
    """Return all states that a text names by name, acronym or adjective; the longest name at each place counts."""
    words = text.split()
    named: set[str] = set()
    start = 0
    while start < len(words):
        for size in range(min(_LONGEST, len(words) - start), 0, -1):
            state = _name_state(gazetteer, " ".join(words[start : start + size]))
            if state is not None:
                named.add(state)
                start += size - 1
                break
        start += 1
    return named


def _find_opening_state(gazetteer: Gazetteer, words: tuple[str, ...]) -> str | None:
    start = 1 if words[:1] in (("the",), ("The",)) else 0
    for size in range(min(_LONGEST, len(words) - start), 0, -1):
        state = _name_state(gazetteer, " ".join(words[start : start + size]))
        if state is not None:
            return state
    return None


def _name_state(gazetteer: Gazetteer, text: str) -> str | None:
    """Return the one state that a text names; None where that is none or several."""
    if not text[:1].isupper():
        return None
    return _find_states(gazetteer, text.strip(",;:()").removesuffix("'s").removesuffix("\u2019s"))


@lru_cache(maxsize=10_000)
def _find_states(gazetteer: Gazetteer, text: str) -> str | None:
    states = {
        reference.entry
        for reference in gazetteer.references(text)
        if reference.use in _USES and _is_coded(gazetteer.entries[reference.entry])
    }
    return states.pop() if len(states) == 1 else None


def _is_coded(entry: Entry) -> bool:
    """Tell whether an entry is a state or a territory with a code of its own."""
    return entry.kind is Kind.STATE or (entry.kind is Kind.PLACE and "iso3" in dict(entry.external))
