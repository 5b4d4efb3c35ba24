"""Exports of Factiva: with a line for each part of the head, or with two capitals before each field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from graphkit.ingest.layout.bylines import read_byline
from graphkit.ingest.layout.date_lines import is_date_line
from graphkit.ingest.layout.publishers import is_publisher
from graphkit.ingest.readers.exports.record import LABELS, RIGHTS, ExportedArticle, split_paragraphs, take_value
from graphkit.timex.metadata_dates import find_date

END_MARK = re.compile(r"^[ \t]*(?:Document|Dokument|Documento) (?P<id>[A-Za-z]{2,10}[0-9A-Za-z]{12,30})[ \t]*$", re.M)
CODE_MARK = re.compile(r"^[ \t]*HD(?:\t|\|| {2,})(?=\S)", re.M)
#: Two capitals before a tab, a cell or several blanks.
_CODE = re.compile(
    r"^(?P<label>HD|BY|WC|PD|ET|SN|SC|LA|CY|LP|TD|AN|SE|PG|ED|CO|IN|NS|RE|PUB|IPD|IPC|ART|CLM|VOL)"
    r"(?:\t|\|| {2,})(?P<value>.*)$"
)
_IDENTITY = re.compile(r"(?:Document )?(?P<id>[A-Z]{2,10}[0-9A-Za-z]{12,30})$")
_WORDS = re.compile(r"^[0-9][0-9,.]* (?:words?|W\u00f6rter|mots|palabras|parole|palavras)$", re.I)
#: Lines of the head that say for whom a text was written.
_SPECIAL = re.compile(r"^(?:special to|for) the\b", re.I)
_CLOCK = re.compile(r"^[0-9]{1,2}[:.][0-9]{2}(?:\s*[A-Z]{2,4})?$")
_SOURCE_CODE = re.compile(r"^[A-Z0-9]{2,10}$")
_LANGUAGES = frozenset(
    {"English", "French", "German", "Spanish", "Italian", "Portuguese", "Dutch", "Russian", "Englisch"}
)
_NAMES_ONLY = re.compile(
    r"^(?:[A-Z\u00c0-\u00de][\w.'\u2019-]*)(?:(?:\s+|\s*[,;&]\s*|\s+and\s+)[A-Z\u00c0-\u00de][\w.'\u2019-]*){1,7}$"
)


_EDITION = re.compile(r"^(?:.{0,30}\bedition\b.{0,20}|[A-Z]?[0-9]{1,3}|page [A-Z]?[0-9]{1,3})$", re.I)


def read_coded(text: str) -> Iterator[ExportedArticle]:
    """Read articles whose fields have codes (HD, BY, PD, SN, LP, TD, AN)."""
    starts = [match.start() for match in CODE_MARK.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        article = ExportedArticle()
        code, lines = "", [""]
        for line in text[start:end].split("\n"):
            if match := _CODE.match(line.strip(" \r")):
                _take_code(article, code, "\n".join(lines).strip())
                code, lines = match["label"], []
                line = match["value"]
            lines.append(line.strip(" \t|"))
        _take_code(article, code, "\n".join(lines).strip())
        yield article


def _take_code(article: ExportedArticle, code: str, value: str) -> None:
    if code == "AN":
        match = _IDENTITY.match(value.split("\n")[0])
        article.identity = match["id"] if match else None
    else:
        take_value(article, LABELS.get(code.lower(), "drop"), value)


def read_lined(text: str) -> Iterator[ExportedArticle]:
    """Read articles above "Document XYZ0000...": headline, author, "212 words", day, time, publisher, code."""
    start = 0
    for end in END_MARK.finditer(text):
        article = _read_block(split_paragraphs(text[start : end.start()]))
        article.identity = end["id"]
        start = end.end()
        yield article


def _read_block(paragraphs: list[str]) -> ExportedArticle:
    """Read the article of a block: what stands above the count of words, the imprint below it, and the text."""
    article = ExportedArticle()
    lines = [(number, line) for number, paragraph in enumerate(paragraphs) for line in paragraph.split("\n")]
    count = next((index for index, (_, line) in enumerate(lines) if _WORDS.match(line)), None)
    if count is None:
        return article
    _take_head(article, [line for _, line in lines[:count] if not _SPECIAL.match(line)])
    number = lines[count][0]
    apart = list(takewhile(_is_imprint, paragraphs[number + 1 :]))
    _take_imprint(article, [line for paragraph, line in lines[count + 1 :] if paragraph == number] + apart)
    article.paragraphs = paragraphs[number + 1 + len(apart) :]
    return article


def _take_head(article: ExportedArticle, head: list[str]) -> None:
    """Take the headline, and the author below it."""
    byline = read_byline(head[-1]) if len(head) > 1 else None
    if byline or (len(head) > 1 and _NAMES_ONLY.match(head[-1])):
        article.author = byline.author if byline else head[-1]
        head = head[:-1]
    article.title = " ".join(head) or None


def _is_imprint(paragraph: str) -> bool:
    """Return whether a paragraph is of the head, as some exports leave a blank line between all lines."""
    is_mark = _CLOCK.match(paragraph) or _SOURCE_CODE.match(paragraph) or RIGHTS.match(paragraph)
    is_line = is_date_line(paragraph) or paragraph in _LANGUAGES or is_publisher(paragraph)
    return bool(is_mark or _EDITION.match(paragraph)) or is_line


def _take_imprint(article: ExportedArticle, lines: list[str]) -> None:
    """Take day, time, publisher, code, language and rights below the count of words."""
    for line in lines:
        if article.day is None and is_date_line(line):
            article.day = find_date(line)
        elif _CLOCK.match(line) or RIGHTS.match(line) or line in _LANGUAGES:
            continue
        elif article.publisher is None and not _SOURCE_CODE.match(line):
            article.publisher = line
