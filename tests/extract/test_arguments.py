"""Test the arguments of a verb: rules on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.extract.arguments import dative_of, object_of
from graphkit.extract.subjects import is_passive, owner_of, subject_of, surface_subject
from graphkit.nlp.tokens import Doc
from tests.parses import parse, token

ACTIVE = parse("Mali NNP nsubj 1", "accused VBD ROOT 1 accuse", "Niger NNP dobj 1")
PASSIVE = parse(
    "Niger NNP nsubjpass 2", "was VBD auxpass 2 be", "accused VBN ROOT 2 accuse", "by IN agent 2", "Mali NNP pobj 3"
)
RELATIVE = parse(
    "Mali NNP nsubj 5", "which WDT nsubj 2", "shelled VBD relcl 0 shell", "Niger NNP dobj 2", "later RB advmod 5",
    "apologised VBD ROOT 5 apologise",
)  # fmt: skip
REDUCED = parse(
    "arms NNS ROOT 0", "sold VBN acl 0 sell", "by IN agent 1", "Peru NNP pobj 2", "to IN prep 1", "Cuba NNP pobj 4"
)
OBJECT_RELATIVE = parse("Chad NNP ROOT 0", "which WDT dobj 3", "Oman NNP nsubj 3", "sanctioned VBD relcl 0 sanction")
CONTROL = parse("Fiji NNP nsubj 1", "agreed VBD ROOT 1 agree", "to TO aux 3", "arm VB xcomp 1", "Tonga NNP dobj 3")
OBJECT_CONTROL = parse(
    "Fiji NNP nsubj 1",
    "urged VBD ROOT 1 urge",
    "Tonga NNP dobj 1",
    "to TO aux 4",
    "condemn VB xcomp 1",
    "Samoa NNP dobj 4",
)
PASSIVE_CONTROL = parse(
    "Tonga NNP nsubjpass 2", "was VBD auxpass 2 be", "urged VBN ROOT 2 urge", "by IN agent 2", "Fiji NNP pobj 3",
    "to TO aux 6", "condemn VB xcomp 2", "Samoa NNP dobj 6",
)  # fmt: skip
COORDINATED = parse(
    "Iran NNP nsubj 1", "blamed VBD ROOT 1 blame", "Iraq NNP dobj 1", "and CC cc 1", "attacked VBD conj 1 attack",
    "Kuwait NNP dobj 4",
)  # fmt: skip
PARTICIPLE = parse(
    "Malta NNP nsubj 1", "left VBD ROOT 1 leave", ", , punct 1", "accusing VBG advcl 1 accuse", "Libya NNP dobj 3"
)
CHARGE = parse(
    "Mali NNP nsubj 1", "accused VBD ROOT 1 accuse", "Niger NNP dobj 1", "of IN prep 1", "shelling VBG pcomp 3 shell",
    "Gao NNP dobj 4",
)  # fmt: skip
EFFORT = parse(
    "Chile NNP poss 2", "'s POS case 0", "bid NN nsubj 5", "to TO aux 4", "arm VB acl 2", "failed VBD ROOT 5 fail"
)
FINITE_CLAUSE = parse(
    "Peru NNP nsubj 1", "left VBD ROOT 1 leave", "after IN mark 4", "Cuba NNP nsubj 4", "attacked VBD advcl 1 attack",
    "Haiti NNP dobj 4",
)  # fmt: skip
DATIVE = parse("Oman NNP nsubj 1", "gave VBD ROOT 1 give", "Yemen NNP dative 1", "tanks NNS dobj 1 tank")
NO_VERB = parse("Talks NNS ROOT 0 talk", "between IN prep 0", "Chad NNP pobj 1")


@pytest.mark.parametrize(
    ("doc", "verb", "subject"),
    [
        pytest.param(ACTIVE, "accused", ["Mali"], id="active: the subject"),
        pytest.param(PASSIVE, "accused", ["Mali"], id="passive: the agent"),
        pytest.param(RELATIVE, "shelled", ["which"], id="relative clause: its pronoun"),
        pytest.param(REDUCED, "sold", ["Peru"], id="reduced passive: the agent"),
        pytest.param(OBJECT_RELATIVE, "sanctioned", ["Oman"], id="object relative: its own subject"),
        pytest.param(CONTROL, "arm", ["Fiji"], id="agreed to: the same subject"),
        pytest.param(OBJECT_CONTROL, "condemn", ["Tonga"], id="urged to: the object"),
        pytest.param(PASSIVE_CONTROL, "condemn", ["Tonga"], id="was urged to: the passive subject"),
        pytest.param(COORDINATED, "attacked", ["Iran"], id="coordination: the first verb's subject"),
        pytest.param(PARTICIPLE, "accusing", ["Malta"], id="participle: the main subject"),
        pytest.param(CHARGE, "shelling", ["Niger"], id="accused of: the accused"),
        pytest.param(EFFORT, "arm", ["Chile"], id="bid to: its possessor"),
        pytest.param(FINITE_CLAUSE, "attacked", ["Cuba"], id="finite clause: its own subject"),
        pytest.param(NO_VERB, "Talks", [], id="a root that is no verb has none"),
    ],
)
def test_logical_subject(doc: Doc, verb: str, subject: list[str]) -> None:
    assert [f.head.text for f in subject_of(token(doc, verb))] == subject


@pytest.mark.parametrize(
    ("doc", "verb", "object_"),
    [
        pytest.param(ACTIVE, "accused", ["Niger"], id="active: the object"),
        pytest.param(PASSIVE, "accused", ["Niger"], id="passive: the subject"),
        pytest.param(RELATIVE, "shelled", ["Niger"], id="relative clause: its object"),
        pytest.param(REDUCED, "sold", ["arms"], id="reduced passive: the noun it describes"),
        pytest.param(OBJECT_RELATIVE, "sanctioned", ["which"], id="object relative: its pronoun"),
        pytest.param(COORDINATED, "blamed", ["Iraq"], id="coordination: each verb its own"),
        pytest.param(COORDINATED, "attacked", ["Kuwait"], id="coordination: not the first verb's"),
        pytest.param(DATIVE, "gave", ["tanks"], id="with a dative: the thing given"),
        pytest.param(EFFORT, "failed", [], id="intransitive: none"),
    ],
)
def test_logical_object(doc: Doc, verb: str, object_: list[str]) -> None:
    assert [f.head.text for f in object_of(token(doc, verb))] == object_


def test_indirect_object_is_whom_it_is_given_to() -> None:
    assert [f.head.text for f in dative_of(token(DATIVE, "gave"))] == ["Yemen"]


@pytest.mark.parametrize(
    ("doc", "verb", "passive"),
    [(ACTIVE, "accused", False), (PASSIVE, "accused", True), (REDUCED, "sold", True), (PARTICIPLE, "accusing", False)],
)
def test_passive_is_told_from_the_form(doc: Doc, verb: str, passive: bool) -> None:
    assert is_passive(token(doc, verb)) is passive


def test_possessor_owns_a_noun() -> None:
    assert [f.head.text for f in owner_of(token(EFFORT, "bid"))] == ["Chile"]


def test_chain_of_infinitives_ends() -> None:
    """A chain longer than any sentence's has no subject rather than an endless search."""
    doc = parse("Go VB ROOT 0", *(f"go VB xcomp {i}" for i in range(12)))
    assert surface_subject(doc[12]) == []
