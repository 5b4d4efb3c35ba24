"""Resolve nationals, ships and teams of a state, who stand for it: "three Chadian nurses", "Malian fishing boats"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, SieveExample
from graphkit.annotate.coref.spoken import names_of
from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind
from graphkit.nlp.dependencies import behind, conjuncts, first_conjunct, head_phrases, hyphen_prefix, words_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import has_path, path
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


#: What makes them somebody's.
_LOYAL = "amod|acl[loyal|affiliate|affiliated|align|aligned|allied|ally|answer|answerable|link|linked|report|tie|tied]"


class Loyal(OnlySieve):
    """Forces loyal to somebody act for him: "troops loyal to General Haftar", "hackers linked to Mali"."""

    id = "group.loyal"
    needs = frozenset({"is_described", "is_plural"})
    example = SieveExample("Fighters loyal to Khalifa Haftar shelled Tripoli.", "Fighters", ("Khalifa Haftar",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is forces or fighters with a master behind them."""
        return has_path(site.token, _LOYAL, "prep:to|with") and _are_forces(site)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one to whom they are loyal."""
        masters = path(site.token, _LOYAL, "prep:to|with", "pobj")
        return site.discourse.mentions_at(masters, Kind.PERSON, Kind.ORGANIZATION, Kind.STATE)


class Led(OnlySieve):
    """Forces that a state or body leads act for it: "Australian-led police"."""

    id = "group.led"
    needs = frozenset({"is_described"})
    example = SieveExample("Kenyan-led police arrested two men in Nairobi.", "police", ("Kenya",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is forces with a leader before "-led"."""
        return has_path(site.token, "<amod:led") and _are_forces(site)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield who leads them."""
        prefixes = filter(None, map(hyphen_prefix, path(site.token, "<amod:led")))
        leaders = filter(None, map(site.annotated.modifier, prefixes))
        return [(leader,) for leader in leaders if leader.kind in (Kind.STATE, Kind.ORGANIZATION)]


def _are_forces(site: ReferenceSite) -> bool:
    """Tell whether a noun is of soldiers, policemen or fighters."""
    nouns = site.discourse.nouns
    if site.word in nouns.fighters | nouns.armed:
        return True
    return is_of_class(head_phrases(site.token), site.discourse.resources.classes, "troops", "forces")


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
    if others.isdisjoint(names_of(states)):
        yield states


def _others(site: ReferenceSite, own: list[Token]) -> set[str]:
    """Return the names of what the clause of a word speaks of beside it."""
    others = [word for word in clause_of(site.token).subtree if word not in (site.token, *own)]
    modifiers = filter(None, map(site.annotated.modifier, others))
    return names_of((*site.discourse.meant_by(others), *modifiers))


NATIONALS: tuple[OnlySieve, ...] = (Loyal(), Led(), Nationals(), Vehicles())
