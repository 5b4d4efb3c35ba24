"""Objects of prepositions: where the parse hangs them, and where it should have.

Parsers attach many phrases wrongly, so a preposition is looked for on the trigger, then on what carries it (its object,
its support verb), and last along the clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.extract.fillers import Filler, fill
from graphkit.nlp.dependencies import children, conjuncts, token_at
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, fits_any, path

_PREPOSITIONS = ("prep", "agent", "dative", "prt", "advmod", "mark")
#: "in response to", "for the second time": what follows is why or when, not where or against whom.
_OCCASIONS = frozenset(
    {"addition", "connection", "light", "line", "reaction", "reply", "response", "retaliation", "time", "view"}
)
#: The way from goods to whom they are bound for: "a cargo of grain [destined for Chad]".
_DESTINATION = ("acl:bound|destined|earmarked|headed|intended|meant", "prep:for|to", "pobj")
_DESTINING = frozenset({"for", "to"})
#: Phrases that name no participant.
_NO_PARTICIPANTS = (
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
    Shape('a clause: "they clashed, with guards surrounding them"', "*:with", before="*:,", has=["pcomp"]),
    Shape('a clause: "they clashed, with guards drawn in"', "*:with", before="*:,", has=["* acl/VBN|VBG"]),
)
#: "with" and a state behind a noun that tells of two sides: "met for talks on [relations with Chad]".
_WITH_STATE = Shape("the state", "*:with", before="pobj|conj{relational}")
_FURTHER = ">prep|dobj|npadvmod|pobj|advmod"
#: Names, dates and the like, through which a preposition is looked for; a common noun keeps its own.
_THROUGH = (Shape("a name", "*/PROPN|NUM|ADV"), Shape("a date", "*=DATE|TIME"), Shape("an object", "dobj"))


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
    return objects or _destinations(token, words)


def _objects_named(preposition: Token, words: tuple[str, ...]) -> list[Token]:
    """List the objects of a preposition and of those stacked on it, where either is one of the words."""
    if preposition.lower_ in words:
        objects = [c for c in children(preposition, "pobj") if c.lower_ not in _OCCASIONS]
        objects += path(preposition, "prep", "pobj")
    else:
        stacked = [c for c in children(preposition, "prep") if c.lower_ in words]
        objects = [c for inner in stacked for c in children(inner, "pobj")]
    return [c for c in objects if not is_time(c)]


def _destinations(noun: Token, words: tuple[str, ...]) -> list[Token]:
    """Return for whom a thing is bound: "a cargo of grain destined for Chad"."""
    if _DESTINING.isdisjoint(words):
        return []
    goods = [noun, *path(noun, "prep:of", "pobj")]
    return [receiver for thing in goods for receiver in path(thing, *_DESTINATION)]


def _is_no_participant(preposition: Token) -> bool:
    """Return whether a phrase names a source, only opens the sentence, or belongs to another word."""
    if fits_any(preposition, _NO_PARTICIPANTS):
        return True
    noun, inner = token_at(preposition, -1), children(preposition, "pobj")[:1]
    state = any(fits(c, "*/PROPN=GPE") for c in inner)
    return state and noun != preposition.head and _WITH_STATE.fits(preposition)


def prep_of(trigger: Token, carriers: list[Token], words: tuple[str, ...]) -> list[Filler]:
    """Find objects of a preposition on the trigger, on what carries it, or further along (parsers misattach)."""
    bases = [trigger, *carriers]
    for place, carrier in enumerate(bases):
        objects = prep_objects(carrier, words)
        if objects:
            return [Filler(objects[0], 1.0 if place < 2 else 0.9)]
    further = (t for base in bases for child in path(base, _FURTHER) for t in _further(base, child, words))
    return fill([next(further, None)], 0.75)


def _further(base: Token, child: Token, words: tuple[str, ...]) -> Iterator[Token]:
    """Find "the president" in "met in Paris with the president", where "with" hangs on Paris."""
    through = child.lower_ == "of" or (child.lower_ == "by" and "of" not in words)
    below = path(child, "pobj|prep|npadvmod")
    nodes = [child, *below, *(inner for node in (child, *below) for inner in children(node, "pobj"))]
    open_nodes = nodes if through else [node for node in nodes if fits_any(node, _THROUGH)]
    return (t for node in open_nodes for t in prep_objects(node, words) if t.i > base.i)


def between_of(noun: Token, carriers: list[Token]) -> list[Filler]:
    """Find both of "between A and B"."""
    sides = prep_of(noun, carriers, ("between", "among"))
    return [Filler(t, side.near) for side in sides for t in conjuncts(side.head)]
