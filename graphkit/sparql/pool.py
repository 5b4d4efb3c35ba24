"""Several processes that hold the same graph, so that a killed one is replaced while another answers."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Mapping
from pathlib import Path

from graphkit.errors import GraphkitError, QueryLimitError
from graphkit.rdf.graph_files import find_base, find_graph
from graphkit.rdf.store_manifest import MANIFEST
from graphkit.sparql.process import GraphProcess
from graphkit.sparql.query import MEMORY, MOST_ROWS, TIMEOUT, make_request, read_answer
from graphkit.sparql.results import Answer

#: Seconds for which a query waits for a process; loading a large graph takes some.
WAIT = 60.0
#: Processes that are taken for one query when others are found to have ended.
_ATTEMPTS = 4

_State = tuple[int, int, int] | None


class GraphPool:
    """Answers queries about one graph file or store from processes that are loaded beforehand.

    There is one process more than queries are answered at once: when a query is killed, the spare one is there at once
    and a new one loads meanwhile. When the graph has been built again, all processes are replaced before the next
    answer, so that no two answers come from two graphs by turns.
    """

    def __init__(self, graph: str | Path, at_once: int = 2, memory: int | None = MEMORY) -> None:
        self._graph = find_graph(graph)
        self._at_once, self._memory = at_once, memory
        self._is_closed = False
        self._renewal = threading.Lock()
        self._generation = self._load()

    @property
    def base(self) -> str:
        """The IRI under which the graph names its entities."""
        return self._generation.base

    @property
    def triples(self) -> int:
        """The number of triples of the graph."""
        return self._generation.triples

    def renew(self) -> None:
        """Load the graph again if it has changed on the disk. Raises GraphkitError where it cannot be opened."""
        with self._renewal:
            if read_state(self._graph) == self._generation.state:
                return
            old, self._generation = self._generation, self._load()
            old.retire()

    def _load(self) -> _Generation:
        state = read_state(self._graph)  # before it is opened: what changes meanwhile is seen at the next query
        graph = find_graph(self._graph)
        first = GraphProcess(graph, self._memory)
        generation = _Generation(state, find_base(graph), first.triples)
        generation.idle.put(first)
        for _ in range(self._at_once):
            self._start_another(generation)
        return generation

    def ask(
        self,
        query: str,
        parameters: Mapping[str, str] | None = None,
        *,
        timeout: float = TIMEOUT,
        max_rows: int = MOST_ROWS,
    ) -> Answer:
        """Answer a query; see query_graph for parameters and errors. May be called from several threads."""
        self.renew()
        generation = self._generation
        request = make_request(
            query, parameters or {}, max_rows, base=generation.base, allow_files=False, timeout=timeout
        )
        process = self._take(generation)
        generation.busy.add(process)
        try:
            answer = process.ask(request, timeout)
        except BaseException:  # killed, or the graph proved to be damaged: this process is of no use any more
            generation.busy.discard(process)
            process.close()
            self._start_another(generation)
            raise
        generation.give_back(process)
        return read_answer(answer, request)

    def _take(self, generation: _Generation) -> GraphProcess:
        """Take an idle process; one that somebody else has ended, perhaps while it loaded, is replaced."""
        for attempt in range(_ATTEMPTS):
            try:
                process = generation.idle.get(timeout=WAIT)
            except queue.Empty:
                raise QueryLimitError("No process is free.", remedy="Ask again in a moment.") from None
            if isinstance(process, GraphProcess) and process.is_alive():
                return process
            self._start_another(generation)  # the file may be whole again by then
            if isinstance(process, GraphProcess):
                process.close()
            elif attempt == _ATTEMPTS - 1 or not isinstance(process, QueryLimitError):
                raise process
        raise QueryLimitError("The processes that answer are ended.", remedy="Ask again in a moment.")

    def close(self) -> None:
        """End all processes, also those that are answering."""
        self._is_closed = True
        self._generation.retire()
        self._generation.stop()

    def _start_another(self, generation: _Generation) -> None:
        if self._is_closed:
            return
        threading.Thread(target=self._start, args=(generation,), daemon=True).start()

    def _start(self, generation: _Generation) -> None:
        try:
            process = GraphProcess(find_graph(self._graph), self._memory)
        except GraphkitError as error:  # the file was changed or removed meanwhile: who asks next is told
            generation.idle.put(error)
            return
        if read_state(self._graph) != generation.state:  # it holds a newer graph than the others
            generation.retire_soon(process)
        else:
            generation.give_back(process)


class _Generation:
    """The processes that hold one state of the graph."""

    def __init__(self, state: _State, base: str, triples: int) -> None:
        self.state, self.base, self.triples = state, base, triples
        self.idle: queue.Queue[GraphProcess | GraphkitError] = queue.Queue()
        self.busy: set[GraphProcess] = set()
        self._is_retired = False

    def give_back(self, process: GraphProcess) -> None:
        """Let another query have a process, or end it where a newer generation answers."""
        self.busy.discard(process)
        self.idle.put(process)
        if self._is_retired:
            self.retire()

    def stop(self) -> None:
        """End the processes that are answering; who waits for them is told that they ended."""
        for process in list(self.busy):
            process.close()

    def retire_soon(self, process: GraphProcess) -> None:
        """End a process that holds another state of the graph; who waits for it is told to ask again."""
        process.close()
        self.idle.put(QueryLimitError("The graph is being built again.", remedy="Ask again in a moment."))

    def retire(self) -> None:
        """End the processes that are idle; the others end when they are given back."""
        self._is_retired = True
        with contextlib.suppress(queue.Empty):
            while True:
                process = self.idle.get_nowait()
                if isinstance(process, GraphProcess):
                    process.close()


def read_state(graph: Path) -> _State:
    """Read what tells one state of a graph from another: which file it is, its size and when it was written."""
    file = graph / MANIFEST if graph.is_dir() else graph
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
