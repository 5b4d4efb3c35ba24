"""Every item comes back once, whatever the others do to their process."""

import os
import time

import psutil
import pytest

from graphkit.errors import AssetError, GraphkitError
from graphkit.runtime import count_cores, map_supervised

HERE = "tests.runtime.work"


def run(items, name="do_all", **options):
    return {done.item: done for done in map_supervised(f"{HERE}:{name}", items, **{"workers": 2} | options)}


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("batch_items", [1, 7, 1000])
def test_every_item_comes_back_once(workers, batch_items):
    results = run([str(n) for n in range(60)], workers=workers, batch_items=batch_items, batch_weight=10**6)
    assert {item: done.result for item, done in results.items()} == {str(n): str(n) * 2 for n in range(60)}


def test_no_item_no_process():
    assert run([]) == {}


@pytest.mark.parametrize(
    ("bad", "code"),
    [("die", "worker-died"), ("sleep", "timeout"), ("grow", "out-of-memory"), ("fail", "error:ValueError")],
)
def test_a_bad_item_costs_only_itself(bad, code):
    items = [str(n) for n in range(20)]
    items[5] = bad
    results = run(items, seconds=1.0 if bad == "sleep" else 60.0, megabytes=600)
    assert {item: done.code for item, done in results.items() if done.code} == {bad: code}
    assert len(results) == 20


def test_a_killed_process_loses_nothing():
    killed = []
    results = {}
    for done in map_supervised(f"{HERE}:do_slowly", list(range(12)), workers=2, batch_items=2):
        results[done.item] = done
        if not killed:
            killed.append(done.result)
            os.kill(done.result, 9)
    assert sorted(results) == list(range(12))
    assert not any(done.code for done in results.values())


def test_a_process_killed_while_it_loads_is_started_again(tmp_path):
    settings = {"once": str(tmp_path / "died")}
    results = run(["a", "b"], prepare=f"{HERE}:die_once", settings=settings, workers=1)
    assert {item: done.result for item, done in results.items()} == {"a": "aa", "b": "bb"}


def test_items_are_fetched_as_they_are_needed():
    fetched = []

    def source():
        for n in range(1000):
            fetched.append(n)
            yield str(n)

    stream = map_supervised(f"{HERE}:do_all", source(), workers=1, batch_items=4)
    for _ in range(4):
        next(stream)
    assert len(fetched) < 30
    stream.close()


def test_batches_respect_weight():
    sizes = [
        done.result
        for done in map_supervised(f"{HERE}:count_batch", [5, 5, 5, 50, 1, 1], workers=1, weigh=int, batch_weight=10)
    ]
    assert sizes == [2, 2, 1, 1, 2, 2]


def test_the_last_batches_are_small_where_several_processes_share_them():
    for workers, last in ((1, [16, 16]), (2, [4, 4])):
        done = list(map_supervised(f"{HERE}:count_slowly", range(48), workers=workers, batch_items=16))
        sizes = [outcome.result for outcome in sorted(done, key=lambda outcome: outcome.item)]
        assert [sizes[0], sizes[16]] == [16, 16]
        assert sizes[-2:] == last


def test_a_process_gets_ready_while_the_first_batch_is_read():
    running = []

    def source():
        for number in range(3):
            running.append(len(psutil.Process().children()))
            yield number

    before = len(psutil.Process().children())
    assert len(list(map_supervised(f"{HERE}:do_slowly", source(), workers=2, batch_items=3))) == 3
    assert running == [before, before + 1, before + 1]


def test_stopping_early_ends_the_processes():
    stream = map_supervised(f"{HERE}:do_slowly", list(range(50)), workers=2, batch_items=1)
    pid = next(stream).result
    begun = time.monotonic()
    stream.close()
    assert time.monotonic() - begun < 2
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_worker_that_cannot_be_prepared_stops_the_run():
    with pytest.raises(GraphkitError, match="no such model"):
        run(["a", "b"], prepare=f"{HERE}:refuse", settings={"why": "no such model"})
    with pytest.raises(GraphkitError, match="could not start: it died while loading"):
        run(["a", "b"], prepare=f"{HERE}:refuse", settings={"die": True})
    with pytest.raises(AssetError, match="bad row") as error:
        run(["a", "b"], prepare=f"{HERE}:refuse", settings={"what": "bad row"})
    assert (error.value.where, error.value.remedy) == ("x.yaml:3", "mend it")


def test_one_idle_process_can_be_kept_for_the_next_call():
    def pids(**options):
        return [done.result for done in map_supervised(f"{HERE}:do_slowly", [1, 2], workers=1, keep=True, **options)]

    first = pids()
    assert pids() == first
    other = pids(settings={"a": 1})
    assert other != first
    with pytest.raises(ProcessLookupError):
        os.kill(first[0], 0)
    os.kill(other[0], 9)
    time.sleep(0.1)
    assert pids(settings={"a": 1}) != other


def test_cores():
    assert count_cores() >= 1
