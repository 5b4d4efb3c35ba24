"""Web archives: WARC, WET (their plain text) and WACZ (a zip archive of them)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from graphkit.config import Config
from graphkit.errors import find_extra_remedy
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean, decode, name_binary
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.metadata import Metadata, TextOrigin, check_url
from graphkit.ingest.readers.gzip_file import ReadMember
from graphkit.ingest.readers.http_record import HttpRecordError, HttpResponse, parse_response
from graphkit.ingest.readers.limited_bytes import MEGABYTE, skip_too_large
from graphkit.ingest.readers.web_page import read_page
from graphkit.ingest.readers.zip_archive import read_zip
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import read_date

_HTML = re.compile(rb"^[\s\xef\xbb\xbf]*<(?:!doctype html|html)\b", re.I)


def read_warc(source: InputFile, config: Config, before: int = 0) -> Iterator[Article | Skip]:
    """Read the web pages of a WARC file, of which `before` stand before it; other records are passed over."""
    limit = config.record_megabytes * MEGABYTE
    number = before
    with source.open() as stream:
        records = _iterate_records(stream)
        if records is None:
            remedy = find_extra_remedy("archives")
            yield source.location.skip("unsupported", "web archives need fastwarc", remedy)
            return
        try:
            for number, record in enumerate(records, before + 1):
                content = record.reader.read(limit + 1)
                yield from _read_capture(record, content, TextOrigin(source.path, number), config)
        except (OSError, ValueError) as error:
            raise_machine_fault(error, source.path)
            detail = str(error)[:150]
            if number:
                location = TextOrigin(source.path, number + 1)
                yield location.skip("truncated", f"damaged: {detail}", "copy the archive again")
            else:
                yield source.location.skip("malformed", f"not a web archive: {detail}", "copy it again")
            return
    if not number:
        yield source.location.skip("malformed", "no pages: not a web archive, or a damaged one", "copy it again")


def read_wacz(source: InputFile, config: Config, read_member: ReadMember) -> Iterator[Article | Skip]:
    """Read the archives in a WACZ file; its indexes and page lists are passed over."""

    def read_archive(member: InputFile, config: Config) -> Iterator[Article | Skip]:
        if member.name.lower().endswith((".warc", ".warc.gz")):
            yield from read_member(member, config)

    count = 0
    for item in read_zip(source, config, read_archive):
        count += 1
        yield item
    if not count:
        yield source.location.skip("empty", "no web archive in it", "save it again, or remove it")


def find_captures(source: InputFile) -> Iterator[int]:
    """Find where in the file each page of a WARC file begins, as far as it is sound; none without fastwarc."""
    with source.open() as stream, suppress(OSError, ValueError):
        yield from (record.stream_pos for record in _iterate_records(stream) or ())


def _iterate_records(stream: BinaryIO) -> Iterator[Any] | None:
    """Iterate over the pages among the records of a web archive; None where fastwarc is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        return None
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    counted: Any = _CountedStream(stream)
    records: Iterator[Any] = ArchiveIterator(counted, record_types=kinds, parse_http=False)
    return records


def _read_capture(record: Any, content: bytes, location: TextOrigin, config: Config) -> Iterator[Article | Skip]:
    """Read the article of one record: the page as the server sent it at the time, or its text."""
    if record.content_length > len(content):
        if len(content) > config.record_megabytes * MEGABYTE:
            yield skip_too_large(location, config.record_megabytes, "record_megabytes")
        else:
            yield location.skip("truncated", "the record is cut off", "copy the archive again")
        return
    try:
        response = _parse_content(record, content, config)
    except HttpRecordError as error:
        yield location.skip(error.code, str(error), error.remedy)
        return
    kind = response.kind
    if response.status != 200 or ("html" not in kind and kind not in ("", "text/plain")):
        return
    if binary := name_binary(response.body):
        yield location.skip("binary", f"the page is {binary}", "fetch the page again")
        return
    headers = record.headers
    url = headers.get("WARC-Target-URI") or ""
    identity = url or headers.get("WARC-Record-ID") or f"{location.path}-{location.line}"
    metadata = Metadata(
        id=clean(identity).strip("<>"),
        url=check_url(url),
        day_hint=read_date(headers.get("WARC-Date") or ""),
        hint_source="the day of the crawl",
    )
    if kind == "text/plain" and not _HTML.match(response.body):
        text = decode(response.body, declared=response.charset)
        yield from build_article(text, metadata, location, config)
    else:
        yield from read_page(response.body, metadata, location, config, charset=response.charset)


def _parse_content(record: Any, content: bytes, config: Config) -> HttpResponse:
    """Parse the answer in a record; records of other kinds hold the page or its text itself."""
    if content.startswith(b"HTTP/"):
        return parse_response(content, config)
    kind = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    return HttpResponse(200, "" if kind.startswith("application/http") else kind, None, content)


class _CountedStream:
    """A stream that can tell how far it was read, which fastwarc asks of any stream and pipes refuse."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._offset = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._offset += len(data)
        return data

    def tell(self) -> int:
        return self._offset
