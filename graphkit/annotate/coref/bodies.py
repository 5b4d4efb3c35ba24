"""Resolve short names and descriptions of bodies and groups: "the Council", "the bloc", "the rebels"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.coref.states import entries_called
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.tokens import Token

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: Plain words for those who were described before.
_MEN = frozenset({"man", "assailant", "attacker"})
_DESCRIBING = ("prep", "relcl", "acl", "appos")
_BODIES = (Kind.ORGANIZATION,)
#: Words for a body of states: the only one that the article names, however far before.
_ALLIANCES = frozenset({"bloc", "alliance", "organisation", "organization", "club", "grouping"})
#: A capitalised word may stand for a body whose name holds it, so many sentences before or anywhere in the article.
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
        """Tell whether it is one capitalised noun with "the" that is no known name."""
        token, names = site.token, site.discourse.annotated.names
        name = names.get(token.i)
        if not token.text.istitle():
            return False
        if token.tag_ not in ("NN", "NNP"):
            return False
        if len(token.text) < 4:
            return False
        if name is not None and (name.entry is not None or name.end - name.start > 1 or name.kind is Kind.PERSON):
            return False
        if "the" not in site.determiners:
            return False
        return all(c.dep_ in ("relcl", "appos") for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the bodies that the article names with this word, in full."""
        word = site.token.text
        for sentence in site.discourse.said:
            for _, mention in sentence:
                if mention.kind not in _SHORT_KINDS:
                    continue
                words = mention.name.split()
                if word not in words:
                    continue
                if len(words) <= 1:
                    continue
                if not mention.name[0].isupper():
                    continue
                yield (mention,)


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
        named = None if site.word in site.discourse.nouns.any_bodies else entries_called(site, site.word)
        yield most_salient(site, Search(_BODIES, same_sentence=False, named=named))
        if site.word not in _ALLIANCES:
            return
        bodies = [e for e in site.discourse.named if e.category in ("igo", "alliance")]
        if len(bodies) != 1:
            return
        yield (site.discourse.mention_of(bodies[0], site.token),)


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
    return mention.kind not in (Kind.GROUP, Kind.THING)


BODIES: tuple[Sieve, ...] = (ShortBody(), Body(), SameGroup(), ArmedGroup(), SameHead())
