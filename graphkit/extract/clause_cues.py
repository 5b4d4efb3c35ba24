"""Apply the cues of one clause or noun phrase to an event: auxiliaries, negation, adverbs, marks, adjectives."""

from __future__ import annotations

from graphkit.extract.attribution import is_under_past_speech
from graphkit.extract.status_rules import Context
from graphkit.extract.tense import FUTURE_MODALS
from graphkit.model import Status
from graphkit.nlp.dependencies import children, has_child, lemma
from graphkit.nlp.tokens import Token
from graphkit.resources.resources import Resources

_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = ("nsubj", "nsubjpass")
_NO_DETERMINERS = frozenset({"no", "neither", "nor"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_BEFORE_NOUN = ("amod", "advmod", "compound", "nmod")


class ClauseCues:
    """Reads the cues beside one word with the cue words of some resources."""

    def __init__(self, resources: Resources) -> None:
        self.cues = resources.cues

    def verb_effect(self, verb: Token) -> str | None:
        """Return what a verb does to the event below it: "call off" and "put on hold" before "call" and "put"."""
        base = lemma(verb)
        phrases = [f"{base} {particle.lower_}" for particle in children(verb, "prt")[:1]]
        for preposition in children(verb, "prep"):
            inner = "".join(f" {c.lower_}" for c in children(preposition, "pobj"))
            phrases += [f"{base} {preposition.lower_}{inner}", f"{base} {preposition.lower_}"]
        return next(filter(None, (self.cues.effect("verbs", phrase) for phrase in (*phrases, base))), None)

    def read_clause(self, verb: Token, context: Context) -> None:
        """Apply what stands in the clause of a verb, and what it shares with the clause before."""
        clauses = [verb]
        if not has_child(verb, *_SUBJECTS):
            while clauses[-1].dep_ == "conj" and clauses[-1].head.pos_ in _VERBS:
                clauses.append(clauses[-1].head)
        shares_aux = not has_child(verb, "aux", "auxpass")
        first = verb.left_edge.i
        if self.cues.effect("conditions", verb.doc[max(0, first - 2) : first].text.lower()):  # "in case it attacks"
            context.apply("possible", verb)
        for clause in clauses:
            own = clause is verb
            for child in clause.children:
                if child.dep_ in ("aux", "auxpass") and (own or shares_aux):
                    self._auxiliary(child, clause, context)
                if own or child.i <= clause.i:
                    self._beside(child, verb, context, shares_aux=own or shares_aux)

    def read_noun(self, noun: Token, context: Context) -> None:
        """Apply adjectives, determiners and participles of a noun: "alleged", "no", "planned"."""
        for child in children(noun, *_BEFORE_NOUN):
            if child.i < noun.i:
                effect = self.cues.effect("adjectives", child.lower_) or self.cues.effect("adjectives", lemma(child))
                context.apply(effect, child)
        for child in children(noun, "det", "neg"):
            if child.lower_ in ("no", "neither"):
                context.apply("negated", child)
        for child in children(noun, "acl"):
            if child.tag_ == "VBN" and child.i > noun.i:
                context.apply(self.verb_effect(child), child)

    def _auxiliary(self, token: Token, verb: Token, context: Context) -> None:
        word = token.lower_
        if word == "would" and is_under_past_speech(verb):
            context.apply("planned", token)
        elif word in FUTURE_MODALS or token.tag_ == "MD":
            context.apply(self.cues.effect("modals", word), token)

    def _beside(self, child: Token, verb: Token, context: Context, *, shares_aux: bool) -> None:
        """Apply one word below a verb: negation, adverb, conjunction or a subject that says "nobody"."""
        word = child.lower_
        if _negates(child, verb, shares_aux=shares_aux) and child not in context.passed:
            context.apply("negated", child)
        elif child.dep_ == "advmod":
            context.apply(self.cues.effect("adverbs", word), child)
        elif child.dep_ == "mark" and self.cues.effect("conditions", word) and _is_open(word, context):
            context.apply("possible", child)


def _is_open(word: str, context: Context) -> bool:
    """Return whether a conjunction leaves it open: "once" only of what is planned."""
    return word != "once" or context.status is Status.PLANNED


def _negates(child: Token, verb: Token, *, shares_aux: bool) -> bool:
    """Return whether a word below a verb negates it: "not", "no longer", "nobody"."""
    below = {c.lower_ for c in child.children}
    if child.dep_ == "neg":
        return shares_aux
    if child.dep_ == "advmod":
        return child.lower_ == "longer" and "no" in below
    nobody = child.lower_ in _NOBODY or bool(below & _NO_DETERMINERS)
    return child.dep_ in _SUBJECTS and child.i < verb.i and nobody
