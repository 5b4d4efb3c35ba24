"""Commands that ask a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.console import (
    Talk,
    clean_text,
    data_console,
    write_data,
    write_json,
    write_json_lines,
    write_marked,
)
from graphkit.cli.options import AsJson, Graph, Quiet
from graphkit.errors import UsageError

if TYPE_CHECKING:
    from graphkit.resolve import Explanation
    from graphkit.sparql import PairFact

#: How the parts of a sentence look in `graphkit why`.
MARKS = {"subject": "bold cyan", "trigger": "bold yellow", "object": "bold green"}


def query(
    graph: Annotated[
        Path | None,
        typer.Argument(metavar="GRAPH", help="A folder that `graphkit build` has made, a Turtle file or a store."),
    ] = None,
    question: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="SPARQL, a .rq file, or the name of a ready query.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A value for a variable; may be repeated."),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORM", help="table, csv, tsv, json or turtle.")
    ] = "table",
    iris: Annotated[bool, typer.Option("--iris", help="Show IRIs in place of names.")] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Show the ready queries.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=86_400, metavar="SECONDS", help="Stop the query after this time.")
    ] = 10,
    max_rows: Annotated[int, typer.Option("--max-rows", min=1, metavar="N", help="Show at most N rows.")] = 10_000,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Ask a graph in SPARQL, or with a ready query.

    graphkit's prefixes (gk:, rdfs:, ...) need not be declared. Exit code 7 if
    the query takes too long.

    Examples:
      graphkit query --list
      graphkit query out 'SELECT ?name WHERE { ?s a gk:State ; rdfs:label ?name }'
      graphkit query out 'SELECT * WHERE { ?s a gk:Person } LIMIT 3' --format csv
    """
    from graphkit.sparql import query_graph, write_answer

    if show_list:
        _list_queries(as_json)
        return
    if graph is None or question is None:
        missing = "GRAPH" if graph is None else "QUERY"
        raise UsageError(f"{missing} is missing", remedy="graphkit query GRAPH QUERY; --list shows the ready queries")
    answer = query_graph(graph, question, _read_parameters(param or []), timeout=timeout, max_rows=max_rows)
    talk = Talk(quiet=quiet)
    for note in answer.notes:
        talk.say(f"note: {note}", style="yellow")
    write_data(write_answer(answer, "json" if as_json else form, iris=iris).rstrip("\r\n"))


def _list_queries(as_json: bool) -> None:
    from dataclasses import asdict

    from graphkit.sparql import list_queries

    queries = list_queries()
    if as_json:
        write_json([asdict(query) for query in queries])
        return
    for query in queries:
        write_data(f"{query.name}: {query.title}\n    {query.example}")


def _read_parameters(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, value in pairs:
        if not (name and equals):
            raise UsageError(f"{name or value!r} is not NAME=VALUE", remedy='for example --param actor="Iran"')
    return {name: value for name, _, value in pairs}


def why(
    graph: Graph,
    first: Annotated[str, typer.Argument(metavar="ONE", help="An actor, by name.")],
    second: Annotated[str, typer.Argument(metavar="OTHER", help="Another actor.")],
    as_json: AsJson = False,
) -> None:
    """Show every fact between two actors, with the sentences it was read from.

    Examples:
      graphkit why out "United Arab Emirates" "Rapid Support Forces"
      graphkit why out Iran "Saudi Arabia" --json
    """
    from graphkit.rdf import read_outline
    from graphkit.sparql import explain_pair

    explanation = explain_pair(read_outline(graph), first, second)
    if as_json:
        from dataclasses import asdict

        write_json_lines(asdict(fact) for fact in (*explanation.facts, *explanation.represented))
        return
    if not explanation.facts:
        Talk().say(f"{explanation.summary}:" if explanation.represented else explanation.summary)
    for sentence in explanation.shared_sentences:
        write_marked(clean_text(f"  {sentence.text}  ({sentence.article})").replace("\n", " "))
    for fact in explanation.facts:
        _show_fact(fact)
    if explanation.facts and explanation.represented:
        write_data(f"{explanation.represented_summary}:")
    for fact in explanation.represented:
        _show_fact(fact)


def _show_fact(fact: PairFact) -> None:
    """Print one fact and below it each sentence, its actors and verb marked, with where it stands."""
    details = [str(fact.status), fact.date or "undated", f"in {fact.place}" if fact.place else None]
    what = f"{fact.text}  ({', '.join(detail for detail in details if detail)})"
    write_marked(clean_text(what), style="bold")
    for sentence in fact.sentences:
        indent = "  "
        marks = [(start + len(indent), end + len(indent), MARKS[role]) for start, end, role in sentence.marks]
        write_marked(indent + clean_text(sentence.text).replace("\n", " "), marks)
        said = f"{sentence.status}, according to {sentence.speaker}" if sentence.speaker else str(sentence.status)
        attribution = [said, sentence.publisher or "unknown publisher", sentence.published, sentence.article]
        write_marked(clean_text(f"    {' | '.join(detail for detail in attribution if detail)}"), style="dim")


def explain(
    graph: Graph,
    name: Annotated[str, typer.Argument(metavar="NAME", help="An entity, by name or id.")],
    as_json: AsJson = False,
) -> None:
    """Show which words were taken for one entity, and why.

    If the graph is wrong about it, a corrections.toml in its folder mends it
    at the next build.

    Examples:
      graphkit explain out "United States"
      graphkit explain out Obama --json
    """
    from dataclasses import asdict, replace

    from graphkit.pipeline.json_records import read_links
    from graphkit.rdf import find_graph, read_turtle
    from graphkit.resolve import explain_entity

    path = find_graph(graph)
    if path.is_dir():
        what = "a store does not keep why each mention was linked"
        raise UsageError(what, where=str(path), remedy="name the folder of `graphkit build` that it was made from")
    explanation = explain_entity(replace(read_turtle(path), links=read_links(path.parent / "links.jsonl")), name)
    if as_json:
        write_json(asdict(explanation))
    else:
        _show_explanation(explanation)


def _show_explanation(explanation: Explanation) -> None:
    """Print an entity, then a row for each of its names."""
    from rich.table import Table
    from rich.text import Text

    entity = explanation.entity
    codes = "".join(f", {name} {value}" for name, value in entity.external)
    count = len(explanation.events)
    events = "event" if count == 1 else "events"
    write_data(clean_text(f"{entity.label} ({entity.kind}{codes}), id {entity.id}, {count:,} {events}"))
    table = Table("words", "mentions", "articles", "why", "least score", box=None)
    for variant in explanation.variants:
        reasons = ", ".join(variant.reasons)
        figures = str(variant.mentions), str(variant.articles), reasons, f"{variant.least_score:.2f}"
        table.add_row(Text(clean_text(variant.text)), *figures)
    data_console().print(table)
    for other in explanation.namesakes:
        write_data(clean_text(f"not the same: {other.label} ({other.kind}), id {other.id}"))


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A graph as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The graph as it is now.")],
    as_json: AsJson = False,
) -> None:
    """Compare two graphs: facts that are new, gone or have another status.

    Examples:
      graphkit diff old out
      graphkit diff old out --json
    """
    from dataclasses import asdict

    from graphkit.rdf import compare_graphs, read_graph

    comparison = compare_graphs(read_graph(old), read_graph(new))
    if as_json:
        write_json(asdict(comparison))
        return
    lines = [f"+ {fact.text} ({fact.status})" for fact in comparison.added]
    lines += [f"- {fact.text} ({fact.status})" for fact in comparison.gone]
    lines += [f"~ {c.after.text} ({c.before.status} -> {c.after.status})" for c in comparison.changed]
    for line in lines:
        write_data(clean_text(line))
    if comparison.is_empty:
        Talk().say("The two graphs say the same.")


def check(
    graph: Graph,
    shapes: Annotated[bool, typer.Option("--shapes/--no-shapes", help="Also run the SHACL shapes.")] = True,
    as_json: AsJson = False,
) -> None:
    """Check a graph for damage: its SHACL shapes, and the rules between its layers.

    Exit code 1 if something is wrong.

    Examples:
      graphkit check out
      graphkit check out --no-shapes --json
    """
    from dataclasses import asdict

    from graphkit.rdf import check_graph

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
