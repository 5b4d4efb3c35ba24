"""Groups of options: a command has each field of a group as an option and gets the group as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from graphkit.cli.option_groups import RunOptions, SourceOptions, TalkOptions, spread_groups


@dataclass(frozen=True)
class PaintOptions:
    colour: Annotated[str, typer.Option("--colour")]
    coats: Annotated[int, typer.Option("--coats")] = 2


def paint(wall: Annotated[str, typer.Argument()], *, how: PaintOptions, dry: bool = False) -> None:
    """Paint a wall."""
    typer.echo(f"{wall}: {how.coats} of {how.colour}, dry {dry}")


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(spread_groups(paint))
    return app


def test_each_field_of_a_group_is_an_option(app: typer.Typer) -> None:
    outcome = CliRunner().invoke(app, ["north", "--colour", "red", "--coats", "3", "--dry"])
    assert outcome.output == "north: 3 of red, dry True\n"


def test_defaults_are_those_of_the_group(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, ["north", "--colour", "red"]).output == "north: 2 of red, dry False\n"


def test_a_field_without_a_default_must_be_given(app: typer.Typer) -> None:
    outcome = CliRunner().invoke(app, ["north"])
    assert outcome.exit_code == 2
    assert "--colour" in outcome.output


def test_the_command_keeps_its_name_and_help() -> None:
    command = spread_groups(paint)
    assert (command.__name__, command.__doc__) == ("paint", "Paint a wall.")


def test_options_of_a_run_go_over_its_settings() -> None:
    running, reading = RunOptions(workers=3, strict=True), SourceOptions(language=["en", "nl"], limit=5)
    config = reading.load_config(**vars(running))
    assert (config.workers, config.languages, config.text_field) == (3, ("en", "nl"), None)


def test_a_quiet_command_shows_no_progress() -> None:
    talk = TalkOptions(quiet=True, verbose=True).make_talk()
    assert (talk.quiet, talk.verbose, talk.progress) == (True, False, False)
