"""Files compressed with gzip, as far as they are sound."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from graphkit.config import Config
from graphkit.ingest.readers.limited_bytes import MEGABYTE
from graphkit.ingest.sources import InputFile, StackedStream
from graphkit.model import Article, Skip

#: What any compressed file may hold whatever its ratio; small texts of one repeated line compress by more.
FREE_BYTES = 16 * MEGABYTE
ReadMember = Callable[[InputFile, Config], Iterator[Article | Skip]]


class Gunzip(StackedStream):
    """Decompress a gzip stream as far as it is sound; `problem` then holds the code of what is wrong, or None.

    A stream that is not compressed is passed through. The content ends where it grows by more than `ratio`.
    """

    def __init__(self, stream: BinaryIO, ratio: int) -> None:
        super().__init__(stream)
        self.problem: str | None = None
        self._ratio = ratio
        self._read = self._given = 0
        self._rest = stream.read(2)
        self._plain = self._rest != b"\x1f\x8b"
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def take(self, size: int) -> bytes:
        """Take unpacked bytes."""
        if self._plain:
            data, self._rest = self._rest[:size], self._rest[size:]
            return data or self._stream.read(size)
        while self.problem is None:
            if not self._rest:
                self._rest = self._stream.read(65_536)
                self._read += len(self._rest)
                if not self._rest:
                    self.problem = None if self._engine.eof else "truncated"
                    break
            if self._engine.eof:  # another member follows; zeros may fill up a block
                self._rest = self._rest.lstrip(b"\0")
                if not self._rest:
                    continue
                self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                data = self._engine.decompress(self._rest, size)
            except zlib.error:
                self.problem = "truncated"
                break
            self._rest = self._engine.unconsumed_tail or self._engine.unused_data
            self._given += len(data)
            if self._given > max(FREE_BYTES, self._ratio * max(self._read, 1)):
                self.problem = "too-large"
            elif data:
                return data
        return b""


#: What a reader says of a record that ends with the data; why they end is told in its place.
_OF_A_BREAK = frozenset({"bad-line", "malformed"})


def read_gzip(source: InputFile, config: Config, read_member: ReadMember) -> Iterator[Article | Skip]:
    """Read the content of NAME.gz through the reader for NAME; what stands before a break is kept."""
    streams: list[Gunzip] = []

    def open_stream() -> BinaryIO:
        streams.append(Gunzip(source.open(), config.archive_ratio))
        return io.BufferedReader(streams[-1], 1 << 16)

    last: Article | Skip | None = None
    for item in read_member(replace(source, name=source.name[: -len(source.suffix)], open=open_stream), config):
        if last:
            yield last
        last = item
    problem = streams[-1].problem if streams else None  # streams before it were opened for their first bytes only
    if last and not (problem and isinstance(last, Skip) and last.code in _OF_A_BREAK):
        yield last
    if problem == "truncated":
        yield source.location.skip(
            "truncated", "the compressed data end too early; the rest is kept", "copy the file again"
        )
    elif problem:
        detail = f"it grows to more than {config.archive_ratio} times its size"
        yield source.location.skip("too-large", detail, "unpack it first, or raise archive_ratio")
