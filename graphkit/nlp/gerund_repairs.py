"""Mend gerunds behind the "of" of a charge that parsers read as adjectives: "accused Guinea of shelling towns"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import children, lemma, resources_of
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token

#: Verbs that name with "of" what somebody is charged with.
OF_CHARGE = frozenset({"accuse", "suspect", "acquit", "convict"})
#: Behind the object they belong to the deed of the charge, not to the charge: "of opening fire on a boat".
_OF_DEED = frozenset({"at", "on", "into", "against", "to", "with", "toward", "towards"})


def _gerund(token: Token) -> Iterator[Attachment]:
    """Attach a deed right behind "of" to it, with its object and what belongs to the deed."""
    noun, of = token.head, token.head.head
    if token.tag_ != "VBG" or noun.dep_ != "pobj" or of.lower_ != "of" or token.i != of.i + 1:
        return
    verb = of.head
    if lemma(verb) not in OF_CHARGE or not (token.dep_ == "amod" or _takes(token, noun)):
        return
    yield Attachment(token, of, "pcomp")
    yield Attachment(noun, token, "dobj")
    for preposition in children(verb, "prep"):
        nouns = children(preposition, "pobj")
        is_dated = any(word.ent_type_ in ("DATE", "TIME") for word in nouns)
        if preposition.i > noun.i and preposition.lower_ in _OF_DEED and not is_dated:
            yield Attachment(preposition, token, "prep")


def _takes(verb: Token, noun: Token) -> bool:
    """Tell whether a verb is known with an object: "opening [fire]"."""
    rows = resources_of(verb).lexicon.rows_for("verb", lemma(verb))
    return any(lemma(noun) in row.object for row in rows)


GERUND_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/gerund", "Norway accused the rebels of shelling towns.", _gerund, ("amod", "compound")),
)
