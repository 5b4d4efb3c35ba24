"""A process that runs one function, can be killed at any moment, and never takes its parent along.

Parent and child exchange typed records in JSON over two pipes, so that nothing is unpickled and no `__main__` is run
again. The child dies when its parent does, holds itself to an address space, and leaves Ctrl-C to the parent.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

import msgspec

from graphkit.runtime.codec import decode
from graphkit.runtime.forked_process import ForkedProcess
from graphkit.runtime.worker_messages import LENGTH, WorkerReply, WorkerTask, pack_message, write_message

#: Number libraries start a thread, and a buffer, for each core of the machine unless they are told otherwise.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: Seconds that a child may take to load its function: importing and loading a model on a busy disk.
START_SECONDS = 300.0
#: Seconds that an idle child may take to end.
_END_SECONDS = 2.0


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
    `settings`. `megabytes` bounds the address space. `source` is a worker of the same function, with the same settings:
    as long as it lives, and was made to fork as many others as its `forks`, the process is forked from it.
    """

    def __init__(
        self,
        function: str,
        *,
        result: Any = Any,
        prepare: str | None = None,
        settings: Mapping[str, Any] | None = None,
        megabytes: int | None = None,
        forks: int = 0,
        source: WorkerProcess | None = None,
    ) -> None:
        self._task = WorkerTask(function, prepare, dict(settings or {}), megabytes, os.getpid())
        self._result = result
        self._forks = forks
        self._unborn: list[ForkedProcess] = []
        self._source = source
        self._process: subprocess.Popen[bytes] | ForkedProcess | None = None
        self._waiting: object = None
        self._ready = False
        self._buffer = b""
        self._seconds = self.deadline = float("inf")

    @property
    def pid(self) -> int | None:
        """The process id, None when no process runs, and 0 for one that is yet to be forked."""
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
            self._process = self._source.take_unborn() if self._source else None
            if self._process is None:
                self._start()

    @property
    def is_forked(self) -> bool:
        """Tell whether the process is, or is to be, forked from another worker."""
        return isinstance(self._process, ForkedProcess)

    def take_unborn(self) -> ForkedProcess | None:
        """Take a process that this one forks when something is written to it; None where there is none left."""
        return self._unborn.pop() if self._unborn and self.is_alive() else None

    def send(self, value: object, *, seconds: float = float("inf")) -> None:
        """Hand a value over without waiting; `poll` collects the result."""
        self.begin()
        self._seconds = seconds
        self._waiting = None if self._ready else value
        self.deadline = time.monotonic() + (seconds if self._ready else START_SECONDS)
        with contextlib.suppress(BrokenPipeError):  # poll will find the child dead
            write_message(cast(BinaryIO, self._running().stdin), pack_message(value))

    def poll(self) -> tuple[bool, Any]:
        """Return (False, None) while the child works and (True, result) when it is done; raises WorkerFailedError."""
        readable, _, _ = select.select([self], [], [], 0)
        if readable:
            chunk = os.read(self.fileno(), 1 << 20)
            if not chunk and self.is_forked and not self._ready:
                return self._begin_alone()
            if not chunk:
                raise self._bury()
            self._buffer += chunk
        reply, result = self._take()
        if reply is not None and reply.ready:  # now the time of the first call begins to count
            self._ready, self._waiting = True, None
            if isinstance(self._process, ForkedProcess):
                self._process.meet(reply.pid)
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
        if failure.code in ("unprepared", "out-of-memory"):
            self.kill()
        about = {"kind": failure.kind, "where": failure.where, "remedy": failure.remedy}
        raise WorkerFailedError(failure.code, failure.detail[:300], about)

    def kill(self) -> None:
        """End the process now."""
        process, self._process, self._buffer, self._ready = self._process, None, b"", False
        unborn, self._unborn = self._unborn, []
        if process:
            process.kill()
            process.wait()
        for pipe in (pipe for other in (process, *unborn) if other for pipe in (other.stdin, other.stdout)):
            with contextlib.suppress(OSError):
                cast(BinaryIO, pipe).close()

    def end(self) -> None:
        """End an idle process, which first collects those that it has forked and that have ended."""
        if isinstance(self._process, subprocess.Popen) and self._ready:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                cast(BinaryIO, self._process.stdin).close()
                self._process.wait(_END_SECONDS)
        self.kill()

    def _running(self) -> subprocess.Popen[bytes] | ForkedProcess:
        if self._process is None:
            raise WorkerFailedError("worker-died", "no process runs")
        return self._process

    def _start(self) -> None:
        path = os.pathsep.join(os.path.abspath(entry or os.curdir) for entry in sys.path)
        self._unborn = [ForkedProcess() for _ in range(self._forks)]
        forks = tuple(other.far_ends for other in self._unborn)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from graphkit.runtime.worker_server import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**_ONE_THREAD, **os.environ, "PYTHONPATH": path},
                bufsize=0,
                pass_fds=[end for ends in forks for end in ends],
            )
        finally:
            for other in self._unborn:
                other.hand_over()
        self._buffer = b""
        self._ready = False
        task = msgspec.structs.replace(self._task, forks=forks)
        with contextlib.suppress(BrokenPipeError):  # killed already: poll will find it dead
            write_message(cast(BinaryIO, self._process.stdin), pack_message(task))

    def _begin_alone(self) -> tuple[bool, Any]:
        """Start the process by itself where it was never forked, and hand it what was sent."""
        value, seconds = self._waiting, self._seconds
        self.kill()
        self._start()
        self.send(value, seconds=seconds)
        return False, None

    def _take(self) -> tuple[WorkerReply | None, bytes]:
        """Take a reply and its result from what has come."""
        if len(self._buffer) < LENGTH.size:
            return None, b""
        (size,) = LENGTH.unpack_from(self._buffer)
        end = LENGTH.size + size
        if len(self._buffer) < end:
            return None, b""
        message, self._buffer = self._buffer[LENGTH.size : end], self._buffer[end:]
        reply, _, result = message.partition(b"\n")
        return decode(WorkerReply, reply), result

    def _bury(self) -> WorkerFailedError:
        process = self._running()
        status, is_forked, was_ready = process.wait(), self.is_forked, self._ready
        self.kill()
        how = f" with signal {signal.Signals(-status).name}" if status < 0 else f" with exit code {status}"
        how = "" if is_forked else how  # only the process that forked it has learnt that
        if not was_ready:
            return WorkerFailedError(
                "unprepared", f"the process ended{how}", {"kind": "it died while loading", "died": True}
            )
        return WorkerFailedError("worker-died", f"the process ended{how}")
