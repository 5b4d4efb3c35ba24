"""Sentences that are cut anywhere and spliced: nothing looks left of the first token or right of the last."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.model import Article
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language

SENTENCES = (
    "With whom will Norwegian Foreign and Trade Minister Kari Lund hold talks in Athens, Ohio?",
    "Both of them, said the deputy secretary of state of the two Koreas, thanked their Omani counterparts for it.",
    '"We condemn its army," Sir Alan Wood, the former head of the Union, told the Peruvian ambassador to the UN.',
    "The president of Chile and the Russian, whose sister, Ana Duarte, which they denied, met each side (CLF) and",
    "Police in Lima, the foreign ministry of Mali and Kim's brother, Crown Prince Salman bin Hamad of Bahrain, 12:50",
)


def fragments() -> list[str]:
    """Every beginning and end of each sentence, and pieces of two sentences together."""
    words = [sentence.split() for sentence in SENTENCES]
    cut = [" ".join(piece) for row in words for n in range(1, len(row)) for piece in (row[:n], row[n:])]
    chance = random.Random(7)  # noqa: S311  (the same pieces at each run)
    spliced = []
    for _ in range(120):
        first, second = chance.choice(words), chance.choice(words)
        spliced.append(" ".join(first[chance.randrange(len(first)) :] + second[: chance.randrange(1, len(second))]))
    return cut + spliced


@pytest.mark.model
def test_cut_and_spliced_sentences_are_annotated(nlp: Language) -> None:
    texts = fragments()
    articles = [Article(id=str(n), text=text, published="2024-03-14") for n, text in enumerate(texts)]
    annotated = list(annotate_articles(articles, nlp, Resources.load()))
    assert [document.article.id for document in annotated] == [article.id for article in articles]
    for document in annotated:
        last = len(document.doc.text)
        assert all(0 <= m.span.start < m.span.end <= last for mentions in document.mentions.values() for m in mentions)
