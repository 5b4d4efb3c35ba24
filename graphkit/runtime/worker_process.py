"""A process that runs one function, can be killed at any moment, and never takes its parent along.

Parent and child exchange typed records in JSON over two pipes, so that nothing is unpickled and no `__main__` is run
again. The child dies when its parent does, holds itself to an address space, and leaves Ctrl-C to the parent.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, TypeVar, cast, get_type_hints

from graphkit.runtime.codec import Record, decode, encode
from graphkit.runtime.garbage import rest_collector

T = TypeVar("T")

_LENGTH = struct.Struct(">Q")
#: Number libraries start a thread, and a buffer, for each core of the machine unless they are told otherwise.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: Seconds that a child may take to load its function: importing and loading a model on a busy disk.
START_SECONDS = 300.0


class _Task(Record, frozen=True):
    """The task of a new child: all that it is told before anything else."""

    function: str
    prepare: str | None
    settings: dict[str, Any]
    megabytes: int | None
    parent: int


class _Failure(Record, frozen=True):
    """A failure in place of a result; `kind`, `where` and `remedy` are those of one of our own errors."""

    code: str
    detail: str
    kind: str | None = None
    where: str | None = None
    remedy: str | None = None


class _Reply(Record, frozen=True):
    """A message of a child: that it is ready, that a result follows on the next line, or a failure."""

    ready: bool = False
    failure: _Failure | None = None


class WorkerFailedError(Exception):
    """A failure of a worker in place of a result.

    `code` is timeout, worker-died, out-of-memory, unprepared or error:NAME; `about` has the parts of an error of
    `prepare`.
    """

    def __init__(self, code: str, detail: str, about: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.about = dict(about or {})


class WorkerProcess:
    """A child process with one function in it, started at the first call and again after each death.

    `function` is "package.module:name" of a function of one argument, which is decoded as the type that the function
    declares for it; its result is decoded as `result`. `prepare` names a function called once in every new process with
    `settings`. `megabytes` bounds the address space.
    """

    def __init__(
        self,
        function: str,
        *,
        result: Any = Any,
        prepare: str | None = None,
        settings: Mapping[str, Any] | None = None,
        megabytes: int | None = None,
    ) -> None:
        self._task = _Task(function, prepare, dict(settings or {}), megabytes, os.getpid())
        self._result = result
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._buffer = b""
        self._seconds = self.deadline = float("inf")

    @property
    def pid(self) -> int | None:
        """The process id, None when no process runs."""
        return self._process.pid if self._process else None

    def is_alive(self) -> bool:
        """Return whether a process runs."""
        return self._process is not None and self._process.poll() is None

    def fileno(self) -> int:
        """Return the pipe that becomes readable when a result or the end has come."""
        return cast(BinaryIO, self._running().stdout).fileno()

    def call(self, value: object, *, seconds: float = float("inf")) -> Any:
        """Return the function's result for a value; raise WorkerFailedError, after which a new process is begun."""
        self.send(value, seconds=seconds)
        while True:
            left = self.deadline - time.monotonic()
            select.select([self], [], [], max(0.0, min(left, 3600.0)))
            done, result = self.poll()
            if done:
                return result

    def begin(self) -> None:
        """Start the process where none runs, so that it loads its function before the first value is there."""
        if self._process is None:
            self._start()

    def send(self, value: object, *, seconds: float = float("inf")) -> None:
        """Hand a value over without waiting; `poll` collects the result."""
        self.begin()
        self._seconds = seconds
        self.deadline = time.monotonic() + (seconds if self._ready else START_SECONDS)
        with contextlib.suppress(BrokenPipeError):  # poll will find the child dead
            _write(cast(BinaryIO, self._running().stdin), value)

    def poll(self) -> tuple[bool, Any]:
        """Return (False, None) while the child works and (True, result) when it is done; raises WorkerFailedError."""
        readable, _, _ = select.select([self], [], [], 0)
        if readable:
            chunk = os.read(self.fileno(), 1 << 20)
            if not chunk:
                raise self._bury()
            self._buffer += chunk
        reply, result = self._take()
        if reply is not None and reply.ready:  # now the time of the first call begins to count
            self._ready = True
            self.deadline = time.monotonic() + self._seconds
            reply, result = self._take()
        if reply is None:
            if time.monotonic() > self.deadline:
                self.kill()
                raise WorkerFailedError("timeout", "it took longer than allowed")
            return False, None
        failure = reply.failure
        if failure is None:
            return True, decode(self._result, result)
        if failure.code == "unprepared":
            self.kill()
        about = {"kind": failure.kind, "where": failure.where, "remedy": failure.remedy}
        raise WorkerFailedError(failure.code, failure.detail[:300], about)

    def kill(self) -> None:
        """End the process now."""
        process, self._process, self._buffer = self._process, None, b""
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    cast(BinaryIO, pipe).close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise WorkerFailedError("worker-died", "no process runs")
        return self._process

    def _start(self) -> None:
        path = os.pathsep.join(os.path.abspath(entry or os.curdir) for entry in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from graphkit.runtime.worker_process import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_ONE_THREAD, **os.environ, "PYTHONPATH": path},
            bufsize=0,
        )
        self._buffer = b""
        self._ready = False
        _write(cast(BinaryIO, self._process.stdin), self._task)

    def _take(self) -> tuple[_Reply | None, bytes]:
        """Take a reply and its result from what has come."""
        if len(self._buffer) < _LENGTH.size:
            return None, b""
        (size,) = _LENGTH.unpack_from(self._buffer)
        end = _LENGTH.size + size
        if len(self._buffer) < end:
            return None, b""
        message, self._buffer = self._buffer[_LENGTH.size : end], self._buffer[end:]
        reply, _, result = message.partition(b"\n")
        return decode(_Reply, reply), result

    def _bury(self) -> WorkerFailedError:
        process = self._running()
        status = process.wait()
        self.kill()
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
        if not self._ready:
            return WorkerFailedError(
                "unprepared", f"the process ended with {how}", {"kind": "it died while loading", "died": True}
            )
        if status == _OUT_OF_MEMORY:
            return WorkerFailedError("out-of-memory", "it needs more memory than allowed")
        return WorkerFailedError("worker-died", f"the process ended with {how}")


#: Exit code of a child that could not go on for want of memory (free in sysexits.h).
_OUT_OF_MEMORY = 99


def _write(pipe: BinaryIO, value: object, result: bytes = b"") -> None:
    data = encode(value) + (b"\n" + result if result else b"")
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view:
        view = view[pipe.write(view) :]


def _read(pipe: BinaryIO, kind: type[T]) -> T:
    head = _read_exactly(pipe, _LENGTH.size)
    return decode(kind, _read_exactly(pipe, _LENGTH.unpack(head)[0]))


def _read_exactly(pipe: BinaryIO, size: int) -> bytes:
    chunks = []
    while size:
        chunk = pipe.read(min(size, 1 << 20))
        if not chunk:
            os._exit(0)  # the parent is gone
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _find(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    return cast(Callable[..., Any], getattr(importlib.import_module(module), name))


def _follow(parent: int) -> None:
    """End this process when the parent ends, whatever it is doing."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _limit_memory(megabytes: int | None) -> None:
    if megabytes:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))


def serve() -> None:
    """Answer the parent until it goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what the function prints must not get between the replies
    requests = sys.stdin.buffer
    task = _read(requests, _Task)
    threading.Thread(target=_follow, args=(task.parent,), daemon=True).start()
    _limit_memory(task.megabytes)
    try:
        function = _load(task)
        kind = _find_argument_type(function)
    except Exception as error:
        _answer(replies, _Reply(failure=_describe(error)))
        os._exit(0)
    _answer(replies, _Reply(ready=True))
    while True:
        value = _read(requests, kind)
        reply, result = _Reply(), b""
        try:
            result = encode(function(value))
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)  # the heap is in no state to go on
        except Exception as error:
            reply = _Reply(failure=_Failure(f"error:{type(error).__name__}", str(error)))
        del value  # it must not take memory while the next one comes
        _answer(replies, reply, result)


def _answer(pipe: BinaryIO, reply: _Reply, result: bytes = b"") -> None:
    try:
        _write(pipe, reply, result)
    except BrokenPipeError:
        os._exit(0)  # the parent is gone


def _describe(error: Exception) -> _Failure:
    """Take apart one of our own errors, so that the parent can raise it again."""
    where, remedy = getattr(error, "where", None), getattr(error, "remedy", None)
    return _Failure("unprepared", str(error), type(error).__name__, where, remedy)


def _load(task: _Task) -> Callable[[Any], Any]:
    with rest_collector():  # what is loaded stays
        function = _find(task.function)
        if task.prepare:
            _find(task.prepare)(task.settings)
    return function


def _find_argument_type(function: Callable[[Any], Any]) -> Any:
    """Find the type that a function declares for its argument; Any where it declares none, as built-in ones do."""
    code = getattr(function, "__code__", None)
    return get_type_hints(function).get(code.co_varnames[0], Any) if code and code.co_argcount else Any
