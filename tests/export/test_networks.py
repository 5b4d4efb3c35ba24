"""Network files load in networkx, igraph and as Neo4j takes them."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx

from graphkit.export.lookups import clean_xml
from graphkit.export.networks import find_nodes, make_cypher, write_gexf, write_graphml, write_neo4j
from graphkit.export.tables import Lookup
from graphkit.model import Findings
from graphkit.resources.vocabulary import Vocabulary


def test_gexf_loads_in_networkx_with_dates_and_types(findings: Findings, tmp_path: Path) -> None:
    (path,) = write_gexf(findings, tmp_path / "graph.gexf")
    graph = nx.read_gexf(path, version="1.3")
    assert graph.number_of_edges() == len(findings.events)
    assert graph.nodes["norway"]["label"] == "Norway"
    edges = {data["id"]: data for *_, data in graph.edges(data=True)}
    assert edges["e-meets-05"]["start"] == "2024-03-05"
    assert edges["e-hosts-04"]["end"] == "2024-04-30"
    assert edges["e-meets-05"]["confidence"] == 0.97
    assert edges["e-meets-05"]["articles"] == 2
    assert "start" not in edges["e-urges-09"]


def test_graphml_loads_in_networkx_and_igraph(findings: Findings, tmp_path: Path) -> None:
    (path,) = write_graphml(findings, tmp_path / "graph.graphml")
    graph = nx.read_graphml(path, force_multigraph=True)
    assert graph.number_of_edges() == len(findings.events)
    assert graph.nodes["norway"]["events"] == 5
    other = igraph.Graph.Read_GraphML(str(path))
    assert other.ecount() == len(findings.events)
    assert set(other.vs["label"]) == {entity.label for entity in find_nodes(Lookup(findings))}
    assert set(other.es["status"]) >= {"occurred", "planned", "disputed"}


def test_hostile_names_survive_in_xml(hostile: Findings, tmp_path: Path) -> None:
    wanted = {re.sub(r"\r\n?", "\n", clean_xml(entity.label)) for entity in find_nodes(Lookup(hostile))}
    (graphml,) = write_graphml(hostile, tmp_path / "graph.graphml")
    graph = nx.read_graphml(graphml, force_multigraph=True)
    assert {data["label"] for _, data in graph.nodes(data=True)} == wanted
    assert set(igraph.Graph.Read_GraphML(str(graphml)).vs["label"]) == wanted
    (gexf,) = write_gexf(hostile, tmp_path / "graph.gexf")
    shown = {data["label"] for _, data in nx.read_gexf(gexf, version="1.3").nodes(data=True)}
    assert {" ".join(label.split()) for label in shown} == {" ".join(label.split()) for label in wanted}
    for path in (graphml, gexf):
        ElementTree.parse(path)  # noqa: S314  # our own file


def test_neo4j_files_have_the_headers_that_it_imports(hostile: Findings, tmp_path: Path) -> None:
    nodes, edges, cypher = write_neo4j(hostile, tmp_path)
    with nodes.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:9] == ["id:ID", "name", "type", ":LABEL", "wikidata", "country", "iso3", "cow", "fips"]
    assert rows[0][9] == "region"
    assert next(row for row in rows if row[0] == "norway")[6:10] == ["NOR", "385", "NO", "Europe"]
    assert "latitude:double" in rows[0]
    assert {row[0] for row in rows[1:]} == {entity.id for entity in find_nodes(Lookup(hostile))}
    assert all("\n" not in cell for row in rows for cell in row)
    labels = {entity.id: entity.label for entity in find_nodes(Lookup(hostile))}
    for identifier, name, *_ in rows[1:]:
        wanted = re.sub("[\ud800-\udfff]", "\ufffd", labels[identifier])
        assert re.sub(r"[\s\x00-\x1f]+", " ", name).strip() == re.sub(r"[\s\x00-\x1f]+", " ", wanted).strip()
    with edges.open(encoding="utf-8", newline="") as file:
        edge_rows = list(csv.DictReader(file))
    assert list(edge_rows[0])[:4] == [":START_ID", ":END_ID", ":TYPE", "day:date"]
    assert {"date", "date_precision", "sentence", "speaker", "first_article", "first_published", "event_id"} <= set(
        edge_rows[0]
    )
    known = {row[0] for row in rows[1:]}
    assert all(row[":START_ID"] in known and row[":END_ID"] in known for row in edge_rows)
    assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row["day:date"]) for row in edge_rows)
    assert cypher.read_text() == make_cypher(Vocabulary.load())


def test_cypher_is_the_same_for_every_graph_and_knows_every_predicate() -> None:
    text = make_cypher(Vocabulary.load())
    for name in Vocabulary.load().predicates:
        assert f"`:TYPE` = '{name.upper()}'" in text
    statements = [statement for statement in text.split(";\n") if statement.strip()]
    assert all(statement.count("MERGE") == 1 for statement in statements[1:])
