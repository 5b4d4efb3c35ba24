"""Exports whose parts have labels: ProQuest and NewsBank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphkit.ingest.readers.exports.record import (
    LABEL,
    RULE,
    ExportedArticle,
    split_paragraphs,
    strip_place,
    take_label,
)
from graphkit.timex.metadata_dates import find_date

PROQUEST_MARK = re.compile(r"^[ \t]*Document [0-9,]+ of [0-9,]+[ \t]*$", re.M)
NEWSBANK_MARK = re.compile(r"^(?:Paper|Record Number|Author/Byline):.*$", re.M)
_RECORD_END = re.compile(r"^Record Number:.*$", re.M)


def read_proquest(text: str) -> Iterator[ExportedArticle]:
    """Read articles below "Document 1 of 2": headline, labels, "Full text:", labels."""
    for block in PROQUEST_MARK.split(text)[1:]:
        yield _read_labelled(RULE.sub("", block))


def read_newsbank(text: str) -> Iterator[ExportedArticle]:
    """Read records with labels (Paper, Title, Date, Author) between rules, or up to the number of the record."""
    blocks = RULE.split(text)
    if len(blocks) == 1:
        blocks = _RECORD_END.split(text)
    yield from map(_read_labelled, blocks)


def _read_labelled(block: str) -> ExportedArticle:
    """Read the article of a block; paragraphs without a label are its text, the first its headline."""
    article = ExportedArticle()
    for paragraph in split_paragraphs(block):
        lines = paragraph.split("\n")
        passages = lines if len(lines) > 1 and all(LABEL.match(line) for line in lines) else [paragraph]
        for passage in passages:
            if take_label(article, passage) or _take_place_and_day(article, passage):
                continue
            if article.title is None and not article.paragraphs and len(passage) < 300:
                article.title = passage
            else:
                article.paragraphs.append(passage)
    return article


def _take_place_and_day(article: ExportedArticle, paragraph: str) -> bool:
    """Take a line such as "Northern Gazette (Oslo, Norway) - May 14, 2024" or "May 14, 2024 | Northern Gazette"."""
    names = re.split(r"\s+[-|\u2013]\s+", paragraph)
    if article.paragraphs or article.day or len(names) != 2 or len(paragraph) > 120:
        return False
    days = [find_date(name) for name in names]
    if not any(days):
        return False
    article.day = next(day for day in days if day)
    article.publisher = article.publisher or strip_place(names[0] if days[1] else names[1])
    return True
