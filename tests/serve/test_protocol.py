"""The endpoint speaks the SPARQL 1.1 Protocol."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
import rdflib
from starlette.testclient import TestClient

from graphkit.serve.protocol import GRAPHS, MOST_BYTES, TABLES, ProtocolError, choose_form

MEETS = "SELECT ?a ?b WHERE { ?a gk:meets ?b } ORDER BY ?a"
BUILD = "CONSTRUCT { ?a gk:meets ?b } WHERE { ?a gk:meets ?b }"
DUARTE = "https://w3id.org/graphkit/id/ana-duarte"


def test_a_query_may_come_in_each_of_the_three_ways(client: TestClient) -> None:
    ways = [
        client.get("/sparql", params={"query": MEETS}),
        client.post("/sparql", data={"query": MEETS}),
        client.post("/sparql", content=MEETS, headers={"Content-Type": "application/sparql-query"}),
    ]
    for response in ways:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("application/sparql-results+json")
        assert response.json()["results"]["bindings"][0]["a"] == {"type": "uri", "value": DUARTE}


@pytest.mark.parametrize("accept", sorted(set(TABLES)))
def test_tables_come_in_the_form_that_is_wished(client: TestClient, accept: str) -> None:
    response = client.get("/sparql", params={"query": MEETS}, headers={"Accept": accept})
    form = TABLES[accept]
    if form == "json":
        assert len(json.loads(response.text)["results"]["bindings"]) == 2
    elif form == "xml":
        root = ElementTree.fromstring(response.text)  # noqa: S314  # our own answer
        assert len(list(root.iter("{http://www.w3.org/2005/sparql-results#}result"))) == 2
    elif form == "csv":
        assert next(csv.DictReader(io.StringIO(response.text)))["a"] == DUARTE
    else:
        assert response.text.splitlines()[:2] == ["?a\t?b", f"<{DUARTE}>\t<https://w3id.org/graphkit/id/tomas-weld>"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/n-triples", "nt")],
)
def test_graphs_come_in_the_form_that_is_wished(client: TestClient, accept: str, form: str) -> None:
    response = client.get("/sparql", params={"query": BUILD}, headers={"Accept": accept})
    assert response.headers["content-type"].startswith(accept)
    assert len(rdflib.Graph().parse(data=response.text, format=form)) == 2


def test_yes_and_no_come_in_every_form(client: TestClient) -> None:
    for accept, sign in (("application/json", '"boolean": true'), ("text/xml", "<boolean>true<"), ("text/csv", "yes")):
        response = client.get("/sparql", params={"query": "ASK { ?a gk:meets ?b }"}, headers={"Accept": accept})
        assert sign in response.text


def test_the_endpoint_describes_itself(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle", publicID="http://127.0.0.1/sparql")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (rdflib.URIRef("http://127.0.0.1/sparql"), sd.endpoint, rdflib.URIRef("http://127.0.0.1/sparql")) in graph
    assert "<textarea" in client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"}).text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"params": {"query": "SELEC"}}, 400),
        ({"params": {"query": "SELECT * { ?a foo:b ?c }"}}, 400),
        ({"params": {"query": MEETS, "default-graph-uri": "http://x/"}}, 400),
        ({"params": [("query", MEETS), ("query", MEETS)]}, 400),
        ({"params": {"query": MEETS}, "headers": {"Accept": "image/png"}}, 406),
        ({"params": {"query": MEETS, "format": "docx"}}, 400),
        ({"params": {"query": "no-such-query"}}, 400),
    ],
)
def test_what_is_wrong_with_a_request_is_said(client: TestClient, request_: dict[str, object], status: int) -> None:
    response = client.get("/sparql", **request_)  # type: ignore[arg-type]  # what a request takes
    assert response.status_code == status
    assert 10 < len(response.text) < 1000
    assert "Traceback" not in response.text


def test_a_wrong_body_is_refused(client: TestClient) -> None:
    assert client.post("/sparql", content="x", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/sparql", data={"other": "x"}).status_code == 400
    assert (
        client.post("/sparql", content=b"\xff", headers={"Content-Type": "application/sparql-query"}).status_code == 400
    )
    assert client.post("/sparql", data={"query": "x" * MOST_BYTES}).status_code == 413


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.5", "csv"),
        ("text/*;q=0.5, application/json;q=0.4", "xml"),
        ("application/json;q=0, */*", "json"),
        ("application/x-unknown, text/csv;q=nonsense, */*;q=0.1", "json"),
    ],
)
def test_the_form_follows_the_accept_header(accept: str, form: str) -> None:
    assert choose_form(accept, TABLES) == form


def test_a_form_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ProtocolError) as caught:
        choose_form("text/csv", GRAPHS)
    assert caught.value.status == 406
