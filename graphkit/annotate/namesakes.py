"""Choose among places and states of one name by what else the article names: two Congos, Georgia, "Athens, Ohio"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from graphkit.annotate.names import as_name
from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer, Use
from graphkit.resources.resources import Resources

#: Offices of a part of a state: "Georgia Governor", "Georgia's attorney general".
_OF_PARTS = frozenset(
    "governor gov gov. senator sen sen. congressman congresswoman rep rep. legislature lieutenant state".split()
)
_TERRITORIAL = frozenset({Kind.STATE, Kind.PLACE})
#: How much more the dateline and brackets behind the name say than another name in the text.
_DATELINE, _BRACKETS, _OFFICE = 3, 5, 5


def settle_namesakes(doc: Doc, names: list[Name], resources: Resources, dateline: str | None) -> list[Name]:
    """Read the names that several states or places have as the one that the article speaks of."""
    settler = _Settler(doc, names, resources.gazetteer, dateline)
    return list(_join_cities(doc, [settler.settle(name) for name in names], resources.gazetteer))


class _Settler:
    """Settle names that are not clear by the other names of one article."""

    def __init__(self, doc: Doc, names: list[Name], gazetteer: Gazetteer, dateline: str | None) -> None:
        self.doc, self.gazetteer = doc, gazetteer
        self.evidence: Counter[str] = Counter()
        clear = [name for name in names if len(self._candidates(name)) < 2]
        for entry in {name.entry for name in clear} - {None}:
            self._count(entry or "", 1)
        for reference in gazetteer.references(dateline or ""):
            self._count(reference.entry, _DATELINE)

    def settle(self, name: Name) -> Name:
        """Return the name as the candidate for which most speaks; as it was where nothing does."""
        candidates = self._candidates(name)
        if len(candidates) < 2:
            return name
        scores = {entry.id: self._score(name, entry) for entry in candidates}
        best = max(scores.values())
        fits = [entry for entry in candidates if scores[entry.id] == best]
        if not best:
            fits = [entry for entry in candidates if _is_called(entry, self._stem(name))] or fits
        if len(fits) != 1:
            return name
        if fits[0].id == name.entry:
            return name
        use = name.use if fits[0].kind is Kind.STATE else str(Use.NAME)
        return as_name(name, fits[0], use)

    def _count(self, entry: str, weight: int) -> None:
        for place in {self.gazetteer.state_of(entry), self._region_of(entry)} - {None}:
            self.evidence[place or ""] += weight

    def _region_of(self, entry: str) -> str | None:
        """Return the part of a state in which a city lies, by the names of its row."""
        row = self.gazetteer.entries.get(entry)
        if row is not None and row.kind is Kind.PLACE:
            return row.id
        return None

    def _candidates(self, name: Name) -> list[Entry]:
        if name.entry is None:
            return []
        if name.kind not in _TERRITORIAL:
            return []
        references = self.gazetteer.references(self.doc[name.start : name.end].text)
        entries = [self.gazetteer.entries[ref.entry] for ref in references if ref.use not in (Use.CAPITAL, Use.SEAT)]
        unique = {entry.id: entry for entry in entries if entry.kind in _TERRITORIAL}
        return list(unique.values())

    def _score(self, name: Name, entry: Entry) -> int:
        score = self.evidence[entry.id]
        if entry.kind is Kind.PLACE:
            score = sum(self.evidence[member] for member in entry.members)
            if entry.category == "region" and self._has_office_of_part(name):
                score += _OFFICE
        bracketed = self.doc[name.end + 1 : name.end + 2].text if self.doc[name.end : name.end + 1].text == "(" else ""
        if bracketed and any(ref.entry == entry.id for ref in self.gazetteer.references(bracketed)):
            score += _BRACKETS
        return score

    def _has_office_of_part(self, name: Name) -> bool:
        near = self.doc[max(0, name.start - 2) : min(len(self.doc), name.end + 3)]
        return any(token.lower_ in _OF_PARTS for token in near)

    def _stem(self, name: Name) -> str:
        """Return the short name behind a demonym: "Korea" behind "Korean"."""
        return self.doc[name.start : name.end].text.removesuffix("s").removesuffix("n")


def _is_called(entry: Entry, name: str) -> bool:
    return name in (entry.name, *entry.aliases)


def _join_cities(doc: Doc, names: list[Name], gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the names with "Athens, Ohio" as one place, which is not Athens."""
    skip = False
    for name, following in zip_longest(names, names[1:]):
        if skip:
            skip = False
            continue
        joined = _city_in_region(doc, name, following, gazetteer) if following is not None else None
        skip = joined is not None
        yield joined or name


def _city_in_region(doc: Doc, city: Name, region: Name, gazetteer: Gazetteer) -> Name | None:
    if city.kind not in _TERRITORIAL:
        return None
    if region.entry is None:
        return None
    if region.start != city.end + 1:
        return None
    if doc[city.end].text != ",":
        return None
    of = gazetteer.entries[region.entry]
    if of.kind is Kind.STATE or (of.category == "city" and _stands_alone(doc, region.end)):
        of = _part_called_alike(of, city, gazetteer) or of
    if of.category != "region":
        return None
    if of.state != "united-states":
        return None
    known = gazetteer.entries[city.entry] if city.entry else None
    if known is not None and known.kind is Kind.PLACE and known.state == of.state:
        return replace(city, end=region.end)
    text = doc[city.start : region.end].text
    return Name(city.start, region.end, text, Kind.PLACE, "other", None, "GPE")


def _stands_alone(doc: Doc, end: int) -> bool:
    """Tell whether a name is not one of a list: "Rome, New York, on Monday", but "Rome, New York and Lima"."""
    following = [token.text for token in doc[end : end + 2]]
    if not following or following[0] in (".", ";"):
        return True
    return following[0] == "," and following[-1].islower() and following[-1] not in ("and", "or")


def _part_called_alike(state: Entry, city: Name, gazetteer: Gazetteer) -> Entry | None:
    """Return the U.S. state of a name that a state has too, where the city is not of that state: "Athens, Georgia"."""
    known = gazetteer.entries[city.entry] if city.entry else None
    if known is not None and gazetteer.state_of(known.id) == state.id:
        return None
    entries = (gazetteer.entries[ref.entry] for ref in gazetteer.references(state.name))
    return next((entry for entry in entries if entry.kind is Kind.PLACE and entry.category == "region"), None)
