"""The ontology and the shapes that come with graphkit: their texts, their terms, and the classes above each class."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from graphkit.rdf.terms import GK, OWL, RDF, RDFS, SKOS

#: Terms of the common vocabularies that a graph file uses and the ontology need not describe.
_COMMON_TERMS = frozenset(
    {RDF + name for name in ("type", "subject", "predicate", "object")}
    | {SKOS + "altLabel", SKOS + "hiddenLabel", RDFS + "label", OWL + "sameAs"}
)
#: Properties whose objects are classes.
_NAMING_CLASSES = frozenset({RDF + "type", RDFS + "subClassOf"})


def read_asset(name: str) -> str:
    """Return the Turtle text of ontology.ttl or shapes.ttl."""
    return (resources.files("graphkit") / "assets" / name).read_text(encoding="utf-8")


@cache
def find_ontology() -> tuple[Triple, ...]:
    """Return the triples of the ontology."""
    return tuple(quad.triple for quad in pyoxigraph.parse(read_asset("ontology.ttl"), format=RdfFormat.TURTLE))


@cache
def find_superclasses() -> Mapping[str, tuple[str, ...]]:
    """Return the classes above each class of the ontology, near and far, by IRI."""
    above: dict[str, set[str]] = {}
    for subject, predicate, object_ in find_ontology():
        if predicate.value == RDFS + "subClassOf" and isinstance(subject, NamedNode) and isinstance(object_, NamedNode):
            above.setdefault(subject.value, set()).add(object_.value)
    closed: dict[str, tuple[str, ...]] = {}
    for iri in above:
        superclasses: set[str] = set()
        left = [iri]
        while left:
            left += (new := above.get(left.pop(), set()) - superclasses)
            superclasses |= new
        closed[iri] = tuple(sorted(superclasses))
    return closed


@cache
def find_vocabulary() -> frozenset[str]:
    """Return the IRIs of every property and class that a graph file may use, whatever its namespace."""
    terms = set(_COMMON_TERMS)
    for subject, predicate, object_ in find_ontology():
        names = [subject, predicate, *([object_] if predicate.value in _NAMING_CLASSES else [])]
        terms |= {name.value for name in names if isinstance(name, NamedNode)}
    return frozenset(terms)


@cache
def find_terms() -> frozenset[str]:
    """Return the local names of the classes and properties of the gk: namespace."""
    return frozenset(
        subject.value.removeprefix(GK)
        for subject, _, _ in find_ontology()
        if isinstance(subject, NamedNode) and subject.value.startswith(GK)
    )
