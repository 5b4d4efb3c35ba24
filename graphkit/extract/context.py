"""How the text presents an event: its status, the words that decide it, and who says so.

A small factuality calculus in the manner of FactBank (Sauri and Pustejovsky 2009): starting from the trigger's own form, each
governing word on the way up the tree changes the value below it. Cue words are data (assets/lexicon/context.yaml).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from graphkit.extract.arguments import is_passive, subject_of, surface_subject
from graphkit.knowledge.classes import Cues
from graphkit.model import Status
from graphkit.syntax import first_child, lemma

S = Status
#: What an effect makes of a value: table[effect][value below]; left out: the value stays.
_TABLE: dict[str, dict[Status, Status]] = {
    "negated": {
        S.OCCURRED: S.NEGATED,
        S.ONGOING: S.NEGATED,
        S.PLANNED: S.NEGATED,
        S.ALLEGED: S.NEGATED,
        S.POSSIBLE: S.NEGATED,
        S.NEGATED: S.OCCURRED,
        S.DENIED: S.ALLEGED,
    },
    "denied": dict.fromkeys(S, S.DENIED),
    "alleged": {S.OCCURRED: S.ALLEGED, S.ONGOING: S.ALLEGED},
    "planned": {S.OCCURRED: S.PLANNED, S.ONGOING: S.PLANNED, S.ALLEGED: S.PLANNED},
    "possible": {S.OCCURRED: S.POSSIBLE, S.ONGOING: S.POSSIBLE, S.PLANNED: S.POSSIBLE, S.ALLEGED: S.POSSIBLE},
    "requested": {},
    "ongoing": {S.OCCURRED: S.ONGOING},
    "factive": {},
}
_CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp", "csubj", "csubjpass"})
_ENDING = frozenset(["stop", "end", "halt", "cease", "discontinue"])
_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "wo"})


@dataclass(slots=True)
class Context:
    """Status, the cue that made it, and the token that heads the speaker's phrase."""

    status: Status
    cue: str | None = None
    speaker: Token | None = None
    requested: bool = False  # somebody only asks for it: no fact
    threatened: bool = False  # its actor says that it may do it
    refused: bool = False  # it did not happen because its actor would not
    verb: Token | None = None  # the verb whose tense anchors dates
    passed: list[Token] = field(default_factory=list)


class Calculus:
    """Reads contexts with one set of cues."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def read(self, trigger: Token, support: Token | None, base: Status | None = None) -> Context:
        """The context of an event whose trigger is carried by `support`, if by any. `base` is the row's own status."""
        context = Context(base or S.OCCURRED)
        node = trigger
        if trigger.pos_ in ("VERB", "AUX"):
            context.verb = trigger
            self._verb(trigger, context, base)
        else:
            self._noun(trigger, context)
            if support is not None:
                context.verb = support
                if support.dep_ not in ("acl", "relcl"):
                    if context.status is S.OCCURRED:
                        context.status = base if base is S.ONGOING else _tense_status(support, base)
                    self._effect(self._verb_effect(support), context, support)
                else:
                    self._effect(self._verb_effect(support), context, support)
                self._local(support, context)
                node = support if support.dep_ not in ("acl", "relcl") else trigger
        self._climb(node, context)
        context.speaker = self._speaker(node, context)
        return context

    # one word -----------------------------------------------------------------------------------------------

    def _effect(self, effect: str | None, context: Context, token: Token) -> None:
        if effect is None:
            return
        if effect == "requested" and context.status is not S.DENIED:
            context.requested = True
        changed = _TABLE.get(effect, {}).get(context.status)
        if changed is not None and changed is not context.status:
            context.status = changed
            context.cue = token.lower_
            context.threatened = lemma(token) in ("threaten", "warn", "threat", "warning")
            context.refused = context.status is S.NEGATED and lemma(token) in REFUSALS

    def _verb_effect(self, verb: Token) -> str | None:
        particle = first_child(verb, "prt")
        if particle is not None:
            found = self.cues.effect("verbs", f"{lemma(verb)} {particle.lower_}")
            if found:
                return found
        for child in verb.children:  # "call on", "call for"
            if child.dep_ == "prep":
                found = self.cues.effect("verbs", f"{lemma(verb)} {child.lower_}")
                if found:
                    return found
        return self.cues.effect("verbs", lemma(verb))

    def _verb(self, verb: Token, context: Context, base: Status | None) -> None:
        if base is None or base is S.OCCURRED:
            context.status = _tense_status(verb, base)
        self._local(verb, context)

    def _local(self, verb: Token, context: Context) -> None:
        """Auxiliaries, adverbs, negation and marks of one clause."""
        shared = verb
        chain = [verb]
        while (
            shared.dep_ == "conj"
            and shared.head.pos_ in ("VERB", "AUX")
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        ):
            shared = shared.head
            chain.append(shared)
        own_aux = any(c.dep_ in ("aux", "auxpass") for c in verb.children)
        for place, node in enumerate(chain):
            for child in node.children:
                word = child.lower_
                if child.dep_ in ("aux", "auxpass") and (place == 0 or not own_aux):
                    if word in _FUTURE_MODALS or child.tag_ == "MD":
                        effect = self.cues.effect("modals", word)
                        if word == "would" and _under_past_speech(node):
                            effect = "planned"
                        self._effect(effect, context, child)
                if place and child.i > node.i:
                    continue
                if (child.dep_ == "neg" and (place == 0 or not own_aux)) or (
                    child.dep_ == "advmod" and word == "longer" and any(g.lower_ == "no" for g in child.children)
                ):
                    self._effect("negated", context, child)
                elif child.dep_ == "advmod":
                    self._effect(self.cues.effect("adverbs", word), context, child)
                elif child.dep_ == "mark" and self.cues.effect("conditions", word):
                    if word not in ("until", "once") or context.status is S.PLANNED:
                        self._effect("possible", context, child)
                elif (
                    child.dep_ in ("nsubj", "nsubjpass")
                    and child.i < verb.i
                    and (
                        word in ("nobody", "none", "neither", "nothing")
                        or any(g.lower_ in ("no", "neither", "nor") for g in child.children)
                    )
                ):
                    self._effect("negated", context, child)

    def _noun(self, noun: Token, context: Context) -> None:
        for child in noun.children:
            word = child.lower_
            if child.dep_ in ("amod", "advmod", "compound", "nmod") and child.i < noun.i:
                effect = self.cues.effect("adjectives", word) or self.cues.effect("adjectives", lemma(child))
                self._effect(effect, context, child)
            elif child.dep_ in ("det", "neg") and word in ("no", "neither", "any") and word != "any":
                self._effect("negated", context, child)
            elif child.dep_ == "acl" and child.tag_ in ("VBN",) and child.i > noun.i:
                self._effect(self._verb_effect(child), context, child)

    # the way up ---------------------------------------------------------------------------------------------

    def _climb(self, node: Token, context: Context) -> None:
        for _ in range(10):
            head, dep = node.head, node.dep_
            if head == node:
                if node.pos_ == "VERB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children):
                    self._effect("planned", context, node)  # "Leaders to begin talks"
                return
            context.passed.append(node)
            if dep == "conj":
                if head.pos_ in ("VERB", "AUX") and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children):
                    node = head  # a clause of its own: only what governs both still counts
                    continue
                node = head
                continue
            if dep in ("prep", "agent", "det", "dative"):
                self._effect(self._preposition(node), context, node)
                node = head
                continue
            if dep == "pobj" or dep == "pcomp":
                self._effect(self._preposition(head), context, head)
                governor = head.head
                if governor == head:
                    return
                if governor.lower_ == "instead" or head.lower_ == "than":
                    self._effect("negated", context, governor)
                    return
                if head.lower_ in (
                    "after",
                    "following",
                    "since",
                    "despite",
                    "during",
                    "amid",
                    "before",
                    "ahead",
                    "as",
                    "than",
                    "until",
                    "by",
                    "without",
                ):
                    if head.lower_ == "without":
                        self._effect("negated", context, head)
                    if head.lower_ in ("before", "ahead", "until") or governor.lower_ == "ahead":
                        self._effect("planned", context, head)
                    return
                node = governor
                if not self._governor(node, context, dep):
                    return
                continue
            if dep in ("acl", "relcl"):
                if dep == "relcl" or node.tag_ in ("VBG", "VBN", "VBD", "VBZ", "VBP"):
                    if dep == "acl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children):
                        pass
                    elif dep == "acl" and any(c.dep_ == "mark" for c in node.children):
                        pass  # "claims that ..."
                    else:
                        return
                node = head
                if self.cues.effect("nouns", lemma(node)) is None and any(
                    c.lower_ == "to" and c.dep_ == "aux" for c in context.passed[-1].children
                ):
                    self._effect("planned", context, node)
                if not self._governor(node, context, dep):
                    return
                continue
            if dep == "advcl":
                if (
                    any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
                    and context.status
                    in (
                        S.OCCURRED,
                        S.ONGOING,
                    )
                ) or (
                    node.tag_ in ("VBZ", "VBP")
                    and any(
                        c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "when", "once", "after")
                        for c in node.children
                    )
                    and _is_future(head)
                ):
                    self._effect("planned", context, node)
                return
            if dep in _CLAUSAL or dep in (
                "dobj",
                "attr",
                "oprd",
                "nsubjpass",
                "acomp",
                "nsubj",
                "poss",
                "compound",
                "nmod",
                "appos",
                "amod",
            ):
                node = head
                if dep in ("poss", "compound", "nmod", "amod", "appos"):
                    if dep == "appos":
                        return
                    if not self._governor(node, context, dep):
                        return
                    continue
                if dep == "nsubj" and head.pos_ in ("VERB", "AUX"):
                    # what the subject event does is no governor of it, except that it is planned or failed
                    if lemma(head) in ("fail", "collapse", "founder"):
                        return
                    if lemma(head) in ("be", "remain") and first_child(head, "acomp") is not None:
                        self._governor(first_child(head, "acomp") or head, context, dep)
                    else:
                        if self._verb_effect(head) == "ongoing":
                            self._effect("ongoing", context, head)
                        self._local(head, context)
                    return
                if not self._governor(node, context, dep):
                    return
                continue
            return

    def _preposition(self, token: Token) -> str | None:
        if token.lower_ == "of" and token.head.lower_ == "ahead":
            return "planned"
        return self.cues.effect("prepositions", token.lower_)

    def _governor(self, token: Token, context: Context, dep: str) -> bool:
        """Applies what a governing word does; False where the way up ends."""
        if token.pos_ in ("VERB", "AUX"):
            word = lemma(token)
            if word == "go" and dep == "xcomp" and token.tag_ == "VBG":
                self._effect("planned", context, token)  # "is going to"
            elif word == "be":
                inner = context.passed[-1]
                if dep == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in inner.children):
                    self._effect("planned", context, token)
            elif dep == "ccomp" and word in (
                "say",
                "state",
                "add",
                "note",
                "tell",
                "announce",
                "declare",
                "report",
                "confirm",
                "write",
                "reveal",
                "stress",
                "insist",
                "suggest",
                "believe",
                "claim",
                "assert",
                "contend",
                "argue",
                "think",
                "allege",
                "warn",
            ):
                if word in ("claim", "allege", "assert", "contend", "believe", "think", "suspect", "argue", "suggest"):
                    self._effect("alleged", context, token)
            elif dep == "ccomp" and word in ("agree", "decide", "expect", "hope", "promise", "pledge", "vow"):
                self._effect("planned", context, token)
            elif dep == "dobj" and word in (
                "announce",
                "condemn",
                "discuss",
                "report",
                "offer",
                "approve",
                "order",
                "believe",
                "ask",
                "want",
                "fear",
                "suspect",
            ):
                effect = {
                    "discuss": None,
                    "offer": "planned",
                    "order": "requested",
                    "ask": "requested",
                    "want": "requested",
                    "fear": "possible",
                    "suspect": "alleged",
                }.get(word)
                if effect is None:
                    return False  # presupposed
                self._effect(effect, context, token)
            else:
                effect = self._verb_effect(token)
                if word in _ENDING and token.tag_ == "VB" and context.status is S.OCCURRED:
                    context.status = S.ONGOING  # "to stop its raids": they go on
                if effect in (None, "factive") and dep in ("dobj", "pobj", "attr", "oprd"):
                    return False  # "will discuss the attack": the attack is presupposed
                self._effect(effect, context, token)
            if word not in SPEECH:
                self._local(token, context)
            return True
        if token.pos_ == "ADJ":
            self._effect(self.cues.effect("adjectives", token.lower_), context, token)
            return True
        if token.pos_ in ("NOUN", "PROPN"):
            effect = self.cues.effect("nouns", lemma(token))
            if effect is None and dep in ("pobj", "dobj", "poss", "compound", "nmod", "amod"):
                return False  # "a response to the attack": presupposed
            self._effect(effect, context, token)
            self._noun(token, context)
            return True
        return False

    # who says so --------------------------------------------------------------------------------------------

    def _speaker(self, node: Token, context: Context) -> Token | None:
        seen = node
        for _ in range(12):
            head = seen.head
            according = _according(seen)
            if according is not None:
                return according
            if head == seen:
                break
            if seen.dep_ in ("ccomp", "parataxis", "xcomp", "acl", "pcomp") and self._is_speech(head):
                subject = _sayer(head)
                if subject is not None:
                    return subject
            seen = head
        for child in seen.children:  # "..., X said": the quotation may be the root
            if (
                child.dep_ in ("parataxis", "ccomp")
                and self._is_speech(child)
                and lemma(child) in ("say", "tell", "add", "report", "write")
            ):
                subject = _sayer(child)
                if subject is not None and child.i > node.i:
                    return subject
        return None

    def _is_speech(self, token: Token) -> bool:
        return lemma(token) in SPEECH


REFUSALS = frozenset("refuse decline reject rule oppose resist refusal unwilling reluctant".split())
SPEECH = frozenset(
    [
        "say",
        "tell",
        "add",
        "announce",
        "state",
        "declare",
        "report",
        "note",
        "confirm",
        "acknowledge",
        "admit",
        "write",
        "reveal",
        "explain",
        "disclose",
        "insist",
        "stress",
        "claim",
        "allege",
        "argue",
        "warn",
        "maintain",
        "assert",
        "tweet",
        "post",
        "quote",
        "reiterate",
        "emphasize",
        "emphasise",
        "remark",
        "recall",
        "suggest",
        "indicate",
        "hint",
        "predict",
        "contend",
        "complain",
        "testify",
        "vow",
        "pledge",
        "promise",
        "deny",
        "accuse",
        "observe",
        "inform",
        "signal",
        "estimate",
        "comment",
        "affirm",
        "conclude",
        "boast",
        "caution",
        "lament",
        "repeat",
        "respond",
        "reply",
        "describe",
        "believe",
        "suspect",
        "think",
    ]
)


def _sayer(verb: Token) -> Token | None:
    found = surface_subject(verb) if not is_passive(verb) else subject_of(verb)
    if found:
        return found[0].head
    return None


def _according(token: Token) -> Token | None:
    for child in token.children:
        if child.lower_ == "according":
            for grand in child.children:
                if grand.lower_ == "to":
                    for inner in grand.children:
                        if inner.dep_ == "pobj":
                            return inner
    return None


def _tense_status(verb: Token, base: Status | None) -> Status:
    """What the verb's own form says: past is occurred, present progressive ongoing, a bare infinitive nothing yet."""
    auxes = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if verb.tag_ == "VBG" and auxes & {"is", "are", "am", "'s", "'re", "be", "been"}:
        return S.ONGOING
    if verb.tag_ in ("VBZ", "VBP") and base is S.ONGOING:
        return S.ONGOING
    return S.OCCURRED if base is None else base


def _is_future(verb: Token) -> bool:
    return (
        any(c.dep_ == "aux" and c.lower_ in _FUTURE_MODALS for c in verb.children)
        or any(
            c.dep_ == "xcomp" and any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)
            for c in verb.children
            if lemma(verb) == "be"
        )
        or (verb.dep_ == "xcomp" and lemma(verb.head) == "be")
    )


def _under_past_speech(verb: Token) -> bool:
    node = verb
    for _ in range(4):
        if node.head == node:
            return False
        if node.dep_ in ("ccomp", "conj", "xcomp", "relcl", "advcl"):
            if node.dep_ == "ccomp" and node.head.tag_ in ("VBD", "VBN") and lemma(node.head) in SPEECH:
                return True
            node = node.head
        else:
            return False
    return False
