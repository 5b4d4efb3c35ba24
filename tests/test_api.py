"""KnowledgeGraph opens onto rdflib, networkx, pandas, SPARQL and the page."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.api import KnowledgeGraph, Page, list_exports
from graphkit.errors import UsageError
from graphkit.model import Entity, Findings, Kind
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
    assert graph.nodes["norway"] == {"label": "Norway", "kind": "State"}
    assert graph.edges["norway", "ana-duarte", "e-hosts-04"]["status"] == "planned"


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
    found = kg.why("oslo", "Portugal")
    statuses = {fact.predicate: fact.status.value for fact in found.facts}
    assert statuses == {"denies": "occurred", "supplies_arms_to": "disputed", "supports": "ongoing"}
    arms = next(fact for fact in found.facts if fact.predicate == "supplies_arms_to")
    assert {(sentence.speaker, sentence.status.value) for sentence in arms.sentences} == {
        ("Tomas Weld", "occurred"),
        ("Norway", "denied"),
    }
    told = arms.sentences[0]
    assert [(told.text[start:end], role) for start, end, role in told.marks] == [
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
