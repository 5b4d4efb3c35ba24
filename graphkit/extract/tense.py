"""What the form of one verb says about time: tense, progressive, future auxiliaries, infinitives."""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.model import Status
from graphkit.nlp.dependencies import lemma

FUTURE_MODALS = frozenset({"will", "shall", "'ll", "wo"})


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def tense_status(verb: Token, base: Status | None) -> Status:
    """The status by a verb's own form: ongoing for the present progressive, else the row's own (`base`) or occurred."""
    auxes = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if verb.tag_ == "VBG" and auxes & {"is", "are", "am", "'s", "'re", "be", "been"}:
        return Status.ONGOING
    return Status.OCCURRED if base is None else base


def is_future(verb: Token) -> bool:
    """Whether a verb is under "will" or "is to"."""
    if any(c.dep_ == "aux" and c.lower_ in FUTURE_MODALS for c in verb.children):
        return True
    if lemma(verb) == "be" and any(c.dep_ == "xcomp" and has_to(c) for c in verb.children):
        return True
    return verb.dep_ == "xcomp" and lemma(verb.head) == "be"
