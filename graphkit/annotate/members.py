"""Tell whether people or a noun stand for a body: "EU foreign ministers", "Boko Haram militants", "the M23 group"."""

from __future__ import annotations

from graphkit.annotate.phrases import Phrase
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import Entry
from graphkit.resources.resources import Resources

_PLURAL = frozenset({"NNS", "NNPS"})
#: Words between a body's name and what it is: "the M23 armed group", "the Mercosur trade bloc".
_TELLING = frozenset({"armed", "militant", "rebel", "trade", "regional", "military", "security"})
#: Before members of a body who act for themselves.
_SOME = frozenset({"several", "some", "many", "few", "other"})
#: Categories of bodies whose fighters act as they.
_FIGHTING = frozenset({"armed_group", "party"})
_OF_STATES = frozenset({"igo", "alliance"})


class Members:
    """Answers for one Doc who acts as a body."""

    def __init__(self, doc: Doc, resources: Resources) -> None:
        self.doc, self.nouns, self.gazetteer = doc, resources.nouns, resources.gazetteer

    def act_as(self, phrase: Phrase, body: Entry | None) -> bool:
        """Tell whether members of a body act as it: "EU foreign ministers", "the UN mission", its fighters."""
        head = phrase.head
        if lemma(head) in self.nouns.fighters and (body is None or body.category in _FIGHTING):
            return head.tag_ in _PLURAL or body is not None
        if self.nouns.members.isdisjoint(phrase.phrases) or _are_some(head):
            return False
        if head.tag_ in _PLURAL:
            return True
        if head.tag_ != "NN":
            return False
        return lemma(head) in self.nouns.single_members

    def are_called(self, phrase: Phrase, owner: Name) -> bool:
        """Tell whether a noun only says what the name before it is: "the Taliban movement", "the M23 armed group"."""
        head = phrase.head
        if owner.end > head.i:
            return False
        if head.tag_ != "NN":
            return False
        if lemma(head) not in self.nouns.any_bodies:
            return False
        if owner.entry is not None and not self._can_be(self.gazetteer.entries[owner.entry], lemma(head)):
            return False
        if any(t.lower_ not in _TELLING for t in self.doc[owner.end : head.i]):
            return False
        return any(c.lower_ == "the" for c in head.children)

    def _can_be(self, body: Entry, noun: str) -> bool:
        """Tell whether a known body can be called so: no bloc is a militia."""
        if body.category in _FIGHTING:
            return True
        return body.category in _OF_STATES and noun not in ("militia", "movement")


def _are_some(head: Token) -> bool:
    """Tell whether some members act, and not the body: "two members of Congress"."""
    counts = [c for c in head.lefts if c.dep_ in ("nummod", "amod", "det")]
    return lemma(head) == "member" and any(c.dep_ == "nummod" or c.lower_ in _SOME for c in counts)
