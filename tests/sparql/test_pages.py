"""The pages about the ontology and about SPARQL name everything there is, and their examples run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF

from graphkit.rdf import write_store
from graphkit.rdf.terms import GK, find_prefixes
from graphkit.rdf.turtle import serialise_turtle, write_turtle
from graphkit.resources.cameo import Cameo
from graphkit.sparql import list_queries, query_graph
from tests.rdf.test_ontology import read_asset
from tests.sample import make_findings

DOCS = Path(__file__).resolve().parents[2] / "docs"
SPARQL = (DOCS / "sparql.md").read_text(encoding="utf-8")
#: The page asks a graph of other articles: what stands in the sample for the names on it.
NAMES = {"Barack Obama": "Ana Duarte", "Iran": "Norway", "Saudi Arabia": "Portugal"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph that the page speaks of as out, and its store."""
    path = tmp_path_factory.mktemp("graph")
    (path / "out").mkdir()
    write_turtle(make_findings(), path / "out" / "graph.ttl")
    write_store(path / "out", path / "store")
    return path


def test_the_ontology_page_names_every_class_and_property() -> None:
    text = (DOCS / "ontology.md").read_text(encoding="utf-8")
    ontology = read_asset("ontology.ttl")
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            if str(term).startswith(GK):
                assert f"`gk:{str(term)[len(GK) :]}`" in text, term
    for name, quad in Cameo.load().plover_quads.items():
        assert f"| `plover:{name}` | {quad} " in text


def test_the_example_of_the_ontology_page_is_turtle_of_the_sample() -> None:
    text = (DOCS / "ontology.md").read_text(encoding="utf-8")
    example = re.search(r"```turtle\n(.*?)```", text, re.S)
    assert example
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in find_prefixes().items())
    shown = set(rdflib.Graph().parse(data=heads + example[1], format="turtle"))
    whole = set(rdflib.Graph().parse(data=serialise_turtle(make_findings()), format="turtle"))
    assert len(shown) > 30
    assert shown - whole == set()


def test_the_sparql_page_lists_every_ready_query() -> None:
    for query in list_queries():
        assert f"| `{query.name}` | {query.title} |" in SPARQL


def find_examples() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", SPARQL, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("graphkit query")]


@pytest.mark.parametrize("line", find_examples())
def test_every_example_of_the_sparql_page_runs(path: Path, line: str) -> None:
    _, _, graph, query, *options = shlex.split(line)
    assert graph in ("out", "store")
    given = [word for word in options if "=" in word]
    parameters = {name: NAMES.get(value, value) for name, _, value in (word.partition("=") for word in given)}
    if query == "find-name":
        parameters["text"] = "weld"
    if query == "claims":
        parameters["speaker"] = "Weld"
    answer = query_graph(path / graph, query, parameters)
    assert answer.rows or answer.form == "ask" or query == "planned-and-overdue"
    assert not answer.notes
