"""Tell by the words around it that a name is a person's, whatever the recogniser takes it for, and where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphkit.annotate.title_words import TitleFinder, TitleWords
from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.resources.resources import Resources

#: A name after a title has so many words at most where the recogniser takes it for something else.
_LONGEST = 4
#: Titles whose bearers may be called like a place: "Crown Princess Victoria".
_ROYAL = frozenset({"duchess", "duke", "emir", "king", "prince", "princess", "queen", "sultan"})


def can_be_person(doc: Doc, name: Name, title: TitleWords) -> bool:
    """Tell whether a name that is no PERSON for the recogniser is one by the title before it ("President Yoon")."""
    if name.entry is not None and not (name.kind is Kind.PLACE and title.office.split()[-1] in _ROYAL):
        return False
    if name.kind is Kind.GROUP:
        return False
    if name.end - name.start > _LONGEST:
        return False
    if not doc[title.end - 1].text[0].isupper():
        return False
    return all(t.pos_ == "PROPN" for t in doc[name.start : name.end])


def is_set_off(doc: Doc, name: Name, finder: TitleFinder) -> bool:
    """Tell whether a name stands between commas behind an office: "the home minister, L K Advani,"."""
    if name.kind is not Kind.ORGANIZATION or name.entry is not None or name.end - name.start > _LONGEST:
        return False
    around = (doc[name.start - 1].text if name.start else "", doc[name.end : name.end + 1].text)
    if around != (",", ",") or finder.before(name.start - 1) is None:
        return False
    return all(t.pos_ == "PROPN" for t in doc[name.start : name.end])


def is_relative(doc: Doc, name: Name, resources: Resources) -> bool:
    """Tell whether a name is that of somebody's relative: "the king's wife, Olena"."""
    if name.entry is not None or name.kind is Kind.PERSON or name.start < 2 or doc[name.start - 1].text != ",":
        return False
    if not all(t.pos_ == "PROPN" for t in doc[name.start : name.end]):
        return False
    return doc[name.start - 2].lower_.split("-")[0] in resources.nouns.kin


def join_halves(doc: Doc, names: Iterable[Name], titled: Mapping[int, TitleWords]) -> list[Name]:
    """Join the halves of a name behind a title: "[Sayyid Theyazin] [bin Haitham]", "[Al-Muhtadee] [Billah]"."""
    joined: list[Name] = []
    for name in names:
        if joined and joined[-1].start in titled and _are_halves(joined[-1], name):
            first = joined[-1]
            joined[-1] = replace(first, end=name.end, name=doc[first.start : name.end].text)
        else:
            joined.append(name)
    return joined


def _are_halves(first: Name, second: Name) -> bool:
    adjacent = first.end == second.start and first.kind is second.kind is Kind.PERSON
    return adjacent and first.entry is None and second.entry is None
