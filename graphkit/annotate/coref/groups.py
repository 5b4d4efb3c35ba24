"""Resolve short descriptions of groups and things to fuller ones before: "the rebels", "the spaceport"."""

from __future__ import annotations

from collections.abc import Container, Iterable

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import Spoken
from graphkit.model import Kind
from graphkit.nlp.dependencies import lemma, words_of
from graphkit.nlp.tree_paths import Shape, has_path, path, paths

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: Plain words for those who were described before.
_MEN = frozenset({"man", "assailant", "attacker"})
#: What a longer name with the same last word is of, where it says more than the word.
_NO_SAME_HEAD = frozenset({Kind.GROUP, Kind.THING, Kind.PERSON})
_DELEGATIONS = frozenset({"delegation", "deputation", "mission", "team"})
#: The way from a group to who leads it.
_LEADER = ("acl:led|headed", "agent", "pobj")
_THESE_FIGHTERS = Shape('"the [rebels]"', has=["det:the|this|that|these|those"], lacks=["prep|relcl|acl|appos"])


class SameGroup(OnlySieve):
    """Resolve "the gunmen" to the one group of them described more fully before: "Palestinian gunmen"."""

    id = "group.same-head"
    needs = frozenset({"is_described", "is_plural"})
    example = SieveExample("Chadian rebels attacked a town. The three rebels fled.", "rebels#2", ("Chadian rebels",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite group in the plural without further words."""
        if site.own[0].kind is not Kind.GROUP:
            return False
        if site.determiners.isdisjoint(_DEFINITE):
            return False
        if has_path(site.token, "appos"):
            return False
        return site.is_bare

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the fuller groups with the same head; of fighters any group of fighters."""
        nouns = site.discourse.nouns
        fighters = nouns.fighters | nouns.armed
        fuller = site.discourse.said_before(site.token).of_kind(Kind.GROUP).longer().headed("*/NNS|CD")
        same = _headed_by(fuller, {site.word})
        if same or site.word not in fighters | _MEN:
            return same
        alike = _headed_by(fuller, fighters)
        if alike or site.word not in _MEN:
            return alike
        return fuller.each()


def _headed_by(groups: Spoken, words: Container[str]) -> list[Referents]:
    """List the groups that some nouns head, each by itself."""
    return [(mention,) for head, mention in groups if lemma(head) in words]


class LedBy(Sieve):
    """A delegation acts as the person who leads it: "a Lao delegation led by Ana Duarte"."""

    id = "group.led-by"
    needs = frozenset({"is_noun"})
    tags = frozenset({"NN", "NNP"})
    example = SieveExample("A Chadian delegation headed by Ana Duarte left Lima.", "delegation", ("Ana Duarte",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a group that travels for talks."""
        return site.word in _DELEGATIONS

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the person who leads it."""
        groups = [site.token, *path(site.token, "prep:of|from", "pobj")]  # parsers hang "led" on either
        return site.discourse.actors_at(paths(groups, *_LEADER), Kind.PERSON)


class ArmedGroup(Sieve):
    """Resolve "the rebels" to the one armed group that the article names."""

    id = "group.armed"
    needs = frozenset({"is_described"})
    example = SieveExample("Boko Haram attacked Chad on Monday. The militants fled.", "militants", ("Boko Haram",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a noun for any armed group, definite, without further words."""
        return _THESE_FIGHTERS.fits(site.token) and self._is_armed(site)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one armed group."""
        armed = [entry for entry in site.discourse.named if entry.category == "armed_group"]
        if len(armed) != 1:
            return []
        return site.each(*armed)

    def _is_armed(self, site: ReferenceSite) -> bool:
        nouns = site.discourse.nouns
        words = words_of(path(site.token, "amod|compound|nmod|poss|nummod"))
        if not words <= nouns.armed | {"armed"}:
            return False
        if site.word in nouns.armed:
            return True
        if not words:
            return False
        return site.word in nouns.armed_bodies


class SameHead(Sieve):
    """Resolve "the spaceport" to the last phrase with the same last word that says more: "Kourou spaceport"."""

    id = "thing.same-head"
    needs = frozenset({"is_noun"})
    example = SieveExample(
        "France opened the Kourou spaceport. Chad visited the spaceport.", "spaceport#2", ("Kourou spaceport",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite common noun with at most a clause behind it."""
        if not site.is_definite_noun:
            return False
        return site.is_bare

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the longer phrases with this head, the last first."""
        first, word = site.n - 2 * REACH + 1, site.token.lower_
        spoken = site.discourse.said_before(site.token, first).reverse()
        longer = spoken.but_kind(*_NO_SAME_HEAD).longer()
        return [(mention,) for head, mention in longer if head.lower_ == word]


GROUPS: tuple[Sieve, ...] = (LedBy(), SameGroup(), ArmedGroup(), SameHead())
