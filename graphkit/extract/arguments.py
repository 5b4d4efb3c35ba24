"""Find to whom it is done: the logical objects of verbs, receivers, and what an object is called."""

from __future__ import annotations

from graphkit.extract.prepositions import Filler
from graphkit.extract.subjects import is_passive, surface_subject
from graphkit.extract.tense import has_to
from graphkit.nlp.dependencies import children, first_child, has_child, is_finite, lemma, resources_of
from graphkit.nlp.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVES = frozenset({"WDT", "WP"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_CALLED = ("pobj", "amod", "pcomp", "prep", "advmod")


def object_of(verb: Token) -> list[Filler]:
    """Return the logical object: to whom it is done."""
    if is_passive(verb):
        return _passive_object(verb)
    own = children(verb, "dobj", "obj")
    if own:
        return [Filler(own[0])]
    return _free_relative(verb) or _relative_object(verb) or _predicate_object(verb) or _shared_object(verb)


def _passive_object(verb: Token) -> list[Filler]:
    given, receiver = first_child(verb, "dobj"), first_child(verb, "nsubjpass")
    if given is not None and receiver is not None:
        return [Filler(given)]  # "Chad was given tanks"
    subject = receiver or next((c for c in children(verb, "nsubj") if c.i < verb.i), None)
    if subject is not None:
        return [Filler(subject)]
    return [Filler(verb.head)] if verb.dep_ in ("acl", "relcl", "amod") else surface_subject(verb)


def _free_relative(verb: Token) -> list[Filler]:
    """Find "the attack" in "condemned what they say is an attack by Mali"."""
    for clause in children(verb, "ccomp"):
        if any(t.lower_ == "what" for t in clause.subtree):
            called = [t for t in clause.subtree if t.dep_ == "attr" and t.pos_ in _NOUNS]
            return [Filler(t, 0.9) for t in called[:1]]
    return []


def _relative_object(verb: Token) -> list[Filler]:
    """Find the noun of a relative clause without its pronoun: "the plan [that] Mali rejected and Chad applauded"."""
    clause = verb.head if verb.dep_ == "conj" else verb
    subjects = [c for c in children(verb, "nsubj") if c.tag_ not in _RELATIVES]
    bare = not has_child(verb, "prep", "ccomp", "xcomp", "attr", "acomp") or clause is verb
    return [Filler(clause.head, 0.9)] if clause.dep_ == "relcl" and subjects and bare else []


def _predicate_object(verb: Token) -> list[Filler]:
    called = [c for c in children(verb, "attr", "oprd") if c.pos_ in _NOUNS]
    return [Filler(c, 0.8) for c in called[:1]]


def _shared_object(verb: Token) -> list[Filler]:
    """Return the object of the next coordinated verb: "condemned and rejected the plan"."""
    last = verb.dep_ == "conj" and verb.head.pos_ == "VERB"
    if last or not has_child(verb, "cc") or has_child(verb, "prep", "ccomp", "xcomp"):
        return []
    follower = next((c for c in verb.conjuncts if c.pos_ == "VERB" and c.i > verb.i), None)
    return [Filler(c, 0.9) for c in children(follower, "dobj")] if follower is not None else []


def complements_of(verb: Token) -> list[Token]:
    """Return what the object of a verb is called: "called the raid [unacceptable]", "described it as [brutal]"."""
    named = children(verb, "oprd", "acomp", "attr")
    if lemma(verb) == "be":  # "was [to blame]"
        named += [c for c in children(verb, "xcomp") if has_to(c) and not has_child(c, "dobj")]
    named += [c for c in children(verb, "advcl") if c.pos_ == "ADJ" and any(w.lower_ == "as" for w in c.lefts)]
    for child in children(verb, "prep"):
        if child.lower_ == "as":
            named += children(child, *_CALLED)
    return named


def dative_of(verb: Token) -> list[Filler]:
    """Return the indirect object: "gave Ukraine tanks", "gave tanks to Ukraine"."""
    receiver = first_child(verb, "dative")
    if receiver is not None:
        return [Filler(c) for c in children(receiver, "pobj")] if receiver.pos_ == "ADP" else [Filler(receiver)]
    if is_passive(verb) and has_child(verb, "dobj"):  # "Chad was given tanks by Mali"
        return [Filler(c) for c in children(verb, "nsubjpass")]
    return []


def _said_before(verb: Token) -> list[Token]:
    """Return the clause that a verb of speech follows: "Mali must go, he said"."""
    if lemma(verb) not in resources_of(verb).verbs.speech:
        return []
    clauses = [c for c in children(verb, "ccomp") if c.i < verb.i and has_child(c, "nsubj")]
    return [c for c in clauses if not any(t.text == ";" for t in verb.doc[c.i : verb.i])]


def clause_subject(verb: Token) -> list[Filler]:
    """Return the subject of the clause that is said: "demanded that Israel stop", "Mali must go, he said"."""
    below = [c for c in children(verb, "ccomp", "xcomp", "advcl") if c.i > verb.i]
    for clause in [c for c in below if c.dep_ != "advcl" or not is_finite(c)] + _said_before(verb):
        subject = first_child(clause, *_SUBJECTS)
        if subject is not None:  # "demanded that the prisoners be freed" asks nothing of them
            return [Filler(subject)] if subject.dep_ == "nsubj" else []
        target = first_child(verb, "dobj") if clause.dep_ == "xcomp" else None
        if target is not None:
            return [Filler(target)]
    return []
