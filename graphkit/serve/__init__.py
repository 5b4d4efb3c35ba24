"""A graph on a loopback address: SPARQL, the explorer page, a query editor and a page for each node."""

from graphkit.serve.graph_service import Desk

__all__ = ["Desk"]
