"""Measure how much of some sources has been read, so that a long run can tell how much is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from graphkit.config import Config
from graphkit.ingest.sources import InputFile, find_inputs
from graphkit.model import Skip


class Meter:
    """Count bytes and articles while sources are read; of a compressed file the bytes on the disk count."""

    def __init__(self) -> None:
        self.articles = 0
        self._total: int | None = None
        self._read = 0
        self._size = 0
        self._stream: BinaryIO | None = None
        self._is_done = False

    def survey(self, sources: Sequence[str | Path], config: Config) -> None:
        """Add up the sizes of all files before any is read; standard input has none, so the end stays unknown."""
        files = [item for item in find_inputs(sources, config) if not isinstance(item, Skip)]
        self._total = sum(item.size for item in files) if all(item.name != "-" for item in files) else None

    def follow(self, item: InputFile) -> InputFile:
        """Return the same input, watched while it is read; the one before is taken for read."""
        self._read += self._size
        self._size, self._stream = item.size, None

        def open_watched() -> BinaryIO:
            self._stream = item.open()
            return self._stream

        return replace(item, open=open_watched)

    def finish(self) -> None:
        """Note that there is nothing more to read."""
        self._is_done = True

    @property
    def expected(self) -> int | None:
        """The number of articles in all: as many to the byte as so far. Exact when all is read."""
        if self._is_done:
            return self.articles
        if not self._total:
            return None
        share = (self._read + self._find_place()) / self._total
        return round(self.articles / share) if share else None

    def _find_place(self) -> int:
        """Find the place in the file being read; a file that is closed again is read."""
        if self._stream is None:
            return 0
        try:
            return min(self._size, self._stream.tell())
        except (OSError, ValueError):
            return self._size
