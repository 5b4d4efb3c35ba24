"""CSV and TSV: a record a row."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Self

from graphkit.config import Config
from graphkit.ingest.decoding import clean, decode, name_binary
from graphkit.ingest.fields import FIELD_NAMES, fold_name, read_record
from graphkit.ingest.metadata import TextOrigin
from graphkit.ingest.readers.limited_bytes import MEGABYTE, SAMPLE, name_record
from graphkit.ingest.sources import InputFile, pass_over
from graphkit.model import Article, Skip
from graphkit.runtime import hash_parts
from graphkit.timex.metadata_dates import find_date_order

#: Suffixes of tables in text form.
TABLES = (".csv", ".tsv", ".tab")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def read_csv(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a table with a header line; comma, semicolon, tab or bar is told from it. Rows are read one by one."""
    yield from read_table(source, config)


def read_table(
    source: InputFile, config: Config, start: int = 0, end: int | None = None, lines: int = 0, rows: int = 0
) -> Iterator[Article | Skip]:
    """Read the rows of a table, or of a range of its bytes that begins and ends between rows.

    `lines` and `rows` stand before the range, which has no header of its own.
    """
    sample = _read_sample(source)
    header = find_header(source, sample, config)
    if isinstance(header, Skip):
        yield header
        return
    order = find_date_order(decode(sample))
    with _open_table(source, config, sample, header) as table:
        reader = csv.reader(table, delimiter=header.mark)
        names: list[str] = []
        before, number = lines if start else header.line, rows
        try:
            names = [name.strip() for name in next(reader, [])]
            if start and names:
                reader = csv.reader(table, delimiter=header.mark)
                table.move(start)
            table.end = end
            row = table.take_row()
            for cells in reader:
                row = table.take_row()
                if not cells:
                    continue
                number += 1
                location = TextOrigin(source.path, before + reader.line_num)
                record = _match_cells(names, cells)
                if isinstance(record, str):
                    yield location.skip("bad-line", record, "mend the row, with quotes around texts")
                    continue
                name = name_record(source, number)
                yield from read_record(record, location, config, fallback_id=name, date_order=order)
            if _breaks_off(row, header.mark):
                last = TextOrigin(source.path, before + reader.line_num)
                yield last.skip("truncated", "the last row ends within quotes; it is read so far", "copy it again")
        except csv.Error as error:
            location = TextOrigin(source.path, before + reader.line_num)
            yield location.skip("malformed", f"not CSV: {error}", "export the table again")
        if not number:
            yield source.location.skip("empty", "no rows" if names else "no header and no rows", "remove it")


def _breaks_off(row: list[str], mark: str) -> bool:
    """Return whether the lines of a row end within quotes, which the lenient reader does not tell."""
    try:
        for _ in csv.reader(row, delimiter=mark, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _match_cells(names: list[str], cells: list[str]) -> dict[str, str] | str:
    """Make the record of a row, or say what is wrong with it; empty cells at the end do no harm."""
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(names):
        return f"{'more' if len(cells) > len(names) else 'fewer'} fields than the header has"
    return {name: cell for name, cell in zip(names, cells, strict=True) if name}


def find_rows(source: InputFile, config: Config, target: int) -> Iterator[tuple[int, int, int, str]]:
    """Find where a table can be divided, so that each range has at least `target` bytes; the last place is its end.

    Each place is the end of a row in bytes, the lines and the rows before it, and a hash of the range and of the
    header. None for a table that is no text, or whose encoding has line ends of several bytes.
    """
    sample = _read_sample(source)
    header = find_header(source, sample, config)
    if isinstance(header, Skip):
        return
    with _open_table(source, config, sample, header) as table:
        if table.is_wide:
            return
        reader = csv.reader(table, delimiter=header.mark)
        start = rows = 0
        digest = ""
        with suppress(csv.Error):  # whoever reads the last part will come upon it again
            names = next(reader, [])
            if not names:
                return
            digest = hash_parts(table.encoding, *names)
            for row in reader:
                table.take_row()
                rows += bool(row)
                if table.offset - start >= target and table.is_between:
                    yield table.offset, header.line + reader.line_num, rows, hash_parts(digest, table.take_hash())
                    start = table.offset
        if table.offset > start:
            line = header.line + reader.line_num
            yield table.offset, line, rows, hash_parts(digest, table.take_hash(rest=True))


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the lines before it, and the mark between cells."""

    line: int
    mark: str


def find_header(source: InputFile, sample: bytes, config: Config) -> Header | Skip:
    """Find the header line of a table: after "sep=;" as Excel writes it, or after a few lines of introduction."""
    if binary := name_binary(sample):
        return source.location.skip("binary", f"it is {binary}, not a table", "export it as CSV")
    lines = decode(sample).splitlines()[:_MOST_BEFORE]
    is_tab = source.suffix.lower() in (".tsv", ".tab")
    if lines and (sep := _SEP.match(lines[0])):
        return Header(1, sep["mark"])
    marks = ["\t" if is_tab else max(_MARKS, key=line.count) for line in lines]
    number = find_header_row([line.split(mark) for line, mark in zip(lines, marks, strict=True)], config)
    if number is not None:
        return Header(number, marks[number])
    if lines and (kind := _name_event_table(lines[0])):
        return source.location.skip("unsupported", f"it is {kind}: coded events, no articles", _GDELT_REMEDY)
    return Header(0, marks[0] if marks else ",")


_MARKS = ",;\t|"
_MOST_BEFORE = 10
_SEP = re.compile(r"^\W?sep=(?P<mark>[,;|\t])\"?\s*$", re.I)
_GDELT_REMEDY = "fetch the articles by their addresses, or export the article list of the DOC service"
_NAMES = frozenset(name for names in FIELD_NAMES.values() for name in names)


def find_header_row(rows: list[list[str]], config: Config) -> int | None:
    """Find the row of names among the first rows of a table: the first one, or one with two names that are known."""
    chosen = {fold_name(name) for kind in FIELD_NAMES if (name := getattr(config, f"{kind}_field", None))}
    counts = [sum(fold_name(cell) in _NAMES | chosen for cell in row) for row in rows]
    if counts and counts[0]:
        return 0
    return next((number for number, count in enumerate(counts) if count >= 2), None)


def _name_event_table(line: str) -> str | None:
    """Name the GDELT table that a line without a header is from."""
    cells = line.split("\t")
    if len(cells) in (57, 58, 61) and cells[0].isdigit():
        return "a GDELT event table"
    if len(cells) in (16, 27) and re.match(r"[0-9]{14}", cells[1 if len(cells) == 27 else 0]):
        return "a GDELT table (GKG or mentions)"
    if len(cells) >= 20 and re.match(r"[0-9]{8,}", cells[0]):
        return "a GDELT table"
    return None


def _read_sample(source: InputFile) -> bytes:
    with source.open() as stream:
        return stream.read(SAMPLE)


def _open_table(source: InputFile, config: Config, sample: bytes, header: Header) -> _Table:
    csv.field_size_limit(config.record_megabytes * MEGABYTE)
    table = _Table(source.open, _guess_encoding(sample))
    for _ in range(header.line):
        next(table)
    return table


class _Table:
    """The lines of a table, cleaned, that tells how far it was read."""

    def __init__(self, open_file: Callable[[], BinaryIO], encoding: str) -> None:
        self.encoding = encoding
        self.offset = 0
        self.end: int | None = None
        self._open = open_file
        self._stream = open_file()
        self._wide = io.TextIOWrapper(self._stream, encoding, "replace", newline="") if self.is_wide else None
        self._held: list[str] = []
        self._row: list[str] = []
        self._hash = sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @property
    def is_wide(self) -> bool:
        """Tell whether a character is more than one byte even where it is ASCII."""
        return self.encoding == "utf-16"

    @property
    def is_between(self) -> bool:
        """Tell whether nothing is held back, so that the next line begins at `offset`."""
        return not self._held

    def move(self, start: int) -> None:
        """Go on from another place, further on, where a line begins."""
        self._stream.close()
        self._stream = self._open()
        pass_over(self._stream, start)
        self.offset = start
        self._held.clear()

    def take_hash(self, *, rest: bool = False) -> str:
        """Take a hash of the bytes since the last time, with `rest` of all that follow, too."""
        while rest and (block := self._stream.read(MEGABYTE)):
            self._hash.update(block)
        done, self._hash = self._hash.hexdigest(), sha256()
        return done

    def take_row(self) -> list[str]:
        """Take the lines since the last time: those of a row."""
        lines, self._row = self._row, []
        return lines

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        self._row.append(self._read_line())
        return self._row[-1]

    def _read_line(self) -> str:
        if self._wide:
            return clean(next(self._wide))
        if not self._held:
            if self.end is not None and self.offset >= self.end:
                raise StopIteration
            data = self._stream.readline()
            if not data:
                raise StopIteration
            self._hash.update(data)
            text = data.decode(self.encoding if not self.offset else self.encoding.removesuffix("-sig"), "replace")
            self.offset += len(data)
            self._held = (
                _LINE.findall(text)[::-1] if "\r" in text[:-2] else [text]
            )  # old tables end lines with it alone
        return clean(self._held.pop())


def _guess_encoding(sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
