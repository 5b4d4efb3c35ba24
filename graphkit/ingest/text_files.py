"""Plain text files and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from graphkit.config import Config
from graphkit.ingest.articles import Place, make_article, read_record, read_stem
from graphkit.ingest.decode import decode, name_binary
from graphkit.ingest.inputs import Input
from graphkit.model import Article, Skip

MEGABYTE = 1 << 20


def read_text(source: Input, config: Config) -> Iterator[Article | Skip]:
    """A file that is one article."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    binary = name_binary(data)
    if binary:
        yield source.place.skip("binary", f"it is {binary}, not text", "convert it to plain text first")
        return
    yield from make_article(decode(data), read_stem(source.stem), source.place, config)


def read_json_lines(source: Input, config: Config) -> Iterator[Article | Skip]:
    """A file with one record a line; a JSON array or one object is read as well.

    Lines are read one by one, so that the size of the file does not matter.
    """
    with source.open() as stream:
        yield from read_json_stream(source, stream, config)


def read_json_stream(source: Input, stream: BinaryIO, config: Config) -> Iterator[Article | Skip]:
    """The records of an open stream of JSON Lines or JSON."""
    limit = config.record_megabytes * MEGABYTE
    number, start = 0, b""
    while not start.strip(b"\xef\xbb\xbf \t\r\n"):
        line = stream.readline(limit + 1)
        number += 1
        if not line:
            yield source.place.skip("empty", "no records", "remove it")
            return
        start = line
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") and _is_wide(start):
        data = start + stream.read(config.file_megabytes * MEGABYTE)
        yield from read_lines(source, iter(decode(data).encode("utf-8").splitlines(keepends=True)), 0, config)
    elif _is_array(start):
        rest = stream.read(config.file_megabytes * MEGABYTE)
        yield from read_document(source, start + rest, config)
    else:

        def lines() -> Iterator[bytes]:
            yield start
            while line := stream.readline(limit + 1):
                yield line

        yield from read_lines(source, lines(), number - 1, config)


def read_document(source: Input, data: bytes, config: Config) -> Iterator[Article | Skip]:
    """A JSON document: an array of records, one record, or an object with one array of records in it."""
    if len(data) >= config.file_megabytes * MEGABYTE:
        yield too_large(source.place, config.file_megabytes, "file_megabytes")
        return
    value = parse_json(data)
    if isinstance(value, _Broken):
        yield source.place.skip("malformed", f"not JSON: {value.why}", "mend it, or write one record a line (.jsonl)")
        return
    if isinstance(value, dict):
        arrays = [part for part in value.values() if isinstance(part, list) and part and isinstance(part[0], dict)]
        value = (
            arrays[0]
            if len(arrays) == 1 and not any(isinstance(value.get(key), str) for key in ("text", "body", "content"))
            else [value]
        )
    if not isinstance(value, list) or not value:
        yield source.place.skip("empty", "no records", "write a list of objects with a text")
        return
    for at, record in enumerate(value, 1):
        yield from read_record(
            record,
            Place(source.path, at if len(value) > 1 else None),
            config,
            fallback_id=name_record(source, at, len(value)),
        )


def read_bytes(source: Input, config: Config) -> bytes | Skip:
    """All bytes of an input, or a skip when there are too many."""
    limit = config.file_megabytes * MEGABYTE
    with source.open() as stream:
        data = stream.read(limit + 1)
    return data if len(data) <= limit else too_large(source.place, config.file_megabytes, "file_megabytes")


def too_large(place: Place, megabytes: int, setting: str) -> Skip:
    """The skip for what passes a limit."""
    return place.skip("too-large", f"more than {megabytes} MB", f"divide it, or raise {setting}")


def name_record(source: Input, number: int, count: int | None = None) -> str:
    """The id of a record that has none: the file's stem, with its number where there are several."""
    stem = read_stem(source.stem).id
    return stem if count == 1 else f"{stem}-{number}"


class _Broken:
    def __init__(self, why: str) -> None:
        self.why = why


def parse_json(data: bytes) -> Any:
    """The value, or a _Broken that says why there is none. Depth and length of numbers cannot hurt."""
    try:
        return json.loads(
            decode(data) if data[:3] == b"\xef\xbb\xbf" else data.decode("utf-8"), parse_constant=lambda name: None
        )
    except UnicodeDecodeError:
        return _Broken("not UTF-8")
    except RecursionError:
        return _Broken("nested too deeply")
    except ValueError as error:
        return _Broken(str(error).split("\n")[0][:120])


def read_lines(source: Input, lines: Iterator[bytes], before: int, config: Config) -> Iterator[Article | Skip]:
    """The records of some lines of a file, of which `before` lines stand before."""
    limit = config.record_megabytes * MEGABYTE
    for number, line in enumerate(lines, before + 1):
        place = Place(source.path, number)
        if len(line) > limit:
            yield too_large(place, config.record_megabytes, "record_megabytes")
            return  # the rest of the line cannot be told from the next without reading it
        text = line.strip(b"\xef\xbb\xbf \t\r\n") if number == 1 else line.strip()
        if not text:
            continue
        value = parse_json(text)
        if isinstance(value, _Broken):
            yield place.skip("bad-line", f"not JSON: {value.why}", "mend or remove the line")
            continue
        yield from read_record(value, place, config, fallback_id=name_record(source, number))


def _is_array(start: bytes) -> bool:
    """Whether the file is one JSON document over several lines, not a record a line."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").rstrip()
    if text in (b"[", b"{"):
        return True
    if not text.startswith(b"["):
        return False
    value = parse_json(text)
    return isinstance(value, _Broken) or (isinstance(value, list) and any(isinstance(part, dict) for part in value))


def _is_wide(start: bytes) -> bool:
    return start.count(0) > 0.2 * len(start)
