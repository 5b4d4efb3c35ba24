"""How the text presents an event: its status, the words that decide it, and who says so.

A small factuality calculus in the manner of FactBank (Sauri and Pustejovsky 2009): starting from the trigger's own
form, each governing word on the way up the tree changes the value below it. Cue words are data
(assets/lexicon/context.yaml).
"""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.extract.attribution import is_speech, is_under_past_speech, speaker_of
from graphkit.extract.noun_classes import is_among
from graphkit.extract.status_rules import Context
from graphkit.extract.subjects import finite_head, is_headline_subject, is_ultimatum
from graphkit.extract.tense import FUTURE_MODALS, has_to, is_future, tense_status
from graphkit.model import Status
from graphkit.nlp.dependencies import first_child, is_finite, lemma, word_at
from graphkit.resources.resources import Resources

__all__ = ["Context", "FactualityReader"]

S = Status
#: Ids of the rules that are no cue: what is not ruled out is possible, what is opposed need not have been, ...
NOT_RULED_OUT, OPPOSED, ENTERED = "status/not-ruled-out", "status/opposed", "status/entered"
NEXT_DEED, DECREE, OTHER_CLAUSE = "status/next-deed", "status/decree", "status/other-clause"
RULE_IDS = (NOT_RULED_OUT, OPPOSED, ENTERED, NEXT_DEED, DECREE, OTHER_CLAUSE)
#: Dependents whose governor bears on them.
_GOVERNED = frozenset(
    "xcomp ccomp pcomp csubj csubjpass dobj attr oprd nsubjpass acomp nsubj poss compound nmod amod".split()
)
#: Prepositions that only frame another event: what they hang on does not bear on their object.
_FRAMING = frozenset("after following since despite during amid before ahead as until by without".split())
_NONE = frozenset({"no", "neither", "nor"})
#: Events that somebody can oppose before they are held.
_VENTURES = frozenset({"@occasion", "@agreement", "visit", "trip", "tour", "membership", "exercise", "sale"})
#: How many governors up the way goes.
_DEPTH = 10


class FactualityReader:
    """Reads contexts with one set of cues."""

    def __init__(self, resources: Resources) -> None:
        self.cues, self.verbs, self.nouns, self.off = resources.cues, resources.verbs, resources.nouns, resources.off

    def read(self, trigger: Token, support: Token | None, base: Status | None = None) -> Context:
        """The context of an event whose trigger is carried by `support`, if by any. `base` is the row's own status."""
        context = Context(base or S.OCCURRED)
        node = trigger
        if trigger.pos_ in ("VERB", "AUX"):
            self._verb(trigger, context, base)
        else:
            self._noun(trigger, context)
            if support is not None:
                above = support.dep_ not in ("acl", "relcl")  # not "the talks held by A"
                if above and context.status is S.OCCURRED:
                    context.status = base if base is S.ONGOING else tense_status(support, base)
                decreed = lemma(trigger) in self.nouns.by_decree and lemma(support) in self.verbs.speech
                if not decreed or DECREE in self.off:
                    context.apply(self._verb_effect(support), support)  # who announces an expulsion expels
                self._local(support, context)
                node = support if above else trigger
        self._climb(node, context)
        context.speaker = speaker_of(node)
        first = next((t for t in node.sent if t.is_alpha), node)
        if first.pos_ == "AUX" and node.sent[-1].text == "?":  # a question that is answered yes or no
            context.apply("possible", first)
        return context

    # one word -----------------------------------------------------------------------------------------------

    def _verb_effect(self, verb: Token) -> str | None:
        particle = first_child(verb, "prt")
        if particle is not None:
            found = self.cues.effect("verbs", f"{lemma(verb)} {particle.lower_}")
            if found:
                return found
        for child in verb.children:  # "call on", "call for", "put on hold"
            if child.dep_ == "prep":
                inner = "".join(f" {c.lower_}" for c in child.children if c.dep_ == "pobj")
                found = self.cues.effect("verbs", f"{lemma(verb)} {child.lower_}{inner}") or self.cues.effect(
                    "verbs", f"{lemma(verb)} {child.lower_}"
                )
                if found:
                    return found
        return self.cues.effect("verbs", lemma(verb))

    def _verb(self, verb: Token, context: Context, base: Status | None) -> None:
        if base is None or base is S.OCCURRED:
            context.status = tense_status(verb, base)
        self._local(verb, context)

    def _local(self, verb: Token, context: Context) -> None:
        """Auxiliaries, adverbs, negation and marks of one clause, also those that it shares with the clause before."""
        chain = [verb]
        if not _has_subject(verb):
            while chain[-1].dep_ == "conj" and chain[-1].head.pos_ in ("VERB", "AUX"):
                chain.append(chain[-1].head)
        own_aux = any(c.dep_ in ("aux", "auxpass") for c in verb.children)
        first = verb.left_edge.i
        before = verb.doc[max(0, first - 2) : first].text.lower()
        if self.cues.effect("conditions", before):  # "in case it attacks"
            context.apply("possible", verb)
        for node in chain:
            own = node is verb
            for child in node.children:
                if child.dep_ in ("aux", "auxpass") and (own or not own_aux):
                    self._auxiliary(child, node, context)
                if own or child.i <= node.i:
                    self._beside(child, verb, context, shares_aux=own or not own_aux)

    def _auxiliary(self, token: Token, verb: Token, context: Context) -> None:
        word = token.lower_
        if word == "would" and is_under_past_speech(verb):
            context.apply("planned", token)
        elif word in FUTURE_MODALS or token.tag_ == "MD":
            context.apply(self.cues.effect("modals", word), token)

    def _beside(self, child: Token, verb: Token, context: Context, *, shares_aux: bool) -> None:
        """One word below a verb: negation, adverb, conjunction or a subject that says "nobody"."""
        word = child.lower_
        below = [c.lower_ for c in child.children]
        if (child.dep_ == "neg" and shares_aux) or (child.dep_ == "advmod" and word == "longer" and "no" in below):
            context.apply("negated", child)
        elif child.dep_ == "advmod":
            context.apply(self.cues.effect("adverbs", word), child)
        elif child.dep_ == "mark" and self.cues.effect("conditions", word):
            if word != "once" or context.status is S.PLANNED:
                context.apply("possible", child)
        elif (
            child.dep_ in ("nsubj", "nsubjpass")
            and child not in context.passed
            and child.i < verb.i
            and (word in ("nobody", "none", "neither", "nothing") or not _NONE.isdisjoint(below))
        ):
            context.apply("negated", child)

    def _noun(self, noun: Token, context: Context) -> None:
        """Adjectives, determiners and participles of a noun: "alleged", "no", "planned"."""
        for child in noun.children:
            word = child.lower_
            if child.dep_ in ("amod", "advmod", "compound", "nmod") and child.i < noun.i:
                effect = self.cues.effect("adjectives", word) or self.cues.effect("adjectives", lemma(child))
                context.apply(effect, child)
            elif child.dep_ in ("det", "neg") and word in ("no", "neither"):
                context.apply("negated", child)
            elif child.dep_ == "acl" and child.tag_ == "VBN" and child.i > noun.i:
                context.apply(self._verb_effect(child), child)

    # the way up ---------------------------------------------------------------------------------------------

    def _climb(self, node: Token, context: Context) -> None:
        """Applies what governs `node`, word by word up to the root or to where the event is presupposed."""
        for _ in range(_DEPTH):
            if node.head == node:
                if node.pos_ == "VERB" and has_to(node):
                    context.apply("planned", node)  # "Leaders to begin talks"
                return
            context.passed.append(node)
            above = self._step(node, context)
            if above is None:
                return
            node = above

    def _step(self, node: Token, context: Context) -> Token | None:
        """One step up; None where what stands above no longer bears on the event."""
        head, dep = node.head, node.dep_
        if dep == "conj":
            if any(c.dep_ == "cc" and c.lower_ == "than" and c.i < node.i for c in head.children):
                context.apply("negated", node)  # "praised it rather than condemn it"
                return None
            return finite_head(node) if head.pos_ in ("VERB", "AUX") else head
        if dep == "ccomp" and node.i < head.i and any(t.text == ";" for t in node.doc[node.i : head.i]):
            return None  # "A accused B; C denied it": a clause of its own
        if dep == "ccomp" and _is_aside(node, head) and OTHER_CLAUSE not in self.off:
            return None  # "Japan launches satellites, Chad vows reply"
        if dep in ("prep", "agent", "det", "dative"):
            context.apply(self._preposition(node), node)
            return head
        if dep in ("pobj", "pcomp"):
            return self._across(head, dep, context)
        if dep in ("acl", "relcl"):
            return self._to_noun(node, context)
        if dep == "advcl":
            self._adverbial(node, context)
            return None
        if dep == "nsubj" and head.pos_ in ("VERB", "AUX"):
            self._from_subject(head, context)
            return None
        if dep in _GOVERNED and self._governor(head, context, dep):
            return head
        return None

    def _across(self, preposition: Token, dep: str, context: Context) -> Token | None:
        """From the object of a preposition to what the preposition hangs on."""
        governor, word = preposition.head, preposition.lower_
        if dep == "pcomp" and word == "before" and NEXT_DEED not in self.off and governor.tag_ in ("VBD", "VBN") and not is_future(governor):
            return None  # "met the king before visiting Chad": what was done next
        effect = self._preposition(preposition)
        context.apply(effect, preposition)
        if governor == preposition or effect == "negated":
            return None
        if word == "against" and dep == "pcomp":
            context.requested = True  # "warned them against attacking"
            return None
        if word in _FRAMING:
            if word in ("before", "ahead", "until") or governor.lower_ == "ahead":
                context.apply("planned", preposition)
            return None
        return governor if self._governor(governor, context, dep) else None

    def _to_noun(self, clause: Token, context: Context) -> Token | None:
        """From a clause to the noun that it belongs to: "a plan to attack", "claims that it attacked"."""
        infinitive = has_to(clause)
        if infinitive and is_headline_subject(clause.head):
            context.apply("planned", clause)  # "Obama to visit Cuba"
            return None
        said = any(c.dep_ == "mark" for c in clause.children)  # "reports that it attacked"
        if clause.dep_ == "relcl" and not said:
            return None
        if not infinitive and clause.tag_ in ("VBG", "VBN", "VBD", "VBZ", "VBP") and not said:
            return None
        noun = clause.head
        if said:
            context.apply(self.cues.effect("clause_nouns", lemma(noun)), noun)
        if infinitive and self.cues.effect("nouns", lemma(noun)) is None:
            context.apply("planned", noun)
        return noun if self._governor(noun, context, clause.dep_) else None

    def _adverbial(self, clause: Token, context: Context) -> None:
        """An infinitive of purpose, or a present tense under a future: "when they meet, they will sign"."""
        if has_to(clause) and self._verb_effect(clause.head) == "requested":
            context.requested = True  # "called on Mali to leave", with the infinitive hung as a purpose
        purpose = has_to(clause) and context.status in (S.OCCURRED, S.ONGOING)
        timed = clause.tag_ in ("VBZ", "VBP") and any(
            c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "when", "once", "after") for c in clause.children
        )
        if purpose or (timed and is_future(clause.head)):
            context.apply("planned", clause)

    def _from_subject(self, verb: Token, context: Context) -> None:
        """What the subject event does is no governor of it, except that it is planned or goes on."""
        if lemma(verb) in self.verbs.failing:
            context.unmade = True
            return
        complement = first_child(verb, "acomp", "attr") if lemma(verb) in ("be", "remain") else None
        if complement is not None:
            self._governor(complement, context, "nsubj")
            return
        if self._verb_effect(verb) == "ongoing":
            context.apply("ongoing", verb)
        self._local(verb, context)

    def _preposition(self, token: Token) -> str | None:
        double = self.cues.effect("prepositions", f"{word_at(token, -1)} {token.lower_}")  # "ahead of", "instead of"
        return double or self.cues.effect("prepositions", token.lower_)

    def _governor(self, token: Token, context: Context, dep: str) -> bool:
        """Applies what a governing word does; False where the way up ends."""
        if token.pos_ in ("VERB", "AUX"):
            return self._governing_verb(token, context, dep)
        if token.pos_ == "ADJ":
            context.apply(self.cues.effect("adjectives", token.lower_), token)
            if dep == "xcomp" and any(c.lower_ == "too" for c in token.children):
                context.apply("negated", token)  # "too weak to attack"
            return True
        if token.pos_ in ("NOUN", "PROPN"):
            effect = self.cues.effect("nouns", lemma(token))
            if effect is None and dep in ("pobj", "dobj", "poss", "compound", "nmod", "amod"):
                return False  # "a response to the attack": presupposed
            context.apply(effect, token)
            self._noun(token, context)
            return True
        return False

    def _governing_verb(self, verb: Token, context: Context, dep: str) -> bool:
        word = lemma(verb)
        subject = first_child(verb, "nsubj")
        if dep == "xcomp" and is_ultimatum(verb):
            context.requested = True
        elif word in ("include", "involve") and subject is not None:  # "the demands included closing the base"
            context.apply(self.cues.effect("nouns", lemma(subject)), subject)
        elif word == "go" and dep == "xcomp" and verb.tag_ == "VBG":
            context.apply("planned", verb)  # "is going to"
        elif word == "be":
            if dep == "xcomp" and has_to(context.passed[-1]):
                context.apply("planned", verb)  # "is to"
        elif dep == "ccomp" and (effect := self.cues.effect("clause_verbs", word)):
            context.apply(effect, verb)
        elif dep == "dobj" and (effect := self.cues.effect("object_verbs", word)):
            if effect == "factive":
                return False  # "discussed the attack": presupposed
            context.apply(effect, verb)
        else:
            effect = self._verb_effect(verb)
            if effect == "negated" and _is_negated(verb) and NOT_RULED_OUT not in self.off:
                context.apply("possible", verb)  # "did not rule out supplying jets"
                return True
            if dep in ("dobj", "pobj") and word in self.verbs.opposing and _is_venture(context) and OPPOSED not in self.off:
                context.apply("possible", verb)  # "opposed a visit", "vetoed the talks": they need not have been held
                return False
            if dep == "pobj" and word in self.verbs.entering and ENTERED not in self.off:
                effect = effect or "reached"  # "urged both to return to talks": as asked as the return is
            if word in self.verbs.ending and verb.tag_ == "VB" and context.status is S.OCCURRED:
                context.status = S.ONGOING  # "to stop its raids": they go on
            if effect in (None, "factive") and dep in ("dobj", "pobj", "attr", "oprd"):
                return False  # "will answer the attack": presupposed
            context.apply(effect, verb)
        if not is_speech(verb):
            self._local(verb, context)
        elif any(c.dep_ == "neg" for c in verb.children):  # "did not deny that", "never said that"
            context.apply("negated" if context.status is S.DENIED else "possible", verb)
        return True


def _is_aside(clause: Token, verb: Token) -> bool:
    """Whether a clause before a comma is one of its own: the verb after it has an object of its own."""
    comma = any(t.text == "," for t in clause.doc[clause.i : verb.i])
    return clause.i < verb.i and comma and first_child(verb, "dobj") is not None and is_finite(clause)


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _is_venture(context: Context) -> bool:
    """Whether the event below is one that needs two who want it: a visit, talks, a deal."""
    return bool(context.passed) and any(is_among(t, _VENTURES) for t in context.passed if t.pos_ == "NOUN")


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
