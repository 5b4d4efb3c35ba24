"""Persons of the whole corpus: namesakes apart, variants together, surnames that are left over.

Each step sorts by what can meet (a full name, a last name and a state, a surname) and holds one such group in memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from graphkit.model import Kind
from graphkit.resolve.entities.disjoint_set import Union
from graphkit.resolve.entities.gazetteer_lookup import Known, was_held
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_occurrence import Local, LocalKey, day_number, offices_clash, order_of
from graphkit.resolve.thresholds import SURNAME_WINDOW
from graphkit.resources.name_words import NameWords
from graphkit.resources.person_names import PersonName, loosen, parse_person
from graphkit.runtime.external_sort import Spool
from graphkit.runtime.sort_keys import group_rows, make_key, read_json, write_json

PERSON = str(Kind.PERSON)
Scope = tuple[str, ...]
Place = tuple[str, int]  # an article and the number of a name in it
T = TypeVar("T")

#: Uses of a well-known person's name that are looked at together.
_AT_A_TIME = 1_000


@dataclass(slots=True)
class Person:
    """What the corpus says of one person while it is being put together. `days` are sorted."""

    key: Key
    names: set[PersonName]
    states: set[str] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    days: list[int] = field(default_factory=list)

    @property
    def surnames(self) -> set[str]:
        return {one for name in self.names if not name.bare for one in name.surnames}

    @property
    def words(self) -> set[tuple[str, ...]]:
        return {name.words for name in self.names if not name.bare}

    def seen_near(self, on: str | None) -> bool:
        """Whether an article within SURNAME_WINDOW of that date names the person."""
        day = day_number(on)
        if day is None:
            return False
        at = bisect_left(self.days, day - SURNAME_WINDOW)
        return at < len(self.days) and self.days[at] <= day + SURNAME_WINDOW


def split_namesakes(
    locals_: Sequence[Local], names: Mapping[LocalKey, PersonName], states_in: Mapping[str, frozenset[str]]
) -> dict[Scope, list[Local]]:
    """The bearers of one full name, each under what sets it apart (nothing, where all may be one person).

    Bearers are apart when their middle initials or suffixes, states, or exclusive offices of one time differ.
    A use of the name that says nothing goes to the one bearer whose state its article speaks of, or who deals with
    the same partners; else it stays by itself.
    """

    def mark_signature(local: Local) -> list[str]:
        signature = names[local.key].signature
        return [" ".join(signature)] if signature else []

    def mark_states(local: Local) -> list[str]:
        return sorted(local.states)

    parts: dict[Scope, list[Local]] = {(): sorted(locals_, key=order_of)}
    for marks_of in (mark_signature, mark_states):
        parts = {
            (*scope, *mark): them
            for scope, part in parts.items()
            for mark, them in _split_by(part, marks_of, states_in).items()
        }
    return {(*scope, *mark): them for scope, part in parts.items() for mark, them in _split_by_office(part).items()}


def _split_by(
    part: list[Local], marks_of: Callable[[Local], list[str]], states_in: Mapping[str, frozenset[str]]
) -> dict[Scope, list[Local]]:
    union: Union[str] = Union()
    for local in part:
        marks = marks_of(local)
        for mark in marks:
            union.join(marks[0], mark)
    if len(union.roots()) < 2:
        return {(): part}
    partners: dict[str, set[str]] = defaultdict(set)
    for local in part:
        if marks := marks_of(local):
            partners[union.find(marks[0])] |= local.partners
    out: dict[Scope, list[Local]] = defaultdict(list)
    for local in part:
        if marks := marks_of(local):
            out[(union.find(marks[0]),)].append(local)
            continue
        near = {union.find(one) for one in states_in.get(local.article, ()) if one in union}
        if len(near) != 1:
            near = {root for root, theirs in partners.items() if theirs & local.partners}
        out[(near.pop() if len(near) == 1 else "unclear",)].append(local)
    return dict(out)


def _split_by_office(part: list[Local]) -> dict[Scope, list[Local]]:
    holders: dict[tuple[tuple[str, str], ...], list[Local]] = defaultdict(list)
    for local in part:
        if local.offices:
            holders[tuple(sorted(local.offices))].append(local)
    sets = sorted(holders)
    clash = any(
        offices_clash(one, other)
        for at, first in enumerate(sets)
        for second in sets[at + 1 :]
        for one in holders[first]
        for other in holders[second]
    )
    if not clash:
        return {(): part}
    return _split_by(part, lambda local: ["/".join(office) for office in sorted(local.offices)], {})


def gather_persons(rows: Iterable[str], known: Known) -> Iterator[tuple[Person, list[Place]]]:
    """Full names as persons, each with the places of its names: the same key is one person unless its bearers differ.

    `rows` are those of `pack_bearer`, sorted. A person of the gazetteer comes in several parts, the last one without
    places and with all that is said of the person.
    """
    for (sort, word), group in group_rows(rows, 2):
        key: Key = (sort, word)
        bearers = map(unpack_bearer, group)
        if sort != "entry":
            locals_: list[Local] = []
            places: dict[LocalKey, Place] = {}
            near: dict[str, frozenset[str]] = {}
            for local, at, states_in in bearers:
                locals_.append(local)
                places[local.key] = local.article, at
                near[local.article] = states_in
            names = {local.key: parse_person(local.name) for local in locals_}
            for scope, part in split_namesakes(locals_, names, near).items():
                person = Person((*key, *scope), {names[one.key] for one in part})
                _add_bearers(person, part)
                yield person, [places[one.key] for one in part]
            continue
        entry = known.entry(word)
        own = [parse_person(name) for name in (entry.name, *entry.aliases)] if entry else []
        person = Person(key, set(own), set(known.states_of(word)))
        person.offices |= {(tenure.of, tenure.office) for tenure in entry.tenures} if entry else set()
        for some in _in_groups(bearers, _AT_A_TIME):
            _add_bearers(person, [local for local, _, _ in some])
            yield Person(key, set()), [(local.article, at) for local, at, _ in some]
        yield person, []


def _in_groups(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some


def _add_bearers(person: Person, locals_: Iterable[Local]) -> None:
    days = set(person.days)
    for local in locals_:
        person.names.add(parse_person(local.name))
        person.states |= local.states
        person.offices |= local.offices
        person.partners |= local.partners
        if (day := day_number(local.on)) is not None:
            days.add(day)
    person.days = sorted(days)


def pack_bearer(local: Local, at: int, states_in: frozenset[str]) -> str:
    """A use of a person's name, by the full name or the gazetteer's entry."""
    key = ("entry", local.entry) if local.entry else (PERSON, parse_person(local.name).key)
    return make_key(*key) + write_json([*_pack_local(local), at, sorted(states_in)])


def unpack_bearer(data: str) -> tuple[Local, int, frozenset[str]]:
    *local, at, states_in = read_json(data)
    return _unpack_local(local), at, frozenset(states_in)


def _pack_local(local: Local) -> list[object]:
    article, _, name, given = local.key
    own = (article, name, given, local.on, local.entry)
    return [*own, sorted(local.states), sorted(local.offices), sorted(local.partners)]


def _unpack_local(data: Sequence[Any]) -> Local:
    article, name, given, on, entry, states, offices, partners = data
    key = (article, Kind.PERSON, name, given)
    return Local(key, on, entry, False, set(states), {(of, office) for of, office in offices}, set(partners))


class Variants:
    """Which person is another under a transliteration or a shorter form.

    Both have to act for the same state, and nobody else of that state may fit.
    """

    def __init__(self, spool: Spool) -> None:
        self._alike = spool.sorter()
        self._by_last = spool.sorter()

    def add(self, person: Person) -> None:
        key, words_of = write_json(person.key), person.words
        listed = write_json([person.key, sorted(words_of)]) if words_of else ""
        for state in person.states:
            for words in words_of:
                self._alike.add(make_key(loosen(" ".join(sorted(words))), state) + key)
            for last in {words[-1] for words in words_of}:
                self._by_last.add(make_key(last, state) + listed)

    def merge(self) -> dict[Key, Key]:
        """The key that stays, of each person that is another."""
        union: Union[Key] = Union()
        for _, rows in group_rows(self._alike, 2):
            keys: set[Key] = {tuple(read_json(row)) for row in set(rows)}
            if len({key[:2] for key in keys}) == len(keys) and sum(key[0] == "entry" for key in keys) < 2:
                first, *rest = sorted(keys)
                for key in rest:
                    union.join(first, key)
        for _, rows in group_rows(self._by_last, 2):
            different = set(rows)
            if len(different) < 2:
                continue
            bearers: dict[Key, list[tuple[str, ...]]] = {}
            for key_, words in map(read_json, different):
                bearers[tuple(key_)] = [tuple(one) for one in words]
            for key, short in bearers.items():
                longer = {other for other, long in bearers.items() if other != key and _is_shorter(short, long)}
                if len(longer) == 1 and key[0] != "entry":
                    union.join(key, longer.pop())
        groups: dict[Key, list[Key]] = defaultdict(list)
        for key in union.members():
            groups[union.find(key)].append(key)
        out: dict[Key, Key] = {}
        for keys_ in groups.values():
            entries = [key for key in keys_ if key[0] == "entry"]
            if len(entries) > 1 or len({key[:2] for key in keys_}) < len(keys_):
                continue  # a chain of likenesses that ends in two known people proves nothing
            stays = entries[0] if entries else min(keys_)
            out.update({key: stays for key in keys_ if key != stays})
        return out


def _is_shorter(short: Iterable[tuple[str, ...]], long: Sequence[tuple[str, ...]]) -> bool:
    return any(is_part(one, other) for one in short for other in long)


def is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a name is another with some of its words left out, the last one kept."""
    if not 2 <= len(short) < len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


class Surnames:
    """Surnames without a full name in their article: the one person who fits, else a person of their own."""

    def __init__(self, spool: Spool) -> None:
        self._rows = spool.sorter()

    def add_person(self, person: Person) -> None:
        for surname in person.surnames:
            told = [person.key, sorted(person.states), sorted(person.offices), sorted(person.partners), person.days]
            self._rows.add(make_key(surname) + write_json(["a", *told]))

    def add_left(self, local: Local, at: int, states_in: frozenset[str]) -> None:
        name = parse_person(local.name).key
        self._rows.add(make_key(name) + write_json(["b", *_pack_local(local), at, sorted(states_in)]))

    def join(self, merged: Mapping[Key, Key], known: Known) -> Iterator[tuple[Place, Keyed]]:
        """The key of each surname that was left; `merged` are persons who are others."""
        for (surname,), rows in group_rows(self._rows):
            persons: list[Person] = []
            for row in rows:
                sort, *data = read_json(row)
                if sort == "a":
                    key, states, offices, partners, days = data
                    pairs = {(of, office) for of, office in offices}
                    persons.append(Person(tuple(key), set(), set(states), pairs, set(partners), days))
                    continue
                *rest, at, near = data
                local = _unpack_local(rest)
                yield (local.article, at), _join_surname(local, surname, persons, merged, frozenset(near), known)


def _join_surname(
    local: Local, surname: str, persons: Iterable[Person], merged: Mapping[Key, Key], near: frozenset[str], known: Known
) -> Keyed:
    shared = surname in NameWords.load().shared_surname
    fits = {
        merged.get(person.key, person.key): "surname in corpus"
        for person in persons
        if person.seen_near(local.on) and _corpus_fits(local, person, near, shared)
    }
    for entry in known.people(surname, local.on) if local.on else ():
        held = {(t.of, t.office) for t in entry.tenures if was_held(t.start, t.end, local.on)}
        states = {state for state in (known.gazetteer.state_of(of) for of, _ in held) if state}
        by_state = not shared and states & (local.states or near)
        if held & local.offices or (by_state and not (local.offices and not held & local.offices)):
            fits.setdefault(("entry", entry.id), "surname and office at that date")
    if len(fits) == 1:
        ((key, reason),) = fits.items()
        return key, reason, 0.75
    if local.states and not shared and not fits:
        return (PERSON, surname, "for", min(local.states)), "surname and state", 0.6
    return (PERSON, surname, "in", local.article), "surname alone", 0.5


def _corpus_fits(local: Local, person: Person, near: frozenset[str], shared: bool) -> bool:
    if local.states and person.states and not local.states & person.states:
        return False
    if local.offices & person.offices:
        return True
    if shared:
        return False
    if local.states:
        return bool(local.states & person.states)
    return bool(near & person.states or local.partners & person.partners)
