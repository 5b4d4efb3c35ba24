"""JSON Lines: one record a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from graphkit.config import Config
from graphkit.ingest.decoding import decode
from graphkit.ingest.fields import read_record
from graphkit.ingest.metadata import TextOrigin
from graphkit.ingest.readers.json_document import BrokenJsonError, parse_json, read_document
from graphkit.ingest.readers.limited_bytes import MEGABYTE, SAMPLE, name_record, skip_too_large
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import find_date_order


def read_json_lines(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a file with one record a line; a JSON array or one object is read as well.

    Lines are read one by one, so that the size of the file does not matter.
    """
    with source.open() as stream:
        yield from read_json_stream(source, stream, config)


def read_json_stream(source: InputFile, stream: BinaryIO, config: Config) -> Iterator[Article | Skip]:
    """Read the records of an open stream of JSON Lines or JSON."""
    limit = config.record_megabytes * MEGABYTE
    number, start = 0, b""
    while not start.strip(b"\xef\xbb\xbf \t\r\n"):
        start = stream.readline(limit + 1)
        number += 1
        if not start:
            yield source.location.skip("empty", "no records", "remove it")
            return
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") and _is_wide(start):
        data = decode(start + stream.read(config.file_megabytes * MEGABYTE)).encode("utf-8")
        order = find_date_order(data[:SAMPLE].decode("utf-8", "replace"))
        yield from read_lines(source, iter(data.splitlines(keepends=True)), 0, config, order)
    elif _is_document(start):
        yield from read_document(source, start + stream.read(config.file_megabytes * MEGABYTE), config)
    else:
        held, size = [start], len(start)
        while size < SAMPLE and (line := stream.readline(limit + 1)):
            held.append(line)
            size += len(line)
        order = find_line_order(held)

        def lines() -> Iterator[bytes]:
            yield from held
            while line := stream.readline(limit + 1):
                yield line

        yield from read_lines(source, lines(), number - 1, config, order)


def find_line_order(lines: list[bytes]) -> str | None:
    """Find the order of day and month that the first lines of a file show."""
    return find_date_order(b"".join(lines)[:SAMPLE].decode("utf-8", "replace"))


def read_lines(
    source: InputFile, lines: Iterator[bytes], before: int, config: Config, date_order: str | None = None
) -> Iterator[Article | Skip]:
    """Read the records of some lines of a file, of which `before` lines stand before."""
    limit = config.record_megabytes * MEGABYTE
    for number, line in enumerate(lines, before + 1):
        location = TextOrigin(source.path, number)
        if len(line) > limit:
            yield skip_too_large(location, config.record_megabytes, "record_megabytes")
            return  # the rest of the line cannot be told from the next without reading it
        text = line.strip(b"\xef\xbb\xbf \t\r\n") if number == 1 else line.strip()
        if not text:
            continue
        try:
            value = parse_json(text)
        except BrokenJsonError as error:
            yield location.skip("bad-line", f"not JSON: {error}", "mend or remove the line")
            continue
        name = name_record(source, number)
        yield from read_record(value, location, config, fallback_id=name, date_order=date_order)


def _is_document(start: bytes) -> bool:
    """Return whether the file is one JSON document over several lines, not a record a line."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").rstrip()
    if text in (b"[", b"{"):
        return True
    if not text.startswith(b"["):
        return False
    try:
        value = parse_json(text)
    except BrokenJsonError:
        return True
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _is_wide(start: bytes) -> bool:
    return start.count(0) > 0.2 * len(start)
