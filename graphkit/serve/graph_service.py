"""What the server needs of a graph: someone who answers, and the pages and names that it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Cell(Protocol):
    """A term of an answer; `kind` is uri, literal or bnode."""

    @property
    def kind(self) -> str: ...

    @property
    def value(self) -> str: ...

    def to_python(self) -> str | int | float | bool: ...


class Reply(Protocol):
    """An answer; `form` is select, ask or graph."""

    @property
    def form(self) -> str: ...

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Sequence[Sequence[Any]]: ...

    @property
    def boolean(self) -> bool | None: ...

    @property
    def truncated(self) -> bool: ...

    @property
    def notes(self) -> Sequence[str]: ...

    @property
    def seconds(self) -> float: ...

    def show(self, cell: Any) -> str: ...


class Desk(Protocol):
    """One graph behind a server. `base` is the IRI under which its entities are named."""

    @property
    def base(self) -> str: ...

    @property
    def prefixes(self) -> Sequence[str]: ...

    @property
    def queries(self) -> Sequence[Mapping[str, Any]]:
        """The ready queries: name, title, description, parameters, text."""

    def ask(self, query: str, parameters: Mapping[str, str]) -> Reply:
        """Answers SPARQL or a ready query. Raises UsageError, QueryError and QueryLimitError."""

    def write(self, reply: Reply, form: str) -> str:
        """A reply as json, xml, csv, terms, turtle, ntriples or jsonld."""

    def read_turtle(self) -> bytes:
        """The graph file."""

    def render_page(self) -> str:
        """The explorer page."""
