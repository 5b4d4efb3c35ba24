"""Join descriptions of different articles that have the same part in equal deeds of one day.

A description holds within its article only. Two of them are one where the same named actor did the same kind of act to
both at the same time, and either the words are equal or only counts and details differ ("276 girls", "about 200
schoolgirls"). Whoever acts under words that fit any country ("the foreign ministry", "protesters") is never joined:
after an outrage many states condemn one and the same state on one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from graphkit.resolve.entities.descriptions import read_description
from graphkit.resolve.entities.disjoint_set import DisjointSet
from graphkit.resolve.entities.keys import Key
from graphkit.resolve.entities.name_keys import is_generic
from graphkit.resolve.entities.name_patches import write_root
from graphkit.resolve.thresholds import UNDATED_GAP
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import ExternalSorter, SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key

_EQUAL = "same act on the same day", 0.7
_REPEATED = "other words for the same act", 0.6


class Deed(Record, frozen=True):
    """A fact about a description in words: its day, or that of the publication where `is_dated` is false.

    Where the text gives several days, `last` is the last of them.
    """

    predicate: str
    role: Literal["subject", "object"]
    described: Key
    words: str
    day: int
    last: int
    is_dated: bool

    @property
    def may_be_anybodys(self) -> bool:
        """Tell whether who acts is called as in any country: "the government", "Parliament"."""
        return self.role == "subject" and is_generic(self.words)

    @property
    def article(self) -> str:
        """The id of the article."""
        return self.described[3]


class RepeatReports:
    """Takes deeds with the key of whoever is on the other side, in any order, and joins when all are in."""

    def __init__(self, storage: SpillStorage) -> None:
        self._deeds = storage.sorter()

    def add(self, deed: Deed, other: Key) -> None:
        """Note a deed of, or to, a description."""
        key = make_key(deed.predicate, deed.role, encode_text(other), f"{deed.day:08}")
        self._deeds.add(key + encode_text(deed))

    def join(self, patches: ExternalSorter) -> None:
        """Write the key that stays for each description that is another."""
        equal: DisjointSet[Key] = DisjointSet()
        repeated: DisjointSet[Key] = DisjointSet()
        for _, rows in group_rows(self._deeds, 3):
            deeds = [deed for row in rows if not (deed := decode(Deed, row.partition("\0")[2])).may_be_anybodys]
            if len(deeds) > 1:
                _join_equal(deeds, equal)
                _join_repeated(deeds, repeated)
        joined: DisjointSet[Key] = DisjointSet()
        for keys in (*_list_sets(equal), *filter(_is_clear, _list_sets(repeated))):
            joined.join_all(sorted(keys))
        for key in joined.members():
            if (root := joined.find(key)) != key:
                patches.add(write_root(key[3], key, root, *(_EQUAL if key in equal else _REPEATED)))
        self._deeds.clear()


def _join_equal(deeds: Sequence[Deed], equal: DisjointSet[Key]) -> None:
    """Join descriptions in the same words of dated deeds of the same day."""
    same: dict[tuple[str, str, int], set[Key]] = defaultdict(set)
    for deed in deeds:
        if deed.is_dated and deed.last == deed.day:
            same[deed.described[0], deed.described[1], deed.day].add(deed.described)
    for keys in same.values():
        if len(keys) > 1:
            equal.join_all(sorted(keys))


def _join_repeated(deeds: Sequence[Deed], repeated: DisjointSet[Key]) -> None:
    """Join descriptions of different articles that differ in counts and details. `deeds` are sorted by day.

    A report of several days joins the only act of these days.
    """
    precise = [deed for deed in deeds if deed.last == deed.day]
    for first, second in _pair_near(precise):
        if _tell_the_same(first, second):
            repeated.join(first.described, second.described)
    for deed in deeds:
        if deed.last == deed.day:
            continue
        alike = [other for other in precise if deed.day <= other.day <= deed.last and _tell_the_same(deed, other)]
        if len({repeated.find(other.described) for other in alike}) == 1:
            repeated.join(deed.described, alike[0].described)


def _tell_the_same(first: Deed, second: Deed) -> bool:
    if first.article == second.article or first.described[0] != second.described[0]:
        return False
    own, other = read(first.words), read(second.words)
    return own is not None and other is not None and own.may_equal(other)


read = lru_cache(maxsize=10_000)(read_description)


def _pair_near(deeds: Sequence[Deed]) -> Iterator[tuple[Deed, Deed]]:
    """Pair deeds whose dates are compatible.

    Two days are equal; an undated report is published on the day of the act or soon after, or soon after the other.
    """
    for number, first in enumerate(deeds):
        for second in deeds[number + 1 :]:
            if second.day - first.day > UNDATED_GAP:
                break
            if first.day == second.day or not second.is_dated:
                yield first, second


def _list_sets(joined: DisjointSet[Key]) -> Iterator[list[Key]]:
    sets: dict[Key, list[Key]] = defaultdict(list)
    for key in joined.members():
        sets[joined.find(key)].append(key)
    yield from sets.values()


def _is_clear(keys: Iterable[Key]) -> bool:
    """Tell whether no article gives two of the descriptions: it would tell two things apart."""
    articles = [key[3] for key in keys]
    return len(set(articles)) == len(articles)
