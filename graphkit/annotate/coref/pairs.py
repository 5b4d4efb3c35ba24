"""Resolve what counts its members: "the two sides", "both", "the pair", "all three", "the six delegations"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import SUBJECTS
from graphkit.annotate.coref.pair_candidates import (
    are_of_no_state,
    as_sides,
    enumerated,
    most_prominent,
    named_together,
)
from graphkit.annotate.coref.protagonists import Protagonists
from graphkit.annotate.coref.sieve import NOBODY, Example, Referents, Sieve, Site
from graphkit.model import Kind
from graphkit.nlp.dependencies import conjuncts, lemma
from graphkit.nlp.tokens import Token

#: What "the two sides" and "the parties" can be, the likelier first.
_SIDES = (Kind.STATE, Kind.ORGANIZATION, Kind.PERSON)
_PERSONS = (Kind.PERSON,)
_STATES = (Kind.STATE,)
_BARE = frozenset({"both", "two", "three", "four", "pair", "duo", "trio"})
_NUMBERS = {"both": 2, "two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4}


class Sides(Sieve):
    """Resolve "the two countries", "both men", "the six delegations" to the last so many named together."""

    id = "group.counted"
    needs = frozenset({"is_noun", "is_plural"})
    example = Example(
        "Chad and Mali signed a treaty on Monday. The two countries thanked Oman.", "countries", ("Chad", "Mali")
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a counted plural that can stand for persons, states or both."""
        if not site.is_noun:
            return False
        if not site.is_plural:
            return False
        if not site.count or not site.is_told_before:
            return False
        if not _kinds(site):
            return False
        return all(_is_passing(site, c) for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        kinds = _kinds(site)
        named = [*named_together(site, kinds, site.count), *enumerated(site, kinds, site.count)]
        if kinds != _SIDES:
            yield from named
        yield from (as_sides(site, group) for group in named if kinds == _SIDES)
        if site.count == 2:
            yield from most_prominent(site, tuple(kind for kind in kinds if kinds != _SIDES or kind is Kind.STATE))
        yield from (group for group in named if are_of_no_state(site, group))


class Parties(Sieve):
    """Resolve "the parties" and "the sides" to two that were named in one breath, without a number."""

    id = "group.parties"
    needs = frozenset({"is_noun", "is_plural"})
    example = Example("Chad and Mali met on Monday. Oman thanked the parties.", "parties", ("Chad", "Mali"))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is "the sides", "the allies" or the like without further words."""
        if not site.is_noun:
            return False
        if not site.is_plural:
            return False
        if site.count:
            return False
        if site.modifiers:
            return False
        if site.word not in ("side", "party"):
            return False
        return "the" in site.determiners

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the last two that were named together."""
        yield from (as_sides(site, group) for group in named_together(site, _SIDES, 2))


class Bare(Sieve):
    """Resolve "both", "the two", "the pair" and "all three" alone to so many persons, else states, named together."""

    id = "group.bare-number"
    words = _BARE
    example = Example(
        "Ana Duarte and Igor Petrov met in Lima. Both thanked Chile.", "Both", ("Ana Duarte", "Igor Petrov")
    )
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a number or "pair" that heads its phrase alone."""
        token = site.token
        if token.lower_ not in _BARE:
            return False
        if token.dep_ not in (*SUBJECTS, "dobj", "pobj", "dative", "appos", "conj"):
            return False
        if [c for c in site.modifiers if c.dep_ not in ("relcl", "acl")]:
            return False
        return _is_alone(token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        count = _NUMBERS[site.token.lower_]
        yield from named_together(site, _SIDES, count)
        yield from enumerated(site, _SIDES, count)
        if count != 2:
            return
        yield from most_prominent(site, (Kind.PERSON, Kind.STATE))


class OfThem(Sieve):
    """Resolve "both of them", "neither side", "each of the two" to those who were named together."""

    id = "group.each"
    example = Example("Chad and Mali met on Monday. Neither side thanked Oman.", "side", ("Chad", "Mali"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is one side of two that stands for both."""
        if site.token.tag_ != "NN":
            return False
        if site.word not in site.discourse.nouns.pair_any:
            return False
        if not bool({"neither", "each", "either"} & site.determiners):
            return False
        return len(site.modifiers) == 0

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        named = list(named_together(site, _SIDES, 2))
        yield from (as_sides(site, group) for group in named)
        yield from most_prominent(site, _STATES)
        yield from (group for group in named if are_of_no_state(site, group))


class Listed(Sieve):
    """The named ones beside a plural: "the guarantor powers Chad and Niger", "the two states, Chad and Niger"."""

    id = "group.apposition"
    needs = frozenset({"is_described"})
    example = Example("The two states, Chad and Niger, thanked Oman.", "states", ("Chad", "Niger"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a described plural with an apposition behind it."""
        if not site.is_plural:
            return False
        if not site.is_described:
            return False
        return any(c.dep_ == "appos" for c in site.token.rights)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the members of the list where they are all named and of one kind."""
        annotated = site.discourse.annotated
        first = next(c for c in site.token.rights if c.dep_ == "appos")
        named = [t for t in conjuncts(first) if t.i in annotated.names]
        members = [m for t in named for m in annotated.mentions.get(t.i, NOBODY)]
        if len(members) < 2:
            return
        if len({m.kind for m in members}) > 1:
            return
        if members[0].kind not in (Kind.STATE, Kind.ORGANIZATION, Kind.PERSON):
            return
        if not (site.count == len(members) or site.token.doc[first.left_edge.i - 1] == site.token):
            return
        yield tuple(members)


class Copula(Sieve):
    """The one whom a sentence says it was: "the only state that objected was Chad"."""

    id = "group.copula"
    needs = frozenset({"is_described"})
    example = Example("The only state that objected was Chad.", "state", ("Chad",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is the subject of "be" with a clause that says which one."""
        if site.token.dep_ != "nsubj":
            return False
        if lemma(site.token.head) != "be":
            return False
        if site.word not in site.discourse.nouns.pair_states:
            return False
        if not any(c.dep_ in ("relcl", "acl") for c in site.token.children):
            return False
        return site.is_described

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the states that the sentence names as such."""
        verb, annotated = site.token.head, site.discourse.annotated
        named = next((c for c in verb.children if c.dep_ == "attr"), None)
        if named is None:
            return
        if named.i not in annotated.names:
            return
        if any(c.dep_ == "neg" for c in verb.children):
            return
        found = tuple(m for t in conjuncts(named) for m in annotated.mentions.get(t.i, NOBODY))
        if not all(m.kind is Kind.STATE for m in found):
            return
        if site.is_plural != len(found) > 1:
            return
        yield found


def _kinds(site: Site) -> tuple[Kind, ...]:
    """Return of what kinds "the two ..." can be, the likelier first; none where the word does not stand for pairs."""
    nouns = site.discourse.nouns
    if site.word == "head" and site.token.doc[site.token.i + 1 : site.token.i + 2].text == "of":
        return _PERSONS
    if site.word in nouns.pair_any:
        return _SIDES
    if site.word in nouns.pair_persons:
        return _PERSONS
    if site.word in nouns.pair_states:
        return _STATES
    return ()


def _is_passing(site: Site, token: Token) -> bool:
    """Tell whether a word beside a counted noun does not say which ones: "the two [warring] sides"."""
    if token.dep_ == "prep":
        if site.word != "head":
            return False
        return token.i == site.token.i + 1
    if token.dep_ not in ("amod", "acl"):
        return False
    return not _is_named(site, token)


def _is_named(site: Site, token: Token) -> bool:
    return token.i in site.discourse.annotated.names


def _is_alone(token: Token) -> bool:
    """Tell whether a number counts nothing: "the two met", but not "the two sides"."""
    if token.lower_ in ("pair", "duo", "trio"):
        return any(c.lower_ in ("the", "this") for c in token.lefts)
    after = token.doc[token.i + 1 : token.i + 2].text.lower()
    return after not in ("and", "of", "-")


PAIRS: tuple[Sieve, ...] = (Listed(), Copula(), Sides(), Parties(), Bare(), OfThem(), Protagonists())
