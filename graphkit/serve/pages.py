"""The pages of the server: the query editor and a page for each node of the graph."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from graphkit.serve.graph_service import Desk

#: Links that a node's page shows from other nodes.
MOST_LINKS = 500
#: Namespaces whose names lead to no page.
NAMESPACES = ("https://w3id.org/graphkit/", "http://www.w3.org/2001/XMLSchema#")
_FACTS = """SELECT DISTINCT ?relation ?status WHERE {{
  ?relation rdf:subject|rdf:object <{iri}> ; gk:status ?status ; rdfs:label ?label }} ORDER BY ?label LIMIT {limit}"""
_BACK = """SELECT ?s ?p WHERE {{ ?s ?p <{iri}> FILTER(?p NOT IN (rdf:subject, rdf:object, gk:agent, gk:recipient)) }}
  ORDER BY ?p ?s LIMIT {limit}"""
#: What a local name can be: letters, digits and hyphens, below a folder or not.
LOCAL = re.compile(r"(?:(?:event|mention|relation|article|publisher)/)?[a-z0-9][a-z0-9-]{0,200}")


@cache
def read_asset(name: str) -> str:
    """Read a file of the server's assets."""
    return (resources.files("graphkit") / "assets" / "serve" / name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    return Environment(loader=FunctionLoader(read_asset), autoescape=True, undefined=StrictUndefined)


def make_policy(page: str) -> str:
    """Make the content security policy of a page: its own inline script and style, and requests to this server."""
    scripts = " ".join(f"'sha256-{_digest(text)}'" for text in re.findall(r"<script>(.*?)</script>", page, re.S))
    styles = " ".join(f"'sha256-{_digest(text)}'" for text in re.findall(r"<style>(.*?)</style>", page, re.S))
    return (
        f"default-src 'none'; script-src {scripts or chr(39) + 'none' + chr(39)}; style-src {styles}; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def render_editor(desk: Desk) -> str:
    """Render the query editor: SPARQL, or a ready query with its parameters."""
    data = json.dumps({"base": desk.base, "queries": list(desk.queries)}, ensure_ascii=False)
    return (
        _templates()
        .get_template("query.html")
        .render(
            style=read_asset("serve.css"),
            script=read_asset("query.js"),
            data=data.replace("<", "\\u003c").replace("&", "\\u0026"),
            prefixes=[f"{prefix}:" for prefix in desk.prefixes],
        )
    )


def render_node(desk: Desk, iri: str) -> str | None:
    """Render the page of a node with all triples around it; None where the graph does not have it."""
    out = desk.ask(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} ORDER BY ?p ?o", {})
    if not out.rows:
        return None
    facts = desk.ask(_FACTS.format(iri=iri, limit=MOST_LINKS + 1), {})
    back = desk.ask(_BACK.format(iri=iri, limit=MOST_LINKS + 1), {})
    fact_rows = [(facts.show(status), facts.show(r), find_link(desk, r)) for r, status in facts.rows[:MOST_LINKS]]
    says = [(out.show(p), out.show(o), find_link(desk, o)) for p, o in out.rows]
    leads = [(back.show(p), back.show(s), find_link(desk, s)) for s, p in back.rows[:MOST_LINKS]]
    labels = [o.value for p, o in out.rows if p.value.endswith(("rdf-schema#label", "schema.org/headline"))]
    parts: Sequence[tuple[str, Any]] = (("Facts", fact_rows), ("What it says", says), ("What leads here", leads))
    return (
        _templates()
        .get_template("node.html")
        .render(
            style=read_asset("serve.css"),
            title=labels[0] if labels else iri.removeprefix(desk.base),
            iri=iri,
            parts=parts,
            cut=MOST_LINKS if max(len(back.rows), len(facts.rows)) > MOST_LINKS else None,
        )
    )


def find_link(desk: Desk, cell: Any) -> str | None:
    """Find the target of a cell's link: a page of this server, a web address, or none."""
    if cell.kind == "uri" and cell.value.startswith(desk.base):
        local = cell.value[len(desk.base) :]
        return f"/id/{local}" if LOCAL.fullmatch(local) else None
    if cell.value.startswith(NAMESPACES):
        return None
    is_address = cell.kind == "uri" or str(getattr(cell, "datatype", None)).endswith("#anyURI")
    return cell.value if is_address and re.match(r"https?://[^\s\"'<>\\]+\Z", cell.value) else None
