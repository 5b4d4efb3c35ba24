"""Graph files: Turtle whose bytes depend on nothing but what it says, written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from graphkit.errors import DamagedGraphError, OutputError, UsageError
from graphkit.model import Findings
from graphkit.rdf import terms as terms
from graphkit.rdf.reader import find_findings
from graphkit.rdf.store_manifest import check_store, is_store
from graphkit.rdf.writer import find_triples
from graphkit.runtime.external_sort import Spool
from graphkit.runtime.output_folder import check_published

_TYPE = terms.RDF + "type"
#: The end of what is said of one node. No literal holds a raw line break, so this cannot be inside of one.
_AFTER_NODE = re.compile(rb" \.\n(?!@prefix |\Z)")
#: What stands before the first node, with the empty line after it.
_PREFIXES = re.compile(rb"(?:@prefix [^\n]*\n)*\n?")
#: Characters of triples that are serialised at a time.
_PIECE = 1 << 18


def write_turtle(findings: Findings, path: str | Path, base: str = terms.DEFAULT_BASE) -> None:
    """Writes the findings as a Turtle file. Raises OutputError."""
    try:
        with Spool() as spool, Path(path).open("wb") as file:
            sorter = TripleSorter(spool, base)
            sorter.add(find_triples(findings, base))
            file.writelines(sorter.serialise())
    except OSError as error:
        remedy = "Choose a folder that you may write to, with room on its disk."
        raise OutputError(f"The graph cannot be written: {error.strerror}.", where=str(path), remedy=remedy) from error


def serialise_turtle(findings: Findings, base: str = terms.DEFAULT_BASE, *, full: bool = False) -> bytes:
    """Return the findings as Turtle: sorted, without blank nodes or clock, so equal findings give equal bytes."""
    with Spool() as spool:
        sorter = TripleSorter(spool, base)
        sorter.add(find_triples(findings, base, full=full))
        return b"".join(sorter.serialise())


class TripleSorter:
    """Sorts any number of triples without blank nodes on the disk, and serialises them node by node."""

    def __init__(self, spool: Spool, base: str = terms.DEFAULT_BASE) -> None:
        self._rows = spool.sorter()
        self._prefixes = terms.find_prefixes(base)

    def add(self, triples: Iterable[Triple]) -> None:
        """Take triples, in any order and repeated as they may be."""
        for subject, predicate, object_ in triples:
            sort = "1" if predicate.value != _TYPE else "0"
            self._rows.add(f"{subject}\0{sort}{predicate.value}\0{object_}")  # no part holds a control character

    def serialise(self) -> Iterator[bytes]:
        """The Turtle in pieces: by node, types first, doubles dropped."""
        held: list[str] = []
        size = 0
        begun = False
        for subject, rows in groupby(self._rows, key=_subject_of):
            for row, _ in groupby(rows):
                _, predicate, object_ = row.split("\0")
                held.append(f"{subject} <{predicate[1:]}> {object_} .\n")
                size += len(held[-1])
            if size >= _PIECE:
                yield self._serialise_nodes(held, begun)
                held, size, begun = [], 0, True
        if held:
            yield self._serialise_nodes(held, begun)

    def _serialise_nodes(self, triples: list[str], begun: bool) -> bytes:
        parsed = pyoxigraph.parse("".join(triples).encode(), format=RdfFormat.N_TRIPLES)
        data = pyoxigraph.serialize((quad.triple for quad in parsed), format=RdfFormat.TURTLE, prefixes=self._prefixes)
        assert data is not None  # noqa: S101  # no output was named, so it returns the bytes
        piece = _AFTER_NODE.sub(rb" .\n\n", data)
        return piece[_PREFIXES.match(piece).end() - 1 :] if begun else piece  # type: ignore[union-attr]  # matches ""


def _subject_of(row: str) -> str:
    return row.partition("\0")[0]


def serialise_triples(triples: Iterable[Triple], base: str = terms.DEFAULT_BASE) -> bytes:
    """Any triples as sorted Turtle with graphkit's prefixes; types first, doubles dropped."""
    prefixes = terms.find_prefixes(base)
    data = pyoxigraph.serialize(sort_triples(triples), format=RdfFormat.TURTLE, prefixes=prefixes)
    assert data is not None  # noqa: S101  # no output was named, so it returns the bytes
    return _AFTER_NODE.sub(rb" .\n\n", data)


def sort_triples(triples: Iterable[Triple]) -> list[Triple]:
    """The triples once each, by subject, types first, then by predicate and object."""
    keyed = {
        (str(subject), predicate.value != _TYPE, predicate.value, str(object_)): triple
        for triple in triples
        for subject, predicate, object_ in (triple,)
    }
    return [keyed[key] for key in sorted(keyed)]


def read_turtle(path: str | Path) -> Findings:
    """Reads a graph file back into findings (without the articles' texts, which a graph does not hold).

    Raises UsageError when there is no such file and DamagedGraphError when it is not one of ours.
    """
    source = find_graph(path)
    return find_findings(parse_turtle(source.read_bytes(), str(source)), str(source))


def find_graph(path: str | Path) -> Path:
    """The graph file at a path, which may be the folder of a build; a store is the folder itself.

    Raises UsageError when there is none, and DamagedGraphError when it is not as it was written.
    """
    given = Path(path)
    if is_store(given):
        check_store(given)
        return given
    source = given / "graph.ttl" if given.is_dir() else given
    if source.is_file():
        check_published(source)
        return source
    remedy = "Give the graph.ttl that `graphkit build` wrote, its folder, or a store."
    raise UsageError("There is no graph file here.", where=str(given), remedy=remedy)


def find_base(graph: Path | bytes) -> str:
    """The IRI under which a graph file names its entities, from its prefixes, or a store, from its manifest."""
    if isinstance(graph, bytes):
        head = graph[:4096]
    elif is_store(graph):
        return check_store(graph).base
    else:
        with graph.open("rb") as file:
            head = file.read(4096)
    match = re.search(rb"@prefix id: <([^>]+)>", head)
    return match[1].decode("utf-8", "replace") if match else terms.DEFAULT_BASE


def parse_turtle(data: bytes, where: str = "the graph") -> list[Triple]:
    """The triples of a Turtle document. Raises DamagedGraphError with the line that does not parse."""
    parser = pyoxigraph.parse(data, format=RdfFormat.TURTLE)
    try:
        return [quad.triple for quad in parser]
    except SyntaxError as error:
        line = f"{where}, line {error.lineno}" if error.lineno else where
        remedy = "Build the graph again; the file was changed or cut off."
        raise DamagedGraphError(f"This is not a whole Turtle file: {error.msg}", where=line, remedy=remedy) from error
