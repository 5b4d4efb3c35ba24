"""Mend what parsers do with the deeds with which somebody is charged: "accused the rebels of shelling towns"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import children, first_conjunct, has_child, lemma, resources_of
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token

#: Verbs that name with "of" what somebody is charged with.
_OF_CHARGE = frozenset({"accuse", "acquit", "convict", "suspect"})
_COMMON = frozenset({"NN", "NNS"})
_OBJECTS = frozenset({"dobj", "conj", "nsubjpass"})


def _charge(token: Token) -> Iterator[Attachment]:
    """Attach a charge that hangs on the accused: "accused the rebels of an attack"."""
    accused = token.head
    if token.lower_ != "of" or token.dep_ != "prep" or accused.dep_ not in _OBJECTS:
        return
    verb = first_conjunct(accused).head
    if lemma(verb) not in _OF_CHARGE:
        return
    actors = resources_of(token).classes["actor"]
    charges = [c for c in token.children if c.dep_ == "pobj" and c.pos_ == "NOUN" and not c.ent_type_]
    if has_child(token, "pcomp") or any(lemma(c) not in actors for c in charges):
        yield Attachment(token, verb, "prep")


def _charged_deed(token: Token) -> Iterator[Attachment]:
    """Attach a deed that is read as part of whom it is done to: "accused Chad of [shelling] towns"."""
    object_, preposition = token.head, token.head.head
    if token.tag_ != "VBG" or token.i != preposition.i + 1 or object_.dep_ != "pobj" or object_.tag_ not in _COMMON:
        return
    charging = preposition.head
    if preposition.lower_ != "of" or lemma(charging) not in _OF_CHARGE:
        return
    if object_.tag_ == "NN" and not _takes(token, object_):
        return
    yield Attachment(token, preposition, "pcomp")
    yield Attachment(object_, token, "dobj")
    for phrase in children(charging, "prep"):
        if phrase.i > object_.i:
            yield Attachment(phrase, token, "prep")


def _takes(verb: Token, noun: Token) -> bool:
    """Tell whether a verb is known with an object: "opening [fire]"."""
    rows = resources_of(verb).lexicon.rows_for("verb", lemma(verb))
    return any(lemma(noun) in row.object for row in rows)


CHARGE_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/charge", "Norway accused the rebels of an attack.", _charge, ("prep",)),
    Repair("repair/charged-deed", "Norway accused Chad of shelling towns.", _charged_deed, ("amod", "compound")),
)
