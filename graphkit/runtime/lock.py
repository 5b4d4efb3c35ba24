"""Allow one build per output at a time, by a lock that the system takes back when its holder dies."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graphkit.errors import OutputError, OutputLockedError
from graphkit.runtime.output_folder import resolve_output


@contextmanager
def lock_output(out: Path) -> Iterator[None]:
    """Hold the lock of an output folder while the block runs.

    The lock is a flock on .NAME.lock beside the folder. Raises OutputLockedError at once, with who holds it, and
    OutputError where no lock file can be made.
    """
    folder = resolve_output(out)
    path = folder.with_name(f".{folder.name}.lock")
    handle = _acquire(path, out)
    try:
        yield
    finally:
        with suppress(OSError):
            os.unlink(path)  # while it is held: whoever waits for this file sees that it is gone and makes another
        if handle is not None:
            os.close(handle)


def _acquire(path: Path, out: Path) -> int | None:
    try:
        import fcntl
    except ImportError:  # a system without flock: folders still appear whole, the last build wins
        return None
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except OSError as error:
            remedy = "choose a folder that you may write to with --out"
            raise OutputError(f"cannot write: {error.strerror}", where=str(path.parent), remedy=remedy) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(handle, 1000)
            os.close(handle)
            raise OutputLockedError(_describe(holder), where=str(out), remedy="wait, or use another --out") from None
        if _is_same(handle, path):
            os.ftruncate(handle, 0)
            note = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
            os.write(handle, json.dumps(note).encode())
            return handle
        os.close(handle)  # its holder has just removed it


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except OSError:
        return False


def _describe(holder: bytes) -> str:
    try:
        note = json.loads(holder)
        return f"the output is being built by process {note['pid']} on {note['host']} since {note['since']}"
    except (ValueError, KeyError, TypeError):
        return "the output is being built by another process"
