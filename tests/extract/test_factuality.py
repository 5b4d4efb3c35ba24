"""Test the status that governing words give an event: rules on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.extract.factuality import AssignedStatus, FactualityReader
from graphkit.model import Status
from graphkit.nlp.tokens import Doc
from graphkit.resources.resources import Resources
from tests.parses import parse, token

PLAIN = parse("Mali NNP nsubj 1", "attacked VBD ROOT 1 attack", "Niger NNP dobj 1")
PROGRESSIVE = parse("Mali NNP nsubj 2", "is VBZ aux 2 be", "attacking VBG ROOT 2 attack", "Niger NNP dobj 2")
NEGATED = parse("Mali NNP nsubj 3", "did VBD aux 3 do", "not RB neg 3", "attack VB ROOT 3", "Niger NNP dobj 3")
FUTURE = parse("Mali NNP nsubj 2", "will MD aux 2", "attack VB ROOT 2", "Niger NNP dobj 2")
MODAL = parse("Mali NNP nsubj 2", "may MD aux 2", "attack VB ROOT 2", "Niger NNP dobj 2")
FAILED = parse("Mali NNP nsubj 1", "failed VBD ROOT 1 fail", "to TO aux 3", "attack VB xcomp 1", "Niger NNP dobj 3")
REFUSED = parse("Mali NNP nsubj 1", "refused VBD ROOT 1 refuse", "to TO aux 3", "attack VB xcomp 1", "Niger NNP dobj 3")
PLANNED = parse("Mali NNP nsubj 1", "plans VBZ ROOT 1 plan", "to TO aux 3", "attack VB xcomp 1", "Niger NNP dobj 3")
DENIED = parse(
    "Mali NNP nsubj 1", "denied VBD ROOT 1 deny", "that IN mark 5", "it PRP nsubj 5", "had VBD aux 5 have",
    "attacked VBN ccomp 1 attack", "Niger NNP dobj 5",
)  # fmt: skip
CONDITION = parse(
    "If IN mark 2", "Mali NNP nsubj 2", "attacks VBZ advcl 6 attack", "Niger NNP dobj 2", "Chad NNP nsubj 6",
    "will MD aux 6", "intervene VB ROOT 6",
)  # fmt: skip
REPORTED = parse("Mali NNP nsubj 2", "reportedly RB advmod 2", "attacked VBD ROOT 2 attack", "Niger NNP dobj 2")
URGED = parse(
    "Oman NNP nsubj 1",
    "urged VBD ROOT 1 urge",
    "Mali NNP dobj 1",
    "to TO aux 4",
    "attack VB xcomp 1",
    "Niger NNP dobj 4",
)
SAID = parse(
    "Oman NNP nsubj 1", "said VBD ROOT 1 say", "Mali NNP nsubj 3", "attacked VBD ccomp 1 attack", "Niger NNP dobj 3"
)
ALLEGED_ATTACK = parse("alleged JJ amod 1", "attack NN nsubj 2", "failed VBD ROOT 2 fail")
NOUN_ROOT = parse("Attack NN ROOT 0", "on IN prep 0", "Niger NNP pobj 1")


def read(doc: Doc, word: str) -> AssignedStatus:
    return FactualityReader(Resources.load()).read(token(doc, word), None)


@pytest.mark.parametrize(
    ("doc", "trigger", "status"),
    [
        pytest.param(PLAIN, "attacked", Status.OCCURRED, id="past"),
        pytest.param(PROGRESSIVE, "attacking", Status.ONGOING, id="present progressive"),
        pytest.param(NEGATED, "attack", Status.NEGATED, id="not"),
        pytest.param(FUTURE, "attack", Status.PLANNED, id="will"),
        pytest.param(MODAL, "attack", Status.POSSIBLE, id="may"),
        pytest.param(FAILED, "attack", Status.NEGATED, id="failed to"),
        pytest.param(REFUSED, "attack", Status.NEGATED, id="refused to"),
        pytest.param(PLANNED, "attack", Status.PLANNED, id="plans to"),
        pytest.param(DENIED, "attacked", Status.DENIED, id="denied that"),
        pytest.param(CONDITION, "attacks", Status.POSSIBLE, id="if"),
        pytest.param(REPORTED, "attacked", Status.ALLEGED, id="reportedly"),
        pytest.param(SAID, "attacked", Status.OCCURRED, id="said that"),
        pytest.param(ALLEGED_ATTACK, "attack", Status.ALLEGED, id="alleged attack"),
        pytest.param(NOUN_ROOT, "Attack", Status.OCCURRED, id="a root that is no verb"),
    ],
)
def test_status(doc: Doc, trigger: str, status: Status) -> None:
    assert read(doc, trigger).status is status


def test_cue_is_the_word_that_decided() -> None:
    assert read(FAILED, "attack").cue == "failed"
    assert read(PLAIN, "attacked").cue is None


def test_what_is_asked_for_is_no_fact() -> None:
    assert read(URGED, "attack").requested
    assert not read(PLAIN, "attacked").requested


def test_refusal_is_told_from_failure() -> None:
    assert read(REFUSED, "attack").refused
    assert not read(FAILED, "attack").refused


def test_speaker_is_the_subject_of_the_speech_verb() -> None:
    speaker = read(SAID, "attacked").speaker
    assert speaker is not None
    assert speaker.text == "Oman"
    assert read(PLAIN, "attacked").speaker is None
