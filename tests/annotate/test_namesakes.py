"""Places and states of one name, by what else the article names."""

from __future__ import annotations

import pytest

from graphkit.annotate.names import find_names
from graphkit.annotate.namesakes import settle_namesakes
from graphkit.resources.resources import Resources
from tests.parses import parse


def names(words: str, dateline: str | None = None) -> list[str]:
    rows = [f"{word} {'NNP' if word[0].isupper() else 'NN'} dep 0" for word in words.split()]
    doc, resources = parse(*rows), Resources.load()
    return [name.name for name in settle_namesakes(doc, find_names(doc, resources), resources, dateline)]


@pytest.mark.parametrize(
    ("words", "dateline", "wanted"),
    [
        ("Congo thanked France", None, "Democratic Republic of the Congo"),
        ("Congo thanked France", "BRAZZAVILLE", "Republic of the Congo"),
        ("Congo ( Brazzaville ) thanked France", None, "Republic of the Congo"),
        ("Denis Sassou Nguesso left Congo", None, "Republic of the Congo"),
        ("Georgia thanked Japan", None, "Georgia"),
        ("Georgia thanked Japan", "ATLANTA", "Georgia (United States)"),
        ("Georgia Governor thanked Japan", None, "Georgia (United States)"),
        ("Korean envoys thanked Japan", None, "South Korea"),
        ("a visitor to Athens , Georgia", None, "Athens , Georgia"),
        ("a visitor to Tbilisi , Georgia", None, "Tbilisi"),
    ],
)
def test_namesake(words: str, dateline: str | None, wanted: str) -> None:
    assert wanted in names(words, dateline)
