"""No query reaches another server, another file or another graph, however it is spelled."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from graphkit.errors import QueryError, QueryLimitError
from graphkit.sparql import query_graph
from graphkit.sparql.guard import (
    MOST_CHARACTERS,
    MOST_NESTING,
    MOST_TOKENS,
    decode_escapes,
    find_tokens,
    refuse_unsafe,
)
from graphkit.sparql.process import GraphProcess
from tests.sample import write_form

SERVICES = [
    "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { service SILENT <URL> { ?a ?b ?c } }",
    "PREFIX x: <URL> SELECT * { SERVICE x:y { ?a ?b ?c } }",
    "SELECT * { SERVICE # a comment\n <URL> { ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
    "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?a ?b ?c } }",
    "ASK { SERVICE <URL> { ?a ?b ?c } }",
    "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "DESCRIBE ?a { SERVICE <URL> { ?a ?b ?c } }",
]
DATASETS = [
    "SELECT * FROM <URL> { ?a ?b ?c }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?a ?b ?c } }",
    "SELECT * FROM <file:///nowhere.ttl> { ?a ?b ?c }",
]
UPDATES = [
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <x:y>",
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
#: An ordinary query with tokens of every kind, into which words are put that no query may have.
ORDINARY = """PREFIX x: <http://example.org/> # a comment
SELECT ?s (COUNT(?o) AS ?n) { ?s x:y/x:z.a 'it is'@en-GB, "so", 1.5, true ; a [] . FILTER(?s < ?o && ?o > 3) }
GROUP BY ?s LIMIT 10"""


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


@pytest.mark.parametrize("word", ["SERVICE", "load", "From", "INSERT", "Using"])
def test_a_word_is_refused_wherever_a_token_may_begin(word: str) -> None:
    """The engine has its own view of where a word begins and ends, so none is let through at any place."""
    for token in find_tokens(ORDINARY):
        query = f"{ORDINARY[: token.start]} {word} {ORDINARY[token.start :]}"
        with pytest.raises(QueryError):
            refuse_unsafe(query)


@pytest.mark.parametrize("word", ["SERVICE", "LOAD", "FROM"])
def test_a_word_that_stands_close_to_others_is_refused_too(word: str) -> None:
    """But as a part of a variable, a local name or a language, which every grammar takes whole."""
    tokens = find_tokens(ORDINARY)
    for before, token in pairwise(tokens):
        touches = before.start + len(before.text) == token.start
        if not (touches and before.kind in ("variable", "prefixed", "language")):
            with pytest.raises(QueryError):
                refuse_unsafe(ORDINARY[: token.start] + word.lower() + ORDINARY[token.start :])


def test_escapes_are_read_before_words_are_looked_for() -> None:
    assert decode_escapes("\\u0041\\U00000042C") == "ABC"
    assert [token.text for token in find_tokens("?\\u0061 x:\\u0062")] == ["?a", "x:b"]


def nest(depth: int) -> str:
    return "SELECT * " + "{" * depth + "}" * depth


@pytest.mark.parametrize(
    ("most", "beyond", "message"),
    [
        (nest(MOST_NESTING), nest(MOST_NESTING + 1), "nests"),
        ("#" * MOST_CHARACTERS, "#" * (MOST_CHARACTERS + 1), "characters"),
        (f"FILTER({'!' * MOST_NESTING}?c)", f"FILTER({'!' * (MOST_NESTING + 1)}?c)", "sign"),
        (". " * MOST_TOKENS, ". " * (MOST_TOKENS + 1), "words"),
    ],
    ids=["nesting", "characters", "signs", "tokens"],
)
def test_what_is_one_step_past_a_limit_is_refused(most: str, beyond: str, message: str) -> None:
    """Only the guard sees these texts."""
    refuse_unsafe(most)
    with pytest.raises(QueryError, match=message):
        refuse_unsafe(beyond)


def test_an_engine_that_ends_is_an_error_and_not_the_end(path: Path) -> None:
    """Whatever ends the process that answers: here it is killed from outside."""
    request = {"query": "ASK { ?a ?b ?c }", "parameters": {}, "prefixes": {}, "max_rows": 10, "insert_at": 0}
    with GraphProcess(path, None) as process:
        process._process.kill()
        with pytest.raises(QueryLimitError):
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
