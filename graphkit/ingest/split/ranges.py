"""Big files divided into ranges, each kind of file in its own way, and the articles of one range."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest, sha256
from typing import Any, BinaryIO, cast

from graphkit.config import Config
from graphkit.ingest.readers import read_file
from graphkit.ingest.readers.csv_table import TABLES, find_rows, read_table
from graphkit.ingest.readers.gzip_file import Gunzip, read_gzip
from graphkit.ingest.readers.json_document import BrokenJsonError, parse_json
from graphkit.ingest.readers.json_lines import find_line_order, read_lines
from graphkit.ingest.readers.limited_bytes import MEGABYTE, SAMPLE
from graphkit.ingest.readers.parquet import open_parquet, read_rows
from graphkit.ingest.readers.web_archive import find_captures, read_warc
from graphkit.ingest.readers.zip_archive import list_members, read_zip
from graphkit.ingest.sources import BoundedStream, InputFile, pass_over
from graphkit.model import Article, Skip
from graphkit.runtime import hash_parts

#: A compressed web page is about so many times as long as the text of its article.
_PAGE_WEIGHT = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a range of one: bytes of lines or records, rows of Parquet, members of a zip archive.

    `path` is for people, `file` is absolute; `size` and `changed` (nanoseconds) tell whether it is still the same file.
    `start` and `end` are half-open; without `end` the rest belongs to it. `before` counts the lines (of a web archive
    the pages) before `start`, `rows` the rows of a table.
    """

    path: str
    file: str
    size: int
    changed: int
    start: int = 0
    end: int | None = None
    before: int = 0
    rows: int = 0

    @property
    def is_whole(self) -> bool:
        """Tell whether the piece is the whole file."""
        return not self.start and self.end is None


#: A piece with a hash of its name and content.
Hashed = tuple[Piece, str]
#: Where a range ends: the place, then lines and rows before it, and a hash of the range where one was made in passing.
_Cut = tuple[int, int, int, str]


def divide_file(item: InputFile, config: Config, target: int) -> list[Hashed]:
    """Divide a file into ranges of about `target` bytes of text; one where it is small or cannot be divided."""
    with item.open() as stream:
        info = os.fstat(stream.fileno())
        file = os.path.abspath(cast(Any, stream).name)
    piece = Piece(item.path, file, info.st_size, info.st_mtime_ns)
    kind = _find_kind(item)
    if kind in _IN_PASSING and info.st_size > target:
        cuts = list(_IN_PASSING[kind](item, config, target))
        if cuts:
            return _cut(piece, cuts, item.path)
    with item.open() as stream:
        content = file_digest(cast(Any, stream), "sha256").hexdigest()
    if kind in _BY_INDEX:
        cuts = list(_BY_INDEX[kind](item, config, target))
        if cuts:
            return _cut(piece, cuts, item.path, content)
    return [(piece, hash_parts(item.path, content))]


def read_piece(piece: Piece, config: Config) -> Iterator[Article | Skip]:
    """Read the articles and skips of a piece, as they come when the whole file is read."""
    item = InputFile(piece.path, os.path.basename(piece.file), lambda: open(piece.file, "rb"))  # noqa: SIM115 the reader closes it
    kind = _find_kind(item)
    if piece.is_whole:
        yield from read_file(item, config)
    elif kind == ".parquet":
        yield from read_rows(item, config, piece.start, piece.end)
    elif kind == ".zip":
        yield from read_zip(item, config, read_file, piece.start, piece.end)
    else:
        read: Callable[[InputFile, Config], Iterator[Article | Skip]]
        if kind == ".warc":
            item = replace(item, open=partial(_open_window, item.open, piece.start, piece.end))
            read = partial(read_warc, before=piece.before)
        elif kind in TABLES:
            read = partial(read_table, start=piece.start, end=piece.end, lines=piece.before, rows=piece.rows)
        else:
            read = partial(_read_lines, piece)
        yield from read_gzip(item, config, read) if _is_packed(item) else read(item, config)


def _unpack(item: InputFile, config: Config) -> InputFile:
    """Return the same file, or what is in it when its name says that it is compressed."""
    if not _is_packed(item):
        return item

    def open_plain() -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(Gunzip(item.open(), config.archive_ratio), 1 << 20))

    return replace(item, name=item.name[: -len(item.suffix)], open=open_plain)


def _is_packed(item: InputFile) -> bool:
    return item.suffix.lower() == ".gz"


def _find_kind(item: InputFile) -> str:
    """Find the suffix that names the reader, without .gz."""
    inner = item.name[: -len(item.suffix)] if _is_packed(item) else item.name
    return os.path.splitext(inner)[1].lower()


def _cut(piece: Piece, cuts: Iterable[_Cut], path: str, content: str = "") -> list[Hashed]:
    """Make the pieces between the cuts; the last one reads on, and finds out how the file ends."""
    out: list[Hashed] = []
    start = before = rows = 0
    for end, lines, passed, digest in cuts:
        cut_piece = replace(piece, start=start, end=end, before=before, rows=rows)
        out.append(
            (cut_piece, hash_parts(path, content or digest, str(before), *([f"{start}:{end}"] if content else [])))
        )
        start, before, rows = end, lines, passed
    out[-1] = replace(out[-1][0], end=None), out[-1][1]
    return out


# ---- cuts of each kind of file; the last one is at its end ----------------------------------------------------------


def _cut_lines(item: InputFile, config: Config, target: int) -> Iterable[_Cut]:
    """Cut a file into ranges of whole lines, or none where it is not a record a line throughout."""
    limit = config.record_megabytes * MEGABYTE
    cuts: list[_Cut] = []
    end = before = 0
    with _unpack(item, config).open() as stream:
        while block := stream.read(target):
            block += stream.readline(limit + 1)
            if not end and not _begins_with_record(block):
                return []
            if len(block) > limit and max(map(len, block.split(b"\n"))) >= limit:
                return []  # a reader stops at a line that is too long
            end, before = end + len(block), before + block.count(b"\n")
            cuts.append((end, before, 0, sha256(block).hexdigest()))
    return cuts


def _begins_with_record(block: bytes) -> bool:
    first = block.split(b"\n", 1)[0].strip(b"\xef\xbb\xbf \t\r\n")
    try:
        return first != b"{" and isinstance(parse_json(first), dict)
    except BrokenJsonError:
        return False


def _cut_table(item: InputFile, config: Config, target: int) -> Iterable[_Cut]:
    return find_rows(_unpack(item, config), config, target)


def _cut_parquet(item: InputFile, config: Config, target: int) -> Iterable[_Cut]:
    with item.open() as stream:
        table = open_parquet(item, stream)
        if isinstance(table, Skip):
            return []
        groups = [table.metadata.row_group(number) for number in range(table.metadata.num_row_groups)]
        rows, size = table.metadata.num_rows, sum(group.total_byte_size for group in groups)
    step = max(1, rows * target // max(size, 1))
    return [(min(first + step, rows), 0, 0, "") for first in range(0, rows, step)]


def _cut_captures(item: InputFile, config: Config, target: int) -> Iterator[_Cut]:
    """Cut a web archive between pages; its records must be compressed one by one to be found again."""
    start = number = 0
    with item.open() as file:
        magic = b"\x1f\x8b" if _is_packed(item) else b"WARC"
        for number, offset in enumerate(find_captures(item)):
            if offset - start < target * _PAGE_WEIGHT:
                continue
            file.seek(offset)
            if file.read(len(magic)) != magic:
                break
            yield offset, number, 0, ""
            start = offset
    if start:
        yield item.size, number, 0, ""


def _cut_members(item: InputFile, config: Config, target: int) -> Iterator[_Cut]:
    sizes = list_members(item)
    held = 0
    for number, size in enumerate(sizes, 1):
        held += size
        if held >= target or number == len(sizes):
            yield number, 0, 0, ""
            held = 0


_Cutter = Callable[[InputFile, Config, int], Iterable[_Cut]]
#: Kinds whose ranges are hashed one by one, so that what is added at the end changes the last one only.
_IN_PASSING: dict[str, _Cutter] = {".jsonl": _cut_lines, ".ndjson": _cut_lines, **dict.fromkeys(TABLES, _cut_table)}
#: Kinds whose ranges are told by an index, under a hash of the whole file.
_BY_INDEX: dict[str, _Cutter] = {".parquet": _cut_parquet, ".warc": _cut_captures, ".zip": _cut_members}


# ---- one range -------------------------------------------------------------------------------------------------------


def _read_lines(piece: Piece, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    limit = config.record_megabytes * MEGABYTE
    with source.open() as stream:
        order = find_line_order(stream.readlines(SAMPLE))
    with source.open() as stream:
        pass_over(stream, piece.start)

        def lines() -> Iterator[bytes]:
            offset = piece.start
            while (piece.end is None or offset < piece.end) and (line := stream.readline(limit + 1)):
                offset += len(line)
                yield line

        yield from read_lines(source, lines(), piece.before, config, order)


def _open_window(open_file: Callable[[], BinaryIO], start: int, end: int | None) -> BinaryIO:
    stream = open_file()
    stream.seek(start)
    return stream if end is None else cast(BinaryIO, io.BufferedReader(BoundedStream(stream, end - start)))
