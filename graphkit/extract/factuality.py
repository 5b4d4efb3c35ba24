"""Read how the text presents an event: its status, the words that decide it, and who says so.

A small factuality calculus in the manner of FactBank (Sauri and Pustejovsky 2009): starting from the trigger's own
form, each governing word on the way up the tree changes the value below it. Cue words are data
(assets/lexicon/context.yaml).
"""

from __future__ import annotations

from collections.abc import Callable

from graphkit.extract.attribution import is_speech, speaker_of
from graphkit.extract.clause_cues import ClauseCues
from graphkit.extract.noun_classes import is_among
from graphkit.extract.status_rules import Context
from graphkit.extract.subjects import finite_head, is_headline_subject, is_ultimatum
from graphkit.extract.tense import has_to, is_future, tense_status
from graphkit.model import Status
from graphkit.nlp.dependencies import children, first_child, has_child, is_finite, lemma, word_at
from graphkit.nlp.tokens import Token
from graphkit.resources.resources import Resources

__all__ = ["Context", "FactualityReader"]

S = Status
#: Ids of the rules that are no cue: what is not ruled out is possible, what is opposed need not have been, ...
NOT_RULED_OUT, OPPOSED, ENTERED = "status/not-ruled-out", "status/opposed", "status/entered"
NEXT_DEED, DECREE, OTHER_CLAUSE = "status/next-deed", "status/decree", "status/other-clause"
RULE_IDS = (NOT_RULED_OUT, OPPOSED, ENTERED, NEXT_DEED, DECREE, OTHER_CLAUSE)
_VERBS = frozenset({"VERB", "AUX"})
#: Dependents whose governor bears on them.
_GOVERNED = frozenset(
    "xcomp ccomp pcomp csubj csubjpass dobj attr oprd nsubjpass acomp nsubj poss compound nmod amod".split()
)
#: What a governing verb or noun takes for granted where it says nothing else: "will answer the attack".
_PRESUPPOSED = frozenset({"dobj", "pobj", "attr", "oprd"})
_PRESUPPOSED_OF_NOUN = frozenset({"pobj", "dobj", "poss", "compound", "nmod", "amod"})
#: Prepositions that only frame another event: what they hang on does not bear on their object.
_FRAMING = frozenset("after following since despite during amid before ahead as until by without".split())
_STILL_TO_COME = frozenset({"before", "ahead", "until"})
_TIMES = frozenset({"before", "when", "once", "after"})
_OWN_FORMS = frozenset({"VBG", "VBN", "VBD", "VBZ", "VBP"})
#: Events that somebody can oppose before they are held.
_VENTURES = frozenset({"@occasion", "@agreement", "visit", "trip", "tour", "membership", "exercise", "sale"})
#: How many governors up the way goes.
_DEPTH = 10


class FactualityReader:
    """Reads the contexts of events with one set of cues."""

    def __init__(self, resources: Resources) -> None:
        self.cues, self.verbs, self.nouns, self.off = resources.cues, resources.verbs, resources.nouns, resources.off
        self.beside = ClauseCues(resources)

    def read(self, trigger: Token, support: Token | None, base: Status | None = None) -> Context:
        """Return the context of an event whose trigger `support` carries, if any; `base` is the row's own status."""
        context = Context(base or S.OCCURRED)
        node = trigger
        if trigger.pos_ in _VERBS:
            context.status = tense_status(trigger, base) if base in (None, S.OCCURRED) else context.status
            self.beside.read_clause(trigger, context)
        else:
            self.beside.read_noun(trigger, context)
            node = self._carried(trigger, support, context, base) if support is not None else trigger
        self._climb(node, context)
        context.speaker = speaker_of(node)
        first = next((t for t in node.sent if t.is_alpha), node)
        if first.pos_ == "AUX" and node.sent[-1].text == "?":  # a question that is answered yes or no
            context.apply("possible", first)
        return context

    def _carried(self, noun: Token, support: Token, context: Context, base: Status | None) -> Token:
        """Apply the verb that carries a noun, and return the word from which the way goes up."""
        above = support.dep_ not in ("acl", "relcl")  # not "the talks held by A"
        if above and context.status is S.OCCURRED:
            context.status = base if base is S.ONGOING else tense_status(support, base)
        decreed = lemma(noun) in self.nouns.by_decree and lemma(support) in self.verbs.speech
        if not decreed or DECREE in self.off:  # who announces an expulsion expels
            context.apply(self.beside.verb_effect(support), support)
        self.beside.read_clause(support, context)
        return support if above else noun

    # the way up ---------------------------------------------------------------------------------------------

    def _climb(self, node: Token, context: Context) -> None:
        """Apply what governs `node`, word by word up to the root or to where the event is presupposed."""
        for _ in range(_DEPTH):
            if node.head == node:
                if node.pos_ == "VERB" and has_to(node):
                    context.apply("planned", node)  # "Leaders to begin talks"
                return
            context.passed.append(node)
            step = _STEPS.get(node.dep_, FactualityReader._to_governor)
            above = step(self, node, context)
            if above is None:
                return
            node = above

    def _to_governor(self, node: Token, context: Context) -> Token | None:
        return node.head if node.dep_ in _GOVERNED and self._governor(node.head, context, node.dep_) else None

    def _from_conjunct(self, node: Token, context: Context) -> Token | None:
        head = node.head
        if any(c.lower_ == "than" and c.i < node.i for c in children(head, "cc")):
            context.apply("negated", node)  # "praised it rather than condemn it"
            return None
        return finite_head(node) if head.pos_ in _VERBS else head

    def _from_clause(self, node: Token, context: Context) -> Token | None:
        if node.i < node.head.i and any(t.text == ";" for t in node.doc[node.i : node.head.i]):
            return None  # "A accused B; C denied it": a clause of its own
        if _is_aside(node, node.head) and OTHER_CLAUSE not in self.off:
            return None  # "Japan launches satellites, Chad vows reply"
        return self._to_governor(node, context)

    def _from_phrase(self, node: Token, context: Context) -> Token | None:
        context.apply(self._preposition(node), node)
        return node.head

    def _across(self, node: Token, context: Context) -> Token | None:
        """Go from the object of a preposition to what the preposition hangs on."""
        preposition, dep = node.head, node.dep_
        governor, word = preposition.head, preposition.lower_
        if dep == "pcomp" and word == "before" and _is_past(governor) and NEXT_DEED not in self.off:
            return None  # "met the king before visiting Chad": what was done next
        effect = self._preposition(preposition)
        context.apply(effect, preposition)
        if governor == preposition or effect == "negated":
            return None
        if word == "against" and dep == "pcomp":
            context.requested = True  # "warned them against attacking"
            return None
        if word in _FRAMING:
            if word in _STILL_TO_COME or governor.lower_ == "ahead":
                context.apply("planned", preposition)
            return None
        return governor if self._governor(governor, context, dep) else None

    def _to_noun(self, clause: Token, context: Context) -> Token | None:
        """Go from a clause to the noun that it belongs to: "a plan to attack", "claims that it attacked"."""
        infinitive, noun = has_to(clause), clause.head
        if infinitive and is_headline_subject(noun):
            context.apply("planned", clause)  # "Obama to visit Cuba"
            return None
        said = has_child(clause, "mark")  # "reports that it attacked"
        describes = clause.dep_ == "relcl" or (not infinitive and clause.tag_ in _OWN_FORMS)
        if describes and not said:
            return None
        if said:
            context.apply(self.cues.effect("clause_nouns", lemma(noun)), noun)
        if infinitive and self.cues.effect("nouns", lemma(noun)) is None:
            context.apply("planned", noun)
        return noun if self._governor(noun, context, clause.dep_) else None

    def _adverbial(self, clause: Token, context: Context) -> None:
        """Read an infinitive of purpose, or a present under a future: "when they meet, they will sign"."""
        infinitive = has_to(clause)
        if infinitive and lemma(clause.head) in self.verbs.marching:
            return  # "marched to protest"
        if infinitive and self.beside.verb_effect(clause.head) == "requested":
            context.requested = True  # "called on Mali to leave", with the infinitive hung as a purpose
        timed = any(c.lower_ in _TIMES for c in children(clause, "mark", "advmod"))
        next_step = timed and clause.tag_ in ("VBZ", "VBP") and _is_to_come(clause.head)
        if next_step or (infinitive and context.status in (S.OCCURRED, S.ONGOING)):
            context.apply("planned", clause)

    def _from_subject(self, node: Token, context: Context) -> Token | None:
        """Go on from the subject only to a noun; what a verb says of the event decides only if it fails or goes on."""
        verb = node.head
        if verb.pos_ not in _VERBS:
            return self._to_governor(node, context)
        if lemma(verb) in self.verbs.failing:
            context.unmade = True
            return None
        complement = first_child(verb, "acomp", "attr") if lemma(verb) in ("be", "remain") else None
        if complement is not None:
            self._governor(complement, context, "nsubj")
            return None
        if self.beside.verb_effect(verb) == "ongoing":
            context.apply("ongoing", verb)
        self.beside.read_clause(verb, context)
        return None

    def _preposition(self, token: Token) -> str | None:
        double = self.cues.effect("prepositions", f"{word_at(token, -1)} {token.lower_}")  # "ahead of", "instead of"
        return double or self.cues.effect("prepositions", token.lower_)

    # governing words ----------------------------------------------------------------------------------------

    def _governor(self, token: Token, context: Context, dep: str) -> bool:
        """Apply what a governing word does; False where the way up ends."""
        if token.pos_ in _VERBS:
            return self._governing_verb(token, context, dep)
        if token.pos_ == "ADJ":
            context.apply(self.cues.effect("adjectives", token.lower_), token)
            if dep == "xcomp" and any(c.lower_ == "too" for c in token.children):
                context.apply("negated", token)  # "too weak to attack"
            return True
        if token.pos_ not in ("NOUN", "PROPN"):
            return False
        effect = self.cues.effect("nouns", lemma(token))
        if effect is None and dep in _PRESUPPOSED_OF_NOUN:
            return False  # "a response to the attack": presupposed
        context.apply(effect, token)
        self.beside.read_noun(token, context)
        return True

    def _governing_verb(self, verb: Token, context: Context, dep: str) -> bool:
        goes_on = self._special_verb(verb, context, dep)
        if goes_on is None:
            goes_on = self._cue_verb(verb, context, dep)
        if goes_on and not is_speech(verb):
            self.beside.read_clause(verb, context)
        elif goes_on and has_child(verb, "neg"):  # "did not deny that", "never said that"
            context.apply("negated" if context.status is S.DENIED else "possible", verb)
        return goes_on

    def _special_verb(self, verb: Token, context: Context, dep: str) -> bool | None:
        """Read verbs whose form decides: ultimatum, "include", "is going to", "is to"; None for other verbs."""
        word, subject = lemma(verb), first_child(verb, "nsubj")
        if dep == "xcomp" and is_ultimatum(verb):
            context.requested = True
        elif word in ("include", "involve") and subject is not None:  # "the demands included closing the base"
            context.apply(self.cues.effect("nouns", lemma(subject)), subject)
        elif word == "go" and dep == "xcomp" and verb.tag_ == "VBG":
            context.apply("planned", verb)
        elif word == "be":
            context.apply("planned" if dep == "xcomp" and has_to(context.passed[-1]) else None, verb)
        else:
            return None
        return True

    def _cue_verb(self, verb: Token, context: Context, dep: str) -> bool:
        """Apply the cue of a verb: over a clause, over a noun, or anywhere; False where it presupposes the event."""
        word = lemma(verb)
        form = {"ccomp": "clause_verbs", "dobj": "object_verbs"}.get(dep)
        own_effect = self.cues.effect(form, word) if form is not None else None
        if own_effect is not None:
            context.apply(own_effect if own_effect != "factive" else None, verb)
            return own_effect != "factive" or dep != "dobj"  # "discussed the attack": presupposed
        return self._cue_anywhere(verb, context, dep)

    def _cue_anywhere(self, verb: Token, context: Context, dep: str) -> bool:
        """Apply the cue that a verb is in any form; False where it presupposes the event."""
        word = lemma(verb)
        effect = self.beside.verb_effect(verb)
        if self._is_not_ruled_out(verb, effect) or self._opposes(verb, context, dep):
            context.apply("possible", verb)  # "did not rule out supplying jets", "opposed a visit"
            return False
        if dep == "pobj" and word in self.verbs.entering and ENTERED not in self.off:
            effect = effect or "reached"  # "urged both to return to talks": as asked as the return is
        if word in self.verbs.ending and verb.tag_ == "VB" and context.status is S.OCCURRED:
            context.status = S.ONGOING  # "to stop its raids": they go on
        if effect in (None, "factive") and dep in _PRESUPPOSED:
            return False
        context.apply(effect, verb)
        return True

    def _is_not_ruled_out(self, verb: Token, effect: str | None) -> bool:
        return effect == "negated" and has_child(verb, "neg") and NOT_RULED_OUT not in self.off

    def _opposes(self, verb: Token, context: Context, dep: str) -> bool:
        """Return whether a verb is against an event that needs two who want it: a visit, talks, a deal."""
        if dep not in ("dobj", "pobj") or lemma(verb) not in self.verbs.opposing or OPPOSED in self.off:
            return False
        return any(is_among(t, _VENTURES) for t in context.passed if t.pos_ == "NOUN")


Step = Callable[[FactualityReader, Token, Context], Token | None]
#: How the way goes up from a word, by its dependency; other words go to what governs them, if anything does.
_STEPS: dict[str, Step] = {
    "conj": FactualityReader._from_conjunct,
    "ccomp": FactualityReader._from_clause,
    "prep": FactualityReader._from_phrase,
    "agent": FactualityReader._from_phrase,
    "det": FactualityReader._from_phrase,
    "dative": FactualityReader._from_phrase,
    "pobj": FactualityReader._across,
    "pcomp": FactualityReader._across,
    "acl": FactualityReader._to_noun,
    "relcl": FactualityReader._to_noun,
    "advcl": FactualityReader._adverbial,
    "nsubj": FactualityReader._from_subject,
}


def _is_past(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBN") and not is_future(verb)


def _is_aside(clause: Token, verb: Token) -> bool:
    """Return whether a clause before a comma is one of its own: the verb after it has an object of its own."""
    comma = any(t.text == "," for t in clause.doc[clause.i : verb.i])
    return clause.i < verb.i and comma and has_child(verb, "dobj") and is_finite(clause)


def _is_to_come(verb: Token) -> bool:
    """Return whether a deed is still to be done: "will give", "is to give a speech and meet"."""
    return is_future(verb) or is_future(finite_head(verb))
