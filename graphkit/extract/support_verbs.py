"""Find the verb that carries a noun: "hold [talks]", "engaged in [talks]", "the [talks] held by Chad"."""

from __future__ import annotations

from graphkit.extract.choices import first_found
from graphkit.extract.noun_classes import is_among, is_any_among
from graphkit.nlp.dependencies import children, lemma
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, path

_AMOUNTS = frozenset({"@quantity", "bulk", "campaign"})
#: Other objects of the verb, with which it does not carry the noun: "put the blame for the [raid] on Mali".
_OTHERS = frozenset({"@occasion", "blame", "responsibility", "fault"})
_SECOND_NOUN = Shape('"raids and [attacks]"', "conj", above=["*/NOUN"])
_OF_AMOUNT = Shape('"launched a wave of [attacks]"', "pobj", above=["*:of"])
_OBJECT = Shape('"hold [talks]"', "dobj|nsubjpass|attr", above=["*/VERB|AUX"])
_BEHIND_PREPOSITION = Shape(
    '"engaged in [talks]", "put into [effect]"',
    "pobj",
    above=["prep|agent:in|on|for|into|to|with|out|off|as", "*/VERB"],
)


def support_of(noun: Token, support_verbs: frozenset[str]) -> Token | None:
    """Return the verb that carries a noun: "hold [talks]", "engaged in [talks]"; "following [talks]" has none."""
    node = _leading_noun(noun)
    head = node.head
    if _OBJECT.fits(node):
        particles = children(head, "prt")
        phrases = {lemma(head), *(f"{lemma(head)} {particle.lower_}" for particle in particles[:1])}
        return head if phrases & support_verbs else None
    if _BEHIND_PREPOSITION.fits(node) and _carries_phrase(head.head, support_verbs):
        return head.head
    if fits(head, "relcl|acl"):
        return None
    participles = path(noun, "acl|relcl/VBN|VBD")  # "the talks held by A"
    carrying = [verb for verb in participles if lemma(verb) in support_verbs]
    return first_found(carrying)


def _leading_noun(noun: Token) -> Token:
    """Return the first of coordinated nouns, or the amount of which they are: "launched a [wave] of attacks"."""
    node = noun
    while _SECOND_NOUN.fits(node):
        node = node.head
    amount = node.head.head
    return amount if _OF_AMOUNT.fits(node) and is_among(amount, _AMOUNTS) else node


def _carries_phrase(verb: Token, support_verbs: frozenset[str]) -> bool:
    """Return whether a verb carries the noun behind its preposition; with "hold talks on the ties" not the ties too."""
    if lemma(verb) not in support_verbs:
        return False
    carried = children(verb, "dobj")
    return not is_any_among(carried[:1], _OTHERS)
