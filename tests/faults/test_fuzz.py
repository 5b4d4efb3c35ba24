"""Two thousand articles that are cut, spliced and shuffled: each is read, and nothing is said that it does not earn."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from spacy.language import Language

from graphkit.annotate import annotate_articles
from graphkit.datasets import find_samples
from graphkit.extract import extract_events
from graphkit.ingest import read_articles
from graphkit.ingest.reading import HARMLESS
from graphkit.model import Article, Skip
from graphkit.resources.resources import Resources

COUNT = 2_000
#: What a text can earn that was cut to nothing, or to a few words of no language.
EARNED = HARMLESS | {"empty", "no-text", "language", "too-short"}

pytestmark = [pytest.mark.model, pytest.mark.slow]


def read_sentences() -> list[str]:
    texts = [item.text for item in read_articles([find_samples()]) if isinstance(item, Article)]
    return [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence.strip()]


def spoil(sentences: list[str], chance: random.Random) -> str:
    """One to three sentences in any order, some cut at a random place, some spliced, some with words shuffled."""
    parts = []
    for sentence in chance.sample(sentences, chance.randint(1, 3)):
        kind = chance.randrange(4)
        if kind == 0:
            start = chance.randrange(len(sentence))
            sentence = sentence[start : start + chance.randint(1, 80)]
        elif kind == 1:
            other = chance.choice(sentences)
            sentence = sentence[: chance.randrange(len(sentence))] + other[chance.randrange(len(other)) :]
        elif kind == 2:
            words = sentence.split()
            chance.shuffle(words)
            sentence = " ".join(words)
        parts.append(sentence)
    return chance.choice([" ", "\n", "\n\n", ""]).join(parts)


def test_spoiled_articles_are_read(nlp: Language, tmp_path: Path) -> None:
    chance = random.Random(20240304)  # noqa: S311  (no secret)
    sentences = read_sentences()
    for number in range(COUNT):
        (tmp_path / f"{number:04}.txt").write_text(spoil(sentences, chance), encoding="utf-8")
    items = list(read_articles([tmp_path]))
    assert {item.code for item in items if isinstance(item, Skip)} <= EARNED
    articles = [item for item in items if isinstance(item, Article)]
    assert len(articles) > COUNT * 0.9
    for annotated in annotate_articles(articles, nlp, Resources.load()):
        text = annotated.article.text
        for event in extract_events(annotated):
            for mention in (event.subject, event.object):
                assert mention.text == text[mention.span.start : mention.span.end]
