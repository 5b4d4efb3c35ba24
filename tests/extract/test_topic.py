"""Test the topic of a fact: it is told in the words of the text, without the participants, date and manner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.extract import extract_events
from graphkit.model import Article
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language

SENTENCES = {
    "Norway and Chad held talks on fishing rights in Oslo.": ("meets", "fishing rights"),
    "Norway accused Chad of arming bandits.": ("accuses", "arming bandits"),
    "Kenya signed a trade deal with Uganda.": ("agrees_with", "trade"),
    "Peru condemned Chile for the arrest of two sailors.": ("condemns", "arrest of two sailors"),
    "Ghana's president spoke with Togo's president about the blackout on Monday.": ("speaks_with", "blackout"),
    "Norway condemned Chad on Monday.": ("condemns", None),
    "Ghana's president will meet Togo's on March 21 in Lome.": ("meets", None),
    "Norway's foreign minister met Chad's president on the sidelines of a summit.": ("meets", None),
    "Russia condemned the use of force.": ("condemns", None),
}


@pytest.mark.model
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_topic_is_what_the_sentence_says_the_act_is_about(sentence: str, nlp: Language) -> None:
    predicate, topic = SENTENCES[sentence]
    (annotated,) = annotate_articles([Article("a", sentence, published="2023-11-09")], nlp, Resources.load())
    events = [event for event in extract_events(annotated) if event.predicate == predicate]
    assert events
    assert {event.topic for event in events} == {topic}
