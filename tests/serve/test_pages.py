"""The pages of the server: explorer, editor, and one for each node in the form that is wished."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from starlette.testclient import TestClient

from graphkit.api import GraphDesk
from graphkit.rdf import read_graph_bytes
from graphkit.rdf.turtle import serialise_turtle, write_turtle
from graphkit.serve.app import make_app
from graphkit.sparql import list_queries
from tests.sample import make_findings

HOSTILE = "<img src=x onerror=alert(1)>'\"</script>{{ 7*7 }}"


def test_the_explorer_and_the_graph_file_are_served(client: TestClient, graph: Path) -> None:
    assert "<html" in client.get("/").text
    assert client.get("/graph.ttl").content == read_graph_bytes(graph) == serialise_turtle(make_findings())


def test_the_editor_holds_every_ready_query(client: TestClient) -> None:
    page = client.get("/query").text
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert data
    assert [query["name"] for query in json.loads(data[1])["queries"]] == [query.name for query in list_queries()]


def test_the_editor_is_answered_with_names_and_links(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"query": "timeline", "parameters": {"actor": "Oslo"}}).json()
    assert answer["columns"][:3] == ["begin", "end", "reported"]
    assert {"text": "Norway", "iri": "https://w3id.org/graphkit/id/norway"} in answer["rows"][0]
    wrong = client.post("/api/ask", json={"query": "timeline", "parameters": {"actor": "Norwai"}})
    assert wrong.status_code == 400
    assert "Norway" in wrong.json()["remedy"]
    assert client.post("/api/ask", json={"query": "timeline", "more": 1}).status_code == 400


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", "nonsense", '{"query": 5}', '{"query": "x", "parameters": {"a": []}}']
)
def test_a_wrong_request_of_the_editor_is_refused(client: TestClient, body: str) -> None:
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]


def test_a_node_comes_as_page_turtle_or_json_ld(client: TestClient) -> None:
    page = client.get("/id/norway", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Norway supports Portugal" in page.text
    for accept, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        response = client.get("/id/norway", headers={"Accept": accept})
        assert response.headers["content-type"].startswith(accept)
        graph = rdflib.Graph().parse(data=response.text, format=form)
        assert (
            rdflib.URIRef("https://w3id.org/graphkit/id/norway"),
            rdflib.RDFS.label,
            rdflib.Literal("Norway"),
        ) in graph
    assert client.get("/id/norway?format=turtle").text.startswith("@prefix")
    assert client.get("/id/nowhere").status_code == 404
    assert client.get("/id/nowhere?format=turtle").status_code == 404


def test_every_node_has_a_page_whose_links_lead_on(client: TestClient) -> None:
    seen, waiting = set(), ["/id/norway"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 200, path
        links = {html.unescape(link) for link in re.findall(r'href="(/id/[^"]+)"', response.text)}
        waiting += sorted(links - seen - set(waiting))
    assert len(seen) > 40
    assert {path.split("/")[2] for path in seen} >= {"event", "mention", "relation", "article", "publisher", "lisbon"}


def test_hostile_names_are_only_text(tmp_path: Path) -> None:
    findings = make_findings()
    entities = tuple(replace(entity, label=HOSTILE) for entity in findings.entities)
    articles = tuple(replace(article, url="javascript:alert(1)", title=HOSTILE) for article in findings.articles)
    write_turtle(replace(findings, entities=entities, articles=articles), tmp_path / "graph.ttl")
    desk = GraphDesk(tmp_path)
    try:
        client = TestClient(make_app(desk), base_url="http://127.0.0.1")
        for path in ("/id/norway", "/id/article/coast-herald-2024-03-06"):
            page = client.get(path, headers={"Accept": "text/html"}).text
            assert "<img" not in page
            assert "49" not in re.findall(r"<h1>(.*?)</h1>", page)[0]
            assert not re.search(r'href="javascript:', page)
            assert html.escape(HOSTILE, quote=False).split("'")[0] in page
    finally:
        desk.close()


def test_a_port_that_is_taken_is_named(graph: Path) -> None:
    import socket

    from graphkit.api import serve_graph
    from graphkit.errors import UsageError

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="cannot be served"):
        serve_graph(graph, port=taken.getsockname()[1])
