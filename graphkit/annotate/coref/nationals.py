"""Resolve nationals, ships and teams of a state, who stand for it: "three Chadian nurses", "Malian fishing boats"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, SieveExample
from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind
from graphkit.nlp.dependencies import behind, conjuncts, first_conjunct, head_phrases, words_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import path
from graphkit.resources.gazetteer.gazetteer import Use

_ADJECTIVAL = "<amod|compound|nmod"
_OF_STATE = frozenset({Use.DEMONYM, Use.ACRONYM})


class Nationals(OnlySieve):
    """Nationals in the plural stand for their state where something is done to them: they act for themselves."""

    id = "nationals.plural"
    needs = frozenset({"is_described", "is_plural"})
    example = SieveExample("Mali released three Chadian nurses on Monday.", "nurses", ("Chad",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a group in the plural that has no cause of its own."""
        if site.own[0].kind is not Kind.GROUP:
            return False
        if site.name is not None:
            return False
        if first_conjunct(site.token).dep_ == "nsubj":
            return False
        nouns, before = site.discourse.nouns, words_of(path(site.token, _ADJECTIVAL))
        words = before.union(head_phrases(site.token))  # "militant groups", "gang members" have causes of their own
        return all(words.isdisjoint(causes) for causes in (nouns.own_cause, nouns.armed, nouns.fighters))

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state of the one people that stands before the noun."""
        return _state_before(site)


class Vehicles(OnlySieve):
    """A ship, an aircraft or a team stands for its state."""

    id = "nationals.vehicle"
    needs = frozenset({"is_described"})
    example = SieveExample("Mali seized a Chadian trawler on Monday.", "trawler", ("Chad",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a vehicle."""
        phrases = head_phrases(site.token)
        return is_of_class(phrases, site.discourse.resources.classes, "vehicle")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state of the one people that stands before the noun."""
        return _state_before(site)


def _state_before(site: ReferenceSite) -> Iterable[Referents]:
    """Yield the state of the adjective before a noun, where nothing else of the clause is that state."""
    annotated = site.annotated
    adjectives = annotated.named(path(site.token, _ADJECTIVAL))
    if len(adjectives) != 1:
        return
    if annotated.named(behind(site.token, "from", "of")):
        return  # "Chadian nurses from the Red Cross"
    named = annotated.named(conjuncts(adjectives[0]))
    uses = {name.use for name in annotated.names_at(named)}
    if not uses <= _OF_STATE:
        return
    peoples = filter(None, map(annotated.modifier, named))
    states = tuple([people for people in peoples if people.kind is Kind.STATE])
    if len(states) < len(named):
        return
    others = _others(site, named)
    if others.isdisjoint(state.name for state in states):
        yield states


def _others(site: ReferenceSite, own: list[Token]) -> set[str]:
    """Return the names of what the clause of a word speaks of beside it."""
    others = [word for word in clause_of(site.token).subtree if word not in (site.token, *own)]
    modifiers = filter(None, map(site.annotated.modifier, others))
    return {mention.name for mention in (*site.discourse.meant_by(others), *modifiers)}


NATIONALS: tuple[OnlySieve, ...] = (Nationals(), Vehicles())
