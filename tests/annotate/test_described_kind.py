"""Test what sort of thing a noun is, on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.described_kind import described_kind
from graphkit.model import Kind
from graphkit.resources.resources import Resources
from tests.parses import parse

THOUSANDS = ("thousands NNS ROOT 0 thousand", "of IN prep 0", "refugees NNS pobj 1 refugee")


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        pytest.param(("minister NN ROOT 0",), Kind.GROUP, id="an office"),
        pytest.param(("smuggler NN ROOT 0",), Kind.GROUP, id="a doer by its ending"),
        pytest.param(("missile NN ROOT 0",), Kind.WEAPON, id="a weapon"),
        pytest.param(("treaty NN ROOT 0",), Kind.AGREEMENT, id="an agreement"),
        pytest.param(("summit NN ROOT 0",), Kind.OCCASION, id="an occasion"),
        pytest.param(("peninsula NN ROOT 0",), Kind.PLACE, id="a place"),
        pytest.param(("hope NN ROOT 0",), Kind.THING, id="anything else"),
        pytest.param(THOUSANDS, Kind.GROUP, id="what is counted"),
    ],
)
def test_described_kind(rows: tuple[str, ...], kind: Kind) -> None:
    doc = parse(*rows)
    assert described_kind(doc[0], {}, Resources.load().classes) is kind
