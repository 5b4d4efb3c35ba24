"""Resolve those who have seized power to their state: "the junta", "the generals", "the new rulers"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from graphkit.annotate.coref.home_state import co_arguments
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, SieveExample
from graphkit.annotate.coref.spoken import take_leading
from graphkit.nlp.dependencies import words_of
from graphkit.nlp.tokens import TokenSpan

#: Words for them alone, and with those that need one of the telling modifiers below to mean them.
_ONLY_AFTER_COUPS = frozenset({"junta", "general", "ruler", "putschist"})
_RULING = _ONLY_AFTER_COUPS | {"leader", "government", "council", "regime"}
_MODIFIERS = frozenset({"military", "ruling", "new", "coup", "army", "transitional"})
_TELLING = frozenset({"military", "coup", "army"})
#: Words of a sentence that tells of a coup; "power" is seized or taken.
_COUPS = frozenset(
    "coup coups putsch mutiny mutineers junta overthrew overthrow overthrown ousted toppled deposed".split()
)
_SEIZED, _POWER = frozenset({"seized", "seize", "took", "grabbed", "taken"}), frozenset({"power", "control"})
#: So many times as often as any other must a state be named where the article tells of a coup.
_BY_FAR = 1.5


class Junta(OnlySieve):
    """Resolve "the junta" and "the generals" to the state whose coup the article tells."""

    id = "organ.junta"
    needs = frozenset({"is_described"})
    example = SieveExample(
        "The army seized power in Gabon on Monday. The generals expelled the envoy of Chad.", "generals", ("Gabon",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is "the" rulers in the plural, or a junta, with no word that says whose."""
        if site.word not in _RULING or "the" not in site.determiners:
            return False
        if not site.is_plural and site.word in ("general", "ruler", "leader"):
            return False
        words = words_of(site.modifiers)
        if not words <= _MODIFIERS:
            return False
        return site.word in _ONLY_AFTER_COUPS or not words.isdisjoint(_TELLING)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state that is named by far the most where the article has told of a coup."""
        discourse, others = site.discourse, co_arguments(site)
        coups = list(filter(_tells_of_coup, discourse.sentences[: site.n + 1]))
        names = site.annotated.names_at(chain.from_iterable(coups))
        states = filter(None, (discourse.gazetteer.find_state(name.entry) for name in names))
        counts = Counter(state.id for state in states if state.name not in others)
        leading = take_leading(counts.most_common(2), 1, times=_BY_FAR)
        return site.each(*map(discourse.gazetteer.entries.__getitem__, leading))


def _tells_of_coup(sentence: TokenSpan) -> bool:
    words = words_of(sentence)
    if not words.isdisjoint(_COUPS):
        return True
    return not words.isdisjoint(_SEIZED) and not words.isdisjoint(_POWER)


JUNTAS = (Junta(),)
