"""Parquet files: a record a row, read in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from graphkit.config import Config
from graphkit.errors import find_extra_remedy
from graphkit.ingest.fields import read_record
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.metadata import TextOrigin
from graphkit.ingest.readers.limited_bytes import name_record
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import find_date_order

#: Rows from whose dates the order of day and month is told.
_SAMPLE_ROWS = 256


def read_parquet(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a Parquet file, in batches."""
    yield from read_rows(source, config)


def read_rows(source: InputFile, config: Config, start: int = 0, end: int | None = None) -> Iterator[Article | Skip]:
    """Read the rows of a Parquet file from `start` to before `end`."""
    with source.open() as stream:
        table = open_parquet(source, stream)
        if isinstance(table, Skip):
            yield table
            return
        number = start
        try:
            order = _find_order(table)
            for number, row in enumerate(_read_batches(table, start, end), start + 1):
                location, name = TextOrigin(source.path, number), name_record(source, number)
                yield from read_record(row, location, config, fallback_id=name, date_order=order)
        except DamagedTableError as error:
            detail = f"damaged after row {number}: {str(error)[:100]}"
            yield source.location.skip("truncated", detail, "copy it again")


class DamagedTableError(Exception):
    """A Parquet file whose data end or break before its footer says so."""


def _find_order(table: Any) -> str | None:
    """Find the order of day and month in the first rows."""
    count = min(_SAMPLE_ROWS, table.metadata.num_rows)
    rows = _read_batches(table, 0, count)
    return find_date_order(" ; ".join(value for row in rows for value in row.values() if isinstance(value, str)))


def open_parquet(source: InputFile, stream: BinaryIO) -> Any:
    """Open a Parquet file, or return the Skip that says why it cannot be opened."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        remedy = find_extra_remedy("parquet")
        return source.location.skip("unsupported", "Parquet files need pyarrow", remedy)
    try:
        table = parquet.ParquetFile(stream)
    except (pyarrow.ArrowException, OSError) as error:
        raise_machine_fault(error, source.path)
        return source.location.skip("malformed", f"not Parquet: {str(error)[:100]}", "write the file again")
    if b"graphkit" in (table.schema_arrow.metadata or {}):
        return source.location.skip("own-output", "a shard of graphkit", "nothing is to be done")
    return table


def _read_batches(table: Any, start: int, end: int | None) -> Iterator[dict[str, Any]]:
    """Read the rows of a range; groups of rows outside are not touched. Raises DamagedTableError."""
    import pyarrow

    offset = 0
    for group in range(table.num_row_groups):
        count = table.metadata.row_group(group).num_rows
        if offset + count <= start or (end is not None and offset >= end):
            offset += count
            continue
        try:
            for batch in table.iter_batches(batch_size=256, row_groups=[group]):
                first = max(start - offset, 0)
                last = batch.num_rows if end is None else min(end - offset, batch.num_rows)
                if first < last:
                    yield from batch.slice(first, last - first).to_pylist()
                offset += batch.num_rows
        except (pyarrow.ArrowException, OSError) as error:
            raise DamagedTableError(str(error)) from error
