"""Rows that could never be used: a row that another takes everything from is an error with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.errors import AssetError
from graphkit.resources.lexicon.lexicon import Lexicon

FACT = "example: Norway lapidated Chad., fact: [Norway, Chad]"


def load(tmp_path: Path, *rows: str) -> Lexicon:
    file = tmp_path / "own.yaml"
    body = "".join(f"  - {{{row}, {FACT}}}\n" for row in rows)
    file.write_text(f"predicate: condemns\nrows:\n{body}", encoding="utf-8")
    return Lexicon.load([file])


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("object: [deed, act]", "object: [deed]"),
        ("frame: with, object: [deed, act]", "frame: with, object: [deed]"),
        ("where: {o: [actor, place]}", "where: {o: [place]}"),
        ("prep: {over: [raid, act]}", "prep: {over: [raid]}"),
        ("object: [act, deed]", "object: [deed], unless: [not]"),
        ("object: [act, deed], s: [subject, by], o: [object, with]", "object: [deed], s: [subject], o: [object]"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_row_that_another_always_takes_is_an_error_with_its_line(
    tmp_path: Path, wide: str, narrow: str, turned: bool
) -> None:
    rows = [row if "frame" in row or " s: [" in row else f"frame: transitive, {row}" for row in (wide, narrow)]
    rows = [f"verb: lapidate, {row}" for row in rows]
    with pytest.raises(AssetError, match="cannot be reached") as caught:
        load(tmp_path, *(reversed(rows) if turned else rows))
    assert (caught.value.where or "").endswith(f"own.yaml:{3 if turned else 4}")


@pytest.mark.parametrize(
    ("row", "other"),
    [
        ("frame: transitive", "frame: transitive, object: [deed]"),  # the one that asks for more is tried first
        ("frame: transitive, object: [act, deed]", "frame: transitive, object: [deed, raid]"),
        ("frame: transitive, object: [act, deed]", "frame: with, object: [deed]"),  # other slots
        ("frame: transitive, object: [act, deed], unless: [not]", "frame: transitive, object: [deed]"),
        ("frame: transitive, object: [act, deed], passive: true", "frame: transitive, object: [deed], passive: false"),
    ],
)
def test_rows_that_both_have_their_use_are_none(tmp_path: Path, row: str, other: str) -> None:
    lexicon = load(tmp_path, f"verb: lapidate, {row}", f"verb: lapidate, {other}")
    assert len(lexicon.rows_for("verb", "lapidate")) == 2


def test_own_row_may_take_the_place_of_shipped_ones(tmp_path: Path) -> None:
    shipped = next(row for row in Lexicon.load().rows if row.pos == "verb" and row.object and row.specificity == 4)
    words = sorted({*shipped.object, "zebra"})
    slots = f"s: [{', '.join(shipped.s)}], o: [{', '.join(shipped.o)}]"
    objects = ", ".join(f"'{word}'" for word in words)
    lexicon = load(tmp_path, f"verb: {shipped.lemma}, {slots}, object: [{objects}]")
    assert len(lexicon.rows) == len(Lexicon.load().rows) + 1


def test_class_that_an_argument_must_not_be_of(tmp_path: Path) -> None:
    lexicon = load(tmp_path, "verb: lapidate, frame: transitive, where: {s: [state, '!@forces']}")
    assert lexicon.rows_for("verb", "lapidate")[0].where_s == {"state", "!@forces"}


def test_unknown_class_that_an_argument_must_not_be_of_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="unknown word class '@forcez'"):
        load(tmp_path, "verb: lapidate, frame: transitive, where: {s: [state, '!@forcez']}")
