"""Commands about the machine graphkit runs on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.options import AsJson
from graphkit.cli.talk import data_console, write_json


def doctor(
    model: Annotated[
        str | None, typer.Option("--model", envvar="GRAPHKIT_MODEL", metavar="NAME", help="The model to look for.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is installed, which model is used and whether graphkit can write here.

    Exit code 2 if something is missing that graphkit needs. The block can be
    pasted into a report.

    Examples:
      graphkit doctor
      graphkit doctor --json
    """
    from graphkit.doctor import examine_installation

    symptoms = examine_installation(model, Path.cwd())
    if as_json:
        write_json([asdict(symptom) for symptom in symptoms])
    else:
        marks = {True: "ok", False: "MISSING", None: "-"}
        console = data_console()
        for symptom in symptoms:
            remedy = f"  -> {symptom.remedy}" if symptom.remedy else ""
            line = f"{marks[symptom.ok]:8}{symptom.name:20} {symptom.detail}{remedy}"
            console.print(line, style="red" if symptom.ok is False else None, markup=False, soft_wrap=True)
    if any(symptom.ok is False for symptom in symptoms):
        raise typer.Exit(2)
