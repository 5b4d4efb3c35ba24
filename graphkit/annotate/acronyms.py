"""Let acronyms stand for the names that an article gives with them: "the Coastal Front (CLF)", "the CLF"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc

#: Initials that a body's name must have to be known by them.
_ENOUGH = 3
_LONGEST = 8
#: Tokens behind a name within which its acronym stands in brackets.
_REACH = 3


def name_acronyms(doc: Doc, names: list[Name]) -> list[Name]:
    """Resolve each acronym to the name that has it in brackets, or whose initials it has."""
    initialled = _initialled(doc, names)
    meant = dict(initialled)
    for name in names:
        for short, full in _bracketed(doc, name):
            meant.setdefault(short, full)
    if not meant:
        return names
    bodies = list(initialled.values())
    out = [_expanded(doc, name, meant, bodies) for name in names]
    taken = {i for name in names for i in range(name.start, name.end)}
    return sorted([*out, *_missed(doc, meant, taken)], key=lambda name: name.start)


def _initialled(doc: Doc, names: list[Name]) -> dict[str, Name]:
    """Return unknown bodies by their initials, where the gazetteer gives that acronym to another body."""
    written = {name.entry for name in names if name.use != "acronym"}
    others = {doc[n.start : n.end].text: n for n in names if n.use == "acronym" and n.entry not in written}
    bodies: dict[str, Name] = {}
    for name in names:
        if name.entry is not None:
            continue
        if name.kind is not Kind.ORGANIZATION:
            continue
        words = [t.text for t in doc[name.start : name.end] if t.text[0].isupper()]
        other = others.get("".join(word[0] for word in words))
        if other is None:
            continue
        if len(words) < _ENOUGH:
            continue
        if 2 * len(set(words) & set(other.name.split())) >= len(words):  # no other spelling of the same
            continue
        bodies.setdefault(doc[other.start : other.end].text, name)
    return bodies


def _bracketed(doc: Doc, name: Name) -> Iterator[tuple[str, Name]]:
    """Yield the acronym in brackets within or behind an unknown name, with the name in full."""
    if name.entry is not None:
        return
    for i in range(name.start + 1, min(name.end + _REACH, len(doc)) - 1):
        short = doc[i + 1].text
        if doc[i].text != "(":
            continue
        if not short.isupper():
            continue
        if not (2 <= len(short) <= _LONGEST):
            continue
        yield short, replace(name, end=i, name=" ".join(doc[name.start : i].text.split()))


def _expanded(doc: Doc, name: Name, meant: dict[str, Name], initialled: list[Name]) -> Name:
    starts = {full.start: full for full in meant.values()}
    full = meant.get(doc[name.start : name.end].text) or starts.get(name.start)
    if full is None:
        return name
    if name.entry is not None and full not in initialled:
        return name
    kind = Kind.ORGANIZATION if full.kind is Kind.PERSON else full.kind
    return replace(name, name=full.name, kind=kind, use="acronym", entry=None, reason="alias")


def _missed(doc: Doc, meant: dict[str, Name], taken: set[int]) -> Iterator[Name]:
    """Yield the acronyms that the recogniser did not find."""
    for token in doc:
        full = meant.get(token.text)
        if full is None:
            continue
        if token.i in taken:
            continue
        yield replace(full, start=token.i, end=token.i + 1, use="acronym", reason="alias")
