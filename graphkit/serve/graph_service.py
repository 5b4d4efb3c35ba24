"""The graph behind a server, as protocols: it answers queries and renders pages and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Cell(Protocol):
    """A term of an answer; `kind` is uri, literal or bnode."""

    @property
    def kind(self) -> str:
        """The kind of the term: uri, bnode or literal."""

    @property
    def value(self) -> str:
        """The IRI or the text of the term."""

    def to_python(self) -> str | int | float | bool:
        """Return the value as Python has it."""


class Reply(Protocol):
    """An answer; `form` is select, ask or graph."""

    @property
    def form(self) -> str:
        """The form of the query: select, ask or graph."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """The rows of cells; an unbound cell is None."""

    @property
    def boolean(self) -> bool | None:
        """The answer to an ASK query, else None."""

    @property
    def truncated(self) -> bool:
        """Tell whether there were more rows."""

    @property
    def notes(self) -> Sequence[str]:
        """Remarks on the query."""

    @property
    def seconds(self) -> float:
        """The time that the query took."""

    def show(self, cell: Any) -> str:
        """Return the text of a cell for people."""


class Desk(Protocol):
    """A graph behind a server. `base` is the IRI under which its entities are named."""

    @property
    def base(self) -> str:
        """The IRI under which the graph names its entities."""

    @property
    def prefixes(self) -> Sequence[str]:
        """The prefixes that a query may use without declaring them."""

    @property
    def queries(self) -> Sequence[Mapping[str, Any]]:
        """The ready queries: name, title, description, parameters, text."""

    def ask(self, query: str, parameters: Mapping[str, str]) -> Reply:
        """Answer SPARQL or a ready query. Raises UsageError, QueryError and QueryLimitError."""

    def write(self, reply: Reply, form: str) -> str:
        """Write a reply as json, xml, csv, terms, turtle, ntriples or jsonld."""

    def read_turtle(self) -> bytes:
        """Read the graph as Turtle."""

    def render_page(self) -> str:
        """Render the explorer page."""
