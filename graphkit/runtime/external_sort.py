"""More rows than memory holds: kept in temporary files, sorted there, and looked up by key.

A row is a text without line breaks. Its key is made by `make_key`; what follows the key belongs to the caller, as a
rule JSON. Small amounts never touch the disk; beyond that rows go to files without a name, which the system removes
when the process ends, however it ends. Blocks are compressed and carry a checksum.
"""

from __future__ import annotations

import errno
import heapq
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from graphkit.runtime.row_file import BLOCK_CHARS, CHANGED, Block, RowFile, SpillError
from graphkit.runtime.sorted_parts import SortedParts

#: Characters that a list of rows holds in memory before it goes to the disk; sorting holds as many at a time.
ROOM = 4 << 20
#: Sorted runs that are merged at a time; each holds one block in memory.
_RUNS = 64


class SpillStorage:
    """Makes lists of rows whose files lie in `folder`, or in the system's folder for temporary files.

    Raises SpillError when the disk is full or gives back something else than it was given.
    """

    def __init__(self, folder: Path | None = None, room: int | None = None) -> None:
        self.folder = folder
        self.room = room or ROOM
        self._files: list[RowFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self) -> RowList:
        """Make a list of rows that grows on the disk."""
        return RowList(self)

    def sorter(self, file: RowFile | None = None) -> ExternalSorter:
        """Make a sorter whose rows go to the disk; to a file that was opened before, where one is given."""
        return ExternalSorter(self, file)

    def arrays(self) -> ArrayList:
        """Make a list of arrays that grows on the disk."""
        return ArrayList(self)

    def records(self) -> RecordFile:
        """Make a file of records that are read one by one, by where they stand."""
        return RecordFile(self)

    def open(self) -> RowFile:
        """Open a new temporary file."""
        file = RowFile(self.folder)
        self._files.append(file)
        return file

    def close(self) -> None:
        """Give the disk space back; nothing made by the storage can be read afterwards."""
        for file in self._files:
            file.close()
        self._files.clear()


class RowList:
    """Rows in the order in which they were added, read as often as is wanted."""

    def __init__(self, storage: SpillStorage) -> None:
        self._storage = storage
        self._file: RowFile | None = None
        self._blocks: list[Block] = []
        self._held: list[str] = []
        self._size = 0
        self.count = 0

    def add(self, row: str) -> None:
        """Add a row."""
        self._held.append(row)
        self._size += len(row) + 50
        self.count += 1
        if self._size >= (self._storage.room if self._file is None else BLOCK_CHARS):
            self._file = self._file or self._storage.open()
            self._blocks += self._file.write_all(self._held)
            self._held, self._size = [], 0

    def __iter__(self) -> Iterator[str]:
        if self._file:
            yield from self._file.read_all(self._blocks)
        yield from self._held

    def clear(self) -> None:
        """Forget the rows and give their room back."""
        self._held, self._blocks, self._size = [], [], 0
        if self._file:
            self._file.close()
        self._file = None


class ExternalSorter:
    """Rows in the order of their text, read as often as is wanted once all are added."""

    def __init__(self, storage: SpillStorage, file: RowFile | None = None) -> None:
        self._storage = storage
        self._file = file
        self._runs: list[list[Block]] = []
        self._joined: list[SortedParts] = []
        self._held: list[str] = []
        self._size = 0
        self._sorted = True
        self.count = 0

    def add(self, row: str) -> None:
        """Add a row."""
        self._held.append(row)
        self.count += 1
        self._size += len(row) + 50
        self._sorted = False
        if self._size >= self._storage.room:
            self._file = self._file or self._storage.open()
            self._spill(self._file)

    def _spill(self, file: RowFile) -> None:
        self._held.sort()
        self._runs.append(file.write_all(self._held))
        self._held, self._size = [], 0

    def __iter__(self) -> Iterator[str]:
        if not self._sorted:
            self._held.sort()
            self._sorted = True
        if self._file is None:
            return heapq.merge(self._held, *self._joined) if self._joined else iter(self._held)
        self._join_runs(self._file)
        return heapq.merge(*map(self._file.read_all, self._runs), self._held, *self._joined)

    def _join_runs(self, file: RowFile) -> None:
        while len(self._runs) > _RUNS:
            first, self._runs = self._runs[:_RUNS], self._runs[_RUNS:]
            self._runs.append(file.write_all(heapq.merge(*map(file.read_all, first))))

    def give(self) -> SortedParts:
        """Put all rows on the disk, for several processes to read."""
        self._file = self._file or self._storage.open()
        if self._held:
            self._spill(self._file)
        self._join_runs(self._file)
        return SortedParts(self._file, self._runs)

    def join(self, parts: SortedParts) -> None:
        """Add the rows that another process has sorted."""
        self._joined.append(parts)

    def clear(self) -> None:
        """Forget the rows and give their room back."""
        self._held, self._runs, self._joined, self._size = [], [], [], 0
        if self._file:
            self._file.close()
        self._file = None


class ArrayList:
    """Arrays of numbers as bytes, each read by the number that it got."""

    def __init__(self, storage: SpillStorage) -> None:
        self._storage = storage
        self._file: RowFile | None = None
        self._held = bytearray()
        self._written = 0
        self._ends = array("Q", [0])

    @property
    def count(self) -> int:
        """The number of arrays."""
        return len(self._ends) - 1

    def add(self, blob: array[int]) -> int:
        """Add an array and return its number."""
        self._held += blob.tobytes()
        self._ends.append(self._written + len(self._held))
        if len(self._held) >= self._storage.room:
            self._file = self._file or self._storage.open()
            self._file.append(self._held)
            self._written += len(self._held)
            self._held = bytearray()
        return self.count - 1

    def get(self, number: int) -> bytes:
        """Return an array by its number."""
        start, end = self._ends[number], self._ends[number + 1]
        if start >= self._written:
            return bytes(self._held[start - self._written : end - self._written])
        assert self._file is not None  # noqa: S101  # what was written has a file
        return self._file.read_bytes(start, end)

    def clear(self) -> None:
        """Forget all and give the room back."""
        self._held, self._ends, self._written = bytearray(), array("Q", [0]), 0
        if self._file:
            self._file.close()
        self._file = None


#: Where a record stands in its file: the offsets of its first byte and of the one after its last.
Extent = tuple[int, int]
_CHECKSUM = 4  # bytes


class RecordFile:
    """Records of bytes, each read by its extent, in any order; each carries a checksum."""

    def __init__(self, storage: SpillStorage) -> None:
        self._storage = storage
        self._file: RowFile | None = None
        self._held = bytearray()
        self._written = 0

    def add(self, record: bytes) -> Extent:
        """Add a record; gives its extent."""
        start = self._written + len(self._held)
        self._held += record
        self._held += zlib.crc32(record).to_bytes(_CHECKSUM, "little")
        extent = start, self._written + len(self._held)
        if len(self._held) >= self._storage.room:
            self._file = self._file or self._storage.open()
            self._file.append(self._held)
            self._written += len(self._held)
            self._held = bytearray()
        return extent

    def get(self, extent: Extent) -> bytes:
        """Read a record; raises SpillError where it is not what was written."""
        start, end = extent
        if start >= self._written:
            data = bytes(self._held[start - self._written : end - self._written])
        else:
            assert self._file is not None  # noqa: S101  # what was written has a file
            data = self._file.read_bytes(start, end)
        record = data[:-_CHECKSUM]
        if zlib.crc32(record).to_bytes(_CHECKSUM, "little") != data[-_CHECKSUM:]:
            raise SpillError(errno.EIO, CHANGED)
        return record
