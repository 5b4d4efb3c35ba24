"""The explorer: one self-contained HTML page, made with pyvis's Network and our own template.

pyvis's own page loads files from a CDN and runs labels as HTML; its Network, its node and edge options and its copy of
vis-network are used, its template is not. Every script is inline and named by its hash in the page's content security
policy, and all data are JSON that no parser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphkit.errors import OutputError
from graphkit.explorer.layout import lay_out
from graphkit.explorer.page_data import KIND_FACETS, PageData, make_tables
from graphkit.explorer.scope import (
    MOST_EVENTS,
    choose_core,
    choose_drawable,
    ends_of,
    measure_strength,
    select_events,
)
from graphkit.model import Event, Findings
from graphkit.runtime.external_sort import Spool

#: The page's scripts in the order in which they run; each adds its functions to the one name `gk`.
SCRIPTS = (
    "dom", "model", "filter", "search", "paths", "bins", "state", "theme", "labels", "overlay", "seats", "graph",
    "cards", "facets", "panel", "table", "timeline", "searchbox", "exports", "keys", "main",
)  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
VIS = "lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True, slots=True)
class PageReport:
    """What a page holds: its weight in bytes and how much of the graph it shows at once."""

    path: Path
    bytes: int
    entities: int
    events: int
    relations: int
    drawn_entities: int
    drawn_relations: int
    total_events: int

    def __str__(self) -> str:
        shown = "" if self.drawn_relations == self.relations else f", {self.drawn_relations} drawn at once"
        part = "" if self.events == self.total_events else f" of {self.total_events}"
        return (
            f"{self.path}: {self.bytes / 1_000_000:.1f} MB, {self.entities} entities, {self.events}{part} events, "
            f"{self.relations} relations{shown}"
        )


@dataclass(frozen=True, slots=True)
class _Page:
    html: str
    data: PageData
    drawn_entities: int
    drawn_relations: int


def render_page(
    findings: Findings,
    *,
    title: str | None = None,
    focus: str | None = None,
    depth: int = 2,
    since: str | None = None,
    until: str | None = None,
    top: int | None = None,
) -> str:
    """Makes the explorer page as text. The same findings give the same bytes. Without a title, one tells the extent.

    `focus` keeps what is within `depth` steps of one entity (id, name or alias), `since` and `until` a period (ISO
    dates), `top` the best-connected actors. Without any of them a graph of more than MOST_EVENTS events is cut to
    as many of the best-connected actors as these allow. Raises UsageError when no entity is called `focus`.
    """
    return _render(findings, title, select_options(focus, depth, since, until, top)).html


def write_page(
    findings: Findings,
    path: str | Path,
    *,
    title: str | None = None,
    focus: str | None = None,
    depth: int = 2,
    since: str | None = None,
    until: str | None = None,
    top: int | None = None,
) -> PageReport:
    """Writes the explorer page and tells its weight and extent. Raises OutputError and what render_page raises."""
    page = _render(findings, title, select_options(focus, depth, since, until, top))
    return _write(page, path, len(findings.events))


def write_chosen(findings: Findings, path: str | Path, *, title: str, top: int | None, total: int) -> PageReport:
    """Writes the page of findings that were chosen already: `top` actors and their events, out of `total` events.

    Raises OutputError.
    """
    options = select_options(None, 2, None, None, top)
    return _write(_render_events(findings, findings.events, title, options, total), path, total)


def _write(page: _Page, path: str | Path, total: int) -> PageReport:
    raw = page.html.encode("utf-8", "replace")
    try:
        Path(path).write_bytes(raw)
    except OSError as error:
        raise OutputError(
            f"the page cannot be written: {error.strerror}", where=str(path), remedy="choose another place with -o"
        ) from error
    return PageReport(
        path=Path(path),
        bytes=len(raw),
        entities=len(page.data.entities),
        events=len(page.data.tables["events"]),
        relations=len(page.data.relations),
        drawn_entities=page.drawn_entities,
        drawn_relations=page.drawn_relations,
        total_events=total,
    )


def describe_extent(findings: Findings) -> str:
    """A title from the articles: the headline of the only one, or how many there are and from when."""
    if len(findings.articles) == 1:
        return findings.articles[0].title or findings.articles[0].id
    days = sorted(article.published[:7] for article in findings.articles if article.published)
    number = f"{len(findings.articles):,} articles"
    if not days:
        return number
    first, last = _month(days[0]), _month(days[-1])
    return f"{number}, {first}" if first == last else f"{number}, {first} to {last}"


def _month(day: str) -> str:
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}" if day[5:7].isdigit() else day[:4]


def select_options(
    focus: str | None, depth: int, since: str | None, until: str | None, top: int | None
) -> dict[str, Any]:
    """Bundles the options that make a smaller page."""
    return {"focus": focus, "depth": depth, "since": since, "until": until, "top": top}


def _render(findings: Findings, given: str | None, options: dict[str, Any]) -> _Page:
    if all(value is None for name, value in options.items() if name != "depth"):
        with Spool() as spool:
            options = {**options, "top": measure_strength(findings.events, spool).choose_top(MOST_EVENTS)}
    events = select_events(findings, **options)
    return _render_events(findings, events, given or describe_extent(findings), options, len(findings.events))


def _render_events(
    findings: Findings, events: Sequence[Event], title: str, options: dict[str, Any], total: int
) -> _Page:
    data = make_tables(findings, events)
    core = choose_core(data.relations)
    network = draw_network(data, core, choose_core(data.relations, phone=True), choose_drawable(data.relations, core))
    scope = {key: value for key, value in options.items() if value is not None and (key != "depth" or options["focus"])}
    tables = {**data.tables, "title": title, "scope": scope, "total": {"events": total}}
    vis, bundle = _read_vis(), _read_scripts()
    network.templateEnv.globals.update(
        title=title,
        tables=tables,
        vis=vis,
        bundle=bundle,
        css=_asset("explorer.css"),
        policy=_policy((vis, bundle)),
    )
    return _Page(network.generate_html(), data, len(ends_of(data.relations, core)), len(core))


def draw_network(data: PageData, core: Sequence[int], phone: Sequence[int], drawable: Sequence[int]) -> Any:
    """Builds the pyvis Network of what can be drawn: fixed places, no physics, our template.

    Each node carries its places: `x` and `y` in the core, `tall` in that of a phone, `wide` and `high` among all that
    can be drawn; each edge says to which of the two cores it belongs.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "selectConnectedEdges": False},
    }
    labels = [entity.label for entity in data.entities]
    shapes = [KIND_FACETS[entity["kind"]][2] for entity in data.tables["entities"]]
    sizes = size_nodes(data, sorted({*drawable, *phone}))
    spots = _place(data, core, sizes, labels)
    upright = spots if len(phone) == len(core) else _place(data, phone, sizes, labels)
    more = {}
    if len(phone) < len(drawable) == len(data.relations):
        more = spots if len(core) == len(drawable) else _place(data, drawable, sizes, labels)
    for node in sorted(sizes):
        places: dict[str, Any] = {}
        if node in spots:
            places = {"x": spots[node][0], "y": spots[node][1]}
        if node in upright:
            places["tall"] = upright[node][2:]
        if node in more:
            places |= {"wide": more[node][:2], "high": more[node][2:]}
        shape = "dot" if shapes[node] == "custom" else shapes[node]
        network.add_node(node, label=labels[node], shape=shape, size=sizes[node], **places)
    wide, tall = set(core), set(phone)
    for i in sorted({*drawable, *phone}):
        relation = data.relations[i]
        network.add_edge(relation.source, relation.target, id=f"r{i}", core=i in wide, phone=i in tall)
    own = PackageLoader("graphkit", "assets/explorer")
    network.templateEnv = Environment(
        loader=ChoiceLoader([own, PackageLoader("pyvis", "templates")]), autoescape=True, keep_trailing_newline=True
    )
    network.templateEnv.policies["json.dumps_function"] = _dump
    network.path = "explorer.html"
    return network


def size_nodes(data: PageData, drawable: Sequence[int]) -> dict[int, float]:
    """Radius of each node that can be drawn."""
    degree = dict.fromkeys(ends_of(data.relations, drawable), 0)
    for i in drawable:
        relation = data.relations[i]
        degree[relation.source] += len(relation.events)
        degree[relation.target] += len(relation.events)
    return {node: node_size(count) for node, count in degree.items()}


def _place(
    data: PageData, chosen: Sequence[int], sizes: dict[int, float], labels: Sequence[str]
) -> dict[int, tuple[int, int, int, int]]:
    nodes = ends_of(data.relations, chosen)
    ends = [(data.relations[i].source, data.relations[i].target) for i in chosen]
    return lay_out({node: sizes[node] for node in nodes}, {node: labels[node] for node in nodes}, ends)


def node_size(degree: int) -> float:
    """Radius of a node, pixels; its area grows with its number of events, up to a bound."""
    return round(min(7.5 + 2.5 * math.sqrt(degree), 30.0), 1)


def _dump(value: Any, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _policy(scripts: Sequence[str]) -> str:
    """The content security policy: nothing is loaded, and only these very scripts run."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _asset(name: str) -> str:
    return (resources.files("graphkit") / "assets" / "explorer" / name).read_text(encoding="utf-8")


@cache
def _read_scripts() -> str:
    """All scripts of the explorer as one; wrapped, so that the page has no global but `gk`."""
    parts = [_asset(f"js/{name}.js") for name in SCRIPTS]
    return '"use strict";\n' + "\n".join(parts)


@cache
def _read_vis() -> str:
    """vis-network as pyvis ships it, without the pointer to a source map, which a browser would ask for."""
    text = (resources.files("pyvis") / "templates" / VIS).read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))
