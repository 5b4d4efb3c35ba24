"""A graph answers SPARQL within limits, in several forms, and says what is wrong with a query."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from graphkit.errors import DamagedGraphError, QueryError, QueryLimitError, UsageError
from graphkit.rdf.turtle import serialise_turtle, write_turtle
from graphkit.sparql import Answer, query_graph, write_answer
from graphkit.sparql.results import Term
from tests.sample import make_findings, write_form

WHO = "SELECT ?who ?whom ?n WHERE { ?e gk:agent ?who ; gk:recipient ?whom ; gk:articleCount ?n }"
#: Some seconds of work, more than a test allows.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: Some ten million rows to sort, more than the memory that a test allows.
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . { SELECT * { ?g ?h ?i } LIMIT 100 } } ORDER BY ?i"


@pytest.fixture(scope="module", params=["file", "store"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(request.param, tmp_path_factory.mktemp("graph"))


def test_a_file_a_store_a_folder_and_findings_answer_alike(path: Path) -> None:
    answers = [query_graph(source, WHO).to_rows() for source in (path, path.parent, make_findings())]
    assert answers == [[["Ana Duarte", "Tomas Weld", "2"]]] * 3


def test_iris_are_shown_when_asked_for(path: Path) -> None:
    assert query_graph(path, WHO).to_rows(iris=True)[0][0] == "https://w3id.org/graphkit/id/ana-duarte"


def test_a_query_may_stand_in_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "who.rq").write_text(WHO)
    assert len(query_graph(path, str(tmp_path / "who.rq")).rows) == 1
    with pytest.raises(UsageError, match="cannot be read"):
        query_graph(path, tmp_path / "none.rq")


def test_ask_construct_and_describe(path: Path) -> None:
    assert query_graph(path, "ASK { id:ana-duarte gk:meets ?x }").to_rows() == [["yes"]]
    built = query_graph(path, "CONSTRUCT { ?a gk:meets ?b } WHERE { ?a gk:meets ?b }")
    graph = rdflib.Graph().parse(data=write_answer(built, "turtle"), format="turtle")
    assert len(graph) == 2
    assert len(query_graph(path, "DESCRIBE id:norway").rows) > 4


def test_a_blank_node_and_a_language_survive_construction(path: Path) -> None:
    built = query_graph(path, "CONSTRUCT { [] rdfs:label 'a'@en, 5, true } WHERE {}")
    graph = rdflib.Graph().parse(data=write_answer(built, "turtle"), format="turtle")
    assert set(graph.objects()) == {rdflib.Literal("a", lang="en"), rdflib.Literal(5), rdflib.Literal(True)}


def test_csv_tsv_and_json_hold_the_rows(path: Path) -> None:
    answer = query_graph(path, "SELECT ?s ?t { ?m gk:sentence ?s OPTIONAL { ?m gk:cue ?t } } ORDER BY ?s")
    rows = list(csv.reader(io.StringIO(write_answer(answer, "csv"))))
    assert rows[0] == ["s", "t"]
    assert rows[1:] == answer.to_rows()
    assert len(write_answer(answer, "tsv").splitlines()) == len(rows)
    whole = json.loads(write_answer(answer, "json"))
    assert whole["head"]["vars"] == ["s", "t"]
    assert len(whole["results"]["bindings"]) == len(answer.rows)
    assert rdflib.query.Result.parse(io.BytesIO(write_answer(answer, "json").encode()), format="json").vars


def test_a_table_shows_no_control_characters() -> None:
    nasty = "\x1b[31mred\x07\u202eabc\n[bold]x[/bold]"
    answer = Answer("select", ("n\x1b",), ((Term("literal", nasty),),))
    shown = write_answer(answer, "table")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]x[/bold]" in shown


def test_an_unknown_format_names_the_known_ones(path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_answer(query_graph(path, WHO), "docx")
    assert "csv" in str(caught.value.remedy)


def test_parameters_are_terms_and_never_text_of_the_query(path: Path) -> None:
    query = "SELECT ?e ?label WHERE { ?e rdfs:label ?label ; gk:agent ?agent }"
    assert len(query_graph(path, query, {"agent": "id:norway"}).rows) == 4
    assert not query_graph(path, query, {"label": '" } INSERT { ?a ?b ?c } #'}).rows
    with pytest.raises(UsageError, match=r"\?actor"):
        query_graph(path, query, {"actor": "x"})
    with pytest.raises(UsageError, match="not an IRI"):
        query_graph(path, query, {"agent": "<a> <b>"})


def test_a_day_given_as_a_parameter_is_compared_as_a_day(path: Path) -> None:
    query = "SELECT ?e WHERE { ?e sem:hasEarliestBeginTimeStamp ?day FILTER(?day >= ?from) }"
    assert len(query_graph(path, query, {"from": "2024-03-06"}).rows) == 2


def test_a_slow_query_is_stopped_in_time(path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryLimitError, match=r"0\.1 seconds"):
        query_graph(path, SLOW, timeout=0.1)
    assert time.monotonic() - started < 4


def test_memory_is_bounded(path: Path) -> None:
    with pytest.raises(QueryLimitError):
        query_graph(path, LARGE, memory=50 << 20, timeout=60)


def test_rows_are_cut_with_a_note(path: Path) -> None:
    answer = query_graph(path, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", max_rows=3)
    assert answer.truncated
    assert len(answer.rows) == 3
    assert any("first 3 rows" in note for note in answer.notes)
    whole = query_graph(path, "SELECT ?a { ?a a schema:NewsArticle }", max_rows=2)
    assert not whole.truncated
    assert len(whole.rows) == 2


def test_an_unknown_prefix_is_named_with_the_known_ones(path: Path) -> None:
    with pytest.raises(QueryError, match=r"shema: is not declared \(line 2, column 6\)") as caught:
        query_graph(path, "SELECT * WHERE {\n  ?a shema:name ?b }")
    assert "schema:" in str(caught.value.remedy)


@pytest.mark.parametrize("query", ["SELECT * WHERE { ?a ?b }", "SELEC * { ?a ?b ?c }", "SELECT * { ?a ?b ?c", ""])
def test_a_broken_query_says_where(path: Path, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        query_graph(path, query)
    message = f"{caught.value} {caught.value.where or ''} {caught.value.remedy or ''}"
    assert "line 1" in message or "empty" in message
    assert len(message) < 500


def test_a_misspelled_property_is_noted(path: Path) -> None:
    answer = query_graph(path, "SELECT * { ?a gk:meet ?b }")
    assert answer.notes == ("gk:meet is not in the ontology. Did you mean gk:meets?",)


def test_an_unknown_ready_query_suggests_one(path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        query_graph(path, "no-such-thing-at-all")
    assert "--list" in str(caught.value.remedy)


def test_a_damaged_or_missing_graph_is_named(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes(serialise_turtle(make_findings())[:-20])
    with pytest.raises(DamagedGraphError):
        query_graph(tmp_path, WHO)
    with pytest.raises(UsageError):
        query_graph(tmp_path / "none", WHO)


def test_a_graph_with_another_base_knows_its_own_prefix(tmp_path: Path) -> None:
    write_turtle(make_findings(), tmp_path / "graph.ttl", base="https://example.org/kb/")
    assert len(query_graph(tmp_path, "SELECT ?x { id:ana-duarte gk:meets ?x }").rows) == 1


def test_hostile_names_come_back_whole() -> None:
    findings = make_findings()
    label = 'a"b\\c\n\t</script>\u202e\x01'
    entities = tuple(replace(entity, label=label) for entity in findings.entities)
    answer = query_graph(replace(findings, entities=entities), "SELECT ?l { id:norway rdfs:label ?l }")
    assert answer.rows[0][0] == Term("literal", label)


@pytest.mark.parametrize(
    ("trap", "remedy"),
    [
        (
            "SELECT (GROUP_CONCAT(?a) AS ?x) { ?e gk:agent ?a }",
            "SELECT (GROUP_CONCAT(STR(?a)) AS ?x) { ?e gk:agent ?a }",
        ),
        (
            "SELECT ?x { ?e sem:hasEarliestBeginTimeStamp ?x FILTER(?x < NOW()) }",
            "SELECT ?x { ?e sem:hasEarliestBeginTimeStamp ?x FILTER(STR(?x) < SUBSTR(STR(NOW()), 1, 10)) }",
        ),
        (
            "SELECT (?d + 7 AS ?x) { ?e sem:hasEarliestBeginTimeStamp ?d }",
            'SELECT (?d + "P7D"^^xsd:dayTimeDuration AS ?x) { ?e sem:hasEarliestBeginTimeStamp ?d }',
        ),
    ],
)
def test_traps_of_the_engine_are_silent_and_have_a_remedy(path: Path, trap: str, remedy: str) -> None:
    assert all(row[0] is None for row in query_graph(path, trap).rows)
    rows = query_graph(path, remedy).rows
    assert rows
    assert all(row[0] is not None for row in rows)
