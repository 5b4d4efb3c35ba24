"""A graph in the other forms of RDF: N-Triples, TriG with a graph for each article, JSON-LD with a context."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from graphkit.model import Findings
from graphkit.rdf import terms as terms
from graphkit.rdf.ontology import read_asset
from graphkit.rdf.turtle import serialise_turtle, sort_triples
from graphkit.rdf.writer import find_triples
from graphkit.runtime.output_file import write_bytes

_SOURCE = terms.PROV + "hadPrimarySource"
_MENTION = terms.GK + "mention"


def dump_turtle(findings: Findings, path: str | Path, *, full: bool = False) -> list[Path]:
    """Write the Turtle of `graphkit build`; `full` adds what follows from the ontology or is the usual case."""
    return [write_bytes(Path(path), serialise_turtle(findings, full=full))]


def dump_ntriples(findings: Findings, path: str | Path, *, full: bool = False) -> list[Path]:
    """Write N-Triples, sorted; compressed where the name ends in .gz."""
    data = pyoxigraph.serialize(sort_triples(find_triples(findings, full=full)), format=RdfFormat.N_TRIPLES)
    assert data is not None  # noqa: S101  # no output was named, so it returns the bytes
    target = Path(path)
    return [write_bytes(target, gzip.compress(data, mtime=0) if target.suffix == ".gz" else data)]


def dump_trig(findings: Findings, path: str | Path, *, full: bool = False) -> list[Path]:
    """Write TriG: what an article says is in a graph named by the article, all else in the default graph."""
    quads = sorted(find_quads(findings, full=full), key=_order)
    data = pyoxigraph.serialize(quads, format=RdfFormat.TRIG, prefixes=terms.find_prefixes())
    assert data is not None  # noqa: S101  # no output was named, so it returns the bytes
    return [write_bytes(Path(path), data)]


def dump_ontology(findings: Findings, path: str | Path) -> list[Path]:
    """Write the ontology that graphs follow; it is the same for all of them."""
    return [write_bytes(Path(path), read_asset("ontology.ttl").encode("utf-8"))]


def dump_shapes(findings: Findings, path: str | Path) -> list[Path]:
    """Write the SHACL shapes that graphs conform to; they are the same for all of them."""
    return [write_bytes(Path(path), read_asset("shapes.ttl").encode("utf-8"))]


def find_quads(findings: Findings, *, full: bool = False) -> Iterable[Quad]:
    """Yield the triples with the article they come from: its own, its mentions' and the links from events to these."""
    triples = sort_triples(find_triples(findings, full=full))
    home: dict[str, NamedNode] = {}
    for triple in triples:
        subject, predicate, object_ = triple
        if predicate.value == _SOURCE and isinstance(object_, NamedNode):
            home[str(subject)] = object_
        elif predicate.value == terms.RDF + "type" and isinstance(object_, NamedNode):
            is_article = object_.value == terms.SCHEMA + "NewsArticle"
            if is_article and isinstance(subject, NamedNode):
                home[str(subject)] = subject
    for triple in triples:
        subject, predicate, object_ = triple
        about = str(object_) if predicate.value == _MENTION else str(subject)
        yield Quad(subject, predicate, object_, home.get(about, DefaultGraph()))


def _order(quad: Quad) -> tuple[str, str, bool, str, str]:
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    predicate = quad.predicate.value
    return graph, str(quad.subject), predicate != terms.RDF + "type", predicate, str(quad.object)


def dump_jsonld(findings: Findings, path: str | Path, *, full: bool = False) -> list[Path]:
    """Write JSON-LD 1.1: one object for each node under @graph, names with the prefixes of the @context."""
    return [write_bytes(Path(path), serialise_jsonld(find_triples(findings, full=full)).encode("utf-8"))]


def serialise_jsonld(triples: Iterable[Triple]) -> str:
    """Serialise triples as JSON-LD 1.1 with graphkit's prefixes as its context."""
    whole = {"@context": terms.find_prefixes(), "@graph": make_nodes(triples)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def make_nodes(triples: Iterable[Triple]) -> list[dict[str, Any]]:
    """Make JSON-LD node objects of triples, in the order of the Turtle file."""
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, object_ in sort_triples(triples):
        name = _name_node(subject)
        node = nodes.setdefault(name, {"@id": name})
        if predicate.value == terms.RDF + "type":
            key, value = "@type", _name_node(object_)
        else:
            key, value = _compact(predicate.value), _make_value(object_)
        if key in node:
            values = node[key]
            node[key] = [*values, value] if isinstance(values, list) else [values, value]
        else:
            node[key] = value
    return list(nodes.values())


def _name_node(term: object) -> str:
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    assert isinstance(term, NamedNode)  # noqa: S101  # RDF 1.1 has no other nodes
    return _compact(term.value)


def _make_value(term: object) -> Any:
    if isinstance(term, Literal):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if datatype in (terms.XSD + "integer", terms.XSD + "boolean"):
            return json.loads(term.value)
        return term.value if datatype == terms.XSD + "string" else {"@value": term.value, "@type": _compact(datatype)}
    return {"@id": _name_node(term)}


def _compact(iri: str) -> str:
    for prefix, space in _SPACES:
        local = iri[len(space) :]
        if iri.startswith(space) and local and not local.startswith("/"):
            return f"{prefix}:{local}"
    return iri


_SPACES = sorted(terms.find_prefixes().items(), key=lambda item: -len(item[1]))


#: What writes each form of RDF: takes findings and a path and returns the files.
DUMPERS: Mapping[str, Callable[..., list[Path]]] = {
    "turtle": dump_turtle,
    "ntriples": dump_ntriples,
    "trig": dump_trig,
    "jsonld": dump_jsonld,
    "ontology": dump_ontology,
    "shapes": dump_shapes,
}
