"""Work beside this process: what it writes, what it tells of faults, and that nothing of it stays."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path

import pytest

from graphkit.runtime.side_process import can_fork, run_beside

pytestmark = pytest.mark.skipif(not can_fork(), reason="forks are used on Linux only")


def test_both_work_and_the_block_ends_when_both_have_ended(tmp_path: Path) -> None:
    held = ["what", "both", "hold"]

    def work() -> None:
        time.sleep(0.2)
        (tmp_path / "beside").write_text(f"{os.getpid()} {held}", encoding="utf-8")

    with run_beside(work):
        (tmp_path / "here").write_text(str(os.getpid()), encoding="utf-8")
    process, written = (tmp_path / "beside").read_text(encoding="utf-8").split(" ", 1)
    assert written == str(held)
    assert process != (tmp_path / "here").read_text(encoding="utf-8")


def test_what_it_returns_comes_back_however_much_it_is() -> None:
    with run_beside(lambda: [list(range(100_000)), "\u00e9"]) as outcome:
        assert outcome.result is None
    assert outcome.result == [list(range(100_000)), "\u00e9"]


def test_a_file_that_cannot_be_written_is_an_error_of_the_system_here() -> None:
    def fill() -> None:
        raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught, run_beside(fill):
        pass
    assert caught.value.errno == errno.ENOSPC


def test_a_fault_is_told_here() -> None:
    def fail() -> None:
        raise KeyError("lost")

    with pytest.raises(RuntimeError, match="KeyError: 'lost'"), run_beside(fail):
        pass


def test_a_killed_process_is_a_want_of_memory() -> None:
    with pytest.raises(OSError, match="killed") as caught, run_beside(lambda: os.kill(os.getpid(), signal.SIGKILL)):
        pass
    assert caught.value.errno == errno.ENOMEM


def test_a_block_that_fails_takes_the_other_process_along(tmp_path: Path) -> None:
    note = tmp_path / "pid"

    def linger() -> None:
        note.write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(60)

    def wait_and_fail() -> None:
        while not (note.is_file() and note.read_text(encoding="utf-8")):
            time.sleep(0.01)
        raise ValueError("enough")

    started = time.monotonic()
    with pytest.raises(ValueError, match="enough"), run_beside(linger):
        wait_and_fail()
    assert time.monotonic() - started < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text(encoding="utf-8")), 0)
