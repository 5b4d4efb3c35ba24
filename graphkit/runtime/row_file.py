"""Blocks of rows in a temporary file without a name, compressed and checked."""

from __future__ import annotations

import errno
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

#: Characters of a block: what is read at a time.
BLOCK_CHARS = 1 << 16
CHANGED = "the disk gave back something else than was written to it"


class SpillError(OSError):
    """The disk cannot hold the rows, or gave back something else than it was given."""


def _explain(error: OSError) -> SpillError:
    return SpillError(error.errno, f"{error.strerror} (temporary files)")


Block = tuple[int, int]  # offset and length in the file


class RowFile:
    """A file without a name that holds blocks of rows; processes that share it may read it at the same time."""

    def __init__(self, folder: Path | None) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 closed by the storage
        except OSError as error:
            raise _explain(error) from error
        self._end = 0

    def append(self, data: bytes | bytearray) -> Block:
        """Append bytes."""
        left = memoryview(data)
        offset = self._end
        while left:
            try:
                done = os.pwrite(self._file.fileno(), left, offset)
            except OSError as error:
                raise _explain(error) from error
            left, offset = left[done:], offset + done
        block = self._end, len(data)
        self._end = offset
        return block

    def read_bytes(self, start: int, end: int) -> bytes:
        """Read the bytes between two offsets."""
        try:
            data = os.pread(self._file.fileno(), end - start, start)
        except OSError as error:
            raise _explain(error) from error
        if len(data) != end - start:
            raise SpillError(errno.EIO, CHANGED)
        return data

    def write(self, rows: list[str]) -> Block:
        """Write rows as one block."""
        return self.append(zlib.compress("\n".join(rows).encode("utf-8", "surrogatepass"), 1))

    def read(self, block: Block) -> list[str]:
        """Read the rows of a block."""
        data = self.read_bytes(block[0], block[0] + block[1])
        try:
            return zlib.decompress(data).decode("utf-8", "surrogatepass").split("\n")
        except (zlib.error, UnicodeDecodeError) as error:
            raise SpillError(errno.EIO, CHANGED) from error

    def write_all(self, rows: Iterable[str], size: int = BLOCK_CHARS) -> list[Block]:
        """Write rows as blocks of some characters."""
        blocks: list[Block] = []
        held: list[str] = []
        length = 0
        for row in rows:
            held.append(row)
            length += len(row)
            if length >= size:
                blocks.append(self.write(held))
                held, length = [], 0
        if held:
            blocks.append(self.write(held))
        return blocks

    def read_all(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Read the rows of some blocks."""
        for block in blocks:
            yield from self.read(block)

    def close(self) -> None:
        """Give the room on the disk back."""
        self._file.close()
