"""Resolve descriptions of states: "the country", "the Gulf nation", "its smaller neighbour", "the North"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.model import Kind, Mention
from graphkit.nlp.tokens import Token
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


class Half(Sieve):
    """Resolve "the North" and "the South" to the Koreas where the text is about them."""

    id = "state.half"
    words = _HALVES
    example = Example("North Korea fired a missile. The North threatened Japan.", "North#2", ("North Korea",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a half with "the", or a bare half in a headline, that is part of no other name."""
        token = site.token
        if token.lower_ not in _HALVES:
            return False
        if token.pos_ not in ("PROPN", "NOUN", "ADJ"):
            return False
        name = site.discourse.annotated.names.get(token.i)
        if name is not None and (name.entry is not None or name.end - name.start > 1):
            return False
        if any(c.dep_ == "prep" for c in token.children):
            return False
        if token.dep_ in ("compound", "amod"):
            return False
        the = token.i > 0 and token.doc[token.i - 1].lower_ in ("the", "puppet")
        if not (the or token.text.istitle()):
            return False
        return self._is_about(site)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the half."""
        entry = site.discourse.gazetteer.entries.get(f"{site.token.lower_}-korea")
        if entry is None:
            return
        yield (site.discourse.mention_of(entry, site.token),)

    def _is_about(self, site: Site) -> bool:
        ids = {entry.id for entry in site.discourse.named}
        if "north-korea" in ids:
            return True
        if "south-korea" not in ids:
            return False
        return "the north" in site.token.doc.text.lower()


class Halves(Sieve):
    """Resolve "the two Koreas" and "both Congos" to the states that share a name."""

    id = "state.namesakes"
    words = frozenset({"koreas", "congos", "sudans", "cypruses"})
    example = Example("The two Koreas signed an accord on Monday.", "Koreas", ("North Korea", "South Korea"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is the plural of the name of a state."""
        if site.token.text not in ("Koreas", "Congos", "Sudans", "Cypruses"):
            return False
        return site.token.pos_ == "PROPN"

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield all states whose names hold the singular."""
        word = site.token.text[:-1]
        entries = site.discourse.gazetteer.entries.values()
        named = [e for e in entries if e.kind is Kind.STATE and word in e.name.replace("-", " ").split()]
        if len(named) != 2:
            return
        yield tuple(site.discourse.mention_of(entry, site.token) for entry in named)


class Neighbour(OnlySieve):
    """Resolve "its smaller neighbour" to the state spoken of last that is neither the neighbour's nor the agent."""

    id = "state.neighbour"
    example = Example("Chad accused Niger of lying. It attacked its smaller neighbour.", "neighbour", ("Niger",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is one neighbour of somebody."""
        if site.word not in ("neighbor", "neighbour"):
            return False
        if site.token.tag_ != "NN":
            return False
        return any(c.dep_ == "poss" or c.lower_ == "the" for c in site.token.children)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the states spoken of, the last first."""
        own = site.discourse.own_subjects(site.token)
        own |= {m.name for c in site.token.children if c.dep_ == "poss" for m in site.discourse.meant(c)}
        for n in range(max(0, site.n - 1), site.n + 1):
            for i, mention in site.discourse.said[n]:
                if i >= site.token.i:
                    continue
                if mention.kind is not Kind.STATE:
                    continue
                if mention.name in own:
                    continue
                yield (mention,)


class Painted(Sieve):
    """Resolve "the Gulf state" and "the oil-rich nation" to a state that was spoken of."""

    id = "state.painted"
    needs = ("is_noun",)
    example = Example("Qatar signed an accord with India. The Gulf nation condemned China.", "nation", ("Qatar",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite state with an epithet or a region."""
        if not _is_state_word(site):
            return False
        if not site.modifiers:
            return False
        if _region(site) is not None:
            return True
        return _is_epithet(site)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one state of its region, else who was spoken of last, else the only other state."""
        return _painted_states(site, _region(site))


class Country(Sieve):
    """Resolve "the country" to the state spoken of last, "the kingdom" to one that is called so."""

    id = "state.country"
    needs = ("is_noun",)
    example = Example("Chad protested on Monday. Niger thanked the country.", "country", ("Chad",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite state without further words."""
        if not _is_state_word(site):
            return False
        return not site.modifiers

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the state of which the article speaks most by far, else the most salient of the sentences before."""
        named = None if site.word in _ANY_STATE else entries_called(site, site.word)
        but = frozenset(site.discourse.own_subjects(site.token))
        if named is None:
            yield from _most_named(site)
        found = most_salient(site, Search((Kind.STATE,), same_sentence=False, named=named, but=but))
        if found:
            yield found
        elif named is not None:
            yield from _painted_states(site, named)


class Island(OnlySieve):
    """Resolve "the island" to the only island state that the article names, where it names no smaller island."""

    id = "state.island"
    needs = ("is_noun",)
    words = frozenset({"island", "islands"})
    example = Example("Malta signed an accord with India. China visited the island.", "island", ("Malta",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is "the island" or "the islands" without further words."""
        return site.word == "island" and "the" in site.determiners and not site.modifiers

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the island states that the article names."""
        said = (m for n in range(site.n + 1) for i, m in site.discourse.said[n] if i < site.token.i)
        if any("island" in m.name.lower().split() for m in said):
            return
        islands = site.discourse.resources.regions["island"]
        for entry in site.discourse.named:
            if entry.id in islands:
                yield (site.discourse.mention_of(entry, site.token),)


class Region(Sieve):
    """Resolve "the Baltic states" to all states of a small region."""

    id = "state.region"
    needs = ("is_noun", "is_plural")
    example = Example("Norway thanked the Baltic states.", "states", ("Estonia", "Latvia", "Lithuania"))

    def applies(self, site: Site) -> bool:
        """Tell whether it is states in the plural, definite, that a region tells."""
        if not site.is_plural or not site.modifiers or site.determiners.isdisjoint(("the", "all")):
            return False
        nouns = site.discourse.nouns
        return (site.word in nouns.states or site.word in nouns.pair_states) and _region(site) is not None

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the members of the region, where it is so small that all are meant."""
        members = _region(site) or frozenset()
        if 1 < len(members) <= _SMALL and site.count in (0, len(members)):
            entries = [site.discourse.gazetteer.entries[entry] for entry in sorted(members)]
            yield tuple(site.discourse.mention_of(entry, site.token) for entry in entries)


def _most_named(site: Site) -> Iterator[Referents]:
    """Yield the state that was named most by far up to here, by itself or by what is its own."""
    discourse, subjects = site.discourse, site.discourse.subjects_of(site.token)
    acting = {m.name for t in subjects for m in discourse.meant(t)}
    left = [(state, n) for state, n in discourse.rank_states(site.token.i) if state.name not in acting][:2]
    if left and (len(left) == 1 or left[0][1] >= _BY_FAR * left[1][1]):
        yield (discourse.mention_of(left[0][0], site.token),)


def entries_called(site: Site, word: str) -> frozenset[str]:
    """Return entries and other names of the article that bear a word: "the kingdom" is no republic."""
    annotated = site.discourse.annotated
    mentions = [m for found in annotated.mentions.values() for m in found]
    ids = {e.id for e in site.discourse.named} | {m.entry for m in mentions if m.entry}
    entries = [site.discourse.gazetteer.entries[entry] for entry in ids]
    fits = {e.id for e in entries if any(word in name.lower() for name in (e.name, *e.aliases))}
    return frozenset(fits | {m.name for m in mentions if m.entry is None and f" {word} " in f" {m.name.lower()} "})


def _is_state_word(site: Site) -> bool:
    if not site.is_definite_noun:
        return False
    if site.word not in site.discourse.nouns.states:
        return False
    return site.word not in site.discourse.nouns.governments


def _is_epithet(site: Site) -> bool:
    """Tell whether words before "nation" only paint the state that was spoken of."""
    return all(_paints(site, c) for c in site.modifiers)


def _paints(site: Site, token: Token) -> bool:
    if token.dep_ not in ("amod", "compound", "nmod"):
        return False
    if token.lower_ in _NO_EPITHET:
        return False
    if token.i in site.discourse.annotated.governments:
        return False
    name = site.discourse.annotated.names.get(token.i)
    if name is None:
        return True
    return name.kind is Kind.PLACE


def _region(site: Site) -> frozenset[str] | None:
    """Return the states of the region that an epithet names; None where it names none."""
    if any(c.dep_ in ("poss", "relcl", "acl", "appos", "prep") for c in site.token.children):
        return None
    regions, entries = site.discourse.resources.regions, site.discourse.gazetteer.entries
    words = f" {site.token.doc[site.token.left_edge.i : site.token.i].text.lower()} "
    known = [region for region in regions if f" {region} " in words]
    if not known:
        return None
    members = [entries[e] for e in regions[max(known, key=len)] if e in entries]
    return frozenset(e for entry in members for e in (entry.members or (entry.id,)))


def _painted_states(site: Site, region: frozenset[str] | None) -> Iterator[Referents]:
    own = site.discourse.own_subjects(site.token)
    states = [e for e in site.discourse.named if e.kind is Kind.STATE and e.name not in own]
    fits = [e for e in states if region is None or e.id in region]
    if region is not None and len(fits) > 1 and not _named_together(site, fits):
        yield from filter(None, [most_salient(site, Search((Kind.STATE,), named=region, but=frozenset(own)))])
    if len(fits) != 1:
        return
    yield (site.discourse.mention_of(fits[0], site.token),)


def _named_together(site: Site, entries: list[Entry]) -> bool:
    """Tell whether the last sentence that speaks of one of these speaks of another, too: then neither is meant."""
    ids = {e.id for e in entries}
    for n in range(site.n, max(-1, site.n - REACH), -1):
        said: Iterator[Mention] = (m for i, m in site.discourse.said[n] if i < site.token.i)
        found = {m.entry for m in said if m.entry in ids}
        if not found:
            continue
        return len(found) > 1
    return False


STATES: tuple[Sieve, ...] = (Half(), Halves(), Neighbour(), Painted(), Country(), Island(), Region())
