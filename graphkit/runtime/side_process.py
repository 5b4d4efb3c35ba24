"""Work in a fork of this process, beside it: on Linux only, and for work that reads what both hold and writes a file.

The fork shares all memory as it is, so that nothing need be sent to it. It never outlives its parent, leaves signals
from the terminal to it, and tells it what it has made, as JSON, or what went wrong with a file.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: The option of prctl that ends a process with its parent.
_SET_PARENT_DEATH_SIGNAL = 1


def can_fork() -> bool:
    """Return whether a process can be forked without harm."""
    return sys.platform == "linux" and hasattr(os, "fork")


@dataclass
class Outcome:
    """The outcome of work beside this process: what the function returned, once the block has ended."""

    result: Any = None


@contextmanager
def run_beside(work: Callable[[], Any]) -> Iterator[Outcome]:
    """Run a function in a fork while the block runs, and wait for it at the end.

    What both read must not change any more. The block gets an outcome that holds the function's result, of lists,
    numbers and texts, when it has ended. Raises OSError for what the function could not write, and RuntimeError for any
    other end. When the block fails, the fork is ended.
    """
    outcome = Outcome()
    parent = os.getpid()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, none of which the function needs
        child = os.fork()
    if child == 0:
        _work_and_exit(work, parent, writing)
    os.close(writing)
    try:
        yield outcome
        with open(reading, "rb", closefd=False) as pipe:
            report = pipe.read()
        _, status = os.waitpid(child, 0)
    except BaseException:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    finally:
        os.close(reading)
    if status:
        raise _restore(report)
    outcome.result = json.loads(report)


def _work_and_exit(work: Callable[[], Any], parent: int, writing: int) -> None:
    """Do the work in the fork and end it, whatever comes."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == parent:
            _tell(writing, work())
            status = 0
    except BaseException as error:
        fault = {"errno": getattr(error, "errno", None), "what": f"{type(error).__name__}: {error}"}
        if isinstance(error, MemoryError):
            fault["errno"] = errno.ENOMEM
        _tell(writing, fault)
    finally:
        os._exit(status)


def _tell(writing: int, value: Any) -> None:
    left = memoryview(json.dumps(value).encode())
    while left:
        left = left[os.write(writing, left) :]


def _restore(report: bytes) -> Exception:
    """Make the error of what a fork has told; of a killed one it is that it was killed."""
    try:
        fault = json.loads(report)
    except ValueError:
        return OSError(errno.ENOMEM, "a process that wrote beside this one was killed")
    if isinstance(fault["errno"], int):
        return OSError(fault["errno"], os.strerror(fault["errno"]))
    return RuntimeError(f"beside this process: {fault['what']}")
