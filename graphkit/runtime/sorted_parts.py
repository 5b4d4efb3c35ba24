"""Rows that one process has sorted into a file, read in two parts by two processes."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from graphkit.runtime.row_file import Block, RowFile

#: Blocks that are looked at to find the row in the middle.
_SAMPLE = 64


class SortedParts:
    """Rows of sorted runs in a file: all of them, those before a key, and those from it on."""

    def __init__(self, file: RowFile, runs: Sequence[Sequence[Sequence[int]]]) -> None:
        """Take the file and the blocks of each run."""
        self._file = file
        self._runs: list[list[Block]] = [[(start, length) for start, length in run] for run in runs]

    @property
    def runs(self) -> list[list[Block]]:
        """The blocks of each run, for a process that has the same file open."""
        return self._runs

    def __iter__(self) -> Iterator[str]:
        """Read all rows."""
        return heapq.merge(*map(self._file.read_all, self._runs))

    def find_middle(self) -> str:
        """Find a row with about as many rows before it as behind it; an empty one where there is none."""
        blocks = [block for run in self._runs for block in run]
        some = map(self._file.read, blocks[:: max(1, len(blocks) // _SAMPLE)])
        rows = sorted(block[len(block) // 2] for block in some)
        return rows[len(rows) // 2] if rows else ""

    def read_before(self, key: str) -> Iterator[str]:
        """Read the rows before a key."""
        parts = [run[: self._find_block(run, key)] for run in self._runs]
        return takewhile(lambda row: row < key, heapq.merge(*map(self._file.read_all, parts)))

    def read_from(self, key: str) -> Iterator[str]:
        """Read the rows from a key on."""
        parts = [run[max(0, self._find_block(run, key) - 1) :] for run in self._runs]
        return dropwhile(lambda row: row < key, heapq.merge(*map(self._file.read_all, parts)))

    def _find_block(self, run: list[Block], key: str) -> int:
        """Find the first block of a run whose first row is not before the key."""
        return bisect_left(run, key, key=self._read_first)

    def _read_first(self, block: Block) -> str:
        return self._file.read(block)[0]
