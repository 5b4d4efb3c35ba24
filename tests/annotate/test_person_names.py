"""Persons that are called by a surname later, on words written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.names import find_names
from graphkit.annotate.person_names import resolve_people
from graphkit.resources.person_names import family_name, given_name, parse_person
from graphkit.resources.resources import Resources
from tests.parses import label_names, parse

NOUN = "{} NNP dep 0"


def resolve(words: str, *persons: tuple[int, int]) -> dict[str, str]:
    """The person that each name of a text of capitalised words stands for, by its words."""
    rows = [f"{word} {'NNP' if word[0].isupper() else 'IN' if word.islower() else '.'} dep 0" for word in words.split()]
    doc = label_names(parse(*rows), *((start, end, "PERSON") for start, end in persons))
    resources = Resources.load()
    names, _ = resolve_people(doc, find_names(doc, resources), resources, "2023-06-01")
    return {doc[name.start : name.end].text: name.name for name in names}


@pytest.mark.parametrize(
    ("words", "persons", "later", "full"),
    [
        pytest.param("Ana Duarte met . Duarte left", ((0, 2), (4, 5)), "Duarte", "Ana Duarte", id="surname"),
        pytest.param(
            "Ole van den Brink met . van den Brink left",
            ((0, 4),),
            "van den Brink",
            "Ole van den Brink",
            id="particles",
        ),
        pytest.param(
            "Sir Alan Wood met . Sir Alan left", ((1, 3), (6, 7)), "Alan", "Alan Wood", id="given name after Sir"
        ),
        pytest.param("Huo Yuzhen met . Ms Huo left", ((0, 2), (5, 6)), "Huo", "Huo Yuzhen", id="family name first"),
        pytest.param(
            "Jiang Bin met . Jiang left", ((0, 2), (4, 5)), "Jiang", "Jiang Bin", id="a last word is no particle"
        ),
    ],
)
def test_surname(words: str, persons: tuple[tuple[int, int], ...], later: str, full: str) -> None:
    assert resolve(words, *persons)[later] == full


def test_relative_is_not_whose_relative_it_is() -> None:
    rows = (
        "Duarte NNP poss 2", "'s POS case 0", "sister NN nsubj 7", ", , punct 2", "Maria NNP compound 5",
        "Duarte NNP appos 2", ", , punct 2", "left VBD ROOT 7 leave",
    )  # fmt: skip
    doc = label_names(parse(*rows), (0, 1, "PERSON"), (4, 6, "PERSON"))
    resources = Resources.load()
    names, _ = resolve_people(doc, find_names(doc, resources), resources, "2023-06-01")
    assert [name.name for name in names] == ["Duarte", "Maria Duarte"]


def test_parts_of_a_name_are_the_same_for_all_who_ask() -> None:
    assert family_name("Kim Jong-un") == "Kim"
    assert given_name("Kim Jong-un") == "jong-un"
    assert family_name("Mohammed bin Salman") == "bin Salman"
    assert "bin salman" in parse_person("Mohammed bin Salman").surnames
    assert parse_person("Dr Ana Duarte").words == ("ana", "duarte")
