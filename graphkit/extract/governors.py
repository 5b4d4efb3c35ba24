"""Apply what a governing word does to the event below it: "denied", "a plan to", "was unable to"."""

from __future__ import annotations

from collections.abc import Callable

from graphkit.extract.attribution import is_speech
from graphkit.extract.clause_cues import ClauseCues
from graphkit.extract.noun_classes import is_any_among
from graphkit.extract.status_rules import AssignedStatus
from graphkit.extract.subjects import ULTIMATUM
from graphkit.extract.tense import has_to
from graphkit.model import Status
from graphkit.nlp.dependencies import first_child, has_child, lemma
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import fits, has_path, pick
from graphkit.resources.resources import Resources

#: Ids of the rules that are no cue: what is not ruled out is possible, what is opposed need not have been, ...
NOT_RULED_OUT, OPPOSED, ENTERED = "status/not-ruled-out", "status/opposed", "status/entered"
#: What a governing verb or noun takes for granted where it says nothing else: "will answer the attack".
_PRESUPPOSED = frozenset({"dobj", "pobj", "attr", "oprd"})
_PRESUPPOSED_OF_NOUN = frozenset({"pobj", "dobj", "poss", "compound", "nmod", "amod"})
_OBJECTS = frozenset({"dobj", "pobj"})
#: The cues of a verb over a clause and over a noun.
_CUE_FORMS = {"ccomp": "clause_verbs", "dobj": "object_verbs"}
#: Events that somebody can oppose before they are held.
_VENTURES = frozenset({"@occasion", "@agreement", "visit", "trip", "tour", "membership", "exercise", "sale"})


class Governors:
    """Applies governing words with the cue words of some resources."""

    def __init__(self, resources: Resources, beside: ClauseCues) -> None:
        self.cues, self.off, self.beside = resources.cues, resources.off, beside
        #: The effect of a verb that is turned by "not": "did not rule out".
        self.ruling_out = "negated" if NOT_RULED_OUT not in resources.off else ""

    def apply(self, word: Token, context: AssignedStatus, dep: str) -> bool:
        """Apply what a governing word does to what hangs on it by `dep`; False where the way up ends."""
        govern = _GOVERNORS.get(word.pos_)
        if govern is None:
            return False
        return govern(self, word, context, dep)

    def apply_adjective(self, adjective: Token, context: AssignedStatus, dep: str) -> bool:
        """Apply an adjective: "ready to", "too weak to"."""
        effect = self.cues.effect("adjectives", adjective.lower_)
        context.apply(effect, adjective)
        if dep == "xcomp" and has_path(adjective, "*:too"):
            context.apply("negated", adjective)
        return True

    def apply_noun(self, noun: Token, context: AssignedStatus, dep: str) -> bool:
        """Apply a noun: "a plan of"; "a response to the attack" takes it for granted."""
        effect = self.cues.effect("nouns", lemma(noun))
        if effect is None and dep in _PRESUPPOSED_OF_NOUN:
            return False
        context.apply(effect, noun)
        self.beside.read_noun(noun, context)
        return True

    def apply_verb(self, verb: Token, context: AssignedStatus, dep: str) -> bool:
        """Apply a verb with what stands beside it."""
        goes_on = self._apply_special(verb, context, dep)
        if goes_on is None:
            goes_on = self._apply_cue(verb, context, dep)
        if goes_on and not is_speech(verb):
            self.beside.read_clause(verb, context)
        elif goes_on and has_child(verb, "neg"):  # "did not deny that", "never said that"
            effect = "negated" if context.status is Status.DENIED else "possible"
            context.apply(effect, verb)
        return goes_on

    def _apply_special(self, verb: Token, context: AssignedStatus, dep: str) -> bool | None:
        """Apply verbs whose form decides: ultimatum, "include", "is going to", "is to"; None for other verbs."""
        subject, is_clause = first_child(verb, "nsubj"), dep == "xcomp"
        is_infinitive = is_clause and has_to(context.passed[-1])
        if is_clause and ULTIMATUM.fits(verb):
            context.requested = True
        elif subject is not None and fits(verb, "*[include|involve]"):  # "the demands included closing the base"
            effect = self.cues.effect("nouns", lemma(subject))
            context.apply(effect, subject)
        elif is_infinitive and fits(verb, "*[have]"):  # "has to leave", "has yet to leave"
            context.apply("negated" if has_path(verb, "advmod:yet") else "possible", verb)
        elif is_clause and fits(verb, "*/VBG[go]"):
            context.apply("planned", verb)
        elif fits(verb, "*[be]"):
            context.apply("planned" if is_infinitive else None, verb)
        else:
            return None
        return True

    def _apply_cue(self, verb: Token, context: AssignedStatus, dep: str) -> bool:
        """Apply the cue of a verb: over a clause, over a noun, or anywhere; False where it presupposes the event."""
        form = _CUE_FORMS.get(dep)
        effect = self.cues.effect(form, lemma(verb)) if form is not None else None
        if effect is None:
            return self._apply_anywhere(verb, context, dep)
        if effect == "factive":
            return dep != "dobj"  # "discussed the attack": presupposed
        context.apply(effect, verb)
        return True

    def _apply_anywhere(self, verb: Token, context: AssignedStatus, dep: str) -> bool:
        """Apply the cue that a verb is in any form; False where it presupposes the event."""
        effect = self.beside.verb_effect(verb)
        is_not_ruled_out = effect == self.ruling_out and has_child(verb, "neg")
        if is_not_ruled_out or self._opposes(verb, context, dep):
            context.apply("possible", verb)  # "did not rule out supplying jets", "opposed a visit"
            return False
        if dep == "pobj" and ENTERED not in self.off and fits(verb, "*{entering}"):
            effect = effect or "reached"  # "urged both to return to talks": as asked as the return is
        if context.status is Status.OCCURRED and fits(verb, "*/VB{ending}"):
            context.status = Status.ONGOING  # "to stop its raids": they go on
        if dep in _PRESUPPOSED and effect in (None, "factive"):
            return False
        context.apply(effect, verb)
        return True

    def _opposes(self, verb: Token, context: AssignedStatus, dep: str) -> bool:
        """Return whether a verb is against an event that needs two who want it: a visit, talks, a deal."""
        if OPPOSED in self.off:
            return False
        if dep not in _OBJECTS or not fits(verb, "*{opposing}"):
            return False
        nouns = pick(context.passed, "*/NOUN")
        return is_any_among(nouns, _VENTURES)


#: What a governing word does, by its part of speech; the way up ends at others.
_GOVERNORS: dict[str, Callable[[Governors, Token, AssignedStatus, str], bool]] = {
    "VERB": Governors.apply_verb,
    "AUX": Governors.apply_verb,
    "ADJ": Governors.apply_adjective,
    "NOUN": Governors.apply_noun,
    "PROPN": Governors.apply_noun,
}
