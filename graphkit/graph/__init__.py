"""The graph: findings as RDF triples, Turtle and stores in and out, the check of a graph, and questions to it."""

from graphkit.graph.answer import WRITERS, Answer, Term, write_answer
from graphkit.graph.check import Problem, Report, check_graph
from graphkit.graph.child import GraphProcess
from graphkit.graph.compare import Change, Comparison, Standing, compare_graphs
from graphkit.graph.dumps import DUMPERS
from graphkit.graph.pool import GraphPool
from graphkit.graph.query import make_request, query_graph, read_answer
from graphkit.graph.ready import Parameter, ReadyQuery, list_queries
from graphkit.graph.store import read_graph, read_graph_bytes, write_store
from graphkit.graph.triples import TripleWriter, Voice
from graphkit.graph.turtle import TripleSorter, find_graph, read_turtle, serialise_turtle, write_turtle
from graphkit.graph.why import Explanation, Fact, Sentence, explain_pair

__all__ = [
    "DUMPERS",
    "WRITERS",
    "Answer",
    "Change",
    "Comparison",
    "Explanation",
    "Fact",
    "GraphPool",
    "GraphProcess",
    "Parameter",
    "Problem",
    "ReadyQuery",
    "Report",
    "Sentence",
    "Standing",
    "Term",
    "TripleSorter",
    "TripleWriter",
    "Voice",
    "check_graph",
    "compare_graphs",
    "explain_pair",
    "find_graph",
    "list_queries",
    "make_request",
    "query_graph",
    "read_answer",
    "read_graph",
    "read_graph_bytes",
    "read_turtle",
    "serialise_turtle",
    "write_answer",
    "write_store",
    "write_turtle",
]
