"""Resolve references: ask the sieves, most precise first, about every word in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.coref.sieve import NOBODY, Referents, Sieve, Site
from graphkit.annotate.coref.sieves import SIEVES
from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.nlp.document import Annotated


def resolve_references(annotated: Annotated, reader: PhraseReader, sieves: Sequence[Sieve] = SIEVES) -> None:
    """Give the pronouns and descriptions of one article their mentions; nothing is guessed where it is not plain."""
    discourse = Discourse(annotated, reader)
    index = _index(tuple(sieves))
    for token in annotated.doc:
        if token.is_space:
            continue
        if token.is_punct:
            continue
        site = Site(token, discourse)
        found, sieve = ask_sieves(site, index.sieves_for(site))
        if not found:
            continue
        discourse.record(token, found, sieve)


def ask_sieves(site: Site, sieves: Iterable[Sieve]) -> tuple[Referents, str]:
    """Return what the first sieve that can tell says of a word, and its id."""
    for sieve in sieves:
        if not sieve.applies(site):
            continue
        found = sieve.find(site)
        if found:
            return found, sieve.id
        if not sieve.final:
            continue
        return found, sieve.id
    return NOBODY, ""


class SieveIndex:
    """Sieves by the words and the properties of a word that they are asked about, each group in their order."""

    def __init__(self, sieves: Sequence[Sieve]) -> None:
        self._sieves = sieves
        self._needs = sorted({need for sieve in sieves for need in sieve.needs})
        self._words = frozenset(word for sieve in sieves for word in sieve.words)
        self._kept: dict[tuple[bool | str, ...], list[Sieve]] = {}

    def sieves_for(self, site: Site) -> list[Sieve]:
        """Return the sieves that may speak of a word."""
        word = site.token.lower_
        word = word if word in self._words else ""
        key = (word, *[getattr(site, need) for need in self._needs])
        if key not in self._kept:
            has = {need for need in self._needs if getattr(site, need)}
            self._kept[key] = [s for s in self._sieves if has.issuperset(s.needs) and (not s.words or word in s.words)]
        return self._kept[key]


@lru_cache(maxsize=4)
def _index(sieves: tuple[Sieve, ...]) -> SieveIndex:
    return SieveIndex(sieves)
