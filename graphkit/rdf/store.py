"""Stores on the disk: a graph as a folder of RocksDB files, which answers without being loaded first."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from graphkit.errors import DamagedGraphError
from graphkit.model import Findings
from graphkit.rdf import terms as terms
from graphkit.rdf.graph_files import find_base, find_graph
from graphkit.rdf.graph_reader import find_findings
from graphkit.rdf.mention_parts import PARTS
from graphkit.rdf.store_manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    check_store,
    explain_engine,
    is_part,
    is_store,
    list_files,
)
from graphkit.rdf.terms import DEFAULT_BASE
from graphkit.rdf.turtle import read_turtle, serialise_triples, serialise_turtle, sort_triples
from graphkit.runtime.garbage import rest_collector
from graphkit.runtime.lock import lock_output
from graphkit.runtime.output_folder import cannot_write, check_output, publish_folder
from graphkit.version import __version__, find_package_version


def write_store(graph: str | Path | Findings, out: Path) -> list[Path]:
    """Write a graph (a file, a build's folder, another store, or findings) as a store, whole or not at all.

    A graph file is read as a stream, so the memory needed does not grow with it. Files in `out` that are no part of a
    store stay. Raises UsageError, DamagedGraphError, OutputError, and OutputLockedError while another process writes.
    """
    source = graph if isinstance(graph, Findings) else find_graph(graph)
    check_output(out, MANIFEST)
    with lock_output(out), publish_folder(out, MANIFEST, is_part) as draft:
        try:
            manifest = _fill(source, draft)
        except (OSError, RuntimeError) as error:
            raise cannot_write(out, _as_os_error(error)) from error
        (draft / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return [out]


def _fill(source: Path | Findings, folder: Path) -> Manifest:
    """Load a graph into a new store and return its manifest."""
    store = Store(folder)
    if isinstance(source, Path) and is_store(source):
        origin = check_store(source)
        base, digest = origin.base, origin.graph
        store.bulk_extend(iterate_quads(source))
    else:
        base = DEFAULT_BASE if isinstance(source, Findings) else find_base(source)
        digest = _load(store, source)
    store.optimize()  # few files, so that a reader has all of them open from the start
    store.flush()
    triples = len(store)
    del store  # closes it
    for name in ("LOG", "LOCK"):
        (folder / name).unlink(missing_ok=True)
    engine = f"pyoxigraph {find_package_version('pyoxigraph')}"
    return Manifest(FORMAT, __version__, engine, base, triples, digest, list_files(folder))


def _load(store: Store, source: Path | Findings) -> str:
    """Stream Turtle into a store; return its SHA-256."""
    raw: IO[bytes] = io.BytesIO(serialise_turtle(source)) if isinstance(source, Findings) else source.open("rb")
    with raw:
        counted = _Hashed(raw)
        try:
            store.bulk_load(counted, format=RdfFormat.TURTLE)  # type: ignore[arg-type]  # only its read() is called
        except SyntaxError as error:
            where = f"{source}, line {error.lineno}" if isinstance(source, Path) else None
            remedy = "Build the graph again; the file was changed or cut off."
            raise DamagedGraphError(
                f"This is not a whole Turtle file: {error.msg}", where=where, remedy=remedy
            ) from error
    return counted.digest.hexdigest()


class _Hashed:
    """A file that is hashed while it is read. Python gets its turn at each read, so a signal is heard meanwhile."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._raw.read(size)
        self.digest.update(data)
        return data


def _as_os_error(error: OSError | RuntimeError) -> OSError:
    """Return the engine's error with the number that tells what to do about it."""
    if "No space left" in str(error):
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return error if isinstance(error, OSError) else OSError(str(error))


#: The properties whose values are character offsets.
OFFSETS = frozenset(
    {terms.NIF + "beginIndex", terms.NIF + "endIndex"}
    | {f"{terms.GK}{role}{end}" for role in ("trigger", *PARTS) for end in ("Begin", "End")}
)


def open_store(folder: Path) -> Store:
    """Open a store for reading, in any number of processes at once.

    Raises DamagedGraphError, and UsageError for another form.
    """
    check_store(folder)
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise explain_engine(error, folder) from error


def iterate_quads(folder: Path) -> Iterator[Quad]:
    """Yield what a store says, in no order. Raises DamagedGraphError, also in the midst of it."""
    try:
        for quad in open_store(folder):
            yield Quad(quad.subject, quad.predicate, restore_offset(quad.object)) if is_offset(quad.predicate) else quad
    except (OSError, RuntimeError) as error:
        raise explain_engine(error, folder) from error


def is_offset(predicate: NamedNode) -> bool:
    """Tell whether a property holds character offsets, whose type the engine gives back as xsd:integer."""
    return predicate.value in OFFSETS


def restore_offset(value: Any) -> Any:
    """Return an offset with the type that it has in graph files."""
    return Literal(value.value, datatype=NamedNode(terms.XSD + "nonNegativeInteger"))


def read_triples(folder: Path) -> list[Triple]:
    """Read the triples of a store in the order of the Turtle file. Raises DamagedGraphError."""
    return sort_triples(quad.triple for quad in iterate_quads(folder))


def read_graph(path: str | Path) -> Findings:
    """Read a graph file, a build's folder or a store back into findings (without the articles' texts).

    Raises UsageError when there is none and DamagedGraphError when it is not one of ours.
    """
    source = find_graph(path)
    with rest_collector():
        return find_findings(read_triples(source), str(source)) if is_store(source) else read_turtle(source)


def read_graph_bytes(path: str | Path) -> bytes:
    """Read a graph as Turtle: the bytes of its file, or the contents of a store in the same form."""
    source = find_graph(path)
    if not is_store(source):
        return source.read_bytes()
    return serialise_triples(read_triples(source), check_store(source).base)
