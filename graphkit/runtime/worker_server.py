"""The far side of a worker: it loads one function, and answers its parent until that goes away."""

from __future__ import annotations

import importlib
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO, cast, get_type_hints

from graphkit.runtime.codec import encode
from graphkit.runtime.forked_process import Ends, Forker, follow_pipe
from graphkit.runtime.garbage import rest_collector
from graphkit.runtime.worker_messages import (
    WorkerFailure,
    WorkerReply,
    WorkerTask,
    pack_message,
    read_message,
    write_message,
)


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
    replies: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what the function prints must not get between the replies
    requests: BinaryIO = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # nor may it read requests
    forker = Forker([])
    try:
        task = read_message(requests, WorkerTask)
        threading.Thread(target=_follow, args=(task.parent,), daemon=True).start()
        _limit_memory(task.megabytes)
        forker = Forker(task.forks)
        function, kind = _load_or_exit(task, replies)
        write_message(replies, pack_message(WorkerReply(ready=True, pid=os.getpid())))
        while True:
            ends = forker.wait(requests.fileno())
            if ends:
                requests, replies = _take_over(ends, requests, replies)
            _answer(replies, function, read_message(requests, kind))
    except (EOFError, BrokenPipeError):  # the parent is gone, or done
        forker.collect()
        os._exit(0)


def _load_or_exit(task: WorkerTask, replies: BinaryIO) -> tuple[Callable[[Any], Any], Any]:
    """Load the function and the type of its argument; tell what keeps it from that."""
    try:
        function = _load(task)
        return function, _find_argument_type(function)
    except Exception as error:
        write_message(replies, pack_message(WorkerReply(failure=_describe(error))))
        os._exit(0)


def _take_over(ends: Ends, requests: BinaryIO, replies: BinaryIO) -> tuple[BinaryIO, BinaryIO]:
    """Begin as a forked process: give up the pipes of the process that it comes from, and tell that it is ready."""
    requests.close()
    replies.close()
    requests, replies = os.fdopen(ends[0], "rb", buffering=0), os.fdopen(ends[1], "wb", buffering=0)
    follow_pipe(replies.fileno())
    write_message(replies, pack_message(WorkerReply(ready=True, pid=os.getpid())))
    return requests, replies


def _answer(replies: BinaryIO, function: Callable[[Any], Any], value: object) -> None:
    """Reply with the result for a value, or with the failure."""
    reply, result = WorkerReply(), b""
    try:
        result = encode(function(value))
    except MemoryError:  # the heap is in no state to go on
        write_message(replies, _OUT_OF_MEMORY)
        os._exit(1)
    except Exception as error:
        reply = WorkerReply(failure=WorkerFailure(f"error:{type(error).__name__}", str(error)))
    del value  # it must not take memory while the next one comes
    write_message(replies, pack_message(reply, result))


#: Packed while there is memory.
_OUT_OF_MEMORY = pack_message(WorkerReply(failure=WorkerFailure("out-of-memory", "it needs more memory than allowed")))


def _describe(error: Exception) -> WorkerFailure:
    """Take apart one of our own errors, so that the parent can raise it again."""
    where, remedy = getattr(error, "where", None), getattr(error, "remedy", None)
    return WorkerFailure("unprepared", str(error), type(error).__name__, where, remedy)


def _load(task: WorkerTask) -> Callable[[Any], Any]:
    with rest_collector():  # what is loaded stays
        function = _find(task.function)
        if task.prepare:
            _find(task.prepare)(task.settings)
    return function


def _find_argument_type(function: Callable[[Any], Any]) -> Any:
    """Find the type that a function declares for its argument; Any where it declares none, as built-in ones do."""
    code = getattr(function, "__code__", None)
    return get_type_hints(function).get(code.co_varnames[0], Any) if code and code.co_argcount else Any
