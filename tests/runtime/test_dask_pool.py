"""The same work through an executor: processes of the standard library, and a Dask cluster where it is installed."""

import os
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from graphkit.errors import AssetError, UsageError
from graphkit.runtime import connect_scheduler, map_executor
from graphkit.runtime.codec import encode

HERE = "tests.runtime.work"


def run(executor, items, *, shard=8, **options):
    done = map_executor(executor, f"{HERE}:do_all", items, shard=shard, in_flight=3, **options)
    return {outcome.item: (outcome.result, outcome.code) for outcome in done}


def test_shards_through_threads_and_processes_give_every_result():
    expected = {str(n): (str(n) * 2, None) for n in range(50)}
    with ThreadPoolExecutor(3) as threads:
        assert run(threads, [str(n) for n in range(50)]) == expected
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert run(processes, [str(n) for n in range(50)]) == expected


def test_a_bad_item_costs_only_itself():
    items = [str(n) for n in range(20)] + ["die", "fail"]
    with ThreadPoolExecutor(2) as threads:
        results = run(threads, items)
    assert {item: code for item, (_, code) in results.items() if code} == {
        "die": "worker-died",
        "fail": "error:ValueError",
    }
    assert len(results) == 22


@pytest.mark.parametrize("shard", [1, 8])
def test_a_lost_worker_costs_nothing_but_time(shard):
    lost = []

    class Loses(ThreadPoolExecutor):
        def submit(self, function, /, *args, **kwargs):
            if not lost:
                lost.append(args)
                return super().submit(os.fstat, -1)  # a future that fails
            return super().submit(function, *args, **kwargs)

    with Loses(2) as threads:
        results = run(threads, [str(n) for n in range(20)], shard=shard)
    assert results == {str(n): (str(n) * 2, None) for n in range(20)}
    assert lost


def test_an_item_that_is_lost_twice_is_given_up():
    class LosesOneItem(ThreadPoolExecutor):
        def submit(self, function, /, *args, **kwargs):
            lost = args[1] == [encode("3")]
            return super().submit(os.fstat, -1) if lost else super().submit(function, *args, **kwargs)

    with LosesOneItem(2) as threads:
        results = run(threads, ["1", "2", "3"], shard=1)
    assert results == {"1": ("11", None), "2": ("22", None), "3": (None, "worker-died")}


def test_a_scheduler_that_goes_away_is_told():
    class GoesAway(ThreadPoolExecutor):
        def submit(self, function, /, *args, **kwargs):
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with GoesAway(1) as threads, pytest.raises(UsageError, match="scheduler is gone") as error:
        run(threads, ["1", "2"])
    assert "same command" in error.value.remedy


def test_items_are_fetched_as_they_are_needed():
    fetched = []

    def source():
        for n in range(10_000):
            fetched.append(n)
            yield str(n)

    with ThreadPoolExecutor(1) as threads:
        stream = map_executor(threads, f"{HERE}:do_all", source(), shard=4, in_flight=2)
        next(stream)
        assert len(fetched) < 50
        stream.close()


def test_a_worker_that_cannot_be_prepared_is_told_as_what_it_is():
    with ThreadPoolExecutor(1) as threads, pytest.raises(AssetError, match="no verbs") as error:
        run(threads, ["1", "2"], prepare=f"{HERE}:refuse", settings={"what": "no verbs"})
    assert error.value.remedy == "mend it"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "tcp://127.0.0.1", "tcp://no.invalid:8786"])
def test_a_missing_scheduler_is_told_at_once(address):
    start = time.monotonic()
    with pytest.raises(UsageError) as error, connect_scheduler(address):
        pass
    assert error.value.remedy
    assert time.monotonic() - start < 15


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same(tmp_path):
    distributed = pytest.importorskip("distributed", reason="graphkit[cluster] is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        connect_scheduler(cluster.scheduler_address) as (executor, threads),
    ):
        assert threads == 2
        items = [str(n) for n in range(40)] + ["die"]
        results = run(executor, items)
    assert {item: code for item, (_, code) in results.items() if code} == {"die": "worker-died"}
    assert results["7"] == ("77", None)
