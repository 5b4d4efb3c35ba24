"""Resolve what counts its members: "the two sides", "both", "the pair", "all three", "the six delegations"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import REACH, SUBJECTS
from graphkit.annotate.coref.protagonists import Protagonists
from graphkit.annotate.coref.sieve import NOBODY, Example, Referents, Sieve, Site
from graphkit.model import Kind, Mention
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
    needs = ("is_noun",)
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
        named = [*_together(site, kinds, site.count), *_enumerated(site, kinds, site.count)]
        if kinds != _SIDES:
            yield from named
        yield from (_as_sides(site, group) for group in named if kinds == _SIDES)
        if site.count == 2:
            yield from _prominent(site, tuple(kind for kind in kinds if kinds != _SIDES or kind is Kind.STATE))
        yield from (group for group in named if _are_of_no_state(site, group))


class Parties(Sieve):
    """Resolve "the parties" and "the sides" to two that were named in one breath, without a number."""

    id = "group.parties"
    needs = ("is_noun",)
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
        yield from (_as_sides(site, group) for group in _together(site, _SIDES, 2))


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
        yield from _together(site, _SIDES, count)
        yield from _enumerated(site, _SIDES, count)
        if count != 2:
            return
        yield from _prominent(site, (Kind.PERSON, Kind.STATE))


class OfThem(Sieve):
    """Resolve "both of them", "neither side", "each of the two" to those who were named together."""

    id = "group.each"
    example = Example("Chad and Mali met on Monday. Neither side thanked Oman.", "side", ("Chad", "Mali"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is one side of two that stands for both."""
        if site.word not in site.discourse.nouns.pair_any:
            return False
        if site.token.tag_ != "NN":
            return False
        if not bool({"neither", "each", "either"} & site.determiners):
            return False
        return len(site.modifiers) == 0

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield those named in one breath, then the only two of the last sentences."""
        named = list(_together(site, _SIDES, 2))
        yield from (_as_sides(site, group) for group in named)
        yield from _prominent(site, _STATES)
        yield from (group for group in named if _are_of_no_state(site, group))


class Listed(Sieve):
    """The named ones beside a plural: "the guarantor powers Chad and Niger", "the two states, Chad and Niger"."""

    id = "group.apposition"
    needs = ("is_described",)
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
    needs = ("is_described",)
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


def _together(site: Site, kinds: tuple[Kind, ...], count: int) -> Iterator[Referents]:
    """Yield the last so many who were named in one breath: "Chad and Mali met ... the two sides"."""
    discourse = site.discourse
    own = discourse.own_subjects(site.token)
    for n in range(site.n, max(-1, site.n - REACH), -1):
        sentence = discourse.sentences[n]
        for i in range(min(sentence.end, site.token.i) - 1, sentence.start - 1, -1):
            word = discourse.annotated.doc[i]
            group = _hyphened(site, word)
            if _are_so_many(group, kinds, count, own):
                yield tuple(group)
            if i not in discourse.annotated.mentions:
                continue
            if word.dep_ == "conj":
                continue
            group = [m for t in conjuncts(word) if t.i < site.token.i for m in discourse.annotated.meant(t.i)]
            if not _are_so_many(group, kinds, count, own):
                continue
            yield tuple(group)


def _hyphened(site: Site, word: Token) -> list[Mention]:
    """Return the two whose names a hyphen joins: "Chadian-Malian talks"."""
    before = word.doc[max(0, word.i - 2) : word.i]
    if len(before) < 2 or before[1].text != "-" or before[0].whitespace_ or before[1].whitespace_:
        return []
    annotated = site.discourse.annotated
    return [m for m in (annotated.modifier(before[0]), annotated.modifier(word)) if m is not None]


def _are_so_many(group: list[Mention], kinds: tuple[Kind, ...], count: int, own: set[str]) -> bool:
    names = {m.name for m in group}
    if len(names) != count:
        return False
    if len(group) != count:
        return False
    if names & own:
        return False
    if not all(m.kind in kinds for m in group):
        return False
    return len({m.kind for m in group}) == 1


def _enumerated(site: Site, kinds: tuple[Kind, ...], count: int) -> Iterator[Referents]:
    """Yield just so many of one kind that one sentence names: "Chad, after Mali had left, ... Niger"."""
    if count < 3:
        return
    for n in range(site.n, max(-1, site.n - REACH), -1):
        for kind in kinds:
            named = {m.name: m for i, m in site.discourse.said[n] if m.kind is kind and i < site.token.i}
            if len(named) != count:
                continue
            yield tuple(named.values())


def _prominent(site: Site, kinds: tuple[Kind, ...]) -> Iterator[Referents]:
    """Yield the only two of one kind in the last sentences, or the two of whom the article speaks most by far."""
    own = site.discourse.own_subjects(site.token)
    for kind in kinds:
        near: dict[str, Mention] = {}
        counts: Counter[str] = Counter()
        for n in range(site.n + 1):
            said = [m for i, m in site.discourse.said[n] if i < site.token.i and m.kind is kind and m.name not in own]
            counts.update(m.name for m in said)
            if n <= site.n - REACH:
                continue
            near |= {m.name: m for m in said}
        ranked = counts.most_common(3)
        if len(near) != 2:
            continue
        if {name for name, _ in ranked[:2]} != set(near):
            continue
        if not (len(ranked) < 3 or ranked[1][1] >= 2 * ranked[2][1]):
            continue
        yield tuple(near.values())


def _as_sides(site: Site, group: Referents) -> Referents:
    """Return the states of two persons who speak for different ones; nothing for two of one state."""
    if any(m.kind is not Kind.PERSON for m in group):
        return group
    states = [site.discourse.state_served(m) for m in group]
    known = {state.id: state for state in states if state is not None}
    if len(known) == len(group):
        return tuple(site.discourse.mention_of(state, site.token) for state in known.values())
    return NOBODY


def _are_of_no_state(site: Site, group: Referents) -> bool:
    """Tell whether nothing is known of whom the members of a group serve."""
    return all(site.discourse.state_served(mention) is None for mention in group)


PAIRS: tuple[Sieve, ...] = (Listed(), Copula(), Sides(), Parties(), Bare(), OfThem(), Protagonists())
