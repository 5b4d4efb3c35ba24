"""The same supervised work through any concurrent.futures.Executor, such as that of a Dask cluster."""

from __future__ import annotations

import logging
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, TypeVar

from graphkit.errors import GraphkitError, UsageError, find_extra_remedy
from graphkit.runtime.codec import Raw, encode
from graphkit.runtime.process_pool import Done, map_supervised

T = TypeVar("T")

#: Items sent at a time: some seconds of work, so that the way there and back does not count.
SHARD = 64

#: Seconds in which a scheduler must answer.
CONNECT_SECONDS = 10
#: One worker for each core; with "auto" Dask would start fewer of several threads, which share one model.
_WORKER = "dask worker ADDRESS --nthreads 1 --nworkers -1"

_one_at_a_time = threading.Lock()


def map_executor(
    executor: Executor,
    function: str,
    items: Iterable[T],
    *,
    in_flight: int = 8,
    shard: int = SHARD,
    pack: Callable[[T], Any] = lambda item: item,
    weigh: Callable[[Any], int] | None = None,
    **options: Any,
) -> Iterator[Done[T]]:
    """Map as `map_supervised` does; items go in shards to the executor's workers, which run one process each.

    At most `in_flight` shards are out at a time, so that items are fetched as they are needed. A shard whose worker is
    lost is sent once more item by item; an item lost again is given up (worker-died). Raises the GraphkitError of a
    worker that cannot be prepared. `options` are those of `map_supervised` that travel: prepare, settings, seconds,
    megabytes, result, batch_items, batch_weight.
    """

    def submit(held: list[T]) -> Future[list[Any]]:
        values = [encode(pack(item)) for item in held]
        weights = [weigh(item) for item in held] if weigh else None
        return executor.submit(run_shard, function, values, weights, options)

    dispatcher = _Dispatcher(submit, iter(items), in_flight, shard)
    try:
        yield from dispatcher.run()
    finally:
        dispatcher.cancel()


class _Dispatcher(Generic[T]):
    """Keep a number of shards with the workers of an executor; send the items of a lost shard once more, each alone."""

    def __init__(
        self, submit: Callable[[list[T]], Future[list[Any]]], items: Iterator[T], in_flight: int, shard: int
    ) -> None:
        """Take the function that sends a shard, and the items."""
        self._submit = submit
        self._items = items
        self._in_flight = in_flight
        self._shard = shard
        self._sent: dict[Future[list[Any]], list[T]] = {}
        self._lost: deque[T] = deque()
        self._again: set[Future[list[Any]]] = set()  # of the shards that are with the workers, those sent once more

    def run(self) -> Iterator[Done[T]]:
        """Yield the outcome of each item. Raises the GraphkitError of a worker that cannot be prepared."""
        while self._fill():
            for future in wait(self._sent, return_when=FIRST_COMPLETED).done:
                yield from self._settle(self._sent.pop(future), future)

    def cancel(self) -> None:
        """Cancel all shards that are with the workers."""
        for future in self._sent:
            future.cancel()

    def _fill(self) -> bool:
        """Send shards until enough are with the workers; return False when none is left."""
        while len(self._sent) < self._in_flight:
            again = bool(self._lost)
            items = [self._lost.popleft()] if again else list(islice(self._items, self._shard))
            if not items:
                break
            future = self._submit(items)
            self._sent[future] = items
            if again:
                self._again.add(future)
        return bool(self._sent)

    def _settle(self, items: list[T], future: Future[list[Any]]) -> Iterator[Done[T]]:
        error, again = _find_error(future), future in self._again
        self._again.discard(future)
        if error is None:
            for item, (result, code, detail) in zip(items, future.result(), strict=True):
                yield Done(item, result, code, detail)
        elif isinstance(error, GraphkitError):  # a worker that cannot be prepared: further tries do not help
            raise error
        elif not again:
            self._lost += items  # also an item that went alone: Dask's executor may lose the result of a finished one
        else:
            yield Done(items[0], code="worker-died", detail=f"{type(error).__name__}: {error}"[:300])


def _find_error(future: Future[list[Any]]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError:  # not by us: we stop asking before we cancel
        remedy = "start it again and run the same command: what was done is kept"
        raise UsageError("the scheduler is gone", remedy=remedy) from None


def run_shard(
    function: str, values: list[bytes], weights: list[int] | None, options: Mapping[str, Any]
) -> list[tuple[Any, str | None, str]]:
    """Compute results of some values in order, each with its code and detail; runs in a worker of the executor."""
    with _one_at_a_time:  # a worker with several threads still loads one model
        done = map_supervised(
            function,
            range(len(values)),
            workers=1,
            pack=lambda number: Raw(values[number]),
            weigh=weights.__getitem__ if weights else lambda _: 1,
            keep=True,
            **options,
        )
        results = {outcome.item: (outcome.result, outcome.code, outcome.detail) for outcome in done}
    return [results[number] for number in range(len(values))]


@contextmanager
def connect_scheduler(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a Dask cluster, such as tcp://10.0.0.1:8786; yield its executor and its number of threads.

    Raises UsageError where Dask is not installed, nobody answers, or no worker is there.
    """
    try:
        import distributed
    except ImportError:
        remedy = find_extra_remedy("cluster")
        raise UsageError("a scheduler needs Dask", where=address, remedy=remedy) from None

    base: Any = distributed.Client
    # Do not wait, as Dask's own does, for the good-bye of a server that never answered.
    quiet: Any = type("Quiet", (base,), {"__del__": lambda client: None})
    try:
        _knock(address)
        client = quiet(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:  # whatever answers there may answer anything
        what = f"no Dask scheduler answers: {type(error).__name__}: {error}"
        raise UsageError(what[:300], where=address, remedy=f"start it: dask scheduler; then {_WORKER}") from None
    with _hush("distributed", "distributed.client"), client:  # they print a traceback where a connection is lost
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            what = "the Dask scheduler has no workers"
            raise UsageError(what, where=address, remedy=f"start some: {_WORKER}") from None
        yield client.get_executor(retries=1), sum(client.ncores().values())


@contextmanager
def _hush(*names: str) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _knock(address: str) -> None:
    """Raise OSError or ValueError where nobody listens, sooner than Dask does."""
    scheme, mark, rest = address.rpartition("://")
    if mark and scheme not in ("tcp", "tls"):
        return
    host, _, port = rest.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError("an address looks like tcp://10.0.0.1:8786")
    socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS).close()
