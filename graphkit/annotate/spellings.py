"""Give one person one spelling within an article."""

from __future__ import annotations

from dataclasses import replace

from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.resources.person_names import fold_word, name_words


def spelled_alike(names: list[Name]) -> list[Name]:
    """Give names that differ in stops, spaces and accents only the spelling that comes first: "R.K. Sen"."""
    first: dict[str, str] = {}
    return [_first_spelling(name, first) for name in names]


def _first_spelling(name: Name, first: dict[str, str]) -> Name:
    if name.kind is not Kind.PERSON:
        return name
    if name.entry is not None:
        return name
    if len(name_words(name.name)) < 2:
        return name
    key = "".join(c for c in fold_word(name.name) if c.isalnum())
    return replace(name, name=first.setdefault(key, name.name))


def same_initial(first: str, second: str) -> bool:
    """Tell whether two words begin with the same letter."""
    return fold_word(first)[:1] == fold_word(second)[:1]
