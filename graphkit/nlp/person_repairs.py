"""Mend what parsers do with persons set off by commas, courtesies before names, and objects that come late."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import (
    SUBJECTS,
    comma_before,
    conjuncts,
    first_conjunct,
    has_child,
    lemma,
    resources_of,
    word_at,
)
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import path

#: "in the strongest [terms]".
_MANNERS = frozenset({"term", "word", "language"})


def _apposed_person(token: Token) -> Iterator[Attachment]:
    """Attach a person who hangs on the state or body of the office: "the minister of trade of Mali, Ana Duarte,"."""
    body = token.head
    if token.dep_ != "appos" or token.ent_type_ != "PERSON" or body.dep_ != "pobj" or comma_before(token) is None:
        return
    offices, office = resources_of(token).classes["office"], body
    while office.dep_ == "pobj" and office.head.dep_ == "prep" and office.ent_type_ != "PERSON":
        office = office.head.head
        if office.pos_ in ("NOUN", "PROPN") and lemma(office) in offices:
            yield Attachment(token, office, "appos")
            return


def _beside_apposition(token: Token) -> Iterator[Attachment]:
    """Attach a second person to the office of the first: "the envoy, Adam Kone, and Ana Duarte met"."""
    holder, office = token.head, token.head.head
    if token.dep_ != "conj" or token.ent_type_ != "PERSON" or holder.ent_type_ != "PERSON" or holder.dep_ != "appos":
        return
    is_closed = any(word.text == "," for word in token.doc[holder.i + 1 : token.left_edge.i])
    if is_closed and lemma(office) in resources_of(token).classes["office"] and office.tag_ in ("NN", "NNP"):
        yield Attachment(token, office, "conj")


def _courtesy(token: Token) -> Iterator[Attachment]:
    """Put a person in the place of the courtesy before the name: "His Excellency Adam Kone thanked Norway"."""
    title = token.doc[token.left_edge.i - 1] if token.dep_ == "nsubj" and token.left_edge.i else token.head
    if token.dep_ not in ("appos", "nsubj") or comma_before(token) is not None:
        return
    if token.ent_type_ != "PERSON" and lemma(token) not in resources_of(token).classes["office"]:
        return  # "His Highness the Amir"
    if title.lower_ not in resources_of(token).names.honorific or title.dep_ == "ROOT":
        return
    if token.dep_ == "appos" or title.head == token.head:
        yield Attachment(token, title.head, title.dep_)
        yield Attachment(title, token, "compound")


def _fronted_subject(token: Token) -> Iterator[Attachment]:
    """Attach a subject that hangs on the phrase before it: "At the invitation of Ali, Ana Duarte will go"."""
    first, comma = token.head, comma_before(token)
    if token.dep_ != "appos" or token.ent_type_ != "PERSON" or comma is None or first.ent_type_ != token.ent_type_:
        return
    way = [first, *first.ancestors]
    front = next((word for word in way if word.dep_ == "prep" and word.head.pos_ in ("VERB", "AUX")), None)
    if front is None or front.i != front.sent.start or has_child(front.head, *SUBJECTS):
        return
    if token.right_edge.i < front.head.i:
        yield Attachment(token, front.head, "nsubj")


def _late_object(token: Token) -> Iterator[Attachment]:
    """Attach an object behind a phrase of manner: "condemned in the strongest terms the raid carried out by Chad"."""
    clause, noun = token.head, token.head.head
    if token.dep_ not in SUBJECTS or clause.dep_ != "relcl" or clause.tag_ not in ("VBN", "VBD"):
        return
    if lemma(noun) not in _MANNERS or noun.dep_ != "pobj" or token.left_edge.i != noun.i + 1:
        return
    verb = noun.head.head
    if verb.pos_ == "VERB" and has_child(clause, "agent"):
        yield Attachment(token, verb, "dobj")
        yield Attachment(clause, token, "acl")


def _offices_behind(token: Token) -> Iterator[Attachment]:
    """Attach offices between commas to the person before: "Prince Ali, Crown Prince and Prime Minister, met Kone"."""
    person = token.head
    if token.dep_ != "conj" or person.ent_type_ != "PERSON" or token.left_edge.i != person.i + 2:
        return
    if comma_before(token) is None or lemma(token) not in resources_of(token).classes["office"]:
        return
    if word_at(token.right_edge, 1) == "," and word_at(token, 1) == "and":
        yield Attachment(token, person, "appos")


def _names_in_order(token: Token) -> Iterator[Attachment]:
    """Attach the names of those who hold the offices of a list: "the presidents of Peru and Oman, Ana Diaz and Ali"."""
    first = first_conjunct(token)
    office = first if first.tag_ == "NNS" else first.head.head
    if token.dep_ != "conj" or token.pos_ != "PROPN" or office.tag_ != "NNS" or comma_before(token) is None:
        return
    if lemma(office) not in resources_of(token).classes["office"]:
        return
    named = [word for noun in path(office, "prep:of", "pobj") for word in conjuncts(noun)]
    owners = [word for word in named if word.i < token.left_edge.i]
    holders = [word for word in conjuncts(first) if word.i >= token.left_edge.i]
    if len(owners) == len(holders) > 1 and word_at(holders[-1], 1) == ",":
        yield Attachment(token, office, "appos")


PERSON_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/apposed-person", "The envoy to Mali, Ana Duarte, thanked Chad.", _apposed_person, ("appos",)),
    Repair(
        "repair/beside-apposition", "The envoy, Adam Kone, and Ana Duarte met in Lima.", _beside_apposition, ("conj",)
    ),
    Repair(
        "repair/offices-behind",
        "Prince Ali Rashid, Crown Prince and Prime Minister, received Adam Kone.",
        _offices_behind,
        ("conj",),
    ),
    Repair(
        "repair/names-in-order",
        "The presidents of Peru and Oman, Ana Duarte and Ali Rashid, met in Lima.",
        _names_in_order,
        ("conj",),
    ),
    Repair("repair/courtesy", "His Excellency Adam Kone thanked Norway.", _courtesy, ("appos", "nsubj")),
    Repair(
        "repair/fronted-subject",
        "At the invitation of Adam Kone, Ana Duarte will visit Chad.",
        _fronted_subject,
        ("appos",),
    ),
    Repair(
        "repair/late-object",
        "Norway condemned in the strongest terms the raid carried out by Chad.",
        _late_object,
        SUBJECTS,
    ),
)
