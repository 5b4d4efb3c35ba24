"""How far a long run is: a live line on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graphkit.cli.talk import Talk

#: Seconds between two lines where there is no terminal to draw on.
INTERVAL = 30.0
#: Seconds of reading before the time left is told: the pace is taken from the last half minute.
SETTLED = 30.0


@contextmanager
def watch(talk: Talk, *, alone: bool = True) -> Iterator[Progress]:
    """Show progress, and what the library remarks, while the block runs.

    Not `alone`: the terminal is needed for data, so nothing is drawn on it.
    """
    shown = talk.progress and (alone or not talk.console.is_terminal)
    progress = Progress(talk, live=shown and talk.console.is_terminal)
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(INTERVAL):
            talk.say(progress.describe())

    ticker = threading.Thread(target=repeat, daemon=True)
    library = logging.getLogger("graphkit")
    level = library.level
    library.setLevel(logging.WARNING if talk.quiet else logging.INFO)
    with progress.bar:
        if shown and not talk.console.is_terminal:
            ticker.start()
        try:
            yield progress
        finally:
            done.set()
            library.setLevel(level)


class Progress:
    """Counts what a long run has done, and tells its pace and the time left."""

    def __init__(self, talk: Talk, *, live: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self.articles = self.skipped = 0
        self.step = "getting ready"
        self.expected: int | None = None
        self._clock = clock
        self._begun = clock()
        self._since: float | None = None  # when the first article of this step was done
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=12), TimeElapsedColumn())
        # Data may go through standard output meanwhile: it is left alone.
        self.bar = Bar(
            *columns, console=talk.console, transient=True, disable=not live, redirect_stdout=False, get_time=clock
        )
        self._pace = self.bar.add_task("articles", total=None, visible=False)
        self._share = self.bar.add_task(self.step, total=None)

    def begin(self, step: str, expected: int | None = None) -> None:
        """Note what is done now, and how many articles there will be in all where that can be told."""
        if step != self.step or (expected is None) != (self.expected is None):
            self.bar.remove_task(self._share)
            self._share = self.bar.add_task(step, total=None if expected is None else 1.0)
            self.bar.tasks[-1].start_time = self._begun
        if step != self.step:
            self._since = None
        self.step, self.expected = step, expected
        self._show()

    def count(self, *, skipped: bool = False) -> None:
        """Note one more article, used or skipped."""
        self.articles += not skipped
        self.skipped += skipped
        if self._since is None and not skipped:
            self._since = self._clock()
        self.bar.update(self._pace, completed=self.articles)
        if self.expected:
            self.bar.update(self._share, completed=min(self.articles / self.expected, 1.0))
        self._show()

    def describe(self) -> str:
        """What is done now, in one line."""
        pace, share = self.bar.tasks
        parts = [f"{self.step}: {self.articles:,} articles" if self.articles else self.step]
        if self._since is not None:
            if pace.speed:
                parts.append(f"{pace.speed:.1f}/s")
            if share.time_remaining is not None and self._clock() - self._since >= SETTLED:
                parts.append(tell_time(share.time_remaining))
        if self.skipped:
            parts.append(f"{self.skipped:,} skipped")
        return ", ".join(parts)

    def _show(self) -> None:
        self.bar.update(self._share, description=self.describe())


def tell_time(seconds: float) -> str:
    """A time left as people say it, no finer than it can be known."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return "about a minute left"
    if minutes < 20:
        return f"about {minutes} min left"
    if minutes < 90:
        return f"about {5 * math.ceil(minutes / 5)} min left"
    hours = math.ceil(minutes / 30) / 2
    return f"about {hours:g} hours left"
