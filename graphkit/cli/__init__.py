"""The command line: each command parses, calls one library verb and prints.

Nothing heavy is imported here or in the modules of this package before a command runs, so that help appears at once.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from graphkit.cli.command_list import CommandList
from graphkit.cli.console import write_data
from graphkit.cli.error_boundary import run_app
from graphkit.cli.option_groups import spread_groups
from graphkit.cli.plain_values import PlainCommand

#: The commands by panel of the help: the module and the name of each.
PANELS = {
    "Make a graph": (
        ("build", "demo"), ("sources", "samples"), ("build", "build"), ("build", "extract"), ("sources", "inspect"),
    ),
    "Ask a graph": (
        ("query", "query"), ("query", "why"), ("query", "explain"), ("query", "diff"), ("query", "check"),
    ),
    "Give it another form": (("export", "view"), ("export", "serve"), ("export", "export")),
    "Measure and mend": (
        ("evaluate", "evaluate"), ("train", "train"),
        ("environment", "config"), ("environment", "cache"), ("environment", "doctor"),
    ),
}  # fmt: skip


def _show_version(wanted: bool) -> None:
    if wanted:
        from graphkit.diagnostics import describe_version

        write_data("\n".join(describe_version()))
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Print the version, and the checksums of the models.",
        ),
    ] = False,
) -> None:
    from graphkit.config import check_variables

    gc.enable()
    check_variables(os.environ)


def make_app(chosen: str | None = None) -> typer.Typer:
    """Make the command line; where the name of a command is chosen, with that command only, which is ready sooner."""
    app = typer.Typer(
        name="graphkit",
        cls=CommandList,
        help="Turn English diplomatic news into a knowledge graph: who did what to whom, when, and according to whom."
        "\n\nStart with `graphkit demo`. Each command shows examples with --help.",
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    names = [name for commands in PANELS.values() for _, name in commands]
    wanted = [chosen] if chosen in names else names
    for panel, commands in PANELS.items():
        for module, name in commands:
            if name in wanted:
                command = getattr(import_module(f"graphkit.cli.{module}"), name)
                app.command(cls=PlainCommand, rich_help_panel=panel)(spread_groups(command))
    return app


def __getattr__(name: str) -> Any:
    """Make `app`, the command line with all commands, when it is first asked for."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    app = globals()["app"] = make_app()
    return app


def main() -> None:
    """Run the console script. No garbage is looked for before a command begins and after it has ended."""
    gc.disable()
    code = run_app(make_app(*sys.argv[1:2]))
    gc.freeze()
    sys.exit(code)
