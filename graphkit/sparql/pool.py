"""Several processes that hold the same graph, so that a killed one is replaced while another answers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from pathlib import Path

from graphkit.errors import GraphkitError, QueryLimitError
from graphkit.rdf.turtle import find_base, find_graph
from graphkit.sparql.process import GraphProcess
from graphkit.sparql.query import MEMORY, MOST_ROWS, TIMEOUT, make_request, read_answer
from graphkit.sparql.results import Answer


class GraphPool:
    """Answers queries about one graph file or store from processes that are loaded beforehand.

    There is one process more than queries are answered at once: when a query is killed, the spare one is there at once
    and a new one loads meanwhile.
    """

    def __init__(self, graph: str | Path, at_once: int = 2, memory: int | None = MEMORY) -> None:
        self._graph = find_graph(graph)
        self._memory = memory
        self.base = find_base(self._graph)
        self._idle: queue.Queue[GraphProcess | GraphkitError] = queue.Queue()
        self._is_closed = False
        first = GraphProcess(self._graph, memory)
        self.triples = first.triples
        self._idle.put(first)
        for _ in range(at_once):
            self._start_another()

    def ask(
        self,
        query: str,
        parameters: Mapping[str, str] | None = None,
        *,
        timeout: float = TIMEOUT,
        max_rows: int = MOST_ROWS,
    ) -> Answer:
        """The answer to a query; see query_graph for its parameters and errors. May be called from several threads."""
        request = make_request(query, parameters or {}, max_rows, base=self.base)
        process = self._idle.get()
        if isinstance(process, GraphkitError):
            self._start_another()  # the file may be whole again by then
            raise process
        try:
            answer = process.ask(request, timeout)
        except QueryLimitError:
            self._start_another()
            raise
        self._idle.put(process)
        return read_answer(answer, request)

    def close(self) -> None:
        """Ends all processes."""
        self._is_closed = True
        while not self._idle.empty():
            process = self._idle.get()
            if isinstance(process, GraphProcess):
                process.close()

    def _start_another(self) -> None:
        threading.Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        try:
            process = GraphProcess(find_graph(self._graph), self._memory)
        except GraphkitError as error:  # the file was changed or removed meanwhile: who asks next is told
            self._idle.put(error)
            return
        if self._is_closed:
            process.close()
        else:
            self._idle.put(process)
