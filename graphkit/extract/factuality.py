"""Read how the text presents an event: its status, the words that decide it, and who says so.

A small factuality calculus in the manner of FactBank (Sauri and Pustejovsky 2009): starting from the trigger's own
form, each governing word on the way up the tree changes the value below it. Cue words are data
(assets/lexicon/context.yaml).
"""

from __future__ import annotations

from collections.abc import Callable

from graphkit.extract import governors
from graphkit.extract.attribution import speaker_of
from graphkit.extract.clause_cues import ClauseCues
from graphkit.extract.governors import Governors
from graphkit.extract.noun_classes import is_among
from graphkit.extract.status_rules import AssignedStatus
from graphkit.extract.subjects import HEADLINE_SUBJECT, finite_head
from graphkit.extract.tense import ASKED_BEFORE, ERRAND, has_to, is_future, tense_status
from graphkit.model import Status
from graphkit.nlp.dependencies import first_child, has_child, is_finite, lemma, mark_between, word_at
from graphkit.nlp.tokens import Token, TokenSpan
from graphkit.nlp.tree_paths import Shape, Shapes, fits, path, pick
from graphkit.resources.resources import Resources

__all__ = ["AssignedStatus", "FactualityReader"]

S = Status
#: Ids of further rules: what was done next, what is done by decree, what stands in a clause of its own.
NEXT_DEED, DECREE, OTHER_CLAUSE = "status/next-deed", "status/decree", "status/other-clause"
RULE_IDS = (governors.NOT_RULED_OUT, governors.OPPOSED, governors.ENTERED, NEXT_DEED, DECREE, OTHER_CLAUSE)
_VERBS = frozenset({"VERB", "AUX"})
#: Dependents whose governor bears on them.
_GOVERNED = frozenset(
    "xcomp ccomp pcomp csubj csubjpass dobj attr oprd nsubjpass acomp nsubj poss compound nmod amod".split()
)
#: Prepositions that only frame another event: what they hang on does not bear on their object.
_FRAMING = frozenset("after following since despite during amid before ahead as until by without".split())
#: "in a [call]", "at a [meeting]" frame the clause, too.
_OCCASIONS = frozenset({"@occasion", "call", "phone call", "telephone call", "video call", "conversation"})
_STILL_TO_COME = frozenset({"before", "ahead", "until"})
_AT_OR_IN = frozenset({"at", "in"})
_HAPPENED = frozenset({S.OCCURRED, S.ONGOING})
_CLAIMS = {S.ALLEGED: "alleged", S.DENIED: "denied"}
#: How many governors up the way goes.
_DEPTH = 10
_ROOT_INFINITIVE = Shape('"Leaders to [begin] talks"', "*/VERB", has=["aux:to"])
_NEXT_DEED = Shape('"met the king before [visiting] Chad"', "pcomp", above=["*:before", "*/VBD|VBN"])
_PAID_FOR = Shape(
    '"to punish Chad for [recognising] Kosovo"', "pcomp", above=["*:for|over", "*/VERB[punish|reward|sanction|thank]"]
)
_WARNED_AGAINST = Shape('"warned them against [attacking]"', "pcomp", above=["*:against"])
_DESCRIBING = Shapes(
    Shape('"the raid that [killed] him"', "relcl"),
    Shape('"the raid [killing] him"', "*/VBG|VBN|VBD|VBZ|VBP", lacks=["aux:to"]),
)
_FIRST_TO = Shape('"became the first state to [leave]"', above=["attr/NOUN", "*/VERB|AUX"], has=["aux:to"])
_TO_BELOW_BEING = Shape('"was among the first to [leave]"', "advcl|xcomp/VB", above=["*[be|become]"], has=["aux:to"])
_FIRST_OF = Shapes(
    Shape('"[became] the third"', has=["attr *=ORDINAL"]),
    Shape('"[is] the latest"', has=["attr *:latest|last|only|newest|sole"]),
    Shape('"[was] one of three"', has=["attr:one|first|latest|last"]),
    Shape('"[is] among those"', has=["prep:among"]),
)
_WHEN_THEY_MEET = Shape('"when they [meet], they will sign"', "*/VBZ|VBP", has=["mark|advmod:before|when|once|after"])
_MARCH = Shape('"marched to [protest]"', above=["*{marching}"], has=["aux:to"])
_SETTING_OUT = Shape('"[left] for Lima"', "*/VBD|VBZ|VBN{motion}", lacks=["aux/MD|TO"])
_JUDGED = "*[accept|condone|defend|excuse|forget|forgive|ignore|justify|overlook|tolerate]"
_ENDING = (
    "*/VERB[abandon|abrogate|annul|cancel|denounce|exit|leave|quit|renounce|repudiate|revoke|scrap|suspend|terminate]"
)
_BREACH = "*/NOUN[abuse|breach|collapse|infraction|infringement|violation|violator]"
_UNMAKING = Shapes(
    Shape('"quit the [pact]"', "dobj", above=[_ENDING]),
    Shape('"[truce] violations"', "compound|nmod", above=[_BREACH]),
)
_PULLING_OUT = Shapes(
    Shape('"pulled out of the [pact]"', "pobj/NOUN", above=["*:of|from", "*[pull|withdraw|exit|retreat|out|from]"]),
    Shape('"a breach of the [pact]"', "pobj/NOUN", above=["*:of", _BREACH]),
)
_EQUATION = Shape('"the raid [was] unlikely"', "*[be|remain]", has=["acomp|attr"])


class FactualityReader:
    """Reads the contexts of events with one set of cues."""

    def __init__(self, resources: Resources) -> None:
        self.cues, self.off = resources.cues, resources.off
        self.beside = ClauseCues(resources)
        self.governors = Governors(resources, self.beside)

    def read(self, trigger: Token, support: Token | None, base: Status | None = None) -> AssignedStatus:
        """Return the context of an event whose trigger `support` carries, if any; `base` is the row's own status."""
        context, node = AssignedStatus(base or S.OCCURRED), trigger
        if trigger.pos_ in _VERBS:
            if base in (None, S.OCCURRED):
                context.status = tense_status(trigger, base)
            self.beside.read_clause(trigger, context)
            context.is_under_way = base is S.PLANNED and _SETTING_OUT.fits(trigger)
        else:
            self.beside.read_noun(trigger, context)
            context.unmade = _UNMAKING.fits(trigger)
            if support is not None:
                node = self._carry(trigger, support, context, base)
        self._climb(node, context)
        context.speaker = speaker_of(node)
        for opener in _find_question(node.sent):
            context.apply("possible", opener)
        return context

    def _carry(self, noun: Token, support: Token, context: AssignedStatus, base: Status | None) -> Token:
        """Apply the verb that carries a noun, and return the word from which the way goes up."""
        is_above = not fits(support, "acl|relcl")  # not "the talks held by A"
        if is_above and context.status is S.OCCURRED:
            context.status = S.ONGOING if base is S.ONGOING else tense_status(support, base)
        is_decreed = fits(noun, "*{by_decree}") and fits(support, "*{speech}")
        is_frame = _is_at_that_time(noun)
        if not is_frame and (not is_decreed or DECREE in self.off):  # who announces an expulsion expels
            effect = self.beside.verb_effect(support)
            context.apply(effect, support)
        self.beside.read_clause(support, context)
        return support if is_above else noun

    # the way up ---------------------------------------------------------------------------------------------

    def _climb(self, node: Token, context: AssignedStatus) -> None:
        """Apply what governs `node`, word by word up to the root or to where the event is presupposed."""
        for _ in range(_DEPTH):
            if node.head == node:
                is_planned = _ROOT_INFINITIVE.fits(node)
                context.apply("planned" if is_planned else None, node)
                return
            context.passed.append(node)
            step = _STEPS.get(node.dep_, FactualityReader.go_to_governor)
            above = step(self, node, context)
            if above is None:
                return
            node = above

    def go_to_governor(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go on where the governor bears on a word."""
        if _UNMAKING.fits(node):
            context.unmade = True  # "quit the agreement with Chad", "truce violations"
        if node.dep_ not in _GOVERNED:
            return None
        if node.dep_ == "nsubjpass" and fits(node.head, _JUDGED):
            return None  # "the arrest cannot be tolerated": it was made
        return self._apply_governor(node.head, context, node.dep_)

    def _apply_governor(self, governor: Token, context: AssignedStatus, dep: str) -> Token | None:
        """Apply a governing word and return it; None where the way ends."""
        goes_on = self.governors.apply(governor, context, dep)
        return governor if goes_on else None

    def go_from_conjunct(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go on from what a verb is coordinated with; "praised it rather than condemn it" negates."""
        than = path(node.head, "cc:than")
        if than and than[0].i < node.i:
            context.apply("negated", node)
            return None
        return finite_head(node) if node.head.pos_ in _VERBS else node.head

    def go_from_clause(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go on from a clause that is said; "A accused B; C denied it" has a clause of its own."""
        if mark_between(node, node.head, ";"):
            return None
        if OTHER_CLAUSE not in self.off and mark_between(node, node.head, ","):
            has_object = has_child(node.head, "dobj")
            if has_object and is_finite(node):
                return None  # "Japan launches satellites, Chad vows reply"
        return self.go_to_governor(node, context)

    def go_from_phrase(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go on from a preposition or determiner."""
        effect = self._find_effect(node)
        context.apply(effect, node)
        return node.head

    def go_across(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go from the object of a preposition to what the preposition hangs on."""
        preposition, governor = node.head, node.head.head
        if self._is_done(node):
            return None
        effect = self._find_effect(preposition)
        context.apply(effect, preposition)
        if governor == preposition or effect == "negated":
            return None
        if _WARNED_AGAINST.fits(node):
            context.requested = True
            return None
        if _PULLING_OUT.fits(node):
            context.unmade = True  # "pulled out of the agreement with Chad"
        if ASKED_BEFORE.fits(node):
            self._claim_with(preposition, context)
            return None
        if ERRAND.fits(node):
            return self._go_from_errand(node, context)
        if _is_at_that_time(node):
            self._plan_with(preposition, context)
        if preposition.lower_ in _FRAMING or (preposition.lower_ in _AT_OR_IN and is_among(node, _OCCASIONS)):
            is_to_come = preposition.lower_ in _STILL_TO_COME or governor.lower_ == "ahead"
            context.apply("planned" if is_to_come else None, preposition)
            return None
        return self._apply_governor(governor, context, node.dep_)

    def _go_from_errand(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go from what a journey is for; a visit that takes place is the errand itself."""
        preposition, journey = node.head, node.head.head
        context.is_under_way = not _is_to_come(journey)
        if fits(journey, "*[visit]"):
            self._plan_with(preposition, context)
        else:
            context.apply("planned", preposition)
        return self._apply_governor(journey, context, node.dep_)

    def _plan_with(self, preposition: Token, context: AssignedStatus) -> None:
        """Plan what a phrase tells of a planned deed: "will discuss trade during a [visit]"."""
        verb = preposition.head
        is_framed = verb.pos_ in _VERBS and not mark_between(verb, preposition, ",")
        is_planned = is_framed and self.read(verb, None).status is S.PLANNED
        context.apply("planned" if is_planned else None, preposition)

    def _claim_with(self, preposition: Token, context: AssignedStatus) -> None:
        """Make a request no surer than the deed that it led to; it was made also where that is only planned."""
        status = self.read(preposition.head, None).status
        context.apply(_CLAIMS.get(status), preposition)

    def _is_done(self, deed: Token) -> bool:
        """Return whether a deed behind a preposition was done: what was done next, what somebody is punished for."""
        if _PAID_FOR.fits(deed):
            return True
        if NEXT_DEED in self.off:
            return False
        return _NEXT_DEED.fits(deed) and not is_future(deed.head.head)

    def go_to_noun(self, clause: Token, context: AssignedStatus) -> Token | None:
        """Go from a clause to the noun that it belongs to: "a plan to attack", "claims that it attacked"."""
        noun, is_infinitive = clause.head, has_to(clause)
        if is_infinitive and HEADLINE_SUBJECT.fits(noun):
            context.apply("planned", clause)  # "Obama to visit Cuba"
            return None
        if _FIRST_TO.fits(clause):
            return self._go_on_from(noun.head, context)
        is_reported = has_child(clause, "mark")  # "reports that it attacked"
        if not is_reported and _DESCRIBING.fits(clause):
            return None
        if is_reported:
            effect = self.cues.effect("clause_nouns", lemma(noun))
            context.apply(effect, noun)
        if is_infinitive and self.cues.effect("nouns", lemma(noun)) is None:
            context.apply("planned", noun)
        return self._apply_governor(noun, context, clause.dep_)

    def _go_on_from(self, being: Token, context: AssignedStatus) -> Token:
        """Go on from the verb by which somebody is the first to do something: he did it where he is that."""
        self.beside.read_clause(being, context)
        return being

    def go_from_infinitive(self, clause: Token, context: AssignedStatus) -> Token | None:
        """Go on from an infinitive below a verb: "plans to leave", "was one of three to leave"."""
        if _TO_BELOW_BEING.fits(clause) and _FIRST_OF.fits(clause.head):
            return self._go_on_from(clause.head, context)
        return self.go_to_governor(clause, context)

    def read_adverbial(self, clause: Token, context: AssignedStatus) -> Token | None:
        """Read an infinitive of purpose, or a present under a future: "when they meet, they will sign"."""
        if _TO_BELOW_BEING.fits(clause) and _FIRST_OF.fits(clause.head):
            return self._go_on_from(clause.head, context)
        if _MARCH.fits(clause):
            return None
        is_purpose = has_to(clause)
        if is_purpose and self.beside.verb_effect(clause.head) == "requested":
            context.requested = True  # "called on Mali to leave", with the infinitive hung as a purpose
        is_next = _WHEN_THEY_MEET.fits(clause) and _is_to_come(clause.head)
        is_aim = is_purpose and context.status in _HAPPENED
        if is_next or is_aim:
            context.apply("planned", clause)
        return None

    def go_from_subject(self, node: Token, context: AssignedStatus) -> Token | None:
        """Go on from the subject only to a noun; what a verb says of the event decides only if it fails or goes on."""
        verb = node.head
        if verb.pos_ not in _VERBS:
            return self.go_to_governor(node, context)
        complement = first_child(verb, "acomp", "attr")
        if fits(verb, _JUDGED):
            return None
        if fits(verb, "*{failing}"):
            context.unmade = True
        elif complement is not None and _EQUATION.fits(verb):
            self.governors.apply(complement, context, "nsubj")
        else:
            is_ongoing = self.beside.verb_effect(verb) == "ongoing"
            context.apply("ongoing" if is_ongoing else None, verb)
            self.beside.read_clause(verb, context)
        return None

    def _find_effect(self, preposition: Token) -> str | None:
        phrase = f"{word_at(preposition, -1)} {preposition.lower_}"  # "ahead of", "instead of"
        return self.cues.effect("prepositions", phrase) or self.cues.effect("prepositions", preposition.lower_)


Step = Callable[[FactualityReader, Token, AssignedStatus], Token | None]
#: How the way goes up from a word, by its dependency; other words go to what governs them, if anything does.
_STEPS: dict[str, Step] = {
    "conj": FactualityReader.go_from_conjunct,
    "ccomp": FactualityReader.go_from_clause,
    "xcomp": FactualityReader.go_from_infinitive,
    "prep": FactualityReader.go_from_phrase,
    "agent": FactualityReader.go_from_phrase,
    "det": FactualityReader.go_from_phrase,
    "dative": FactualityReader.go_from_phrase,
    "pobj": FactualityReader.go_across,
    "pcomp": FactualityReader.go_across,
    "acl": FactualityReader.go_to_noun,
    "relcl": FactualityReader.go_to_noun,
    "advcl": FactualityReader.read_adverbial,
    "nsubj": FactualityReader.go_from_subject,
}


def _find_question(sentence: TokenSpan) -> list[Token]:
    """Find the word that opens a question that is answered yes or no."""
    if sentence[-1].text != "?":
        return []
    words = [token for token in sentence if token.is_alpha]
    return pick(words[:1], "*/AUX")


def _is_at_that_time(word: Token) -> bool:
    """Return whether a word behind a preposition tells when a deed is done: "during a [visit]", "at a [meeting]"."""
    preposition = word.head.lower_
    return preposition == "during" or (preposition in _AT_OR_IN and is_among(word, _OCCASIONS))


def _is_to_come(verb: Token) -> bool:
    """Return whether a deed is still to be done: "will give", "is to give a speech and meet"."""
    if is_future(verb):
        return True
    head = finite_head(verb)
    return is_future(head)
