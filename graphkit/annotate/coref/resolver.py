"""Resolve references: ask the sieves, most precise first, about every word in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.coref.sieve import NOBODY, Referents, Sieve, Site
from graphkit.annotate.coref.sieves import SIEVES
from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.nlp.document import Annotated


def resolve_references(annotated: Annotated, reader: PhraseReader, sieves: Sequence[Sieve] = SIEVES) -> None:
    """Give the pronouns and descriptions of one article their mentions; nothing is guessed where it is not plain."""
    discourse = Discourse(annotated, reader)
    for token in annotated.doc:
        if token.is_space:
            continue
        if token.is_punct:
            continue
        found, sieve = ask_sieves(Site(token, discourse), sieves)
        if not found:
            continue
        discourse.record(token, found, sieve)


def ask_sieves(site: Site, sieves: Sequence[Sieve]) -> tuple[Referents, str]:
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
