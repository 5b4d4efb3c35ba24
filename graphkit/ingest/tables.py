"""JSON documents, CSV and TSV, Parquet: a record a row."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any, BinaryIO, Self

from graphkit.config import Config
from graphkit.ingest.articles import Place, read_record
from graphkit.ingest.decode import clean, decode, name_binary
from graphkit.ingest.inputs import Input, pass_over
from graphkit.ingest.text_files import MEGABYTE, name_record, read_bytes, read_document
from graphkit.model import Article, Skip
from graphkit.runtime import hash_parts

#: Suffixes of tables in text form.
TABLES = (".csv", ".tsv", ".tab")
#: Bytes from which encoding and header are told.
_SAMPLE = 65_536
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


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
    yield from read_table(source, config)


def read_table(
    source: Input, config: Config, start: int = 0, end: int | None = None, lines: int = 0, rows: int = 0
) -> Iterator[Article | Skip]:
    """The rows of a table, or of a range of its bytes that begins and ends between rows.

    `lines` and `rows` stand before the range, which has no header of its own.
    """
    with source.open() as stream:
        sample = stream.read(_SAMPLE)
    binary = name_binary(sample)
    if binary:
        yield source.place.skip("binary", f"it is {binary}, not a table", "export it as CSV")
        return
    with _open_table(source, config, sample) as table:
        reader = csv.DictReader(table, delimiter=table.mark)
        try:
            if start and reader.fieldnames:
                reader = csv.DictReader(table, reader.fieldnames, delimiter=table.mark)
                table.move(start)
            table.end = end
            for at, row in enumerate(reader, rows + 1):
                place = Place(source.path, lines + reader.line_num)
                if None in row or None in row.values():
                    detail = f"{'more' if None in row else 'fewer'} fields than the header has"
                    yield place.skip("bad-line", detail, "mend the row, with quotes around texts")
                else:
                    yield from read_record(dict(row), place, config, fallback_id=name_record(source, at))
        except csv.Error as error:
            place = Place(source.path, lines + reader.line_num)
            yield place.skip("malformed", f"not CSV: {error}", "export the table again")
        if not reader.fieldnames:
            yield source.place.skip("empty", "no rows", "remove it")


def find_rows(source: Input, config: Config, target: int) -> Iterator[tuple[int, int, int, str]]:
    """Where a table can be divided, so that each part has at least `target` bytes; the last place is its end.

    Each place is the end of a row in bytes, the lines and the rows before it, and a hash of the part and of the header.
    None for a table that is no text, or whose encoding has line ends of several bytes.
    """
    with source.open() as stream:
        sample = stream.read(_SAMPLE)
    if name_binary(sample):
        return
    with _open_table(source, config, sample) as table:
        if table.is_wide:
            return
        reader = csv.reader(table, delimiter=table.mark)
        start = rows = 0
        header = ""
        with suppress(csv.Error):  # whoever reads the last part will come upon it again
            names = next(reader, [])
            if not names:
                return
            header = hash_parts(table.encoding, *names)
            for row in reader:
                rows += bool(row)
                if table.at - start >= target and table.is_between:
                    yield table.at, reader.line_num, rows, hash_parts(header, table.take_hash())
                    start = table.at
        if table.at > start:
            yield table.at, reader.line_num, rows, hash_parts(header, table.take_hash(rest=True))


def _open_table(source: Input, config: Config, sample: bytes) -> _Table:
    csv.field_size_limit(config.record_megabytes * MEGABYTE)
    header = decode(sample).split("\n", 1)[0]
    mark = "\t" if source.suffix.lower() in (".tsv", ".tab") else max(",;\t|", key=header.count)
    return _Table(source.open, _guess_encoding(sample), mark)


class _Table:
    """The lines of a table, cleaned, that tells how far it was read."""

    def __init__(self, open_file: Callable[[], BinaryIO], encoding: str, mark: str) -> None:
        self.encoding = encoding
        self.mark = mark
        self.at = 0
        self.end: int | None = None
        self._open = open_file
        self._stream = open_file()
        self._wide = io.TextIOWrapper(self._stream, encoding, "replace", newline="") if self.is_wide else None
        self._held: list[str] = []
        self._hash = sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @property
    def is_wide(self) -> bool:
        """Whether a character is more than one byte even where it is ASCII."""
        return self.encoding == "utf-16"

    @property
    def is_between(self) -> bool:
        """Whether the next line begins where `at` says."""
        return not self._held

    def move(self, start: int) -> None:
        """Go on from another place, further on, where a line begins."""
        self._stream.close()
        self._stream = self._open()
        pass_over(self._stream, start)
        self.at = start
        self._held.clear()

    def take_hash(self, *, rest: bool = False) -> str:
        """A hash of the bytes since the last time, with `rest` of all that follow, too."""
        while rest and (block := self._stream.read(MEGABYTE)):
            self._hash.update(block)
        done, self._hash = self._hash.hexdigest(), sha256()
        return done

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        if self._wide:
            return clean(next(self._wide))
        if not self._held:
            if self.end is not None and self.at >= self.end:
                raise StopIteration
            data = self._stream.readline()
            if not data:
                raise StopIteration
            self._hash.update(data)
            text = data.decode(self.encoding if not self.at else self.encoding.removesuffix("-sig"), "replace")
            self.at += len(data)
            self._held = (
                _LINE.findall(text)[::-1] if "\r" in text[:-2] else [text]
            )  # old tables end lines with it alone
        return clean(self._held.pop())


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
