"""Objects of prepositions: where the parse hangs them, and where it should have.

Parsers attach many phrases wrongly, so a preposition is looked for on the trigger, then on what carries it (its object,
its support verb), and last along the clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.nlp.dependencies import children, conjuncts, first_child, lemma, resources_of, token_at, word_at
from graphkit.nlp.tokens import Token

_PREPOSITIONS = ("prep", "agent", "dative", "prt", "advmod", "mark")
#: "in response to", "for the second time": what follows is why or when, not where or against whom.
_OCCASIONS = frozenset(
    {"addition", "connection", "light", "line", "reaction", "reply", "response", "retaliation", "time", "view"}
)
#: Participles and prepositions that say for whom something is.
_BOUND = frozenset({"bound", "destined", "earmarked", "headed", "intended", "meant"})
_DESTINING = frozenset({"for", "to"})


@dataclass(frozen=True, slots=True)
class Filler:
    """A phrase head in a slot; `near` is 1.0 where the parse says so and less where it was a fallback."""

    head: Token
    near: float = 1.0


def is_time(token: Token) -> bool:
    """Return whether a prepositional object is a date or a duration, which is no participant."""
    return token.ent_type_ in ("DATE", "TIME")


def prep_objects(token: Token, words: tuple[str, ...]) -> list[Token]:
    """Return the objects of these prepositions right below a token, also of stacked ones ("out of", "from inside")."""
    objects: list[Token] = []
    for child in children(token, *_PREPOSITIONS):
        if _is_no_participant(child, token):
            continue
        if child.lower_ in words:
            objects += [c for c in children(child, "pobj") if not is_time(c) and c.lower_ not in _OCCASIONS]
        for stacked in children(child, "prep"):
            if child.lower_ in words or stacked.lower_ in words:
                objects += [c for c in children(stacked, "pobj") if not is_time(c)]
    return objects or _destinations(token, words)


def _destinations(noun: Token, words: tuple[str, ...]) -> list[Token]:
    """Return for whom a thing is bound: "a cargo of grain destined for Chad"."""
    if not _DESTINING.intersection(words):
        return []
    goods = [noun, *(c for of in children(noun, "prep") if of.lower_ == "of" for c in children(of, "pobj"))]
    bound = [c for thing in goods for c in children(thing, "acl") if c.lower_ in _BOUND]
    return [t for verb in bound for p in children(verb, "prep") if p.lower_ in _DESTINING for t in children(p, "pobj")]


def _is_no_participant(preposition: Token, token: Token) -> bool:
    """Return whether a phrase names a source, only opens the sentence, or belongs to another word."""
    if preposition.lower_ == "according":
        return True
    opens = preposition.i < token.i and token.pos_ == "VERB" and preposition.dep_ in ("prep", "advmod")
    if opens and _only_opens(preposition):  # "In solidarity with Peru, Chile recalled ..."
        return True
    return preposition.lower_ == "with" and (_is_absolute(preposition) or _belongs_inside(preposition, token))


def _only_opens(preposition: Token) -> bool:
    """Tell whether a phrase before its verb tells no participant, unlike a place ("In Peru") or "with whom"."""
    if any(c.tag_ in ("WDT", "WP") for c in preposition.children):
        return False
    is_place = any(c.ent_type_ in ("GPE", "LOC") for c in preposition.children)
    return not (is_place and preposition.lower_ in ("in", "at"))


def _is_absolute(preposition: Token) -> bool:
    """Return whether "with" opens a clause of its own: "they clashed, with guards drawn into the fight"."""
    return word_at(preposition, -1) == "," and any(
        c.dep_ == "pcomp" or any(g.dep_ == "acl" and g.tag_ in ("VBN", "VBG") for g in c.children)
        for c in preposition.children
    )


def _belongs_inside(preposition: Token, base: Token) -> bool:
    """Return whether "with" and a state go with the noun right before: "met for talks on [relations with Chad]"."""
    noun = token_at(preposition, -1)
    inner = first_child(preposition, "pobj")
    return (
        noun is not None
        and noun.i != base.i
        and noun.dep_ in ("pobj", "conj")
        and lemma(noun) in resources_of(noun).nouns.relational
        and inner is not None
        and inner.pos_ == "PROPN"
        and inner.ent_type_ == "GPE"
    )


def prep_of(trigger: Token, carriers: list[Token], words: tuple[str, ...]) -> list[Filler]:
    """Find objects of a preposition on the trigger, on what carries it, or further along (parsers misattach)."""
    bases = [trigger, *carriers]
    for place, carrier in enumerate(bases):
        found = prep_objects(carrier, words)
        if found:
            return [Filler(found[0], 1.0 if place < 2 else 0.9)]
    for base in bases:
        for child in base.children:
            if child.i > base.i and child.dep_ in ("prep", "dobj", "npadvmod", "pobj", "advmod"):
                further = _further(base, child, words)
                if further is not None:
                    return [Filler(further, 0.75)]
    return []


def _further(base: Token, child: Token, words: tuple[str, ...]) -> Token | None:
    """Find "the president" in "met in Paris with the president", where "with" hangs on Paris.

    Looked for only through names, dates and the like: a common noun keeps its own prepositions.
    """
    nodes = [child, *(c for c in child.children if c.dep_ in ("pobj", "prep", "npadvmod"))]
    nodes += [inner for node in list(nodes) for inner in node.children if inner.dep_ == "pobj"]
    for node in nodes:
        through = child.lower_ == "of" or (child.lower_ == "by" and "of" not in words)
        if node.pos_ in ("PROPN", "NUM", "ADV") or is_time(node) or node.dep_ == "dobj" or through:
            found = [f for f in prep_objects(node, words) if f.i > base.i]
            if found:
                return found[0]
    return None


def between_of(noun: Token, carriers: list[Token]) -> list[Filler]:
    """Find both of "between A and B"."""
    found = prep_of(noun, carriers, ("between", "among"))
    return [Filler(t, found[0].near) for t in conjuncts(found[0].head)] if found else []
