"""Hold an article of an export: its parts, and the labels under which databases print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from graphkit.ingest.metadata import Metadata, check_url, clean_field
from graphkit.timex.metadata_dates import find_date


@dataclass(slots=True)
class ExportedArticle:
    """The parts of one article of an export, as far as they are given."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    day: str | None = None
    url: str | None = None
    identity: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    dateline: str | None = None
    #: The day on which the database took the article in: used only where no other is given.
    loaded: str | None = None

    @property
    def text(self) -> str:
        """The text of the article."""
        text = "\n\n".join(self.paragraphs)
        return f"{self.dateline} - {text}" if self.dateline else text

    def describe(self, name: str) -> Metadata:
        """Return the metadata of the article; `name` is its id where the export gives none."""
        return Metadata(
            id=self.identity or name,
            title=clean_field(self.title),
            url=self.url,
            publisher=clean_field(self.publisher),
            published=self.day,
            author=clean_field(self.author),
            day_hint=self.loaded,
            date_source="the head of the article in the export",
            hint_source="the day of loading",
        )


#: What the labels of the databases hold; "drop" are those of the database itself.
LABELS = {
    "headline": "title", "title": "title", "hd": "title", "document title": "title",
    "byline": "author", "author": "author", "authors": "author", "author/byline": "author", "by": "author",
    "publication": "publisher", "publication title": "publisher", "paper": "publisher", "source": "publisher",
    "sn": "publisher", "newspaper": "publisher", "publication info": "imprint",
    "date": "date", "publication date": "date", "pd": "date", "published": "date",
    "load-date": "loaded", "load date": "loaded",
    "body": "body", "full text": "body", "text": "body", "lp": "body", "td": "body",
    "url": "url", "document url": "url", "link": "url",
    "an": "identity", "record number": "identity", "proquest document id": "identity", "accession number": "identity",
    "dateline": "dateline", "highlight": "lead", "lead": "lead",
} | dict.fromkeys(
    (
        "section", "length", "language", "publication-type", "publication type", "subject", "company", "organization",
        "person", "ticker", "industry", "geographic", "country", "state", "city", "copyright", "graphic",
        "journal-code", "classification", "series", "type", "edition", "page", "pages", "correction", "correction-date",
        "abstract",
        "links", "source type", "database", "issn", "document type", "place of publication", "country of publication",
        "publication subject", "last updated", "language of publication", "publisher", "volume", "issue", "first page",
        "publication year", "wc", "et", "sc", "la", "cy", "co", "in", "ns", "re", "pub", "ipd", "ipc", "se", "pg", "ed",
        "vol", "art", "clm", "cx", "location", "people", "company / organization", "identifier / keyword",
        "document feature",
        "spanish", "index terms", "notes", "word count", "words", "section/page", "disclaimer", "website",
    ),
    "drop",
)  # fmt: skip
LABEL = re.compile(r"^(?P<label>[A-Za-z][A-Za-z/ -]{0,30}?)\s*:\s*(?P<value>.*)$", re.S)
RIGHTS = re.compile(r"^(?:\(c\)|\u00a9|copyright\b|all rights reserved)", re.I)
#: A line that parts articles.
RULE = re.compile(r"^[ \t]*(?:[-=_*~\u2014]{3,}|(?:\*[ \t]+){2,}\*)[ \t]*$", re.M)
_PLACE_TAIL = re.compile(r"\s*\([^()]{2,40}\)$")


def strip_place(publisher: str) -> str:
    """Remove the place that databases put behind the name of a paper.

    >>> strip_place("The Northern Courier (Norville)")
    'The Northern Courier'
    """
    return _PLACE_TAIL.sub("", publisher)


def take_label(article: ExportedArticle, paragraph: str) -> bool:
    """Take a paragraph that begins with a label of the databases; False where it begins with none."""
    match = LABEL.match(paragraph)
    kind = LABELS.get(match["label"].strip().lower()) if match else None
    if match is None or kind is None:
        return False
    take_value(article, kind, match["value"].strip())
    return True


def take_value(article: ExportedArticle, kind: str, value: str) -> None:
    """Take the value of a label; the first value of each kind counts."""
    if value and kind in _TAKERS:
        _TAKERS[kind](article, value, " ".join(value.split()))


def _take_publisher(article: ExportedArticle, value: str, line: str) -> None:
    article.publisher = article.publisher or strip_place(line)


def _take_title(article: ExportedArticle, value: str, line: str) -> None:
    article.title = article.title or line


def _take_author(article: ExportedArticle, value: str, line: str) -> None:
    article.author = article.author or line


def _take_identity(article: ExportedArticle, value: str, line: str) -> None:
    article.identity = article.identity or line


def _take_imprint(article: ExportedArticle, value: str, line: str) -> None:
    """Take "Northern Gazette ; Oslo [Oslo]14 May 2024: A.4."."""
    article.publisher = article.publisher or line.partition(";")[0].strip() or None
    article.day = article.day or find_date(line.replace("]", "] "))


def _take_day(article: ExportedArticle, value: str, line: str) -> None:
    article.day = find_date(line) or article.day


def _take_loaded(article: ExportedArticle, value: str, line: str) -> None:
    article.loaded = find_date(line)


def _take_url(article: ExportedArticle, value: str, line: str) -> None:
    article.url = article.url or check_url(line)


def _take_text(article: ExportedArticle, value: str, line: str) -> None:
    article.paragraphs += split_paragraphs(value)


def _take_dateline(article: ExportedArticle, value: str, line: str) -> None:
    article.dateline = line.rstrip(" -")


_TAKERS: dict[str, Callable[[ExportedArticle, str, str], None]] = {
    "title": _take_title,
    "author": _take_author,
    "publisher": _take_publisher,
    "identity": _take_identity,
    "imprint": _take_imprint,
    "date": _take_day,
    "loaded": _take_loaded,
    "url": _take_url,
    "body": _take_text,
    "lead": _take_text,
    "dateline": _take_dateline,
}


def split_paragraphs(block: str) -> list[str]:
    """Split a block into paragraphs, without indentation, rules and notices of rights."""
    stripped = ("\n".join(_keep_lines(paragraph)).strip() for paragraph in re.split(r"\n[ \t]*\n", block))
    return [paragraph for paragraph in stripped if paragraph and not RULE.fullmatch(paragraph)]


def _keep_lines(paragraph: str) -> Iterator[str]:
    for line in paragraph.split("\n"):
        bare = line.strip()
        is_notice = RIGHTS.match(bare) and len(bare) <= 120 and re.search(r"[0-9]{4}|reserved", bare, re.I)
        if not is_notice:
            yield bare
