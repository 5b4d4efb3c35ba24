"""Commands that give a graph another form."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.console import Talk
from graphkit.cli.options import Graph, Quiet, Title

LOCAL = "127.0.0.1"
FORMATS = (
    "turtle, ntriples, trig, jsonld, ontology, shapes, store, "
    "csv, parquet, xlsx, gexf, graphml, neo4j, polecat, gdelt, icews"
)


def view(
    graph: Graph,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = Path("graph.html"),
    title: Title = None,
    focus: Annotated[
        str | None, typer.Option("--focus", metavar="NAME", help="Show what is around one actor only.")
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, max=9, help="How many steps around --focus.")] = 2,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only events since this day.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only events until this day.")] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, metavar="N", help="Only the N best connected actors.")
    ] = None,
    story: Annotated[
        Path | None,
        typer.Option("--story", metavar="FILE", help="A TOML file of views, which the page shows one after the other."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Make the page again, or a smaller one, from a graph; no article is read.

    Examples:
      graphkit view out -o page.html
      graphkit view out -o iran.html --focus Iran --depth 1
      graphkit view out -o recent.html --from 2020-01-01 --top 10
      graphkit view out -o told.html --story story.toml
    """
    from graphkit.explorer import read_story, write_page
    from graphkit.rdf import read_graph

    report = write_page(
        read_graph(graph),
        out,
        title=title,
        focus=focus,
        depth=depth,
        since=since,
        until=until,
        top=top,
        story=read_story(story) if story else None,
    )
    Talk(quiet=quiet).say(str(report))


def serve(
    graph: Graph,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="The port; 0 takes any free one.")
    ] = 8765,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="The address to listen on; by default for this machine only.")
    ] = LOCAL,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A host name that requests may use; may be repeated."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=86_400, metavar="SECONDS", help="Stop a query after this time.")
    ] = 10,
    max_rows: Annotated[int, typer.Option("--max-rows", min=1, metavar="N", help="Give at most N rows.")] = 10_000,
    quiet: Quiet = False,
) -> None:
    """Serve a graph on this machine: SPARQL at /sparql, the explorer at /.

    There is a query editor at /query and a page for each entity. The server
    changes nothing. It needs the extra `serve`. Ctrl-C ends it.

    Examples:
      graphkit serve out
      graphkit serve out --port 9000
    """
    from graphkit.api import serve_graph

    talk = Talk(quiet=quiet)
    if host not in (LOCAL, "localhost", "::1"):
        talk.warn(f"everyone who can reach {host} can ask this graph")

    def tell(address: str) -> None:
        talk.say(f"serving {graph} at {address} (Ctrl-C ends it)", style="bold")

    try:
        serve_graph(graph, host=host, port=port, timeout=timeout, max_rows=max_rows, names=names or (), started=tell)
    finally:
        gc.freeze()  # Python need not look through a page and its graph once more before it ends


def export(
    graph: Graph,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORM", help=f"One of {FORMATS}.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="O", help="The file or folder to write.")],
    full: Annotated[
        bool, typer.Option("--full", help="For RDF: also write the triples that follow from the ontology.")
    ] = False,
    undated: Annotated[
        str | None,
        typer.Option(
            "--undated",
            metavar="WAY",
            help="For event data, events without a date: report (give them the day of the first report) or drop.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write a graph in a format that another tool reads.

    Examples:
      graphkit export out --format csv -o tables
      graphkit export out --format gexf -o network.gexf
      graphkit export out --format ntriples -o graph.nt.gz
      graphkit export out --format store -o store
      graphkit export out --format turtle --full -o whole.ttl
      graphkit export out --format gdelt --undated drop -o eventdata
    """
    from graphkit.api import export_findings
    from graphkit.rdf import read_graph, write_store

    options: dict[str, object] = {"full": True} if full else {}
    if undated is not None:
        options["undated"] = undated
    if form == "store" and not options:
        # A store takes the file as a stream: a graph that does not fit into memory can become one.
        files = write_store(graph, out)
    else:
        files = export_findings(read_graph(graph), form, out, **options)
    talk = Talk(quiet=quiet)
    talk.say("\n".join(f"wrote {path}" for path in files))
    for note in getattr(files, "notes", ()):
        talk.say(note)
