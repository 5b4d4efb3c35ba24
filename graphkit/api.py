"""KnowledgeGraph: what a build found, with doors to RDF, networkx, pandas, SPARQL and the page."""

from __future__ import annotations

import html
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cached_property
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.errors import find_extra_remedy
from graphkit.model import Article, Entity, Event, Findings, Link, Skip
from graphkit.pipeline.spec import TITLE

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from graphkit.sparql import Answer, PairEvidence


def list_exports() -> dict[str, Callable[..., list[Path]]]:
    """List the writer of each format that `export` knows, by name."""
    from graphkit.export import EXPORTERS
    from graphkit.rdf import DUMPERS, write_store

    return {**DUMPERS, "store": write_store, **EXPORTERS}


def export_findings(findings: Findings, form: str, path: str | Path, **options: Any) -> list[Path]:
    """Write findings in a format, with the options that it takes. Raises UsageError and OutputError."""
    from graphkit.errors import UsageError

    exporters = list_exports()
    if form not in exporters:
        near = get_close_matches(form, exporters, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(f"There is no format {form!r}.", remedy=f"{hint}There are {', '.join(exporters)}.")
    taken = list(signature(exporters[form]).parameters)[2:]
    for option in options:
        if option not in taken:
            hint = f"It takes {', '.join(taken)}." if taken else "It takes none."
            raise UsageError(f"The format {form} has no option {option!r}.", remedy=hint)
    return exporters[form](findings, Path(path), **options)


def _keep_known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Page:
    """The explorer page, which a notebook shows as the value of a cell."""

    html: str
    height: int

    def _repr_html_(self) -> str:
        # The page's scripts run, but have no part in the notebook's origin.
        source = html.escape(self.html, quote=True)
        style = f"width:100%;height:{self.height}px;border:1px solid #8884"
        return (
            f'<iframe sandbox="allow-scripts allow-downloads allow-popups" style="{style}" srcdoc="{source}"></iframe>'
        )


class KnowledgeGraph:
    """Everything that was found in some articles: who did what to whom, when, according to whom.

    `graphkit.build` returns one, and `KnowledgeGraph.load` reads one. Its methods give the graph to other tools.
    """

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    @classmethod
    def load(cls, path: str | Path) -> KnowledgeGraph:
        """Read a graph.ttl, the folder of a build, or a store. Raises UsageError and DamagedGraphError."""
        from graphkit.rdf import read_graph

        return cls(read_graph(path))

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that were read."""
        return self.findings.articles

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The actors, places and things of all facts."""
        return self.findings.entities

    @property
    def events(self) -> tuple[Event, ...]:
        """The events and standing ties (offices, memberships), each with its mentions."""
        return self.findings.events

    @property
    def links(self) -> tuple[Link, ...]:
        """The links from the words of articles to entities."""
        return self.findings.links

    @property
    def skips(self) -> tuple[Skip, ...]:
        """The sources that could not be read."""
        return self.findings.skips

    def __repr__(self) -> str:
        return (
            f"<KnowledgeGraph: {len(self.events):,} events, {len(self.entities):,} entities, "
            f"{len(self.articles):,} articles>"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnowledgeGraph) and self.findings == other.findings

    __hash__ = None  # type: ignore[assignment]  # equal by content, which is large: not for sets

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The graph as an rdflib Graph."""
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        graph.parse(data=self.to_turtle(), format="turtle")
        return graph

    def to_turtle(self) -> str:
        """Return the graph as Turtle: the same text for the same findings."""
        from graphkit.rdf import serialise_turtle

        return serialise_turtle(self.findings).decode("utf-8")

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return the graph as a networkx MultiDiGraph: a node for each entity that takes part, an edge for each event.

        The attributes are those of the exports. Unknown values are left out, so GraphML and GEXF can be written.
        """
        import networkx

        from graphkit.export import Lookup, describe_edge, describe_node, find_nodes

        lookup = Lookup(self.findings)
        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for entity in find_nodes(lookup):
            graph.add_node(entity.id, label=entity.label, **_keep_known(describe_node(lookup, entity)))
        for event in self.events:
            graph.add_edge(event.agent, event.recipient, key=event.id, **_keep_known(describe_edge(lookup, event)))
        return graph

    def to_pandas(self, table: str = "events") -> pandas.DataFrame:
        """Return a tidy table as a DataFrame: events, mentions, entities, articles or participants.

        Dates are ISO texts at the precision of the article in `date`, and days in `earliest` and `latest`.
        Raises UsageError for another table.
        """
        from graphkit.export import make_table

        return make_table(self.findings, table)

    def sparql(
        self, query: str | Path, *, iris: bool = False, timeout: float = 10.0, max_rows: int = 10_000, **parameters: str
    ) -> pandas.DataFrame:
        """Answer a SPARQL query, a .rq file or a ready query with a DataFrame.

        Names stand in place of IRIs, unless `iris` is true. Values for the query's variables are given by name
        (`kg.sparql("timeline", actor="Iran")`). Raises QueryError, UsageError and QueryLimitError. If rows were
        left out, `attrs["notes"]` of the frame says so.
        """
        import pandas

        from graphkit.sparql import query_graph

        answer = query_graph(self.findings, query, parameters, timeout=timeout, max_rows=max_rows)
        columns = list(answer.columns)
        frame = pandas.DataFrame.from_records(answer.to_records(iris=iris), columns=columns)
        frame.attrs["notes"] = list(answer.notes)
        return frame

    def why(self, first: str, second: str) -> PairEvidence:
        """Find the facts between two entities with every sentence for them. Raises UsageError for an unknown name."""
        from graphkit.sparql import explain_pair

        return explain_pair(self.findings, first, second)

    def save(self, folder: str | Path) -> Path:
        """Write graph.ttl and graph.html into a folder, which is made if need be. Raises OutputError."""
        from graphkit.errors import OutputError
        from graphkit.explorer import write_page
        from graphkit.rdf import write_turtle

        target = Path(folder)
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"The folder cannot be made: {error.strerror}.", where=str(target), remedy="Choose another folder."
            ) from error
        write_turtle(self.findings, target / "graph.ttl")
        write_page(self.findings, target / "graph.html", title=TITLE)
        return target

    def export(self, form: str, path: str | Path, **options: Any) -> list[Path]:
        """Write the graph in another format and return the files; some formats take a folder, others a file.

        Formats of RDF take `full=True` (also write what follows from the ontology), those of event data
        `undated="drop"` (leave out events without a date). The `notes` of what is returned say what was left out.
        Raises UsageError for an unknown format (`list_exports` lists them) or option, and OutputError.
        """
        return export_findings(self.findings, form, path, **options)

    def show(self, height: int = 640) -> Page:
        """Show the explorer page in a notebook, without network; `height` is in pixels."""
        from graphkit.explorer import render_page

        return Page(render_page(self.findings, title=TITLE), height)

    def _repr_html_(self) -> str:
        """Render a summary for notebooks; every name is escaped."""
        labels = {entity.id: entity.label for entity in self.entities}
        counts: Mapping[str, int] = Counter(side for event in self.events for side in {event.agent, event.recipient})
        top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]
        statuses = Counter(event.status.value for event in self.events)
        rows = "".join(
            f"<tr><td style='text-align:left'>{html.escape(labels.get(name, name))}</td><td>{count:,}</td></tr>"
            for name, count in top
        )
        says = ", ".join(f"{count:,} {html.escape(status)}" for status, count in statuses.most_common())
        return (
            f"<div><b>Knowledge graph</b>: {len(self.events):,} events, {len(self.entities):,} entities, "
            f"{len(self.articles):,} articles<br><small>{says}</small>"
            f"<table><thead><tr><th style='text-align:left'>most active</th><th>events</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></div>"
        )


class GraphDesk:
    """A graph file or store behind a server: answers queries from processes that hold it, and shows its pages."""

    def __init__(self, graph: str | Path, *, at_once: int = 2, timeout: float = 10.0, max_rows: int = 10_000) -> None:
        from graphkit.rdf import find_graph
        from graphkit.sparql import GraphPool

        self._path = find_graph(graph)
        self._pool = GraphPool(self._path, at_once)
        self._timeout = timeout
        self._max_rows = max_rows
        self._page: tuple[object, str] | None = None
        self._page_lock = threading.Lock()

    @property
    def base(self) -> str:
        """The IRI under which the graph names its entities."""
        return self._pool.base

    @property
    def triples(self) -> int:
        """The number of triples of the graph."""
        return self._pool.triples

    @property
    def prefixes(self) -> list[str]:
        """The prefixes that a query may use without declaring them."""
        from graphkit.rdf.terms import find_prefixes

        return list(find_prefixes(self.base))

    @property
    def queries(self) -> list[dict[str, Any]]:
        """The ready queries with their parameters."""
        from graphkit.sparql import list_queries

        return [asdict(query) for query in list_queries()]

    def ask(self, query: str, parameters: Mapping[str, str]) -> Answer:
        """Answer a query or a ready query with parameters."""
        return self._pool.ask(query, parameters, timeout=self._timeout, max_rows=self._max_rows)

    def write(self, reply: Any, form: str) -> str:
        """Write an answer in a form of the SPARQL protocol."""
        from graphkit.sparql import write_answer

        return write_answer(reply, form, iris=True)

    def read_turtle(self) -> bytes:
        """Read the graph as Turtle."""
        from graphkit.rdf import read_graph_bytes

        return read_graph_bytes(self._path)

    def render_page(self) -> str:
        """Render the explorer page, once for each state of the graph."""
        from graphkit.explorer import render_page
        from graphkit.rdf import read_graph
        from graphkit.sparql.pool import read_state

        with self._page_lock:
            state = read_state(self._path)
            if self._page is None or self._page[0] != state:
                self._page = state, render_page(read_graph(self._path), title=TITLE)
            return self._page[1]

    def close(self) -> None:
        """End the processes."""
        self._pool.close()


def serve_graph(
    graph: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    timeout: float = 10.0,
    max_rows: int = 10_000,
    names: Sequence[str] = (),
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph until it is interrupted: SPARQL at /sparql, the explorer at /, a query editor at /query.

    `started` is called with the address when the graph is loaded. If `host` is another address than that of this
    machine alone, everybody who can reach it may ask. Requests must use its own name or address, or one of `names`.
    Raises UsageError where the port is taken, the server is not installed or a host that stands for all addresses has
    no name, and DamagedGraphError.
    """
    from graphkit.errors import UsageError

    try:
        from graphkit.serve.app import find_hosts, listen, make_app, run_server
    except ImportError as error:
        remedy = find_extra_remedy("serve")
        raise UsageError(f"The server is not installed ({error.name} is missing).", remedy=remedy) from error
    with listen(host, port) as socket:
        desk = GraphDesk(graph, timeout=timeout, max_rows=max_rows)
        try:
            app = make_app(desk, hosts=find_hosts(host, names))
            if started:
                name = f"[{host}]" if ":" in host else host
                started(f"http://{name}:{socket.getsockname()[1]}/")
            run_server(app, socket)
        finally:
            desk.close()
