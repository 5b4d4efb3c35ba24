"""Resolve nationals, ships and teams of a state, who stand for it: "three Chadian nurses", "Malian fishing boats"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Site
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
    example = Example("Mali released three Chadian nurses on Monday.", "nurses", ("Chad",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a group in the plural that has no cause of its own."""
        if site.own[0].kind is not Kind.GROUP or first_conjunct(site.token).dep_ == "nsubj":
            return False
        if site.name is not None:
            return False
        nouns, before = site.discourse.nouns, words_of(path(site.token, _ADJECTIVAL))
        words = before.union(head_phrases(site.token))  # "militant groups", "gang members" have causes of their own
        return all(words.isdisjoint(causes) for causes in (nouns.own_cause, nouns.armed, nouns.fighters))

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the state of the one people that stands before the noun."""
        return _state_before(site)


class Vehicles(OnlySieve):
    """A ship, an aircraft or a team stands for the state whose it is."""

    id = "nationals.vehicle"
    needs = frozenset({"is_described"})
    example = Example("Mali seized a Chadian trawler on Monday.", "trawler", ("Chad",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a vehicle."""
        classes = site.discourse.resources.classes
        return is_of_class(head_phrases(site.token), classes, "vehicle")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the state of the one people that stands before the noun."""
        return _state_before(site)


def _state_before(site: Site) -> Iterable[Referents]:
    """Yield the state of the adjective before a noun, where nothing else of the clause is that state."""
    annotated = site.annotated
    first = [word for word in path(site.token, _ADJECTIVAL) if word.i in annotated.names]
    if len(first) != 1 or _are_of_body(site):
        return
    named = [word for word in conjuncts(first[0]) if word.i in annotated.names]
    if not _OF_STATE.issuperset(annotated.names[word.i].use for word in named):
        return
    modifiers = filter(None, map(annotated.modifier, named))
    states = tuple([modifier for modifier in modifiers if modifier.kind is Kind.STATE])
    if len(states) == len(named) and _others(site, named).isdisjoint(state.name for state in states):
        yield states


def _are_of_body(site: Site) -> bool:
    """Tell whether they are somebody else's, too: "Chadian nurses from the Red Cross"."""
    return any(owner.i in site.annotated.names for owner in behind(site.token, "from", "of"))


def _others(site: Site, own: list[Token]) -> set[str]:
    """Return the names of what the clause of a word speaks of beside it."""
    others = [word for word in clause_of(site.token).subtree if word not in (site.token, *own)]
    modifiers = filter(None, map(site.annotated.modifier, others))
    return {mention.name for mention in (*site.discourse.meant_by(others), *modifiers)}


NATIONALS: tuple[OnlySieve, ...] = (Nationals(), Vehicles())
