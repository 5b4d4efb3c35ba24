"""Test patterns, paths and shapes on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.nlp.dependencies import ask_once, hyphen_prefix, mark_between
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb, compile_pattern, first_on_path, fits, has_path, path
from tests.parses import parse, token

SOURCE = parse(
    "Mali NNP nsubj 1", "accused VBD ROOT 1 accuse", "Niger NNP dobj 1", "according VBG prep 1 accord", "to IN prep 3",
    "Chad NNP pobj 4",
)  # fmt: skip
HEADLINE = parse("Oman NNP compound 2", "- : punct 2", "backed VBN amod 3 back", "raid NN ROOT 3")


@pytest.mark.parametrize(
    "pattern",
    ["dobj", "iobj|dobj", "*", "!nsubj", "dobj:niger", "*:mali|niger", "*:!mali", "dobj/NNP", "*/PROPN", "*/!VERB|AUX",
     "*[niger]", ">dobj", "dobj:niger/NNP[niger]"],
)  # fmt: skip
def test_a_pattern_fits_by_each_of_its_parts(pattern: str) -> None:
    assert fits(token(SOURCE, "Niger"), pattern)


@pytest.mark.parametrize(
    "pattern", ["nsubj", "!dobj", "dobj:mali", "*:!niger", "dobj/VBD", "*/VERB", "*[mali]", "<dobj", "dobj=GPE"]
)
def test_a_pattern_does_not_fit_where_one_part_differs(pattern: str) -> None:
    assert not fits(token(SOURCE, "Niger"), pattern)


def test_a_pattern_asks_the_word_lists() -> None:
    assert fits(token(SOURCE, "accused"), "*{charging}")
    assert fits(token(SOURCE, "accused"), "*{opposing|charging}")
    assert not fits(token(SOURCE, "accused"), "*{!charging}")


@pytest.mark.parametrize("pattern", ["", "dobj obj", "dobj{no_such_list}", "dobj/", ":word"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"no pattern|no word list"):
        compile_pattern(pattern)


def test_a_path_leads_down_step_by_step() -> None:
    verb = token(SOURCE, "accused")
    assert [t.text for t in path(verb, "*:according", "prep:to", "pobj")] == ["Chad"]
    assert [t.text for t in path(verb, "nsubj|dobj")] == ["Mali", "Niger"]
    assert first_on_path(verb, ">dobj") is token(SOURCE, "Niger")
    assert first_on_path(verb, "<dobj") is None
    assert not has_path(verb, "prep", "pobj")


def test_climbing_stops_at_what_is_not_passed_through() -> None:
    chad = token(SOURCE, "Chad")
    assert climb(chad, "*/VERB", most=1) is None
    assert climb(chad, "ROOT", most=3) is token(SOURCE, "accused")
    assert climb(chad, "ROOT", through="*:to", most=3) is None


def test_a_shape_looks_above_below_and_before() -> None:
    verb, mali = token(SOURCE, "accused"), token(SOURCE, "Mali")
    charge = Shape("a charge", "*/VBD", has=["dobj", "prep prep pobj"], lacks=["aux"], before="nsubj")
    assert charge.fits(verb)
    assert not charge.fits(mali)
    assert Shape("a subject", "nsubj", above=["ROOT", "ROOT"]).fits(mali)
    assert not Shape("a subject", "nsubj", above=["dobj"]).fits(mali)
    assert not Shape("with an object", lacks=["dobj"]).fits(verb)
    assert not Shape("behind a word", before="*").fits(mali)
    assert Shapes(Shape("an object", "dobj"), Shape("a name", "*/NNP")).fits(mali)
    assert Shape("a name", "*/NNP").below(verb) == [mali, token(SOURCE, "Niger")]


def test_the_word_before_a_hyphen_is_found() -> None:
    assert hyphen_prefix(token(SOURCE, "Niger")) is None
    assert hyphen_prefix(token(HEADLINE, "Oman")) is None
    assert hyphen_prefix(token(HEADLINE, "backed")) is None  # spaces stand around the hyphen
    assert mark_between(token(HEADLINE, "Oman"), token(HEADLINE, "raid"), "-")
    assert not mark_between(token(HEADLINE, "raid"), token(HEADLINE, "Oman"), "-")


def test_answers_are_kept_until_the_tree_changes() -> None:
    doc = parse("Fiji NNP nsubj 1", "left VBD ROOT 1 leave", "Tonga NNP dobj 1")
    asked: list[str] = []

    @ask_once
    def count_children(word: Token) -> int:
        asked.append(word.text)
        return len(word.children)

    assert [count_children(doc[1]), count_children(doc[1])] == [2, 2]
    assert asked == ["left"]
    doc[2].attach(doc[0], "appos")
    assert count_children(doc[1]) == 1
