"""Mend receivers and complements of verbs with two objects: "gave the rebels a deadline", "called it a crime"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import comma_before, first_child, has_child, is_finite, lemma, resources_of
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token


def _complement(token: Token) -> Iterator[Attachment]:
    """Attach a complement that hangs as a second object or an apposition: "branded the treaty a step backwards"."""
    named = token.head if token.dep_ == "appos" else first_child(token.head, "dobj")
    verb = named.head if token.dep_ == "appos" and named is not None else token.head
    if token.dep_ not in ("dobj", "npadvmod", "appos") or token.pos_ != "NOUN" or not _names(verb):
        return
    if named is None or named.dep_ != "dobj" or named.i >= token.i or token.ent_type_ or comma_before(token):
        return
    if token.dep_ == "dobj" or has_child(token, "det"):
        yield Attachment(token, verb, "oprd")


def _named_receiver(token: Token) -> Iterator[Attachment]:
    """Attach a complement that hangs as a receiver: "designated the militia a terrorist group"."""
    verb = token.head
    called = first_child(verb, "dobj")
    if token.dep_ == "dative" and token.pos_ != "ADP" and called is not None and _names(verb) and token.i < called.i:
        yield Attachment(token, verb, "dobj")
        yield Attachment(called, verb, "oprd")


def _gift(token: Token) -> Iterator[Attachment]:
    """Attach a gift that hangs as a measure: "gave the rebels three days to surrender"."""
    verb = token.head
    if token.dep_ != "npadvmod" or lemma(verb) != "give" or token.i < verb.i:
        return
    if has_child(verb, "dative") and not has_child(verb, "dobj"):
        yield Attachment(token, verb, "dobj")


def _receiver(token: Token) -> Iterator[Attachment]:
    """Attach a receiver that hangs as the first of two objects: "gave Mali and the rebels a deadline"."""
    verb = token.head
    if token.dep_ != "dobj" or token.pos_ != "NOUN" or verb.pos_ != "VERB" or has_child(verb, "dative"):
        return
    first = first_child(verb, "dobj")
    if first is None or first.i >= token.i or lemma(verb) not in resources_of(verb).verbs.giving:
        return
    if first.right_edge.i + 1 == token.left_edge.i and verb.i < first.i:
        yield Attachment(first, verb, "dative")


def _small_clause(token: Token) -> Iterator[Attachment]:
    """Attach a complement that was read as a clause: "holds the plotters responsible"."""
    verb = token.head
    if token.dep_ == "oprd" and token.pos_ == "ADJ" and _names(verb) and first_child(verb, "dobj") is None:
        for noun in [c for c in token.children if c.dep_ == "compound" and c.pos_ == "NOUN"]:
            yield Attachment(noun, verb, "dobj")
    if token.dep_ != "ccomp" or token.pos_ not in ("ADJ", "NOUN") or not _names(verb) or is_finite(token):
        return
    subject = first_child(token, "nsubj")
    if subject is not None and verb.i < subject.i < token.i:
        yield Attachment(subject, verb, "dobj")
        yield Attachment(token, verb, "oprd")


def _names(verb: Token) -> bool:
    return verb.pos_ == "VERB" and lemma(verb) in resources_of(verb).verbs.naming


RECEIVER_REPAIRS: tuple[Repair, ...] = (
    Repair(
        "repair/complement",
        "Georgia branded the treaty a step towards annexation.",
        _complement,
        ("dobj", "npadvmod", "appos"),
    ),
    Repair("repair/named-receiver", "Norway designated the militia a terrorist group.", _named_receiver, ("dative",)),
    Repair("repair/gift", "Norway gave the rebels three days to surrender.", _gift, ("npadvmod",)),
    Repair("repair/receiver", "Norway gave Chad and Mali a deadline.", _receiver, ("dobj",)),
    Repair("repair/small-clause", "The bloc holds the plotters responsible.", _small_clause, ("oprd", "ccomp")),
)
