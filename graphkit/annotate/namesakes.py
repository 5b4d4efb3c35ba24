"""Choose among places and states of one name by what else the article names: two Congos, Georgia, "Athens, Ohio"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from graphkit.annotate.names import as_name
from graphkit.model import Kind
from graphkit.nlp.dependencies import token_at, word_at, words_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer, Use
from graphkit.resources.resources import Resources

#: Offices of a part of a state: "Georgia Governor", "Georgia's attorney general".
_OF_PARTS = frozenset(
    "governor gov gov. senator sen sen. congressman congresswoman rep rep. legislature lieutenant state".split()
)
_STOPS = frozenset({".", ";"})
_LISTING = frozenset({"and", "or"})
#: With these uses a name is of a state only by its capital.
_OF_STATE = frozenset({Use.CAPITAL, Use.SEAT})
_TERRITORIAL = frozenset({Kind.STATE, Kind.PLACE})
#: How much more the dateline and brackets behind the name say than another name in the text.
_DATELINE, _BRACKETS, _OFFICE = 3, 5, 5


def settle_namesakes(doc: Doc, names: list[Name], resources: Resources, dateline: str | None) -> list[Name]:
    """Read the names that several states or places have as the one that the article speaks of."""
    settler = _Settler(doc, names, resources.gazetteer, dateline)
    settled = [settler.settle(name) for name in names]
    return list(_join_cities(doc, settled, resources.gazetteer))


class _Settler:
    """Settle names that are not clear by the other names of one article."""

    def __init__(self, doc: Doc, names: list[Name], gazetteer: Gazetteer, dateline: str | None) -> None:
        self.doc, self.gazetteer = doc, gazetteer
        self.evidence: Counter[str] = Counter()
        clear = {name.entry for name in names if len(self._list_candidates(name)) < 2}
        for entry in filter(None, clear):
            self._count(entry, 1)
        for row in gazetteer.entries_called(dateline or ""):
            self._count(row.id, _DATELINE)

    def settle(self, name: Name) -> Name:
        """Return the name as the candidate for which most speaks; as it was where nothing does."""
        candidates = self._list_candidates(name)
        if len(candidates) < 2:
            return name
        scores = {entry.id: self._score(name, entry) for entry in candidates}
        best = max(scores.values())
        fits = [entry for entry in candidates if scores[entry.id] == best]
        if not best:
            stem = self.doc[name.start : name.end].text.removesuffix("s").removesuffix("n")  # "Korea" of "Korean"
            fits = [entry for entry in candidates if stem in (entry.name, *entry.aliases)] or fits
        if len(fits) != 1:
            return name
        if fits[0].id == name.entry:
            return name
        use = name.use if fits[0].kind is Kind.STATE else str(Use.NAME)
        return as_name(name, fits[0], use)

    def _count(self, entry: str, weight: int) -> None:
        """Count an entry as evidence for its state, and a place for itself."""
        row = self.gazetteer.entries.get(entry)
        places = {self.gazetteer.state_of(entry)}
        if row is not None and row.kind is Kind.PLACE:
            places.add(entry)
        for place in filter(None, places):
            self.evidence[place] += weight

    def _list_candidates(self, name: Name) -> list[Entry]:
        """List the states and places that a name may be of."""
        if name.entry is None:
            return []
        if name.kind not in _TERRITORIAL:
            return []
        references = self.gazetteer.references(self.doc[name.start : name.end].text)
        ids = dict.fromkeys(reference.entry for reference in references if reference.use not in _OF_STATE)
        entries = [self.gazetteer.entries[entry] for entry in ids]
        return [entry for entry in entries if entry.kind in _TERRITORIAL]

    def _score(self, name: Name, entry: Entry) -> int:
        """Return how much speaks for an entry: other names, an office before the name, brackets behind it."""
        score = self.evidence[entry.id]
        if entry.kind is Kind.PLACE:
            score = sum(self.evidence[member] for member in entry.members)
            if entry.category == "region" and self._has_office_of_part(name):
                score += _OFFICE
        last = self.doc[name.end - 1]
        bracketed = token_at(last, 2) if word_at(last, 1) == "(" else None
        if bracketed is not None and entry in self.gazetteer.entries_called(bracketed.text):
            score += _BRACKETS
        return score

    def _has_office_of_part(self, name: Name) -> bool:
        near = words_of(self.doc.tokens[max(0, name.start - 2) : name.end + 3])
        return not near.isdisjoint(_OF_PARTS)


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
    """Return a city and its part of a state as one name: "Athens, Ohio"."""
    if city.kind not in _TERRITORIAL:
        return None
    if region.entry is None:
        return None
    if region.start != city.end + 1:
        return None
    if doc[city.end].text != ",":
        return None
    city_entry = gazetteer.entries[city.entry] if city.entry else None
    division = _read_part(doc, city_entry, region, gazetteer)
    if division.category != "region":
        return None
    if division.state != "united-states":
        return None
    if city_entry is not None and city_entry.kind is Kind.PLACE and city_entry.state == division.state:
        return replace(city, end=region.end)
    text = doc[city.start : region.end].text
    return Name(city.start, region.end, text, Kind.PLACE, "other", None, "GPE")


def _read_part(doc: Doc, city: Entry | None, region: Name, gazetteer: Gazetteer) -> Entry:
    """Read what stands behind a city as a part of a state, where a state or a city is called so too."""
    entry = gazetteer.entries[region.entry or ""]
    is_city = entry.category == "city" and _stands_alone(doc, region.end)
    if entry.kind is not Kind.STATE and not is_city:
        return entry
    if city is not None and gazetteer.state_of(city.id) == entry.id:
        return entry  # "Athens, Georgia" is in the United States, "Tbilisi, Georgia" is not
    places = gazetteer.entries_called(entry.name, Kind.PLACE)
    parts = [place for place in places if place.category == "region"]
    return parts[0] if parts else entry


def _stands_alone(doc: Doc, end: int) -> bool:
    """Tell whether a name is not one of a list: "Rome, New York, on Monday", but "Rome, New York and Lima"."""
    following = [token.text for token in doc[end : end + 2]] or ["."]
    if following[0] in _STOPS:
        return True
    if following[0] != ",":
        return False
    if following[-1] in _LISTING:
        return False
    return following[-1].islower()
