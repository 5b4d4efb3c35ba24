"""Test how noun phrases are taken apart, on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate.phrases import Phrase, description, is_phrase_head
from graphkit.model import Kind
from tests.parses import parse, token

COUNTED = (
    "more JJR amod 2", "than IN quantmod 2", "twenty CD nummod 4", "Chadian JJ amod 4", "rebels NNS nsubj 5 rebel",
    "fled VBD ROOT 5 flee",
)  # fmt: skip
HUNDREDS = (
    "hundreds NNS nsubj 3 hundred", "of IN prep 0", "protesters NNS pobj 1 protester", "fled VBD ROOT 3 flee",
)  # fmt: skip
PLACED = ("the DT det 1", "summit NN nsubj 4", "in IN prep 1", "Lima NNP pobj 2", "ended VBD ROOT 4 end")
PANEL = ("three CD nummod 2", "- : punct 2", "judge NN compound 3", "panel NN nsubj 4", "met VBD ROOT 4 meet")


@pytest.mark.parametrize(
    ("rows", "word", "kind", "words"),
    [
        pytest.param(COUNTED, "rebels", Kind.GROUP, "Chadian rebels", id="a count is no part of a group's name"),
        pytest.param(HUNDREDS, "hundreds", Kind.GROUP, "protesters", id="hundreds of them"),
        pytest.param(PLACED, "summit", Kind.OCCASION, "summit", id="an occasion without its place"),
        pytest.param(PLACED, "summit", Kind.THING, "summit in Lima", id="a thing with its place"),
        pytest.param(PANEL, "panel", Kind.GROUP, "three-judge panel", id="a number within a word counts nothing"),
    ],
)
def test_description(rows: tuple[str, ...], word: str, kind: Kind, words: str) -> None:
    phrase = Phrase.of(token(parse(*rows), word))
    assert description(phrase, kind, {}).replace(" - ", "-") == words


@pytest.mark.parametrize(
    ("rows", "word", "heads"),
    [
        pytest.param(COUNTED, "rebels", True, id="noun"),
        pytest.param(COUNTED, "Chadian", False, id="adjective before a noun"),
        pytest.param(PANEL, "judge", False, id="first half of a compound"),
        pytest.param(("wounded JJ nsubj 1", "fled VBD ROOT 1 flee"), "wounded", True, id="adjective as a subject"),
        pytest.param(("they PRP nsubj 1", "fled VBD ROOT 1 flee"), "they", True, id="pronoun"),
        pytest.param(("they PRP nsubj 1", "fled VBD ROOT 1 flee"), "fled", False, id="verb"),
    ],
)
def test_phrase_head(rows: tuple[str, ...], word: str, heads: bool) -> None:
    assert is_phrase_head(token(parse(*rows), word)) is heads
