"""Web pages: text, title, author, date, site and address, found by trafilatura in a process of its own."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from graphkit.config import Config
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean, decode, name_binary
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.markup import strip_markup
from graphkit.ingest.metadata import Metadata, TextOrigin, check_url, clean_field, read_stem, strip_site
from graphkit.ingest.readers.limited_bytes import read_bytes
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess
from graphkit.timex.metadata_dates import read_date

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.-]+)", re.I
)
#: What the explorer page says of its maker.
_OWN_PAGE = re.compile(rb'<meta name="generator" content="graphkit"')
#: Address space of the process that reads pages: parsing takes about fifty times the size of a page.
_MEGABYTES = 3_000


def read_html(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a saved web page."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    if binary := name_binary(data):
        yield source.location.skip("binary", f"it is {binary}, not a web page", "save the page as HTML or text")
        return
    if _OWN_PAGE.search(data[:4096]):
        yield source.location.skip("own-output", "a page that graphkit made", "nothing is to be done")
        return
    yield from read_page(data, read_stem(source.stem), source.location, config)


def read_page(
    data: bytes, metadata: Metadata, location: TextOrigin, config: Config, *, charset: str | None = None
) -> Iterator[Article | Skip]:
    """Read the article of a page, or an article for each entry of a live blog; `metadata` is what is known already."""
    if charset is None and (match := _CHARSET.search(data[:4096])):
        charset = (match[1] or match[2]).decode("ascii")
    markup = decode(data, declared=charset)
    entries: list[dict[str, str | None]] = []
    try:
        entries = _parse({"markup": markup, "url": metadata.url}, config)
    except WorkerFailedError as failure:
        raise_machine_fault(failure, location.path)
        detail = f"the page cannot be parsed ({failure.code}): its longer lines are read"
        yield location.skip("rough-text", detail, "run the same command again, or save the page as text")
    if not any(entry["text"] for entry in entries):
        text = clean(_read_long_lines(markup)).strip()
        entries = [{**(entries[0] if entries else {}), "text": text}]
    if not any(entry["text"] for entry in entries):
        remedy = "save the page after it has loaded, or its text"
        yield location.skip("no-text", "the page holds no text", remedy)
        return
    for number, entry in enumerate(entries, 1):
        name = entry.get("id") or (f"{metadata.id}-{number}" if len(entries) > 1 else metadata.id)
        text = clean(entry["text"] or "").strip()
        yield from build_article(text, _merge(replace(metadata, id=name), entry), location, config)


def _parse(request: dict[str, str | None], config: Config) -> list[dict[str, str | None]]:
    """Ask the process that parses pages, once more where it was stopped. Raises WorkerFailedError."""
    process = _page_process(_MEGABYTES)
    try:
        entries: list[dict[str, str | None]] = process.call(request, seconds=config.html_seconds)
    except WorkerFailedError as failure:
        if failure.code not in ("timeout", "worker-died"):
            raise
        entries = process.call(request, seconds=config.html_seconds)
    return entries


def _merge(metadata: Metadata, entry: dict[str, str | None]) -> Metadata:
    """Fill what is not known yet from what the page says."""
    publisher = metadata.publisher or clean_field(entry.get("site"))
    return replace(
        metadata,
        title=metadata.title or strip_site(clean_field(entry.get("title")), publisher),
        url=metadata.url or check_url(entry.get("url")),
        publisher=publisher,
        published=metadata.published or read_date(entry.get("date")),
        author=metadata.author or clean_field(entry.get("author")),
        date_source=metadata.date_source if metadata.published else entry.get("date_source") or "",
    )


def _read_long_lines(markup: str) -> str:
    """Read the running text of a page that a parser cannot read: lines of five words and more."""
    return "\n\n".join(line for line in strip_markup(markup).split("\n\n") if len(line.split()) >= 5)


@cache
def _page_process(megabytes: int) -> WorkerProcess:
    child = WorkerProcess("graphkit.ingest.readers.page_parser:parse_page", megabytes=megabytes)
    atexit.register(child.kill)
    return child
