"""The messages between a worker and its parent: typed records in JSON, each with its length before it."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, TypeVar

from graphkit.runtime.codec import Record, decode, encode

T = TypeVar("T")

#: The number of bytes that follow.
LENGTH = struct.Struct(">Q")


class WorkerTask(Record, frozen=True):
    """The task of a new child: all that it is told before anything else.

    `forks` are the pipes of processes that it is to fork when something comes for them.
    """

    function: str
    prepare: str | None
    settings: dict[str, Any]
    megabytes: int | None
    parent: int
    forks: tuple[tuple[int, int], ...] = ()


class WorkerFailure(Record, frozen=True):
    """A failure in place of a result; `kind`, `where` and `remedy` are those of one of our own errors."""

    code: str
    detail: str
    kind: str | None = None
    where: str | None = None
    remedy: str | None = None


class WorkerReply(Record, frozen=True):
    """A message of a child: that it is ready, and who it is; that a result follows on the next line; or a failure."""

    ready: bool = False
    failure: WorkerFailure | None = None
    pid: int = 0


def pack_message(value: object, result: bytes = b"") -> bytes:
    """Pack a value, and an encoded result behind it, as a message."""
    data = encode(value) + (b"\n" + result if result else b"")
    return LENGTH.pack(len(data)) + data


def write_message(pipe: BinaryIO, message: bytes) -> None:
    """Write a message; raises BrokenPipeError where nobody reads."""
    view = memoryview(message)
    while view:
        view = view[pipe.write(view) :]


def read_message(pipe: BinaryIO, kind: type[T]) -> T:
    """Read the value of a message; raises EOFError where nobody writes any more."""
    head = _read_exactly(pipe, LENGTH.size)
    return decode(kind, _read_exactly(pipe, LENGTH.unpack(head)[0]))


def _read_exactly(pipe: BinaryIO, size: int) -> bytes:
    chunks = []
    while size:
        chunk = pipe.read(min(size, 1 << 20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
