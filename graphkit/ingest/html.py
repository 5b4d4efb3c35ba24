"""Web pages: text, title, author, date, site and address, found by trafilatura in a process of its own."""

from __future__ import annotations

import atexit
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

from graphkit.config import Config
from graphkit.ingest.articles import Known, Place, check_url, make_article, read_stem
from graphkit.ingest.dates import read_date
from graphkit.ingest.decode import clean, decode, name_binary
from graphkit.ingest.inputs import Input
from graphkit.ingest.text_files import read_bytes
from graphkit.model import Article, Skip
from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess

log = logging.getLogger(__name__)

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.-]+)", re.I
)
#: Address space of the process that reads pages: parsing takes about fifty times the size of a page.
_MEGABYTES = 3_000
_NOTHING: dict[str, str | None] = dict.fromkeys(("text", "title", "url", "site", "author", "date"), None)
_DATE_FIELDS = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
    "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "og:published_time", "dc:date", "citation_date",
)  # fmt: skip


def read_html(source: Input, config: Config) -> Iterator[Article | Skip]:
    """A saved web page."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    binary = name_binary(data)
    if binary:
        yield source.place.skip("binary", f"it is {binary}, not a web page", "save the page as HTML or text")
        return
    yield from read_page(data, read_stem(source.stem), source.place, config)


def read_page(
    data: bytes, known: Known, place: Place, config: Config, *, charset: str | None = None
) -> Iterator[Article | Skip]:
    """The article of a page of which `known` is already known."""
    if charset is None and (match := _CHARSET.search(data[:4096])):
        charset = (match[1] or match[2]).decode("ascii")
    markup = decode(data, declared=charset)
    try:
        page = _reader(_MEGABYTES).call({"markup": markup, "url": known.url}, seconds=config.html_seconds)
    except WorkerFailedError as failure:
        log.warning("%s: the page cannot be parsed (%s): its longer lines are read", place.path, failure.code)
        page = _NOTHING
    text = clean(page["text"] or _read_long_lines(markup)).strip()
    title = clean(page["title"] or "").strip() or None
    if title and len(title.split()) >= 3 and not text.startswith(title) and text:
        text = f"{title}\n\n{text}"
    if not text:
        yield place.skip("no-text", "the page holds no text", "save the page after it has loaded, or its text")
        return
    known = replace(
        known,
        title=known.title or title,
        url=known.url or check_url(page["url"]),
        publisher=known.publisher or clean(page["site"] or "").strip() or None,
        published=known.published or read_date(page["date"]),
        author=known.author or clean(page["author"] or "").strip() or None,
    )
    yield from make_article(text, known, place, config)


def _read_long_lines(markup: str) -> str:
    """The running text of a page that is no use to a parser: lines of five words and more."""
    return "\n\n".join(line for line in strip_markup(markup).split("\n\n") if len(line.split()) >= 5)


def strip_markup(markup: str) -> str:
    """The text of a fragment of HTML such as a feed carries, a line for each block."""
    if "<" not in markup and "&" not in markup:
        return markup
    parser = _Stripper()
    parser.feed(markup[:1_000_000])
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


class _Stripper(HTMLParser):
    _BLOCKS = frozenset(
        {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr", "table", "section"}
    )
    _SILENT = frozenset({"script", "style", "iframe", "noscript", "template", "svg"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: str | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self._SILENT and self._silent is None:
            self._silent = tag
        elif tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = None
        elif tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._silent is None:
            self.parts.append(data.replace("\n", " "))


@cache
def _reader(megabytes: int) -> WorkerProcess:
    child = WorkerProcess("graphkit.ingest.html:parse_page", megabytes=megabytes)
    atexit.register(child.kill)
    return child


def parse_page(request: dict[str, Any]) -> dict[str, str | None]:
    """Text and metadata of a page; runs in the process that may be killed."""
    import trafilatura

    markup = request["markup"]
    dates = _find_dates(markup)
    document: Any = trafilatura.bare_extraction(
        markup,
        url=request["url"],
        fast=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if document is None:
        return _NOTHING
    return {
        "text": document.text,
        "title": document.title,
        "url": document.url,
        "site": document.sitename,
        "author": document.author,
        "date": next((day for value in dates if (day := read_date(value))), None) if dates else document.date,
    }


def _find_dates(markup: str) -> list[str]:
    """The dates that the page declares, the plainest first; where there are any, nothing else is guessed."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<meta\s[^>]{0,500}>", markup[:200_000], re.I):
        pairs = re.findall(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag, re.I)
        values = {name.lower(): one or two for name, one, two in pairs}
        name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
        if name in _DATE_FIELDS and values.get("content"):
            found.setdefault(name, values["content"])
    for value in re.findall(r"\"datePublished\"\s*:\s*\"([^\"]{4,60})\"", markup[:500_000])[:1]:
        found.setdefault("datepublished", value)
    return [found[name] for name in _DATE_FIELDS if name in found]
