"""Resolve short names and descriptions of bodies and groups: "the Council", "the bloc", "the rebels"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.coref.states import entries_called
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.tokens import Token
from graphkit.resources.gazetteer.gazetteer import Entry

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: Plain words for those who were described before.
_MEN = frozenset({"man", "assailant", "attacker"})
_DESCRIBING = ("prep", "relcl", "acl", "appos")
_BODIES = (Kind.ORGANIZATION,)
#: A body without an entry in the gazetteer.
_UNKNOWN = "unknown"
_OF_STATES = frozenset({"igo", "alliance", "agency"})
_OF_PEOPLE = frozenset({"armed_group", "party", _UNKNOWN})
#: What categories of bodies a word can mean.
_CATEGORIES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("bloc", "alliance", "club", "grouping"), _OF_STATES),
    **dict.fromkeys(("organisation", "organization", "body"), _OF_STATES | _OF_PEOPLE),
    **dict.fromkeys(("movement", "militia"), _OF_PEOPLE),
    "group": _OF_STATES | _OF_PEOPLE,
    "agency": frozenset({"agency"}),
}
#: A capitalised word may stand for a body whose name holds it, so many sentences before or anywhere in the article.
#: Bodies have them: "the Commission" beside the European Union is the European Commission.
_ORGANS_OF_BODIES = frozenset({"Commission", "Parliament", "Secretariat", "Council", "Assembly", "Court"})
_SHORT_KINDS = (Kind.ORGANIZATION, Kind.AGREEMENT, Kind.OCCASION)


class ShortBody(OnlySieve):
    """A capitalised noun is the body whose name holds it: "the Council", "the Union", "the Fund"."""

    id = "body.short-name"
    example = Example(
        "The European Union condemned Chad on Monday. The Union will send an envoy.",
        "Union#2",
        ("European Union",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a capitalised noun, or an unknown name, with "the"."""
        token, names = site.token, site.discourse.annotated.names
        name = names.get(token.i)
        if not token.text.istitle():
            return False
        if token.tag_ not in ("NN", "NNP"):
            return False
        if len(token.text) < 4:
            return False
        if name is not None and (name.entry is not None or name.kind is Kind.PERSON or token.i != name.end - 1):
            return False
        if "the" not in site.determiners:
            return False
        return all(c.dep_ in ("relcl", "appos") for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the bodies that the article names with this word, in full or under another name."""
        name, discourse = site.discourse.annotated.names.get(site.token.i), site.discourse
        word = name.name if name is not None else site.token.text
        named = list(_named_with(site, word))
        yield from named
        if named:
            return
        bodies = [entry for entry in discourse.named if entry.kind is Kind.ORGANIZATION and entry.state is None]
        called = [entry for entry in bodies if any(word in alias.split() for alias in entry.aliases)]
        for entry in called or _related(site, word, bodies):
            yield (discourse.mention_of(entry, site.token),)


def _named_with(site: Site, word: str) -> Iterator[Referents]:
    """Yield the bodies, pacts and occasions whose full names in the article hold a word."""
    for sentence in site.discourse.said:
        for _, mention in sentence:
            longer = f" {word} " in f" {mention.name} " and mention.name != word and mention.name[0].isupper()
            if mention.kind in _SHORT_KINDS and longer:
                yield (mention,)


def _related(site: Site, word: str, bodies: list[Entry]) -> list[Entry]:
    """Return the organs of named bodies that end in a word: "the Commission" beside the European Union."""
    if word not in _ORGANS_OF_BODIES:
        return []
    stems = {entry.name.rpartition(" ")[0] for entry in bodies} | {entry.name for entry in bodies}
    entries = (entry for entry in site.discourse.gazetteer.entries.values() if entry.kind is Kind.ORGANIZATION)
    return [entry for entry in entries if entry.name.rpartition(" ")[0] in stems and entry.name.endswith(f" {word}")]


class Body(Sieve):
    """Resolve "the bloc" to the body spoken of last, "the court" to one whose name holds the word."""

    id = "body.described"
    needs = ("is_noun",)
    example = Example("The African Union condemned Chad. The bloc will send an envoy.", "bloc", ("African Union",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite body without further words."""
        if not site.is_definite_noun:
            return False
        if site.word not in site.discourse.nouns.bodies:
            return False
        return all(_origin(site, c) is not None for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the most salient body of the sentences before, of the state that an adjective names."""
        origins = {_origin(site, c) for c in site.modifiers}
        if origins:
            entries = site.discourse.named
            native = frozenset(e.id for e in entries if site.discourse.gazetteer.state_of(e.id) in origins)
            yield most_salient(site, Search(_BODIES, same_sentence=False, named=native))
            return
        fitting = _fitting(site) if site.word in _CATEGORIES else entries_called(site, site.word)
        yield most_salient(site, Search(_BODIES, same_sentence=False, named=fitting))
        yield from _most_named(site, fitting)


def _fitting(site: Site) -> frozenset[str]:
    """Return entries and unknown names of the article that a word for bodies can mean: no news agency is a bloc."""
    categories, discourse = _CATEGORIES[site.word], site.discourse
    known = {e.id for e in discourse.named if e.category in categories and e.kind is Kind.ORGANIZATION}
    if _UNKNOWN not in categories:
        return frozenset(known)
    names = discourse.annotated.names.values()
    return frozenset(known | {n.name for n in names if n.entry is None and n.kind is Kind.ORGANIZATION})


def _most_named(site: Site, fitting: frozenset[str]) -> Iterator[Referents]:
    """Yield of the known bodies that fit the one that the article has named most by far."""
    starts = {name.start: name.entry for name in site.discourse.annotated.names.values()}
    counts = Counter(entry for start, entry in starts.items() if entry in fitting and start < site.token.i)
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        yield (site.discourse.mention_of(site.discourse.gazetteer.entries[ranked[0][0] or ""], site.token),)


class SameGroup(OnlySieve):
    """Resolve "the gunmen" to the one group of them described more fully before: "Palestinian gunmen"."""

    id = "group.same-head"
    example = Example("Chadian rebels attacked a town. The three rebels fled.", "rebels#2", ("Chadian rebels",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite group in the plural without further words."""
        if not site.is_described or not site.is_plural or site.own[0].kind is not Kind.GROUP:
            return False
        if not site.determiners & _DEFINITE:
            return False
        return not site.modifiers or all(c.dep_ == "relcl" for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the fuller groups with the same head; of fighters any group of fighters."""
        fighters = site.discourse.nouns.fighters | site.discourse.nouns.armed
        earlier = [
            (lemma(site.token.doc[i]), mention)
            for n in range(site.n + 1)
            for i, mention in site.discourse.said[n]
            if i < site.token.i and mention.kind is Kind.GROUP and " " in mention.name and _is_plural(site, i)
        ]
        same = [(mention,) for word, mention in earlier if word == site.word]
        if same or site.word not in fighters | _MEN:
            yield from same
        else:
            like = [(mention,) for word, mention in earlier if word in fighters]
            yield from like or [(mention,) for _, mention in earlier if site.word in _MEN]


class ArmedGroup(Sieve):
    """Resolve "the rebels" to the one armed group that the article names."""

    id = "group.armed"
    needs = ("is_described",)
    example = Example("Boko Haram attacked Chad on Monday. The militants fled.", "militants", ("Boko Haram",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a noun for any armed group, definite, without further words."""
        if not site.is_described:
            return False
        if not self._is_armed(site):
            return False
        definite = any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in site.token.children)
        if not definite:
            return False
        return not any(c.dep_ in _DESCRIBING for c in site.token.children)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one armed group."""
        armed = [entry for entry in site.discourse.named if entry.category == "armed_group"]
        if len(armed) != 1:
            return
        yield (site.discourse.mention_of(armed[0], site.token),)

    def _is_armed(self, site: Site) -> bool:
        nouns = site.discourse.nouns
        words = [c.lower_ for c in site.token.children if c.dep_ in ("amod", "compound", "nmod", "poss", "nummod")]
        if site.word not in nouns.armed and (site.word not in nouns.armed_bodies or not words):
            return False
        return all(word in nouns.armed or word == "armed" for word in words)


class SameHead(Sieve):
    """Resolve "the spaceport" to the last phrase with the same last word that says more: "Kourou spaceport"."""

    id = "thing.same-head"
    needs = ("is_noun",)
    example = Example(
        "France opened the Kourou spaceport. Chad visited the spaceport.", "spaceport#2", ("Kourou spaceport",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite common noun with at most a clause behind it."""
        if not site.is_definite_noun:
            return False
        return all(c.dep_ in ("relcl", "appos") for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the longer phrases with this head, the last first."""
        doc, word = site.token.doc, site.token.lower_
        for n in range(site.n, max(-1, site.n - 2 * REACH), -1):
            for i, mention in reversed(site.discourse.said[n]):
                if i >= site.token.i:
                    continue
                if doc[i].lower_ != word:
                    continue
                if not _says_more(mention):
                    continue
                yield (mention,)


def _is_plural(site: Site, i: int) -> bool:
    return site.token.doc[i].tag_ in ("NNS", "CD")


def _origin(site: Site, word: Token) -> str | None:
    """Return the state of an adjective before a body: "the Palestinian organisation"."""
    name = site.discourse.annotated.names.get(word.i)
    if name is None or word.dep_ != "amod" or name.entry is None:
        return None
    return site.discourse.gazetteer.state_of(name.entry)


def _says_more(mention: Mention) -> bool:
    if " " not in mention.name:
        return False
    return mention.kind not in (Kind.GROUP, Kind.THING, Kind.PERSON)


BODIES: tuple[Sieve, ...] = (ShortBody(), Body(), SameGroup(), ArmedGroup(), SameHead())
