"""Documents of office programs and books: PDF, Word, RTF, ODT, EPUB and XLSX."""

from __future__ import annotations

import atexit
import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from graphkit.config import Config
from graphkit.errors import find_extra_remedy
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean
from graphkit.ingest.fields import read_record
from graphkit.ingest.layout.publishers import is_publisher
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.metadata import Metadata, TextOrigin, clean_field, read_stem
from graphkit.ingest.readers.csv_table import find_header_row
from graphkit.ingest.readers.limited_bytes import name_record, read_bytes
from graphkit.ingest.readers.plain_text import build_articles
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess
from graphkit.timex.metadata_dates import find_date, find_date_order, read_date

#: Suffix -> kind of document, and the package that its reader needs.
DOCUMENTS: dict[str, tuple[str, str]] = {
    ".pdf": ("pdf", "pdfminer"),
    ".docx": ("docx", "docx"),
    ".docm": ("docx", "docx"),
    ".doc": ("doc", "docx"),
    ".rtf": ("rtf", "striprtf"),
    ".odt": ("odt", "lxml"),
    ".epub": ("epub", "lxml"),
    ".xlsx": ("xlsx", "openpyxl"),
    ".xlsm": ("xlsx", "openpyxl"),
}
#: Address space of the process that reads documents.
_MEGABYTES = 3_000
_FAILURES = {
    "timeout": ("timeout", "it took longer than allowed", "save it as plain text, or raise document_seconds"),
    "out-of-memory": ("out-of-memory", "it needs more memory than allowed", "save it as plain text"),
    "worker-died": ("worker-died", "the process that read it ended", "run the same command again, or save it as text"),
}


def read_document_file(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a document: its text as one article or a bulk file, or the rows of its sheets as records."""
    kind, package = DOCUMENTS[source.suffix.lower()]
    if find_spec(package) is None:
        detail, remedy = f"{kind} files need {package}", find_extra_remedy("documents")
        yield source.location.skip("unsupported", detail, remedy)
        return
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    result = _parse(kind, data, source.location, config)
    if isinstance(result, Skip):
        yield result
    elif "sheets" in result:
        yield from _read_sheets(result, source, config)
    else:
        yield from _read_texts(result["texts"], source, config)


def _parse(kind: str, data: bytes, location: TextOrigin, config: Config) -> dict[str, Any] | Skip:
    """Ask the process that reads documents; return its answer, or the skip that says why there is none."""
    request = {"kind": kind, "data": base64.b64encode(data).decode("ascii")}
    try:
        result: dict[str, Any] = _document_process(_MEGABYTES).call(request, seconds=config.document_seconds)
    except WorkerFailedError as failure:
        raise_machine_fault(failure, location.path)
        default = ("malformed", f"it cannot be read ({failure.code})", "save it again, or as plain text")
        return location.skip(*_FAILURES.get(failure.code, default))
    return location.skip(*result["skip"]) if "skip" in result else result


def _read_texts(texts: list[dict[str, Any]], source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the articles of the texts in a document."""
    stem = read_stem(source.stem)
    if not texts:
        yield source.location.skip("no-text", "there is no text in it", "remove it")
    for number, entry in enumerate(texts, 1):
        name = stem.id if len(texts) == 1 else f"{stem.id}-{number}"
        metadata = _describe(replace(stem, id=name), entry)
        text = clean(entry.get("text") or "").strip()
        location = source.location if len(texts) == 1 else TextOrigin(source.path, number)
        if len(texts) == 1:
            yield from build_articles(text, metadata, location, config)
        else:
            yield from build_article(text, metadata, location, config)


def _describe(stem: Metadata, entry: dict[str, Any]) -> Metadata:
    """Make the metadata of a text: the day of its file's creation is a hint only."""
    created = read_date(entry.get("created"))
    head_day, head_publisher = _read_heads(entry.get("heads") or [])
    return replace(
        stem,
        title=None if entry.get("hint_title") else clean_field(entry.get("title")),
        publisher=clean_field(entry.get("publisher")) or head_publisher,
        published=read_date(entry.get("date")) or head_day,
        author=None,
        day_hint=stem.day_hint or created,
        hint_source="file name" if stem.day_hint else "the day of the file's creation",
        date_source="the head of the page" if head_day else "the date of the book",
    )


def _read_heads(heads: list[str]) -> tuple[str | None, str | None]:
    """Read the day and the publisher that the heads of pages name."""
    day = next((day for head in heads if (day := find_date(head))), None)
    names = (name.strip() for head in heads for name in re.split(r"\s+[-|\u2013\u2014\u00b7]\s+|,", head))
    return day, next((name for name in names if is_publisher(name)), None)


def _read_sheets(result: dict[str, Any], source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the records of the sheets of a workbook; sheets without a known header are passed over."""
    number = 0
    for rows in result["sheets"]:
        start = find_header_row([[str(cell or "") for cell in row] for row in rows[:10]], config)
        if start is None:
            continue
        names = [str(cell or "").strip() for cell in rows[start]]
        order = find_date_order(" ; ".join(cell for row in rows[:300] for cell in row if isinstance(cell, str)))
        for line, record in _iterate_records(names, rows, start + 1):
            number += 1
            location, name = TextOrigin(source.path, line), name_record(source, number)
            yield from read_record(record, location, config, fallback_id=name, date_order=order)
    if not number:
        detail = "no sheet with a header such as date, title, text and rows below it"
        yield source.location.skip("empty", detail, "name the columns in the first row")
    if result["is_cut"]:
        yield source.location.skip("too-large", "more than 100,000 rows", "save the sheet as CSV")


def _iterate_records(names: list[str], rows: list[list[Any]], start: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Iterate over the records of a sheet with their rows, counted from 1; empty rows are passed over."""
    for line, row in enumerate(rows[start:], start + 1):
        record = {name: cell for name, cell in zip(names, row, strict=False) if name and cell is not None}
        if record:
            yield line, record


@cache
def _document_process(megabytes: int) -> WorkerProcess:
    process = WorkerProcess("graphkit.ingest.readers.document_parser:parse_document", megabytes=megabytes)
    atexit.register(process.kill)
    return process
