"""Answer SPARQL queries about a graph in a process that can be killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.lazy_imports import import_lazily

if TYPE_CHECKING:
    from graphkit.sparql.pair_evidence import EvidenceSentence, PairEvidence, PairFact, explain_pair
    from graphkit.sparql.pool import GraphPool
    from graphkit.sparql.process import GraphProcess
    from graphkit.sparql.query import make_request, query_graph, read_answer
    from graphkit.sparql.results import WRITERS, Answer, Term, write_answer
    from graphkit.sparql.templates import Parameter, ReadyQuery, list_queries

__all__ = [
    "WRITERS",
    "Answer",
    "EvidenceSentence",
    "GraphPool",
    "GraphProcess",
    "PairEvidence",
    "PairFact",
    "Parameter",
    "ReadyQuery",
    "Term",
    "explain_pair",
    "list_queries",
    "make_request",
    "query_graph",
    "read_answer",
    "write_answer",
]

__getattr__ = import_lazily(
    __name__,
    {
        "pair_evidence": ("EvidenceSentence", "PairEvidence", "PairFact", "explain_pair"),
        "pool": ("GraphPool",),
        "process": ("GraphProcess",),
        "query": ("make_request", "query_graph", "read_answer"),
        "results": ("WRITERS", "Answer", "Term", "write_answer"),
        "templates": ("Parameter", "ReadyQuery", "list_queries"),
    },
)
