"""Resolve descriptions of states: "the country", "the Gulf nation", "its smaller neighbour", "the North"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.model import Kind
from graphkit.nlp.dependencies import word_at
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, has_path, path
from graphkit.resources.gazetteer.gazetteer import Entry

#: Words for any state, whatever its name.
_ANY_STATE = frozenset({"country", "nation", "state"})
#: Before "nation" they do not paint it but make another of it.
_NO_EPITHET = frozenset("other first second last same only entire whole host third".split())
#: So many times as often must a state be named as any other to be the country.
_BY_FAR = 1.5
#: A region of so many states is named for all of them.
_SMALL = 3
_HALVES = frozenset({"north", "south"})
_STANDING_ALONE = Shape('"[the North]"', "!compound|amod/PROPN|NOUN|ADJ", lacks=["prep"])
_EPITHET = "amod|compound|nmod"
_NEIGHBOUR = Shape('"its [neighbour]"', "*/NN[neighbor|neighbour]")
_PLURAL_NAMES = frozenset({"Koreas", "Congos", "Sudans", "Cypruses"})
_ALL_OF_THEM = frozenset({"the", "all"})


class Half(Sieve):
    """Resolve "the North" and "the South" to the Koreas where the text is about them."""

    id = "state.half"
    words = _HALVES
    example = Example("North Korea fired a missile. The North threatened Japan.", "North#2", ("North Korea",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a half with "the", or a bare half in a headline, that is part of no other name."""
        token, name = site.token, site.name
        if not _STANDING_ALONE.fits(token):
            return False
        if name is not None and (name.entry is not None or name.end - name.start > 1):
            return False
        if not (word_at(token, -1) in ("the", "puppet") or token.text.istitle()):
            return False
        return self._is_about(site)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the half."""
        return site.each(site.discourse.gazetteer.entries.get(f"{site.token.lower_}-korea"))

    def _is_about(self, site: Site) -> bool:
        ids = {entry.id for entry in site.discourse.named}
        if "north-korea" in ids:
            return True
        return "south-korea" in ids and "the north" in site.token.doc.text.lower()


class Halves(Sieve):
    """Resolve "the two Koreas" and "both Congos" to the states that share a name."""

    id = "state.namesakes"
    words = frozenset({"koreas", "congos", "sudans", "cypruses"})
    example = Example("The two Koreas signed an accord on Monday.", "Koreas", ("North Korea", "South Korea"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is the plural of the name of a state."""
        return site.token.text in _PLURAL_NAMES and site.token.pos_ == "PROPN"

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield all states whose names hold the singular."""
        word = site.token.text[:-1]
        states = [entry for entry in site.discourse.gazetteer.entries.values() if entry.kind is Kind.STATE]
        namesakes = [state for state in states if word in state.name.replace("-", " ").split()]
        if len(namesakes) == 2:
            yield site.together(*namesakes)


class Neighbour(OnlySieve):
    """Resolve "its smaller neighbour" to the state spoken of last that is neither the neighbour's nor the agent."""

    id = "state.neighbour"
    example = Example("Chad accused Niger of lying. It attacked its smaller neighbour.", "neighbour", ("Niger",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is one neighbour of somebody."""
        if not _NEIGHBOUR.fits(site.token):
            return False
        return has_path(site.token, "poss") or has_path(site.token, "*:the")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the states spoken of, the last first."""
        owners = site.discourse.meant_by(path(site.token, "poss"))
        others = site.discourse.own_subjects(site.token) | {owner.name for owner in owners}
        for _, mention in site.discourse.said_before(site.token, site.n - 1):
            if mention.kind is Kind.STATE and mention.name not in others:
                yield (mention,)


class Painted(Sieve):
    """Resolve "the Gulf state" and "the oil-rich nation" to a state that was spoken of."""

    id = "state.painted"
    needs = frozenset({"is_noun"})
    example = Example("Qatar signed an accord with India. The Gulf nation condemned China.", "nation", ("Qatar",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite state with an epithet or a region."""
        if not _is_state_word(site) or not site.modifiers:
            return False
        return _region(site) is not None or _is_painted(site)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one state of its region, else who was spoken of last, else the only other state."""
        return _painted_states(site, _region(site))


class Country(Sieve):
    """Resolve "the country" to the state spoken of last, "the kingdom" to one that is called so."""

    id = "state.country"
    needs = frozenset({"is_noun"})
    example = Example("Chad protested on Monday. Niger thanked the country.", "country", ("Chad",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite state without further words."""
        return _is_state_word(site) and not site.modifiers

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the state of which the article speaks most by far, else the most salient of the sentences before."""
        called = None if site.word in _ANY_STATE else entries_called(site, site.word)
        others = frozenset(site.discourse.own_subjects(site.token))
        if called is None:
            yield from _most_named(site)
        yield most_salient(site, Search((Kind.STATE,), same_sentence=False, named=called, but=others))
        if called is not None:
            yield from _painted_states(site, called)


class Island(OnlySieve):
    """Resolve "the island" to the only island state that the article names, where it names no smaller island."""

    id = "state.island"
    needs = frozenset({"is_noun"})
    words = frozenset({"island", "islands"})
    example = Example("Malta signed an accord with India. China visited the island.", "island", ("Malta",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is "the island" or "the islands" without further words."""
        return site.word == "island" and "the" in site.determiners and not site.modifiers

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the island states that the article names."""
        smaller = [m for _, m in site.discourse.said_before(site.token) if "island" in m.name.lower().split()]
        if smaller:
            return
        islands = site.discourse.resources.regions["island"]
        yield from site.each(*[entry for entry in site.discourse.named if entry.id in islands])


class Region(Sieve):
    """Resolve "the Baltic states" to all states of a small region."""

    id = "state.region"
    needs = frozenset({"is_noun", "is_plural"})
    example = Example("Norway thanked the Baltic states.", "states", ("Estonia", "Latvia", "Lithuania"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is states in the plural, definite, that a region tells."""
        if not site.modifiers or site.determiners.isdisjoint(_ALL_OF_THEM):
            return False
        nouns = site.discourse.nouns
        is_state = site.word in nouns.states or site.word in nouns.pair_states
        return is_state and _region(site) is not None

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the members of the region, where it is so small that all are meant."""
        members = _region(site) or frozenset()
        if 1 < len(members) <= _SMALL and site.count in (0, len(members)):
            entries = [site.discourse.gazetteer.entries[entry] for entry in sorted(members)]
            yield site.together(*entries)


def _most_named(site: Site) -> list[Referents]:
    """List the state that was named most by far up to here, by itself or by what is its own."""
    acting = site.discourse.meant_by(site.discourse.subjects_of(site.token))
    ranked = site.discourse.rank_states(site.token.i, {mention.name for mention in acting})
    counts = [count for _, count in ranked]
    is_clear = len(counts) == 1 or (len(counts) > 1 and counts[0] >= _BY_FAR * counts[1])
    return site.each(ranked[0][0]) if is_clear else []


def entries_called(site: Site, word: str) -> frozenset[str]:
    """Return entries and other names of the article that bear a word: "the kingdom" is no republic."""
    mentions = [mention for mentions in site.annotated.mentions.values() for mention in mentions]
    entries = site.discourse.gazetteer.entries
    known = {entry.id for entry in site.discourse.named} | {mention.entry for mention in mentions}
    names = {entry: " ".join((entries[entry].name, *entries[entry].aliases)) for entry in filter(None, known)}
    called = {entry for entry, text in names.items() if word in text.lower()}
    unknown = {mention.name for mention in mentions if mention.entry is None}
    return frozenset(called | {name for name in unknown if word in name.lower().split(" ")})


def _is_state_word(site: Site) -> bool:
    nouns = site.discourse.nouns
    if site.word not in nouns.states or site.word in nouns.governments:
        return False
    return site.is_definite_noun


def _is_painted(site: Site) -> bool:
    """Tell whether words before "nation" only paint the state that was spoken of."""
    return all(_paints(site, word) for word in site.modifiers)


def _paints(site: Site, token: Token) -> bool:
    if not fits(token, _EPITHET) or token.lower_ in _NO_EPITHET:
        return False
    if token.i in site.annotated.governments:
        return False
    name = site.annotated.names.get(token.i)
    return name is None or name.kind is Kind.PLACE


def _region(site: Site) -> frozenset[str] | None:
    """Return the states of the region that an epithet names; None where it names none."""
    if has_path(site.token, "poss|relcl|acl|appos|prep"):
        return None
    regions, entries = site.discourse.resources.regions, site.discourse.gazetteer.entries
    words = f" {site.token.doc[site.token.left_edge.i : site.token.i].text.lower()} "
    named = [region for region in regions if f" {region} " in words]
    if not named:
        return None
    members = [entries[entry] for entry in regions[max(named, key=len)] if entry in entries]
    return frozenset(state for member in members for state in (member.members or (member.id,)))


def _painted_states(site: Site, region: frozenset[str] | None) -> Iterable[Referents]:
    others = site.discourse.own_subjects(site.token)
    states = [e for e in site.discourse.named if e.kind is Kind.STATE and e.name not in others]
    if region is not None:
        states = [state for state in states if state.id in region]
        if len(states) > 1 and not _named_together(site, states):
            yield most_salient(site, Search((Kind.STATE,), named=region, but=frozenset(others)))
    if len(states) == 1:
        yield from site.each(*states)


def _named_together(site: Site, entries: list[Entry]) -> bool:
    """Tell whether the last sentence that speaks of one of these speaks of another, too: then neither is meant."""
    ids = {entry.id for entry in entries}
    for n in range(site.n, max(-1, site.n - REACH), -1):
        spoken = [mention.entry for head, mention in site.discourse.said_in(n) if head.i < site.token.i]
        named = ids.intersection(spoken)
        if named:
            return len(named) > 1
    return False


STATES: tuple[Sieve, ...] = (Half(), Halves(), Neighbour(), Painted(), Country(), Island(), Region())
