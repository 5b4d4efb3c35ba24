"""What the commands say: data goes to standard output, everything else to standard error."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

#: Characters that move the cursor, change the terminal or turn the direction of writing; news text may hold any.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: Seconds between two lines of progress where there is no terminal to draw on.
QUIET_INTERVAL = 30.0


def clean_text(text: str) -> str:
    """Make text harmless to a terminal: control characters are shown as a replacement character."""
    return UNSAFE.sub("\ufffd", text)


def write_data(text: str) -> None:
    """Write one line of data to standard output."""
    sys.stdout.write(text + "\n")


def write_json(value: Any) -> None:
    """Write one JSON value; the lines of a stream stay short, a single document is indented by who reads it."""
    write_data(json.dumps(value, ensure_ascii=False, allow_nan=False))


def write_json_lines(records: Iterable[Any]) -> None:
    """Write each record as soon as it is there, so that a pipe sees it."""
    for record in records:
        write_json(record)
        sys.stdout.flush()


def error_console() -> Console:
    """The console for talk; colours follow NO_COLOR and TERM."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def data_console() -> Console:
    """The console for tables on standard output."""
    from rich.console import Console

    return Console(highlight=False)


class Talk:
    """How much a command says on standard error."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False, progress: bool = True) -> None:
        self.quiet = quiet
        self.verbose = verbose and not quiet
        self.progress = progress and not quiet
        self._console: Console | None = None

    @property
    def console(self) -> Console:
        if self._console is None:
            self._console = error_console()
        return self._console

    def say(self, text: str, *, style: str = "") -> None:
        """Say something that the user wants to know."""
        if not self.quiet:
            self._print(text, style)

    def add_detail(self, text: str) -> None:
        """Say something that only --verbose asks for."""
        if self.verbose:
            self._print(text, "dim")

    def warn(self, text: str) -> None:
        """Say something even when asked to be quiet."""
        self._print(f"warning: {text}", "yellow")

    def _print(self, text: str, style: str) -> None:
        self.console.print(clean_text(text), style=style or None, markup=False)

    @contextmanager
    def watch(self, what: str) -> Iterator[Progress]:
        """Show progress while the block runs: a live line on a terminal, now and then a line elsewhere."""
        from rich.progress import Progress as Bar
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        if not (self.progress and self.console.is_terminal):
            yield Progress(self, what)
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Bar(*columns, console=self.console, transient=True) as bar:
            yield Progress(self, what, bar)


class WarningLines(logging.Handler):
    """Shows what the library warns of, made harmless to a terminal: the first few, then how many more."""

    MOST = 5

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
        if self.count <= self.MOST:
            self._print(record.getMessage())

    def close(self) -> None:
        if self.count > self.MOST:
            self._print(f"{self.count - self.MOST:,} more warnings of this run are not shown")
        self.count = 0
        super().close()

    def _print(self, text: str) -> None:
        line = clean_text(" ".join(text.split("\n")))[:400]
        error_console().print(f"warning: {line}", style="yellow", markup=False)


class Progress:
    """Counts what a long run has done."""

    def __init__(self, talk: Talk, what: str, bar: Any = None) -> None:
        self.talk, self.what, self.bar = talk, what, bar
        self.task = bar.add_task("loading the language model") if bar else None
        self.start = self.last = time.monotonic()
        self.articles = self.skipped = 0

    def count(self, *, skipped: bool = False) -> None:
        """Note one more article, used or skipped."""
        self.articles += not skipped
        self.skipped += skipped
        now = time.monotonic()
        if self.bar:
            self.bar.update(self.task, description=self._line(now))
        elif self.talk.progress and now - self.last > QUIET_INTERVAL:
            self.last = now
            self.talk.say(self._line(now))

    def _line(self, now: float) -> str:
        rate = self.articles / max(now - self.start, 1e-9)
        skipped = f", {self.skipped:,} skipped" if self.skipped else ""
        return f"{self.what}: {self.articles:,} articles{skipped}, {rate:.1f}/s"


def prepare_streams() -> None:
    """Let any text be written in any locale: data that is not for a terminal is UTF-8, and nothing raises."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream is sys.stdout and not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                stream.reconfigure(errors="backslashreplace")


def silence_streams() -> None:
    """Point standard output at nothing, so that the interpreter does not complain about a closed pipe when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
