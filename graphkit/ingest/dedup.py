"""Near-duplicates: the same agency report in several papers, the same page in two sources, a feed's teaser of it."""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import ceil, sqrt
from typing import Any

from graphkit.config import Config
from graphkit.ingest.metadata import fold_address
from graphkit.model import Article, Role
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key, split_row

#: 128 permutations in 32 bands of 4 rows find pairs from a Jaccard of about 0.42 on; the check below decides.
_PERMUTATIONS = 128
_BANDS = 32
_SEED = 7
#: Articles whose word triples are in memory while candidates are compared; about 1,400 bytes each.
_HELD_ARTICLES = 4_000
#: Groups of articles under one address or headline that are larger say nothing: it is that of a front page.
_LARGEST_GROUP = 200
#: A text of fewer word triples is a teaser.
_TEASER = 60
#: A headline or first sentence of fewer words is no key.
_LEAST_TITLE, _LEAST_LEAD = 4, 10


class NearDuplicates:
    """Find which articles are copies of each other, taking them one by one, without holding them in memory.

    Articles belong together when the share of word triples of their bodies in common (Jaccard) reaches
    `duplicate_similarity`, directly or through others. Candidates come from MinHash (Broder 1997) with banding, so that
    the time grows with the number of articles, not with its square. Articles under one address, under one headline of
    one publisher, or with one first sentence belong together when the shorter text is for the most part in the
    longer one, or is a teaser. The order of the articles does not matter.
    """

    def __init__(self, storage: SpillStorage, *, config: Config | None = None) -> None:
        self._limit = (config or Config()).duplicate_similarity
        self._storage = storage
        self._ids = storage.rows()
        self._shingles = storage.arrays()  # four bytes each: the words themselves would take a hundred times the memory
        self._sketches = storage.arrays()
        self._buckets = storage.sorter()
        self._load = lru_cache(maxsize=_HELD_ARTICLES)(self._read_shingles)

    def add(self, article: Article) -> None:
        """Take an article."""
        import rensa

        words = _shingle(article)
        if not words:
            return
        self._ids.add(make_key(article.id))
        hashes = sorted({zlib.crc32(word.encode("utf-8", "replace")) for word in words})
        number = self._shingles.add(array("I", hashes))
        sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update(list(words))
        digest = array("I", sketch.digest())
        self._sketches.add(digest)
        data = digest.tobytes()
        width = len(data) // _BANDS
        for band in range(_BANDS):
            self._buckets.add(f"{band:02}{data[band * width : (band + 1) * width].hex()}\0{number:010}")
        for key in _find_keys(article):
            self._buckets.add(f"{_KEY_MARK}{key}\0{number:010}")

    def find_groups(self) -> Iterator[tuple[str, ...]]:
        """Find the ids of articles that are copies of each other, in groups of two and more, sorted; for one call."""
        sets = _DisjointSets(self._shingles.count)
        for bucket, rows in group_rows(self._buckets):
            members = list(map(int, rows))
            if len({sets.find(number) for number in members}) == 1:
                continue
            if bucket[0].startswith(_KEY_MARK):
                self._join_keyed(members, sets)
            else:
                self._join_similar(members, sets)
        groups = self._storage.sorter()
        shared = sets.find_shared()
        for number, row in enumerate(self._ids):
            if shared[number]:
                groups.add(f"{sets.find(number):010}\0{row}")
        self.clear()
        for _, rows in group_rows(groups):
            yield tuple(split_row(row, 1)[0] for row in rows)

    def clear(self) -> None:
        """Forget the articles and give their room back."""
        for store in (self._ids, self._shingles, self._sketches, self._buckets):
            store.clear()
        self._load.cache_clear()

    def _join_similar(self, members: list[int], sets: _DisjointSets) -> None:
        """Join the members of a band whose sketches, and then whose word triples, agree."""
        import numpy

        least = _find_least(self._limit)
        data = b"".join([self._sketches.get(number) for number in members])
        sketches = numpy.frombuffer(data, numpy.uint32).reshape(len(members), _PERMUTATIONS)
        for index, number in enumerate(members[:-1]):
            own: set[int] | None = None
            alike = numpy.count_nonzero(sketches[index + 1 :] == sketches[index], axis=1)
            for after in numpy.flatnonzero(alike >= least).tolist():
                other = members[index + 1 + after]
                if sets.find(number) == sets.find(other):
                    continue
                own = set(self._load(number)) if own is None else own
                if _is_near(own, self._load(other), self._limit):
                    sets.join(number, other)

    def _join_keyed(self, members: list[int], sets: _DisjointSets) -> None:
        """Join articles under one key where one text is in the other, or is a teaser."""
        for index, number in enumerate(members[:-1] if len(members) <= _LARGEST_GROUP else []):
            own = set(self._load(number))
            for other in members[index + 1 :]:
                if sets.find(number) != sets.find(other) and _is_contained(own, self._load(other)):
                    sets.join(number, other)

    def _read_shingles(self, number: int) -> array[int]:
        out = array("I")
        out.frombytes(self._shingles.get(number))
        return out


class _DisjointSets:
    """Numbers in sets that are joined (union-find with path halving)."""

    def __init__(self, count: int) -> None:
        self._leaders = array("I", range(count))

    def find(self, number: int) -> int:
        """Find the leader of a number's set."""
        leaders = self._leaders
        while leaders[number] != number:
            leaders[number] = number = leaders[leaders[number]]
        return number

    def join(self, number: int, other: int) -> None:
        """Join the sets of two numbers."""
        self._leaders[self.find(other)] = self.find(number)

    def find_shared(self) -> bytearray:
        """Mark the numbers that are not alone in their set."""
        shared = bytearray(len(self._leaders))
        for number in range(len(self._leaders)):
            if (leader := self.find(number)) != number:
                shared[number] = shared[leader] = 1
        return shared


def find_near_duplicates(articles: Iterable[Article], *, config: Config | None = None) -> list[tuple[str, ...]]:
    """Find the ids of articles that are copies of each other, in groups of two and more; both are sorted."""
    with SpillStorage() as storage:
        duplicates = NearDuplicates(storage, config=config)
        for article in articles:
            duplicates.add(article)
        return sorted(duplicates.find_groups())


def mark_copies(articles: Sequence[Article], *, config: Config | None = None) -> list[Article]:
    """Set `copy_of` of each near-duplicate to the id that is first in the alphabet of its group."""
    groups = find_near_duplicates(articles, config=config)
    first = {name: group[0] for group in groups for name in group[1:]}
    return [replace(article, copy_of=first.get(article.id)) for article in articles]


#: Sorts after the numbers of the bands.
_KEY_MARK = "key:"


def _find_keys(article: Article) -> Iterator[str]:
    """Find the keys under which copies of an article are looked for: address, headline, first sentence."""
    if article.url:
        yield f"url {_hash(fold_address(article.url))}"
    title = re.findall(r"\w+", (article.title or "").casefold())
    if len(title) >= _LEAST_TITLE and article.publisher:
        yield f"title {_hash(' '.join(title))} {_hash(article.publisher.casefold())}"
    body = next((article.text[s.span.start : s.span.end] for s in article.sections if s.role is Role.BODY), "")
    lead = re.findall(r"\w+", re.split(r"(?<=[.!?])\s", body, maxsplit=1)[0].casefold())
    if len(lead) >= _LEAST_LEAD:
        yield f"lead {_hash(' '.join(lead))}"


def _hash(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def _shingle(article: Article) -> set[str]:
    """List every three words in a row of the body, without case and punctuation; a short text is its words."""
    bodies = [article.text[s.span.start : s.span.end] for s in article.sections if s.role is Role.BODY]
    words = re.findall(r"\w+", " ".join(bodies or [article.text]).casefold())
    if len(words) < 6:
        return {" ".join(words)} if words else set()
    return {" ".join(words[start : start + 3]) for start in range(len(words) - 2)}


def _find_least(limit: float) -> int:
    """Compute how many minima two copies share at least: four standard deviations below the expected number.

    Of copies that are just near enough 3 in 100,000 are missed, fewer than by the bands, and most of the other
    candidates need no look at their words.
    """
    return max(0, ceil(_PERMUTATIONS * limit - 4 * sqrt(_PERMUTATIONS * limit * (1 - limit))))


def _is_near(own: set[int], other: array[int], limit: float) -> bool:
    """Return whether the share that two sets have in common reaches the limit."""
    few, many = sorted((len(own), len(other)))
    if few < limit * many:  # even if the smaller one is wholly in the other
        return False
    shared = len(own.intersection(other))
    return shared / (few + many - shared) >= limit


def _is_contained(own: set[int], other: Any) -> bool:
    """Return whether half of the shorter text is in the longer one, or the shorter one is a teaser of it."""
    few, many = sorted((len(own), len(other)))
    return few <= _TEASER < many or len(own.intersection(other)) >= 0.5 * few
