"""Test who acts as a body, on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.members import Members
from graphkit.annotate.names import find_names
from graphkit.annotate.phrases import Phrase
from graphkit.resources.resources import Resources
from tests.parses import parse, token


@pytest.mark.parametrize(
    ("rows", "word", "acts"),
    [
        pytest.param(("EU NNP compound 1", "ministers NNS ROOT 1 minister"), "ministers", True, id="members"),
        pytest.param(
            ("two CD nummod 2", "EU NNP compound 2", "members NNS ROOT 2 member"), "members", False, id="some members"
        ),
        pytest.param(("EU NNP compound 1", "minister NN ROOT 1"), "minister", False, id="one minister"),
        pytest.param(("EU NNP compound 1", "bakers NNS ROOT 1 baker"), "bakers", False, id="no members"),
    ],
)
def test_members_act_as_their_body(rows: tuple[str, ...], word: str, acts: bool) -> None:
    doc, resources = parse(*rows), Resources.load()
    body = resources.gazetteer.entries["european-union"]
    assert Members(doc, resources).act_as(Phrase.of(token(doc, word)), body) is acts


@pytest.mark.parametrize(
    ("rows", "word", "called"),
    [
        pytest.param(
            ("the DT det 2", "Mercosur NNP compound 2", "bloc NN ROOT 2"), "bloc", True, id="what the name before it is"
        ),
        pytest.param(
            ("the DT det 3", "Mercosur NNP compound 3", "trade NN compound 3", "bloc NN ROOT 3"),
            "bloc",
            True,
            id="with a word that only tells more",
        ),
        pytest.param(
            ("the DT det 2", "Mercosur NNP compound 2", "militia NN ROOT 2"),
            "militia",
            False,
            id="no bloc is that",
        ),
        pytest.param(("Mercosur NNP compound 1", "bloc NN ROOT 1"), "bloc", False, id="without an article"),
    ],
)
def test_noun_says_what_the_name_before_it_is(rows: tuple[str, ...], word: str, called: bool) -> None:
    doc, resources = parse(*rows), Resources.load()
    (owner,) = find_names(doc, resources)
    assert Members(doc, resources).are_called(Phrase.of(token(doc, word)), owner) is called
