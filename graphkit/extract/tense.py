"""Read what the form of one verb says about time: tense, progressive, future auxiliaries, infinitives."""

from __future__ import annotations

from graphkit.model import Status
from graphkit.nlp.dependencies import children, lemma
from graphkit.nlp.tokens import Token

FUTURE_MODALS = frozenset({"will", "shall", "'ll", "wo"})
_PRESENT_BE = frozenset({"is", "are", "am", "'s", "'re", "be", "been"})


def has_to(verb: Token) -> bool:
    """Return whether a verb is an infinitive with "to"."""
    return any(c.lower_ == "to" for c in children(verb, "aux"))


def tense_status(verb: Token, base: Status | None) -> Status:
    """Return ongoing for the present progressive, else the row's own status (`base`) or occurred."""
    auxiliaries = {c.lower_ for c in children(verb, "aux", "auxpass")}
    if verb.tag_ == "VBG" and auxiliaries & _PRESENT_BE:
        return Status.ONGOING
    return base or Status.OCCURRED


def is_future(verb: Token) -> bool:
    """Return whether a verb is under "will" or "is to"."""
    if any(c.lower_ in FUTURE_MODALS for c in children(verb, "aux")):
        return True
    if lemma(verb) == "be" and any(has_to(c) for c in children(verb, "xcomp")):
        return True
    return verb.dep_ == "xcomp" and lemma(verb.head) == "be"
