"""Find to whom it is done: the logical objects of verbs, receivers, and what an object is called."""

from __future__ import annotations

from collections.abc import Callable

from graphkit.extract.choices import first_filled
from graphkit.extract.fillers import Filler, fill
from graphkit.extract.subjects import agent_of, described_by, is_passive, surface_subject
from graphkit.nlp.dependencies import ask_once, children, has_child, is_finite, mark_between
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits, has_path, path, paths, pick

_RECEIVING_PASSIVE = Shape('"Chad was [given] tanks"', has=["dobj", "nsubjpass"])
_OBJECT_RELATIVES = Shapes(
    Shape('"the plan that Mali [rejected]"', "relcl", has=["nsubj/!WDT|WP"]),
    Shape(
        '"the plan that Mali rejected and Chad [applauded]"',
        "conj",
        above=["relcl"],
        has=["nsubj/!WDT|WP"],
        lacks=["prep|ccomp|xcomp|attr|acomp"],
    ),
)
#: Its own subject fills the gap: "Oman, [whose] envoy mediated".
_WHOSE = ("nsubj", "poss:whose")
_FIRST_OF_TWO = Shape('"[condemned] and rejected the plan"', has=["cc"], lacks=["prep|ccomp|xcomp"])
_SECOND_OF_TWO = Shape('"condemned and [rejected] the plan"', "conj", above=["*/VERB"])
_TO_BLAME = Shape('"was [to blame]"', "xcomp", above=["*[be]"], has=["aux:to"], lacks=["dobj"])
_SAID_BEFORE = Shape('"Mali must [go], he said"', "<ccomp", has=["nsubj"])
_JUDGED_AS = "*[dismiss|reject|deny|denounce|condemn|deplore|decry|describe|refute|ridicule|brand|hail|praise]"
_DISMISSED = Shapes(
    Shape(
        '"dismissed as baseless [claims] by Mali"',
        "pobj/NN|NNS",
        above=["prep:as", _JUDGED_AS],
        has=["amod", "prep"],
        lacks=["det"],
    ),
    Shape(
        '"dismissed as baseless [claims] that it shelled Mali"',
        "pobj/NN|NNS",
        above=["prep:as", _JUDGED_AS],
        has=["amod", "acl"],
        lacks=["det"],
    ),
)
_HISTORIC = Shape('"described as [historic] the decision"', "amod/JJ", has=["advmod:as"])
_AS_BRUTAL = Shape('"described it as [brutal]"', "advcl/ADJ", has=["<*:as"])


@ask_once
def object_of(verb: Token) -> list[Filler]:
    """Return the logical object: to whom it is done."""
    if is_passive(verb):
        return _passive_object(verb)
    return first_filled(find(verb) for find in _OBJECT_FINDERS)


def _passive_object(verb: Token) -> list[Filler]:
    if _RECEIVING_PASSIVE.fits(verb):
        given = children(verb, "dobj")
        return fill(given[:1])
    subjects = children(verb, "nsubjpass") or path(verb, "<nsubj")
    if subjects:
        return fill(subjects[:1])
    return [Filler(described_by(verb.head))] if fits(verb, "acl|relcl|amod") else surface_subject(verb)


def _free_relative(verb: Token) -> list[Filler]:
    """Find "the attack" in "condemned what they say is an attack by Mali"."""
    for clause in children(verb, "ccomp"):
        words = clause.subtree
        if pick(words, "*:what"):
            called = pick(words, "attr/NOUN|PROPN")
            return fill(called[:1], 0.9)
    return []


def _relative_object(verb: Token) -> list[Filler]:
    """Find the noun of a relative clause without its pronoun: "the plan [that] Mali rejected and Chad applauded"."""
    if not _OBJECT_RELATIVES.fits(verb):
        return []
    if has_path(verb, *_WHOSE):
        return []
    clause = verb.head if verb.dep_ == "conj" else verb
    return [Filler(clause.head, 0.9)]


def _shared_object(verb: Token) -> list[Filler]:
    """Return the object of the next coordinated verb: "condemned and rejected the plan"."""
    if _SECOND_OF_TWO.fits(verb):
        return []
    if not _FIRST_OF_TWO.fits(verb):
        return []
    verbs = pick(verb.conjuncts, "*/VERB")
    followers = [follower for follower in verbs if follower.i > verb.i]
    objects = paths(followers[:1], "dobj")
    return fill(objects, 0.9)


def _dismissed(verb: Token) -> list[Filler]:
    """Find "claims" in "dismissed as baseless claims by Mali", which a parser hangs on "as"."""
    behind_as = path(verb, "prep:as", "pobj")
    dismissed = list(filter(_DISMISSED.fits, behind_as))
    return fill(dismissed[:1], 0.9)


#: Where the object of an active verb is found.
_OBJECT_FINDERS: tuple[Callable[[Token], list[Filler]], ...] = (
    lambda verb: fill(path(verb, "dobj|obj")[:1]),
    _free_relative,
    _dismissed,
    _relative_object,
    lambda verb: fill(path(verb, "attr|oprd/NOUN|PROPN")[:1], 0.8),
    _shared_object,
)


@ask_once
def complements_of(verb: Token) -> list[Token]:
    """Return what the object of a verb is called: "called the raid [unacceptable]", "described it as [brutal]"."""
    named = path(verb, "oprd|acomp|attr")
    named += _TO_BLAME.below(verb)
    named += _AS_BRUTAL.below(verb)
    named += _HISTORIC.below(verb)
    named += path(verb, "prep:as", "pobj|amod|pcomp|prep|advmod")
    return named


def dative_of(verb: Token) -> list[Filler]:
    """Return the indirect object: "gave Ukraine tanks", "gave tanks to Ukraine"."""
    receivers = children(verb, "dative")[:1]
    if pick(receivers, "*/ADP"):
        receivers = paths(receivers, "pobj")
    elif not receivers and has_child(verb, "dobj") and is_passive(verb):  # "Chad was given tanks by Mali"
        receivers = children(verb, "nsubjpass")
    return fill(receivers)


def _said_before(verb: Token) -> list[Token]:
    """Return the clause that a verb of speech follows: "Mali must go, he said"."""
    if not fits(verb, "*{speech}"):
        return []
    clauses = _SAID_BEFORE.below(verb)
    return [clause for clause in clauses if not mark_between(clause, verb, ";")]


def clause_subject(verb: Token) -> list[Filler]:
    """Return the subject of the clause that is said: "demanded that Israel stop", "Mali must go, he said"."""
    below = path(verb, ">acl|advcl|relcl" if fits(verb, "*/NOUN") else ">ccomp|xcomp|advcl")
    said = [clause for clause in below if clause.dep_ != "advcl" or not is_finite(clause)]
    for clause in said + _said_before(verb):
        subjects = path(clause, "nsubj|nsubjpass")[:1]
        if subjects:  # "demanded that the prisoners be freed" asks nothing of them
            active = pick(subjects, "nsubj")
            return fill(active) + agent_of(clause)
        asked = children(verb, "dobj")[:1]
        if asked and clause.dep_ == "xcomp":
            return fill(asked)
    return []
