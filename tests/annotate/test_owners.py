"""Test whose a noun is, on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.names import find_names
from graphkit.annotate.owners import Owners
from graphkit.resources.resources import Resources
from tests.parses import parse, token


def find(word: str, *rows: str) -> str | None:
    """The name of whom a noun belongs to."""
    doc, resources = parse(*rows), Resources.load()
    names = {i: name for name in find_names(doc, resources) for i in range(name.start, name.end)}
    owner = Owners(doc, names, resources, "2024-03-14").owner(token(doc, word))
    return owner.name if owner else None


@pytest.mark.parametrize(
    ("rows", "word", "owner"),
    [
        pytest.param(("Peruvian JJ amod 1", "troops NNS ROOT 1 troop"), "troops", "Peru", id="adjective"),
        pytest.param(("Peru NNP poss 2", "'s POS case 0", "army NN ROOT 2"), "army", "Peru", id="possessive"),
        pytest.param(("king NN ROOT 0", "of IN prep 0", "Jordan NNP pobj 1"), "king", "Jordan", id="behind of"),
        pytest.param(
            ("envoys NNS ROOT 0 envoy", "of IN prep 0", "Kyiv NNP pobj 1"),
            "envoys",
            "Kyiv",
            id="of a capital",
        ),
        pytest.param(
            ("dinner NN ROOT 0", "of IN prep 0", "Kyiv NNP pobj 1"), "dinner", None, id="a capital owns no dinner"
        ),
        pytest.param(
            ("team NN ROOT 0", "representing VBG acl 0 represent", "Peru NNP dobj 1"), "team", "Peru", id="represented"
        ),
        pytest.param(
            ("anti RB amod 3", "- : punct 2", "Chad NNP amod 3", "rebels NNS ROOT 3 rebel"),
            "rebels",
            None,
            id="what they are against is no owner",
        ),
    ],
)
def test_owner(rows: tuple[str, ...], word: str, owner: str | None) -> None:
    assert find(word, *rows) == owner


def test_organ_that_never_leaves_its_state_is_at_home_where_it_sits() -> None:
    doc, resources = parse("court NN ROOT 0", "in IN prep 0", "Lyon NNP pobj 1"), Resources.load()
    names = {name.start: name for name in find_names(doc, resources)}
    home = Owners(doc, names, resources, None).home(doc[0])
    assert home is not None
    assert home.name == "France"
