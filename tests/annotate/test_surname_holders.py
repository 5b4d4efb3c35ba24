"""Test whom a surname alone means, by its title, the states of the article and the day."""

from __future__ import annotations

import pytest

from graphkit.annotate.surname_holders import SurnameHolders
from graphkit.annotate.title_words import TitleWords
from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.resources.resources import Resources
from tests.parses import parse


def find(words: str, published: str | None, title: TitleWords | None = None, *states: str) -> str | None:
    """The full name of the last word."""
    doc = parse(*(f"{word} NNP dep 0" for word in words.split()))
    last = len(doc) - 1
    name = Name(last, last + 1, doc[last].text, Kind.PERSON, "person")
    holders = SurnameHolders(doc, Resources.load(), published, frozenset(states))
    person = holders.find(name, title)
    return person.name if person else None


def office(words: str, state: Name | None = None) -> TitleWords:
    return TitleWords(0, 1, words, state, former=False)


US = Name(0, 1, "United States", Kind.STATE, "name", "united-states")


@pytest.mark.parametrize(
    ("words", "published", "title", "states", "person"),
    [
        pytest.param("President Biden", "2023-05-01", office("president", US), (), "Joe Biden", id="office and state"),
        pytest.param("President Biden", "2023-05-01", office("president"), (), "Joe Biden", id="office alone"),
        pytest.param("Mrs Clinton", "2010-05-01", None, ("united-states",), "Hillary Clinton", id="form of address"),
        pytest.param("Biden", None, None, ("united-states",), None, id="no day"),
        pytest.param("Nordmo", "2023-05-01", None, ("united-states",), None, id="nobody is called so"),
    ],
)
def test_surname(
    words: str, published: str | None, title: TitleWords | None, states: tuple[str, ...], person: str | None
) -> None:
    assert find(words, published, title, *states) == person
