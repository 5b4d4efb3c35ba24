"""Whom the article names elsewhere: the one armed group, the one state whose police it is, the list beside a noun.

A description is resolved only where one candidate is left; with two armed groups or two states it stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, first_child, lemma
from graphkit.nlp.document import Annotated

_NAMED = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.PERSON})
#: Between a noun and what stands in apposition to it.
_MARKS = frozenset({",", ":", "-", "--", "–", "—", "("})  # noqa: RUF001  (dashes are what this is about)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def name_parties(annotated: Annotated) -> None:
    """Gives unnamed groups of an article the names that it has for them."""
    parties = _Parties(annotated)
    for i, found in sorted(annotated.mentions.items()):
        if len(found) == 1 and found[0].reason == "description" and found[0].kind is Kind.GROUP:
            meant = parties.resolve(annotated.doc[i], found[0])
            if meant:
                annotated.mentions[i] = meant


class _Parties:
    """The named parties of one article, and which noun stands for one of them."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.nouns = annotated, annotated.resources.nouns
        entries = {name.entry for name in annotated.names.values() if name.entry is not None}
        known = [annotated.resources.gazetteer.entries[entry] for entry in entries]
        self.armed = [e for e in known if e.category == "armed_group"]
        places = {e.id for e in known if e.kind in (Kind.STATE, Kind.PLACE)}
        gazetteer = annotated.resources.gazetteer
        states = {gazetteer.state_of(entry) for entry in places} - {None}
        self.states = [gazetteer.entries[state] for state in states if state is not None]

    def resolve(self, head: Token, mention: Mention) -> tuple[Mention, ...]:
        """What a noun stands for besides what it says; empty where that is not plain."""
        listed = self._listed(head) or self._copula(head)
        if listed:
            return tuple(replace(m, span=mention.span, text=mention.text, reason="apposition") for m in listed)
        if len(self.armed) == 1 and self._is_armed(head):
            entry = self.armed[0]
            return (replace(mention, name=entry.name, kind=entry.kind, entry=entry.id, reason="anaphor"),)
        if len(self.states) == 1 and self._is_national(head):
            entry = self.states[0]
            return (replace(mention, name=entry.name, kind=entry.kind, entry=entry.id, reason="agent of state"),)
        return ()

    def _listed(self, head: Token) -> list[Mention]:
        """The named ones beside a plural: "the guarantor powers Chad and Niger", "the two states, Chad and Niger"."""
        first = first_child(head, "appos")
        if head.tag_ not in ("NNS", "NNPS") or first is None or first.i < head.i:
            return []
        members = [
            m for t in conjuncts(first) for m in self.annotated.mentions.get(t.i, ()) if t.i in self.annotated.names
        ]
        if len(members) < 2 or any(m.kind is not members[0].kind or m.kind not in _NAMED for m in members):
            return []
        number = first_child(head, "nummod")
        counted = number is not None and _NUMBERS.get(number.lower_) == len(members)
        return members if counted or head.doc[first.left_edge.i - 1] == head else []

    def _copula(self, head: Token) -> list[Mention]:
        """The one whom a sentence says it was: "the only state that objected was Chad"."""
        verb = head.head
        if head.dep_ != "nsubj" or lemma(verb) != "be" or first_child(head, "relcl", "acl") is None:
            return []
        named = first_child(verb, "attr")
        if named is None or named.i not in self.annotated.names or first_child(verb, "neg") is not None:
            return []
        found = [m for t in conjuncts(named) for m in self.annotated.mentions.get(t.i, ())]
        plural = head.tag_ == "NNS"
        fits = all(m.kind is Kind.STATE for m in found) and lemma(head) in self.nouns.pair_states
        return found if fits and plural == (len(found) > 1) else []

    def _is_armed(self, head: Token) -> bool:
        """Whether a noun can be any armed group: "the rebels", "the armed opposition", "the Islamist militants"."""
        words = [c.lower_ for c in head.children if c.dep_ in ("amod", "compound", "nmod", "poss", "nummod")]
        armed = lemma(head) in self.nouns.armed
        if not armed and (lemma(head) not in self.nouns.armed_bodies or not words):
            return False
        definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)
        described = any(c.dep_ in ("prep", "relcl", "acl", "appos") for c in head.children)
        return definite and not described and all(word in self.nouns.armed or word == "armed" for word in words)

    def _is_national(self, head: Token) -> bool:
        """Whether a noun is what every state has one of: "the authorities", "police"."""
        known = all(c.dep_ == "punct" or c.lower_ == "the" or c.dep_ in ("relcl", "cc", "conj") for c in head.children)
        return known and head.tag_ != "NNP" and head.lower_ in self.nouns.of_every_state
