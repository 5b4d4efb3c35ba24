"""A graph that is opened in a process of its own, which can be killed when a query takes too long or too much."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import graphkit
from graphkit.errors import DamagedGraphError, GraphkitError, QueryLimitError
from graphkit.rdf.store_manifest import check_store, explain_engine, is_store

#: Seconds that loading a graph may take: 1.6 million triples took 9 s, so this is for graphs far above that.
LOAD_SECONDS = 300.0
_CODE = "from graphkit.sparql.worker import main; main()"


class GraphProcess:
    """Answers requests about a graph file, a store or Turtle bytes from a child process.

    Of no use any more after a QueryLimitError or DamagedGraphError.
    """

    def __init__(self, graph: Path | bytes, memory: int | None) -> None:
        self._store = graph if isinstance(graph, Path) and is_store(graph) else None
        manifest = check_store(self._store) if self._store else None
        package = str(Path(graphkit.__file__).resolve().parents[1])
        path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(  # noqa: S603  # this very Python, with a fixed program
            [sys.executable, "-P", "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._answers: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        data = graph if isinstance(graph, bytes) else b""
        setting = {
            "path": None if isinstance(graph, bytes) else str(graph.absolute()),
            "is_store": manifest is not None,
            "size": len(data),
            "memory": memory,
        }
        self._send(json.dumps(setting).encode() + b"\n" + data)
        answer = self._receive(LOAD_SECONDS)
        if "error" in answer:
            self.close()
            raise explain_load(answer["message"], graph)
        self.triples: int = manifest.triples if manifest else answer["triples"]

    def __enter__(self) -> GraphProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Ask the worker and return its answer.

        Raises QueryLimitError when it takes longer than `timeout` seconds, or dies of it, and DamagedGraphError where
        a store turns out to be damaged while it is read.
        """
        self._send(json.dumps(request).encode() + b"\n")
        answer = self._receive(timeout)
        if self._store and answer.get("error") == "damaged":
            self.close()
            raise explain_engine(answer["message"], self._store)
        return answer

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            _close(stream)

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101  # a pipe was asked for
        try:
            for line in stream:
                self._answers.put(line)
        except ValueError:  # closed while reading
            pass
        self._answers.put(b"")

    def _send(self, data: bytes) -> None:
        stream = self._process.stdin
        assert stream is not None  # noqa: S101  # a pipe was asked for
        try:
            stream.write(data)
            stream.flush()
        except BrokenPipeError:
            pass  # it has died: receiving says so

    def _receive(self, timeout: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=timeout)
        except queue.Empty:
            self.close()
            raise QueryLimitError(
                f"The query was stopped after {timeout:g} seconds.",
                remedy="Narrow it down (a date, an actor, a LIMIT), or raise --timeout.",
            ) from None
        if not line:
            self.close()
            if self._store:
                check_store(self._store, thorough=True)  # a damaged file can also end the engine
            raise QueryLimitError(
                "The query needed more memory than it may have, or crashed the engine.",
                remedy="Narrow it down: join the patterns by a shared variable, or add a LIMIT.",
            )
        answer: dict[str, Any] = json.loads(line)
        return answer


def explain_load(message: str, graph: Path | bytes) -> GraphkitError:
    """Explain why a graph could not be opened."""
    if isinstance(graph, Path) and is_store(graph):
        return explain_engine(message, graph)
    where = None if isinstance(graph, bytes) else str(graph)
    remedy = "Build the graph again; the file was changed or cut off."
    return DamagedGraphError(f"This is not a whole Turtle file: {message}", where=where, remedy=remedy)


def _close(stream: IO[bytes] | None) -> None:
    if stream is None:
        return
    with contextlib.suppress(OSError):  # what was still to be written does not matter any more
        stream.close()
