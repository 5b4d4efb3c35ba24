"""A child process is killed, dies, fails or outgrows its memory, and the parent goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphkit.runtime import worker_process
from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess

HERE = "tests.runtime.work"


@pytest.fixture
def child():
    children = []

    def _child(name, **options):
        children.append(WorkerProcess(f"{HERE}:{name}", **options))
        return children[-1]

    yield _child
    for worker in children:
        worker.kill()


def test_values_come_back_as_json_sees_them(child):
    echo = child("echo")
    big = {"a": [1, None, True, "caf\u00e9 \ud800"], "b": "x" * 3_000_000}
    assert echo.call(big) == big
    assert echo.call(1) == 1


def test_what_the_function_prints_does_not_disturb(child):
    assert child("shout").call("x") == "x"


def test_the_process_is_prepared_once(child):
    counter = child("add_prepared", prepare=f"{HERE}:prepare", settings={"start": 5})
    assert [counter.call(1), counter.call(2)] == [6, 8]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("fail", "no", "error:ValueError"),
        ("die", 0, "worker-died"),
        ("grow", 0, "out-of-memory"),
        ("missing", 0, "unprepared"),
    ],
)
def test_failures_have_codes_and_the_next_call_works(child, name, value, code):
    worker = child(name, megabytes=600)
    for _ in range(2):
        with pytest.raises(WorkerFailedError) as failure:
            worker.call(value)
        assert failure.value.code == code


def test_a_slow_call_is_stopped_in_time(child):
    sleeper = child("sleep")
    sleeper.call(0)
    begun = time.monotonic()
    with pytest.raises(WorkerFailedError, match="timeout"):
        sleeper.call(60, seconds=0.3)
    assert time.monotonic() - begun < 3
    assert sleeper.call(0) == 0


def test_a_child_that_is_killed_at_once_is_found_dead(child, monkeypatch):
    start = subprocess.Popen

    def start_and_kill(*arguments, **options):
        process = start(*arguments, **options)
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(worker_process.subprocess, "Popen", start_and_kill)
    echo = child("echo")
    with pytest.raises(WorkerFailedError, match="unprepared"):
        echo.call(1)
    monkeypatch.setattr(worker_process.subprocess, "Popen", start)
    assert echo.call(1) == 1


def test_a_child_does_not_outlive_a_killed_parent(tmp_path):
    script = (
        "from graphkit.runtime.worker_process import WorkerProcess\nimport time\n"
        f"c = WorkerProcess('{HERE}:sleep')\nc.call(0)\nprint(c.pid, flush=True)\nc.send(600)\ntime.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":  # dead, not yet collected
            return
        time.sleep(0.1)
    pytest.fail("the child still runs after five seconds")
