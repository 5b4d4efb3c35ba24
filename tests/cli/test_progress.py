"""Test the progress of a long run: pace, skips, and the time left once it can be known."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphkit.cli import progress
from graphkit.cli.console import Talk
from graphkit.cli.progress import Progress, tell_time, watch


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counted(clock: Clock) -> Progress:
    return Progress(Talk(), clock=clock)


def run_for(counted: Progress, clock: Clock, articles: int, expected: int | None, pace: float) -> None:
    for _ in range(articles):
        clock.now += 1 / pace
        counted.begin("reading", expected)
        counted.count()


def test_the_time_left_follows_the_pace_of_the_last_half_minute(counted: Progress, clock: Clock) -> None:
    run_for(counted, clock, 100, 4000, pace=10)
    assert "left" not in counted.describe()  # ten seconds are too few to tell
    run_for(counted, clock, 300, 4000, pace=10)
    assert counted.describe() == "reading: 400 articles, 10.0/s, about 6 min left"
    run_for(counted, clock, 200, 4000, pace=2)
    assert counted.describe() == "reading: 600 articles, 2.0/s, about 30 min left"


def test_results_of_an_earlier_run_do_not_promise_too_much(counted: Progress, clock: Clock) -> None:
    run_for(counted, clock, 9000, 10_000, pace=5000)
    run_for(counted, clock, 80, 10_000, pace=2)
    assert counted.describe().endswith("2.0/s, about 8 min left")


def test_articles_that_come_in_batches_do_not_make_the_pace_jump(counted: Progress, clock: Clock) -> None:
    for _ in range(20):
        clock.now += 4
        for _ in range(16):
            counted.begin("reading", 3200)
            counted.count()
    assert counted.describe() == "reading: 320 articles, 4.0/s, about 12 min left"
    clock.now += 32  # nothing comes any more
    assert counted.describe() == "reading: 320 articles, 2.0/s, about 25 min left"


def test_an_estimate_that_moves_moves_the_time_left(counted: Progress, clock: Clock) -> None:
    run_for(counted, clock, 500, 1000, pace=10)
    assert counted.describe().endswith("about a minute left")
    run_for(counted, clock, 500, 9000, pace=10)
    assert counted.describe().endswith("about 14 min left")


def test_without_an_end_there_is_no_time_left(counted: Progress, clock: Clock) -> None:
    run_for(counted, clock, 500, None, pace=10)
    counted.count(skipped=True)
    assert counted.describe() == "reading: 500 articles, 10.0/s, 1 skipped"


def test_what_comes_after_reading_is_named(counted: Progress, clock: Clock) -> None:
    assert counted.describe() == "getting ready"
    run_for(counted, clock, 1500, 1500, pace=20)
    counted.begin("merging")
    assert counted.describe() == "merging: 1,500 articles"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "about a minute left"),
        (61, "about 2 min left"),
        (1201, "about 25 min left"),
        (5 * 3600, "about 5 hours left"),
        (5500, "about 2 hours left"),
    ],
)
def test_times_are_no_finer_than_they_can_be_known(seconds: float, words: str) -> None:
    assert tell_time(seconds) == words


def test_where_there_is_no_terminal_a_line_comes_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "INTERVAL", 0.05)
    with watch(Talk()) as counted:
        counted.begin("merging")
        time.sleep(0.3)
    lines = capsys.readouterr().err.splitlines()
    assert 2 <= len(lines) <= 6
    assert set(lines) == {"merging"}
    for talk in (Talk(quiet=True), Talk(progress=False)):
        with watch(talk):
            time.sleep(0.2)
    assert capsys.readouterr().err == ""


def run_in_terminal(command: list[str], width: int = 80, **environ: str) -> str:
    """Return the output of a command in a terminal of a width."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    settings = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    settings |= {"TERM": "xterm-256color", **environ}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings)
    os.close(theirs)
    data = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                data += os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
    process.wait(timeout=60)
    os.close(ours)
    return data.decode("utf-8", "replace")


SCRIPT = """
import sys, time
from graphkit.cli.progress import watch
from graphkit.cli.console import Talk, write_data
with watch(Talk(quiet="-q" in sys.argv, progress="-n" not in sys.argv), alone="-d" not in sys.argv) as progress:
    for number in range(6):
        progress.begin("reading", 12)
        progress.count(skipped=number == 3)
        if "-s" not in sys.argv:
            write_data(f"data {number}")
        time.sleep(0.1)
    progress.begin("merging")
    time.sleep(0.3)
"""


def test_a_terminal_shows_one_line_that_goes_away_and_data_go_where_they_were_sent(tmp_path: Path) -> None:
    file = tmp_path / "data"
    shown = run_in_terminal(["sh", "-c", '"$0" -c "$1" > "$2"', sys.executable, SCRIPT, str(file)])
    assert file.read_text().split() == [word for number in range(6) for word in ("data", str(number))]
    assert re.search(r"reading: [1-5] articles?", shown)  # what was drawn last hangs on the moment
    assert "1 skipped" in shown
    assert "merging: 5 articles" in shown
    assert shown.endswith("\x1b[2K")  # the line is taken away
    assert shown.count("\n") < 4


def test_a_narrow_terminal_is_not_overrun() -> None:
    shown = run_in_terminal([sys.executable, "-c", SCRIPT, "-s"], width=30)
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown))
    assert any("reading" in line for line in lines)
    assert max(map(len, lines)) <= 30


@pytest.mark.parametrize("option", ["-q", "-n", "-d"])
def test_nothing_is_drawn_when_it_is_not_wanted(option: str) -> None:
    shown = run_in_terminal([sys.executable, "-c", SCRIPT, option])
    assert shown.replace("\x1b[?25h", "").split("\r\n") == [*(f"data {number}" for number in range(6)), ""]


def test_a_terminal_that_cannot_draw_gets_lines() -> None:
    script = SCRIPT.replace("with watch", "from graphkit.cli import progress as room\nroom.INTERVAL = 0.2\nwith watch")
    shown = run_in_terminal([sys.executable, "-c", script, "-s"], TERM="dumb")
    assert "\x1b" not in shown
    assert shown.count("reading: ") >= 1


def test_no_colour_is_used_when_none_is_wanted() -> None:
    command = [sys.executable, "-c", SCRIPT, "-s"]
    assert re.search(r"\x1b\[[0-9;]*3[0-9]m", run_in_terminal(command))
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", run_in_terminal(command, NO_COLOR="1"))
