"""Commands that ask a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.options import AsJson, Graph, Quiet
from graphkit.cli.talk import Talk, clean_text, write_data, write_json

Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="What the page is called.")]


def view(
    graph: Graph,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = Path("graph.html"),
    title: Title = "Who did what to whom",
    focus: Annotated[
        str | None, typer.Option("--focus", metavar="NAME", help="Show what is around one actor only.")
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, max=9, help="How many steps around --focus.")] = 2,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only events since this day.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only events until this day.")] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, metavar="N", help="Only the N best known actors.")] = None,
    quiet: Quiet = False,
) -> None:
    """Make the page again, or a smaller one, from a graph that is there; nothing is extracted.

    Examples:
      graphkit view out -o page.html
      graphkit view out -o iran.html --focus Iran --depth 1
      graphkit view out -o recent.html --from 2020-01-01 --top 10
    """
    from graphkit.graph import read_turtle
    from graphkit.views import write_page

    report = write_page(
        read_turtle(graph), out, title=title, focus=focus, depth=depth, since=since, until=until, top=top
    )
    Talk(quiet=quiet).say(str(report))


def check(
    graph: Graph,
    shapes: Annotated[bool, typer.Option("--shapes/--no-shapes", help="Also run the SHACL shapes.")] = True,
    as_json: AsJson = False,
) -> None:
    """Check that a graph holds together: its SHACL shapes, and the rules between its layers.

    Exit code 1 if it does not.

    Examples:
      graphkit check out
      graphkit check out --no-shapes --json
    """
    from dataclasses import asdict

    from graphkit.graph import check_graph

    report = check_graph(graph, shapes=shapes)
    if as_json:
        write_json({**asdict(report), "conforms": report.conforms})
    elif report.conforms:
        write_data(f"{report.path}: sound, {report.triples:,} triples")
    else:
        for problem in report.problems:
            write_data(clean_text(f"{problem.at}: {problem.message}"))
    if not report.conforms:
        raise typer.Exit(1)
