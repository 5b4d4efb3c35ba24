"""JSON documents: a list of records, one record, or the answer of a news service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graphkit.config import Config
from graphkit.ingest.decoding import decode
from graphkit.ingest.fields import read_record
from graphkit.ingest.metadata import TextOrigin
from graphkit.ingest.readers.json_search import find_records
from graphkit.ingest.readers.limited_bytes import MEGABYTE, SAMPLE, name_record, read_bytes, skip_too_large
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import find_date_order


class BrokenJsonError(ValueError):
    """Bytes that are no JSON value; the message says why."""


def read_json(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a JSON document: a list of records, one record, or an object with a list of records in it."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        data = decode(data).encode("utf-8")
    yield from read_document(source, data, config)


def read_document(source: InputFile, data: bytes, config: Config) -> Iterator[Article | Skip]:
    """Read the records of a JSON document."""
    if len(data) >= config.file_megabytes * MEGABYTE:
        yield skip_too_large(source.location, config.file_megabytes, "file_megabytes")
        return
    try:
        value = parse_json(data)
    except BrokenJsonError as error:
        yield source.location.skip("malformed", f"not JSON: {error}", "mend it, or write one record a line (.jsonl)")
        return
    records = find_records(value) if isinstance(value, dict | list) else []
    if not records:
        yield source.location.skip("empty", "no records", "write a list of objects with a text")
        return
    order = find_date_order(data[:SAMPLE].decode("utf-8", "replace"))
    for number, record in enumerate(records, 1):
        location = TextOrigin(source.path, number if len(records) > 1 else None)
        name = name_record(source, number, len(records))
        yield from read_record(record, location, config, fallback_id=name, date_order=order)


def parse_json(data: bytes) -> Any:
    """Parse a JSON value; raises BrokenJsonError. Depth and the length of numbers cannot hurt."""
    try:
        text = decode(data) if data[:3] == b"\xef\xbb\xbf" else data.decode("utf-8")
        return json.loads(text, parse_constant=lambda name: None)
    except UnicodeDecodeError:
        raise BrokenJsonError("not UTF-8") from None
    except RecursionError:
        raise BrokenJsonError("nested too deeply") from None
    except ValueError as error:
        raise BrokenJsonError(str(error).split("\n")[0][:120]) from None
