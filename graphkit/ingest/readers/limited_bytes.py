"""Helpers of all readers: reading all bytes under a limit, and names for records without an id."""

from __future__ import annotations

from graphkit.config import Config
from graphkit.ingest.decoding import decode
from graphkit.ingest.metadata import TextOrigin, read_stem
from graphkit.ingest.sources import InputFile
from graphkit.model import Skip
from graphkit.timex.metadata_dates import find_date_order

MEGABYTE = 1 << 20
#: Bytes at the beginning of a file from which its encoding, its header and its order of day and month are told.
SAMPLE = 65_536


def read_bytes(source: InputFile, config: Config) -> bytes | Skip:
    """Read all bytes of an input, or return a skip when there are too many."""
    limit = config.file_megabytes * MEGABYTE
    with source.open() as stream:
        data = stream.read(limit + 1)
    return data if len(data) <= limit else skip_too_large(source.location, config.file_megabytes, "file_megabytes")


def skip_too_large(location: TextOrigin, megabytes: int, setting: str) -> Skip:
    """Make the skip for what passes a limit."""
    return location.skip("too-large", f"more than {megabytes} MB", f"divide it, or raise {setting}")


def name_record(source: InputFile, number: int, count: int | None = None) -> str:
    """Name a record that has no id: the file's stem, with its number where there are several."""
    stem = read_stem(source.stem).id
    return stem if count == 1 else f"{stem}-{number}"


def find_order(source: InputFile) -> str | None:
    """Find the order of day and month that the first part of a file shows."""
    with source.open() as stream:
        return find_date_order(decode(stream.read(SAMPLE)))
