"""No sentence is lost to an error: sentences of our own, cut and spliced anywhere, are read without one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.extract import extract_events
from graphkit.model import Article
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model

SENTENCES = (
    "With whom will Norway hold talks?",
    "With Chad, Norway signed a treaty on Monday.",
    "As well as Mali, the king thanked Oman for its help.",
    '"We condemn the raid," the minister said in Lima, before accusing Peru of lying.',
    "By Chad the village was shelled, two days after talks in Oslo.",
    "Co-operation with Peru and cease-fire talks between Chad and Mali went on.",
    "Called unacceptable, the launch was condemned by Japan, South Korea and the United States.",
    "The minister (left) and the emir at the meeting in Doha on May 3, 2021.",
    "Peru, Chile hold talks",
    "At the request of Mali, France sent 200 soldiers there; Russia vowed reply.",
    "Of the seven Danish sailors, who were carried off near Zahle, no trace was found.",
    "Norway, whose army had shelled Chad, gave the envoy two days to leave.",
)


def cut(text: str, choose: random.Random) -> str:
    """One sentence cut at both ends, or the halves of two in one."""
    words = text.split()
    first, last = sorted(choose.sample(range(len(words) + 1), 2))
    other = choose.choice(SENTENCES).split()
    return " ".join(choose.choice((words[first:last], words[last:], words[:last] + other[first:])))


def test_cut_and_spliced_sentences_are_read_without_an_error(nlp: Language) -> None:
    choose = random.Random(7)  # noqa: S311  (the same texts at each run)
    texts = [*SENTENCES, *(cut(choose.choice(SENTENCES), choose) for _ in range(400))]
    articles = [Article(id=str(i), text=text, published="2024-05-14") for i, text in enumerate(texts) if text.strip()]
    read = [extract_events(annotated) for annotated in annotate_articles(articles, nlp, Resources.load())]
    assert len(read) == len(articles)


def test_article_that_begins_with_a_preposition_keeps_its_facts(nlp: Language) -> None:
    article = Article(id="a", text="With whom will Norway hold talks? Chad condemned Mali.", published="2024-05-14")
    events = [
        event for document in annotate_articles([article], nlp, Resources.load()) for event in extract_events(document)
    ]
    assert ("Chad", "condemns", "Mali") in {(e.subject.name, e.predicate, e.object.name) for e in events}
