"""Apply the cues of one clause or noun phrase to an event: auxiliaries, negation, adverbs, marks, adjectives."""

from __future__ import annotations

from itertools import takewhile

from graphkit.extract.attribution import is_under_past_speech
from graphkit.extract.choices import first_found
from graphkit.extract.status_rules import AssignedStatus
from graphkit.extract.tense import FUTURE_MODALS
from graphkit.model import Status
from graphkit.nlp.dependencies import children, has_child, lemma
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, path
from graphkit.resources.resources import Resources

_SUBJECTS = ("nsubj", "nsubjpass")
_AUXILIARIES = frozenset({"aux", "auxpass"})
_SECOND_CLAUSE = Shape('"did not go and [saw] nobody"', "conj", above=["*/VERB|AUX"])
#: Words below a verb that negate it, besides "not".
_NEGATIONS = Shapes(
    Shape('"no [longer] there"', "advmod:longer", has=["*:no"]),
    Shape('"[nobody] left"', "<nsubj|nsubjpass:nobody|none|neither|nothing"),
    Shape('"no [state] left"', "<nsubj|nsubjpass", has=["*:no|neither|nor"]),
    Shape('"will [neither] join nor help"', "<preconj|cc:neither"),
)


class ClauseCues:
    """Reads the cues beside one word with the cue words of some resources."""

    def __init__(self, resources: Resources) -> None:
        self.cues = resources.cues

    def verb_effect(self, verb: Token) -> str | None:
        """Return what a verb does to the event below it: "call off" and "put on hold" before "call" and "put"."""
        base, particles = lemma(verb), children(verb, "prt")
        phrases = [f"{base} {particle.lower_}" for particle in particles[:1]]
        for preposition in children(verb, "prep"):
            words = [base, preposition.lower_]
            objects = [inner.lower_ for inner in children(preposition, "pobj")]
            phrases += [" ".join(words + objects), " ".join(words)]
        effects = (self.cues.effect("verbs", phrase) for phrase in (*phrases, base))
        return first_found(effects)

    def read_clause(self, verb: Token, context: AssignedStatus) -> None:
        """Apply what stands in the clause of a verb, and what it shares with the clause before."""
        first = verb.left_edge.i
        opening = verb.doc[max(0, first - 2) : first].text.lower()
        if self.cues.effect("conditions", opening):  # "in case it attacks"
            context.apply("possible", verb)
        for child in verb.children:
            if child.dep_ in _AUXILIARIES:
                self._read_auxiliary(child, verb, context)
            self._read_word(child, context, shares_aux=True)
        if not has_child(verb, *_SUBJECTS):
            self._read_shared(verb, context)

    def _read_shared(self, verb: Token, context: AssignedStatus) -> None:
        """Apply what a verb without a subject shares with the clauses that it goes on with."""
        shares_aux = not has_child(verb, *_AUXILIARIES)
        way = [verb, *verb.ancestors]
        for conjunct in takewhile(_SECOND_CLAUSE.fits, way):
            clause = conjunct.head
            for child in clause.children:
                if shares_aux and child.dep_ in _AUXILIARIES:
                    self._read_auxiliary(child, clause, context)
                if child.i <= clause.i:
                    self._read_word(child, context, shares_aux=shares_aux)

    def read_noun(self, noun: Token, context: AssignedStatus) -> None:
        """Apply adjectives, determiners and participles of a noun: "alleged", "no", "planned"."""
        for word in path(noun, "<amod|advmod|compound|nmod"):
            effect = self.cues.effect("adjectives", word.lower_) or self.cues.effect("adjectives", lemma(word))
            context.apply(effect, word)
        for word in path(noun, "det|neg:no|neither"):
            context.apply("negated", word)
        for participle in path(noun, ">acl/VBN"):
            context.apply(self.verb_effect(participle), participle)

    def _read_auxiliary(self, token: Token, verb: Token, context: AssignedStatus) -> None:
        word = token.lower_
        if word == "would" and is_under_past_speech(verb):
            context.apply("planned", token)
        elif token.tag_ == "MD" or word in FUTURE_MODALS:
            effect = self.cues.effect("modals", word)
            context.apply(effect, token)

    def _read_word(self, child: Token, context: AssignedStatus, *, shares_aux: bool) -> None:
        """Apply one word below a verb: negation, adverb, conjunction or a subject that says "nobody"."""
        word = child.lower_
        negates = shares_aux if child.dep_ == "neg" else _NEGATIONS.fits(child)
        if negates and child not in context.passed:
            context.apply("negated", child)
        elif child.dep_ == "advmod":
            effect = self.cues.effect("adverbs", word)
            context.apply(effect, child)
        elif child.dep_ == "mark" and self.cues.effect("conditions", word):
            is_open = word != "once" or context.status is Status.PLANNED  # "once" only of what is planned
            context.apply("possible" if is_open else None, child)
