"""Copies of one text with small changes: the same wire story in several papers."""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graphkit.config import Config
from graphkit.model import Article, Role

#: 128 permutations in 32 bands of 4 rows find pairs from a Jaccard of about 0.42 on; the check below decides.
_PERMUTATIONS = 128
_BANDS = 32
_SEED = 7


def find_near_duplicates(articles: Iterable[Article], *, config: Config | None = None) -> list[tuple[str, ...]]:
    """The ids of articles that are copies of each other, in groups of two and more; both are sorted.

    Articles belong together when the share of word triples of their bodies in common (Jaccard) reaches
    `duplicate_similarity`, directly or through others. Candidates come from MinHash (Broder 1997) with banding, so that
    the time grows with the number of articles, not with its square. The order of the articles does not matter.
    """
    import rensa

    limit = (config or Config()).duplicate_similarity
    ids: list[str] = []
    shingles: list[array[int]] = []  # four bytes each: the words themselves would take a hundred times the memory
    leader: list[int] = []
    index = rensa.RMinHashLSH(threshold=limit, num_perm=_PERMUTATIONS, num_bands=_BANDS)

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = at = leader[leader[at]]
        return at

    for article in articles:
        words = _shingle(article)
        if not words:
            continue
        at = len(ids)
        ids.append(article.id)
        leader.append(at)
        shingles.append(array("I", sorted({zlib.crc32(word.encode("utf-8", "replace")) for word in words})))
        sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update(list(words))
        for other in index.query(sketch):
            if find(other) != find(at) and _jaccard(shingles[other], shingles[at]) >= limit:
                leader[find(other)] = find(at)
        index.insert(at, sketch)
    groups: dict[int, list[str]] = {}
    for at, name in enumerate(ids):
        groups.setdefault(find(at), []).append(name)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


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


def _jaccard(one: array[int], other: array[int]) -> float:
    shared = len(set(one).intersection(other))
    return shared / (len(one) + len(other) - shared)
