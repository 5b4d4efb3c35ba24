"""A graph with an own predicate declares it, and is read, checked, queried and exported without the reader's folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.api import KnowledgeGraph
from graphkit.errors import DamagedGraphError
from graphkit.explorer import render_page
from graphkit.model import Event, Findings, OwnPredicate
from graphkit.rdf.diff import compare_graphs
from graphkit.rdf.turtle import read_turtle, serialise_turtle
from graphkit.rdf.validate import check_graph
from tests.sample import make_findings

OWN = OwnPredicate("extradites_to", "extradites to", "COOPERATE", "cooperation", "063")
TWIN = OwnPredicate("twins_with", "twins with", "COOPERATE", "cooperation", "050", symmetric=True)
CHANGED = "e-urges-09"


def make_own_findings() -> Findings:
    """The sample graph, in which one event is of an own predicate."""

    def change(event: Event) -> Event:
        if event.id != CHANGED:
            return event
        mentions = tuple(
            replace(mention, predicate=OWN.name, plover=OWN.plover, cameo=None) for mention in event.mentions
        )
        return replace(event, predicate=OWN.name, plover=OWN.plover, cameo=None, mentions=mentions)

    findings = make_findings()
    return replace(findings, events=tuple(map(change, findings.events)), predicates=(OWN, TWIN))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "graph.ttl"
    file.write_bytes(serialise_turtle(make_own_findings()))
    return file


def test_the_graph_declares_it_and_is_read_back(path: Path) -> None:
    findings = read_turtle(path)
    assert findings.predicates == (OWN, TWIN)
    event = next(event for event in findings.events if event.id == CHANGED)
    assert (event.predicate, event.plover, event.cameo) == ("extradites_to", "COOPERATE", None)
    assert serialise_turtle(findings) == path.read_bytes()


def test_such_a_graph_is_sound(path: Path) -> None:
    assert check_graph(path).problems == ()


def test_a_predicate_that_is_not_declared_is_told(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("gk:predicateGroup", "gk:plover")
    path.write_text(text, encoding="utf-8")
    messages = [problem.message for problem in check_graph(path, shapes=False).problems]
    assert "The ontology has no such property." in messages
    with pytest.raises(DamagedGraphError):
        read_turtle(path)


@pytest.mark.parametrize("group", ["law", ""])
def test_a_group_that_there_is_not_is_told(path: Path, group: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('predicateGroup "cooperation"', f'predicateGroup "{group}"'), encoding="utf-8")
    with pytest.raises(DamagedGraphError):
        read_turtle(path)


def test_queries_name_it_and_do_not_take_it_for_an_entity(path: Path) -> None:
    graph = KnowledgeGraph.load(path)
    answer = graph.sparql("SELECT ?p WHERE { ?e gk:predicate ?p . ?p gk:predicateGroup ?group }")
    assert answer.p.tolist() == ["extradites to"]
    assert len(graph.sparql("SELECT ?e { ?e rdfs:label ?name FILTER(CONTAINS(?name, 'extradites')) }")) > 1
    assert len(graph.sparql("find-name", text="extradites")) == 0
    assert len(graph.sparql("find-name", text="harbour")) > 0


def test_why_the_page_and_a_comparison_say_it_in_words(path: Path) -> None:
    findings = read_turtle(path)
    event = next(event for event in findings.events if event.id == CHANGED)
    facts = KnowledgeGraph(findings).why(event.agent, event.recipient).facts
    assert "Tomas Weld extradites to Harbour League" in [fact.text for fact in facts]
    assert '"id":"extradites_to","label":"extradites to"' in render_page(findings)
    assert "Tomas Weld extradites to Harbour League" in [
        fact.text for fact in compare_graphs(make_findings(), findings).added
    ]


@pytest.mark.parametrize("form", ["csv", "neo4j", "gexf", "graphml", "polecat", "gdelt", "icews", "jsonld", "trig"])
def test_exports_take_it(path: Path, tmp_path: Path, form: str) -> None:
    files = KnowledgeGraph.load(path).export(form, tmp_path / "out" / form)
    texts = "".join(file.read_text(encoding="utf-8") for file in files)
    wanted = {"neo4j": "EXTRADITES_TO", "polecat": "COOPERATE", "gdelt": "063", "icews": "063"}
    assert wanted.get(form, "extradites") in texts or wanted.get(form, "extraditesTo") in texts


def test_a_table_has_its_code(path: Path) -> None:
    frame = KnowledgeGraph.load(path).to_pandas()
    row = frame[frame.predicate == "extradites_to"].iloc[0]
    assert (row.plover, row.cameo, row.quad_class) == ("COOPERATE", "063", "Material co-operation")
