"""Check a graph file or store: the SHACL shapes, and the invariants between the three layers as SPARQL."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store

from graphkit.errors import DamagedGraphError
from graphkit.rdf import terms as terms
from graphkit.rdf.graph_files import find_graph
from graphkit.rdf.ontology import find_vocabulary
from graphkit.rdf.store import open_store
from graphkit.rdf.store_manifest import REMEDY, check_store, explain_engine, is_store
from graphkit.rdf.terms import is_day, is_moment
from graphkit.rdf.turtle import parse_turtle

_DAY, _MOMENT = terms.XSD + "date", terms.XSD + "dateTime"
_PUBLISHED = terms.SCHEMA + "datePublished"
#: A text that is meant as a day of the calendar.
_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_ASSERTED = "status:occurred, status:ongoing"

#: What SHACL cannot say as well: each query selects what breaks the rule as ?at.
INVARIANTS = {
    "A bare triple needs a relation with an event that occurred or is ongoing.": f"""
        SELECT ?at WHERE {{ ?at ?p ?o . FILTER(STRSTARTS(STR(?p), STR(gk:)))
            FILTER EXISTS {{ ?any rdf:predicate ?p }}
            FILTER NOT EXISTS {{ ?r rdf:predicate ?p ; gk:event/gk:status ?s . FILTER(?s IN ({_ASSERTED}))
                {{ ?r rdf:subject ?at ; rdf:object ?o }} UNION {{ ?r rdf:subject ?o ; rdf:object ?at }} }} }}""",
    "A relation with an event that occurred or is ongoing needs its bare triple.": f"""
        SELECT DISTINCT ?at WHERE {{ ?at rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; gk:event/gk:status ?s .
            FILTER(?s IN ({_ASSERTED})) FILTER NOT EXISTS {{ ?a ?p ?b }} }}""",
    "A relation and its events must name the same agent, predicate and recipient.": """
        SELECT DISTINCT ?at WHERE { ?at rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; gk:event ?e .
            FILTER NOT EXISTS { ?e gk:agent ?a ; gk:predicate ?p ; gk:recipient ?b } }""",
    "Every event must be behind exactly one relation.": """
        SELECT ?at WHERE { ?at a gk:Event . OPTIONAL { ?r gk:event ?at } } GROUP BY ?at HAVING (COUNT(?r) != 1)""",
    "A relation's status must be the strongest among its events.": """
        SELECT ?at WHERE { ?at gk:status ?own ; gk:event/gk:status ?s .
            BIND("occurred ongoing disputed planned alleged possible denied negated" AS ?order)
            BIND(STRLEN(STRBEFORE(?order, STRAFTER(STR(?s), "#"))) AS ?rank)
            BIND(STRLEN(STRBEFORE(?order, STRAFTER(STR(?own), "#"))) AS ?mine) }
        GROUP BY ?at ?mine HAVING (MIN(?rank) != ?mine)""",
    "A relation's event count must be the number of its events.": """
        SELECT ?at WHERE { ?at gk:eventCount ?n ; gk:event ?e } GROUP BY ?at ?n HAVING (COUNT(?e) != ?n)""",
    "Whoever takes part in an event must be described.": """
        SELECT DISTINCT ?at WHERE { ?e gk:agent|gk:recipient|sem:hasPlace ?at .
            FILTER NOT EXISTS { ?at rdfs:label ?l } }""",
    "Whoever says something must be described.": """
        SELECT DISTINCT ?at WHERE { ?m prov:wasAttributedTo ?at . FILTER NOT EXISTS { ?at rdfs:label ?l } }""",
    "There must be no blank nodes.": """
        SELECT ?at WHERE { ?at ?p ?o . FILTER(isBlank(?at) || isBlank(?o)) }""",
}


@dataclass(frozen=True, slots=True)
class GraphProblem:
    """A fault of a graph: its node, and what the node needs."""

    at: str
    message: str


@dataclass(frozen=True, slots=True)
class GraphCheck:
    """The problems that a check found in a graph file."""

    path: str
    triples: int
    problems: tuple[GraphProblem, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether the graph has no problem."""
        return not self.problems


def check_graph(path: str | Path, *, shapes: bool = True) -> GraphCheck:
    """Check a graph file or a store against the rules between its layers and, if `shapes` is true, the SHACL shapes.

    Raises UsageError when there is no such file, and DamagedGraphError when it is not Turtle or not a whole store.
    """
    source = find_graph(path)
    store = read_whole_store(source) if is_store(source) else load_file(source)
    problems = {*find_breaches(store), *find_strangers(store, str(source)), *find_impossible_days(store)}
    if shapes:
        problems |= set(find_shape_violations(store))
    return GraphCheck(
        str(source), len(store), tuple(sorted(problems, key=lambda problem: (problem.message, problem.at)))
    )


def load_file(path: Path) -> Store:
    """Load a graph file. Raises DamagedGraphError."""
    data = path.read_bytes()
    parse_turtle(data, str(path))
    store = Store()
    store.bulk_load(data, format=RdfFormat.TURTLE)
    return store


def read_whole_store(folder: Path) -> Store:
    """Read a store of which each byte is as it was written, and all triples are there. Raises DamagedGraphError."""
    manifest = check_store(folder, thorough=True)
    store = open_store(folder)
    try:
        triples = len(store)
    except (OSError, RuntimeError) as error:
        raise explain_engine(error, folder) from error
    if triples != manifest.triples:
        what = f"the store is damaged: it holds {triples:,} triples of {manifest.triples:,}"
        raise DamagedGraphError(what, where=str(folder), remedy=REMEDY)
    return store


def find_breaches(store: Store) -> list[GraphProblem]:
    """Find what breaks the invariants."""
    breaches = []
    for message, query in INVARIANTS.items():
        solutions = store.query(query, prefixes=terms.find_prefixes())
        assert isinstance(solutions, QuerySolutions)  # noqa: S101  # the queries above are all SELECT
        breaches += [GraphProblem(_name(str(solution["at"].value)), message) for solution in solutions]
    return breaches


def find_strangers(store: Store, path: str) -> list[GraphProblem]:
    """Find the signs of another kind of graph: no article at all, or terms that the ontology does not have."""
    vocabulary = find_vocabulary() | _list_iris(store, "SELECT DISTINCT ?iri WHERE { ?iri gk:predicateGroup ?group }")
    used = {
        "property": _list_iris(store, "SELECT DISTINCT ?iri WHERE { ?s ?iri ?o }"),
        "class": _list_iris(store, "SELECT DISTINCT ?iri WHERE { ?s a ?iri FILTER(isIRI(?iri)) }"),
    }
    strangers = [
        GraphProblem(_name(iri), f"The ontology has no such {kind}.")
        for kind, iris in used.items()
        for iri in iris - vocabulary
    ]
    if not store.query("ASK { ?article a schema:NewsArticle }", prefixes=terms.find_prefixes()):
        strangers.append(GraphProblem(path, "A graph must describe at least one article."))
    return strangers


def _list_iris(store: Store, query: str) -> set[str]:
    """List what a SELECT of IRIs finds."""
    solutions = store.query(query, prefixes=terms.find_prefixes())
    assert isinstance(solutions, QuerySolutions)  # noqa: S101  # the queries are all SELECT
    return {str(solution["iri"].value) for solution in solutions}


def find_impossible_days(store: Store) -> list[GraphProblem]:
    """Find days and times that no calendar has, such as 30 February, whatever datatype they were given."""
    return [
        GraphProblem(_name(str(subject)), f"There is no such day: {value} ({_name(predicate)}).")
        for subject, predicate, value, datatype in _find_dates(store)
        if not _is_possible(value, datatype)
    ]


def _is_possible(value: str, datatype: str) -> bool:
    """Tell whether the calendar has a day or time of a datatype; without one it may be either."""
    return (datatype != _MOMENT and is_day(value)) or (datatype != _DAY and is_moment(value))


def _find_dates(store: Store) -> Iterator[tuple[str, str, str, str]]:
    """Yield what has a datatype of time, and texts written like a day: node, property, value, datatype or nothing."""
    for quad in store:
        term = quad.object
        if not isinstance(term, Literal):
            continue
        datatype = term.datatype.value
        is_date = datatype in (_DAY, _MOMENT) or (quad.predicate.value == _PUBLISHED and _LIKE_A_DAY.match(term.value))
        if is_date:
            subject = getattr(quad.subject, "value", str(quad.subject))
            yield subject, quad.predicate.value, term.value, datatype if datatype in (_DAY, _MOMENT) else ""


def find_shape_violations(store: Store) -> list[GraphProblem]:
    """Find what breaks the SHACL shapes."""
    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    data, shapes = rdflib.Graph(), rdflib.Graph()
    shapes.parse(data=(resources.files("graphkit") / "assets" / "shapes.ttl").read_text("utf-8"), format="turtle")
    with _no_tracebacks():
        for quad in store:
            data.add(tuple(_to_rdflib(term) for term in quad.triple))  # type: ignore[arg-type]  # three terms
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(results, rdflib.Graph)  # noqa: S101  # what pyshacl gives unless it was told to serialise
    return [
        GraphProblem(_name(str(results.value(result, SH.focusNode))), str(results.value(result, SH.resultMessage)))
        for result in results.subjects(rdflib.RDF.type, SH.ValidationResult)
    ]


@contextmanager
def _no_tracebacks() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each value that its datatype cannot have; the shapes tell of them."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _to_rdflib(term: object) -> object:
    """Make a term of pyoxigraph one of rdflib."""
    import rdflib

    if isinstance(term, Literal):
        datatype = None if term.datatype.value == terms.XSD + "string" or term.language else term.datatype.value
        kind = rdflib.URIRef(datatype) if datatype else None
        literal = rdflib.Literal(term.value, lang=term.language, datatype=kind, normalize=False)
        # pySHACL cannot compare a value that its datatype does not have; as plain text it breaks the shape.
        return rdflib.Literal(term.value) if literal.ill_typed else literal
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, BlankNode)  # noqa: S101  # a graph holds no other terms
    return rdflib.BNode(term.value)


def _name(iri: str) -> str:
    """Return an IRI as people read it, with the prefix that fits best."""
    prefixes = sorted(terms.find_prefixes().items(), key=lambda item: -len(item[1]))
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in prefixes if iri.startswith(space)), iri)
