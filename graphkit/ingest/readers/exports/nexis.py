"""Exports of Nexis and LexisNexis: the older text form and the newer form of Word and RTF files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphkit.ingest.dates import find_date
from graphkit.ingest.readers.exports.record import RIGHTS, ExportedArticle, split_paragraphs, strip_place, take_label

OLD_MARK = re.compile(r"^[ \t]*(?:document\s+)?[0-9,]+ of [0-9,]+ documents?[ \t]*$", re.I | re.M)
NEW_MARK = re.compile(r"^[ \t]*End of Document[ \t]*$", re.I | re.M)
#: Lines that open a part of an article; only "Body" holds its text.
_PARTS = frozenset({"body", "classification", "graphic", "notes", "bibliography", "page"})


def read_old_form(text: str) -> Iterator[ExportedArticle]:
    """Read articles below "1 of 3 DOCUMENTS": publisher, day and edition, headline, labels, text, labels."""
    for block in OLD_MARK.split(text)[1:]:
        article = ExportedArticle()
        for paragraph in split_paragraphs(block):
            if not take_label(article, paragraph) and not _take_head(article, paragraph):
                article.paragraphs.append(paragraph)
        yield article


def _take_head(article: ExportedArticle, paragraph: str) -> bool:
    """Take a paragraph above the text: the publisher, then the day, then the headline."""
    if article.paragraphs:
        return False
    day = find_date(paragraph) if len(paragraph) < 120 and not article.day else None
    if day:
        article.day = day
    elif article.publisher is None and article.day is None and article.title is None:
        article.publisher = strip_place(paragraph)
    elif article.title is None:
        article.title = paragraph
    else:
        return False
    return True


def read_new_form(text: str) -> Iterator[ExportedArticle]:
    """Read articles above "End of Document": headline, publisher, day, labels, Body, text, labels."""
    for block in NEW_MARK.split(text)[:-1]:
        article = ExportedArticle()
        part = "head"
        for paragraph in split_paragraphs(block):
            name = paragraph.casefold().rstrip(":")
            if name in _PARTS:
                part = name
            elif part == "head":
                _take_head_lines(article, paragraph)
            elif not take_label(article, paragraph) and part == "body":
                article.paragraphs.append(paragraph)
        yield article


def _take_head_lines(article: ExportedArticle, paragraph: str) -> None:
    """Take the lines above the text: headline, publisher, day, labels."""
    for line in paragraph.split("\n"):
        if RIGHTS.match(line) or take_label(article, line):
            continue
        day = find_date(line) if len(line) < 80 else None
        if article.title is None:
            article.title = line
        elif day:
            article.day = article.day or day
        elif article.publisher is None:
            article.publisher = strip_place(line)
