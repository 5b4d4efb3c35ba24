"""JSON documents, CSV and TSV, Parquet: a record a row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from graphkit.config import Config
from graphkit.ingest.articles import Place, read_record
from graphkit.ingest.decode import clean, decode, name_binary
from graphkit.ingest.inputs import Input
from graphkit.ingest.text_files import MEGABYTE, name_record, read_bytes, read_document
from graphkit.model import Article, Skip


def read_json(source: Input, config: Config) -> Iterator[Article | Skip]:
    """A JSON document: a list of records, one record, or an object with a list of records."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        data = decode(data).encode("utf-8")
    yield from read_document(source, data, config)


def read_csv(source: Input, config: Config) -> Iterator[Article | Skip]:
    """A table with a header line; comma, semicolon or tab is told from that line. Rows are read one by one."""
    csv.field_size_limit(config.record_megabytes * MEGABYTE)
    with source.open() as stream:
        sample = stream.read(65_536)
        binary = name_binary(sample)
        if binary:
            yield source.place.skip("binary", f"it is {binary}, not a table", "export it as CSV")
            return
        whole = _Chain(sample, stream)
        text = io.TextIOWrapper(
            io.BufferedReader(whole), encoding=_guess_encoding(sample), errors="replace", newline=""
        )
        header = decode(sample).split("\n", 1)[0]
        mark = "\t" if source.suffix.lower() in (".tsv", ".tab") else max(",;\t|", key=header.count)
        reader = csv.DictReader((clean(line) for line in text), delimiter=mark)
        try:
            for at, row in enumerate(reader, 1):
                line = reader.line_num
                if None in row or None in row.values():
                    detail = f"{'more' if None in row else 'fewer'} fields than the header has"
                    yield Place(source.path, line).skip("bad-line", detail, "mend the row, with quotes around texts")
                    continue
                place = Place(source.path, line)
                yield from read_record(dict(row), place, config, fallback_id=name_record(source, at))
        except csv.Error as error:
            yield Place(source.path, reader.line_num).skip("malformed", f"not CSV: {error}", "export the table again")
        if not reader.fieldnames:
            yield source.place.skip("empty", "no rows", "remove it")


def read_parquet(source: Input, config: Config) -> Iterator[Article | Skip]:
    """A Parquet file, read in batches."""
    yield from read_rows(source, config)


def read_rows(source: Input, config: Config, start: int = 0, end: int | None = None) -> Iterator[Article | Skip]:
    """The rows of a Parquet file from `start` to before `end`."""
    with source.open() as stream:
        table = open_parquet(source, stream)
        if isinstance(table, Skip):
            yield table
            return
        numbered = enumerate(_read_batches(table, start, end), start + 1)
        number = start
        while True:
            try:
                number, row = next(numbered, (number, None))
            except OSError as error:
                yield source.place.skip("truncated", f"damaged after row {number}: {str(error)[:100]}", "copy it again")
                return
            if row is None:
                return
            yield from read_record(row, Place(source.path, number), config, fallback_id=name_record(source, number))


def open_parquet(source: Input, stream: BinaryIO) -> Any:
    """An open Parquet file, or the Skip that says why there is none."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        remedy = 'install it: pip install "graphkit[parquet]"'
        return source.place.skip("unsupported", "Parquet files need pyarrow", remedy)
    try:
        return parquet.ParquetFile(stream)
    except (pyarrow.ArrowException, OSError) as error:
        return source.place.skip("malformed", f"not Parquet: {str(error)[:100]}", "write the file again")


def _read_batches(table: Any, start: int, end: int | None) -> Iterator[dict[str, Any]]:
    """Rows of a range; groups of rows outside are not touched. Raises OSError where the file is damaged."""
    import pyarrow

    at = 0
    for group in range(table.num_row_groups):
        count = table.metadata.row_group(group).num_rows
        if at + count <= start:
            at += count
            continue
        try:
            for batch in table.iter_batches(batch_size=256, row_groups=[group]):
                if end is not None and at >= end:
                    return
                first, last = max(start - at, 0), batch.num_rows if end is None else min(end - at, batch.num_rows)
                if first < last:
                    yield from batch.slice(first, last - first).to_pylist()
                at += batch.num_rows
        except pyarrow.ArrowException as error:
            raise OSError(str(error)) from error


def _guess_encoding(sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


class _Chain(io.RawIOBase):
    """Bytes read already, then the rest of their stream."""

    def __init__(self, start: bytes, rest: Any) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
