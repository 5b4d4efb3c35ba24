"""Resolve phrases that count their members: "the two sides", "both", "the pair", "all three", "the six delegations"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain

from graphkit.annotate.coref.pair_candidates import (
    are_of_no_state,
    as_sides,
    enumerated,
    most_prominent,
    named_in_lead,
    named_together,
    who_met,
)
from graphkit.annotate.coref.protagonists import Protagonists, two_most_named
from graphkit.annotate.coref.sieve import COUNTS, NOBODY, ONE_OF_TWO, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import names_of
from graphkit.annotate.coref.states import Halves
from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind
from graphkit.nlp.dependencies import (
    SUBJECTS,
    behind,
    conjuncts,
    first_child,
    has_child,
    head_phrases,
    word_at,
    words_of,
)
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, has_path, path

#: What "the two sides" and "the parties" can be, the likelier first.
_SIDES = (Kind.STATE, Kind.ORGANIZATION, Kind.PERSON)
_PARTIES = frozenset({"party", "side"})
#: States that are against or beside each other, and what may stand before them and before parties.
_RIVALS = frozenset({"rival", "neighbour", "neighbor", "arch-rival", "archrival", "foe", "adversary"})
_MEMBERS = frozenset({"member", "ally"})  # "the two NATO members"
_OPPOSED = frozenset("warring feuding opposing rival nuclear armed nuclear-armed arch bitter longtime old".split())
#: Persons of whom a text may also speak in general.
_ANYBODY = frozenset({"man", "official", "politician", "woman"})
_PERSONS = (Kind.PERSON,)
_COUNTED = "<*:both|two|three|four"
_AGENTS = ("state_agent", "state_agents", "office", "organ")
_STATES = (Kind.STATE,)
#: Nouns that stand for so many with "the": "the pair".
_GROUPS = {"pair": 2, "duo": 2, "trio": 3}
#: Words that stand for so many by themselves.
_NUMBERS = {**_GROUPS, **{word: COUNTS[word] for word in ("both", "two", "three", "four")}}
#: Behind a number they say what it counts: "both of them", "two-day".
_COUNTING = frozenset({"and", "of", "-"})
_BARE_NUMBER = Shape(
    '"[both] agreed"',
    "nsubj|nsubjpass|dobj|pobj|dative|appos|conj",
    lacks=["amod|compound|poss|prep|appos|nmod"],
)
_ONLY_ONE = Shape('"the only [state] that objected was Chad"', "nsubj", above=["*[be]"], has=["relcl|acl"])


class CountedGroup(Sieve):
    """Resolve "the two countries", "both men", "the six delegations" to the last so many named together."""

    id = "group.counted"
    needs = frozenset({"is_noun", "is_plural"})
    example = SieveExample(
        "Chad and Mali signed a treaty on Monday. The two countries thanked Oman.", "countries", ("Chad", "Mali")
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a counted plural that can stand for persons, states or both."""
        if not site.count:
            return False
        if not site.is_told_before:
            return False
        if not _kinds(site):
            return False
        return all(_is_passing(site, word) for word in site.modifiers)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        kinds = _kinds(site)
        near = [*named_together(site, kinds, site.count), *enumerated(site, kinds, site.count)]
        named = [*_put_protagonists_first(site, near), *named_in_lead(site, kinds, site.count)]
        are_sides = kinds == _SIDES
        as_meant = partial(as_sides, site) if are_sides else tuple
        yield from map(as_meant, named)
        if site.count == 2:
            met = who_met(site, _PERSONS) if kinds != _STATES else ()
            yield from map(as_meant, met)
            yield from most_prominent(site, _STATES if are_sides else kinds)
        yield from filter(partial(are_of_no_state, site), named)


class Parties(Sieve):
    """Resolve "the parties" and "the rivals" to two that were named in one breath or met, without a number."""

    id = "group.parties"
    needs = frozenset({"is_noun", "is_plural"})
    example = SieveExample("Chad and Mali met on Monday. Oman thanked the parties.", "parties", ("Chad", "Mali"))
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is "the sides" or "the warring parties" without words that say whose."""
        if site.word not in _PARTIES | _RIVALS:
            return False
        if site.count:
            return False
        if not words_of(site.modifiers) <= _OPPOSED:
            return False
        return "the" in site.determiners

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the last two that were named together, or met."""
        kinds = _SIDES if site.word in _PARTIES else _STATES
        listed = _put_protagonists_first(site, [*named_together(site, kinds, 2)])
        named = [*listed, *who_met(site, _PERSONS), *named_in_lead(site, kinds, 2)]
        return map(partial(as_sides, site), named)


class Met(Sieve):
    """Resolve "the ministers" and "the presidents" to the two who met or spoke, without a number."""

    id = "group.met"
    needs = frozenset({"is_noun", "is_plural"})
    example = SieveExample(
        "Ana Duarte met Igor Petrov in Lima. The ministers thanked Chile.", "ministers", ("Ana Duarte", "Igor Petrov")
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a plural of offices that acts, without further words."""
        if site.word not in site.discourse.nouns.pair_persons - _ANYBODY:
            return False
        if site.count or site.modifiers:
            return False
        return "the" in site.determiners and site.token.dep_ in SUBJECTS

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the last two persons who met."""
        yield from who_met(site, _PERSONS)


class AgentsOfGroup(Sieve):
    """Resolve "the ministers of the two countries" and "both sides' troops" to those of each of the two."""

    id = "group.agents"
    needs = frozenset({"is_any_noun", "is_plural"})
    example = SieveExample(
        "Chad and Mali signed a treaty on Monday. The envoys of the two countries thanked Oman.",
        "envoys",
        ("Chad", "Mali"),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is agents or organs with a counted group that they are of."""
        if site.name is not None or not _find_groups(site.token):
            return False
        return is_of_class(head_phrases(site.token), site.discourse.resources.classes, *_AGENTS)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the agents of each member of the group."""
        members = self._find_members(ReferenceSite(_find_groups(site.token)[0], site.discourse))
        states = [member.entry for member in members if member.kind is Kind.STATE and member.entry is not None]
        if len(states) > 1 and len(states) == len(members):
            yield site.discourse.reader.agents_of(site.token, states)

    def _find_members(self, group: ReferenceSite) -> Referents:
        """Return those whom a counted group means: as it is resolved, else as it would be."""
        meant = group.annotated.mentions.get(group.token.i, NOBODY)
        if len(meant) > 1:
            return meant
        for sieve in (CountedGroup(), Bare(), Halves()):
            if sieve.is_for(group):
                return sieve.find(group)
        return NOBODY


class Bare(Sieve):
    """Resolve "both", "the two", "the pair" and "all three" alone to so many persons, else states, named together."""

    id = "group.bare-number"
    words = frozenset(_NUMBERS)
    example = SieveExample(
        "Ana Duarte and Igor Petrov met in Lima. Both thanked Chile.", "Both", ("Ana Duarte", "Igor Petrov")
    )
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a number or "pair" that heads its phrase alone."""
        if not _BARE_NUMBER.fits(site.token):
            return False
        if site.token.lower_ in _GROUPS:
            return has_path(site.token, "<*:the|this")
        return word_at(site.token, 1) not in _COUNTING

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        count = _NUMBERS[site.token.lower_]
        yield from named_together(site, _SIDES, count)
        yield from enumerated(site, _SIDES, count)
        if count == 2:
            yield from most_prominent(site, (Kind.PERSON, Kind.STATE))


class OfThem(Sieve):
    """Resolve "both of them", "neither side", "each of the two" to those who were named together."""

    id = "group.each"
    tags = frozenset({"NN"})
    example = SieveExample("Chad and Mali met on Monday. Neither side thanked Oman.", "side", ("Chad", "Mali"))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is one side of two that stands for both."""
        if site.word not in site.discourse.nouns.pair_any:
            return False
        if site.determiners.isdisjoint(ONE_OF_TWO):
            return False
        return not site.modifiers

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        named = list(named_together(site, _SIDES, 2))
        yield from map(partial(as_sides, site), named)
        yield from most_prominent(site, _STATES)
        yield from filter(partial(are_of_no_state, site), named)


class Listed(Sieve):
    """A plural stands for the names in apposition to it: "the two states, Chad and Niger"."""

    id = "group.apposition"
    needs = frozenset({"is_described", "is_plural"})
    example = SieveExample("The two states, Chad and Niger, thanked Oman.", "states", ("Chad", "Niger"))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a described plural with an apposition behind it."""
        return has_path(site.token, ">appos")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the members of the list where they are all named and of one kind."""
        first = path(site.token, ">appos")[0]
        named = site.annotated.named(conjuncts(first))
        mentions = [site.annotated.mentions.get(word.i, NOBODY) for word in named]
        members = tuple(chain.from_iterable(mentions))
        kinds = {member.kind for member in members}
        if len(members) < 2:
            return
        if len(kinds) > 1:
            return
        if kinds.isdisjoint(_SIDES):
            return
        is_adjacent = site.token.i == first.left_edge.i - 1
        if is_adjacent or site.count == len(members):
            yield members


class Copula(Sieve):
    """A subject is the state that its sentence says it is: "the only state that objected was Chad"."""

    id = "group.copula"
    needs = frozenset({"is_described"})
    example = SieveExample("The only state that objected was Chad.", "state", ("Chad",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is the subject of "be" with a clause that says which one."""
        if not _ONLY_ONE.fits(site.token):
            return False
        return site.word in site.discourse.nouns.pair_states

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the states that the sentence names as such."""
        verb = site.token.head
        first = first_child(verb, "attr")
        if first is None:
            return
        if first.i not in site.annotated.names:
            return
        if has_child(verb, "neg"):
            return
        mentions = [site.annotated.mentions.get(noun.i, NOBODY) for noun in conjuncts(first)]
        states = tuple(chain.from_iterable(mentions))
        if any(state.kind is not Kind.STATE for state in states):
            return
        is_several = len(states) > 1
        if site.is_plural == is_several:
            yield states


def _find_groups(agents: Token) -> list[Token]:
    """List the counted nouns that agents are of: "the ministers of the two [countries]", "both [sides]' troops"."""
    owners = [*path(agents, "poss"), *behind(agents, "of", "from", "on")]
    return [word for word in owners if has_path(word, _COUNTED) or word.lower_ in Halves.words]


def _put_protagonists_first(site: ReferenceSite, groups: list[Referents]) -> list[Referents]:
    """Put the two states of whom the article speaks most by far before a list of others in an earlier sentence."""
    if not groups or site.count not in (0, 2):
        return groups
    if Kind.STATE not in _kinds(site):
        return groups
    nearest = groups[0]
    if nearest[0].kind is not Kind.STATE:
        return groups
    if nearest[-1].span.start >= site.token.doc[site.token.sent.start].idx:
        return groups
    names = names_of(nearest)
    leading = [pair for pair in two_most_named(site, Kind.STATE) if names.isdisjoint(names_of(pair))]
    return leading + groups


def _kinds(site: ReferenceSite) -> tuple[Kind, ...]:
    """Return of what kinds "the two ..." can be, the likelier first; none where the word does not stand for pairs."""
    nouns = site.discourse.nouns
    if site.word == "head" and word_at(site.token, 1) == "of":
        return _PERSONS
    if site.word in _MEMBERS and any(_is_passing(site, word) for word in site.modifiers):
        return _STATES
    for words, kinds in ((nouns.pair_any, _SIDES), (nouns.pair_persons, _PERSONS), (nouns.pair_states, _STATES)):
        if site.word in words:
            return kinds
    return ()


def _is_passing(site: ReferenceSite, token: Token) -> bool:
    """Tell whether a word beside a counted noun does not say which ones: "the two [warring] sides"."""
    if token.dep_ == "prep" and site.word == "head":
        return token.i == site.token.i + 1
    if token.dep_ == "prep":
        return token.lower_ == "in" and _lie_in_city(site, token)
    name = site.annotated.names.get(token.i)
    if name is not None:
        return site.word in _MEMBERS and name.kind is Kind.ORGANIZATION
    return fits(token, "amod|acl")


def _lie_in_city(site: ReferenceSite, preposition: Token) -> bool:
    """Tell whether a city is named behind a preposition, where something happens: "met the two ministers in Oslo"."""
    names = site.annotated.names_at(path(preposition, "pobj"))
    entries = list(filter(None, map(site.discourse.entry_of, names)))
    if len(entries) < len(names):
        return False
    return {entry.category for entry in entries} == {"city"}


PAIRS: tuple[Sieve, ...] = (
    Listed(), Copula(), AgentsOfGroup(), CountedGroup(), Parties(), Met(), Bare(), OfThem(), Protagonists(),
)  # fmt: skip
