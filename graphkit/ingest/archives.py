"""Compressed files, zip archives and web archives (WARC)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, cast

from graphkit.config import Config
from graphkit.ingest.articles import Known, Place, check_url
from graphkit.ingest.dates import read_date
from graphkit.ingest.decode import clean
from graphkit.ingest.html import read_page
from graphkit.ingest.inputs import Input, Layer
from graphkit.ingest.text_files import MEGABYTE, too_large
from graphkit.model import Article, Skip

#: What any compressed file may hold whatever its ratio; small texts of one repeated line compress by more.
_FREE_BYTES = 16 * MEGABYTE


class Gunzip(Layer):
    """The content of a gzip stream as far as it is sound; `problem` then holds the code of what is wrong, or None.

    A stream that is not compressed is passed through. The content ends where it grows by more than `ratio`.
    """

    def __init__(self, stream: BinaryIO, ratio: int) -> None:
        super().__init__(stream)
        self.problem: str | None = None
        self._ratio = ratio
        self._read = self._given = 0
        self._rest = stream.read(2)
        self._plain = self._rest != b"\x1f\x8b"
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def take(self, size: int) -> bytes:
        if self._plain:
            data, self._rest = self._rest[:size], self._rest[size:]
            return data or self._stream.read(size)
        while self.problem is None:
            if not self._rest:
                self._rest = self._stream.read(65_536)
                self._read += len(self._rest)
                if not self._rest:
                    self.problem = None if self._engine.eof else "truncated"
                    break
            if self._engine.eof:  # another member follows; zeros may fill up a block
                self._rest = self._rest.lstrip(b"\0")
                if not self._rest:
                    continue
                self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                data = self._engine.decompress(self._rest, size)
            except zlib.error:
                self.problem = "truncated"
                break
            self._rest = self._engine.unconsumed_tail or self._engine.unused_data
            self._given += len(data)
            if self._given > max(_FREE_BYTES, self._ratio * max(self._read, 1)):
                self.problem = "too-large"
            elif data:
                return data
        return b""


#: What a reader says of a record that ends with the data; why they end is told in its place.
_OF_A_BREAK = frozenset({"bad-line", "malformed"})

ReadMember = Callable[[Input, Config], Iterator[Article | Skip]]


def read_gzip(source: Input, config: Config, read_member: ReadMember) -> Iterator[Article | Skip]:
    """The content of NAME.gz through the reader for NAME; what stands before a break is kept."""
    streams: list[Gunzip] = []

    def open_stream() -> BinaryIO:
        streams.append(Gunzip(source.open(), config.archive_ratio))
        return io.BufferedReader(streams[-1], 1 << 16)

    last: Article | Skip | None = None
    for item in read_member(replace(source, name=source.name[: -len(source.suffix)], open=open_stream), config):
        if last:
            yield last
        last = item
    problem = next((stream.problem for stream in streams if stream.problem), None)
    if last and not (problem and isinstance(last, Skip) and last.code in _OF_A_BREAK):
        yield last
    if problem == "truncated":
        yield source.place.skip(
            "truncated", "the compressed data end too early; the rest is kept", "copy the file again"
        )
    elif problem:
        detail = f"it grows to more than {config.archive_ratio} times its size"
        yield source.place.skip("too-large", detail, "unpack it first, or raise archive_ratio")


def read_zip(
    source: Input, config: Config, read_member: ReadMember, start: int = 0, end: int | None = None
) -> Iterator[Article | Skip]:
    """Every file of a zip archive through the reader for its name; nothing is unpacked to the disk.

    `start` and `end` choose a range of them, in the order of their names.
    """
    with source.open() as stream:
        try:
            archive = _open_zip(stream)
        except _BAD_ZIP as error:
            yield source.place.skip("malformed", f"not a zip archive: {error}"[:200], "copy it again")
            return
        members = _sort_members(archive)
        if not members:
            yield source.place.skip("empty", "no files in it", "remove it")
        for info in members[start:end]:
            member = Input(f"{source.path}!{info.filename}", info.filename, partial(_open_member, archive, info))
            base = info.filename.rsplit("/", 1)[-1]
            if base.startswith(".") or info.filename.startswith("__MACOSX"):
                continue
            if info.flag_bits & 1:
                yield member.place.skip("unsupported", "it is encrypted", "unpack it with its password first")
            elif info.file_size > max(_FREE_BYTES, config.archive_ratio * max(info.compress_size, 1)):
                yield member.place.skip(
                    "too-large", f"{info.file_size:,} bytes from {info.compress_size:,}", "unpack it first"
                )
            elif base.lower().endswith(".zip"):
                yield member.place.skip("unsupported", "an archive in an archive", "unpack it first")
            else:
                try:
                    yield from read_member(member, config)
                except NotImplementedError as error:  # a way of packing that zipfile does not know
                    yield member.place.skip("unsupported", f"it cannot be unpacked: {error}"[:200], "unpack it first")
                except (zipfile.BadZipFile, RuntimeError, zlib.error) as error:
                    yield member.place.skip("truncated", f"damaged: {error}"[:200], "copy the archive again")


def list_members(source: Input) -> list[int]:
    """The sizes of the files in a zip archive in the order of their names; none where it is not sound."""
    with source.open() as stream:
        try:
            return [info.file_size for info in _sort_members(_open_zip(stream))]
        except _BAD_ZIP:
            return []


_BAD_ZIP = (zipfile.BadZipFile, OSError, ValueError)


def _open_zip(stream: BinaryIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(stream if stream.seekable() else io.BytesIO(stream.read()))


def _sort_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def read_warc(source: Input, config: Config, before: int = 0) -> Iterator[Article | Skip]:
    """The web pages of a WARC file, of which `before` stand before it; other records are passed over."""
    limit = config.record_megabytes * MEGABYTE
    number = before
    with source.open() as stream:
        records = _iterate_records(stream)
        if records is None:
            yield source.place.skip("unsupported", "web archives need fastwarc", 'pip install "graphkit[archives]"')
            return
        try:
            for number, record in enumerate(records, before + 1):
                content = record.reader.read(limit + 1)
                yield from _read_capture(record, content, Place(source.path, number), config)
        except (OSError, ValueError) as error:
            if number:
                yield Place(source.path, number + 1).skip(
                    "truncated", f"damaged: {error}"[:200], "copy the archive again"
                )
            else:
                yield source.place.skip("malformed", f"not a web archive: {error}"[:200], "copy it again")
            return
    if not number:
        yield source.place.skip("malformed", "no pages: not a web archive, or a damaged one", "copy it again")


def find_captures(source: Input) -> Iterator[int]:
    """Where in the file each page of a WARC file begins, as far as it is sound; none without fastwarc."""
    with source.open() as stream, suppress(OSError, ValueError):
        yield from (record.stream_pos for record in _iterate_records(stream) or ())


def _iterate_records(stream: BinaryIO) -> Iterator[Any] | None:
    """The pages among the records of a web archive; None where fastwarc is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        return None
    kinds = WarcRecordType.response | WarcRecordType.resource
    counted: Any = _Counted(stream)
    records: Iterator[Any] = ArchiveIterator(counted, record_types=kinds, parse_http=False)
    return records


def _read_capture(record: Any, content: bytes, place: Place, config: Config) -> Iterator[Article | Skip]:
    """The article of one record: the page as the server sent it at the time."""
    if record.content_length > len(content):
        if len(content) > config.record_megabytes * MEGABYTE:
            yield too_large(place, config.record_megabytes, "record_megabytes")
        else:
            yield place.skip("truncated", "the record is cut off", "copy the archive again")
        return
    import http.client

    kind, charset, body = "", None, content
    if content.startswith(b"HTTP/"):
        try:
            response = http.client.HTTPResponse(_Socket(content))  # type: ignore[arg-type]  # all it asks for is makefile
            response.begin()
            body = _decompress(response.read(), response.headers.get("Content-Encoding", ""), config)
        except (http.client.HTTPException, ValueError, OSError, zlib.error) as error:
            yield place.skip(
                "malformed", f"not an answer of a web server ({type(error).__name__})", "fetch the page again"
            )
            return
        if response.status != 200:
            return
        kind, charset = response.headers.get_content_type(), response.headers.get_content_charset()
    if "html" not in kind and kind not in ("", "text/plain"):
        return
    url = record.headers.get("WARC-Target-URI") or ""
    identity = url or record.headers.get("WARC-Record-ID") or f"{place.path}-{place.line}"
    day = read_date(record.headers.get("WARC-Date") or "")
    known = Known(id=clean(identity).strip("<>"), url=check_url(url), day_hint=day)
    yield from read_page(body, known, place, config, charset=charset)


def _decompress(body: bytes, encoding: str, config: Config) -> bytes:
    """The body of an answer that was sent compressed."""
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    if encoding.lower() == "deflate":
        engine = zlib.decompressobj(-zlib.MAX_WBITS if body[:1] != b"x" else zlib.MAX_WBITS)
        return engine.decompress(body, config.record_megabytes * MEGABYTE)
    with io.BufferedReader(Gunzip(io.BytesIO(body), config.archive_ratio)) as stream:
        return stream.read(config.record_megabytes * MEGABYTE)


class _Counted:
    """A stream that can tell how far it was read, which fastwarc asks of any stream and pipes refuse."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


class _Socket:
    """Bytes in the place of a connection."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: object, **__: object) -> BinaryIO:
        return io.BytesIO(self._data)
