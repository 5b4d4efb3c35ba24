"""A process that a worker forks from itself when it is needed: it shares all that the worker has loaded.

The pipes to it are made before the worker starts, which gets one end of each. As soon as something is written to such
a pipe, the worker forks a process for it. On Linux only, and only while the worker has no threads of libraries.
"""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import select
import signal
import termios
import threading
import time
import warnings
from collections.abc import Sequence
from typing import BinaryIO

from graphkit.runtime.side_process import can_fork

#: Processes at most that a worker forks; more workers start by themselves.
MOST_FORKS = 16
#: Threads of a worker that can be forked: its own, and that which watches its parent.
_OWN_THREADS = 2
#: What the worker needs of a process to be forked: the ends to read requests from and to write replies to.
Ends = tuple[int, int]


def can_be_forked_later() -> bool:
    """Return whether a process can be forked, and be known for certain afterwards."""
    if not (can_fork() and hasattr(os, "pidfd_open")):
        return False
    try:
        handle = os.pidfd_open(os.getpid())
    except OSError:  # a kernel before 5.3, or a sandbox
        return False
    try:
        signal.pidfd_send_signal(handle, 0)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


class ForkedProcess:
    """The near end of a process that a worker forks; it has those parts of Popen that are needed.

    `pid` is 0 until the process has told it.
    """

    def __init__(self) -> None:
        request, self._stdin = os.pipe()
        self._stdout, reply = os.pipe()
        self.far_ends: Ends = request, reply
        self.stdin: BinaryIO = os.fdopen(self._stdin, "wb", buffering=0)
        self.stdout: BinaryIO = os.fdopen(self._stdout, "rb", buffering=0)
        self.pid = 0
        self._handle: int | None = None

    def hand_over(self) -> None:
        """Close the far ends, once the worker has them."""
        for end in self.far_ends:
            os.close(end)

    def meet(self, pid: int) -> None:
        """Take the process id that the process has told."""
        self.pid = pid
        with contextlib.suppress(OSError):  # it is dead and gone
            self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while the process runs."""
        if self._handle is None:
            return 0 if self.pid else None
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    def kill(self) -> None:
        """End the process; one that has told nothing yet ends by itself when its pipes are closed."""
        if self._handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self) -> int:
        """Wait until the process is gone. Only the worker that forked it learns how it ended."""
        if self._handle is not None:
            select.select([self._handle], [], [])
            os.close(self._handle)
            self._handle = None
        return 0


class Forker:
    """The worker's side: it waits for requests to itself, and forks a process for the first request to each other."""

    def __init__(self, others: Sequence[Ends]) -> None:
        self._others = list(others)
        self._forked: list[int] = []

    def wait(self, requests: int) -> Ends | None:
        """Wait until there is something to read; in a process just forked return its ends of the pipes."""
        while self._others:
            readable, _, _ = select.select([requests, *(other[0] for other in self._others)], [], [])
            for ends in [other for other in self._others if other[0] in readable]:
                self._others.remove(ends)
                if _count_bytes(ends[0]) and _has_own_threads_only() and self._fork():
                    self._forget()
                    return ends
                for end in ends:  # the other side sees that there will be no process, or has gone
                    os.close(end)
            if requests in readable:
                break
        return None

    def collect(self) -> None:
        """Collect those of the forked processes that have ended."""
        self._forked = [pid for pid in self._forked if os.waitpid(pid, os.WNOHANG)[0] == 0]

    def _fork(self) -> bool:
        """Fork; return True in the new process."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the thread that only sleeps
            pid = os.fork()
        if pid:
            self._forked.append(pid)
        return pid == 0

    def _forget(self) -> None:
        for ends in self._others:
            for end in ends:
                os.close(end)
        self._others, self._forked = [], []


def follow_pipe(replies: int) -> None:
    """End this process when nobody is left who could read its replies, whatever it is doing."""

    def watch() -> None:
        poll = select.poll()
        poll.register(replies, 0)  # errors are always told
        while not poll.poll():
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _count_bytes(end: int) -> int:
    """Count the bytes that can be read; none where the other side has closed the pipe."""
    count = array.array("i", [0])
    fcntl.ioctl(end, termios.FIONREAD, count)
    return count[0]


def _has_own_threads_only() -> bool:
    try:
        return len(os.listdir("/proc/self/task")) <= _OWN_THREADS
    except OSError:  # no such folder in this sandbox
        return False
