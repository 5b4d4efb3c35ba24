"""A user's own rows, word classes and cues act in every part of an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from graphkit.annotate import annotate_articles
from graphkit.extract import extract_events
from graphkit.model import Article, EventMention, Role, Section, Span
from graphkit.resources.resources import Resources

Read = Callable[..., list[EventMention]]
HUMILIATE = """
predicate: condemns
rows:
  - verb: humiliate
    frame: transitive
    example: "Norway humiliated Chad."
    fact: [Norway, Chad]
"""

pytestmark = pytest.mark.model


@pytest.fixture
def read(nlp: Language, tmp_path: Path) -> Read:
    def read(own: str, *paragraphs: str, headline: bool = False) -> list[EventMention]:
        file = tmp_path / "own.yaml"
        file.write_text(own, encoding="utf-8")
        text = "\n\n".join(paragraphs)
        starts = [text.index(paragraph) for paragraph in paragraphs]
        roles = [Role.HEADLINE if headline and start == 0 else Role.BODY for start in starts]
        sections = tuple(
            Section(Span(start, start + len(paragraph)), role)
            for role, start, paragraph in zip(roles, starts, paragraphs, strict=True)
        )
        article = Article("own", text, sections=sections, published="2024-03-04")
        (annotated,) = annotate_articles([article], nlp, Resources.load(lexicon=[file]))
        return extract_events(annotated)

    return read


def test_a_verb_of_ones_own_is_read_in_a_title_case_headline(read: Read) -> None:
    body = "The talks about fishing rights ended without a word, officials in the harbour said."
    events = read(HUMILIATE, "Norway Humiliated Chad Over Fishing Treaty", body, headline=True)
    assert [(e.subject.name, e.predicate, e.object.name) for e in events] == [("Norway", "condemns", "Chad")]


def test_a_row_of_ones_own_wins_over_a_shipped_one_that_asks_for_as_much(read: Read) -> None:
    own = """
predicate: condemns
rows:
  - verb: sever
    object: [tie, relation, link]
    frame: with
    example: "Norway severed ties with Chad."
    fact: [Norway, Chad]
"""
    (event,) = read(own, "Norway severed ties with Chad on Monday.")
    assert event.predicate == "condemns"


def test_a_word_class_of_ones_own_is_known_to_shipped_rows(read: Read) -> None:
    sentence = "Norway supplied blunderdrones to Mali."
    assert [e.predicate for e in read("classes: {weapon: [blunderdrone]}", sentence)] == ["supplies_arms_to"]


def test_a_cue_of_ones_own_changes_the_status(read: Read) -> None:
    (event,) = read("cues: {negated: {verbs: [scorn]}}", "Norway scorned to attack Mali.")
    assert (event.predicate, str(event.status)) == ("attacks", "negated")
