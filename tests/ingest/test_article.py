"""What is looked for only where it can be is found as if it were looked for everywhere."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.config import Config
from graphkit.ingest.article import build_article, join_title
from graphkit.ingest.metadata import Metadata, TextOrigin
from graphkit.model import Article

SENTENCE = "The president of Chile met the king of Spain on Monday, and they spoke of trade."


def read(text: str) -> Article:
    articles = list(build_article(text, Metadata(id="a"), TextOrigin("a.txt"), Config()))
    assert len(articles) == 1
    assert isinstance(articles[0], Article)
    return articles[0]


@settings(deadline=None, max_examples=60)
@given(st.text("ab \t\u00a0\n", max_size=12))
def test_blanks_before_the_end_of_a_line_and_small_gaps_are_closed(middle: str) -> None:
    text = f"{SENTENCE}\n\nThe king left. {middle} The president stayed."
    closed = re.sub(r"(?<=\S)[ \t\u00a0]+(?=[\r\n])", "", text)
    closed = re.sub(r"(?<=\S) {2,3}(?=\S)", " ", closed)
    assert read(text) == read(closed)


def fold(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


@settings(deadline=None)
@given(st.text("aB\u00df-_ .\n", max_size=9), st.text("aB\u00df-_ .\n", max_size=60))
def test_a_title_is_joined_unless_the_text_opens_with_it_or_has_it_as_a_line(title: str, text: str) -> None:
    wanted, lines = fold(title), [fold(line) for line in text.split("\n")[:12]]
    is_there = not wanted or wanted in lines or fold(text).startswith(wanted)
    assert join_title(title, text) == (text if is_there else f"{title}\n\n{text}")
