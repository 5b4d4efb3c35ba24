"""Output of the commands: data go to standard output, everything else to standard error."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

#: Characters that move the cursor, change the terminal or turn the direction of writing; news text may hold any.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Make text harmless to a terminal: control characters are shown as a replacement character."""
    return UNSAFE.sub("\ufffd", text)


def write_data(text: str) -> None:
    """Write one line of data to standard output."""
    sys.stdout.write(text + "\n")


def write_marked(text: str, marks: Iterable[tuple[int, int, str]] = (), *, style: str = "") -> None:
    """Write one line of data, as a whole in a style and in parts (start, end, style), where they can be seen."""
    shown = ("FORCE_COLOR", "TTY_COMPATIBLE")
    if not (sys.stdout.isatty() or any(map(os.environ.get, shown))):
        write_data(text.expandtabs())  # the library for styles takes longer to load than `why` to find its answer
        return
    from rich.text import Text

    line = Text(text, style=style)
    for start, end, look in marks:
        line.stylize(look, start, end)
    data_console().print(line, soft_wrap=True)


def write_json(value: Any) -> None:
    """Write one JSON value; the lines of a stream stay short, a single document is indented by who reads it."""
    write_data(json.dumps(value, ensure_ascii=False, allow_nan=False))


def write_json_lines(records: Iterable[Any]) -> None:
    """Write each record as soon as it is there, so that a pipe sees it."""
    for record in records:
        write_json(record)
        sys.stdout.flush()


def error_console() -> Console:
    """Make the console for remarks; colours follow NO_COLOR and TERM."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def data_console() -> Console:
    """Make the console for tables on standard output."""
    from rich.console import Console

    return Console(highlight=False)


class Talk:
    """The voice of a command on standard error, from quiet to verbose."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False, progress: bool = True) -> None:
        self.quiet = quiet
        self.verbose = verbose and not quiet
        self.progress = progress and not quiet
        self._console: Console | None = None

    @property
    def console(self) -> Console:
        """The console of standard error, made when it is first needed."""
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


class WarningLines(logging.Handler):
    """Shows what the library warns of or remarks, made harmless to a terminal: the first few, then how many more."""

    MOST = 5

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Show one of the first warnings, and count all."""
        self.count += 1
        if self.count <= self.MOST:
            self._print(record.getMessage(), record.levelno)

    def close(self) -> None:
        """Say how many more warnings there were."""
        if self.count > self.MOST:
            self._print(f"{self.count - self.MOST:,} more warnings of this run are not shown", logging.WARNING)
        self.count = 0
        super().close()

    def _print(self, text: str, level: int) -> None:
        line = clean_text(" ".join(text.split("\n")))[:400]
        what, style = ("warning", "yellow") if level >= logging.WARNING else ("note", "dim")
        error_console().print(f"{what}: {line}", style=style, markup=False)


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
