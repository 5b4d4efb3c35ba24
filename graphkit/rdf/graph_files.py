"""Find the file or store of a graph, and the base of its IRIs, without reading it."""

from __future__ import annotations

import re
from pathlib import Path

from graphkit.errors import UsageError
from graphkit.rdf import terms as terms
from graphkit.rdf.store_manifest import check_store, is_store
from graphkit.runtime.output_folder import check_published


def find_graph(path: str | Path) -> Path:
    """Find the graph file at a path, which may be the folder of a build; a store is the folder itself.

    Raises UsageError when there is none, and DamagedGraphError when it is not as it was written.
    """
    return find_checked(path)[0]


def find_checked(path: str | Path) -> tuple[Path, bool]:
    """Find a graph as `find_graph` does, and tell whether it is a file known to hold what a build wrote."""
    given = Path(path)
    if is_store(given):
        check_store(given)
        return given, False
    source = given / "graph.ttl" if given.is_dir() else given
    if source.is_file():
        return source, check_published(source)
    remedy = "Give the graph.ttl that `graphkit build` wrote, its folder, or a store."
    raise UsageError("There is no graph file here.", where=str(given), remedy=remedy)


def find_base(graph: Path | bytes) -> str:
    """Find the IRI under which a graph names its entities: from a file's prefixes or a store's manifest."""
    if isinstance(graph, bytes):
        head = graph[:4096]
    elif is_store(graph):
        return check_store(graph).base
    else:
        with graph.open("rb") as file:
            head = file.read(4096)
    match = re.search(rb"@prefix id: <([^>]+)>", head)
    return match[1].decode("utf-8", "replace") if match else terms.DEFAULT_BASE
