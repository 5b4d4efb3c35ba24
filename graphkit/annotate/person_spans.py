"""Tell by the words around it that a name is a person's, whatever the recogniser takes it for, and where it ends."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from graphkit.annotate.title_words import TitleFinder, TitleWords
from graphkit.model import Kind
from graphkit.nlp.dependencies import word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.resources.resources import Resources

#: A name after a title has so many words at most where the recogniser takes it for something else.
_LONGEST = 4


def can_be_person(doc: Doc, name: Name, title: TitleWords, royal: Container[str]) -> bool:
    """Tell whether a name that is no PERSON for the recogniser is one by the title before it ("President Yoon").

    `royal` are the titles whose bearers may be called like a place.
    """
    is_royal = name.kind is Kind.PLACE and title.office.split()[-1] in royal
    if name.entry is not None and not is_royal:
        return False
    if name.kind is Kind.GROUP:
        return False
    if not doc[title.end - 1].text[0].isupper():
        return False
    return _is_of_proper_nouns(doc, name)


def is_set_off(doc: Doc, name: Name, finder: TitleFinder) -> bool:
    """Tell whether a name stands between commas behind an office: "the home minister, L K Advani,"."""
    first, last = doc[name.start], doc[name.end - 1]
    if name.kind is not Kind.ORGANIZATION:
        return False
    if name.entry is not None:
        return False
    if word_at(first, -1) != ",":
        return False
    if word_at(last, 1) != ",":
        return False
    if finder.before(name.start - 1) is None:
        return False
    return _is_of_proper_nouns(doc, name)


def is_relative(doc: Doc, name: Name, resources: Resources) -> bool:
    """Tell whether a name is that of somebody's relative: "the king's wife, Olena"."""
    first = doc[name.start]
    if name.kind is Kind.PERSON:
        return False
    if name.entry is not None:
        return False
    if word_at(first, -1) != ",":
        return False
    relative = word_at(first, -2).partition("-")[0]
    if relative not in resources.nouns.kin:
        return False
    return all(word.pos_ == "PROPN" for word in doc[name.start : name.end])


def _is_of_proper_nouns(doc: Doc, name: Name) -> bool:
    """Tell whether a name is of a few proper nouns."""
    words = doc.tokens[name.start : name.end]
    if len(words) > _LONGEST:
        return False
    return all(word.pos_ == "PROPN" for word in words)


def join_halves(doc: Doc, names: Iterable[Name], titled: Container[int]) -> list[Name]:
    """Join the halves of a name behind a title: "[Sayyid Theyazin] [bin Haitham]", "[Al-Muhtadee] [Billah]"."""
    joined: list[Name] = []
    for name in names:
        first = joined[-1] if joined else name
        if first.start in titled and _are_halves(first, name):
            joined[-1] = replace(first, end=name.end, name=doc[first.start : name.end].text)
        else:
            joined.append(name)
    return joined


def _are_halves(first: Name, second: Name) -> bool:
    """Tell whether two names are halves of an unknown person's name."""
    if first.end != second.start:
        return False
    halves = {(name.kind, name.entry) for name in (first, second)}
    return halves == {(Kind.PERSON, None)}
