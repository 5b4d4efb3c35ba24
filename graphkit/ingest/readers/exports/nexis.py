"""Exports of Nexis and LexisNexis: the older text form and the newer form of Word and RTF files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphkit.ingest.readers.exports.record import (
    LABEL,
    LABELS,
    RIGHTS,
    ExportedArticle,
    split_paragraphs,
    strip_place,
    take_label,
)
from graphkit.timex.metadata_dates import find_date

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
        section, head = "head", []
        for paragraph in split_paragraphs(block):
            name = paragraph.casefold().rstrip(":")
            if name in _PARTS:
                section = name
            elif section == "head":
                head += [line for line in paragraph.split("\n") if not RIGHTS.match(line)]
            elif not take_label(article, paragraph) and section == "body":
                article.paragraphs.append(paragraph)
        _take_head_lines(article, head)
        yield article


def _take_head_lines(article: ExportedArticle, lines: list[str]) -> None:
    """Take the lines above the text: the day, the publisher above it, the headline above that; and labels.

    A cover page may stand before the first article.
    """
    days = [number for number, line in enumerate(lines) if len(line) < 80 and find_date(line) and not LABEL.match(line)]
    start = days[-1] if days else None
    for line in lines if start is None else lines[start + 1 :]:
        take_label(article, line)
    above = [line for line in lines[: start if start is not None else len(lines)] if not _is_label(line)]
    if start is not None:
        article.day = find_date(lines[start])
        article.publisher = strip_place(above[-1]) if len(above) > 1 else None
        above = above[:-1] if len(above) > 1 else above
    article.title = article.title or (above[-1] if above else None)


def _is_label(line: str) -> bool:
    """Return whether a line begins with a label of the databases."""
    match = LABEL.match(line)
    return match is not None and match["label"].strip().lower() in LABELS
