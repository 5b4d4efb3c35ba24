"""Test the titles before names, on words written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.names import find_names
from graphkit.annotate.title_words import TitleFinder, TitleWords
from graphkit.resources.resources import Resources
from tests.parses import parse


def find(words: str) -> TitleWords | None:
    """The title before the last two words."""
    rows = [f"{word} {'NNP' if word[0].isupper() else 'NN'} dep 0" for word in words.split()]
    doc, resources = parse(*rows), Resources.load()
    names = {i: name for name in find_names(doc, resources) for i in range(name.start, name.end)}
    return TitleFinder(doc, names, resources).before(len(doc) - 2)


@pytest.mark.parametrize(
    ("words", "office", "owner", "former", "also"),
    [
        pytest.param("Norwegian Foreign Minister Kari Lund", "foreign minister", "Norway", False, None, id="a state"),
        pytest.param("former president Kari Lund", "president", None, True, None, id="former"),
        pytest.param("ex-president Kari Lund", "ex-president", None, True, None, id="ex"),
        pytest.param("deputy minister Dr Kari Lund", "deputy minister", None, False, None, id="an honorific between"),
        pytest.param(
            "Norwegian Foreign and Trade Minister Kari Lund",
            "foreign minister",
            "Norway",
            False,
            "trade minister",
            id="two portfolios",
        ),
    ],
)
def test_title(words: str, office: str, owner: str | None, former: bool, also: str | None) -> None:
    title = find(words)
    assert title is not None
    assert (title.office, title.of.name if title.of else None, title.former, title.also) == (
        office,
        owner,
        former,
        also,
    )


@pytest.mark.parametrize("words", ["the baker Kari Lund", "the minister , Kari Lund", "Kari Lund"])
def test_no_title(words: str) -> None:
    assert find(words) is None
