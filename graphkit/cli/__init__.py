"""The command line: each command parses, calls one library verb and prints.

Nothing heavy is imported here or in the modules of this package before a command runs, so that help appears at once.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from graphkit.cli import build as making
from graphkit.cli import environment as machine
from graphkit.cli import evaluate as measuring
from graphkit.cli import export as giving
from graphkit.cli import query as asking
from graphkit.cli import sources
from graphkit.cli import train as teaching
from graphkit.cli.command_list import CommandList
from graphkit.cli.console import write_data
from graphkit.cli.error_boundary import run_app
from graphkit.cli.option_groups import spread_groups
from graphkit.cli.plain_values import PlainCommand

app = typer.Typer(
    name="graphkit",
    cls=CommandList,
    help="Turn English diplomatic news into a knowledge graph: who did what to whom, when, and according to whom.\n\n"
    "Start with `graphkit demo`. Each command shows examples with --help.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for panel, commands in (
    ("Make a graph", (making.demo, sources.samples, making.build, making.extract, sources.inspect)),
    ("Ask a graph", (asking.query, asking.why, asking.explain, asking.diff, asking.check)),
    ("Give it another form", (giving.view, giving.serve, giving.export)),
    ("Measure and mend", (measuring.evaluate, teaching.train, machine.config, machine.cache, machine.doctor)),
):
    for command in commands:
        app.command(cls=PlainCommand, rich_help_panel=panel)(spread_groups(command))


def _show_version(wanted: bool) -> None:
    if wanted:
        from graphkit.diagnostics import describe_version

        write_data("\n".join(describe_version()))
        raise typer.Exit


@app.callback()
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


def main() -> None:
    """Run the console script. No garbage is looked for before a command begins and after it has ended."""
    gc.disable()
    code = run_app(app)
    gc.freeze()
    sys.exit(code)
