"""Resolve references: ask the sieves, most precise first, about every word in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress
from operator import attrgetter

from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.coref.organs import Owned
from graphkit.annotate.coref.sieve import NOBODY, NOMINAL, PROPERTIES, ReferenceSite, Referents, Sieve
from graphkit.annotate.coref.sieves import SIEVES
from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.nlp.dependencies import PLURAL
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape

#: What is counted stands for the same as what counts it.
_COUNTED = Shape('"two of its [soldiers]"', "pobj/NNS", above=["*:of", "*/CD"])


def resolve_references(annotated: Annotated, reader: PhraseReader, sieves: Sequence[Sieve] = SIEVES) -> None:
    """Give the pronouns and descriptions of one article their mentions; nothing is guessed where it is not plain."""
    discourse = Discourse(annotated, reader)
    index = _index(tuple(sieve for sieve in sieves if sieve.id not in annotated.resources.off))
    for token in annotated.doc:
        if not index.may_concern(token, annotated):
            continue
        site = ReferenceSite(token, discourse)
        asked = index.sieves_for(site)
        referents, sieve = ask_sieves(site, asked)
        if referents:
            discourse.record(token, referents, sieve)
            if sieve == Owned.id and _COUNTED.fits(token):
                discourse.record(token.head.head, referents, sieve)


def ask_sieves(site: ReferenceSite, sieves: Iterable[Sieve]) -> tuple[Referents, str]:
    """Return what the first sieve that can tell says of a word, and its id."""
    for sieve in sieves:
        if not sieve.applies(site):
            continue
        referents = sieve.find(site)
        if referents or sieve.final:
            return referents, sieve.id
    return NOBODY, ""


class SieveIndex:
    """Sieves by the words, the tags and the properties that they are asked about, each group in their order."""

    def __init__(self, sieves: Sequence[Sieve]) -> None:
        self._sieves = sieves
        self._words = frozenset(chain.from_iterable(sieve.words for sieve in sieves))
        #: Tags about which sieves are asked whatever the properties of a word.
        self._tags = PLURAL.union(*(sieve.tags for sieve in sieves if not sieve.needs))
        self._groups: dict[tuple[str, str, tuple[bool, ...]], list[Sieve]] = {}

    def may_concern(self, token: Token, annotated: Annotated) -> bool:
        """Tell whether any sieve may speak of a word; most words are no nouns, name nothing and are no pronouns."""
        if token.is_punct or token.is_space:
            return False
        if token.pos_ in NOMINAL:
            return True
        if token.i in annotated.mentions:
            return True
        if token.i in annotated.names:
            return True
        return token.tag_ in self._tags or token.lower_ in self._words

    def sieves_for(self, site: ReferenceSite) -> list[Sieve]:
        """Return the sieves that may speak of a word."""
        word, tag = site.token.lower_, site.token.tag_
        word = word if word in self._words else ""
        properties: tuple[bool, ...] = _read_properties(site)
        group = self._groups.get((word, tag, properties))
        if group is None:
            has = set(compress(PROPERTIES, properties))
            group = [sieve for sieve in self._sieves if sieve.may_speak_of(word, tag, has)]
            self._groups[word, tag, properties] = group
        return group


_read_properties = attrgetter(*PROPERTIES)


@lru_cache(maxsize=4)
def _index(sieves: tuple[Sieve, ...]) -> SieveIndex:
    return SieveIndex(sieves)
