"""A function mapped over many values by processes that may hang, die or run out of memory without harm to the rest."""

from __future__ import annotations

import atexit
import os
import select
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from graphkit import errors
from graphkit.errors import GraphkitError
from graphkit.runtime.forked_process import MOST_FORKS, can_be_forked_later
from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess

T = TypeVar("T")

#: Codes after which a value is tried once more, alone: it may have been another one's fault.
_RETRIED = frozenset({"worker-died", "out-of-memory", "timeout"})
#: Items of a batch at most when no more will come.
_LAST_ITEMS = 4


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The outcome of a value: a result, or the code and detail of its failure."""

    item: T
    result: Any = None
    code: str | None = None
    detail: str = ""


@dataclass(slots=True)
class _Batch(Generic[T]):
    items: list[T]
    retry: bool = False
    restarted: bool = False
    child: WorkerProcess | None = field(default=None, compare=False)


def map_supervised(
    function: str,
    items: Iterable[T],
    *,
    workers: int = 0,
    seconds: float = 60.0,
    megabytes: int | None = None,
    result: Any = Any,
    prepare: str | None = None,
    settings: Mapping[str, Any] | None = None,
    pack: Callable[[T], Any] = lambda item: item,
    weigh: Callable[[T], int] = lambda item: 1,
    batch_weight: int = 16,
    batch_items: int = 16,
    keep: bool = False,
) -> Iterator[Done[T]]:
    """Yield what becomes of each item, as it is done; a failure costs only the item that caused it.

    `function` is "package.module:name" of a function that takes a list of packed items and returns a list of as many
    results, each decoded as the type `result`; `prepare` is called once in each process with `settings`. A batch holds
    up to `batch_items` items or `batch_weight` of what `weigh` gives. A batch that fails is tried again item by item;
    an item that fails alone is given up (codes: timeout, worker-died, out-of-memory, error:NAME). `seconds` bounds a
    batch and an item alone. `workers` 0 stands for one process for each core that this one may use. At most two batches
    a worker are held in memory. When the caller stops early, or an exception passes, every busy process is ended; with
    `keep` one idle process stays for the next call with the same function, `prepare` and `settings`, until this process
    ends.

    Raises the GraphkitError that `prepare` raised, or one that tells its fault, when a process cannot be prepared.
    """
    source = iter(items)
    begun = list(islice(source, 1))
    if not begun:
        return
    count = workers or count_cores()
    forks = min(count - 1, MOST_FORKS) if count > 1 and can_be_forked_later() else 0
    options: dict[str, Any] = {"result": list[result], "prepare": prepare, "settings": settings, "megabytes": megabytes}
    warm = _take_kept(function, options) if keep else None
    first = warm or WorkerProcess(function, **options, forks=forks)
    idle = [first, *(WorkerProcess(function, **options, source=first) for _ in range(count - 1))]
    supervisor = _Supervisor(idle, _batch(chain(begun, source), weigh, batch_weight, batch_items), pack, seconds)
    try:
        idle[0].begin()  # it gets ready while the first batch is read
        yield from supervisor.run()
    finally:
        for child in supervisor.list_busy():
            child.kill()
        for child in sorted(supervisor.idle, key=lambda child: not child.is_forked):  # before that they come from
            if child.is_forked or not (keep and _keep(function, options, child)):
                child.end()


class _Supervisor(Generic[T]):
    """Hand batches to idle processes, collect their results, and repeat batches that failed.

    At most as many batches are ready as there are processes, so that the source is read only as far as it is needed.
    """

    def __init__(
        self, idle: list[WorkerProcess], source: Iterator[_Batch[T]], pack: Callable[[T], Any], seconds: float
    ) -> None:
        """Take the processes, none of which is busy, and the source of batches."""
        self.idle = idle
        self._most_ready = len(idle)
        self._source: Iterator[_Batch[T]] | None = source
        self._pack = pack
        self._seconds = seconds
        self._busy: list[_Batch[T]] = []
        self._retries: deque[_Batch[T]] = deque()
        self._ready: deque[_Batch[T]] = deque()

    def run(self) -> Iterator[Done[T]]:
        """Yield the outcome of each item until the source is empty and no batch is left."""
        while True:
            self._send_batches()
            if self._may_fetch():
                self._fetch()
            elif not (self._busy or self._retries or self._ready):
                return
            _wait(self._busy, 0.0 if self._has_work() else _time_left(self._busy))
            outcomes = list(self._collect())
            self._send_batches()  # before anybody looks at the outcomes, so that no process waits for that
            yield from outcomes

    def list_busy(self) -> list[WorkerProcess]:
        """List the processes that work on a batch."""
        return [_child(batch) for batch in self._busy]

    def _send_batches(self) -> None:
        """Send batches to idle processes, those to be tried again first."""
        while self.idle and (self._retries or self._ready):
            batch = (self._retries or self._ready).popleft()
            batch.child = _take_warm(self.idle)
            self._busy.append(batch)
            batch.child.send([self._pack(item) for item in batch.items], seconds=self._seconds)

    def _may_fetch(self) -> bool:
        return self._source is not None and len(self._ready) < self._most_ready

    def _has_work(self) -> bool:
        """Tell whether something can be done before a process answers."""
        return bool(self.idle and self._ready) or self._may_fetch()

    def _fetch(self) -> None:
        """Read one batch from the source."""
        batch = next(self._source, None) if self._source is not None else None
        if batch is None:
            self._source = None
            if self._most_ready > 1:
                self._ready = deque(_split(self._ready))
        else:
            self._ready.append(batch)

    def _collect(self) -> Iterator[Done[T]]:
        """Yield the outcomes of the batches that are done, whose processes become idle."""
        for batch in list(self._busy):
            outcome = _collect(batch, self._retries)
            if outcome is not None:
                self._busy.remove(batch)
                self.idle.append(_child(batch))
                yield from outcome


def _split(last: Iterable[_Batch[T]]) -> Iterator[_Batch[T]]:
    """Split the last batches, so that no process works long while the others have nothing to do."""
    for batch in last:
        for start in range(0, len(batch.items), _LAST_ITEMS):
            yield _Batch(batch.items[start : start + _LAST_ITEMS])


#: At most one process that waits for more work, with what it was made for.
_kept: list[tuple[str, WorkerProcess]] = []


def _keep(function: str, options: Mapping[str, Any], child: WorkerProcess) -> bool:
    if _kept or child.pid is None:
        return False
    _register()
    _kept.append((repr((function, options)), child))
    return True


@cache
def _register() -> None:
    atexit.register(end_kept)


def _take_kept(function: str, options: Mapping[str, Any]) -> WorkerProcess | None:
    """Take the kept process when it fits and lives; another one is ended."""
    if not _kept:
        return None
    made_for, child = _kept.pop()
    if made_for == repr((function, options)) and child.is_alive():
        return child
    child.end()
    return None


def end_kept() -> None:
    """End the process that `keep` left waiting for more work: with a language model it holds half a gigabyte."""
    while _kept:
        _kept.pop()[1].end()


def count_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _collect(batch: _Batch[T], retries: deque[_Batch[T]]) -> list[Done[T]] | None:
    """Collect the outcome of a batch, or None while it runs; what is to be tried again goes to `retries`."""
    try:
        done, results = _child(batch).poll()
    except WorkerFailedError as failure:
        if failure.code == "unprepared" and failure.about.get("died") and not batch.restarted:
            retries.append(_Batch(batch.items, retry=batch.retry, restarted=True))
            return []
        if failure.code == "unprepared":
            raise _restore_error(failure) from None
        alone = len(batch.items) == 1
        if not alone or (failure.code in _RETRIED and not batch.retry):
            retries.extend(_Batch([item], retry=True) for item in batch.items)
            return []
        return [Done(batch.items[0], code=failure.code, detail=failure.detail)]
    if not done:
        return None
    return [Done(item, result) for item, result in zip(batch.items, results, strict=True)]


def _restore_error(failure: WorkerFailedError) -> GraphkitError:
    """Restore the error that kept a process from starting: our own kinds as they were, others as a fault."""
    kind = getattr(errors, str(failure.about.get("kind")), None)
    if isinstance(kind, type) and issubclass(kind, GraphkitError):
        return kind(failure.detail, where=failure.about.get("where"), remedy=failure.about.get("remedy"))
    what = f"a worker could not start: {failure.about.get('kind')}: {failure.detail}"
    return GraphkitError(
        what, remedy="run graphkit doctor; if memory is short, set workers = 1 or raise worker_megabytes"
    )


def _take_warm(idle: list[WorkerProcess]) -> WorkerProcess:
    """Take a child that runs already, so that a small job starts no second one."""
    warm = next((number for number, child in enumerate(idle) if child.pid is not None), 0)
    return idle.pop(warm)


def _child(batch: _Batch[T]) -> WorkerProcess:
    if batch.child is None:
        raise RuntimeError("the batch was never sent")
    return batch.child


def _time_left(busy: list[_Batch[T]]) -> float:
    """Count the seconds until the first time limit; a minute at most, so that a clock that jumps does no harm."""
    return max(0.0, min([_child(batch).deadline - time.monotonic() for batch in busy] + [60.0]))


def _wait(busy: list[_Batch[T]], seconds: float) -> None:
    if busy:
        select.select([_child(batch) for batch in busy], [], [], seconds)


def _batch(items: Iterator[T], weigh: Callable[[T], int], most: int, count: int) -> Iterator[_Batch[T]]:
    """Group items in order into batches of at most `count` items and, but for a single item, `most` in weight."""
    held: list[T] = []
    total = 0
    for item in items:
        weight = weigh(item)
        if held and (len(held) >= count or total + weight > most):
            yield _Batch(held)
            held, total = [], 0
        held.append(item)
        total += weight
    if held:
        yield _Batch(held)
