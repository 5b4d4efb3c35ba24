"""Graph files: Turtle whose bytes depend on nothing but what it says, written and read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from graphkit.errors import DamagedGraphError, OutputError
from graphkit.model import Findings
from graphkit.rdf import terms as terms
from graphkit.rdf.graph_files import find_graph
from graphkit.rdf.graph_reader import find_findings
from graphkit.rdf.statement_shapes import StatementShapes
from graphkit.rdf.text_terms import Statement, Triple
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.row_file import RowFile
from graphkit.runtime.sorted_parts import SortedParts

_TYPE = terms.RDF + "type"
#: The end of what is said of one node. No literal holds a raw line break, so this cannot be inside of one.
_AFTER_NODE = re.compile(rb" \.\n(?!@prefix |\Z)")
#: Characters of Turtle that are written at a time.
_PIECE = 1 << 18
#: Nodes of one stream of triples that are held in memory.
_NODES = 200
#: Terms of which the short form is kept: a graph names its classes, articles, entities and offsets again and again.
_SHORTENED = 30_000
#: What stands between two predicates of a node, and for it in a row, which has no line breaks.
_BETWEEN, _BREAK = " ;\n\t", "\x02"
#: How the rest of a row begins that is Turtle already.
_WRITTEN = "\x03"
#: Local names that need no escape.
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
#: Values that Turtle writes without quotation marks, by their datatype.
_SHORT_VALUES = {
    f"<{terms.XSD}integer>": re.compile(r"[0-9]+"),
    f"<{terms.XSD}decimal>": re.compile(r"-?[0-9]+\.[0-9]+"),
    f"<{terms.XSD}boolean>": re.compile(r"true|false"),
}
#: Datatypes of values that keep them.
_QUOTED_TYPES = frozenset(f"<{terms.XSD}{name}>" for name in ("date", "dateTime", "anyURI", "nonNegativeInteger"))


def write_turtle(findings: Findings, path: str | Path, base: str = terms.DEFAULT_BASE) -> None:
    """Write the findings as a Turtle file. Raises OutputError."""
    from graphkit.rdf.writer import write_triples  # a command that reads a graph does without

    try:
        with SpillStorage() as storage, Path(path).open("wb") as file:
            sorter = TripleSorter(storage, base)
            sorter.add(write_triples(findings, base))
            file.writelines(sorter.serialise())
    except OSError as error:
        remedy = "Choose a folder that you may write to, with room on its disk."
        raise OutputError(f"The graph cannot be written: {error.strerror}.", where=str(path), remedy=remedy) from error


def serialise_turtle(findings: Findings, base: str = terms.DEFAULT_BASE, *, full: bool = False) -> bytes:
    """Return the findings as Turtle: sorted, without blank nodes or clock, so equal findings give equal bytes."""
    from graphkit.rdf.writer import write_triples  # as above

    with SpillStorage() as storage:
        sorter = TripleSorter(storage, base)
        sorter.add(write_triples(findings, base, full=full))
        return b"".join(sorter.serialise())


class _Keys(dict[str, str]):
    """The beginning of a statement in a row, by its predicate; types sort first."""

    def __missing__(self, predicate: str) -> str:
        key = self[predicate] = f"{int(predicate[1:-1] != _TYPE)}{predicate[1:-1]}\x01"
        return key


class TripleSorter:
    """Sorts any number of triples without blank nodes on the disk, and writes them as Turtle node by node.

    A row is a node with its statements: a key that sorts by predicate, types first, and the object. Where all that is
    said of a node comes at once, it is Turtle already.
    """

    def __init__(self, storage: SpillStorage, base: str = terms.DEFAULT_BASE, file: RowFile | None = None) -> None:
        """Take room on the disk, the base of the IRIs, and a file for the rows where it is open already."""
        self._rows = storage.sorter(file)
        self._writer = TurtleWriter(base)
        self._keys = _Keys()

    def add(self, triples: Iterable[Triple]) -> None:
        """Take triples, in any order and repeated as they may be."""
        nodes: dict[str, set[str]] = defaultdict(set)
        last, statements = "", set[str]()
        for subject, predicate, object_ in triples:
            if subject != last:
                if len(nodes) > _NODES:
                    self._flush(nodes)
                last, statements = subject, nodes[subject]
            statements.add(self._keys[predicate] + object_)  # no term holds a control character
        self._flush(nodes)

    def add_nodes(self, nodes: Iterable[tuple[str, Sequence[Statement]]]) -> None:
        """Take nodes with what is said of each, as a rule all of it."""
        for subject, said in nodes:
            self._rows.add(f"{subject}\0{_WRITTEN}{self._write(said)}")

    def _write(self, said: Sequence[Statement]) -> str:
        keys = self._keys
        return self._writer.write_shape(said) or self._writer.write_statements(
            sorted({keys[predicate] + object_ for predicate, object_ in said})
        )

    def _flush(self, nodes: dict[str, set[str]]) -> None:
        for subject, statements in nodes.items():
            self._rows.add("\0".join([subject, *sorted(statements)]))
        nodes.clear()

    def give(self) -> SortedParts:
        """Put all rows on the disk, for several processes to read."""
        return self._rows.give()

    def serialise(self) -> Iterator[bytes]:
        """Write the Turtle in pieces: by node, types first, repeats dropped."""
        return serialise_rows(self._rows, self._writer)


def serialise_rows(rows: Iterable[str], writer: TurtleWriter, *, begun: bool = False) -> Iterator[bytes]:
    """Write the sorted rows of a `TripleSorter` in pieces; `begun` where nodes stand before them."""
    held: list[str] = []
    size = 0
    for subject, group in groupby(rows, key=find_subject):
        held.append(writer.write_node(subject, {row.partition("\0")[2] for row in group}))
        size += len(held[-1])
        if size >= _PIECE:
            yield _join(held, writer, begun)
            held, size, begun = [], 0, True
    if held:
        yield _join(held, writer, begun)


def _join(nodes: list[str], writer: TurtleWriter, begun: bool) -> bytes:
    return (("\n" if begun else writer.head) + "\n".join(nodes)).encode()


def find_subject(row: str) -> str:
    """Find the node of a row of a `TripleSorter`."""
    return row.partition("\0")[0]


class _Shortened(dict[str, str]):
    """Terms as Turtle has them, each made when it is first asked for; so many are kept."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, term: str) -> str:
        if len(self) >= _SHORTENED:
            self.clear()
        made = self[term] = self._make(term)
        return made


class TurtleWriter:
    """Writes nodes as Turtle, byte for byte as the engine does, which is asked for terms that are out of the way."""

    def __init__(self, base: str = terms.DEFAULT_BASE) -> None:
        prefixes = terms.find_prefixes(base)
        self._prefixes = dict(prefixes)
        self._prefix_of = {space: prefix for prefix, space in prefixes.items()}
        self._spaces = tuple(f"<{space}" for space in prefixes.values())
        self._terms = _Shortened(self._shorten)
        self._predicates = _Shortened(self._write_predicate)
        self._shapes = StatementShapes(_Keys().__getitem__, lambda predicate: self._name(predicate[1:-1]), _BREAK)
        self.head = self._ask_engine("<x:o>")[0] + "\n"

    def write_node(self, subject: str, rests: Collection[str]) -> str:
        """Write a node from what follows it in its rows."""
        written = next(iter(rests)) if len(rests) == 1 else ""
        if not written.startswith(_WRITTEN):
            written = _WRITTEN + self.write_statements(sorted(set(self._split_rows(subject, rests))))
        return f"{self._terms[subject]} {written[1:].replace(_BREAK, _BETWEEN)} .\n"

    def write_shape(self, said: Sequence[Statement]) -> str | None:
        """Write statements of different predicates in order, each once; None for others."""
        short = self._terms
        return self._shapes.fill(said, [term if term[-1] == '"' else short[term] for _, term in said])

    def write_statements(self, statements: Iterable[str]) -> str:
        """Write statements that are sorted, each a key of `TripleSorter` and the object."""
        short, predicates = self._terms, self._predicates
        parts: list[str] = []
        last = ""
        for statement in statements:
            key, _, object_ = statement.partition("\x01")
            parts.append(" , " if key == last else predicates[key])
            parts.append(object_ if object_[-1] == '"' else short[object_])
            last = key
        return "".join(parts)[len(_BREAK) :]

    def _split_rows(self, subject: str, rests: Iterable[str]) -> Iterator[str]:
        """Split the statements of a node; those that are Turtle already are read by the engine."""
        for rest in rests:
            if not rest.startswith(_WRITTEN):
                yield from rest.split("\0")
                continue
            keys = _Keys()
            for triple in parse_turtle((self.head + self.write_node(subject, [rest])).encode()):
                yield keys[str(triple.predicate)] + str(triple.object)

    def _write_predicate(self, key: str) -> str:
        return f"{_BREAK}{self._name(key[1:])} "

    def _name(self, predicate: str) -> str:
        return "a" if predicate == _TYPE else self._terms[f"<{predicate}>"]

    def _shorten(self, term: str) -> str:
        """Shorten a term of N-Triples that is no plain text as Turtle allows."""
        if term[0] != "<":
            return self._shorten_typed(term)
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix, local = self._prefix_of.get(term[1:cut]), term[cut:-1]
        if prefix is not None and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
        return self._ask_engine(term)[1] if term.startswith(self._spaces) else term

    def _shorten_typed(self, term: str) -> str:
        quoted, _, datatype = term.rpartition("^^")
        shape = _SHORT_VALUES.get(datatype)
        if shape is not None:
            value = quoted[1:-1]
            return value if shape.fullmatch(value) else self._ask_engine(term)[1]
        return f"{quoted}^^{self._terms[datatype]}" if datatype in _QUOTED_TYPES else self._ask_engine(term)[1]

    def _ask_engine(self, term: str) -> tuple[str, str]:
        """Ask the engine how it declares the prefixes and how it writes a term."""
        line = f"<x:s> <x:p> {term} .\n".encode()
        quads = pyoxigraph.parse(line, format=RdfFormat.N_TRIPLES)
        triples = [quad.triple for quad in quads]
        data = pyoxigraph.serialize(triples, format=RdfFormat.TURTLE, prefixes=self._prefixes) or b""
        head, _, written = data.decode().rpartition("<x:s> <x:p> ")
        return head, written.removesuffix(" .\n")


def serialise_triples(triples: Iterable[pyoxigraph.Triple], base: str = terms.DEFAULT_BASE) -> bytes:
    """Serialise triples as sorted Turtle with graphkit's prefixes; types first, doubles dropped."""
    prefixes = terms.find_prefixes(base)
    data = pyoxigraph.serialize(sort_triples(triples), format=RdfFormat.TURTLE, prefixes=prefixes)
    assert data is not None  # noqa: S101  # no output was named, so it returns the bytes
    return _AFTER_NODE.sub(rb" .\n\n", data)


def sort_triples(triples: Iterable[pyoxigraph.Triple]) -> list[pyoxigraph.Triple]:
    """Sort triples, once each, by subject, types first, then by predicate and object."""
    keyed = {
        (str(subject), predicate.value != _TYPE, predicate.value, str(object_)): triple
        for triple in triples
        for subject, predicate, object_ in (triple,)
    }
    return [keyed[key] for key in sorted(keyed)]


def read_turtle(path: str | Path) -> Findings:
    """Read a graph file back into findings (without the articles' texts, which a graph does not hold).

    Raises UsageError when there is no such file and DamagedGraphError when it is not one of ours.
    """
    source = find_graph(path)
    return find_findings(parse_turtle(source.read_bytes(), str(source)), str(source))


def parse_turtle(data: bytes, where: str = "the graph") -> list[pyoxigraph.Triple]:
    """Parse a Turtle document into triples. Raises DamagedGraphError with the line that does not parse."""
    parser = pyoxigraph.parse(data, format=RdfFormat.TURTLE)
    try:
        return [quad.triple for quad in parser]
    except SyntaxError as error:
        line = f"{where}, line {error.lineno}" if error.lineno else where
        remedy = "Build the graph again; the file was changed or cut off."
        raise DamagedGraphError(f"This is not a whole Turtle file: {error.msg}", where=line, remedy=remedy) from error
