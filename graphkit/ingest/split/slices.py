"""Sources divided into slices, each read by one process: some hundred small files, or a range of a big one."""

from __future__ import annotations

import os
import socket
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.reading import check_fields
from graphkit.ingest.sources import InputFile, find_inputs
from graphkit.ingest.split.ranges import Hashed, Piece, divide_file, read_piece
from graphkit.model import Article, Skip
from graphkit.runtime import hash_parts

#: One file in so many may end a group of small files, by a hash of its name: a new file changes its own group only.
_ENDS = 64


@dataclass(frozen=True, slots=True)
class Slice:
    """The input of one process; `digest` is a hash of names and content, `skips` lists what is unreadable."""

    pieces: tuple[Piece, ...]
    skips: tuple[Skip, ...]
    digest: str


def plan_slices(sources: Sequence[str | Path], config: Config) -> Iterator[Slice]:
    """Divide the sources, in the order in which `read_articles` reads them, without holding them in memory.

    Small files go together; big ones are divided into ranges of about `partition_kilobytes` of text, where their
    kind can be divided. Raises UsageError for standard input, which only one process can read.
    """
    check_fields([source for source in sources if str(source) != "-"], config)
    target = max(1, config.partition_kilobytes) << 10
    group = _SliceGroup(target)
    for item in find_inputs(sources, config):
        ranges = _divide(item, config, target)
        if isinstance(ranges, Skip):
            group.skips.append(ranges)
        elif len(ranges) > 1:
            yield from group.take()
            yield from (_join([piece], []) for piece in ranges)
        else:
            group.add(ranges[0])
            if group.may_end:
                yield from group.take()
    yield from group.take()


def _divide(item: InputFile | Skip, config: Config, target: int) -> list[Hashed] | Skip:
    """Divide a file into ranges, or say why it cannot be read; raises UsageError for standard input."""
    if isinstance(item, Skip):
        return item
    if item.name == "-":
        remedy = "write it to a file first: cat > articles.jsonl"
        raise UsageError("standard input cannot be divided", where="-", remedy=remedy)
    try:
        return divide_file(item, config, target)
    except OSError as error:
        raise_machine_fault(error, item.path)
        detail = error.strerror or str(error)
        return item.location.skip("unreadable", detail, "check the disk and the rights to read")


class _SliceGroup:
    """Small files that go together, up to a size, or to one whose name ends a group."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.pieces: list[Hashed] = []
        self.skips: list[Skip] = []

    def add(self, piece: Hashed) -> None:
        """Take a file."""
        self.pieces.append(piece)

    @property
    def may_end(self) -> bool:
        """Tell whether the group is large enough, or the last file is one that ends a group."""
        size = sum(piece.size for piece, _ in self.pieces)
        is_end = not zlib.crc32(self.pieces[-1][0].path.encode("utf-8", "replace")) % _ENDS
        return size >= 2 * self._target or (size >= self._target // 2 and is_end)

    def take(self) -> Iterator[Slice]:
        """Take the slice of what is in the group, if there is anything, and begin anew."""
        if self.pieces or self.skips:
            yield _join(self.pieces, self.skips)
        self.pieces, self.skips = [], []


def read_slice(source_slice: Slice, config: Config) -> Iterator[tuple[int, Article | Skip]]:
    """Read every article and skip of a slice with the number of its piece, repeats and equal ids as they come.

    Raises UsageError when a file is not, before or after, the one that was divided.
    """
    yield from ((0, skip) for skip in source_slice.skips)
    for number, piece in enumerate(source_slice.pieces):
        _check_same(piece)
        yield from ((number, item) for item in read_piece(piece, config))
        _check_same(piece)


def _join(pieces: list[Hashed], skips: list[Skip]) -> Slice:
    digests = [digest for _, digest in pieces] + [repr((skip.path, skip.line, skip.code)) for skip in skips]
    return Slice(tuple(piece for piece, _ in pieces), tuple(skips), hash_parts(*digests))


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
