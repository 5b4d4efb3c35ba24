"""Sources divided into slices, each read by one process: some hundred small files, or a range of a big one."""

from __future__ import annotations

import io
import os
import socket
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest.archives import Gunzip, read_gzip
from graphkit.ingest.inputs import Input, find_inputs
from graphkit.ingest.reading import read_input
from graphkit.ingest.tables import open_parquet, read_rows
from graphkit.ingest.text_files import MEGABYTE, parse_json, read_lines
from graphkit.model import Article, Skip
from graphkit.scale import hash_parts

#: One file in so many may end a group of small files, by a hash of its name: a new file changes its own group only.
_ENDS = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a range of one: bytes of lines, or rows of Parquet.

    `path` is for people, `file` is absolute; `size` and `changed` (nanoseconds) tell whether it is still the same file.
    `start` and `end` are half-open; without `end` the rest belongs to it. `before` counts the lines before `start`.
    """

    path: str
    file: str
    size: int
    changed: int
    start: int = 0
    end: int | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """What one process reads; `digest` is a hash of the names and the content, `skips` is what was found unreadable."""

    pieces: tuple[Piece, ...]
    skips: tuple[Skip, ...]
    digest: str


def plan_slices(sources: Sequence[str | Path], config: Config) -> Iterator[Slice]:
    """Divide the sources, in the order in which `read_articles` reads them, without holding them in memory.

    Small files go together; JSON Lines, also compressed with gzip, and Parquet are divided from `partition_kilobytes`
    on; anything else is one piece. Raises UsageError for standard input, which only one process can read.
    """
    target = max(1, config.partition_kilobytes) << 10
    group: list[tuple[Piece, str]] = []
    skips: list[Skip] = []
    size = 0
    for item in find_inputs(sources, config):
        if isinstance(item, Skip):
            skips.append(item)
            continue
        if item.name == "-":
            remedy = "write it to a file first: cat > articles.jsonl"
            raise UsageError("standard input cannot be divided", where="-", remedy=remedy)
        try:
            whole, ranges = _divide(item, config, target)
        except OSError as error:
            detail = error.strerror or str(error)
            skips.append(item.place.skip("unreadable", detail, "check the disk and the rights to read"))
            continue
        if len(ranges) > 1:
            if group or skips:
                yield _join(group, skips)
            yield from (_join([one], []) for one in ranges)
            group, skips, size = [], [], 0
            continue
        group.append(whole or ranges[0])
        size += group[-1][0].size
        may_end = size >= target // 2 and not zlib.crc32(item.path.encode("utf-8", "replace")) % _ENDS
        if may_end or size >= 2 * target:
            yield _join(group, skips)
            group, skips, size = [], [], 0
    if group or skips:
        yield _join(group, skips)


def read_slice(part: Slice, config: Config) -> Iterator[tuple[int, Article | Skip]]:
    """Every article and skip of a slice with the number of its piece, repeats and equal ids as they come.

    Raises UsageError when a file is not, before or after, the one that was divided.
    """
    yield from ((0, skip) for skip in part.skips)
    for number, piece in enumerate(part.pieces):
        _check_same(piece)
        yield from ((number, item) for item in _read_piece(piece, config))
        _check_same(piece)


def _join(pieces: list[tuple[Piece, str]], skips: list[Skip]) -> Slice:
    digests = [digest for _, digest in pieces] + [repr((skip.path, skip.line, skip.code)) for skip in skips]
    return Slice(tuple(piece for piece, _ in pieces), tuple(skips), hash_parts(*digests))


_Numbered = tuple[Piece, str]  # with a hash of its name and content


def _divide(item: Input, config: Config, target: int) -> tuple[_Numbered | None, list[_Numbered]]:
    """A file as one piece, or the pieces of one that can be divided."""
    with item.open() as stream:
        info = os.fstat(stream.fileno())
        file = os.path.abspath(cast(Any, stream).name)
    piece = Piece(item.path, file, info.st_size, info.st_mtime_ns)
    inner = item.name[:-3] if item.suffix.lower() == ".gz" else item.name
    suffix = os.path.splitext(inner)[1].lower()
    if info.st_size > target and suffix in (".jsonl", ".ndjson"):
        ranges = _divide_lines(item, piece, config, target)
        if ranges:
            return None, ranges
    with item.open() as stream:
        content = file_digest(cast(Any, stream), "sha256").hexdigest()
    if item.suffix.lower() == ".parquet":
        ranges = _divide_rows(item, piece, content, target)
        if ranges:
            return None, ranges
    return (piece, hash_parts(item.path, content)), []


def _divide_lines(item: Input, piece: Piece, config: Config, target: int) -> list[_Numbered]:
    """Ranges of whole lines, or nothing where the file is not a record a line throughout."""
    limit = config.record_megabytes * MEGABYTE
    found: list[_Numbered] = []
    start = before = 0
    with _open_plain(item, config) as stream:
        while block := stream.read(target):
            block += stream.readline(limit + 1)
            if not start and not _begins_with_record(block):
                return []
            if len(block) > limit and max(map(len, block.split(b"\n"))) >= limit:
                return []  # a reader stops at a line that is too long
            digest = hash_parts(item.path, sha256(block).hexdigest(), str(before))
            end = start + len(block)
            found.append((replace(piece, start=start, end=end, before=before), digest))
            start, before = end, before + block.count(b"\n")
    if found:  # the last one reads on, and finds out how a compressed file ends
        found[-1] = replace(found[-1][0], end=None), found[-1][1]
    return found


def _begins_with_record(block: bytes) -> bool:
    first = block.split(b"\n", 1)[0].strip(b"\xef\xbb\xbf \t\r\n")
    return first != b"{" and isinstance(parse_json(first), dict)


def _divide_rows(item: Input, piece: Piece, content: str, target: int) -> list[_Numbered]:
    with item.open() as stream:
        table = open_parquet(item, stream)
        if isinstance(table, Skip):
            return []
        groups = [table.metadata.row_group(at) for at in range(table.metadata.num_row_groups)]
        rows, size = table.metadata.num_rows, sum(group.total_byte_size for group in groups)
    step = max(1, rows * target // max(size, 1))
    ends = [*range(step, rows, step), None]
    pieces = [replace(piece, start=at, end=end) for at, end in zip(range(0, rows, step), ends, strict=False)]
    return [(one, hash_parts(item.path, content, f"{one.start}:{one.end}")) for one in pieces]


def _open_plain(item: Input, config: Config) -> BinaryIO:
    """The content of a file, unpacked when its name says that it is compressed."""
    stream = item.open()
    if item.suffix.lower() != ".gz":
        return stream
    return cast(BinaryIO, io.BufferedReader(Gunzip(stream, config.archive_ratio), 1 << 20))


def _check_same(piece: Piece) -> None:
    try:
        info = os.stat(piece.file)
        same = (info.st_size, info.st_mtime_ns) == (piece.size, piece.changed)
    except OSError:
        same = False
    if not same:
        what = f"the file is not the same, or not there, on {socket.gethostname()}"
        remedy = "keep sources unchanged while they are read, on a disk that all machines see under one path"
        raise UsageError(what, where=piece.file, remedy=remedy)


def _read_piece(piece: Piece, config: Config) -> Iterator[Article | Skip]:
    item = Input(piece.path, os.path.basename(piece.file), lambda: open(piece.file, "rb"))  # noqa: SIM115 the reader closes it
    if not piece.start and piece.end is None:
        yield from read_input(item, config)
    elif item.suffix.lower() == ".parquet":
        yield from read_rows(item, config, piece.start, piece.end)
    elif item.suffix.lower() == ".gz":
        yield from read_gzip(item, config, partial(_read_range, piece))
    else:
        yield from _read_range(piece, item, config)


def _read_range(piece: Piece, source: Input, config: Config) -> Iterator[Article | Skip]:
    limit = config.record_megabytes * MEGABYTE
    with source.open() as stream:
        if stream.seekable():
            stream.seek(piece.start)
        else:
            left = piece.start
            while left and (passed := len(stream.read(min(left, MEGABYTE)))):
                left -= passed

        def lines() -> Iterator[bytes]:
            at = piece.start
            while (piece.end is None or at < piece.end) and (line := stream.readline(limit + 1)):
                at += len(line)
                yield line

        yield from read_lines(source, lines(), piece.before, config)
