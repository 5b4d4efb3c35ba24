"""Objects of prepositions: where the parse hangs them, and where it should have.

Parsers attach many phrases wrongly, so a preposition is looked for on the trigger, then on what carries it (its object,
its support verb), and last along the clause.
"""

from __future__ import annotations

from graphkit.extract.fillers import Filler, fill
from graphkit.nlp.dependencies import children, conjuncts, token_at
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, path, paths, pick

#: Prepositions that lead to what another one leads to.
_SAME = {"inside": "in", "within": "in"}
_PREPOSITIONS = ("prep", "agent", "dative", "prt", "advmod", "mark")
#: What a preposition may lead to: no date, and not "in response to", "for the second time".
_UNDATED = "pobj=!DATE|TIME"
_PARTICIPANT = (
    "pobj:!addition|connection|light|line|reaction|reply|response|retaliation|time|view=!DATE|TIME"  # why or when
)
#: The way from goods to whom they are bound for: "a cargo of grain [destined for Chad]".
_DESTINATION = (
    "acl:bound|destined|earmarked|headed|intended|meant|carrying|loaded|laden|filled|packed",
    "prep:for|to",
    "pobj",
)
_DESTINING = frozenset({"for", "to"})
#: Phrases that name no participant.
_NO_PARTICIPANTS = Shapes(
    Shape('a source: "according to"', "*:according"),
    Shape(
        'an opening: "In solidarity with Peru, Chile recalled ..."',
        "<prep|advmod:!in|at",
        above=["*/VERB"],
        lacks=["*/WDT|WP"],
    ),
    Shape(
        'an opening that is no place: "In answer, ..."',
        "<prep|advmod",
        above=["*/VERB"],
        lacks=["*/WDT|WP", "*=GPE|LOC"],
    ),
    Shape('who helped: "agreed with the help of Chad"', "*:with", has=["pobj{services}"]),
    Shape('a clause: "they clashed, with guards surrounding them"', "*:with", before="*:,", has=["pcomp"]),
    Shape('a clause: "they clashed, with guards drawn in"', "*:with", before="*:,", has=["* acl/VBN|VBG"]),
)
#: "with" and a state behind a noun that tells of two sides: "met for talks on [relations with Chad]".
_WITH_STATE = Shape("the state", "*:with", before="pobj|conj{relational}")
#: Prepositions through which others are looked for.
_PASSED, _PASSED_FOR_OTHERS = frozenset({"of"}), frozenset({"of", "by"})
_FURTHER = ">prep|dobj|npadvmod|pobj|advmod"
#: Names, dates and the like, through which a preposition is looked for; a common noun keeps its own.
_THROUGH = frozenset({"PROPN", "NUM", "ADV", "DATE", "TIME", "dobj"})
_FOR_TO = Shape('"called for Chad [to leave]"', ">advcl|xcomp|ccomp|acl", has=["mark:for", "aux:to"])


def is_time(token: Token) -> bool:
    """Return whether a prepositional object is a date or a duration, which is no participant."""
    return token.ent_type_ in ("DATE", "TIME")


def prep_objects(token: Token, words: tuple[str, ...]) -> list[Token]:
    """Return the objects of these prepositions right below a token, also of stacked ones ("out of", "from inside")."""
    objects: list[Token] = []
    for preposition in children(token, *_PREPOSITIONS):
        named = _objects_named(preposition, words)
        if named and not _is_no_participant(preposition):
            objects += named
    asked = paths(_FOR_TO.below(token), "nsubj") if "for" in words else []
    return objects or _destinations(token, words) or asked


def _objects_named(preposition: Token, words: tuple[str, ...]) -> list[Token]:
    """List the objects of a preposition and of those stacked on it, where either is one of the words."""
    stacked = children(preposition, "prep")
    if _SAME.get(preposition.lower_, preposition.lower_) in words:
        return path(preposition, _PARTICIPANT) + paths(stacked, _UNDATED)
    named = [inner for inner in stacked if inner.lower_ in words]
    return paths(named, _UNDATED)


def _destinations(noun: Token, words: tuple[str, ...]) -> list[Token]:
    """Return for whom a thing is bound: "a cargo of grain destined for Chad"."""
    if _DESTINING.isdisjoint(words):
        return []
    receivers = []
    for goods in (noun, *path(noun, "prep:of", "pobj")):
        receivers += path(goods, *_DESTINATION)
    return receivers


def _is_no_participant(preposition: Token) -> bool:
    """Return whether a phrase names a source, only opens the sentence, or belongs to another word."""
    if _NO_PARTICIPANTS.fits(preposition):
        return True
    objects = path(preposition, "pobj")
    states = pick(objects[:1], "*/PROPN=GPE")
    if not states or token_at(preposition, -1) == preposition.head:
        return False
    return _WITH_STATE.fits(preposition)


def prep_of(trigger: Token, carriers: list[Token], words: tuple[str, ...]) -> list[Filler]:
    """Find objects of a preposition on the trigger, on what carries it, or further along (parsers misattach)."""
    bases = [trigger, *carriers]
    for place, carrier in enumerate(bases):
        objects = prep_objects(carrier, words)
        if objects:
            near = 1.0 if place < 2 else 0.9
            return fill(objects[:1], near)
    for base in bases:
        for child in path(base, _FURTHER):
            further = _find_further(base, child, words)
            if further:
                return fill(further[:1], 0.75)
    return []


def _find_further(base: Token, child: Token, words: tuple[str, ...]) -> list[Token]:
    """Find "the president" in "met in Paris with the president", where "with" hangs on Paris."""
    first = [child, *path(child, "pobj|prep|npadvmod")]
    nodes = first + paths(first, "pobj")
    passed = _PASSED if "of" in words else _PASSED_FOR_OTHERS
    if child.lower_ not in passed:
        nodes = [node for node in nodes if not _THROUGH.isdisjoint((node.pos_, node.ent_type_, node.dep_))]
    for node in nodes:
        objects = [t for t in prep_objects(node, words) if t.i > base.i]
        if objects:
            return objects
    return []


def between_of(noun: Token, carriers: list[Token]) -> list[Filler]:
    """Find both of "between A and B"."""
    sides = prep_of(noun, carriers, ("between", "among"))
    if not sides:
        return []
    head, near = sides[0]
    return fill(conjuncts(head), near)
