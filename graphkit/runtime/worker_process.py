"""A process that runs one function, can be killed at any moment, and never takes its parent along.

Parent and child talk in JSON over two pipes, so that nothing is unpickled and no `__main__` is run again. The child
dies when its parent does, holds itself to an address space, and leaves Ctrl-C to the parent.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

_LENGTH = struct.Struct(">Q")
#: Number libraries start a thread, and a buffer, for each core of the machine unless they are told otherwise.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: Seconds that a child may take to load its function: importing and loading a model on a busy disk.
START_SECONDS = 300.0


class WorkerFailedError(Exception):
    """What came instead of a result.

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

    `function` is "package.module:name" of a function that takes and returns what JSON can hold. `prepare` names a
    function called once in every new process with `settings`. `megabytes` bounds the address space.
    """

    def __init__(
        self,
        function: str,
        *,
        prepare: str | None = None,
        settings: Mapping[str, Any] | None = None,
        megabytes: int | None = None,
    ) -> None:
        self._task = {
            "function": function,
            "prepare": prepare,
            "settings": dict(settings or {}),
            "megabytes": megabytes,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._buffer = b""
        self._seconds = self.deadline = float("inf")

    @property
    def pid(self) -> int | None:
        """The process id, None when no process runs."""
        return self._process.pid if self._process else None

    def is_alive(self) -> bool:
        """Whether a process runs."""
        return self._process is not None and self._process.poll() is None

    def fileno(self) -> int:
        """The pipe that becomes readable when a result or the end has come."""
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

    def send(self, value: object, *, seconds: float = float("inf")) -> None:
        """Hand a value over without waiting; `poll` collects the result."""
        fresh = self._process is None
        if fresh:
            self._start()
        self._seconds = seconds
        self.deadline = time.monotonic() + (START_SECONDS if fresh else seconds)
        with contextlib.suppress(BrokenPipeError):  # poll will find the child dead
            _write(cast(BinaryIO, self._running().stdin), value)

    def poll(self) -> tuple[bool, Any]:
        """(False, None) while the child works, (True, result) when it is done; raises WorkerFailedError."""
        readable, _, _ = select.select([self], [], [], 0)
        if readable:
            chunk = os.read(self.fileno(), 1 << 20)
            if not chunk:
                raise self._bury()
            self._buffer += chunk
        reply = self._take()
        if reply is not None and "ready" in reply:  # now the time of the first call begins to count
            self._ready = True
            self.deadline = time.monotonic() + self._seconds
            reply = self._take()
        if reply is None:
            if time.monotonic() > self.deadline:
                self.kill()
                raise WorkerFailedError("timeout", "it took longer than allowed")
            return False, None
        if "error" in reply:
            if reply["error"] == "unprepared":
                self.kill()
            raise WorkerFailedError(str(reply["error"]), str(reply.get("detail", ""))[:300], reply)
        return True, reply.get("result")

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
        _write(cast(BinaryIO, self._process.stdin), {**self._task, "parent": os.getpid()})

    def _take(self) -> dict[str, Any] | None:
        if len(self._buffer) < _LENGTH.size:
            return None
        (size,) = _LENGTH.unpack_from(self._buffer)
        end = _LENGTH.size + size
        if len(self._buffer) < end:
            return None
        reply, self._buffer = self._buffer[_LENGTH.size : end], self._buffer[end:]
        return cast(dict[str, Any], json.loads(reply))

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


def _write(pipe: BinaryIO, value: object) -> None:
    data = json.dumps(value, ensure_ascii=True).encode("ascii")
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view:
        view = view[pipe.write(view) :]


def _read(pipe: BinaryIO) -> Any:
    head = _read_exactly(pipe, _LENGTH.size)
    return json.loads(_read_exactly(pipe, _LENGTH.unpack(head)[0]))


def _read_exactly(pipe: BinaryIO, size: int) -> bytes:
    parts = []
    while size:
        part = pipe.read(min(size, 1 << 20))
        if not part:
            os._exit(0)  # the parent is gone
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


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
    task = _read(requests)
    threading.Thread(target=_follow, args=(task["parent"],), daemon=True).start()
    _limit_memory(task["megabytes"])
    try:
        function = _load(task)
    except Exception as error:
        _answer(replies, {"error": "unprepared", "detail": str(error), **_describe(error)})
        os._exit(0)
    _answer(replies, {"ready": True})
    while True:
        value = _read(requests)
        reply: dict[str, Any]
        try:
            reply = {"result": function(value)}
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)  # the heap is in no state to go on
        except Exception as error:
            reply = {"error": f"error:{type(error).__name__}", "detail": str(error)}
        _answer(replies, reply)


def _answer(pipe: BinaryIO, value: object) -> None:
    try:
        _write(pipe, value)
    except BrokenPipeError:
        os._exit(0)  # the parent is gone


def _describe(error: Exception) -> dict[str, str | None]:
    """The parts of one of our own errors, so that the parent can raise it again."""
    return {
        "kind": type(error).__name__,
        "where": getattr(error, "where", None),
        "remedy": getattr(error, "remedy", None),
    }


def _load(task: dict[str, Any]) -> Callable[[Any], Any]:
    function = _find(task["function"])
    if task["prepare"]:
        _find(task["prepare"])(task["settings"])
    return function
