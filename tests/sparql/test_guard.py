"""No query reaches another server, another file or another graph, however it is spelled."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkit.errors import QueryError, QueryLimitError
from graphkit.sparql import query_graph
from graphkit.sparql.guard import MOST_CHARACTERS, find_tokens, refuse_unsafe
from graphkit.sparql.process import GraphProcess
from tests.sample import write_form

SERVICES = [
    "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { service<URL>{ ?a ?b ?c } }",
    "SELECT * { SeRvIcE SILENT <URL> { ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<URL> { ?a ?b ?c } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?a ?b ?c } }",
    "PREFIX x: <URL> SELECT * { SERVICEx:{ ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { SERVICE:{ ?a ?b ?c } }",
    "SELECT * { SERVICE # a comment\n <URL> { ?a ?b ?c } }",
    "SELECT * { S\\u0045RVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 'it\\'s'SERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p '''a'b'''SERVICE<URL>{ ?a ?b ?c } }",
    'SELECT * { ?s ?p "#"SERVICE<URL>{ ?a ?b ?c } }',
    "SELECT * { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
    "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE<URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p x:a.SERVICE<URL> { ?a ?b ?c } }",
    "ASK { SERVICE <URL> { ?a ?b ?c } }",
    "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "DESCRIBE ?a { SERVICE <URL> { ?a ?b ?c } }",
]
DATASETS = [
    "SELECT * FROM <URL> { ?a ?b ?c }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?a ?b ?c } }",
    "SELECT * from<file:///etc/passwd> { ?a ?b ?c }",
    "SELECT * FR\\u004FM <file:///etc/passwd> { ?a ?b ?c }",
    "PREFIX x: <URL> SELECT * FROMx:y { ?a ?b ?c }",
]
UPDATES = [
    "LOAD <URL>",
    "load silent <URL> into graph <x:y>",
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "DELETE WHERE { ?a ?b ?c }",
    "WITH <x:g> DELETE { ?a ?b ?c } INSERT { ?a ?b 1 } WHERE { ?a ?b ?c }",
    "CLEAR ALL",
    "DROP ALL",
    "CREATE GRAPH <x:g>",
    "COPY <x:g> TO DEFAULT",
    "MOVE <x:g> TO DEFAULT",
    "ADD <x:g> TO DEFAULT",
]


@pytest.fixture(scope="module", params=["file", "store"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(request.param, tmp_path_factory.mktemp("graph"))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address on this machine and the connections that were made to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[object] = []

        def listen() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                calls.append(address)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls


def test_the_listener_hears_a_call(listener: tuple[str, list[object]]) -> None:
    """A control: an engine that is not guarded does call."""
    import pyoxigraph

    url, calls = listener
    with pytest.raises(OSError, match=r".+"):
        list(pyoxigraph.Store().query(SERVICES[0].replace("URL", url)))
    assert calls


@pytest.mark.parametrize("query", [*SERVICES, *DATASETS, *UPDATES])
def test_nothing_is_asked_elsewhere(path: Path, listener: tuple[str, list[object]], query: str) -> None:
    url, calls = listener
    with pytest.raises(QueryError):
        query_graph(path, query.replace("URL", url))
    assert not calls


@pytest.mark.parametrize("query", SERVICES)
def test_even_without_the_guard_the_process_cannot_connect(
    path: Path, listener: tuple[str, list[object]], query: str
) -> None:
    url, calls = listener
    request = {"query": query.replace("URL", url), "parameters": {}, "prefixes": {}, "max_rows": 10, "insert_at": 0}
    with GraphProcess(path, None) as process:
        process.ask(request, 20)
    assert not calls


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?from ?service ?load WHERE { ?from ?service ?load }",
        "SELECT * { ?s ?p 'SERVICE <http://x/> FROM' } # SERVICE <http://x/>",
        "PREFIX s: <http://example.org/FROM/SERVICE#> SELECT * { ?s s:service ?o ; s:from ?f }",
        'SELECT * { ?s ?p """SERVICE\n"quoted" LOAD""" }',
        "SELECT * { ?s <http://example.org/SERVICE> ?o FILTER(?s < ?o && ?o > 3) }",
        "SELECT * { ?s gk:status 'it\\'s SERVICE' }",
        "SELECT * { ?s gk:event/gk:mention* ?o . ?o gk:cue ?c . }",
    ],
)
def test_words_in_names_and_texts_are_no_commands(path: Path, query: str) -> None:
    query_graph(path, query)


def test_nesting_and_length_are_bounded(path: Path) -> None:
    with pytest.raises(QueryError, match="nests"):
        query_graph(path, "SELECT * {" + "{" * 2_000 + "}" * 2_000 + "}")
    with pytest.raises(QueryError, match="characters"):
        query_graph(path, "SELECT * { ?a ?b '" + "x" * MOST_CHARACTERS + "' }")
    with pytest.raises(QueryError, match="sign"):
        query_graph(path, "SELECT * { ?a ?b ?c FILTER(" + "!" * 5_000 + "?c) }")
    with pytest.raises(QueryError, match="words"):
        query_graph(path, "SELECT * { ?a " + "/".join(["gk:a"] * 9_000) + " ?c }")


def test_a_crash_of_the_engine_is_an_error_and_not_the_end(path: Path) -> None:
    request = {
        "query": "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}",
        "parameters": {},
        "prefixes": {},
        "max_rows": 10,
        "insert_at": 0,
    }
    with GraphProcess(path, None) as process, pytest.raises(QueryLimitError):
        process.ask(request, 20)


def test_a_place_counts_lines_and_columns(path: Path) -> None:
    with pytest.raises(QueryError) as caught:
        refuse_unsafe("SELECT *\n{ SERVICE <x:y> {} }")
    assert caught.value.where == "line 2, column 3 of the query"


def test_tokens_cover_the_text_in_order() -> None:
    query = "SELECT ?x { ?x gk:meets id:a-b ; rdfs:label 'a b'@en-GB . } # end"
    tokens = find_tokens(query)
    assert [token.text for token in tokens if token.kind == "prefixed"] == ["gk:meets", "id:a-b", "rdfs:label"]
    assert all(query[token.start :].startswith(token.text) for token in tokens)
