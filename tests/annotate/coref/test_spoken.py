"""Test how candidates are chosen from what an article has spoken of."""

from __future__ import annotations

import pytest

from graphkit.annotate.coref.spoken import Spoken, take_leading
from graphkit.model import Kind, Mention, Span
from tests.parses import parse

DOC = parse(
    "Chad NNP nsubj 1", "met VBD ROOT 1 meet", "Kari NNP compound 3", "Lund NNP dobj 1", "near IN prep 1",
    "Chad NNP pobj 4",
)  # fmt: skip


def mention(name: str, kind: Kind) -> Mention:
    return Mention(Span(0, 1), name, name, kind, None)


SPOKEN = Spoken(
    [
        (DOC[0], mention("Chad", Kind.STATE)),
        (DOC[3], mention("Kari Lund", Kind.PERSON)),
        (DOC[5], mention("Chad", Kind.STATE)),
    ]
)


def names(spoken: Spoken) -> list[str]:
    return [mention.name for mention in spoken.mentions()]


def test_things_are_chosen_by_kind_name_place_and_role() -> None:
    assert names(SPOKEN.of_kind(Kind.PERSON)) == ["Kari Lund"]
    assert names(SPOKEN.but_kind(Kind.STATE)) == ["Kari Lund"]
    assert names(SPOKEN.but({"Chad"})) == ["Kari Lund"]
    assert names(SPOKEN.longer()) == ["Kari Lund"]
    assert names(SPOKEN.by_word("Lund")) == ["Kari Lund"]
    assert names(SPOKEN.headed("nsubj")) == ["Chad"]
    assert names(SPOKEN.until(3)) == ["Chad"]
    assert names(SPOKEN.since(3)) == ["Kari Lund", "Chad"]
    assert names(SPOKEN.reverse()) == ["Chad", "Kari Lund", "Chad"]


def test_names_are_ranked_by_how_often_they_come() -> None:
    assert SPOKEN.rank() == [("Chad", 2), ("Kari Lund", 1)]


@pytest.mark.parametrize(
    ("counts", "number", "times", "leading"),
    [
        pytest.param((4, 2), 1, 2, ["a"], id="twice as often"),
        pytest.param((3, 2), 1, 2, [], id="less than twice as often"),
        pytest.param((1,), 1, 2, ["a"], id="the only one"),
        pytest.param((1,), 2, 2, [], id="too few"),
        pytest.param((5, 4, 2), 2, 2, ["a", "b"], id="two before a third"),
        pytest.param((5, 3, 2), 2, 2, [], id="a third close by"),
    ],
)
def test_take_leading(counts: tuple[int, ...], number: int, times: float, leading: list[str]) -> None:
    ranked = list(zip("abc", counts, strict=False))
    assert take_leading(ranked, number, times=times) == leading
