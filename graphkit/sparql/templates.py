"""The ready queries of assets/queries: a SPARQL file each, with a header that says what it answers and what it takes.

    # title: Who met whom
    # description: Meetings, calls and visits in a period.
    # param actor entity: only those of this actor
    # param from date = 2023-01-01: the first day
    # example: graphkit query out who-met-whom --param actor="Ana Duarte"

A parameter without a default may be left out and then stands for anything, unless it is marked `required`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graphkit.errors import AssetError, UsageError

KINDS = ("entity", "place", "date", "text", "integer", "decimal")
_PARAMETER = re.compile(r"(\w+) (\w+)( required)?(?: = (.+?))?: (.+)")
_HEADER = re.compile(r"# (title|description|param|example): ?(.*)|# param (.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a ready query. `kind` is entity or place (a name), date, text, integer or decimal."""

    name: str
    kind: str
    description: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query that comes with graphkit."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str
    text: str


def list_queries() -> tuple[ReadyQuery, ...]:
    """List all ready queries, by name. Raises AssetError when a header is incomplete."""
    return _load_all()


def find_query(name: str) -> ReadyQuery:
    """Find the ready query of this name. Raises UsageError with the nearest names."""
    queries = {query.name: query for query in list_queries()}
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UsageError(f"There is no ready query {name!r}.", remedy=f"{hint}`graphkit query --list` shows all of them.")


@cache
def _load_all() -> tuple[ReadyQuery, ...]:
    folder = resources.files("graphkit") / "assets" / "queries"
    files = sorted((file.name, file) for file in folder.iterdir() if file.name.endswith(".rq"))
    return tuple(read_query(name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for name, file in files)


def read_query(name: str, text: str) -> ReadyQuery:
    """Read a ready query from the text of its file. Raises AssetError that names the line."""
    heads: dict[str, str] = {}
    parameters = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        match = _HEADER.fullmatch(line)
        if match is None:
            raise AssetError(
                "The header line is not title, description, param or example.", where=f"{name}.rq:{number}"
            )
        if match[3] is not None:
            parameters.append(_read_parameter(match[3], f"{name}.rq:{number}"))
        else:
            heads[match[1]] = f"{heads[match[1]]} {match[2]}" if match[1] in heads else match[2]
    missing = [key for key in ("title", "description", "example") if key not in heads]
    if missing:
        raise AssetError(f"The header lacks {', '.join(missing)}.", where=f"{name}.rq")
    return ReadyQuery(name, heads["title"], heads["description"], tuple(parameters), heads["example"], text)


def _read_parameter(line: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None or match[2] not in KINDS:
        remedy = f"Write `# param NAME KIND = DEFAULT: what it is`, with a kind out of {', '.join(KINDS)}."
        raise AssetError("The parameter cannot be read.", where=where, remedy=remedy)
    return Parameter(match[1], match[2], match[5], match[4], match[3] is not None)
