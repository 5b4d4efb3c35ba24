"""The graph: findings as RDF triples, Turtle in and out, the check of a graph file, and questions to it."""

from graphkit.graph.check import Problem, Report, check_graph
from graphkit.graph.turtle import read_turtle, serialise_turtle, write_turtle

__all__ = ["Problem", "Report", "check_graph", "read_turtle", "serialise_turtle", "write_turtle"]
