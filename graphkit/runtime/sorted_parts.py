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
    """Rows of sorted runs in files: all of them, those before a key, and those from it on."""

    def __init__(self, file: RowFile, runs: Sequence[Sequence[Sequence[int]]]) -> None:
        """Take a file and the blocks of each run in it."""
        self._runs: list[tuple[RowFile, list[Block]]] = [
            (file, [(start, length) for start, length in run]) for run in runs
        ]

    @property
    def runs(self) -> list[list[Block]]:
        """The blocks of each run, for a process that has the same file open."""
        return [blocks for _, blocks in self._runs]

    def join(self, other: SortedParts) -> None:
        """Add the rows of other runs."""
        self._runs += other._runs

    def __iter__(self) -> Iterator[str]:
        """Read all rows."""
        return heapq.merge(*(file.read_all(blocks) for file, blocks in self._runs))

    def find_middle(self) -> str:
        """Find a row with about as many rows before it as behind it; an empty one where there is none."""
        blocks = [(file, block) for file, run in self._runs for block in run]
        some = (file.read(block) for file, block in blocks[:: max(1, len(blocks) // _SAMPLE)])
        rows = sorted(block[len(block) // 2] for block in some)
        return rows[len(rows) // 2] if rows else ""

    def read_before(self, key: str) -> Iterator[str]:
        """Read the rows before a key."""
        parts = (file.read_all(run[: _find_block(file, run, key)]) for file, run in self._runs)
        return takewhile(lambda row: row < key, heapq.merge(*parts))

    def read_from(self, key: str) -> Iterator[str]:
        """Read the rows from a key on."""
        parts = (file.read_all(run[max(0, _find_block(file, run, key) - 1) :]) for file, run in self._runs)
        return dropwhile(lambda row: row < key, heapq.merge(*parts))


def _find_block(file: RowFile, run: list[Block], key: str) -> int:
    """Find the first block of a run whose first row is not before the key."""
    return bisect_left(run, key, key=lambda block: file.read(block)[0])
