"""Test when a step is told as taken, as to come, or as failed: rules on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.extract.prospects import set_answer, set_prospect
from graphkit.extract.status_rules import AssignedStatus
from graphkit.model import Status
from graphkit.nlp.tokens import Doc
from tests.parses import parse, token

APPROVED = parse("Chad NNP nsubj 1", "approved VBD ROOT 1 approve", "its PRP$ poss 3", "accession NN dobj 1")
BACKED = parse("Chad NNP nsubj 1", "backed VBD ROOT 1 back", "its PRP$ poss 3", "accession NN dobj 1")
BLOCKED = parse("Chad NNP nsubj 1", "blocked VBD ROOT 1 block", "its PRP$ poss 3", "accession NN dobj 1")
PRAISED = parse("Chad NNP nsubj 1", "praised VBD ROOT 1 praise", "its PRP$ poss 3", "accession NN dobj 1")
VOTED = parse("Chad NNP nsubj 1", "voted VBD ROOT 1 vote", "to TO aux 3", "leave VB xcomp 1", "OPEC NNP dobj 3")
ORDERED = parse(
    "a DT det 1", "law NN ROOT 1", "taking VBG acl 1 take", "Chad NNP dobj 2", "out IN prep 2", "of IN prep 4"
)
BEGUN = parse("Chad NNP nsubj 1", "began VBD ROOT 1 begin", "to TO aux 3", "leave VB xcomp 1", "OPEC NNP dobj 3")
BEGUN_BY_NOUN = parse("Chad NNP nsubj 1", "began VBD ROOT 1 begin", "the DT det 3", "deployment NN dobj 1")
LEAVING = parse("Chad NNP nsubj 2", "is VBZ aux 2 be", "leaving VBG ROOT 2 leave", "OPEC NNP dobj 2")
DECLINED = parse(
    "Chad NNP nsubj 1", "declined VBD ROOT 1 decline", "an DT det 3", "invitation NN dobj 1", "to TO aux 5",
    "join VB acl 3", "OPEC NNP dobj 5",
)  # fmt: skip
WANTED = parse("Chad NNP nsubj 1", "wants VBZ ROOT 1 want", "to TO aux 3", "join VB xcomp 1", "OPEC NNP dobj 3")


@pytest.mark.parametrize(
    ("doc", "trigger", "is_momentary", "status"),
    [
        pytest.param(APPROVED, "accession", True, Status.PLANNED, id="approved"),
        pytest.param(APPROVED, "accession", False, Status.PLANNED, id="an approved deployment"),
        pytest.param(BACKED, "accession", True, Status.POSSIBLE, id="only backed"),
        pytest.param(BACKED, "accession", False, Status.OCCURRED, id="a deployment may be backed after it"),
        pytest.param(BLOCKED, "accession", True, Status.NEGATED, id="blocked"),
        pytest.param(PRAISED, "accession", True, Status.OCCURRED, id="what is praised is done"),
        pytest.param(VOTED, "leave", True, Status.PLANNED, id="voted for"),
        pytest.param(ORDERED, "taking", True, Status.PLANNED, id="by law"),
        pytest.param(BEGUN, "leave", True, Status.PLANNED, id="begun"),
        pytest.param(BEGUN_BY_NOUN, "deployment", False, Status.ONGOING, id="begun, and going on"),
        pytest.param(LEAVING, "leaving", True, Status.PLANNED, id="under way"),
        pytest.param(LEAVING, "leaving", False, Status.OCCURRED, id="under way, as its form says"),
    ],
)
def test_prospect(doc: Doc, trigger: str, is_momentary: bool, status: Status) -> None:
    context = AssignedStatus(Status.OCCURRED)
    set_prospect(context, token(doc, trigger), is_momentary=is_momentary)
    assert context.status is status


@pytest.mark.parametrize("status", [Status.PLANNED, Status.POSSIBLE])
def test_what_fails_is_negated(status: Status) -> None:
    context = AssignedStatus(status, unmade=True)
    set_prospect(context, token(PRAISED, "accession"), is_momentary=True)
    assert context.status is Status.NEGATED


def test_what_is_declined_is_negated() -> None:
    context = AssignedStatus(Status.PLANNED, requested=True)
    set_answer(context, token(DECLINED, "join"))
    assert (context.status, context.requested) == (Status.NEGATED, False)


def test_what_somebody_wants_himself_is_planned() -> None:
    context = AssignedStatus(Status.OCCURRED, requested=True)
    set_answer(context, token(WANTED, "join"))
    assert (context.status, context.requested) == (Status.PLANNED, False)
