#!/usr/bin/env bash
# distributed: the executor of a Dask client turns results that it holds into a ValueError when a worker is lost meanwhile.
#
# Expected: a worker that dies costs time only. The scheduler repeats the tasks whose results were on it; a future has the
#   result of its task, and an exception only where the task raised one or could not be run. The client's own futures
#   keep to this.
# Seen: "ValueError: not enough values to unpack (expected 3, got 2)" from futures of tasks that cannot fail. The executor
#   fetches the result, many in one transfer, and reads the status of the task after it. Was the worker lost between, the
#   status is "lost" or "pending" again, and the executor unpacks the result, here a list of two numbers, as the type, the
#   exception and the traceback of an error. The option retries= does not help, since no task has failed.
#
# It is a race: one worker makes large results, so that transfers last, the other one many small ones, and that one is
# killed when some large ones are here, as a machine fails. Most rounds show it; at most ten are tried, in two minutes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --target "$folder" distributed==2026.8.0 dask==2026.8.0 2>/dev/null
cd "$folder"
cat > finding.py <<'PY'
import logging
import os
import signal
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from itertools import islice

import distributed
from distributed import Client, LocalCluster

MEGABYTES, LARGE, SMALL, ROUNDS, SECONDS = 20, 20, 50, 10, 120


def draw(number: int) -> bytes:
    """A large result."""
    return bytes([number]) * (MEGABYTES * 1_000_000)


def square(number: int) -> list[int]:
    """A small result, after a short time."""
    time.sleep(0.02)
    return [number, number * number]


def lose_worker(client: Client, pool: ThreadPoolExecutor) -> tuple[list, list]:
    """The outcomes, results or exceptions, of small tasks of a worker that is killed while results are fetched.

    The first list is that of the client's own futures, each waited for in a thread, the second that of its executor's.
    """
    lost, other = client.scheduler_info()["workers"]
    process = client.run(os.getpid, workers=[lost])[lost]
    large = client.get_executor(pure=False, workers=[other])
    drawn = [large.submit(draw, number) for number in range(LARGE)]
    options = {"pure": False, "workers": [lost], "allow_other_workers": True, "retries": 3}
    small = client.get_executor(**options)
    by_client, by_executor = [], []
    for number in range(SMALL):
        by_client.append(pool.submit(client.submit(square, number, **options).result))
        by_executor.append(small.submit(square, number))
    list(islice(as_completed(drawn, timeout=60), 8))
    os.kill(process, signal.SIGKILL)
    undone = wait(by_client + by_executor, timeout=90).not_done
    assert not undone, f"{len(undone)} futures never ended"
    return tuple([future.exception() or future.result() for future in futures] for futures in (by_client, by_executor))


def try_round() -> tuple[list, list]:
    """The outcomes of one round, on a scheduler and two workers of its own."""
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, memory_limit=None,
            local_directory=os.getcwd(), silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
        ThreadPoolExecutor(SMALL) as pool,
    ):
        return lose_worker(client, pool)


if __name__ == "__main__":
    print("distributed", distributed.__version__)
    started = time.monotonic()
    expected = [[number, number * number] for number in range(SMALL)]
    errors, tried = [], 0
    while not errors and tried < ROUNDS and time.monotonic() - started < SECONDS:
        tried += 1
        by_client, by_executor = try_round()
        errors = [outcome for outcome in by_executor if isinstance(outcome, Exception)]
        counts = [sum(isinstance(outcome, Exception) for outcome in outcomes) for outcomes in (by_client, by_executor)]
        print(f"  round {tried}, a worker lost: the client's own futures have {counts[0]} errors, its executor's {counts[1]}")
        assert by_client == expected, by_client
        assert all(outcome in (result, *errors) for outcome, result in zip(by_executor, expected)), by_executor
    assert errors, "no result was lost: the behaviour has changed, or the machine was too quick"
    for error in errors:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{os.path.basename(frame.filename)}, {frame.name}: {frame.line}"
        assert repr(error) == "ValueError('not enough values to unpack (expected 3, got 2)')", repr(error)
        assert place == "cfexecutor.py, _cascade_future: typ, exc, tb = result", place
    print(f"  {errors[0]!r}\n  raised in {place}")
PY
PYTHONPATH="$folder" timeout --kill-after=10 240 python3 finding.py
echo "as described"
