"""Write RDF terms as the text of N-Triples, which costs a fifth of making the engine's own objects."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pyoxigraph

from graphkit.rdf import terms as terms
from graphkit.rdf.terms import XSD, clean_text, is_day, is_moment


class NamedNode(str):
    """An IRI between its brackets."""

    __slots__ = ()

    def __new__(cls, iri: str) -> NamedNode:
        """Make the text of an IRI, which must hold nothing that an IRI cannot."""
        return str.__new__(cls, f"<{iri}>")


class Literal(str):
    """A value between quotation marks, with its datatype where it is no text."""

    __slots__ = ()

    def __new__(cls, value: str | int, datatype: NamedNode | None = None) -> Literal:
        """Make the text of a value; what needs an escape is escaped by the engine."""
        if isinstance(value, bool):
            return str.__new__(cls, f'"{str(value).lower()}"^^<{XSD}boolean>')
        if isinstance(value, int):
            return str.__new__(cls, f'"{value}"^^<{XSD}integer>')
        is_plain = value.isprintable() and '"' not in value and "\\" not in value
        quoted = f'"{value}"' if is_plain else str(pyoxigraph.Literal(clean_text(value)))
        return str.__new__(cls, quoted if datatype is None else f"{quoted}^^{datatype}")


class Triple(NamedTuple):
    """A statement of three terms as text."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal


@cache
def node(iri: str) -> NamedNode:
    """Make the term of an IRI of a namespace (kept, since a graph repeats them)."""
    return NamedNode(iri)


text = Literal
_DECIMAL, _DATE, _MOMENT = (NamedNode(XSD + name) for name in ("decimal", "date", "dateTime"))


def decimal(value: float) -> Literal:
    """Make a score as xsd:decimal with at most four digits."""
    return Literal(f"{round(value, 4):.4f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


def degrees(value: float) -> Literal:
    """Make a latitude or longitude as xsd:decimal, as exact as a float tells."""
    return Literal(f"{value:.6f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


@cache
def _datatype_of(value: str) -> NamedNode | None:
    return _DATE if is_day(value) else _MOMENT if is_moment(value) else None


def day(value: str) -> Literal:
    """Make an ISO day or time of day with its datatype; what is neither stays plain text."""
    return Literal(value, datatype=_datatype_of(value))
