"""Sandbox of the process that runs queries, in case a query gets past the words that are refused.

Three bounds, each of which the system keeps and the process cannot lift again:

- *Calls* (Linux on x86-64 and ARM64): a seccomp filter refuses sockets, files opened for writing and new programs.
- *Handles*: once a graph is loaded, the process can open no file and no connection at all. A store has all its files
  open from the start as long as it has few of them (up to 16, about 1 GB); one with more opens further ones when a
  query needs them, and there the filter above is what forbids the network. On a system without the filter such a
  store leaves a few handles free, and only the refusal of words stands between a query and the network.
- *Size*: no byte written to any file, no dump of memory, and so many bytes of memory on top of the loaded graph.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from pathlib import Path

MEBIBYTE = 1 << 20
#: Files that RocksDB opens at once with a store; further ones wait until they are needed (kInitialLoadLimit).
OPENED_AT_ONCE = 16
#: Handles that a process needs in any case: its input, output and error output.
_STANDARD = 3
#: Handles left free for a store that opens files later.
_FREE = 8

#: For each processor: its number in audit.h, the calls that are refused, and those that open a file with the place of
#: their flags (see syscalls(2); the numbers are in asm/unistd.h).
_CALLS: dict[str, tuple[int, tuple[int, ...], dict[int, int]]] = {
    # socket, execve, creat, execveat, io_uring_setup, openat2; open, openat
    "x86_64": (0xC000003E, (41, 59, 85, 322, 425, 437), {2: 1, 257: 2}),
    # socket, execve, execveat, io_uring_setup, openat2; openat
    "aarch64": (0xC00000B7, (198, 221, 281, 425, 437), {56: 2}),
}
_OTHER_ABI = 0x40000000  # the first call of x86's x32, which has numbers of its own
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # <linux/bpf_common.h>
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # <linux/seccomp.h>
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # <linux/prctl.h>


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def refuse_calls() -> bool:
    """Deny this process, and threads it starts from now on, what a query never needs; False where it cannot."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None or sys.maxsize < 2**32:
        return False
    code = _make_filter(*calls)
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    program = _Program(len(code) // 8, code)
    nothing = ctypes.c_ulong(0)
    if prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), nothing, nothing, nothing) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), nothing, nothing) == 0)


def _make_filter(processor: int, refused: tuple[int, ...], opening: dict[int, int]) -> bytes:
    """Make the program of the kernel's packet filter: (operation, jump if true, jump if false, value) each."""
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    refuse = (_RETURN, 0, 0, _REFUSE)
    lines: list[tuple[int, int, int, int]] = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, processor), refuse, (_LOAD, 0, 0, 0)]
    lines += [(_AT_LEAST, 0, 1, _OTHER_ABI), refuse]
    for number in refused:
        lines += [(_EQUAL, 0, 1, number), refuse]
    for number, place in opening.items():
        flags = 16 + 8 * place  # the call's values begin at byte 16, eight bytes each, the lower half first
        lines += [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, flags), (_ANY_BIT, 0, 1, writing), refuse]
        lines += [(_RETURN, 0, 0, _ALLOW)]
    lines += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def lock_down(memory: int | None, store: Path | None = None, *, calls_refused: bool = False) -> None:
    """Bound this process from now on, see above; `memory` is in bytes, `store` the folder of an opened store."""
    try:
        import resource
    except ImportError:  # Windows has no such bounds; the refusal of words and the killing remain
        return
    if store is None or _has_all_open(store):
        resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD, _STANDARD))
    elif not calls_refused:
        handles = _STANDARD + len(list(store.glob("*.sst"))) + _FREE
        resource.setrlimit(resource.RLIMIT_NOFILE, (handles, handles))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory is not None and sys.platform == "linux":
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        # Address space counts what is reserved but unused as well (stacks, arenas): hence the fixed addition.
        resource.setrlimit(resource.RLIMIT_AS, (used + memory + 1024 * MEBIBYTE,) * 2)


def _has_all_open(store: Path) -> bool:
    """Return whether every file with data of a store is open in this process."""
    files = list(store.glob("*.sst"))
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        return len(files) <= OPENED_AT_ONCE
    is_open = set()
    for handle in handles.iterdir():
        try:
            state = handle.stat()
        except OSError:  # the one that lists them
            continue
        is_open.add((state.st_dev, state.st_ino))
    return all((file.stat().st_dev, file.stat().st_ino) in is_open for file in files)


def allow_many_files() -> None:
    """Raise the number of files that this process may have open as far as it may: RocksDB wants 96 at least."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 1 << 16
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
