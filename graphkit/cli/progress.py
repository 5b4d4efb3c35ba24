"""Progress of a long run: a live line on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from graphkit.cli.console import Talk

#: Seconds between two lines where there is no terminal to draw on.
INTERVAL = 30.0
#: The pace is that of the last so many seconds; the time left is not told before they have passed.
WINDOW = 30.0
#: Characters a line needs for a bar beside the words.
ROOMY = 100


@contextmanager
def watch(talk: Talk, *, alone: bool = True) -> Iterator[Progress]:
    """Show progress, and what the library remarks, while the block runs.

    Not `alone`: the terminal is needed for data, so nothing is drawn on it.
    """
    shown = talk.progress and (alone or not talk.console.is_terminal)
    draws = shown and talk.console.is_terminal and not talk.console.is_dumb_terminal
    progress = Progress(talk, live=draws)
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(INTERVAL):
            talk.say(progress.describe())

    ticker = threading.Thread(target=repeat, daemon=True)
    library = logging.getLogger("graphkit")
    level = library.level
    library.setLevel(logging.WARNING if talk.quiet else logging.INFO)
    # A bar that is not drawn still ends with an empty line in older releases of rich.
    with progress.line.bar if progress.line else nullcontext():
        if shown and not draws:
            ticker.start()
        try:
            yield progress
        finally:
            done.set()
            library.setLevel(level)


class Progress:
    """Counts what a long run has done, and tells its pace and the time left."""

    def __init__(self, talk: Talk, *, live: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.articles = self.skipped = 0
        self.step = "getting ready"
        self.expected: int | None = None
        self._clock = clock
        #: Time and number of articles at moments of the last WINDOW and one before it. (The pace of rich's own bars is
        #: that between the last updates: articles come in batches, which makes it jump, and it ignores standstill.)
        self._moments: deque[tuple[float, int]] = deque()
        self.line = DrawnLine(talk, clock, self.step) if live else None

    def begin(self, step: str, expected: int | None = None) -> None:
        """Note what is done now, and how many articles there will be in all where that can be told."""
        if self.line and (step != self.step or (expected is None) != (self.expected is None)):
            self.line.begin(step, expected is not None)
        if step != self.step:
            self._moments.clear()
        self.step, self.expected = step, expected
        self._show()

    def count(self, *, skipped: bool = False) -> None:
        """Note one more article, used or skipped."""
        self.articles += not skipped
        self.skipped += skipped
        now = self._clock()
        if self._moments and now - self._moments[-1][0] < WINDOW / 600:  # of the same batch
            now = self._moments.pop()[0]
        self._moments.append((now, self.articles))
        while len(self._moments) > 1 and self._moments[1][0] <= now - WINDOW:
            self._moments.popleft()
        if self.line and self.expected:
            self.line.fill(min(self.articles / self.expected, 1.0))
        self._show()

    def describe(self) -> str:
        """Describe the present step, the pace and the time left in one line."""
        parts = [f"{self.step}: {self.articles:,} articles" if self.articles else self.step]
        if self._moments:
            seconds = self._clock() - self._moments[0][0]
            pace = (self.articles - self._moments[0][1]) / seconds if seconds >= 1 else 0.0
            if pace:
                parts.append(f"{pace:.1f}/s")
            if pace and self.expected and seconds >= WINDOW:
                parts.append(tell_time((self.expected - self.articles) / pace))
        if self.skipped:
            parts.append(f"{self.skipped:,} skipped")
        return ", ".join(parts)

    def _show(self) -> None:
        if self.line:
            self.line.describe(self.describe())


class DrawnLine:
    """The live line on a terminal, by a library that is loaded for it alone."""

    def __init__(self, talk: Talk, clock: Callable[[], float], step: str) -> None:
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = [SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()]
        if talk.console.width >= ROOMY:
            columns.insert(2, BarColumn(bar_width=20))
        # Data may go through standard output meanwhile: it is left alone.
        self.bar = Bar(*columns, console=talk.console, transient=True, redirect_stdout=False, get_time=clock)
        self._begun = clock()
        self._share = self.bar.add_task(step, total=None)

    def begin(self, step: str, is_counted: bool) -> None:
        """Begin another step; the time that has passed goes on."""
        self.bar.remove_task(self._share)
        self._share = self.bar.add_task(step, total=1.0 if is_counted else None)
        self.bar.tasks[-1].start_time = self._begun

    def fill(self, share: float) -> None:
        """Fill a share of the bar."""
        self.bar.update(self._share, completed=share)

    def describe(self, text: str) -> None:
        """Put a text beside the bar."""
        self.bar.update(self._share, description=text)


def tell_time(seconds: float) -> str:
    """Write a time left as people say it, no finer than it can be known."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return "about a minute left"
    if minutes < 20:
        return f"about {minutes} min left"
    if minutes < 90:
        return f"about {5 * math.ceil(minutes / 5)} min left"
    hours = math.ceil(minutes / 30) / 2
    return f"about {hours:g} hours left"
