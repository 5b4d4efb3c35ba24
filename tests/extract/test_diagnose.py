"""Test the diagnosis of a miss: the row that came nearest and what it lacked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.extract import explain_sentence
from graphkit.model import Article
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model


@pytest.fixture
def explain(nlp: Language) -> Callable[[str, str], str]:
    def run(text: str, wanted: str) -> str:
        (annotated,) = annotate_articles([Article("one", text)], nlp, Resources.load())
        return explain_sentence(annotated, wanted)

    return run


def test_a_row_without_its_object_is_named_with_its_place(explain: Callable[[str, str], str]) -> None:
    explanation = explain("Norway condemned again.", "condemns")
    assert explanation.startswith("condemns/verb.condemn (condemns.yaml:")
    assert "no object" in explanation


def test_a_row_that_fits_but_was_not_used_says_so(explain: Callable[[str, str], str]) -> None:
    assert "it fits, but" in explain("Norway urged Mali to condemn Chad.", "condemns")


def test_where_no_trigger_stands_the_others_are_named(explain: Callable[[str, str], str]) -> None:
    explanation = explain("Norway condemned Mali.", "visits")
    assert explanation.startswith("no word here is a trigger for visits")
    assert "condemned (condemns)" in explanation


def test_a_plover_type_stands_for_its_predicates(explain: Callable[[str, str], str]) -> None:
    assert "condemns/verb.condemn" in explain("Norway condemned again.", "ACCUSE")
