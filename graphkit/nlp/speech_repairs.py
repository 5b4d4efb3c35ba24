"""Mend verbs of speech that parsers hang into the clause that is told: "denied that troops fired and accused Mali"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import SUBJECTS, children, has_child, lemma, resources_of
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token

#: Who says that something is not so goes on himself: "denied that it fired and accused Mali".
_DENYING = frozenset({"deny", "dispute", "refute"})
_GOING_ON = frozenset({"offer", "promise", "vow", "pledge", "demand", "invite", "threaten", "thank"})


def _speaker_goes_on(token: Token) -> Iterator[Attachment]:
    """Attach a coordinated verb of speech to the verb that denies, or that tells what had been done before."""
    is_described = token.head.dep_ in ("acomp", "attr")  # "denied that it was late and accused Mali"
    told = token.head.head if is_described else token.head
    speech = told.head
    tags = ("VBD", "VBZ", "VBN") if is_described and has_child(token, "dobj") else ("VBD", "VBZ")
    if token.tag_ not in tags or told.dep_ != "ccomp" or has_child(token, *SUBJECTS, "aux", "auxpass"):
        return
    words = resources_of(token).verbs
    goes_on = words.speech | words.charging | words.judging | words.object_control | _GOING_ON
    if speech.pos_ != "VERB" or not speech.i < told.i < token.i or lemma(token) not in goes_on:
        return
    is_earlier = token.tag_ == speech.tag_ and told.tag_ in ("VBN", "VB") and has_child(told, "aux", "auxpass")
    if "or" in [conjunction.lower_ for conjunction in children(token.head, "cc")]:
        return  # "denied that it had fired or threatened to fire"
    if lemma(speech) in _DENYING or (is_earlier and lemma(speech) in words.speech):
        for conjunction in children(token.head, "cc"):
            if told.i < conjunction.i < token.i:
                yield Attachment(conjunction, speech, "cc")
        yield Attachment(token, speech, "conj")


SPEECH_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/speaker-goes-on", "Norway denied that it fired and accused Mali.", _speaker_goes_on, ("conj",)),
)
