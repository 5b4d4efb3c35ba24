"""The process that runs queries: it opens one graph and answers requests, one JSON object a line, until it is killed.

It loads Turtle into its memory, or opens a store on the disk for reading. Then it is confined: see `confine`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)

from graphkit.model import Kind
from graphkit.rdf import terms as terms
from graphkit.rdf.store_manifest import is_damage
from graphkit.resources.name_index import (
    ACTORS,
    PLACES,
    AmbiguousNameError,
    NamedEntity,
    NameIndex,
    UnknownNameError,
)
from graphkit.sparql import sandbox as confine

#: Bytes of answer after which rows are left out, so that a few huge cells cannot fill the memory of who asks.
MOST_BYTES = 64 * confine.MEBIBYTE

#: Readings of a name that are told.
_MOST_READINGS = 8
#: What names a node; a mention is named by its sentence.
_LABELS = tuple(NamedNode(iri) for iri in (terms.RDFS + "label", terms.SCHEMA + "headline", terms.GK + "sentence"))
_NAMES = tuple(NamedNode(iri) for iri in (terms.RDFS + "label", terms.SKOS + "altLabel", terms.SKOS + "hiddenLabel"))
_SIDES = (NamedNode(terms.GK + "agent"), NamedNode(terms.GK + "recipient"))
_TYPE = NamedNode(terms.RDF + "type")
_KINDS = {terms.GK + kind.value: kind for kind in Kind}
#: The kinds of parameter that are names, and what they mean first.
PREFERRED: dict[str, Sequence[Kind]] = {"entity": ACTORS, "place": PLACES}


def main() -> None:
    """Open the graph that the first line announces, then answer each further line."""
    requests, answers, parent = sys.stdin.buffer, sys.stdout.buffer, os.getppid()
    setting = json.loads(requests.readline())
    folder = Path(setting["path"]) if setting["is_store"] else None
    confine.allow_many_files()
    calls_refused = confine.refuse_calls()
    threading.Thread(target=follow, args=(parent,), daemon=True).start()
    try:
        store = open_graph(setting, requests)
    except (SyntaxError, OSError, RuntimeError) as error:
        tell(answers, {"error": "damaged", "message": str(error)})
        return
    confine.lock_down(setting["memory"], folder, calls_refused=calls_refused)
    tell(answers, {"triples": None if folder else len(store)})
    for line in iter(requests.readline, b""):
        tell(answers, answer_request(store, json.loads(line)))


def follow(parent: int) -> None:
    """End this process soon after the one that asks, however long its query would still take."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def open_graph(setting: dict[str, Any], requests: BinaryIO) -> Store:
    """Open the graph in the engine: a store on the disk for reading, or Turtle loaded into memory."""
    if setting["is_store"]:
        # From within: if another store takes this one's place meanwhile, this process goes on with the older one.
        os.chdir(setting["path"])
        return Store.read_only(".")
    store = Store()
    if setting["path"] is None:
        store.bulk_load(requests.read(setting["size"]), format=RdfFormat.TURTLE)
    else:
        store.bulk_load(path=setting["path"], format=RdfFormat.TURTLE)
    return store


def tell(answers: BinaryIO, what: dict[str, Any]) -> None:
    """Write an answer as one line of JSON."""
    answers.write(json.dumps(what).encode() + b"\n")
    answers.flush()


def answer_request(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Answer one request: the result with its labels, or what is wrong with the query."""
    started = time.perf_counter()
    try:
        bound = {name: find_term(store, given) for name, given in request["parameters"].items()}
    except UnknownNameError as error:
        return {"error": "unknown-name", "message": error.name, "near": error.near}
    except AmbiguousNameError as error:
        several = [f"{reading.label} <{reading.id}>" for reading in error.readings[:_MOST_READINGS]]
        return {"error": "ambiguous-name", "message": error.name, "near": several}
    except ValueError as error:
        return {"error": "parameter", "message": str(error)}
    except (OSError, RuntimeError) as error:
        return {"error": "damaged", "message": str(error)}
    try:
        query = insert_values(request["query"], bound, request["insert_at"])
        result = store.query(query, prefixes=request["prefixes"])
        answer = read_result(result, request["max_rows"])
        answer["labels"] = find_labels(store, answer["rows"])
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error), "inserted": len(query) - len(request["query"])}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": "damaged" if is_damage(error) else "engine", "message": str(error)}
    answer["seconds"] = round(time.perf_counter() - started, 4)
    return answer


def insert_values(query: str, bound: Mapping[str, NamedNode | Literal], place: int) -> str:
    """Insert a VALUES clause into the query at a place; the terms stand there as the engine itself writes them."""
    if not bound:
        return query
    names, values = " ".join(f"?{name}" for name in bound), " ".join(str(term) for term in bound.values())
    return f"{query[:place]} VALUES ({names}) {{ ({values}) }} {query[place:]}"


def read_result(result: QuerySolutions | QueryBoolean | QueryTriples, max_rows: int) -> dict[str, Any]:
    """Read at most `max_rows` rows of a result, each a list of terms as `show_term` gives them."""
    if isinstance(result, QueryBoolean):
        return {"form": "ask", "columns": ["answer"], "rows": [], "boolean": bool(result), "truncated": False}
    if isinstance(result, QuerySolutions):
        columns = [variable.value for variable in result.variables]
        rows: Iterator[list[Any]] = ([show_term(cell) for cell in solution] for solution in result)
        form = "select"
    else:
        columns = ["subject", "predicate", "object"]
        rows = ([show_term(cell) for cell in triple] for triple in result)
        form = "graph"
    kept, truncated = keep_rows(rows, max_rows)
    return {"form": form, "columns": columns, "rows": kept, "truncated": truncated}


def keep_rows(rows: Iterator[list[Any]], max_rows: int) -> tuple[list[list[Any]], bool]:
    """Keep the first rows, and tell whether there are more."""
    kept: list[list[Any]] = []
    size = 0
    for row in islice(rows, max_rows):
        size += sum(len(cell[1]) for cell in row if cell)
        if size > MOST_BYTES:
            return kept, True
        kept.append(row)
    return kept, next(rows, None) is not None


def show_term(term: NamedNode | BlankNode | Literal | Triple | None) -> list[str | None] | None:
    """Return a term as [kind, value, datatype, language] with the kinds of the SPARQL results format."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return ["uri", term.value, None, None]
    if isinstance(term, BlankNode):
        return ["bnode", term.value, None, None]
    if isinstance(term, Literal):
        plain = term.language or term.datatype.value == terms.XSD + "string"
        return ["literal", term.value, None if plain else term.datatype.value, term.language]
    return ["literal", str(term), None, None]


def find_labels(store: Store, rows: Iterable[list[Any]]) -> dict[str, str]:
    """Find the label of every IRI in the rows that has one."""
    labels = {}
    for iri in {cell[1] for row in rows for cell in row if cell and cell[0] == "uri"}:
        label = find_label(store, NamedNode(iri))
        if label is not None:
            labels[iri] = label
    return labels


def find_label(store: Store, subject: NamedNode) -> str | None:
    """Find the label of an IRI; None without one."""
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(subject, predicate, None):
            if isinstance(quad.object, Literal):
                return quad.object.value
    return None


def find_term(store: Store, given: dict[str, str]) -> NamedNode | Literal:
    """Return the RDF term of a parameter: an entity by its name, an IRI, or a literal with its datatype."""
    if given["kind"] in PREFERRED:
        return NamedNode(find_entity(store, given["value"], PREFERRED[given["kind"]]))
    if given["kind"] == "iri":
        return NamedNode(given["value"])
    if given["kind"] == "text":
        return Literal(given["value"])
    return Literal(given["value"], datatype=NamedNode(terms.XSD + given["kind"]))


def find_entity(store: Store, name: str, prefer: Sequence[Kind]) -> str:
    """Return the IRI of the entity that a name means. Raises UnknownNameError and AmbiguousNameError."""
    same = {
        quad.subject.value
        for predicate in _NAMES
        for quad in store.quads_for_pattern(None, predicate, Literal(name))
        if isinstance(quad.subject, NamedNode)
    }
    exact = [entity for iri in sorted(same) if (entity := describe_entity(store, iri)) and entity.kind in prefer]
    if len(exact) == 1:  # written as in the graph: there is no need to read all names
        return exact[0].id
    subjects = {quad.subject.value for quad in store.quads_for_pattern(None, _NAMES[0], None)}  # type: ignore[union-attr]
    entities = (describe_entity(store, iri) for iri in sorted(subjects))
    return NameIndex(entity for entity in entities if entity).find(name, prefer).id


def describe_entity(store: Store, iri: str) -> NamedEntity | None:
    """Return an entity with its names and its number of events; None for a node that is no entity."""
    subject = NamedNode(iri)
    kind = find_kind(store, subject)
    if kind is None:
        return None
    names = [read_values(store, subject, predicate) for predicate in _NAMES]
    events = sum(1 for side in _SIDES for _ in store.quads_for_pattern(None, side, subject))
    return NamedEntity(iri, min(names[0], default=iri), kind, tuple(names[1]), tuple(names[2]), events)


def read_values(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    """Return the values of a property of a node, as text."""
    return [
        quad.object.value
        for quad in store.quads_for_pattern(subject, predicate, None)
        if isinstance(quad.object, Literal | NamedNode)
    ]


def find_kind(store: Store, subject: NamedNode) -> Kind | None:
    """Return the kind of an entity; None for another node."""
    return next((_KINDS[iri] for iri in read_values(store, subject, _TYPE) if iri in _KINDS), None)
