"""Test the longest office that a noun names, on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.office_holders import longest_office
from tests.parses import parse, token


@pytest.mark.parametrize(
    ("rows", "word", "office"),
    [
        pytest.param(("foreign JJ amod 1", "minister NN ROOT 1"), "minister", "foreign minister", id="words before"),
        pytest.param(
            ("deputy NN compound 1", "secretary NN ROOT 1", "of IN prep 1", "state NN pobj 2"),
            "secretary",
            "deputy secretary of state",
            id="words before and behind",
        ),
        pytest.param(("minister NN ROOT 0",), "minister", "minister", id="the last word of a text"),
        pytest.param(("baker NN ROOT 0", "of IN prep 0", "state NN pobj 1"), "baker", None, id="no office"),
    ],
)
def test_longest_office(rows: tuple[str, ...], word: str, office: str | None) -> None:
    assert longest_office(token(parse(*rows), word)) == office
