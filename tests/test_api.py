"""KnowledgeGraph opens onto rdflib, networkx, pandas, SPARQL and the page."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import pytest

import graphkit
from graphkit.api import KnowledgeGraph, Page, list_exports
from graphkit.errors import UsageError
from graphkit.model import Entity, Findings, Kind
from graphkit.sparql import query_graph
from tests.sample import make_findings

HOSTILE = "<img src=x onerror=alert(1)>\"'</script>"


@pytest.fixture
def kg() -> KnowledgeGraph:
    return KnowledgeGraph(make_findings())


def test_rdf_is_an_rdflib_graph_of_the_same_triples(kg: KnowledgeGraph) -> None:
    import rdflib

    assert isinstance(kg.rdf, rdflib.Graph)
    assert set(kg.rdf) == set(rdflib.Graph().parse(data=kg.to_turtle(), format="turtle"))
    answer = kg.rdf.query("SELECT ?x WHERE { ?x <https://w3id.org/graphkit/ns#meets> ?y }")
    assert len(list(answer)) == 2


def test_networkx_has_an_edge_for_each_event(kg: KnowledgeGraph) -> None:
    graph = kg.to_networkx()
    assert graph.number_of_edges() == len(kg.events)
    norway = graph.nodes["norway"]
    assert (norway["label"], norway["kind"], norway["iso3"]) == ("Norway", "State", "NOR")
    hosts = graph.edges["norway", "ana-duarte", "e-hosts-04"]
    assert (hosts["status"], hosts["date"], hosts["date_precision"]) == ("planned", "2024-04", "month")


def test_networkx_graphs_are_written_as_graphml_and_gexf(kg: KnowledgeGraph, tmp_path: Path) -> None:
    import networkx

    graph = kg.to_networkx()
    networkx.write_graphml(graph, tmp_path / "graph.graphml")
    networkx.write_gexf(graph, tmp_path / "graph.gexf")
    assert networkx.read_graphml(tmp_path / "graph.graphml").number_of_nodes() == graph.number_of_nodes()


def test_an_export_takes_its_options_and_no_others(kg: KnowledgeGraph, tmp_path: Path) -> None:
    kg.export("turtle", str(tmp_path / "whole.ttl"), full=True)
    whole = KnowledgeGraph.load(tmp_path / "whole.ttl")
    assert {event.id for event in whole.events} == {event.id for event in kg.events}
    asked = kg.rdf.query("ASK { ?e a <http://semanticweb.cs.vu.nl/2009/11/sem/Event> }").askAnswer
    assert not asked
    typed = "SELECT (COUNT(?e) AS ?n) WHERE { ?e a sem:Event , schema:Event , gk:Event }"
    assert query_graph(tmp_path / "whole.ttl", typed).to_records() == [{"n": len(kg.events)}]
    with pytest.raises(UsageError, match="full"):
        kg.export("csv", tmp_path / "tables", full=True)
    files = kg.export("gdelt", tmp_path / "gdelt", undated="drop")
    assert "left out" in files.notes[0]  # type: ignore[attr-defined]


def test_why_shows_as_a_table_and_tells_of_pairs_without_facts(kg: KnowledgeGraph) -> None:
    evidence = kg.why("Duarte", "Weld")
    assert evidence.facts
    assert "<table>" in evidence._repr_html_()
    none = kg.why("Norway", "Weld")
    assert none.facts == ()
    assert none.summary == "No fact was read between Norway and Tomas Weld; 2 articles have facts of both."
    assert any("Weld" in sentence.text for sentence in none.shared_sentences)
    with pytest.raises(UsageError, match="both mean Tomas Weld"):
        kg.why("Weld", "Tomas Weld")


def test_why_shows_a_sentence_about_each_where_no_sentence_names_both() -> None:
    text = "Norway praised Chad. Later Peru condemned Ghana over the harbour."
    none = graphkit.build([{"id": "a", "text": text, "date": "2031-03-04"}]).why("Norway", "Ghana")
    assert none.summary == "No fact was read between Norway and Ghana; 1 article has facts of both."
    shown = [sentence.text for sentence in none.shared_sentences]
    assert shown == ["Norway praised Chad.", "Later Peru condemned Ghana over the harbour."]


def test_why_tells_that_sentences_without_facts_are_not_counted() -> None:
    text = "Norway praised Chad.\n\nGhana was silent."
    records = [{"id": "a", "text": text}, {"id": "b", "text": "Peru condemned Ghana. Of Norway there was no word."}]
    assert graphkit.build(records).why("Norway", "Ghana").summary == (
        "No fact was read between Norway and Ghana, nor facts of both in one article; "
        "a sentence may name both of which no fact was read."
    )


def test_why_of_two_states_shows_what_those_who_act_for_them_do() -> None:
    text = (
        "Barack Obama, president of the United States, met Justin Trudeau, prime minister of Canada, in Ottawa. "
        "Peru praised Canada."
    )
    graph = graphkit.build([{"id": "a", "text": text, "date": "2016-06-30"}])
    evidence = graph.why("United States", "Canada")
    assert evidence.facts == ()
    assert [fact.text for fact in evidence.represented] == ["Barack Obama meets Justin Trudeau"]
    assert evidence.summary == (
        "No fact was read between United States and Canada themselves; 1 fact between those who act for them"
    )
    assert graph.why("Peru", "Canada").represented == ()
    assert [fact.text for fact in graph.why("Barack Obama", "Canada").represented] == [
        "Barack Obama meets Justin Trudeau"
    ]


def test_pandas_has_a_row_for_each_event(kg: KnowledgeGraph) -> None:
    frame = kg.to_pandas()
    assert len(frame) == len(kg.events)
    row = frame.set_index("event_id").loc["e-meets-05"]
    assert (row.agent, row.recipient, row.articles, row.cameo) == ("Ana Duarte", "Tomas Weld", 2, "040")
    assert str(row.earliest.date()) == "2024-03-05"
    assert frame.set_index("event_id").loc["e-holds-03"].isna()["cameo"]


@pytest.mark.parametrize("table", ["mentions", "entities", "articles", "participants"])
def test_pandas_has_the_other_tables(kg: KnowledgeGraph, table: str) -> None:
    assert len(kg.to_pandas(table)) > 1


def test_pandas_of_nothing_has_the_columns() -> None:
    assert list(KnowledgeGraph(Findings()).to_pandas().columns)[:2] == ["event_id", "date"]


def test_an_unknown_table_is_a_usage_error(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="'facts'"):
        kg.to_pandas("facts")


def test_sparql_gives_a_frame_with_names(kg: KnowledgeGraph) -> None:
    frame = kg.sparql("SELECT ?who ?n WHERE { ?e gk:agent ?who ; gk:articleCount ?n }")
    assert frame.to_dict("records") == [{"who": "Ana Duarte", "n": 2}]
    bare = kg.sparql("SELECT ?who WHERE { ?e gk:agent ?who ; gk:articleCount ?n }", iris=True)
    assert bare.who[0].endswith("/id/ana-duarte")


def test_why_tells_the_sentences(kg: KnowledgeGraph) -> None:
    evidence = kg.why("oslo", "Portugal")
    statuses = {fact.predicate: fact.status.value for fact in evidence.facts}
    assert statuses == {"denies": "occurred", "supplies_arms_to": "disputed", "supports": "ongoing"}
    arms = next(fact for fact in evidence.facts if fact.predicate == "supplies_arms_to")
    assert {(sentence.speaker, sentence.status.value) for sentence in arms.sentences} == {
        ("Tomas Weld", "occurred"),
        ("Norway", "denied"),
    }
    sentence = arms.sentences[0]
    assert [(sentence.text[start:end], role) for start, end, role in sentence.marks] == [
        ("Portugal", "subject"),
        ("shipped", "trigger"),
        ("Norway", "object"),
    ]


def test_why_suggests_a_name_that_is_nearly_right(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError) as caught:
        kg.why("Portugall", "Norway")
    assert "Portugal" in str(caught.value.remedy)


def test_saving_and_loading_keeps_everything(kg: KnowledgeGraph, tmp_path: Path) -> None:
    folder = kg.save(tmp_path / "new" / "out")
    loaded = KnowledgeGraph.load(folder)
    assert loaded.events == kg.events
    assert loaded.entities == kg.entities
    assert (folder / "graph.html").stat().st_size > 10_000


def test_the_summary_escapes_names(kg: KnowledgeGraph) -> None:
    entities = tuple(replace(entity, label=HOSTILE) for entity in kg.entities)
    shown = KnowledgeGraph(replace(kg.findings, entities=entities))._repr_html_()
    assert "<img" not in shown
    assert html.escape(HOSTILE) in shown
    assert "9 entities" not in shown
    assert f"{len(entities)} entities" in shown


def test_the_page_is_shown_inline_and_cannot_break_out(kg: KnowledgeGraph) -> None:
    shown = kg.show(height=400)
    assert isinstance(shown, Page)
    text = shown._repr_html_()
    assert text.count("<iframe") == 1
    assert "<script" not in text
    assert "height:400px" in text
    assert html.unescape(text.split('srcdoc="', 1)[1].removesuffix('"></iframe>')) == shown.html


def test_a_graph_is_told_in_one_line(kg: KnowledgeGraph) -> None:
    assert repr(kg) == "<KnowledgeGraph: 11 events, 7 entities, 2 articles>"
    assert kg == KnowledgeGraph(make_findings())
    more = (*kg.entities, Entity("x", Kind.THING, "x"))
    assert kg != KnowledgeGraph(replace(kg.findings, entities=more))


@pytest.mark.parametrize("form", sorted(list_exports()))
def test_every_format_is_written(kg: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    written = kg.export(form, tmp_path / "out")
    assert written
    assert all(path.stat().st_size for path in written)


def test_an_unknown_format_suggests_one(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        kg.export("graphm", tmp_path)
    assert "graphml" in str(caught.value.remedy)
