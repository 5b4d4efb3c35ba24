"""Tell whether people or a noun stand for a body: "EU foreign ministers", "Boko Haram militants", "the M23 group"."""

from __future__ import annotations

from graphkit.annotate.described_kind import is_of_class
from graphkit.annotate.phrases import Phrase
from graphkit.nlp.dependencies import PLURAL, lemma, words_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.nlp.tree_paths import Shape, Shapes
from graphkit.resources.gazetteer.gazetteer import Entry
from graphkit.resources.resources import Resources

#: Words between a body's name and what it is: "the M23 armed group", "the Mercosur trade bloc".
_TELLING = frozenset({"armed", "militant", "rebel", "trade", "regional", "military", "security"})
#: Some members of a body, who act for themselves.
_SOME = Shapes(
    Shape('"two [members] of Congress"', has=["<nummod"]),
    Shape('"some [members] of Congress"', has=["<amod|det:several|some|many|few|other"]),
)
_THE_BODY = Shape('"the Taliban [movement]"', "*/NN", has=["*:the"])
#: What no body of states is called.
_OF_FIGHTERS = frozenset({"militia", "movement"})
#: Categories of bodies whose fighters act as they.
_FIGHTING = frozenset({"armed_group", "party"})
#: A body without an entry in the gazetteer.
_UNKNOWN = ""
_WITH_FIGHTERS = _FIGHTING | {_UNKNOWN}
_OF_STATES = frozenset({"igo", "alliance"})
#: Categories of bodies that have ships and aircraft; "a Boeing jet" is only made by its body.
_ARMED = _FIGHTING | _OF_STATES
_ARMS = ("vehicle", "troops")


class Members:
    """Tells for one Doc which people act as a body."""

    def __init__(self, doc: Doc, resources: Resources) -> None:
        self.doc, self.nouns, self.gazetteer = doc, resources.nouns, resources.gazetteer
        self.classes = resources.classes

    def act_as(self, phrase: Phrase, body: Entry | None) -> bool:
        """Tell whether members of a body act as it: "EU foreign ministers", "the UN mission", its fighters."""
        noun, tag = lemma(phrase.head), phrase.head.tag_
        category = body.category if body is not None else _UNKNOWN
        if noun in self.nouns.fighters and category in _WITH_FIGHTERS:
            return category != _UNKNOWN or tag in PLURAL
        if category in _ARMED and is_of_class(phrase.phrases, self.classes, *_ARMS):
            return True
        if self.nouns.members.isdisjoint(phrase.phrases):
            return False
        if noun == "member" and _SOME.fits(phrase.head):
            return False
        if tag in PLURAL or category in _FIGHTING:
            return True  # "a Hamas leader"
        if tag != "NN":
            return False
        return noun in self.nouns.single_members

    def are_called(self, phrase: Phrase, owner: Name) -> bool:
        """Tell whether a noun only says what the name before it is: "the Taliban movement", "the M23 armed group"."""
        noun, between = lemma(phrase.head), self.doc.tokens[owner.end : phrase.head.i]
        if owner.end > phrase.head.i:
            return False
        if noun not in self.nouns.any_bodies and noun not in self.nouns.governments:
            return False
        if owner.entry is not None and not self._can_be(self.gazetteer.entries[owner.entry], noun):
            return False
        if not _TELLING.issuperset(words_of(between)):
            return False
        return _THE_BODY.fits(phrase.head)

    def _can_be(self, body: Entry, noun: str) -> bool:
        """Tell whether a known body can be called so: no bloc is a militia."""
        if body.category in _FIGHTING:
            return True
        if body.category not in _OF_STATES:
            return False
        return noun not in _OF_FIGHTERS
