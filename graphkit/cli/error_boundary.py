"""The one place where errors become a few lines and an exit code."""

from __future__ import annotations

import errno
import logging
import os
import re
import signal
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from types import FrameType
from typing import Any

import typer

from graphkit.cli.console import WarningLines, clean_text, error_console, prepare_streams, silence_streams
from graphkit.errors import MACHINE_ERRORS, GraphkitError, MachineError, UsageError

#: The longest line of an error message, in characters: a path or a query in it can be of any length.
LONGEST_LINE = 400

#: What a wrong command line raises: the base class of typer's own errors; releases before 0.26 take click's.
CommandLineError: type[Any] = next(
    kind for kind in reversed(typer.BadParameter.__mro__) if hasattr(kind, "format_message")
)

#: A name that is too long, a path through a file, links in a circle.
_IMPOSSIBLE_NAMES = frozenset({errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP})

STOPPED = 128  # plus the number of the signal, as shells count


class StoppedError(BaseException):
    """A signal asked us to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run_app(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; whatever goes wrong is told in at most six lines."""
    prepare_streams()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, _stop) for number in numbers}
    warnings = WarningLines()
    logging.getLogger("graphkit").addHandler(warnings)
    try:
        return _call(app, arguments)
    except (BrokenPipeError, SystemExit):  # typer and rich make the one into the other, with exit code 1
        silence_streams()
        return 0
    except (KeyboardInterrupt, typer.Abort) as stop:
        _tell_stopped(stop)
        return STOPPED + signal.SIGINT
    except StoppedError as stop:
        _tell_stopped(stop)
        return STOPPED + stop.number
    except GraphkitError as error:
        _tell(str(error), error.where, error.remedy)
        _show_traceback()
        return error.exit_code
    except CommandLineError as error:
        if not error.format_message():  # no arguments: the help was shown
            return 0
        _tell(_suggest_command(error), None, _usage_remedy(error))
        _show_traceback()
        return int(error.exit_code)
    except (OSError, MemoryError) as error:
        return _tell_system_error(error)
    except Exception as error:  # whatever else comes up is our own fault, and says so
        return _tell_own_fault(error)
    finally:
        warnings.close()
        logging.getLogger("graphkit").removeHandler(warnings)
        for number, handler in before.items():
            signal.signal(number, handler)


def _call(app: typer.Typer, arguments: Sequence[str] | None) -> int:
    command = typer.main.get_command(app)
    code = command.main(args=arguments, prog_name="graphkit", standalone_mode=False)
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _tell_stopped(stop: BaseException) -> None:
    kept = " ".join(getattr(stop, "__notes__", ()))
    _tell(f"Stopped. {kept}".strip(), None, "run the same command to go on", label="")


def _tell_own_fault(error: Exception) -> int:
    what = f"this is a fault in graphkit: {type(error).__name__}: {error}"
    _tell(what, _place_of(error), "please report it; GRAPHKIT_DEBUG=1 shows where it came from")
    _show_traceback()
    return 1


def _tell_system_error(error: OSError | MemoryError) -> int:
    """Tell what the system refused: a name that no file can have is wrong usage, a lack of room or memory is not."""
    number = getattr(error, "errno", None)
    name = str(getattr(error, "filename", None) or "") or None
    if number in _IMPOSSIBLE_NAMES:
        _tell(f"no file can be there: {os.strerror(number)}", name, "check the path")
        code = UsageError.exit_code
    elif number in MACHINE_ERRORS or isinstance(error, MemoryError):
        what = os.strerror(number) if number else "there is no memory left"
        _tell(f"the machine cannot go on: {what}", name, "free some space or memory, or end other programs")
        code = MachineError.exit_code
    else:
        return _tell_own_fault(error)
    _show_traceback()
    return code


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)  # a second one ends us at once
    raise StoppedError(number)


def _tell(what: str, where: str | None, remedy: str | None, *, label: str = "Error: ") -> None:
    """Say what is wrong, where, and what to do, on a line each."""
    console = error_console()
    console.print(_one_line(label + what), style="bold red" if label else "bold", markup=False)
    if where:
        console.print(_one_line(f"  where: {where}"), markup=False)
    if remedy:
        console.print(_one_line(f"  do:    {remedy}"), markup=False)


def _one_line(text: str) -> str:
    line = clean_text(" ".join(text.split("\n")).rstrip())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _suggest_command(error: Any) -> str:
    """Return the message of a wrong command line, with the nearest command where none has the name that was typed."""
    message: str = error.format_message()
    context, unknown = getattr(error, "ctx", None), re.match(r"No such command '([^']*)'\.$", message)
    if context is None or unknown is None:  # newer releases of typer suggest by themselves
        return message
    near = get_close_matches(unknown[1], context.command.list_commands(context), n=1)
    return f"{message} Did you mean {near[0]!r}?" if near else message


def _usage_remedy(error: Any) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "graphkit"
    return f"`{command} --help` shows how it is used, with examples"


def _place_of(error: BaseException) -> str | None:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _show_traceback() -> None:
    if os.environ.get("GRAPHKIT_DEBUG"):
        traceback.print_exc()
