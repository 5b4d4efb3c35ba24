"""The explorer: one self-contained HTML page, made with pyvis's Network and our own template.

pyvis makes the network of the opening picture and fills the page; its own template loads files from a CDN and runs
labels as HTML, so it is not used. vis-network is not used either: it takes seconds to clear a filter of a large graph
and does not draw labels apart, while the page draws at most some hundred lines, as SVG. The script is inline and named
by its hash in the page's content security policy, and all data are JSON that no parser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from graphkit.errors import OutputError
from graphkit.explorer.layout import lay_out
from graphkit.explorer.opening import PairLine, choose_opening, ends_of, merge_lines
from graphkit.explorer.page_data import KIND_FACETS, TEXT_TABLES, PageData, find_facet, make_tables
from graphkit.explorer.page_rows import PageRows, Stream
from graphkit.explorer.page_titles import count_skips, make_title
from graphkit.explorer.scope import MOST_EVENTS, measure_strength, select_events
from graphkit.explorer.story import Story
from graphkit.lazy_imports import defer_modules
from graphkit.model import Event, Findings, Skip
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime.external_sort import SpillStorage

#: Rows of a table that are written at a time.
_BATCH = 200
#: The scripts of the first picture, in the order in which they run; each adds its functions to the one name `gk`.
FIRST_SCRIPTS = (
    "dom", "dates", "model", "claims", "state", "history", "filter", "theme", "legend", "layout", "labels", "scene",
    "draw", "graph", "chips", "timeline", "controls", "main",
)  # fmt: skip
#: The other scripts, which the page reads when it has drawn, or when one of their functions is first asked for.
LATER_SCRIPTS = (
    "arrange", "pointer", "selection", "passing", "counts", "address", "period", "sentences", "links", "icons", "cards",
    "brief", "facets", "panel", "actor", "article", "table", "matrix", "map", "paths", "search", "ask", "askbox",
    "story", "exports", "help", "keys", "bind", "later",
)  # fmt: skip
#: Makes V8 compile all functions of a script at once instead of each when it is first called, which takes longer.
_COMPILE_ALL = "//# allFunctionsCalledOnLoad\n"


@dataclass(frozen=True, slots=True)
class PageReport:
    """The size of a page: its weight in bytes and how much of the graph it shows at once."""

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
        total = "" if self.events == self.total_events else f" of {self.total_events}"
        return (
            f"{self.path}: {self.bytes / 1_000_000:.1f} MB, {self.entities} entities, {self.events}{total} events, "
            f"{self.relations} relations{shown}"
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page whose long tables are still to be written: a mark stands in `html` for each of them."""

    html: str
    data: PageData
    relations: int
    drawn_entities: int
    drawn_relations: int

    def write(self) -> Iterator[str]:
        """Yield the page in pieces."""
        rest = self.html
        for name, table in self.data.tables.items():
            if isinstance(table, Stream):
                head, _, rest = rest.partition(_mark(name))
                yield head + "["
                yield from _write_rows(table)
                yield "]"
        yield rest


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
    """Make the explorer page as text. The same findings give the same bytes. Without a title, the corpus gives one.

    `focus` keeps what is within `depth` steps of one entity (id, name or alias), `since` and `until` a period (ISO
    dates), `top` the best-connected actors. Without any of them a graph of more than MOST_EVENTS events is cut to
    as many of the best-connected actors as these allow. Raises UsageError when no entity is called `focus`.
    """
    with SpillStorage() as storage:
        page = _render(findings, title, select_options(focus, depth, since, until, top), storage)
        return "".join(page.write())


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
    story: Story | None = None,
) -> PageReport:
    """Write the explorer page and return its size and what is on it; `story` adds numbered views.

    Raises OutputError and what render_page raises.
    """
    with SpillStorage() as storage:
        page = _render(findings, title, select_options(focus, depth, since, until, top), storage, story)
        return _write(page, path, len(findings.events))


def write_chosen(data: PageData, path: str | Path, *, title: str | None, top: int | None, total: int) -> PageReport:
    """Write the page of events that were chosen already: those among `top` actors, out of `total` events.

    Raises OutputError.
    """
    return _write(_draw(data, title, select_options(None, 2, None, None, top), total), path, total)


def _write(page: _Page, path: str | Path, total: int) -> PageReport:
    size = 0
    try:
        with Path(path).open("wb") as file:
            for piece in page.write():
                size += file.write(piece.encode("ascii"))
    except OSError as error:
        raise OutputError(
            f"the page cannot be written: {error.strerror}", where=str(path), remedy="choose another place with -o"
        ) from error
    return PageReport(
        path=Path(path),
        bytes=size,
        entities=len(page.data.entities),
        events=page.data.rows.count,
        relations=page.relations,
        drawn_entities=page.drawn_entities,
        drawn_relations=page.drawn_relations,
        total_events=total,
    )


def select_options(
    focus: str | None, depth: int, since: str | None, until: str | None, top: int | None
) -> dict[str, Any]:
    """Bundle the options that make a smaller page."""
    return {"focus": focus, "depth": depth, "since": since, "until": until, "top": top}


def _render(
    findings: Findings, given: str | None, options: dict[str, Any], storage: SpillStorage, story: Story | None = None
) -> _Page:
    if all(value is None for name, value in options.items() if name != "depth"):
        options = {**options, "top": measure_strength(findings.events, storage).choose_top(MOST_EVENTS)}
    data = tabulate(findings, select_events(findings, **options), storage)
    return _draw(data, given, options, len(findings.events), story, findings.skips)


def tabulate(findings: Findings, events: Iterable[Event], storage: SpillStorage) -> PageData:
    """Make tables of some events of findings."""
    articles = {article.id: article for article in findings.articles}
    rows = PageRows(storage, Vocabulary.load().extend(findings.predicates), articles)
    for event in events:
        rows.add(event)
    entities = {entity.id: entity for entity in findings.entities}
    return make_tables(rows, entities.get, articles, findings.predicates)


def _draw(
    data: PageData,
    given: str | None,
    options: dict[str, Any],
    total: int,
    story: Story | None = None,
    skips: Iterable[Skip] = (),
) -> _Page:
    lines = merge_lines(data.rows.list_acts(), data.entities, data.folds, data.vocabulary)
    opening = choose_opening(lines)
    title = given or (story.title if story else None) or make_title(data, lines)
    network = draw_network(data, opening)
    scope = {key: value for key, value in options.items() if value is not None and (key != "depth" or options["focus"])}
    tables = {
        **{name: table for name, table in data.tables.items() if name not in TEXT_TABLES},
        "title": title,
        "scope": scope,
        "total": {"events": total},
        "skipped": count_skips(skips),
        "story": story.views if story else [],
    }
    has_map = any(scheme == "iso3" for entity in data.entities for scheme, _ in entity.external)
    bundle, rest = _COMPILE_ALL + _read_scripts(FIRST_SCRIPTS), _read_scripts(LATER_SCRIPTS)
    network.templateEnv.globals.update(
        title=title,
        tables=tables,
        texts={name: data.tables[name] for name in TEXT_TABLES},
        world=json.loads(_asset("world.json")) if has_map else None,
        bundle=bundle,
        rest=rest,
        css=_asset("explorer.css"),
        policy=_policy((bundle, rest)),
    )
    html = network.generate_html().encode("ascii", "xmlcharrefreplace").decode("ascii")  # scripts and data are ASCII
    return _Page(html, data, len(lines), len(ends_of(opening)), len(opening))


def draw_network(data: PageData, opening: Sequence[PairLine]) -> Any:
    """Build the pyvis Network of the opening picture: fixed places, no physics, our template."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader

    with defer_modules({"networkx": (), "IPython.display": ("IFrame",)}):  # pyvis imports them and we use neither
        from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.options = {"physics": {"enabled": False}}
    sizes = size_nodes(opening)
    labels = {node: data.entities[node].label for node in sizes}
    spots = lay_out(sizes, labels, [(line.source, line.target) for line in opening])
    for node in sorted(sizes):
        shape = KIND_FACETS[find_facet(data.entities[node].kind)][2]
        network.add_node(node, label=labels[node], shape=shape, size=sizes[node], x=spots[node][0], y=spots[node][1])
    for number, line in enumerate(opening):
        network.add_edge(line.source, line.target, id=f"l{number}", value=line.strength)
    own = PackageLoader("graphkit", "assets/explorer")
    network.templateEnv = Environment(
        loader=ChoiceLoader([own, PackageLoader("pyvis", "templates")]), autoescape=True, keep_trailing_newline=True
    )
    network.templateEnv.filters["tojson"] = _embed
    network.path = "explorer.html"
    return network


def size_nodes(lines: Sequence[PairLine]) -> dict[int, float]:
    """Give the radius of each actor in pixels; its area grows with the strength of its lines, up to a bound."""
    strength: dict[int, float] = {}
    for line in lines:
        for end in (line.source, line.target):
            strength[end] = strength.get(end, 0.0) + line.strength
    return {node: round(min(6.0 + 1.9 * math.sqrt(value), 22.0), 1) for node, value in strength.items()}


def _dump(value: Any, **_: Any) -> str:
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    if "\\ud" not in text:
        return text
    whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")  # half a surrogate pair is no letter
    return json.dumps(json.loads(whole), separators=(",", ":"))


def _embed(value: Any) -> Markup:
    """Write a value as JSON that may stand in a script element; of a mapping with streams these are left as marks."""
    if isinstance(value, dict) and any(isinstance(member, Stream) for member in value.values()):
        members = (
            f"{_embed(name)}:{_mark(name) if isinstance(member, Stream) else _embed(member)}"
            for name, member in value.items()
        )
        return Markup("{" + ",".join(members) + "}")  # noqa: S704  # all of it is escaped
    return htmlsafe_json_dumps(value, dumps=_dump)


def _mark(name: str) -> str:
    """Make the mark of a table; nothing that is escaped can hold it, since its first character is escaped."""
    return f"<rows of {name}>"


def _write_rows(table: Stream) -> Iterator[str]:
    """Write the rows of a table as JSON, some at a time, without the brackets around them."""
    rows = iter(table)
    separator = ""
    while batch := list(islice(rows, _BATCH)):
        yield separator + str(_embed(batch))[1:-1]
        separator = ","


def _policy(scripts: Sequence[str]) -> str:
    """Make the content security policy: nothing is loaded, and only these very scripts run."""
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
def _read_scripts(names: Sequence[str]) -> str:
    """Read some scripts of the explorer as one; the page has no global but `gk`.

    Comments, empty lines and indentation stay behind; they weigh 30 kB. Other letters than ASCII are escaped: a
    browser reads and compiles a page of one-byte letters in less time.
    """
    parts = [re.sub(r"^ +", "", _asset(f"js/{name}.js"), flags=re.M) for name in names]
    code = re.sub(r"^(?:/\*.*?\*/)?\n", "", "\n".join(parts), flags=re.M | re.S)
    return re.sub(r"[^\x00-\x7f]", _escape_letter, '"use strict";\n' + code)


def _escape_letter(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]
