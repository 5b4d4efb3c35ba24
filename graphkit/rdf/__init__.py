"""Write, read, check and compare graphs as RDF triples, in Turtle files and in stores on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.lazy_imports import import_lazily

if TYPE_CHECKING:
    from graphkit.rdf.diff import Change, Comparison, Standing, compare_graphs
    from graphkit.rdf.graph_files import find_graph
    from graphkit.rdf.graph_outline import GraphOutline, read_outline
    from graphkit.rdf.serializers import DUMPERS
    from graphkit.rdf.store import read_graph, read_graph_bytes, write_store
    from graphkit.rdf.triple_writer import TripleWriter, Voice
    from graphkit.rdf.turtle import (
        TripleSorter,
        TurtleWriter,
        find_subject,
        read_turtle,
        serialise_rows,
        serialise_turtle,
        write_turtle,
    )
    from graphkit.rdf.validate import GraphCheck, GraphProblem, check_graph

__all__ = [
    "DUMPERS",
    "Change",
    "Comparison",
    "GraphCheck",
    "GraphOutline",
    "GraphProblem",
    "Standing",
    "TripleSorter",
    "TripleWriter",
    "TurtleWriter",
    "Voice",
    "check_graph",
    "compare_graphs",
    "find_graph",
    "find_subject",
    "read_graph",
    "read_graph_bytes",
    "read_outline",
    "read_turtle",
    "serialise_rows",
    "serialise_turtle",
    "write_store",
    "write_turtle",
]

__getattr__ = import_lazily(
    __name__,
    {
        "diff": ("Change", "Comparison", "Standing", "compare_graphs"),
        "graph_files": ("find_graph",),
        "graph_outline": ("GraphOutline", "read_outline"),
        "serializers": ("DUMPERS",),
        "store": ("read_graph", "read_graph_bytes", "write_store"),
        "triple_writer": ("TripleWriter", "Voice"),
        "turtle": (
            "TripleSorter",
            "TurtleWriter",
            "find_subject",
            "read_turtle",
            "serialise_rows",
            "serialise_turtle",
            "write_turtle",
        ),
        "validate": ("GraphCheck", "GraphProblem", "check_graph"),
    },
)
