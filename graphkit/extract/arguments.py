"""Find to whom it is done: the logical objects of verbs, receivers, and what an object is called."""

from __future__ import annotations

from graphkit.extract.fillers import Filler, fill
from graphkit.extract.subjects import is_passive, surface_subject
from graphkit.nlp.dependencies import ask_once, children, first_child, has_child, is_finite, mark_between
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, first_on_path, fits, fits_any, has_path, path

_SUBJECT = "nsubj|nsubjpass"
_RECEIVING_PASSIVE = Shape('"Chad was [given] tanks"', has=["dobj", "nsubjpass"])
_OBJECT_RELATIVES = (
    Shape('"the plan that Mali [rejected]"', "relcl", has=["nsubj/!WDT|WP"]),
    Shape(
        '"the plan that Mali rejected and Chad [applauded]"',
        "conj",
        above=["relcl"],
        has=["nsubj/!WDT|WP"],
        lacks=["prep|ccomp|xcomp|attr|acomp"],
    ),
)
_FIRST_OF_TWO = Shape('"[condemned] and rejected the plan"', has=["cc"], lacks=["prep|ccomp|xcomp"])
_SECOND_OF_TWO = Shape('"condemned and [rejected] the plan"', "conj", above=["*/VERB"])
_TO_BLAME = Shape('"was [to blame]"', "xcomp", above=["*[be]"], has=["aux:to"], lacks=["dobj"])
_AS_BRUTAL = Shape('"described it as [brutal]"', "advcl/ADJ", has=["<*:as"])


@ask_once
def object_of(verb: Token) -> list[Filler]:
    """Return the logical object: to whom it is done."""
    if is_passive(verb):
        return _passive_object(verb)
    own = children(verb, "dobj", "obj")
    if own:
        return [Filler(own[0])]
    return _free_relative(verb) or _relative_object(verb) or _predicate_object(verb) or _shared_object(verb)


def _passive_object(verb: Token) -> list[Filler]:
    if _RECEIVING_PASSIVE.fits(verb):
        return fill(children(verb, "dobj")[:1])
    subjects = children(verb, "nsubjpass") or path(verb, "<nsubj")
    if subjects:
        return [Filler(subjects[0])]
    return [Filler(verb.head)] if verb.dep_ in ("acl", "relcl", "amod") else surface_subject(verb)


def _free_relative(verb: Token) -> list[Filler]:
    """Find "the attack" in "condemned what they say is an attack by Mali"."""
    free = (clause for clause in children(verb, "ccomp") if "what" in [t.lower_ for t in clause.subtree])
    subtree = next((clause.subtree for clause in free), [])
    return fill([t for t in subtree if fits(t, "attr/NOUN|PROPN")][:1], 0.9)


def _relative_object(verb: Token) -> list[Filler]:
    """Find the noun of a relative clause without its pronoun: "the plan [that] Mali rejected and Chad applauded"."""
    if not fits_any(verb, _OBJECT_RELATIVES):
        return []
    clause = verb.head if verb.dep_ == "conj" else verb
    return [Filler(clause.head, 0.9)]


def _predicate_object(verb: Token) -> list[Filler]:
    return fill(path(verb, "attr|oprd/NOUN|PROPN")[:1], 0.8)


def _shared_object(verb: Token) -> list[Filler]:
    """Return the object of the next coordinated verb: "condemned and rejected the plan"."""
    if _SECOND_OF_TWO.fits(verb) or not _FIRST_OF_TWO.fits(verb):
        return []
    followers = [c for c in verb.conjuncts if c.pos_ == "VERB" and c.i > verb.i]
    return fill([c for follower in followers[:1] for c in children(follower, "dobj")], 0.9)


@ask_once
def complements_of(verb: Token) -> list[Token]:
    """Return what the object of a verb is called: "called the raid [unacceptable]", "described it as [brutal]"."""
    named = children(verb, "oprd", "acomp", "attr")
    for shape in (_TO_BLAME, _AS_BRUTAL):
        named += [c for c in verb.children if shape.fits(c)]
    return named + path(verb, "prep:as", "pobj|amod|pcomp|prep|advmod")


def dative_of(verb: Token) -> list[Filler]:
    """Return the indirect object: "gave Ukraine tanks", "gave tanks to Ukraine"."""
    receiver = first_child(verb, "dative")
    if receiver is not None:
        return fill(children(receiver, "pobj") if receiver.pos_ == "ADP" else [receiver])
    given = has_child(verb, "dobj") and is_passive(verb)  # "Chad was given tanks by Mali"
    return fill(children(verb, "nsubjpass") if given else [])


def _said_before(verb: Token) -> list[Token]:
    """Return the clause that a verb of speech follows: "Mali must go, he said"."""
    clauses = path(verb, "<ccomp") if fits(verb, "*{speech}") else []
    return [c for c in clauses if has_path(c, "nsubj") and not mark_between(c, verb, ";")]


def clause_subject(verb: Token) -> list[Filler]:
    """Return the subject of the clause that is said: "demanded that Israel stop", "Mali must go, he said"."""
    below = [c for c in path(verb, ">ccomp|xcomp|advcl") if c.dep_ != "advcl" or not is_finite(c)]
    for clause in below + _said_before(verb):
        subject = first_on_path(clause, _SUBJECT)
        if subject is not None:  # "demanded that the prisoners be freed" asks nothing of them
            return fill([subject] if subject.dep_ == "nsubj" else [])
        targets = children(verb, "dobj")[:1]
        if targets and clause.dep_ == "xcomp":
            return fill(targets)
    return []
