"""Join surnames without a full name in their article to the only person who fits, or make them persons of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from graphkit.resolve.entities.bearers import Bearer
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup, was_held
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_occurrence import NameOccurrence, Office, day_number
from graphkit.resolve.entities.person_clusters import PERSON, NamePosition, PersonCluster, StoredBearer
from graphkit.resolve.thresholds import SURNAME_WINDOW
from graphkit.resources.gazetteer.entity_rows import Entry
from graphkit.resources.person_names import parse_person
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key, split_row


class _StoredPerson(Record, frozen=True):
    """A person who bears a surname, with what the corpus says of him; `days` are sorted."""

    key: Key
    states: frozenset[str]
    offices: frozenset[Office]
    partners: frozenset[str]
    days: list[int]

    def seen_near(self, on: str | None) -> bool:
        """Tell whether an article within SURNAME_WINDOW of that date names the person."""
        day = day_number(on)
        if day is None:
            return False
        nearest = bisect_left(self.days, day - SURNAME_WINDOW)
        return nearest < len(self.days) and self.days[nearest] <= day + SURNAME_WINDOW


#: Persons sort before the surnames that they are compared with.
_Sort = Literal["a", "b"]


class SurnameResolver:
    """Takes persons and left-over surnames in any order, and joins them when all are there."""

    def __init__(self, storage: SpillStorage) -> None:
        self._rows = storage.sorter()

    def add_person(self, person: PersonCluster) -> None:
        """Note a person under each of his surnames."""
        states, offices, partners = frozenset(person.states), frozenset(person.offices), frozenset(person.partners)
        stored = encode_text(_StoredPerson(person.key, states, offices, partners, person.days))
        for surname in person.surnames:
            self._rows.add(make_key(surname, "a") + stored)

    def add_left(self, occurrence: NameOccurrence, number: int, article_states: frozenset[str]) -> None:
        """Note a surname that its article does not explain."""
        stored = StoredBearer.pack(occurrence, number, article_states)
        self._rows.add(make_key(parse_person(occurrence.name).key, "b") + encode_text(stored))

    def join(self, merged: Mapping[Key, Key], lookup: GazetteerLookup) -> Iterator[tuple[NamePosition, Keyed]]:
        """Find the key of each surname that was left; `merged` are persons who are others."""
        for (surname,), rows in group_rows(self._rows):
            persons: list[_StoredPerson] = []
            for row in rows:
                sort, data = split_row(row, 1)
                if sort == "a":
                    persons.append(decode(_StoredPerson, data))
                else:
                    bearer = decode(StoredBearer, data).unpack()
                    yield bearer.position, _join_surname(bearer, surname, persons, merged, lookup)


def _join_surname(
    bearer: Bearer,
    surname: str,
    persons: Iterable[_StoredPerson],
    merged: Mapping[Key, Key],
    lookup: GazetteerLookup,
) -> Keyed:
    occurrence = bearer.occurrence
    is_shared = surname in lookup.words.shared_surname
    fits = {
        merged.get(person.key, person.key): "surname in corpus"
        for person in persons
        if person.seen_near(occurrence.on) and _fits_person(bearer, person, is_shared)
    }
    for entry in lookup.people(surname, occurrence.on) if occurrence.on else ():
        if _fits_entry(bearer, entry, is_shared, lookup):
            fits.setdefault(("entry", entry.id), "surname and office at that date")
    if len(fits) == 1:
        ((key, reason),) = fits.items()
        return Keyed(key, reason, 0.75)
    if occurrence.states and not is_shared and not fits:
        return Keyed((PERSON, surname, "for", min(occurrence.states)), "surname and state", 0.6)
    return Keyed((PERSON, surname, "in", occurrence.article), "surname alone", 0.5)


def _fits_entry(bearer: Bearer, entry: Entry, is_shared: bool, lookup: GazetteerLookup) -> bool:
    """Tell whether a person of the gazetteer had the office, or acted for the state, at the article's date."""
    occurrence = bearer.occurrence
    tenures = (tenure for tenure in entry.tenures if was_held(tenure.start, tenure.end, occurrence.on))
    held = {(tenure.of, tenure.office) for tenure in tenures}
    if held & occurrence.offices:
        return True
    if is_shared or occurrence.offices:
        return False
    states = {lookup.gazetteer.state_of(owner) for owner, _ in held} - {None, ""}
    return bool(states & (occurrence.states or bearer.article_states))


def _fits_person(bearer: Bearer, person: _StoredPerson, is_shared: bool) -> bool:
    """Tell whether a person of the corpus can be meant by a surname."""
    occurrence = bearer.occurrence
    if occurrence.states and person.states and not occurrence.states & person.states:
        return False
    if occurrence.offices & person.offices:
        return True
    if is_shared:
        return False
    if occurrence.states:
        return bool(occurrence.states & person.states)
    return bool(bearer.article_states & person.states or occurrence.partners & person.partners)
