"""Tell how far a date stands from an event in the tree, and which dates belong to other events."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from graphkit.nlp.dependencies import mark_between
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits, path

_VERBS = frozenset({"VERB", "AUX"})
#: Steps up the tree on which a verb above an event only frames it: "were set to meet on Thursday".
_FRAME_DEPS = frozenset("xcomp dobj pobj prep nsubjpass attr acomp nsubj conj pcomp".split())
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "acl"})
#: How many governors up a date may stand from its event, a verb above the event from it, and a verb below it.
_DATE_STEPS, _FRAME_STEPS, _OWN_STEPS = 7, 5, 2
#: Verbs between a date and its event that are no deeds of their own; "invited him to come in May" is not of May.
_OWN_VERBS = Shapes(
    Shape('"before [meeting] on Monday"', "pcomp"),
    Shape('"kept [talking] on Monday"', "xcomp", lacks=["aux:to"]),
)
#: "The raid after the war last June": the date is that of the other event; "before dawn on Sunday" is no other event.
_OTHER_EVENT = Shape(
    '"since the [war] last June"',
    "pobj:!dawn|daybreak|sunrise|noon|midday|dusk|sunset|nightfall|midnight=!DATE|TIME",
    above=["*:since|after|before|until"],
)
#: "Condemned the events of May 13": the date is the noun's; "on the night of May 13" is no such noun.
_NOUN_DATES = Shapes(
    Shape('"[Sunday]\'s raid"', "poss|compound|nmod|amod|nummod", above=["*/NOUN|PROPN=!DATE|TIME"]),
    Shape('"the events of [May] 13"', "pobj", above=["prep:of", "*/NOUN|PROPN=!DATE|TIME"]),
)
_OF = Shape('"[of] May 13"', "prep:of")
#: "Spoke at [Sunday]'s summit": what happens at an occasion is of its day.
_AT_OCCASION = Shapes(
    Shape('"at Sunday\'s [summit]"', "pobj", above=["*:at|during|in|on|with"]),
    Shape('"chaired Sunday\'s [summit]"', "dobj", above=["*{!speech|judging|appraising|uttering}"]),
)
_OTHER_CLAUSE = Shapes(
    Shape('"met him on Monday, and Chad [protested]"', "conj/VERB|AUX", has=["nsubj|nsubjpass/NNP|NNPS|NN"]),
    Shape('"met on Monday, and two days after they [split]"', "conj/VERB|AUX", has=["mark:after|before"]),
)
_DUE = "*/ADJ[due]"


def measure_distance(root: Token, homes: Collection[int]) -> int | None:
    """Return the steps from a date up to the event; None where another verb or noun owns the date."""
    node, owner = root, _find_noun(root)
    is_elsewhere = _NOUN_DATES.fits(root) and not _AT_OCCASION.fits(owner)
    if is_elsewhere and owner.i not in homes:
        return None
    for steps in range(_DATE_STEPS):
        if node.i in homes:
            return steps
        if node.head == node:
            return None
        if node != root and _OTHER_EVENT.fits(node):
            return None
        node = _find_owner(node.head, root)
        if node.pos_ in _VERBS or fits(node, _DUE):
            return steps + 1 if node.i in homes else _measure_from_clause(node, homes, steps)
    return _DATE_STEPS if node.i in homes else None


def _find_noun(root: Token) -> Token:
    """Return the noun that a date describes."""
    above = root.head
    return above.head if _OF.fits(above) else above


def _find_owner(governor: Token, root: Token) -> Token:
    """Return the clause that owns a date: one that opens the sentence right before it ("Hit on Monday, Chad ...")."""
    if governor.pos_ not in _VERBS or governor.i < root.i:
        return governor
    openers = [opener for opener in path(governor, "<advcl") if opener.i < root.i]
    for opener in openers:
        if not mark_between(opener, root, ","):
            return opener
    return governor


def _measure_from_clause(verb: Token, homes: Collection[int], steps: int) -> int | None:
    """Measure how far above the event a verb stands that only frames it ("were set to meet on Thursday")."""
    for home in homes:
        above = _count_frame_steps(verb.doc[home], verb)
        if above is not None:
            return steps + 3 + above
    node = verb  # or on a verb right below it: "a meeting scheduled for Monday"
    for below in range(1, _OWN_STEPS + 1):
        if fits(node, "acl|relcl") and node.head.i in homes:
            return steps + 2 + below
        if not _OWN_VERBS.fits(node):
            return None
        node = node.head
        if node.i in homes:
            return steps + 3 + below
    return None


def _count_frame_steps(event: Token, verb: Token) -> int | None:
    """Count the governors from an event up to a verb that only frames it; "voted on Monday to condemn" does not."""
    way = [event, *event.ancestors[:_FRAME_STEPS]]
    for steps, (node, above) in enumerate(pairwise(way), 1):
        if node.dep_ not in _FRAME_DEPS or _OTHER_CLAUSE.fits(node):
            return None
        if above == verb:
            return steps
        if fits(above, "*{judging}"):
            return None
    return None


def is_framed(root: Token, event: Token) -> bool:
    """Return whether a date is on the verb around an occasion or on its schedule ("set for Monday")."""
    verbs = [token for token in (root, *root.ancestors) if token.pos_ in _VERBS]
    if not verbs:
        return False
    if fits(verbs[0], "*{speech}"):
        return False
    if verbs[0].i > event.i and fits(verbs[0], "*{scheduling}"):
        return True
    way = [event, *event.ancestors[:_FRAME_STEPS]]
    for node, above in pairwise(way):
        if node.dep_ in _CLAUSES:
            return False
        if above == verbs[0]:
            return True
    return False
