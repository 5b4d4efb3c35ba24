"""Cluster the persons of the whole corpus: namesakes apart, variants together, left-over surnames to whom they fit.

Each step sorts by what can meet (a full name, a last name and a state, a surname) and holds one such group in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from graphkit.model import Kind
from graphkit.resolve.entities.bearers import Bearer, split_namesakes
from graphkit.resolve.entities.disjoint_set import DisjointSet
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.keys import Key
from graphkit.resolve.entities.name_occurrence import NameOccurrence, Office, day_number
from graphkit.resolve.entities.within_document import is_part
from graphkit.resources.person_names import PersonName, loosen, parse_person
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key

PERSON = str(Kind.PERSON)
NamePosition = tuple[str, int]  # an article and the number of a name in it
T = TypeVar("T")

#: Uses of a well-known person's name that are looked at together.
_AT_A_TIME = 1_000


@dataclass(slots=True)
class PersonCluster:
    """A person while the corpus is put together. `days` are sorted."""

    key: Key
    names: set[PersonName]
    states: set[str] = field(default_factory=set)
    offices: set[Office] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    days: list[int] = field(default_factory=list)

    @property
    def surnames(self) -> set[str]:
        """The surnames of the person."""
        return {surname for name in self.names if not name.bare for surname in name.surnames}

    @property
    def words(self) -> set[tuple[str, ...]]:
        """The words of the person's names."""
        return {name.words for name in self.names if not name.bare}

    def add(self, occurrences: Iterable[NameOccurrence]) -> None:
        """Add what articles say of the person."""
        days = set(self.days)
        for occurrence in occurrences:
            self.names.add(parse_person(occurrence.name))
            self.states |= occurrence.states
            self.offices |= occurrence.offices
            self.partners |= occurrence.partners
            days.add(day_number(occurrence.on) or 0)
        self.days = sorted(days - {0})


class StoredBearer(Record, frozen=True):
    """A use of a person's name with its place and what its article says of its bearer."""

    article: str
    number: int
    name: str
    annotated_entry: str | None
    on: str | None
    entry: str | None
    states: tuple[str, ...]
    offices: tuple[Office, ...]
    partners: tuple[str, ...]
    article_states: frozenset[str]

    @classmethod
    def pack(cls, occurrence: NameOccurrence, number: int, article_states: frozenset[str]) -> StoredBearer:
        """Pack an occurrence; `article_states` are the states that its article speaks of."""
        article, _, name, annotated_entry = occurrence.key
        return cls(
            article, number, name, annotated_entry, occurrence.on, occurrence.entry, tuple(sorted(occurrence.states)),
            tuple(sorted(occurrence.offices)), tuple(sorted(occurrence.partners)), article_states,
        )  # fmt: skip

    def unpack(self) -> Bearer:
        """Unpack the occurrence with its place and what its article speaks of."""
        key = (self.article, Kind.PERSON, self.name, self.annotated_entry)
        about = set(self.states), set(self.offices), set(self.partners)
        return Bearer(NameOccurrence(key, self.on, self.entry, False, *about), self.number, self.article_states)


def write_bearer(occurrence: NameOccurrence, number: int, article_states: frozenset[str]) -> str:
    """Write the row of a use of a person's name, under the full name or the gazetteer's entry."""
    key = ("entry", occurrence.entry) if occurrence.entry else (PERSON, parse_person(occurrence.name).key)
    return make_key(*key) + encode_text(StoredBearer.pack(occurrence, number, article_states))


def gather_persons(rows: Iterable[str], lookup: GazetteerLookup) -> Iterator[tuple[PersonCluster, list[NamePosition]]]:
    """Gather full names to persons, with the places of the names: equal keys are one person unless bearers differ.

    `rows` are those of `write_bearer`, sorted. A person of the gazetteer comes in several parts, the last one without
    places and with all that is said of the person.
    """
    for (sort, word), group in group_rows(rows, 2):
        bearers = (decode(StoredBearer, row).unpack() for row in group)
        if sort == "entry":
            yield from _gather_known(word, bearers, lookup)
        else:
            yield from _gather_unknown((sort, word), list(bearers), lookup)


def _gather_unknown(
    key: Key, bearers: Sequence[Bearer], lookup: GazetteerLookup
) -> Iterator[tuple[PersonCluster, list[NamePosition]]]:
    for scope, split in split_namesakes(bearers, lookup.words.exclusive_office).items():
        person = PersonCluster((*key, *scope), set())
        person.add(bearer.occurrence for bearer in split)
        yield person, [bearer.position for bearer in split]


def _gather_known(
    entry_id: str, bearers: Iterator[Bearer], lookup: GazetteerLookup
) -> Iterator[tuple[PersonCluster, list[NamePosition]]]:
    entry = lookup.entry(entry_id)
    key: Key = ("entry", entry_id)
    person = PersonCluster(key, set(), set(lookup.states_of(entry_id)))
    if entry is not None:
        person.names |= {parse_person(name) for name in (entry.name, *entry.aliases)}
        person.offices |= {(tenure.of, tenure.office) for tenure in entry.tenures}
    for some in _in_groups(bearers, _AT_A_TIME):
        person.add(bearer.occurrence for bearer in some)
        yield PersonCluster(key, set()), [bearer.position for bearer in some]
    yield person, []


def _in_groups(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some


class _Spelling(Record, frozen=True):
    """The names of a person by their words."""

    key: Key
    names: tuple[tuple[str, ...], ...]


class NameVariants:
    """Finds which person is another under a transliteration or a shorter form.

    Both have to act for the same state, and nobody else of that state may fit.
    """

    def __init__(self, storage: SpillStorage) -> None:
        self._alike = storage.sorter()
        self._by_last = storage.sorter()

    def add(self, person: PersonCluster) -> None:
        """Note the names of a person under each state that he acts for."""
        names = person.words
        key = encode_text(person.key)
        spelling = encode_text(_Spelling(person.key, tuple(sorted(names))))
        for state in person.states:
            for words in names:
                self._alike.add(make_key(loosen(" ".join(sorted(words))), state) + key)
            for last in {words[-1] for words in names}:
                self._by_last.add(make_key(last, state) + spelling)

    def merge(self) -> dict[Key, Key]:
        """Find the key that stays, of each person that is another."""
        same: DisjointSet[Key] = DisjointSet()
        for _, rows in group_rows(self._alike, 2):
            _join_transliterations({decode(Key, row) for row in set(rows)}, same)
        for _, rows in group_rows(self._by_last, 2):
            different = set(rows)
            if len(different) > 1:
                _join_shorter([decode(_Spelling, row) for row in sorted(different)], same)
        groups: dict[Key, list[Key]] = defaultdict(list)
        for key in same.members():
            groups[same.find(key)].append(key)
        merged: dict[Key, Key] = {}
        for keys in groups.values():
            if _are_apart(keys):  # a chain of likenesses that ends in two known people proves nothing
                stays = min(keys, key=lambda key: (key[0] != "entry", key))
                merged.update({key: stays for key in keys if key != stays})
        return merged


def _are_apart(keys: Sequence[Key] | set[Key]) -> bool:
    """Tell whether the keys are of different names and at most one of them is known to the gazetteer."""
    return len({key[:2] for key in keys}) == len(keys) and sum(key[0] == "entry" for key in keys) < 2


def _join_transliterations(keys: set[Key], same: DisjointSet[Key]) -> None:
    if _are_apart(keys):
        same.join_all(sorted(keys))


def _join_shorter(spellings: Sequence[_Spelling], same: DisjointSet[Key]) -> None:
    for short in spellings:
        longer = {long.key for long in spellings if long.key != short.key and _is_shorter(short.names, long.names)}
        if len(longer) == 1 and short.key[0] != "entry":
            same.join(short.key, longer.pop())


def _is_shorter(short: Iterable[tuple[str, ...]], long: Sequence[tuple[str, ...]]) -> bool:
    return any(is_part(words, others) for words in short for others in long)
