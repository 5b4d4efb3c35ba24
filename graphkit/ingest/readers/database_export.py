"""Bulk exports of news databases (Nexis, Factiva, ProQuest, NewsBank): one file, many articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from graphkit.ingest.dates import find_date, is_date_line
from graphkit.ingest.layout.bylines import read_byline
from graphkit.ingest.layout.datelines import read_dateline
from graphkit.ingest.layout.publishers import is_publisher
from graphkit.ingest.metadata import Metadata, check_url, clean_field


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
_LABELS = {
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
_LABEL = re.compile(r"^(?P<label>[A-Za-z][A-Za-z/ -]{0,30}?)\s*:\s*(?P<value>.*)$", re.S)
#: Factiva's two capitals before a tab or several blanks.
_CODE = re.compile(
    r"^(?P<label>HD|BY|WC|PD|ET|SN|SC|LA|CY|LP|TD|AN|SE|PG|ED|CO|IN|NS|RE|PUB|IPD|IPC|ART|CLM|VOL)"
    r"(?:\t|\|| {2,})(?P<value>.*)$"
)
_RIGHTS = re.compile(r"^(?:\(c\)|\u00a9|copyright\b|all rights reserved)", re.I)
_NEXIS = re.compile(r"^[ \t]*(?:document\s+)?[0-9,]+ of [0-9,]+ documents?[ \t]*$", re.I | re.M)
_NEXIS_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.I | re.M)
_FACTIVA_END = re.compile(r"^[ \t]*Document (?P<id>[A-Za-z]{2,10}[0-9A-Za-z]{12,30})[ \t]*$", re.M)
_PROQUEST = re.compile(r"^[ \t]*Document [0-9,]+ of [0-9,]+[ \t]*$", re.M)
_RULE = re.compile(r"^[ \t]*(?:[-=_*~\u2014]{3,}|(?:\*[ \t]+){2,}\*)[ \t]*$", re.M)
_WORDS = re.compile(r"^[0-9][0-9,.]* words?$", re.I)
_CLOCK = re.compile(r"^[0-9]{1,2}[:.][0-9]{2}(?:\s*[A-Z]{2,4})?$")
_SOURCE_CODE = re.compile(r"^[A-Z0-9]{2,10}$")
_PLACE_TAIL = re.compile(r"\s*\([^()]{2,40}\)$")
_NAMES_ONLY = re.compile(
    r"^(?:[A-Z\u00c0-\u00de][\w.'\u2019-]*)(?:(?:\s+|\s*[,;&]\s*|\s+and\s+)[A-Z\u00c0-\u00de][\w.'\u2019-]*){1,7}$"
)


def split_export(text: str) -> list[ExportedArticle]:
    """Split the text of an export into its articles; an empty list where the text is none."""
    for form in _FORMS:
        if form.mark.search(text):
            articles = [article for article in form.read(text) if article.paragraphs]
            if articles:
                return articles
    return []


@dataclass(frozen=True, slots=True)
class _Form:
    """A database's form: the line that shows it, and its reader."""

    mark: re.Pattern[str]
    read: Callable[[str], Iterator[ExportedArticle]]


def _read_nexis(text: str) -> Iterator[ExportedArticle]:
    """The form of "1 of 3 DOCUMENTS": publisher, day and edition, headline, labels, text, labels."""
    for block in _NEXIS.split(text)[1:]:
        article = ExportedArticle()
        head: list[str] = []
        for paragraph in _paragraphs(block):
            if _RIGHTS.match(paragraph) or _take_label(article, paragraph):
                continue
            if article.paragraphs or len(head) >= 3 or (article.title and article.day):
                article.paragraphs.append(paragraph)
                continue
            head.append(paragraph)
            day = find_date(paragraph) if len(paragraph) < 120 else None
            if day and not article.day:
                article.day = day
            elif article.day and not article.title:
                article.title = paragraph
            elif not article.publisher and not article.day:
                article.publisher = _PLACE_TAIL.sub("", paragraph)
            else:
                article.paragraphs.append(paragraph)
        yield article


def _read_nexis_documents(text: str) -> Iterator[ExportedArticle]:
    """The form that ends with "End of Document": headline, publisher, day, rights, labels, Body, text, labels."""
    for block in _NEXIS_END.split(text)[:-1]:
        article = ExportedArticle()
        is_body = False
        head: list[str] = []
        for paragraph in _paragraphs(block):
            bare = paragraph.strip().casefold().rstrip(":")
            if bare in ("body", "classification", "graphic", "notes", "bibliography", "page"):
                is_body = bare == "body"
                head.append(bare)
            elif _RIGHTS.match(paragraph) or _take_label(article, paragraph):
                continue
            elif is_body:
                article.paragraphs.append(paragraph)
            elif "body" not in head:
                for line in paragraph.split("\n"):
                    _take_head_line(article, line.strip())
        yield article


def _take_head_line(article: ExportedArticle, line: str) -> None:
    """A line above the text: headline first, then the publisher and the day."""
    day = find_date(line) if len(line) < 80 else None
    if _RIGHTS.match(line) or _take_label(article, line):
        return
    if not article.title:
        article.title = line
    elif day:
        article.day = article.day or day
    elif not article.publisher:
        article.publisher = _PLACE_TAIL.sub("", line)


def _read_factiva(text: str) -> Iterator[ExportedArticle]:
    """The form that ends with "Document XYZ0000...": headline, author, "212 words", day, time, publisher, code."""
    start = 0
    for end in _FACTIVA_END.finditer(text):
        block, start = text[start : end.start()], end.end()
        article = _read_codes(block) or _read_factiva_lines(block)
        article.identity = end["id"]
        yield article


def _read_factiva_lines(block: str) -> ExportedArticle:
    article = ExportedArticle()
    paragraphs = _paragraphs(block)
    for number, paragraph in enumerate(paragraphs):
        lines = paragraph.split("\n")
        words = next((at for at, line in enumerate(lines) if _WORDS.match(line)), None)
        if words is None:
            continue
        head = lines[:words] or [line for above in paragraphs[:number] for line in above.split("\n")]
        byline = read_byline(head[-1]) if len(head) > 1 else None
        if byline or (len(head) > 1 and _NAMES_ONLY.match(head[-1])):
            article.author = byline.author if byline else head[-1]
            head = head[:-1]
        article.title = " ".join(head) or None
        _take_imprint(article, [*lines[words + 1 :], *_short_lines(paragraphs[number + 1 :])])
        skip = sum(1 for _ in _imprint_paragraphs(paragraphs[number + 1 :]))
        article.paragraphs = paragraphs[number + 1 + skip :]
        return article
    return article


def _imprint_paragraphs(paragraphs: list[str]) -> Iterator[str]:
    """Paragraphs of the head that stand apart, as some exports leave a blank line between all lines."""
    for paragraph in paragraphs:
        is_head = is_date_line(paragraph) or _CLOCK.match(paragraph) or _SOURCE_CODE.match(paragraph)
        if not (is_head or _RIGHTS.match(paragraph) or paragraph in _LANGUAGES or is_publisher(paragraph)):
            return
        yield paragraph


def _short_lines(paragraphs: list[str]) -> list[str]:
    return list(_imprint_paragraphs(paragraphs))


_LANGUAGES = frozenset({"English", "French", "German", "Spanish", "Italian", "Portuguese", "Dutch", "Russian"})


def _take_imprint(article: ExportedArticle, lines: list[str]) -> None:
    """Day, time, publisher, code, language and rights below the count of words."""
    for line in lines:
        if article.day is None and (day := find_date(line)) and is_date_line(line):
            article.day = day
        elif _CLOCK.match(line) or _RIGHTS.match(line) or line in _LANGUAGES:
            continue
        elif article.publisher is None and not _SOURCE_CODE.match(line):
            article.publisher = line


def _read_codes(block: str) -> ExportedArticle | None:
    """The form with two capitals before each field (HD, BY, PD, SN, LP, TD)."""
    article = ExportedArticle()
    label, values, count = "", [""], 0
    for line in [*block.split("\n"), "AN\t"]:
        match = _CODE.match(line.strip(" \r"))
        if not match:
            values.append(line.strip(" \t\r|"))
            continue
        count += 1
        _take_code(article, label, "\n".join(values).strip())
        label, values = match["label"], [match["value"].strip(" \t|")]
    return article if count > 3 else None


def _take_code(article: ExportedArticle, label: str, value: str) -> None:
    kind = _LABELS.get(label.lower(), "drop")
    if kind == "body":
        article.paragraphs += _paragraphs(value)
    elif kind != "drop" and kind != "identity":
        _take_label(article, f"{label}: {value}")


def _read_proquest(text: str) -> Iterator[ExportedArticle]:
    """The form of "Document 1 of 2": headline, labels, "Full text:", labels."""
    for block in _PROQUEST.split(text)[1:]:
        yield _read_labelled(_RULE.sub("", block))


def _read_newsbank(text: str) -> Iterator[ExportedArticle]:
    """Records with labels (Paper, Title, Date, Author) that end with a rule or a record number."""
    for block in _RULE.split(text):
        yield _read_labelled(block)


def _read_labelled(block: str) -> ExportedArticle:
    """An article whose parts have labels; paragraphs without one are its text, the first its headline."""
    article = ExportedArticle()
    for paragraph in _paragraphs(block):
        if _RIGHTS.match(paragraph) or _take_label(article, paragraph):
            continue
        lines = paragraph.split("\n")
        if len(lines) > 1 and all(_LABEL.match(line) for line in lines):
            for line in lines:
                _take_label(article, line)
        elif article.title is None and not article.paragraphs and len(paragraph) < 300:
            article.title = paragraph
        elif not _take_place_and_day(article, paragraph):
            article.paragraphs.append(paragraph)
    return article


def _take_place_and_day(article: ExportedArticle, paragraph: str) -> bool:
    """A line such as "Northern Gazette (Oslo, Norway) - May 14, 2024" or "May 14, 2024 | Northern Gazette"."""
    names = re.split(r"\s+[-|\u2013]\s+", paragraph)
    if article.paragraphs or article.day or len(names) != 2 or len(paragraph) > 120:
        return False
    days = [find_date(name) for name in names]
    if not any(days):
        return False
    article.day = next(day for day in days if day)
    article.publisher = article.publisher or _PLACE_TAIL.sub("", names[0] if days[1] else names[1])
    return True


def _take_label(article: ExportedArticle, paragraph: str) -> bool:
    """Take a paragraph that begins with a label of the databases."""
    match = _LABEL.match(paragraph)
    kind = _LABELS.get(match["label"].strip().lower()) if match else None
    if match is None or kind is None:
        return False
    value = match["value"].strip()
    line = " ".join(value.split())
    if kind in ("title", "author", "publisher", "identity"):
        if value and getattr(article, kind) is None:
            setattr(article, kind, _PLACE_TAIL.sub("", line) if kind == "publisher" else line)
    elif kind == "imprint":  # "Northern Gazette ; Oslo [Oslo]14 May 2024: A.4."
        article.publisher = article.publisher or line.partition(";")[0].strip() or None
        article.day = article.day or find_date(line.replace("]", "] "))
    elif kind == "date":
        article.day = find_date(line) or article.day
    elif kind == "loaded":
        article.loaded = find_date(line)
    elif kind == "url":
        article.url = check_url(line)
    elif kind in ("body", "lead") and value:
        article.paragraphs.append(value)
    elif kind == "dateline" and value:
        article.dateline = line.rstrip(" -")
    return True


_FORMS = (
    _Form(_NEXIS, _read_nexis),
    _Form(_NEXIS_END, _read_nexis_documents),
    _Form(_FACTIVA_END, _read_factiva),
    _Form(_PROQUEST, _read_proquest),
    _Form(re.compile(r"^(?:Paper|Record Number|Author/Byline):.*$", re.M), _read_newsbank),
)


def _paragraphs(block: str) -> list[str]:
    """The paragraphs of a block, without the indentation of their lines."""
    blocks = re.split(r"\n[ \t]*\n", block.replace("\r\n", "\n").replace("\r", "\n"))
    stripped = ("\n".join(_keep_lines(paragraph)).strip() for paragraph in blocks)
    return [paragraph for paragraph in stripped if paragraph and not _RULE.fullmatch(paragraph)]


def _keep_lines(paragraph: str) -> Iterator[str]:
    """The lines of a paragraph without notices of rights."""
    for line in paragraph.split("\n"):
        bare = line.strip()
        is_notice = _RIGHTS.match(bare) and len(bare) <= 120 and re.search(r"[0-9]{4}|reserved", bare, re.I)
        if not is_notice:
            yield bare


def split_at_rules(text: str) -> list[str]:
    """Split a text at rules (-----) where each part opens as an article of its own: with a dateline or a date line."""
    blocks = [block.strip("\n") for block in _RULE.split(text)]
    blocks = [block for block in blocks if block.strip()]
    return blocks if len(blocks) > 1 and all(map(_opens_article, blocks)) else []


def _opens_article(block: str) -> bool:
    lines = [line.strip() for line in block.split("\n") if line.strip()][:4]
    for line in lines:
        dateline = read_dateline(line)
        if (is_date_line(line) and find_date(line)) or (dateline and (dateline.agency or dateline.day)):
            return True
    return False


def add_year_hints(articles: list[Metadata]) -> list[Metadata]:
    """Give each article without a day the year of its neighbours in the file, where they agree."""
    years = [int(item.published[:4]) if item.published else None for item in articles]
    hinted = []
    for number, item in enumerate(articles):
        before = next((year for year in reversed(years[:number]) if year), None)
        after = next((year for year in years[number + 1 :] if year), None)
        agreed = before or after if not (before and after) or before == after else None
        hinted.append(item if item.published else replace(item, year_hint=agreed))
    return hinted
