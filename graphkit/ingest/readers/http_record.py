"""Answers of web servers as crawlers store them: with and without their framing and packing."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import Any

from graphkit.config import Config
from graphkit.errors import find_extra_remedy
from graphkit.ingest.decoding import name_binary
from graphkit.ingest.readers.limited_bytes import MEGABYTE

_STATUS = re.compile(rb"^HTTP/[0-9](?:\.[0-9])?\s+(?P<code>[0-9]{3})\b[^\n]*\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"\s{0,4}(?P<size>[0-9A-Fa-f]{1,8})(?:;[^\r\n]{0,200})?\r?\n")
_MAGIC = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}


class HttpRecordError(Exception):
    """An answer that cannot be read; `code` is that of the skip and `remedy` says what to do."""

    def __init__(self, code: str, detail: str, remedy: str) -> None:
        super().__init__(detail)
        self.code = code
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """Status, type, charset and unpacked body of an answer."""

    status: int
    kind: str
    charset: str | None
    body: bytes


def parse_response(content: bytes, config: Config) -> HttpResponse:
    """Parse a stored answer; raises HttpRecordError.

    Many crawlers store a body that is already joined and unpacked below the headers of the wire, so framing and
    packing are undone only where the body shows them.
    """
    status = _STATUS.match(content)
    if not status:
        raise HttpRecordError("malformed", "not an answer of a web server", "fetch the page again")
    end = _BLANK.search(content, status.end() - 2)
    head = content[status.end() : end.end()] if end else content[status.end() :]
    body = content[end.end() :] if end else b""
    from http.client import parse_headers  # only who reads web archives needs the library of connections

    try:
        headers = parse_headers(io.BytesIO(head + b"\r\n"))
    except Exception as error:  # too many or too long lines
        detail = f"broken headers ({type(error).__name__})"
        raise HttpRecordError("malformed", detail, "fetch the page again") from None
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        body = _join_chunks(body)
    for encoding in reversed(headers.get("Content-Encoding", "").lower().split(",")):
        body = _unpack(body, encoding.strip(), config)
    kind = headers.get_content_type() if headers.get("Content-Type") else ""
    return HttpResponse(int(status["code"]), kind, headers.get_content_charset(), body)


def _join_chunks(body: bytes) -> bytes:
    """Join the chunks of a body; a body that does not begin with a chunk is joined already."""
    chunks: list[bytes] = []
    offset = 0
    while match := _CHUNK.match(body, offset):
        size = int(match["size"], 16)
        chunk = body[match.end() : match.end() + size]
        if not chunks and len(chunk) < size and not body[match.end() :].strip():
            break
        chunks.append(chunk)
        offset = match.end() + size
        if not size or len(chunk) < size:
            return b"".join(chunks)
    return b"".join(chunks) if chunks else body


def _unpack(body: bytes, encoding: str, config: Config) -> bytes:
    """Unpack a body; one that is plain text below a header of packing is unpacked already."""
    encoding = encoding.removeprefix("x-")
    if encoding not in _UNPACKERS or not body:
        return body
    if encoding in _MAGIC and not body.startswith(_MAGIC[encoding]) and not name_binary(body):
        return body
    limit = config.record_megabytes * MEGABYTE
    try:
        unpacked: bytes = _UNPACKERS[encoding](body, limit)
    except ImportError as error:
        remedy = find_extra_remedy("archives")
        raise HttpRecordError("unsupported", f"packed with {encoding}, which needs {error.name}", remedy) from None
    except Exception as error:  # each library has its own errors
        if not name_binary(body) and b"<" in body:
            return body
        detail = f"damaged: packed with {encoding} ({type(error).__name__})"
        raise HttpRecordError("malformed", detail, "fetch the page again") from None
    if len(unpacked) > limit:
        detail = f"more than {config.record_megabytes} MB when unpacked"
        raise HttpRecordError("too-large", detail, "leave the record out, or raise record_megabytes")
    return unpacked


def _unpack_gzip(body: bytes, limit: int) -> bytes:
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = engine.decompress(body, limit + 1)
    if not engine.eof and len(unpacked) <= limit:
        raise ValueError("the data end too early")
    return unpacked


def _unpack_deflate(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS).decompress(body, limit + 1)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, limit + 1)


def _unpack_brotli(body: bytes, limit: int) -> bytes:
    import brotli

    engine: Any = brotli.Decompressor()
    blocks, size, data = [], 0, body
    while size <= limit:
        block = engine.process(data, output_buffer_limit=65_536)
        data = b""
        if not block:
            break
        blocks.append(block)
        size += len(block)
    if not engine.is_finished() and size <= limit:
        raise ValueError("the data end too early")
    return b"".join(blocks)


def _unpack_zstd(body: bytes, limit: int) -> bytes:
    import zstandard

    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(body)) as stream:
        return bytes(stream.read(limit + 1))


_UNPACKERS = {"gzip": _unpack_gzip, "deflate": _unpack_deflate, "br": _unpack_brotli, "zstd": _unpack_zstd}
