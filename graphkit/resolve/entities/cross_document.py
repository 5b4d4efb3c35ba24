"""Decide across documents what one article cannot tell of its names.

The corpus is sorted by what can meet, and one group at a time decides. The results are patches, sorted by article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from graphkit.model import Kind
from graphkit.resolve.entities.article_keys import ArticleKeys, key_article
from graphkit.resolve.entities.article_names import ArticleNames, StoredFact
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.keys import Key, Keyed, is_scoped
from graphkit.resolve.entities.name_occurrence import NameOccurrence, day_number
from graphkit.resolve.entities.name_patches import (
    read_dated,
    read_patches,
    read_roots,
    write_dated,
    write_patch,
)
from graphkit.resolve.entities.person_clusters import NamePosition, NameVariants, gather_persons, write_bearer
from graphkit.resolve.entities.repeat_reports import Deed, RepeatReports
from graphkit.resolve.entities.surnames import SurnameResolver
from graphkit.resolve.thresholds import OCCASION_GAP
from graphkit.resources.person_names import parse_person
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key, split_row
from graphkit.runtime.sorted_lookup import MergeJoin

_JOINED = 0.9  # score of a shorter form that its article explains


class _NameState(Record, frozen=True):
    """The state of a name in an article: its key, or the number of the full name it is short for; else nothing yet."""

    keyed: Keyed | None = None
    full: int | None = None
    reason: str = ""


class _WaitingDeed(Record, frozen=True):
    """A deed whose other side has no final key yet: the number of its name, and its key as far as it is known."""

    deed: Deed
    other: int
    key: Key | None


class _SamePerson(Record, frozen=True):
    """A person with the places of the names."""

    key: Key
    positions: list[NamePosition]


class _FactSide(NamedTuple):
    """A side of a fact: the numbers of its name and of the other's, and which side it is."""

    number: int
    other: int
    role: Literal["subject", "object"]


class CrossDocumentResolver:
    """Takes the articles in their order, and then decides what is left to the corpus."""

    def __init__(self, storage: SpillStorage, lookup: GazetteerLookup) -> None:
        self._storage = storage
        self._lookup = lookup
        self._bearers = storage.sorter()
        self._surnames = SurnameResolver(storage)
        self._occasions = storage.sorter()
        self._repeats = RepeatReports(storage)
        self._waiting = storage.rows()
        self._states = storage.rows()
        self._people = storage.sorter()
        self._dated = storage.sorter()
        self._roots = storage.sorter()

    def add(
        self, article: str, names: ArticleNames, occurrences: list[NameOccurrence], acronyms: Mapping[int, Keyed]
    ) -> None:
        """Key an article's names as far as it tells, and note the rest for the corpus."""
        keys = key_article(article, names, occurrences, acronyms, self._lookup)
        for number in keys.people:
            person = occurrences[number]
            if person.entry is None and parse_person(person.name).bare:
                self._surnames.add_left(person, number, keys.states)
            else:
                self._bearers.add(write_bearer(person, number, keys.states))
        for number, day in names.days:
            key = keys.keyed[number].key
            if key[0] == Kind.OCCASION and not is_scoped(key):
                self._occasions.add(make_key(encode_text(key), f"{day:08}") + encode_text((article, number)))
        occasions = {number for number, _ in names.days}
        for fact in names.facts:
            date = fact.day or (None if fact.is_dated else names.on)
            if (fact_day := day_number(date)) is not None:
                self._add_deeds(article, fact, keys, occasions, (fact_day, day_number(fact.until) or fact_day))
        self._states.add(encode_text([_find_state(keys, number) for number in range(len(occurrences))]))

    def _add_deeds(
        self, article: str, fact: StoredFact, keys: ArticleKeys, occasions: set[int], days: tuple[int, int]
    ) -> None:
        """Note a fact for each side that is only described, where the other side may be known elsewhere."""
        for side in (_FactSide(fact.subject, fact.object, "subject"), _FactSide(fact.object, fact.subject, "object")):
            keyed, other = keys.keyed.get(side.number), keys.keyed.get(side.other)
            if keyed is None or not _is_described(keyed.key) or (other is not None and is_scoped(other.key)):
                continue
            words = keys.occurrences[side.number].name
            deed = Deed(fact.predicate, side.role, keyed.key, words, *days, fact.day is not None)
            if other is not None and (other.key[0] != Kind.OCCASION or side.other not in occasions):
                self._repeats.add(deed, other.key)
            else:
                full = keys.joined[side.other][0] if side.other in keys.joined else side.other
                waiting = _WaitingDeed(deed, full, other.key if other else None)
                self._waiting.add(make_key(article) + encode_text(waiting))

    def settle(self) -> None:
        """Decide on people, then occasions, then descriptions; to be called when all articles are in."""
        self._settle_people()
        self._settle_occasions()
        self._settle_described()
        for rows in (self._bearers, self._occasions, self._waiting):
            rows.clear()

    def _settle_people(self) -> None:
        variants = NameVariants(self._storage)
        gathered = self._storage.rows()
        for person, positions in gather_persons(self._bearers, self._lookup):
            if positions:
                gathered.add(encode_text(_SamePerson(person.key, positions)))
            if person.names:
                variants.add(person)
                self._surnames.add_person(person)
        merged = variants.merge()
        for row in gathered:
            same = decode(_SamePerson, row)
            keyed = _key_person(same.key, merged)
            for position in same.positions:
                self._people.add(write_patch(position, keyed))
        gathered.clear()
        for position, keyed in self._surnames.join(merged, self._lookup):
            self._people.add(write_patch(position, keyed))

    def _settle_occasions(self) -> None:
        """Join occasions of one name while their dates follow each other closely; next year's is another."""
        for (name,), rows in group_rows(self._occasions):
            key = decode(Key, name)
            previous = first = None
            for row in rows:
                day_, position = split_row(row, 1)
                day = int(day_)
                if previous is None or day - previous > OCCASION_GAP:
                    first = day
                previous = day
                article, number = decode(NamePosition, position)
                self._dated.add(write_dated(article, number, (*key, "on", str(first))))

    def _settle_described(self) -> None:
        """Join descriptions of different articles that have the same part in equal deeds of one time."""
        people, dated = MergeJoin(self._people), MergeJoin(self._dated)
        for (article,), rows in group_rows(self._waiting):
            keys: dict[int, Key] = {number: keyed.key for number, keyed in read_patches(people.take(article)).items()}
            keys.update(read_dated(dated.take(article)))
            for row in rows:
                waiting = decode(_WaitingDeed, row)
                other = keys.get(waiting.other) or waiting.key
                if other and not is_scoped(other):
                    self._repeats.add(waiting.deed, other)
        self._repeats.join(self._roots)

    def read_keys(self) -> Callable[[str], list[Keyed]]:
        """Make a function that gives the keys of an article's names by number.

        It is to be asked for every article once, in the order in which they were added.
        """
        people, dated, roots = MergeJoin(self._people), MergeJoin(self._dated), MergeJoin(self._roots)
        states = iter(self._states)

        def read(article: str) -> list[Keyed]:
            keys = _settle_names(decode(list[_NameState], next(states)), read_patches(people.take(article)))
            for number, key in read_dated(dated.take(article)).items():
                keys[number] = keys[number]._replace(key=key)
            root_of = read_roots(roots.take(article))
            for number, (key, _, score) in enumerate(keys) if root_of else ():
                if key in root_of:
                    root = root_of[key]
                    keys[number] = root._replace(score=min(score, root.score))
            return keys

        return read


def _find_state(keys: ArticleKeys, number: int) -> _NameState:
    if number in keys.keyed:
        return _NameState(keys.keyed[number])
    if number in keys.joined:
        return _NameState(None, *keys.joined[number])
    return _NameState()


def _settle_names(states: list[_NameState], decided: Mapping[int, Keyed]) -> list[Keyed]:
    """Key the names of an article: as the corpus decided, as the article tells, or as the full name is keyed."""
    keys = [decided.get(number) or state.keyed or _UNKEYED for number, state in enumerate(states)]
    for number, state in enumerate(states):
        if state.full is not None:
            keys[number] = Keyed(keys[state.full].key, state.reason, _JOINED)
    return keys


_UNKEYED = Keyed((), "", 0.0)


def _is_described(key: Key) -> bool:
    return is_scoped(key) and key[0] not in (Kind.OCCASION, Kind.PERSON)


def _key_person(key: Key, merged: Mapping[Key, Key]) -> Keyed:
    if key in merged:
        return Keyed(merged[key], "variant of the name, same state", 0.85)
    return Keyed(key, "gazetteer name" if key[0] == "entry" else "same name", 0.95)
