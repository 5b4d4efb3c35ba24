"""The repairs of the tree, each on a parse written by hand with the error that it mends."""

from __future__ import annotations

import pytest

from graphkit.nlp.enhanced import REPAIRS, count_repairs, is_mended, mend_tree
from graphkit.nlp.tokens import Doc
from tests.parses import copy_doc, label_names, parse, token


def label(doc: Doc, **words: str) -> Doc:
    """Give words the label of a name: `GPE="Chad Mali"`."""
    places = [(token(doc, word).i, name) for name, listed in words.items() for word in listed.split()]
    return label_names(doc, *((i, i + 1, name) for i, name in places))


CASES: dict[str, tuple[Doc, str, str, str]] = {
    "subject-of-auxiliary": (
        parse("Tong NNP nsubj 1", "was VBD auxpass 2 be", "received VBN ROOT 2 receive", "by IN agent 2",
        "Mali NNP pobj 3"),
        "Tong",
        "received",
        "nsubjpass",
    ),
    "new-clause": (
        parse(
            "Oman NNP nsubj 1", "blamed VBD ROOT 1 blame", "Mali NNP dobj 1", "and CC cc 2", "Chad NNP conj 2",
            "praised VBD conj 1 praise", "Niger NNP dobj 5",
        ),
        "Chad",
        "praised",
        "nsubj",
    ),
    "object-listed-last": (
        parse(
            "Oman NNP nsubj 1", "recalled VBD ROOT 1 recall", "the DT det 3", "truce NN dobj 1", ", , punct 9",
            "the DT det 6", "pact NN nsubj 9", "and CC cc 9", "duly RB advmod 9", "urged VBD conj 1 urge",
            "Mali NNP dobj 9",
        ),
        "pact",
        "truce",
        "conj",
    ),
    "second-object": (
        parse(
            "Oman NNP nsubj 1", "thanked VBD ROOT 1 thank", "Mali NNP dobj 1", ", , punct 1", "as RB advmod 6",
            "well RB advmod 6", "as IN cc 1", "Chad NNP dobj 1",
        ),
        "Chad",
        "Mali",
        "conj",
    ),
    "counted": (
        parse(
            "The DT det 1", "talks NNS nsubj 2 talk", "were VBD ROOT 2 be", "the DT det 4", "first JJ attr 2",
            "between IN prep 4", "Mali NNP pobj 5", "and CC cc 6", "Chad NNP conj 6",
        ),
        "between",
        "talks",
        "prep",
    ),
    "origin": (
        label(
            parse(
                "Oman NNP nsubj 1", "imposed VBD ROOT 1 impose", "duties NNS dobj 1 duty", "on IN prep 2",
                "cars NNS pobj 3 car", "from IN prep 1", "Mali NNP pobj 5",
            ),
            GPE="Mali",
        ),
        "from",
        "cars",
        "prep",
    ),
    "called-object": (
        parse(
            "Oman NNP nsubj 1", "dismissed VBD ROOT 1 dismiss", "as IN prep 1", "baseless JJ amod 4",
            "claims NNS pobj 2 claim", "by IN prep 4", "Mali NNP pobj 5",
        ),
        "claims",
        "dismissed",
        "dobj",
    ),
    "owner-object": (
        label(
            parse("Oman NNP nsubj 1", "blamed VBD ROOT 1 blame", "Mali NNP dobj 1", "rebels NNS dobj 1 rebel"),
            GPE="Oman Mali",
        ),
        "Mali",
        "rebels",
        "compound",
    ),
    "charge": (
        parse(
            "Oman NNP nsubj 1", "accused VBD ROOT 1 accuse", "the DT det 3", "rebels NNS dobj 1 rebel", "of IN prep 3",
            "murder NN pobj 4",
        ),
        "of",
        "accused",
        "prep",
    ),
    "speaker-goes-on": (
        parse(
            "Oman NNP nsubj 1", "denied VBD ROOT 1 deny", "that IN mark 4", "guards NNS nsubj 4 guard",
            "fired VBD ccomp 1 fire", "and CC cc 4", "accused VBD conj 4 accuse", "Mali NNP dobj 6",
        ),
        "accused",
        "denied",
        "conj",
    ),
    "gerund": (
        parse(
            "Oman NNP nsubj 1", "accused VBD ROOT 1 accuse", "Mali NNP dobj 1", "of IN prep 1",
            "shelling VBG amod 5 shell", "towns NNS pobj 3 town",
        ),
        "shelling",
        "of",
        "pcomp",
    ),
    "offices-behind": (
        label(
            parse(
                "Ali NNP nsubj 6", ", , punct 0", "Prince NNP conj 0 prince", "and CC cc 2",
                "Premier NNP conj 2 premier", ", , punct 0", "met VBD ROOT 6 meet", "Kone NNP dobj 6",
            ),
            PERSON="Ali",
        ),
        "Prince",
        "Ali",
        "appos",
    ),
    "names-in-order": (
        parse(
            "presidents NNS nsubj 10 president", "of IN prep 0", "Peru NNP pobj 1", "and CC cc 2", "Oman NNP conj 2",
            ", , punct 4", "Duarte NNP conj 4", "and CC cc 6", "Rashid NNP conj 6", ", , punct 0",
            "met VBD ROOT 10 meet",
        ),
        "Duarte",
        "presidents",
        "appos",
    ),
    "agent-of-deed": (
        parse(
            "Oman NNP nsubj 1", "called VBD ROOT 1 call", "the DT det 3", "raid NN dobj 1", "by IN agent 1",
            "Chad NNP pobj 4", "a DT det 7", "crime NN oprd 1",
        ),
        "by",
        "raid",
        "prep",
    ),
    "receiver": (
        parse(
            "Oman NNP nsubj 1", "gave VBD ROOT 1 give", "Chad NNP dobj 1", "and CC cc 2", "Mali NNP conj 2",
            "a DT det 6", "deadline NN dobj 1",
        ),
        "Chad",
        "gave",
        "dative",
    ),
    "beside-apposition": (
        label(
            parse(
                "the DT det 1", "envoy NN nsubj 9", ", , punct 1", "Adam NNP compound 4", "Kone NNP appos 1",
                ", , punct 4", "and CC cc 4", "Ana NNP compound 8", "Duarte NNP conj 4", "met VBD ROOT 9 meet",
            ),
            PERSON="Kone Duarte",
        ),
        "Duarte",
        "envoy",
        "conj",
    ),
    "fronted-subject": (
        label(
            parse(
                "at IN prep 9", "the DT det 2", "invitation NN pobj 0", "of IN prep 2", "Adam NNP compound 5",
                "Kone NNP pobj 3", ", , punct 5", "Ana NNP compound 8", "Duarte NNP appos 5", "left VBD ROOT 9 leave",
            ),
            PERSON="Kone Duarte",
        ),
        "Duarte",
        "left",
        "nsubj",
    ),
    "late-object": (
        parse(
            "Norway NNP nsubj 1", "condemned VBD ROOT 1 condemn", "in IN prep 1", "strong JJ amod 4",
            "terms NNS pobj 2 term", "the DT det 6", "raid NN nsubj 7", "made VBN relcl 4 make", "by IN agent 7",
            "Chad NNP pobj 8",
        ),
        "raid",
        "condemned",
        "dobj",
    ),
    "courtesy": (
        label(
            parse(
                "His PRP$ poss 1", "Excellency NNP nsubj 4", "Adam NNP compound 3", "Kone NNP appos 1",
                "left VBD ROOT 4 leave",
            ),
            PERSON="Kone",
        ),
        "Kone",
        "left",
        "nsubj",
    ),
    "apposed-person": (
        label(
            parse(
                "the DT det 1", "envoy NN nsubj 8", "to IN prep 1", "Mali NNP pobj 2", ", , punct 3",
                "Ana NNP compound 6", "Duarte NNP appos 3", ", , punct 1", "left VBD ROOT 8 leave",
            ),
            GPE="Mali", PERSON="Duarte",
        ),
        "Duarte",
        "envoy",
        "appos",
    ),
    "unwelcome": (
        parse(
            "Oman NNP nsubj 1", "declared VBD ROOT 1 declare", "a DT det 3", "diplomat NN compound 6",
            "persona NNP compound 6", "non NNP compound 6", "grata NNS dobj 1",
        ),
        "diplomat",
        "declared",
        "dobj",
    ),
    "between": (
        parse(
            "talks NNS nsubj 1 talk", "began VBD ROOT 1 begin", "in IN prep 1", "Lima NNP pobj 2", "between IN prep 1",
            "Chad NNP pobj 4", "and CC cc 5", "Niger NNP conj 5",
        ),
        "between",
        "talks",
        "prep",
    ),
    "complement": (
        parse(
            "Oman NNP nsubj 1", "branded VBD ROOT 1 brand", "the DT det 3", "pact NN dobj 1", "a DT det 5",
            "crime NN dobj 1"
        ),
        "crime",
        "branded",
        "oprd",
    ),
    "named-receiver": (
        parse(
            "Oman NNP nsubj 1", "designated VBD ROOT 1 designate", "the DT det 3", "militia NN dative 1", "a DT det 5",
            "group NN dobj 1",
        ),
        "militia",
        "designated",
        "dobj",
    ),
    "gift": (
        parse(
            "Oman NNP nsubj 1", "gave VBD ROOT 1 give", "Mali NNP dative 1", "three CD nummod 4",
            "days NNS npadvmod 1 day"
        ),
        "days",
        "gave",
        "dobj",
    ),
    "small-clause": (
        parse(
            "Oman NNP nsubj 1", "holds VBZ ROOT 1 hold", "Mali NNP nsubj 3", "responsible JJ ccomp 1",
        ),
        "Mali",
        "holds",
        "dobj",
    ),
    "list-item": (
        label(
            parse(
                "Oman NNP nsubj 6", ", , punct 0", "Mali NNP appos 0", ", , punct 0", "and CC cc 0", "Chad NNP conj 0",
                "agreed VBD ROOT 6 agree",
            ),
            GPE="Oman Mali Chad",
        ),
        "Mali",
        "Oman",
        "conj",
    ),
    "two-groups": (
        parse(
            "The DT det 2", "Chadian JJ amod 2", "army NN nmod 5", "and CC cc 2", "Ansaru NNP conj 2",
            "fighters NNS nsubj 6", "clashed VBD ROOT 6 clash",
        ),
        "army",
        "clashed",
        "nsubj",
    ),
    "headline-pair": (
        label(
            parse("Peru NNP npadvmod 3", ", , punct 3", "Chile NNP nsubj 3", "hold VBP ROOT 3",
            "talks NNS dobj 3 talk"),
            GPE="Peru Chile",
        ),
        "Chile",
        "Peru",
        "conj",
    ),
    "shared-noun": (
        parse(
            "ministers NNS nsubj 5 minister", "of IN prep 0", "Peru NNP pobj 1", "and CC cc 0", "Chile NNP conj 0",
            "met VBD ROOT 5 meet",
        ),
        "Chile",
        "Peru",
        "conj",
    ),
    "participle-clause": (
        parse(
            "plan NN nsubj 1", "undermining VBG csubj 4 undermine", "peace NN dobj 1", "would MD aux 4", "be VB ROOT 4",
            "wrong JJ acomp 4",
        ),
        "plan",
        "be",
        "nsubj",
    ),
    "indirect-object": (
        label(
            parse(
                "Oman NNP nsubj 1", "sold VBD ROOT 1 sell", "Chad NNP compound 4", "armed JJ amod 4",
                "drones NNS dobj 1 drone"
            ),
            GPE="Oman Chad",
        ),
        "Chad",
        "sold",
        "dative",
    ),
    "phrase-of-verb": (
        label(
            parse(
                "Oman NNP nsubj 1", "met VBD ROOT 1 meet", "in IN prep 1", "Paris NNP pobj 2",
                "with IN prep 3", "Chad NNP pobj 4"
            ),
            GPE="Oman Paris Chad",
        ),
        "with",
        "met",
        "prep",
    ),
    "told-deed": (
        parse(
            "envoy NN nsubj 1", "said VBD ROOT 1 say", "Mali NNP nsubj 3", "shelled VBD ccomp 1 shell",
            "Gao NNP dobj 3",
            ", , punct 1", "wounding VBG advcl 1 wound", "two CD dobj 6",
        ),
        "wounding",
        "shelled",
        "advcl",
    ),
    "name-of-group": (
        label(
            parse(
                "fighters NNS nsubj 5", "from IN prep 0", "the DT det 3", "group NN pobj 1 group",
                "Ansaru NNP nsubj 5", "fled VBD ROOT 5 flee"
            ),
            ORG="Ansaru",
        ),
        "Ansaru",
        "from",
        "pobj",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_repair_attaches_the_word_anew(name: str) -> None:
    doc, word, governor, dependency = CASES[name]
    mended = mend_tree(copy_doc(doc))
    dependent = token(mended, word)
    assert (dependent.head.text, dependent.dep_) == (governor, dependency)
    assert is_mended(dependent)
    assert count_repairs(mended)[f"repair/{name}"] >= 1


@pytest.mark.parametrize("name", CASES)
def test_repair_can_be_switched_off(name: str) -> None:
    doc, word, *_ = CASES[name]
    plain = token(doc, word)
    kept = mend_tree(copy_doc(doc), frozenset(repair.id for repair in REPAIRS))
    assert (token(kept, word).head.text, token(kept, word).dep_) == (plain.head.text, plain.dep_)


def test_every_repair_has_its_case_and_an_example() -> None:
    assert {repair.id for repair in REPAIRS} == {f"repair/{name}" for name in CASES}
    assert all(repair.example for repair in REPAIRS)


def test_sound_tree_stays_as_it_is() -> None:
    doc = parse("Mali NNP nsubj 1", "accused VBD ROOT 1 accuse", "Niger NNP dobj 1")
    assert count_repairs(mend_tree(doc)) == {}


def test_whose_leader_somebody_is_stays_with_him() -> None:
    doc = parse(
        "Mali NNP nsubj 1", "accused VBD ROOT 1 accuse", "the DT det 3", "leader NN dobj 1", "of IN prep 3",
        "Niger NNP pobj 4", "of IN prep 1", "murder NN pobj 6",
    )  # fmt: skip
    assert count_repairs(mend_tree(doc)) == {}
