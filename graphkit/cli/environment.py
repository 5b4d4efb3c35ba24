"""Commands about the machine graphkit runs on."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.console import data_console, write_data, write_json
from graphkit.cli.options import AsJson, ConfigFile, Model, ReaderModel


def config(
    file: ConfigFile = None,
    show_origin: Annotated[
        bool, typer.Option("--show-origin", help="Also show where each setting comes from.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the settings in force.

    They come from graphkit.toml in this folder, from environment variables
    (GRAPHKIT_WORKERS=2) and from options. If two differ, the later of these counts.

    Examples:
      graphkit config
      graphkit config --show-origin --json
    """
    from dataclasses import asdict

    from graphkit.config import load_config

    settings, origins = load_config(path=file)
    values = asdict(settings)
    if as_json and show_origin:
        write_json({name: {"value": value, "origin": origins[name]} for name, value in values.items()})
    elif as_json:
        write_json(values)
    else:
        for name, value in values.items():
            shown = "" if value is None else ",".join(value) if isinstance(value, tuple) else str(value)
            write_data(f"{name:20} = {shown:12}" + (f"  {origins[name]}" if show_origin else ""))


def cache(
    clean: Annotated[bool, typer.Option("--clean", help="Remove the results that no build can use any more.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Remove all results.")] = False,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Show or clean the results that are kept between builds.

    The environment variable GRAPHKIT_CACHE names another folder for them.

    Examples:
      graphkit cache
      graphkit cache --clean
    """
    from dataclasses import asdict

    from graphkit.config import DEFAULT_MODEL
    from graphkit.pipeline.extract_stage import open_store
    from graphkit.pipeline.spec import Recipe

    with closing(open_store(Recipe(model or DEFAULT_MODEL))) as store:
        removed = store.clean(everything=everything) if clean or everything else 0
        summary = store.summarise()
    if as_json:
        write_json({**asdict(summary), "path": str(summary.path), "removed": removed})
        return
    write_data(f"{summary.path}: {summary.current:,} articles, {summary.size / 1e6:.1f} MB")
    if summary.outdated:
        write_data(f"{summary.outdated:,} more belong to other versions or models; --clean removes them")
    if removed:
        write_data(f"{removed:,} removed")


def doctor(
    model: Annotated[
        str | None, typer.Option("--model", envvar="GRAPHKIT_MODEL", metavar="NAME", help="The model to look for.")
    ] = None,
    reader_model: ReaderModel = None,
    as_json: AsJson = False,
) -> None:
    """Show what is installed, which model is used and whether graphkit can write here.

    The files of the model are compared with those that were tested.
    Exit code 2 if something is missing that graphkit needs. The block can be
    pasted into a report.

    Examples:
      graphkit doctor
      graphkit doctor --json
    """
    from graphkit.diagnostics import examine_installation

    symptoms = examine_installation(model, Path.cwd(), reader_model)
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
