"""The second process of a pool comes from the first, and is as easily killed, replaced and ended."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphkit.runtime import map_supervised
from graphkit.runtime.forked_process import Forker, can_be_forked_later
from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess

HERE = "tests.runtime.work"

pytestmark = pytest.mark.skipif(not can_be_forked_later(), reason="processes are forked on Linux only")


@pytest.fixture
def pair(tmp_path):
    """Two workers, the second forked from the first, and the file where each that is prepared notes itself."""
    notes = tmp_path / "notes"
    options = {"prepare": f"{HERE}:note_process", "settings": {"notes": str(notes)}, "megabytes": 600}
    first = WorkerProcess(f"{HERE}:grow_if_asked", **options, forks=1)
    second = WorkerProcess(f"{HERE}:grow_if_asked", **options, source=first)
    yield first, second, notes
    second.kill()
    first.kill()


def map_pids(notes, items=12, name="do_slowly", **settings):
    stream = map_supervised(
        f"{HERE}:{name}",
        range(items),
        workers=2,
        batch_items=2,
        prepare=f"{HERE}:note_process",
        settings={"notes": str(notes), **settings},
    )
    return [done.result for done in stream]


def test_what_one_process_has_loaded_the_other_shares(tmp_path):
    pids = map_pids(tmp_path / "notes")
    assert len(pids) == 12
    assert len(set(pids)) == 2
    assert len((tmp_path / "notes").read_text().split()) == 1


def test_a_process_with_threads_is_not_forked(tmp_path):
    pids = map_pids(tmp_path / "notes", threads=2)
    assert len(set(pids)) == 2
    assert sorted(map(int, (tmp_path / "notes").read_text().split())) == sorted(set(pids))


def test_a_process_whose_threads_cannot_be_counted_is_not_forked(monkeypatch):
    def refuse(path):
        raise PermissionError(path)

    monkeypatch.setattr(os, "listdir", refuse)
    requests, replies = os.pipe(), os.pipe()
    own, write_own = os.pipe()
    os.write(requests[1], b"x")
    os.write(write_own, b"x")
    assert Forker([(requests[0], replies[1])]).wait(own) is None
    assert os.read(replies[0], 1) == b""  # the other side sees that nobody will answer
    for end in (requests[1], replies[0], own, write_own):
        os.close(end)


def test_a_forked_process_that_is_killed_is_replaced_by_one_that_loads_for_itself(pair):
    first, second, notes = pair
    first.begin()
    [forked] = second.call([1])
    assert second.is_forked
    assert second.pid == forked != first.pid
    os.kill(forked, signal.SIGKILL)
    with pytest.raises(WorkerFailedError, match="worker-died"):
        second.call([1])
    assert second.call([1]) == [second.pid]
    assert not second.is_forked
    assert notes.read_text().split() == [str(first.pid), str(second.pid)]


def test_a_forked_process_outlives_the_one_that_it_comes_from(pair):
    first, second, _ = pair
    first.begin()
    [forked] = second.call([1])
    first.kill()
    time.sleep(1.5)
    assert second.call([1]) == [forked]


def test_a_process_that_is_never_forked_loads_for_itself(pair):
    first, second, notes = pair
    first.call([1])
    second.begin()
    assert second.is_forked
    first.kill()
    assert second.call([1]) == [second.pid]
    assert len(notes.read_text().split()) == 2


def test_a_forked_process_that_needs_too_much_memory_says_so(pair):
    first, second, _ = pair
    first.begin()
    second.call([1])
    for _ in range(2):  # of the second process, too
        with pytest.raises(WorkerFailedError, match="out-of-memory"):
            second.call(["grow"])
    assert second.call([1]) == [second.pid]


def test_a_forked_process_is_killed_at_its_time_limit(tmp_path):
    first = WorkerProcess(f"{HERE}:sleep", forks=1)
    second = WorkerProcess(f"{HERE}:sleep", source=first)
    try:
        first.begin()
        second.call(0)
        forked = second.pid
        with pytest.raises(WorkerFailedError, match="timeout"):
            second.call(60, seconds=0.3)
        assert Path(f"/proc/{forked}/stat").read_text().split()[2] == "Z"  # the first process collects it later
        assert first.call(0) == 0
    finally:
        second.kill()
        first.end()
    assert not Path(f"/proc/{forked}").exists()


def test_the_time_of_a_forked_process_is_counted_as_that_of_a_child(tmp_path):
    before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    pids = map_pids(tmp_path / "notes", items=8, name="burn")
    after = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    assert len(set(pids)) == 2
    assert after - before > 1.6


def test_a_forked_process_does_not_outlive_a_killed_parent():
    script = (
        "from graphkit.runtime.worker_process import WorkerProcess\nimport time\n"
        f"a = WorkerProcess('{HERE}:sleep', forks=1)\nb = WorkerProcess('{HERE}:sleep', source=a)\na.begin()\n"
        "b.call(0)\nprint(b.pid, flush=True)\nb.send(600)\ntime.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(50):
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":  # dead, not yet collected
                return
        except FileNotFoundError:
            return
        time.sleep(0.1)
    pytest.fail("the forked process still runs after five seconds")
