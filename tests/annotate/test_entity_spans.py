"""Test how spans of the entity recogniser are trimmed to names, on words written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.entity_spans import trim_entities
from graphkit.resources.resources import Resources
from tests.parses import label_names, parse


def trim(words: str, start: int, end: int, label: str) -> dict[str, str]:
    """The labels of what is left of one span, by its words."""
    rows = [f"{word} {TAGS.get(word) or ('NNP' if word[0].isupper() else 'NN')} compound 0" for word in words.split()]
    doc = label_names(parse(*rows), (start, end, label))
    return {doc[i:j].text: kind for (i, j), kind in trim_entities(doc, Resources.load()).items()}


TAGS = {"the": "DT", "of": "IN", "'s": "POS", ",": ",", "said": "VBD", "on": "IN"}


@pytest.mark.parametrize(
    ("words", "start", "end", "label", "left"),
    [
        pytest.param("the Coastal Front met", 0, 3, "ORG", {"Coastal Front": "ORG"}, id="an article before it"),
        pytest.param("Kari Lund 's", 0, 3, "PERSON", {"Kari Lund": "PERSON"}, id="a possessive mark behind it"),
        pytest.param("Ministry of", 0, 2, "ORG", {"Ministry": "ORG"}, id="a preposition behind it"),
        pytest.param("Kari Lund said", 0, 3, "PERSON", {"Kari Lund": "PERSON"}, id="a verb behind it"),
        pytest.param("President Kari Lund", 0, 3, "PERSON", {"Kari Lund": "PERSON"}, id="an office before it"),
        pytest.param("Crown Princess Victoria", 0, 3, "ORG", {"Victoria": "PERSON"}, id="an office and a name"),
        pytest.param("G L Haridas", 0, 3, "ORG", {"G L Haridas": "PERSON"}, id="two initials and a name"),
        pytest.param("the ,", 0, 2, "ORG", {}, id="nothing is left"),
        pytest.param("Hungarian Foreign Minister", 0, 2, "ORG", {}, id="a portfolio before its office"),
    ],
)
def test_trim(words: str, start: int, end: int, label: str, left: dict[str, str]) -> None:
    assert trim(words, start, end, label) == left
