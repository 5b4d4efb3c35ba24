"""Asking a graph: SPARQL text, a .rq file or a ready query, answered in a process that can be killed."""

from __future__ import annotations

import difflib
import re
import sys
import threading
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.errors import QueryError, UsageError
from graphkit.rdf import terms as terms
from graphkit.rdf.graph_files import find_base, find_graph
from graphkit.rdf.ontology import find_terms
from graphkit.sparql.guard import QueryToken, decode_escapes, refuse_unsafe
from graphkit.sparql.process import GraphProcess
from graphkit.sparql.results import Answer, Term
from graphkit.sparql.templates import Parameter, ReadyQuery, find_query

if TYPE_CHECKING:
    from graphkit.model import Findings

#: Seconds that a query may take.
TIMEOUT = 10.0
#: Rows that an answer may have.
MOST_ROWS = 10_000
#: Bytes that a query may take on top of the loaded graph.
MEMORY = 2 << 30

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def query_graph(
    graph: str | Path | Findings,
    query: str | Path,
    parameters: Mapping[str, str] | None = None,
    *,
    timeout: float = TIMEOUT,
    max_rows: int = MOST_ROWS,
    memory: int | None = MEMORY,
) -> Answer:
    """Answer a query about a graph file, its folder, a store, or findings.

    `query` is SPARQL text, the path of a .rq file or the name of a ready query; graphkit's prefixes are known to it.
    `parameters` give values to its variables, as RDF terms and never as text of the query. `timeout` is in seconds
    (loading not counted), `memory` in bytes on top of the loaded graph (None for no bound).

    Raises QueryError for a query that does not parse or is refused, UsageError for an unknown name, parameter or graph,
    DamagedGraphError for a graph that is not whole, and QueryLimitError when it takes too long or too much memory; too
    many rows are cut off (`truncated`).
    """
    source = find_graph(graph) if isinstance(graph, str | Path) else _serialise(graph)
    request = make_request(query, parameters or {}, max_rows, base=find_base(source), timeout=timeout)
    with GraphProcess(source, memory) as process:
        return read_answer(process.ask(request, timeout), request)


def _serialise(findings: Findings) -> bytes:
    from graphkit.rdf.turtle import serialise_turtle  # a graph on the disk needs no writer

    return serialise_turtle(findings)


def make_request(
    query: str | Path,
    parameters: Mapping[str, str],
    max_rows: int = MOST_ROWS,
    base: str = terms.DEFAULT_BASE,
    *,
    allow_files: bool = True,
    timeout: float = TIMEOUT,
) -> dict[str, Any]:
    """Make what a GraphProcess is asked, checked before anything is started.

    Without `allow_files` a query is never taken for the path of a file. Raises QueryError and UsageError.
    """
    check_limits(timeout, max_rows)
    text, ready = find_text(query, allow_files=allow_files)
    tokens = refuse_unsafe(text)
    bound = bind_ready(ready, parameters) if ready else bind_any(parameters, tokens, base)
    return {
        "query": decode_escapes(text),
        "parameters": bound,
        "insert_at": find_where(tokens),
        "prefixes": terms.find_prefixes(base),
        "max_rows": max_rows,
        "notes": find_notes(tokens),
    }


def check_limits(timeout: float, max_rows: int) -> None:
    """Raise UsageError for limits of an answer that let nothing through, or that no machine can count to."""
    if not 1 <= max_rows <= sys.maxsize:
        raise UsageError(f"An answer cannot have at most {max_rows} rows.", remedy="Give --max-rows 1 or more.")
    if not 0 < timeout <= threading.TIMEOUT_MAX:
        remedy = "Give --timeout above 0, and at most 86400 (a day)."
        raise UsageError(f"A query cannot be stopped after {timeout:g} seconds.", remedy=remedy)


def find_where(tokens: list[QueryToken]) -> int:
    """Find the offset just inside the first brace of the query's pattern, where values can be given."""
    braces = [token for token in tokens if token.text in ("{", "}")]
    is_template = any(token.text.upper() == "CONSTRUCT" and after.text == "{" for token, after in pairwise(tokens))
    depth = 0
    for token in braces:
        if token.text == "}":
            depth -= 1
            is_template = is_template and depth > 0
            continue
        depth += 1
        if not is_template:
            return token.start + 1
    return 0


def find_text(query: str | Path, *, allow_files: bool = True) -> tuple[str, ReadyQuery | None]:
    """Find the SPARQL text that is meant, and the ready query that it is, if it is one."""
    given = str(query).strip()
    if isinstance(query, str) and _NAME.fullmatch(given):
        ready = find_query(given)
        return ready.text, ready
    if isinstance(query, Path) or (allow_files and given.endswith(".rq") and "\n" not in given):
        path = Path(given)
        try:
            return path.read_text(encoding="utf-8"), None
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            remedy = "Give the path of a text file with a SPARQL query."
            raise UsageError(f"The query file cannot be read: {reason}.", where=given, remedy=remedy) from error
    if not given:
        raise QueryError("The query is empty.", remedy="Start from a ready one: `graphkit query --list`.")
    return str(query), None


def bind_ready(ready: ReadyQuery, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Bind the parameters of a ready query to their kinds, defaults filled in. Raises UsageError."""
    parameters = {parameter.name: parameter for parameter in ready.parameters}
    for name in given:
        if name not in parameters:
            takes = f"It takes {', '.join(parameters)}." if parameters else "It takes none."
            raise UsageError(f"{ready.name} has no parameter {name!r}.", remedy=f"{takes} For example: {ready.example}")
    bound = {}
    for name, parameter in parameters.items():
        value = given.get(name, parameter.default)
        if value is not None:
            bound[name] = make_value(parameter, value)
        elif parameter.required:
            raise UsageError(
                f"{ready.name} needs a value for {name!r}: {parameter.description}.",
                remedy=f"For example: {ready.example}",
            )
    return bound


def make_value(parameter: Parameter, value: str) -> dict[str, str]:
    """Make a parameter what the worker takes. Raises UsageError for a value that its kind cannot have."""
    patterns = {"integer": r"[+-]?[0-9]+", "decimal": r"[+-]?[0-9]+(\.[0-9]+)?"}
    if parameter.kind in ("entity", "place") and value.startswith(("http://", "https://")):
        return make_iri(value, parameter.name)
    if parameter.kind == "date" and not terms.is_day(value):
        raise UsageError(f"{parameter.name} is not a day: {value!r}.", remedy="Write it as 2023-11-08.")
    if parameter.kind in patterns and not re.fullmatch(patterns[parameter.kind], value):
        raise UsageError(f"{parameter.name} is not a number: {value!r}.", remedy="Write digits, such as 10.")
    return {"kind": parameter.kind, "value": terms.clean_text(value)}


def make_iri(value: str, name: str) -> dict[str, str]:
    """Make an IRI what the worker takes. Raises UsageError for one that could not stand in a query."""
    if re.search(r"[\s<>\"{}|\\^`\x00-\x20]", value):
        raise UsageError(f"{name} is not an IRI: {value!r}.", remedy="Give a name, or an IRI without blanks.")
    return {"kind": "iri", "value": value}


def bind_any(given: Mapping[str, str], tokens: list[QueryToken], base: str) -> dict[str, dict[str, str]]:
    """Bind the variables of a user's own query; the form of a value decides: IRI, day, number or text."""
    variables = {token.text[1:] for token in tokens if token.kind == "variable"}
    bound = {}
    for name, value in given.items():
        if name not in variables:
            remedy = f"It has {', '.join(sorted('?' + variable for variable in variables)) or 'no variables'}."
            raise UsageError(f"The query has no variable ?{name}.", remedy=remedy)
        if value.startswith("<") and value.endswith(">"):
            bound[name] = make_iri(value[1:-1], name)
        elif terms.is_day(value):
            bound[name] = {"kind": "date", "value": value}
        elif re.fullmatch(r"[+-]?[0-9]+", value):
            bound[name] = {"kind": "integer", "value": value}
        else:
            prefix, colon, local = value.partition(":")
            spaces = terms.find_prefixes(base)
            if colon and prefix in spaces and re.fullmatch(r"[\w/-]+", local):
                bound[name] = {"kind": "iri", "value": spaces[prefix] + local}
            else:
                bound[name] = {"kind": "text", "value": terms.clean_text(value)}
    return bound


def read_answer(answer: dict[str, Any], request: dict[str, Any]) -> Answer:
    """Read the worker's answer as an Answer. Raises QueryError for what is wrong with the query."""
    if "error" in answer:
        raise explain_error(answer, request)
    rows = tuple(tuple(None if cell is None else Term(*cell) for cell in row) for row in answer["rows"])
    notes = list(request["notes"])
    if answer["truncated"]:
        notes.append(f"Only the first {len(rows):,} rows are shown; there are more (--max-rows).")
    return Answer(
        form=answer["form"],
        columns=tuple(answer["columns"]),
        rows=rows,
        truncated=answer["truncated"],
        boolean=answer.get("boolean"),
        labels=answer["labels"],
        notes=tuple(notes),
        seconds=answer["seconds"],
    )


def explain_error(answer: dict[str, Any], request: dict[str, Any]) -> QueryError:
    """Explain what is wrong with a query, where it is, and what to do about it."""
    if answer["error"] == "parameter":
        return QueryError(
            f"A parameter cannot stand in a query: {answer['message']}", remedy="Give a name, a whole IRI or a day."
        )
    if answer["error"] in ("unknown-name", "ambiguous-name"):
        return explain_name(answer)
    match = _PLACE.match(answer["message"])
    if answer["error"] != "syntax" or match is None:
        return QueryError(f"The query cannot be run: {answer['message']}")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    return explain_syntax(request["query"], line, find_column(answer, request, line, column), expected)


def find_column(answer: dict[str, Any], request: dict[str, Any], line: int, column: int) -> int:
    """Find the column in the query as it was given, before values were put into one of its lines."""
    before_values = request["query"][: request["insert_at"]]
    if not request["parameters"] or line != before_values.count("\n") + 1:
        return column
    start = len(before_values) - (before_values.rfind("\n") + 1)
    return max(start + 1, column - answer["inserted"]) if column > start else column


def explain_syntax(query: str, line: int, column: int, expected: str) -> QueryError:
    """Explain where a query does not parse and what the engine expected there."""
    lines = query.splitlines() or [""]
    text = lines[line - 1] if line <= len(lines) else ""
    before = text[: column - 1]
    if "Prefix not found" in expected:
        return explain_prefix(before, line, column)
    here = text[column - 1 : column + 20].strip() or "the end"
    return QueryError(
        f"The query does not parse at line {line}, column {column}, before {here!r}.",
        where=f"...{text[max(0, column - 41) : column - 1]} ->{text[column - 1 : column + 30]}",
        remedy=advise_syntax(query, here, expected),
    )


def advise_syntax(query: str, here: str, expected: str) -> str:
    """Advise what to write where a query does not parse."""
    missing = query.count("{") - query.count("}")
    if here == "the end" and missing > 0:
        return f"{missing} closing }} missing." if missing > 1 else "A closing } is missing."
    quoted = [sign for sign in re.findall(r'"([^"]+)"', expected) if sign not in ("{|", "|}", "~", "<<")]
    if quoted:
        return f"Expected there: {' '.join(quoted[:8])}"
    return "Check the brackets, dots and spelling just before."


def explain_name(answer: dict[str, Any]) -> QueryError:
    """Return what to do about a name that means nothing in the graph, or several things."""
    if answer["error"] == "ambiguous-name":
        several = ", ".join(answer["near"])
        return QueryError(f"{answer['message']!r} may mean several.", remedy=f"Use a full name or an IRI: {several}.")
    near = " or ".join(answer["near"])
    remedy = f"Did you mean {near}?" if near else "`graphkit query GRAPH find-name` searches."
    return QueryError(f"Nothing in this graph is called {answer['message']!r}.", remedy=remedy)


def explain_prefix(before: str, line: int, column: int) -> QueryError:
    """Explain a prefix that is not declared, with the nearest one that needs no declaration."""
    match = re.search(r"([\w.-]*):[^\s:]*$", before)
    prefix = match[1] if match else ""
    prefixes = list(terms.find_prefixes())
    near = difflib.get_close_matches(prefix, prefixes, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}:? " if near else ""
    return QueryError(
        f"The prefix {prefix}: is not declared (line {line}, column {column - (len(match[0]) if match else 0)}).",
        remedy=f"{hint}These need no declaration: {', '.join(prefixes)}.",
    )


def find_notes(tokens: list[QueryToken]) -> list[str]:
    """Find names of the gk: namespace that do not exist, which would silently match nothing; remark on each."""
    terms_of_ontology = find_terms()
    notes = []
    for token in tokens:
        name = token.text.removeprefix("gk:")
        if token.kind == "prefixed" and token.text.startswith("gk:") and name and name not in terms_of_ontology:
            near = difflib.get_close_matches(name, terms_of_ontology, n=1, cutoff=0.6)
            notes.append(f"gk:{name} is not in the ontology." + (f" Did you mean gk:{near[0]}?" if near else ""))
    return list(dict.fromkeys(notes))
