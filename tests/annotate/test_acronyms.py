"""Test what acronyms stand for, on words written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.acronyms import name_acronyms
from graphkit.annotate.names import find_names
from graphkit.resources.resources import Resources
from tests.parses import label_names, parse


def name(words: str, *bodies: tuple[int, int]) -> dict[str, str]:
    """The names that the words of a text stand for; `bodies` are what the recogniser finds."""
    rows = [f"{word} {'NNP' if word[0].isupper() else 'NN'} dep 0" for word in words.split()]
    doc = label_names(parse(*rows), *((start, end, "ORG") for start, end in bodies))
    return {doc[n.start : n.end].text: n.name for n in name_acronyms(doc, find_names(doc, Resources.load()))}


@pytest.mark.parametrize(
    ("words", "bodies", "acronym", "full"),
    [
        pytest.param("the Coastal Front ( CLF ) met . CLF left", ((1, 3),), "CLF", "Coastal Front", id="in brackets"),
        pytest.param("the Coastal Front ( clf ) met . CLF left", ((1, 3),), "CLF", None, id="small letters are none"),
        pytest.param("the Coastal Front ( C ) met . C left", ((1, 3),), "C", None, id="one letter is none"),
    ],
)
def test_acronym(words: str, bodies: tuple[tuple[int, int], ...], acronym: str, full: str | None) -> None:
    assert name(words, *bodies).get(acronym) == full


def test_name_ends_before_its_acronym() -> None:
    names = name("the Coastal Front ( CLF ) met", (1, 6))
    assert "Coastal Front" in names.values()


def test_text_without_acronyms_keeps_its_names() -> None:
    assert name("Chad met Mali") == {"Chad": "Chad", "Mali": "Mali"}
