"""Resolve nationals, ships and teams of a state, who stand for it: "three Chadian nurses", "Malian fishing boats"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Site
from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, first_conjunct, head_phrases, preps
from graphkit.nlp.tokens import Token
from graphkit.resources.gazetteer.gazetteer import Use

#: They may be anybody's, or are many states' together.
_ADJECTIVAL = frozenset({"amod", "compound", "nmod"})


class Nationals(OnlySieve):
    """Nationals in the plural stand for their state where something is done to them: they act for themselves."""

    id = "nationals.plural"
    needs = ("is_described", "is_plural")
    example = Example("Mali released three Chadian nurses on Monday.", "nurses", ("Chad",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a group in the plural that has no cause of its own."""
        if not site.is_plural or site.own[0].kind is not Kind.GROUP or first_conjunct(site.token).dep_ == "nsubj":
            return False
        if site.token.i in site.discourse.annotated.names:
            return False
        nouns = site.discourse.nouns
        before = [child.lower_ for child in site.token.lefts if child.dep_ in _ADJECTIVAL]
        words = {*head_phrases(site.token), *before}  # "militant groups", "gang members" have causes of their own
        return all(words.isdisjoint(causes) for causes in (nouns.own_cause, nouns.armed, nouns.fighters))

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the state of the one people that stands before the noun."""
        return _state_before(site)


class Vehicles(OnlySieve):
    """A ship, an aircraft or a team stands for the state whose it is."""

    id = "nationals.vehicle"
    needs = ("is_described",)
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
    annotated = site.discourse.annotated
    first = [c for c in site.token.lefts if c.dep_ in _ADJECTIVAL and c.i in annotated.names]
    if len(first) != 1 or _are_of_body(site):
        return
    named = [t for t in conjuncts(first[0]) if t.i in annotated.names]
    if not all(annotated.names[t.i].use in (Use.DEMONYM, Use.ACRONYM) for t in named):
        return
    states = tuple(m for t in named if (m := annotated.modifier(t)) is not None and m.kind is Kind.STATE)
    if len(states) == len(named) and not {m.name for m in states} & _others(site, named):
        yield states


def _are_of_body(site: Site) -> bool:
    """Tell whether they are somebody else's, too: "Chadian nurses from the Red Cross"."""
    return any(t.i in site.discourse.annotated.names for word, t in preps(site.token) if word in ("from", "of"))


def _others(site: Site, own: list[Token]) -> set[str]:
    """Return the names of what the clause of a word speaks of beside it."""
    annotated = site.discourse.annotated
    words = [t for t in clause_of(site.token).subtree if t != site.token and t not in own]
    meant: list[Mention] = [m for t in words for m in annotated.meant(t.i)]
    modifiers = [annotated.modifier(t) for t in words]
    return {m.name for m in (*meant, *modifiers) if m is not None}


NATIONALS: tuple[OnlySieve, ...] = (Nationals(), Vehicles())
