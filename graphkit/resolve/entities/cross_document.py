"""What one article cannot tell of its names: the corpus is sorted by what can meet, and one group at a time decides.

The results are patches: rows sorted by article, handed to whoever walks through the articles in that order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graphkit.model import Kind
from graphkit.resolve.entities.article_names import Case
from graphkit.resolve.entities.disjoint_set import Union
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.keys import Key, Keyed, is_scoped
from graphkit.resolve.entities.linking import Standing, find_acronyms, key_case, key_plain, may_be_acronym
from graphkit.resolve.entities.name_occurrence import Local
from graphkit.resolve.entities.person_clusters import Place, Surnames, Variants, gather_persons, pack_bearer
from graphkit.resolve.thresholds import OCCASION_GAP
from graphkit.resources.person_names import parse_person
from graphkit.runtime.external_sort import Patches, Sorter, Spool
from graphkit.runtime.sort_keys import group_rows, make_key, read_json, write_json

_DESCRIBABLE = frozenset({Kind.GROUP, Kind.THING})
#: Names whose form was noted already, so that a common one is written once; forgotten beyond this number.
_NOTED = 50_000


def patch(place: Place, keyed: Keyed) -> str:
    return make_key(place[0]) + write_json([place[1], *keyed])


def read_patches(rows: Iterable[str]) -> dict[int, Keyed]:
    """The keys of an article's names by number."""
    return {at: (tuple(key), reason, score) for at, key, reason, score in map(read_json, rows)}


class Forms:
    """Which words are names in one article and a description in another, and which acronym is short for what."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._written = spool.sorter()
        self._noted: set[tuple[Kind, str]] = set()
        self._bodies = spool.rows()
        self._described: set[tuple[Kind, str]] = set()

    def add(self, locals_: Iterable[Local]) -> None:
        """Note the names of an article."""
        bodies = []
        for at, local in enumerate(locals_):
            if local.kind in _DESCRIBABLE and (local.kind, local.name) not in self._noted:
                if len(self._noted) >= _NOTED:
                    self._noted.clear()
                self._noted.add((local.kind, local.name))
                low = "low" if local.name.islower() else "up"
                self._written.add(make_key(local.kind, local.name.casefold()) + low)
            if may_be_acronym(local):
                bodies.append([at, *local.key, local.on, local.entry, int(local.described)])
        if bodies:
            self._bodies.add(write_json(bodies))

    def settle(self) -> None:
        """Find out which descriptions open sentences; call it when all articles are in."""
        for (kind, folded), rows in group_rows(self._written, 2):
            if {"low", "up"} <= set(rows):
                self._described.add((Kind(kind), folded))
        self._written.clear()

    def mark(self, locals_: Iterable[Local]) -> None:
        """ "Farmers" that opens a sentence is no name where others write "farmers"."""
        for local in locals_:
            if local.kind in _DESCRIBABLE and not local.described:
                local.described = local.name.islower() or (local.kind, local.name.casefold()) in self._described

    def join_acronyms(self, known: Known) -> Sorter:
        """Patches: an acronym is the one long name of its article that it shortens, else the one of the corpus."""
        rows = self._spool.sorter()
        for row in self._bodies:
            for at, article, kind, name, given, on, entry, described in read_json(row):
                local = Local((article, Kind(kind), name, given), on, entry, bool(described))
                self.mark([local])
                keyed = key_plain(local, known)
                if keyed is None:
                    continue
                acronym, longer = find_acronyms(local, keyed[0], known)
                if acronym:
                    rows.add(make_key(acronym) + write_json(["b", article, at]))
                for one in longer:
                    rows.add(make_key(one) + write_json(["a", article, keyed[0]]))
        self._bodies.clear()
        patches = self._spool.sorter()
        for _, group in group_rows(rows):
            self._join(group, patches)
        rows.clear()
        return patches

    def _join(self, group: Iterable[str], patches: Sorter) -> None:
        choices: dict[Key, set[str]] = defaultdict(set)
        short: list[Place] = []
        for sort, article, value in map(read_json, group):
            if sort == "a":
                choices[tuple(value)].add(article)
            else:
                short.append((article, value))
        spelled_out = {key for key, where in choices.items() if any(article in where for article, _ in short)}
        for article, at in short:
            here = {key for key, where in choices.items() if article in where}
            fits = here or spelled_out or set(choices)
            if len(fits) == 1:
                reason = "acronym in article" if here else "acronym in corpus"
                patches.add(patch((article, at), (next(iter(fits)), reason, 0.9 if here else 0.8)))


class Across:
    """Takes the articles one by one, in their order, and then decides what is left to the corpus."""

    def __init__(self, spool: Spool, known: Known) -> None:
        self._spool = spool
        self._known = known
        self._bearers = spool.sorter()
        self._surnames = Surnames(spool)
        self._occasions = spool.sorter()
        self._described = spool.sorter()
        self._waiting = spool.rows()
        self._standings = spool.rows()
        self.people = spool.sorter()
        self.dated = spool.sorter()
        self.alike = spool.sorter()

    def add(self, case: Case, acronyms: Mapping[int, Keyed]) -> None:
        """Key an article's names as far as it tells, and note the rest for the corpus."""
        standing = key_case(case, acronyms, self._known)
        for at in standing.people:
            local = case.locals[at]
            if local.entry is None and parse_person(local.name).bare:
                self._surnames.add_left(local, at, standing.states)
            else:
                self._bearers.add(pack_bearer(local, at, standing.states))
        for at, day in case.days.items():
            keyed = standing.keyed[at]
            if keyed[0][0] == Kind.OCCASION and not is_scoped(keyed[0]):
                self._occasions.add(make_key(write_json(keyed[0]), f"{day:08}") + write_json([case.article, at]))
        self._add_described(case, standing)
        told = [standing.keyed.get(at) or standing.joined.get(at) for at in range(len(case.locals))]
        self._standings.add(write_json(told))

    def _add_described(self, case: Case, standing: Standing) -> None:
        for predicate, subject, object_, day in case.facts:
            if day is None:
                continue
            for at, other_at, role in ((subject, object_, "s"), (object_, subject, "o")):
                keyed = standing.keyed.get(at)
                if keyed is None or not is_scoped(keyed[0]) or keyed[0][0] in (Kind.OCCASION, Kind.PERSON):
                    continue
                other = standing.keyed.get(other_at)
                if other is not None and is_scoped(other[0]):
                    continue
                row = [predicate, role, day, keyed[0]]
                if other is not None and (other[0][0] != Kind.OCCASION or other_at not in case.days):
                    self._note_alike(row, other[0])
                else:
                    full = standing.joined[other_at][0] if other_at in standing.joined else other_at
                    key = other[0] if other else None
                    self._waiting.add(make_key(case.article) + write_json([*row, full, key]))

    def _note_alike(self, row: list[Any], other: Key) -> None:
        predicate, role, day, scoped = row
        self._described.add(make_key(scoped[0], scoped[1]) + write_json([[predicate, role, day, *other], list(scoped)]))

    def settle(self) -> None:
        """Decide on people, then occasions, then descriptions; call it when all articles are in."""
        self._settle_people()
        self._settle_occasions()
        self._settle_described()
        for part in (self._bearers, self._occasions, self._described, self._waiting):
            part.clear()

    def _settle_people(self) -> None:
        variants = Variants(self._spool)
        places = self._spool.rows()
        for person, where in gather_persons(self._bearers, self._known):
            if where:
                places.add(write_json([person.key, where]))
            if person.names:
                variants.add(person)
                self._surnames.add_person(person)
        merged = variants.merge()
        for row in places:
            key_, where_ = read_json(row)
            key: Key = tuple(key_)
            stays = merged.get(key, key)
            same = "gazetteer name" if key[0] == "entry" else "same name"
            keyed = (key, same, 0.95) if key == stays else (stays, "variant of the name, same state", 0.85)
            for place in where_:
                self.people.add(patch(place, keyed))
        places.clear()
        for place, keyed in self._surnames.join(merged, self._known):
            self.people.add(patch(place, keyed))

    def _settle_occasions(self) -> None:
        """Occasions of one name are one while their dates follow each other closely; next year's is another."""
        for (name,), rows in group_rows(self._occasions):
            key = read_json(name)
            previous = first = None
            for row in rows:
                day_, place = row.split("\0", 1)
                day = int(day_)
                if previous is None or day - previous > OCCASION_GAP:
                    first = day
                previous = day
                article, at = read_json(place)
                self.dated.add(make_key(article) + write_json([at, [*key, "on", str(first)]]))

    def _settle_described(self) -> None:
        """Two articles that describe alike who did the same to the same on the same day describe the same."""
        people, dated = Patches(self.people), Patches(self.dated)
        for (article,), rows in group_rows(self._waiting):
            keys = {at: keyed[0] for at, keyed in read_patches(people.take(article)).items()}
            keys.update(read_dated(dated.take(article)))
            for row in rows:
                *told, at, plain = read_json(row)
                other = keys.get(at) or tuple(plain or ())
                if other and not is_scoped(other):
                    self._note_alike(told, other)
        for _, rows in group_rows(self._described, 2):
            alike: dict[tuple[str, ...], set[Key]] = defaultdict(set)
            for where, scoped in map(read_json, rows):
                alike[tuple(where)].add(tuple(scoped))
            union: Union[Key] = Union()
            for keys_ in alike.values():
                first, *rest = sorted(keys_)
                for key in rest:
                    union.join(first, key)
            for key in union.members():
                if (root := union.find(key)) != key:
                    self.alike.add(make_key(key[3]) + write_json([key, root]))

    def read_keys(self) -> Callable[[str], list[Keyed]]:
        """A function that gives the keys of an article's names by number.

        It is to be asked for every article once, in the order in which they were added.
        """
        people, dated, alike = Patches(self.people), Patches(self.dated), Patches(self.alike)
        standings = iter(self._standings)

        def read(article: str) -> list[Keyed]:
            told = read_json(next(standings))
            decided = read_patches(people.take(article))
            out: list[Keyed] = []
            for at, one in enumerate(told):
                if at in decided:
                    out.append(decided[at])
                elif len(one) == 3:
                    out.append((tuple(one[0]), one[1], one[2]))
                else:
                    out.append(((), one[1], 0.9))
            for at, one in enumerate(told):
                if one is not None and len(one) == 2:
                    out[at] = (out[one[0]][0], one[1], 0.9)
            for at, key in read_dated(dated.take(article)).items():
                out[at] = (key, *out[at][1:])
            roots = {tuple(key): tuple(root) for key, root in map(read_json, alike.take(article))}
            if roots:
                for at, (key, _, score) in enumerate(out):
                    if key in roots:
                        out[at] = (roots[key], "same act on the same day", min(score, 0.7))
            return out

        return read


def read_dated(rows: Iterable[str]) -> dict[int, Key]:
    return {at: tuple(key) for at, key in map(read_json, rows)}
