"""The help of `graphkit` itself as plain text: loading a library for frames and colours takes longer than all else."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import typer
from typer.core import TyperGroup

from graphkit.cli.plain_values import spare_validation


class CommandList(TyperGroup):
    """The group of all commands, which lists them under the headings of their panels."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line; without any word show the help."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            raise typer.Exit
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with the one for help."""
        parameters = super().get_params(ctx)
        spare_validation(parameters)
        return list(parameters)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, text, options and commands."""
        super(TyperGroup, self).format_help(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, each with the first sentence of its help."""
        commands = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        width = max(len(name) for name, _ in commands)
        for panel, members in groupby(commands, key=lambda item: getattr(item[1], "rich_help_panel", None)):
            with formatter.section(panel or "Commands"):
                rows = [(name.ljust(width), command.get_short_help_str(200)) for name, command in members]
                formatter.write_dl(rows)
