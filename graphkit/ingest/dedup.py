"""Copies of one text with small changes: the same wire story in several papers."""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import ceil, sqrt

from graphkit.config import Config
from graphkit.model import Article, Role
from graphkit.runtime.external_sort import Spool
from graphkit.runtime.sort_keys import group_rows, make_key, split_row

#: 128 permutations in 32 bands of 4 rows find pairs from a Jaccard of about 0.42 on; the check below decides.
_PERMUTATIONS = 128
_BANDS = 32
_SEED = 7
#: Articles whose word triples are in memory while candidates are compared; about 1,400 bytes each.
_NEAR = 4_000


class Copies:
    """Finds which articles are copies of each other, taking them one by one, without holding them in memory.

    Articles belong together when the share of word triples of their bodies in common (Jaccard) reaches
    `duplicate_similarity`, directly or through others. Candidates come from MinHash (Broder 1997) with banding, so that
    the time grows with the number of articles, not with its square. The order of the articles does not matter.
    """

    def __init__(self, spool: Spool, *, config: Config | None = None) -> None:
        self._limit = (config or Config()).duplicate_similarity
        self._spool = spool
        self._ids = spool.rows()
        self._shingles = spool.blobs()  # four bytes each: the words themselves would take a hundred times the memory
        self._sketches = spool.blobs()
        self._bands = spool.sorter()
        self._load = lru_cache(maxsize=_NEAR)(self._read_shingles)

    def add(self, article: Article) -> None:
        """Take an article."""
        import rensa

        words = _shingle(article)
        if not words:
            return
        self._ids.add(make_key(article.id))
        at = self._shingles.add(array("I", sorted({zlib.crc32(word.encode("utf-8", "replace")) for word in words})))
        sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update(list(words))
        digest = array("I", sketch.digest())
        self._sketches.add(digest)
        data = digest.tobytes()
        width = len(data) // _BANDS
        for band in range(_BANDS):
            self._bands.add(f"{band:02}{data[band * width : (band + 1) * width].hex()}\0{at:010}")

    def find_groups(self) -> Iterator[tuple[str, ...]]:
        """The ids of articles that are copies of each other, in groups of two and more, sorted; for one call."""
        import numpy

        leader = array("I", range(self._shingles.count))
        least = _find_least(self._limit)

        def find(at: int) -> int:
            while leader[at] != at:
                leader[at] = at = leader[leader[at]]
            return at

        for _, rows in group_rows(self._bands):
            members = list(map(int, rows))
            if len({find(at) for at in members}) == 1:
                continue
            data = b"".join([self._sketches.get(at) for at in members])
            sketches = numpy.frombuffer(data, numpy.uint32).reshape(len(members), _PERMUTATIONS)
            for number, one in enumerate(members[:-1]):
                own: set[int] | None = None
                alike = numpy.count_nonzero(sketches[number + 1 :] == sketches[number], axis=1)
                for after in numpy.flatnonzero(alike >= least).tolist():
                    other = members[number + 1 + after]
                    if find(one) == find(other):
                        continue
                    if own is None:
                        own = set(self._load(one))
                    if _is_near(own, self._load(other), self._limit):
                        leader[find(other)] = find(one)
        several = bytearray(len(leader))
        for at in range(len(leader)):
            if find(at) != at:
                several[at] = several[find(at)] = 1
        groups = self._spool.sorter()
        for at, row in enumerate(self._ids):
            if several[at]:
                groups.add(f"{find(at):010}\0{row}")
        for part in (self._ids, self._shingles, self._sketches, self._bands):
            part.clear()
        self._load.cache_clear()
        for _, rows in group_rows(groups):
            yield tuple(split_row(row, 1)[0] for row in rows)

    def _read_shingles(self, at: int) -> array[int]:
        out = array("I")
        out.frombytes(self._shingles.get(at))
        return out


def find_near_duplicates(articles: Iterable[Article], *, config: Config | None = None) -> list[tuple[str, ...]]:
    """The ids of articles that are copies of each other, in groups of two and more; both are sorted."""
    with Spool() as spool:
        copies = Copies(spool, config=config)
        for article in articles:
            copies.add(article)
        return sorted(copies.find_groups())


def mark_copies(articles: Sequence[Article], *, config: Config | None = None) -> list[Article]:
    """The articles, each near-duplicate with `copy_of` set to the id that is first in the alphabet of its group."""
    groups = find_near_duplicates(articles, config=config)
    first = {name: group[0] for group in groups for name in group[1:]}
    return [replace(article, copy_of=first.get(article.id)) for article in articles]


def _shingle(article: Article) -> set[str]:
    """Every three words in a row of the body, without case and punctuation; a short text is its words."""
    parts = [article.text[s.span.start : s.span.end] for s in article.sections if s.role is Role.BODY]
    words = re.findall(r"\w+", " ".join(parts or [article.text]).casefold())
    if len(words) < 6:
        return {" ".join(words)} if words else set()
    return {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}


def _find_least(limit: float) -> int:
    """Minima that the sketches of two copies share at least: four standard deviations below what is expected.

    Of copies that are just near enough 3 in 100,000 are missed, fewer than by the bands, and most of the other
    candidates need no look at their words.
    """
    return max(0, ceil(_PERMUTATIONS * limit - 4 * sqrt(_PERMUTATIONS * limit * (1 - limit))))


def _is_near(one: set[int], other: array[int], limit: float) -> bool:
    """Whether the share that two sets have in common reaches the limit."""
    few, many = sorted((len(one), len(other)))
    if few < limit * many:  # even if the smaller one is wholly in the other
        return False
    shared = len(one.intersection(other))
    return shared / (few + many - shared) >= limit
