"""A served graph among requests that are wrong in every harmless way: memory, answers, connections, and its end.

    python benchmarks/hostile_requests.py GRAPH                  2,000 requests of each kind in turn, some minutes
    python benchmarks/hostile_requests.py GRAPH --requests 200   some seconds

The server runs on 127.0.0.1 in a process of its own. Each request is malformed, refused, half sent or one step past
a limit of the server; one in ten is an honest question, which must be answered rightly. Prints the counts of statuses,
memory over time, and the seconds between SIGTERM and the end at several moments. Ends with exit code 1 where an answer
is not what the request earns, a process of the server opens a connection, memory grows, or it takes 3 s to end.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from measured_run import measure_family  # noqa: E402 beside this file

from graphkit.serve.protocol import MOST_BYTES  # noqa: E402
from graphkit.sparql.guard import MOST_CHARACTERS, MOST_NESTING, MOST_TOKENS  # noqa: E402

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a schema:NewsArticle }"
#: Too much for the half second that the server gives a query here, and over in some seconds for whoever waits.
SOME = "{ SELECT * { VARIABLES } LIMIT 400 }"
SLOW = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(SOME.replace("VARIABLES", v) for v in ("?a ?b ?c", "?d ?e ?f", "?g ?h ?i"))
    + " }"
)
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
JSON = "Content-Type: application/json\r\n"
QUERY = "Content-Type: application/sparql-query\r\n"


@dataclass(frozen=True)
class RequestKind:
    """A kind of request: the bytes to send, and the statuses that it may earn (0: closed without an answer)."""

    name: str
    make: Callable[[random.Random], bytes]
    statuses: frozenset[int]


def get(path: str, head: str = "", host: str = "127.0.0.1") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{head}Connection: close\r\n\r\n".encode("latin-1")


def ask(query: str, head: str = "") -> bytes:
    return get("/sparql?" + urlencode({"query": query}), head)


def post(path: str, body: bytes, head: str, length: int | None = None) -> bytes:
    declared = len(body) if length is None else length
    start = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Content-Length: {declared}\r\nConnection: close\r\n\r\n"
    return start.encode("latin-1") + body


def kind(name: str, make: Callable[[random.Random], bytes], *statuses: int) -> RequestKind:
    return RequestKind(name, make, frozenset(statuses))


def query(name: str, make: Callable[[random.Random], bytes], *statuses: int) -> RequestKind:
    """Mark a kind of request that asks the graph: it may also be told that others come first."""
    return kind(name, make, *statuses, 429)


def list_kinds(address: str) -> list[RequestKind]:
    """All kinds of requests; `address` is a listener of our own that nobody may call."""
    remote = f"http://{address}/"
    elsewhere = "SELECT * FROM <URL> { ?a ?b ?c }".replace("URL", remote)
    deep = MOST_NESTING + 1
    return [
        kind("method", lambda r: get("/sparql").replace(b"GET", r.choice((b"PUT", b"DELETE", b"PATCH")), 1), 405),
        kind("host", lambda r: get("/", host=r.choice(("other.test", "127.0.0.1.other.test", "10.0.0.1"))), 403),
        kind("no such page", lambda r: get(f"/{r.choice('abcdef')}{r.randrange(999)}"), 404),
        kind(
            "crooked path", lambda r: get(r.choice(("/../run.json", "/%2e%2e/run.json", "/id/..%2f", "/id/a%00"))), 404
        ),
        query("no such entity", lambda r: get(f"/id/nobody-{r.randrange(9_999)}"), 404),
        kind("not HTTP", lambda r: bytes(r.choices(b"abcdefgh ", k=60)) + b"\r\n\r\n", 400, 0),
        kind("no query", lambda r: post("/sparql", b"other=1", FORM), 400),
        kind("two queries", lambda r: get("/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D"), 400),
        kind("not UTF-8", lambda r: post("/sparql", b"ASK { ?a ?b '\xff' }", QUERY), 400),
        kind("not UTF-8 in the address", lambda r: get("/sparql?query=%ff%fe"), 400),
        query("not SPARQL", lambda r: ask("".join(r.choices("SELECTWHERE ?{}", k=40))), 400),
        query("unknown prefix", lambda r: ask("SELECT * { ?a nowhere:b ?c }"), 400),
        query("unknown ready query", lambda r: ask(f"who-did-{r.randrange(99)}"), 400),
        query("a path for a query", lambda r: ask(r.choice(("run.rq", "./a.rq", "../b.rq"))), 400),
        query("another server", lambda r: ask(f"SELECT * {{ SERVICE <{remote}> {{ ?a ?b ?c }} }}"), 400),
        query("another graph", lambda r: ask(elsewhere), 400),
        kind("a graph named beside", lambda r: get(f"/sparql?query=ASK%7B%7D&default-graph-uri={quote(remote)}"), 400),
        kind(
            "an update", lambda r: post("/sparql", f"LOAD <{remote}>".encode(), QUERY.replace("query", "update")), 405
        ),
        query("an update for a query", lambda r: ask("DELETE WHERE { ?a ?b ?c }"), 400),
        query("one bracket too many", lambda r: ask("ASK " + "{" * deep + "}" * deep), 400),
        query("one token too many", lambda r: post("/sparql", b"ASK { " + b". " * MOST_TOKENS + b"}", QUERY), 400),
        query("one letter too many", lambda r: post("/sparql", b"#" + b" " * MOST_CHARACTERS, QUERY), 400),
        kind("one byte too many", lambda r: post("/sparql", b"x" * (MOST_BYTES + 1), QUERY), 413, 0),
        kind("no length", lambda r: post("/sparql", b"", FORM).replace(b"Content-Length: 0\r\n", b""), 411),
        kind("a wrong length", lambda r: post("/sparql", b"query=ASK", FORM, -5), 400),
        kind("half a body", lambda r: post("/sparql", b"query=ASK", FORM, 500), 0),
        kind("half a head", lambda r: b"GET /sparql HTTP/1.1\r\nHost: 127.0", 0),
        kind("a long head", lambda r: get("/", "X-Note: " + "a" * 70_000 + "\r\n"), 200, 400, 431, 0),
        kind("a body of another kind", lambda r: post("/sparql", b"x", "Content-Type: text/plain\r\n"), 415),
        kind("no JSON", lambda r: post("/api/ask", b"{" * r.randrange(1, 50), JSON), 400),
        kind(
            "other JSON", lambda r: post("/api/ask", r.choice((b"[]", b"7", b'{"query": 1}', b'{"a": "b"}')), JSON), 400
        ),
        kind(
            "a parameter of another kind", lambda r: post("/api/ask", b'{"query": "x", "parameters": [1]}', JSON), 400
        ),
        query("a wrong IRI", lambda r: post("/api/ask", make_parameter("<not an iri"), JSON), 400),
        query("an unknown actor", lambda r: post("/api/ask", make_parameter("Atlantis"), JSON), 400),
        query("no such form", lambda r: get("/sparql?query=ASK%7B%7D&format=docx"), 400),
        query("no such type", lambda r: ask("ASK {}", "Accept: image/png\r\n"), 406),
        kind("a slow query", lambda r: ask(SLOW), 503, 429),
        kind("a long answer", lambda r: ask("SELECT * { ?a ?b ?c . ?c ?d ?e }", "Accept: text/csv\r\n"), 200, 429, 503),
    ]


def make_parameter(value: str) -> bytes:
    return json.dumps({"query": "timeline", "parameters": {"actor": value}}).encode()


@dataclass
class Served:
    """A server in a process of its own, its memory and its connections."""

    graph: Path
    samples: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start it, and wait until it says where it is."""
        command = [sys.executable, "-m", "graphkit", "serve", str(self.graph), "--port", "0"]
        limits = ["--timeout", "0.5", "--max-rows", "2000"]
        self.process = psutil.Popen([*command, *limits], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.port = 0
        for line in self.process.stderr:
            address = next((word for word in line.split() if word.startswith("http://")), None)
            if address:
                self.port = urlsplit(address).port or 0
                break
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        self.said += list(self.process.stderr)

    def find_calls(self) -> list[str]:
        """List connections that a process of the server opened itself: their own port is not the server's."""
        calls = []
        for process in (self.process, *self.process.children(recursive=True)):
            try:
                connections = process.net_connections("inet")
            except psutil.Error:
                continue
            calls += [str(each.raddr) for each in connections if each.raddr and each.laddr.port != self.port]
        return calls

    def send(self, data: bytes, seconds: float = 8.0) -> tuple[int, bytes]:
        """Send a request and return the status and body of its answer; 0 for none. Half a request is left so."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
                connection.sendall(data)
                if is_half(data):
                    return 0, b""
                answer = b""
                while piece := connection.recv(1 << 16):
                    answer += piece
        except (TimeoutError, ConnectionError):
            return 0, b""
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]) if head.startswith(b"HTTP/1.") else 0, body

    def end(self) -> float:
        """Measure the seconds from SIGTERM to the end."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except psutil.TimeoutExpired:
            self.process.kill()
        return time.monotonic() - started


def is_half(data: bytes) -> bool:
    """Tell whether a request is not whole, so that no answer can come."""
    head, end, body = data.partition(b"\r\n\r\n")
    lengths = [line[15:].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return not end or bool(lengths and lengths[0].isdigit() and int(lengths[0]) > len(body))


def count_articles(served: Served) -> int | None:
    """Count the articles that an honest question finds; None where the server was too busy (429, 503)."""
    status, body = served.send(ask(COUNT))
    if status in (429, 503):
        return None
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"]) if status == 200 else -1


def assail(served: Served, requests: int, kinds: list[RequestKind], problems: list[str]) -> Counter[str]:
    """Send the requests, eight at a time, and note what was not as it must be."""
    statuses: Counter[str] = Counter()
    expected = count_articles(served)

    def send_one(number: int) -> None:
        if number % 10 == 9:
            articles = count_articles(served)
            statuses["honest, busy" if articles is None else "honest"] += 1
            if articles not in (None, expected):
                problems.append(f"an honest question was answered {articles}, not {expected}")
            return
        sort = kinds[number % len(kinds)]
        status, body = served.send(sort.make(random.Random(number)))
        statuses[str(status)] += 1
        if status not in sort.statuses:
            problems.append(f"{sort.name}: {status}, not {sorted(sort.statuses)}: {body[:80]!r}")
        if b"Traceback" in body:
            problems.append(f"{sort.name}: a traceback")

    with ThreadPoolExecutor(8) as crowd:
        for start in range(0, requests, 100):
            list(crowd.map(send_one, range(start, min(start + 100, requests))))
            served.samples.append(measure_family(served.process))
            problems += [f"the server called {call}" for call in served.find_calls()]
            print(f"{start + 100:6} requests  {served.samples[-1]:7,.0f} MB", flush=True)
    return statuses


def end_at_moments(graph: Path, kinds: list[RequestKind], times: int, problems: list[str]) -> list[float]:
    """Start a server, assail it, and end it at a moment by chance; return the seconds that each end took."""
    rng, ends = random.Random(5), []
    for _ in range(times):
        served = Served(graph)
        stop = threading.Event()

        def harass(seed: int, served: Served = served, stop: threading.Event = stop) -> None:
            own = random.Random(seed)
            while not stop.is_set():
                served.send(own.choice(kinds).make(own), 2.0)

        crowd = [threading.Thread(target=harass, args=(seed,), daemon=True) for seed in range(4)]
        for thread in crowd:
            thread.start()
        time.sleep(rng.random() * 3)
        ends.append(served.end())
        problems += ["a traceback while it ended"] if any("Traceback" in line for line in served.said) else []
        stop.set()
        for thread in crowd:
            thread.join(10)
    return ends


def main() -> None:
    """Assail, end, check and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--ends", type=int, default=10)
    given: Any = parser.parse_args()
    problems: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        kinds = list_kinds(f"127.0.0.1:{listener.getsockname()[1]}")
        served = Served(given.graph)
        started = time.monotonic()
        try:
            statuses = assail(served, given.requests, kinds, problems)
            seconds = time.monotonic() - started
        finally:
            last = served.end()
        try:
            listener.accept()
            problems.append("somebody called the listener")
        except TimeoutError:
            pass
        ends = [last, *end_at_moments(given.graph, kinds, given.ends, problems)]
    report(given.requests, seconds, statuses, served, ends, problems)
    raise SystemExit("FAILED: " + "; ".join(problems[:10]) if problems else 0)


def report(
    requests: int, seconds: float, statuses: Counter[str], served: Served, ends: list[float], problems: list[str]
) -> None:
    """Print the figures, and add what they show to be wrong."""
    quarter = max(1, len(served.samples) // 4)
    early, late = (
        statistics.median(samples)
        for samples in (served.samples[quarter:][:quarter] or served.samples, served.samples[-quarter:])
    )
    print(f"{requests:,} requests in {seconds:.0f} s: {dict(sorted(statuses.items()))}")
    print(f"memory {served.samples[0]:,.0f} MB at first, then {early:,.0f} MB, and {late:,.0f} MB in the last quarter")
    print(f"ended {len(ends)} times, at most {max(ends):.2f} s after SIGTERM")
    if late > early * 1.1 + 20:
        problems.append(f"memory grew from {early:,.0f} to {late:,.0f} MB")
    if max(ends) > 3:
        problems.append(f"it took {max(ends):.1f} s to end")
    if any("Traceback" in line for line in served.said):
        problems.append("a traceback on standard error")


if __name__ == "__main__":
    main()
