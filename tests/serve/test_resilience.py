"""The server outlives damaged graphs, rebuilt graphs, wrong parameters and connections that say nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psutil
import pytest
import uvicorn
from starlette.testclient import TestClient
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.server import ServerState

from graphkit.api import GraphDesk
from graphkit.errors import DamagedGraphError, GraphkitError, UsageError
from graphkit.rdf import write_store
from graphkit.rdf.turtle import write_turtle
from graphkit.serve import connections
from graphkit.serve.app import LOCAL_HOSTS, find_hosts, is_worth_telling, listen, make_app
from graphkit.serve.protocol import MOST_DEPTH
from tests.sample import make_findings, write_form

ROOT = Path(__file__).resolve().parents[2]
COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"


def count_triples(desk: GraphDesk) -> int:
    return int(desk.ask(COUNT, {}).rows[0][0].value)


def test_a_parameter_that_is_no_iri_is_an_error_and_ends_no_process(desk: GraphDesk) -> None:
    with pytest.raises(UsageError):
        desk.ask("SELECT ?p { ?s ?p ?o }", {"s": "<no-scheme>"})
    assert count_triples(desk) > 0


def test_no_file_is_read_for_a_query(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("ASK {}", encoding="utf-8")
    assert client.get("/sparql", params={"query": str(file)}).status_code == 400
    body = json.dumps({"query": str(file)})
    answer = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("query", ["%ff", "query=%c3%28"])
def test_text_that_is_not_utf8_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/sparql?query={query}").status_code == 400
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sparql", content=f"query={query}", headers=headers).status_code == 400


def test_json_that_is_nested_too_deeply_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}

    def nest(depth: int) -> str:
        lists = "[" * (depth - 1) + "]" * (depth - 1)
        return client.post("/api/ask", content=f'{{"query": {lists}}}', headers=headers).text

    assert "nests" in nest(MOST_DEPTH + 1)
    assert "must be text" in nest(MOST_DEPTH)
    signs = json.dumps({"query": 'ASK { ?a ?b "' + "[{" * MOST_DEPTH + '" }'})
    assert client.post("/api/ask", content=signs, headers=headers).status_code == 200


def test_a_damaged_store_is_told_as_often_as_one_asks(tmp_path: Path) -> None:
    store = write_form("store", tmp_path)
    desk = GraphDesk(store, at_once=1)
    try:
        for file in store.glob("*.sst"):
            file.write_bytes(b"\0" * file.stat().st_size)
        outcomes = []
        for _ in range(5):
            try:
                outcomes.append(count_triples(desk))
            except GraphkitError as error:
                outcomes.append(isinstance(error, DamagedGraphError))
        assert len(outcomes) == 5  # nobody waits for ever
    finally:
        desk.close()


@pytest.mark.parametrize("form", ["file", "store"])
def test_a_rebuilt_graph_answers_alone(tmp_path: Path, form: str) -> None:
    graph = write_form(form, tmp_path)
    desk = GraphDesk(graph, at_once=2)
    try:
        before, page = count_triples(desk), desk.render_page()
        findings = make_findings()
        smaller = type(findings)(articles=findings.articles, entities=findings.entities)
        if form == "file":
            write_turtle(smaller, graph)
        else:
            shutil.rmtree(graph)
            write_store(smaller, graph)
        after = {count_triples(desk) for _ in range(8)}
        assert len(after) == 1
        assert after != {before}
        assert desk.render_page() != page
    finally:
        desk.close()


def test_a_query_process_that_somebody_ends_is_replaced(tmp_path: Path) -> None:
    here = psutil.Process()
    others = set(here.children(recursive=True))
    desk = GraphDesk(write_form("file", tmp_path), at_once=1)
    try:
        before = count_triples(desk)
        for _ in range(3):
            workers = list(set(here.children(recursive=True)) - others)
            for worker in workers:
                worker.kill()
            psutil.wait_procs(workers, timeout=20)
            assert count_triples(desk) == before
    finally:
        desk.close()


def test_a_host_for_all_addresses_needs_a_name() -> None:
    with pytest.raises(UsageError, match="every address"):
        find_hosts("0.0.0.0")  # noqa: S104
    assert find_hosts("0.0.0.0", ["Graph.Example.org"]) == LOCAL_HOSTS | {"0.0.0.0", "graph.example.org"}  # noqa: S104
    assert "*" not in find_hosts("192.0.2.7")


@pytest.fixture
def server(desk: GraphDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server in this process whose connections have a third of a second for their first head."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(make_app(desk), http=connections.LimitedProtocol, log_level="error")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    running.should_exit = True
    thread.join(10)


def test_a_connection_that_says_nothing_is_closed(server: int) -> None:
    with socket.create_connection(("127.0.0.1", server), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert connection.recv(100) == b""


def read_to_end(connection: socket.socket) -> bytes:
    answer = b""
    while piece := connection.recv(1 << 16):
        answer += piece
    return answer


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nHost: loc", b"x" * 10], ids=["a head", "a body of before"])
def test_a_connection_that_says_nothing_more_is_closed(server: int, begun: bytes) -> None:
    """Also after a first answer, and however slowly its bytes go on dripping."""
    length = b"Content-Length: 100\r\n" if begun.startswith(b"x") else b""
    with socket.create_connection(("127.0.0.1", server), timeout=5) as connection:
        connection.sendall(b"GET /none HTTP/1.1\r\nHost: localhost\r\n" + length + b"\r\n")
        assert b"404" in connection.recv(1 << 16)
        started = time.monotonic()
        with contextlib.suppress(ConnectionError):
            for byte in begun * 10:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
            read_to_end(connection)
        assert time.monotonic() - started < 4


def test_connections_past_the_limit_are_closed_at_once(server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_OPEN", 3)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 30.0)
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(socket.create_connection(("127.0.0.1", server), timeout=3)) for _ in range(3)]
        time.sleep(0.2)
        one_more = stack.enter_context(socket.create_connection(("127.0.0.1", server), timeout=3))
        with contextlib.suppress(ConnectionError):
            assert one_more.recv(10) == b""
        opened[0].sendall(b"GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b"404" in read_to_end(opened[0])


def test_a_client_that_takes_nothing_is_given_up(desk: GraphDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "TAKE_SECONDS", 0.2)

    class Transport:
        """A transport with bytes still to be sent: fewer at first, then no fewer."""

        def __init__(self) -> None:
            self.sizes = [300, 200, 200, 200]
            self.aborted = False

        def get_write_buffer_size(self) -> int:
            return self.sizes.pop(0)

        def abort(self) -> None:
            self.aborted = True

    async def watch() -> bool:
        config = uvicorn.Config(make_app(desk))
        config.load()
        protocol = connections.LimitedProtocol(config, ServerState(), {})
        protocol.transport, protocol.flow = Transport(), FlowControl(Transport())  # type: ignore[assignment]
        protocol._await_taking()
        await asyncio.sleep(1)
        return bool(protocol.transport.aborted)

    with ThreadPoolExecutor(1) as pool:  # a browser test before it may have left a loop running in this thread
        assert pool.submit(asyncio.run, watch()).result()


def test_others_are_answered_while_a_long_answer_is_written(
    desk: GraphDesk, server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_done = threading.Event()
    waited: list[bool] = []
    write = desk.write

    def write_slowly(reply: Any, form: str) -> str:
        waited.append(other_done.wait(10))
        return write(reply, form)

    monkeypatch.setattr(desk, "write", write_slowly)
    ask = b"GET /sparql?query=ASK+%7B%7D HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server), timeout=20) as long:
        long.sendall(ask)
        with socket.create_connection(("127.0.0.1", server), timeout=20) as other:
            other.sendall(b"GET /query HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b"<textarea" in read_to_end(other)
        other_done.set()
        assert b"200" in read_to_end(long)
    assert waited == [True]


#: `graphkit serve` as a terminal starts it; its page takes a minute to make.
SLOW_SERVER = """
import sys, time
from graphkit.api import GraphDesk
from graphkit.cli import main
GraphDesk.render_page = lambda desk: time.sleep(60)
sys.argv = ["graphkit", "serve", sys.argv[1], "--port", "0", "--timeout", "60"]
main()
"""
#: About a minute of work.
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . { SELECT * { ?j ?k ?l } LIMIT 10 } }"
ASK_LONG = f"GET /sparql?{urlencode({'query': LONG})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nquery=",
        ASK_LONG,
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["half a request", "a query that runs", "a page that is being made"],
)
def test_it_ends_at_once_whatever_it_is_doing(tmp_path: Path, request_: bytes) -> None:
    graph = write_form("file", tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_SERVER, str(graph)], stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stderr
        address = next(word for line in process.stderr for word in line.split() if word.startswith("http://"))
        port = urlsplit(address).port
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request_)
            time.sleep(0.5)
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=40)
            assert "Traceback" not in process.stderr.read()
            assert time.monotonic() - started < 20  # a second on a free machine; what it does would take a minute
    finally:
        process.kill()


def test_a_request_that_is_broken_off_is_no_fault_of_ours(server: int, caplog: pytest.LogCaptureFixture) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
    for kind in (b"application/sparql-query", b"application/x-www-form-urlencoded"):
        with socket.create_connection(("127.0.0.1", server), timeout=5) as connection:
            connection.sendall(head + b"Content-Type: " + kind + b"\r\n\r\nquery=")
            time.sleep(0.2)
    time.sleep(0.5)
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("message", "error", "is_fault"),
    [
        ("Invalid HTTP request received.", None, False),
        ("Cancel 2 running task(s), timeout graceful shutdown exceeded", None, False),
        ("Exception in ASGI application", asyncio.CancelledError(), False),
        ("Exception in ASGI application", ValueError(), True),
        ("Exceeded concurrency limit.", None, False),
        ("Application startup failed. Exiting.", None, True),
    ],
)
def test_a_terminal_is_told_of_faults_and_not_of_what_strangers_send(
    message: str, error: BaseException | None, is_fault: bool
) -> None:
    info = (type(error), error, None) if error else None
    assert is_worth_telling(logging.LogRecord("uvicorn.error", 40, "", 1, message, (), info)) is is_fault


@pytest.mark.skipif(sys.platform == "win32", reason="a process there keeps the number of its parent")
def test_no_query_outlives_a_killed_server(tmp_path: Path) -> None:
    graph = write_form("file", tmp_path)
    command = [sys.executable, "-m", "graphkit", "serve", str(graph), "--port", "0", "--timeout", "600"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stderr
        address = next(word for line in process.stderr for word in line.split() if word.startswith("http://"))
        with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=5) as connection:
            connection.sendall(ASK_LONG)
            time.sleep(1)
            workers = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            process.wait()
            assert workers
            assert psutil.wait_procs(workers, timeout=20)[1] == []
    finally:
        process.kill()
