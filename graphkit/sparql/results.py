"""Results of a query: columns and rows of terms, and the forms in which people and programs want them."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphkit.errors import UsageError
from graphkit.rdf import terms as terms
from graphkit.runtime.spreadsheet import disarm_cell

if TYPE_CHECKING:
    import pyoxigraph
    from rich.table import Table

#: Characters of a cell above which a table becomes hard to read.
_LONG_TEXT = 80
#: What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A cell: `kind` is uri, literal or bnode."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None

    def to_python(self) -> str | int | float | bool:
        """Return the value as Python has it: numbers and booleans by their datatype, everything else as text."""
        name = (self.datatype or "").removeprefix(terms.XSD)
        try:
            if name == "integer":
                return int(self.value)
            if name in ("decimal", "double", "float"):
                return float(self.value)
        except ValueError:
            return self.value
        return self.value == "true" if name == "boolean" else self.value


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query. `form` is select, ask or graph; `truncated` says that rows were left out.

    `labels` are the names of the IRIs in the rows; `notes` are remarks about the query that a person should see.
    """

    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False
    boolean: bool | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_rows(self, *, iris: bool = False) -> list[list[str]]:
        """Return the rows as text, with names in place of IRIs unless `iris`; what is unbound is empty."""
        if self.form == "ask":
            return [["yes" if self.boolean else "no"]]
        return [[self.show(cell, iris=iris) for cell in row] for row in self.rows]

    def to_records(self, *, iris: bool = False) -> list[dict[str, Any]]:
        """Return the rows as one mapping each, numbers as numbers and what is unbound as None."""
        if self.form == "ask":
            return [{"answer": self.boolean}]
        records = []
        for row in self.rows:
            cells = [
                None if cell is None else self.show(cell, iris=iris) if cell.kind == "uri" else cell.to_python()
                for cell in row
            ]
            records.append(dict(zip(self.columns, cells, strict=True)))
        return records

    def show(self, cell: Term | None, *, iris: bool = False) -> str:
        """Return the text of a term for people: its name in place of its IRI."""
        if cell is None:
            return ""
        if cell.kind != "uri" or iris:
            return cell.value
        return self.labels.get(cell.value) or name_iri(cell.value)


def name_iri(iri: str) -> str:
    """Name an IRI for people: the label of a predicate or type, or the IRI with its prefix."""
    if iri.startswith(terms.GK):
        from graphkit.resources.vocabulary import Vocabulary

        local = iri[len(terms.GK) :]
        return next((p.label for p in Vocabulary.load().predicates.values() if p.camel == local), f"gk:{local}")
    for scheme in (terms.PLOVER, terms.CAMEO, terms.STATUS):
        if iri.startswith(scheme):
            return iri[len(scheme) :]
    prefixes = sorted(terms.find_prefixes().items(), key=lambda item: -len(item[1]))
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in prefixes if iri.startswith(space)), iri)


def write_table(answer: Answer, *, iris: bool = False, width: int | None = None) -> str:
    """Return the answer as a table for a terminal, without control characters.

    Rows with long texts, or with more columns than fit without breaking a word, are blocks of one line a column.
    """
    from rich.console import Console

    target = io.StringIO()
    console = Console(file=target, width=width, color_system=None, highlight=False, legacy_windows=False)
    rows = [[clean_cell(cell) for cell in row] for row in answer.to_rows(iris=iris)]
    columns = [clean_cell(column) for column in answer.columns]
    if needs_blocks(columns, rows, console.width):
        return write_blocks(columns, rows, console.width)
    console.print(_make_table(answer, columns, rows))
    return "\n".join(line.rstrip() for line in target.getvalue().splitlines()) + "\n"


def needs_blocks(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether a table would hold a text longer than a line, or would break words to fit."""
    longest = max((len(cell) for row in rows for cell in row), default=0)
    words = [
        max((len(word) for cell in (column, *(row[place] for row in rows)) for word in cell.split()), default=0)
        for place, column in enumerate(columns)
    ]
    return bool(rows) and (longest > _LONG_TEXT or sum(words) + 3 * (len(words) - 1) > width)


def write_blocks(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Return each row as a block: a line for each column that has a value, long texts wrapped between words."""
    indent = max(map(len, columns), default=0) + 2
    blocks = []
    for row in rows:
        lines = [
            textwrap.fill(
                cell,
                width=max(width, indent + 20),
                initial_indent=f"{column}: ".ljust(indent),
                subsequent_indent=" " * indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            for column, cell in zip(columns, row, strict=True)
            if cell
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _make_table(answer: Answer, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        cells = [row[place] for row in answer.rows if row[place] is not None]
        numeric = bool(answer.rows) and all(isinstance(cell.to_python(), int | float) for cell in cells if cell)
        table.add_column(Text(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def clean_cell(cell: str) -> str:
    """Put a text on one line, with what a terminal would obey (control and direction signs) made visible."""
    plain = " ".join(cell.split()) if any(sign in cell for sign in "\n\r\t") else cell
    return "".join(sign if sign.isprintable() or sign == " " else f"\\u{ord(sign):04x}" for sign in plain)


def write_csv(answer: Answer, *, iris: bool = False) -> str:
    """Write the answer as comma-separated values: SPARQL 1.1 Query Results CSV with `iris`, else names for people.

    With names no cell is a formula for a spreadsheet.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(answer.columns)
    rows = answer.to_rows(iris=iris)
    writer.writerows(rows if iris else [[disarm_cell(cell) for cell in row] for row in rows])
    return target.getvalue()


def write_tsv(answer: Answer, *, iris: bool = False) -> str:
    """Write the answer as tab-separated values; tabs and line breaks in a cell become spaces.

    With names no cell is a formula for a spreadsheet.
    """
    rows = answer.to_rows(iris=iris)
    lines = [list(answer.columns), *(rows if iris else ([str(disarm_cell(cell)) for cell in row] for row in rows))]
    return "".join(
        "\t".join(" ".join(c.split()) if set(c) & set("\t\n\r") else c for c in line) + "\n" for line in lines
    )


def write_json(answer: Answer, *, iris: bool = True) -> str:
    """Write the answer in the SPARQL 1.1 Query Results JSON Format, which always has IRIs."""
    if answer.form == "ask":
        return json.dumps({"head": {}, "boolean": answer.boolean}) + "\n"
    bindings = [
        {column: _bind(cell) for column, cell in zip(answer.columns, row, strict=True) if cell is not None}
        for row in answer.rows
    ]
    whole = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _bind(cell: Term) -> dict[str, str]:
    more = {"datatype": cell.datatype, "xml:lang": cell.language}
    return {"type": cell.kind, "value": cell.value, **{key: value for key, value in more.items() if value}}


def write_graph(answer: Answer, *, iris: bool = True) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE as Turtle. Raises UsageError for another form of query."""
    from graphkit.rdf.turtle import serialise_triples

    return serialise_triples(find_answer_triples(answer)).decode("utf-8")


def write_jsonld(answer: Answer, *, iris: bool = True) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE as JSON-LD. Raises UsageError for another form of query."""
    from graphkit.rdf.serializers import serialise_jsonld

    return serialise_jsonld(find_answer_triples(answer))


def write_ntriples(answer: Answer, *, iris: bool = True) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE as N-Triples. Raises UsageError for another form of query."""
    from graphkit.rdf.turtle import sort_triples

    return "".join(f"{triple} .\n" for triple in sort_triples(find_answer_triples(answer)))


def find_answer_triples(answer: Answer) -> list[pyoxigraph.Triple]:
    """Find the triples of a CONSTRUCT or DESCRIBE. Raises UsageError for another form of query."""
    if answer.form != "graph":
        raise UsageError("Only CONSTRUCT and DESCRIBE give a graph.", remedy="Use --format table, csv, tsv or json.")
    from pyoxigraph import Triple

    return [Triple(*(_make_term(cell) for cell in row)) for row in answer.rows]


def _make_term(cell: Term | None) -> Any:
    import pyoxigraph  # tables and plain rows do without

    assert cell is not None  # noqa: S101  # a triple has no gaps
    if cell.kind == "uri":
        return pyoxigraph.NamedNode(cell.value)
    if cell.kind == "bnode":
        return pyoxigraph.BlankNode(cell.value)
    if cell.language:
        return pyoxigraph.Literal(cell.value, language=cell.language)
    return pyoxigraph.Literal(cell.value, datatype=pyoxigraph.NamedNode(cell.datatype or terms.XSD + "string"))


def write_xml(answer: Answer, *, iris: bool = True) -> str:
    """Write the answer in the SPARQL Query Results XML Format; what XML cannot hold becomes U+FFFD."""
    from xml.etree.ElementTree import Element, SubElement, tostring  # only this form needs it

    root = Element("sparql", {"xmlns": "http://www.w3.org/2005/sparql-results#"})
    head = SubElement(root, "head")
    if answer.form == "ask":
        SubElement(root, "boolean").text = "true" if answer.boolean else "false"
        return tostring(root, encoding="unicode") + "\n"
    for column in answer.columns:
        SubElement(head, "variable", {"name": column})
    results = SubElement(root, "results")
    for row in answer.rows:
        result = SubElement(results, "result")
        for column, cell in zip(answer.columns, row, strict=True):
            if cell is not None:
                more = {"datatype": cell.datatype, "xml:lang": cell.language}
                term = SubElement(
                    SubElement(result, "binding", {"name": column}),
                    cell.kind,
                    {key: value for key, value in more.items() if value},
                )
                term.text = _NOT_XML.sub("\ufffd", cell.value)
    return tostring(root, encoding="unicode") + "\n"


def write_terms(answer: Answer, *, iris: bool = True) -> str:
    """Write the answer as tab-separated RDF terms (SPARQL 1.1 Query Results TSV)."""
    if answer.form == "ask":
        return f"?answer\n{'true' if answer.boolean else 'false'}\n"
    lines = [[f"?{column}" for column in answer.columns]]
    lines += [
        ["" if cell is None else str(_make_term(cell)).replace("\t", "\\t") for cell in row] for row in answer.rows
    ]
    return "".join("\t".join(line) + "\n" for line in lines)


#: The forms in which an answer can be written.
WRITERS = {
    "table": write_table,
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "turtle": write_graph,
    "jsonld": write_jsonld,
    "ntriples": write_ntriples,
    "xml": write_xml,
    "terms": write_terms,
}


def write_answer(answer: Answer, form: str = "table", *, iris: bool = False) -> str:
    """Write the answer in one of the WRITERS; triples as Turtle where a table is asked for. Raises UsageError."""
    if form not in WRITERS:
        raise UsageError(f"There is no format {form!r}.", remedy=f"Use one of {', '.join(WRITERS)}.")
    if form == "table" and answer.form == "graph":
        form = "turtle"
    return WRITERS[form](answer, iris=iris)
