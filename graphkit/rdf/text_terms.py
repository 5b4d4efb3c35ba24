"""Write RDF terms as the text of N-Triples, which costs a fifth of making the engine's own objects."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TypeAlias

import pyoxigraph

from graphkit.rdf import terms as terms
from graphkit.rdf.terms import XSD, clean_text, is_day, is_moment

#: An IRI between its brackets.
NamedNode: TypeAlias = str
#: A value between quotation marks, with its datatype where it is no text.
Literal: TypeAlias = str
#: A statement of three terms as text.
Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]
#: What is said of a node: predicate and object.
Statement: TypeAlias = tuple[NamedNode, NamedNode | Literal]


def write_iri(iri: str) -> NamedNode:
    """Write an IRI, which must hold nothing that an IRI cannot."""
    return f"<{iri}>"


def text(value: str) -> Literal:
    """Write a text; what needs an escape is escaped by the engine."""
    is_plain = value.isprintable() and '"' not in value and "\\" not in value
    return f'"{value}"' if is_plain else str(pyoxigraph.Literal(clean_text(value)))


def number(value: int) -> Literal:
    """Write a whole number or a truth value with its datatype."""
    kind = "boolean" if isinstance(value, bool) else "integer"
    return f'"{str(value).lower()}"^^<{XSD}{kind}>'


def typed(value: str, datatype: NamedNode) -> Literal:
    """Write a value with its datatype."""
    return f"{text(value)}^^{datatype}"


@cache
def node(iri: str) -> NamedNode:
    """Make the term of an IRI of a namespace (kept, since a graph repeats them)."""
    return write_iri(iri)


_DECIMAL, _DATE, _MOMENT = (write_iri(XSD + name) for name in ("decimal", "date", "dateTime"))


@lru_cache(maxsize=10_001)
def decimal(value: float) -> Literal:
    """Make a score as xsd:decimal with at most four digits."""
    return typed(f"{round(value, 4):.4f}".rstrip("0").rstrip("."), _DECIMAL)


def degrees(value: float) -> Literal:
    """Make a latitude or longitude as xsd:decimal, as exact as a float tells."""
    return typed(f"{value:.6f}".rstrip("0").rstrip("."), _DECIMAL)


@lru_cache(maxsize=10_000)
def day(value: str) -> Literal:
    """Make an ISO day or time of day with its datatype; what is neither stays plain text."""
    datatype = _DATE if is_day(value) else _MOMENT if is_moment(value) else None
    return text(value) if datatype is None else typed(value, datatype)
