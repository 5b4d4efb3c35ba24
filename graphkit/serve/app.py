"""The server of one graph: a SPARQL endpoint, the explorer page, a query editor and a page for each node.

It reads one graph and changes nothing; addresses lead to fixed places, never to files; it answers only who speaks to it
as localhost, so no web page elsewhere can use it; a query runs in a process that is ended when it takes too long.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from graphkit.errors import GraphkitError, QueryLimitError, UsageError
from graphkit.serve.graph_service import Desk, Reply
from graphkit.serve.pages import LOCAL, make_policy, render_editor, render_node
from graphkit.serve.protocol import (
    GRAPHS,
    MOST_BYTES,
    PAGES,
    TABLES,
    TYPES,
    ProtocolError,
    choose_form,
    read_ask,
    read_question,
)
from graphkit.serve.threads import run_beside

#: Names by which this machine may be spoken to.
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: Seconds for which a query waits for its turn before it is sent away (429).
PATIENCE = 0.5
#: Connections that are open at a time; further ones are told to come back (503).
MOST_CONNECTIONS = 200

DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix format: <http://www.w3.org/ns/formats/> .

<> a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat format:SPARQL_Results_JSON , format:SPARQL_Results_XML , format:SPARQL_Results_CSV ,
        format:SPARQL_Results_TSV , format:Turtle , format:N-Triples , format:JSON-LD ;
    sd:defaultDataset <#dataset> .
<#dataset> a sd:Dataset ; sd:defaultGraph <#graph> .
<#graph> a sd:Graph .
"""


class GraphServer:
    """The answers of the server to each kind of request for one graph."""

    def __init__(self, desk: Desk, at_once: int, hosts: frozenset[str]) -> None:
        """Take the graph, the number of queries that run at a time, and the names that are answered to."""
        self._desk = desk
        self._at_once = at_once
        self._hosts = hosts
        self._gate = threading.BoundedSemaphore(at_once)

    async def guard(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Refuse requests under foreign names and bodies without an end; add headers that keep other pages out."""
        if find_host(request.headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("This server answers only on this machine.\n", status_code=403)
        length = request.headers.get("content-length")
        if length is None and request.method == "POST":
            return PlainTextResponse("The request does not say how long it is.\n", status_code=411)
        if int_or_zero(length) > MOST_BYTES:
            return PlainTextResponse(f"The request has more than {MOST_BYTES:,} bytes.\n", status_code=413)
        response = await call_next(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    async def answer_protocol(self, request: Request) -> Response:
        """Answer a request of the SPARQL protocol; without a query, describe the service or show the editor."""
        question = await read_question(request)
        accept = request.headers.get("accept", "")
        if question.query is None:
            form = choose_form(accept, {"text/turtle": "turtle", **PAGES})
            if form == "html":
                return await self.show_editor()
            return Response(DESCRIPTION, media_type="text/turtle")
        reply = await run_beside(self._answer, question.query, {})
        form = choose_form(accept, GRAPHS if reply.form == "graph" else TABLES, question.form)
        headers = {"X-Graphkit-Truncated": "true"} if reply.truncated else {}
        text = await run_beside(self._desk.write, reply, form)  # others are answered while a long one is written
        return Response(text, media_type=TYPES[form], headers=headers)

    async def answer_editor(self, request: Request) -> Response:
        """Answer a query of the editor as JSON; so are errors."""
        try:
            query, parameters = await read_ask(request)
            reply = await run_beside(self._answer, query, parameters)
        except ProtocolError as refusal:
            return JSONResponse({"error": str(refusal)}, status_code=refusal.status)
        except GraphkitError as error:
            said = {"error": str(error), "where": error.where, "remedy": error.remedy}
            return JSONResponse(said, status_code=find_status(error))
        return await run_beside(lambda: JSONResponse(show_reply(reply)))

    async def show_explorer(self) -> Response:
        """Show the explorer page."""
        # The page carries its own, stricter policy; this one only keeps it out of other pages' frames.
        page = await run_beside(self._desk.render_page)
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": "frame-ancestors 'none'"})

    async def show_editor(self) -> Response:
        """Show the query editor."""
        return send_page(await run_beside(render_editor, self._desk))

    async def send_graph(self) -> Response:
        """Send the graph as Turtle."""
        return Response(await run_beside(self._read_graph), media_type="text/turtle")

    async def show_node(self, local: str, request: Request, format: str | None = None) -> Response:
        """Show a node as a page or as RDF, whichever is asked for."""
        if not LOCAL.fullmatch(local):
            raise ProtocolError(404, "There is nothing here.")
        form = choose_form(request.headers.get("accept", ""), {**PAGES, **GRAPHS}, format)
        return await run_beside(self._describe_node, f"{self._desk.base}{local}", form)

    def _read_graph(self) -> bytes:
        with self._take_turn():
            return self._desk.read_turtle()

    def _describe_node(self, iri: str, form: str) -> Response:
        with self._take_turn():
            if form == "html":
                page = render_node(self._desk, iri)
                if page is None:
                    raise ProtocolError(404, "The graph knows nothing of this name.")
                return send_page(page)
            both = f"{{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }}"
            reply = self._desk.ask(f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {both} }}", {})
            if not reply.rows:
                raise ProtocolError(404, "The graph knows nothing of this name.")
            return Response(self._desk.write(reply, form), media_type=TYPES[form], headers={"Vary": "Accept"})

    def _answer(self, query: str, parameters: dict[str, str]) -> Reply:
        with self._take_turn():
            return self._desk.ask(query, parameters)

    @contextmanager
    def _take_turn(self) -> Iterator[None]:
        if not self._gate.acquire(timeout=PATIENCE):
            raise ProtocolError(429, f"{self._at_once} queries are running already; ask again in a moment.")
        try:
            yield
        finally:
            self._gate.release()


def make_app(desk: Desk, *, at_once: int = 2, hosts: frozenset[str] = LOCAL_HOSTS) -> FastAPI:
    """Make the server as an ASGI application.

    `at_once` queries run at a time; `hosts` are the names that the server answers to.
    """
    server = GraphServer(desk, at_once, hosts)
    app = FastAPI(title="graphkit", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(server.guard)
    app.add_exception_handler(ProtocolError, refuse)
    app.add_exception_handler(GraphkitError, report)
    app.add_api_route("/sparql", server.answer_protocol, methods=["GET", "HEAD", "POST"])
    app.add_api_route("/api/ask", server.answer_editor, methods=["POST"])
    app.add_api_route("/", server.show_explorer, methods=["GET", "HEAD"])
    app.add_api_route("/query", server.show_editor, methods=["GET", "HEAD"])
    app.add_api_route("/graph.ttl", server.send_graph, methods=["GET", "HEAD"])
    app.add_api_route("/id/{local:path}", server.show_node, methods=["GET", "HEAD"])
    return app


async def refuse(request: Request, refusal: Exception) -> Response:
    """Report a request that the protocol does not allow."""
    return PlainTextResponse(f"{refusal}\n", status_code=getattr(refusal, "status", 400))


async def report(request: Request, error: Exception) -> Response:
    """Report an error of the library with its place and remedy."""
    if not isinstance(error, GraphkitError):
        raise error
    lines = [str(error), *filter(None, (error.where, error.remedy))]
    return PlainTextResponse("\n".join(lines) + "\n", status_code=find_status(error))


def find_hosts(host: str, names: Sequence[str] = ()) -> frozenset[str]:
    """Find the names to which a server on a host answers: those of this machine, the host's own and the given ones.

    Raises UsageError for a host that stands for all addresses (0.0.0.0, ::) without a name.
    """
    if host in ("0.0.0.0", "::", "") and not names:  # noqa: S104  (it is refused)
        remedy = "Say under which name it is asked: --name graph.example.org"
        raise UsageError(f"{host} stands for every address of this machine.", remedy=remedy)
    own = f"[{host}]" if ":" in host else host
    return LOCAL_HOSTS | {own.lower(), *(name.lower() for name in names)}


def find_host(header: str) -> str:
    """Find the name in a Host header, without its port."""
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.partition(":")[0].lower()


def int_or_zero(text: str | None) -> int:
    """Read a number in digits; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def find_status(error: GraphkitError) -> int:
    """Find the status of an answer that reports an error: 400 for a wrong query, 503 for one that took too much."""
    if isinstance(error, UsageError):
        return 400
    return 503 if isinstance(error, QueryLimitError) else 500


def send_page(page: str) -> Response:
    """Send a page with its content security policy."""
    return Response(
        page, media_type="text/html", headers={"Content-Security-Policy": make_policy(page), "Vary": "Accept"}
    )


def show_reply(reply: Reply) -> dict[str, Any]:
    """Show a reply as the query editor takes it: each cell with its text and, where it is one, its IRI."""
    if reply.form == "ask":
        rows: list[list[Any]] = [[{"text": "yes" if reply.boolean else "no"}]]
    else:
        rows = [[show_cell(reply, cell) for cell in row] for row in reply.rows]
    return {
        "columns": list(reply.columns),
        "rows": rows,
        "truncated": reply.truncated,
        "notes": list(reply.notes),
        "seconds": reply.seconds,
    }


def show_cell(reply: Reply, cell: Any) -> dict[str, Any] | None:
    """Show a cell with its text, and its IRI or that it is a number; None for an unbound one."""
    if cell is None:
        return None
    shown: dict[str, Any] = {"text": reply.show(cell)}
    if cell.kind == "uri":
        shown["iri"] = cell.value
    elif not isinstance(cell.to_python(), str):
        shown["number"] = True
    return shown


def listen(host: str, port: int) -> socket.socket:
    """Open a socket that listens there; port 0 takes any that is free. Raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "Choose another with --port; --port 0 takes any that is free."
        raise UsageError(f"{host}:{port} cannot be served: {reason}.", remedy=remedy) from error


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Tell whether a message is one for a terminal: not what strangers send, nor what the end of serving cuts off."""
    message = record.getMessage()
    is_cut_off = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not is_cut_off and not message.startswith(_OF_STRANGERS)


#: Beginnings of what uvicorn says of requests that are malformed, too many, or cut off at the end.
_OF_STRANGERS = ("Invalid HTTP request", "Cancel ", "Exceeded concurrency limit", "Unsupported upgrade", "No supported")


def run_server(app: FastAPI, listener: socket.socket) -> None:
    """Serve on a socket that listens already, until it is interrupted or terminated.

    Connections, and the time that a request may take to say what it wants, are limited; what is still open when the
    server is to end is cut off after a second.
    """
    import uvicorn

    from graphkit.serve.connections import LimitedProtocol

    config = uvicorn.Config(
        app,
        http=LimitedProtocol,
        ws="none",
        log_level="warning",
        server_header=False,
        access_log=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=1,
    )
    logging.getLogger("uvicorn.error").addFilter(is_worth_telling)
    uvicorn.Server(config).run([listener])
