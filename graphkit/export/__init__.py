"""Files for other tools: tables, networks and event data, one module a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from graphkit.export import event_data, files, networks
from graphkit.export.exported import ExportedFiles
from graphkit.export.lookups import Lookup
from graphkit.export.networks import describe_edge, describe_node, find_nodes
from graphkit.export.tables import COLUMNS, find_rows, make_table

Exporter = Callable[..., list[Path]]

#: What writes each format: takes findings and a path, a folder where there are several files, and returns the files.
EXPORTERS: Mapping[str, Exporter] = {**files.WRITERS, **networks.WRITERS, **event_data.WRITERS}

__all__ = [
    "COLUMNS",
    "EXPORTERS",
    "ExportedFiles",
    "Exporter",
    "Lookup",
    "describe_edge",
    "describe_node",
    "find_nodes",
    "find_rows",
    "make_table",
]
