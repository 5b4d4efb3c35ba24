"""Every ready query runs, answers as rdflib does, and says what it takes."""

from __future__ import annotations

import importlib.util
import shlex
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from graphkit.errors import AssetError, UsageError
from graphkit.model import Entity, Kind
from graphkit.rdf import write_store
from graphkit.rdf.store import open_store
from graphkit.rdf.turtle import serialise_turtle
from graphkit.sparql import list_queries, make_request, query_graph
from graphkit.sparql.templates import ReadyQuery, read_query
from graphkit.sparql.worker import find_term, insert_values
from tests.sample import make_findings

ROOT = Path(__file__).resolve().parents[2]
QUERIES = list_queries()
#: What each parameter is on the sample graph, where the example of the query speaks of another.
VALUES = {
    "actor": "Portugal", "other": "Norway", "speaker": "Weld", "since": "2024-03-07", "text": "wel",
    "headline": "lisbon", "on": "2024-12-31", "target": "Harbour League", "to": "Norway", "against": "Portugal",
    "in": "Portugal",
}  # fmt: skip


def read_generator() -> ModuleType:
    """The benchmark's module, which generates graphs of any size."""
    spec = importlib.util.spec_from_file_location("sparql", ROOT / "benchmarks" / "sparql.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["by hand", "generated"])
def stores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Store, Store, rdflib.Graph]:
    """The same graph in memory, in a store on the disk, and in rdflib."""
    if request.param == "generated":
        findings = read_generator().make_findings(200)
        names = {"state-0": "Portugal", "state-1": "Norway", "state-2": "Lisbon", "state-3": "Harbour League"}
        named = [replace(entity, label=names.get(entity.id, entity.label)) for entity in findings.entities]
        named.append(Entity("weld", Kind.PERSON, "Weld"))
        data = serialise_turtle(replace(findings, entities=tuple(named)))
    else:
        data = serialise_turtle(make_findings())
    store = Store()
    store.bulk_load(data, format=RdfFormat.TURTLE)
    folder = tmp_path_factory.mktemp("ready")
    (folder / "graph.ttl").write_bytes(data)
    write_store(folder, folder / "store")
    return store, open_store(folder / "store"), rdflib.Graph().parse(data=data, format="turtle")


def choose(query: ReadyQuery, *, all_of_them: bool) -> dict[str, str]:
    chosen = {}
    for parameter in query.parameters:
        if parameter.required or (all_of_them and parameter.default is None):
            chosen[parameter.name] = VALUES[parameter.name]
    return chosen


def show(term: object) -> str:
    """A term as text, in which the two engines agree on numbers."""
    value = str(getattr(term, "value", term)) if term is not None else ""
    datatype = str(getattr(getattr(term, "datatype", None), "value", getattr(term, "datatype", None)))
    if datatype.endswith("boolean"):
        return value.lower()
    return f"{float(value)}" if datatype.endswith(("integer", "decimal", "double")) else value


@pytest.mark.parametrize("all_of_them", [False, True], ids=["least", "all"])
@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_a_store_and_rdflib_answer_alike(
    stores: tuple[Store, Store, rdflib.Graph], query: ReadyQuery, all_of_them: bool
) -> None:
    store, on_disk, graph = stores
    request = make_request(query.name, choose(query, all_of_them=all_of_them))
    bound = {name: find_term(store, given) for name, given in request["parameters"].items()}
    assert bound == {name: find_term(on_disk, given) for name, given in request["parameters"].items()}
    text = insert_values(request["query"], bound, request["insert_at"])
    stored = Counter(tuple(show(cell) for cell in row) for row in on_disk.query(text, prefixes=request["prefixes"]))
    ours = Counter(tuple(show(cell) for cell in row) for row in store.query(text, prefixes=request["prefixes"]))
    theirs = Counter(tuple(show(cell) for cell in row) for row in graph.query(text, initNs=request["prefixes"]))
    assert ours == theirs
    assert stored == theirs


#: Queries that the sample graph has nothing for.
EMPTY = {"co-attendance", "mediators", "agreements", "planned-and-overdue", "visits"}


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_the_sample_graph_has_an_answer(query: ReadyQuery) -> None:
    answer = query_graph(make_findings(), query.name, choose(query, all_of_them=False))
    assert bool(answer.rows) == (query.name not in EMPTY)
    assert not answer.notes


def test_there_are_many_and_their_names_are_plain() -> None:
    assert len(QUERIES) >= 20
    assert all(set(query.name) <= set("abcdefghijklmnopqrstuvwxyz-") for query in QUERIES)
    assert len({query.title for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_every_example_is_a_command_with_known_parameters(query: ReadyQuery) -> None:
    words = shlex.split(query.example)
    assert words[:4] == ["graphkit", "query", "out", query.name]
    given = dict(word.split("=", 1) for flag, word in zip(words[4::2], words[5::2], strict=True) if flag == "--param")
    assert make_request(query.name, given)["parameters"].keys() >= given.keys()


def test_answers_are_what_the_articles_say() -> None:
    findings = make_findings()
    denied = query_graph(findings, "asserted-and-denied").to_rows()
    assert [row[:5] for row in denied] == [["Portugal", "supplies arms to", "Norway", "Tomas Weld", "Norway"]]
    overdue = query_graph(findings, "planned-and-overdue", {"on": "2024-06-01"}).to_rows()
    assert [row[:3] for row in overdue] == [["Norway", "hosts", "Ana Duarte"]]
    assert query_graph(findings, "planned-and-overdue").rows == ()
    met = query_graph(findings, "who-met-whom", {"from": "2024-03-05", "to": "2024-03-05"}).to_rows()
    assert met == [["2024-03-05", "2024-03-06", "Ana Duarte", "meets", "Tomas Weld", "Lisbon"]]
    assert query_graph(findings, "who-met-whom", {"from": "2024-03-06"}).rows == ()
    assert query_graph(findings, "corroborated").to_rows()[0][:3] == ["Ana Duarte", "meets", "Tomas Weld"]
    months = query_graph(findings, "dyad-by-month", {"actor": "Portugal"}).to_rows()
    assert ["2024-03", "event", "verbal conflict", "1"] in months
    far = query_graph(findings, "second-degree", {"actor": "Lisbon"}).rows
    assert far == ()


def test_queries_that_count_skip_who_holds_which_office() -> None:
    findings = make_findings()
    tied = [event for event in findings.events if event.predicate in ("holds_position", "represents", "member_of")]
    assert tied
    standing = replace(findings, events=tuple(tied))
    counting = [query for query in QUERIES if "COUNT(" in query.text and query.name != "sources"]
    assert {query.name for query in counting} >= {"top-actors", "statuses", "second-degree", "dyad-by-month"}
    given = {"actor": "Norway", "other": "Portugal", "publishers": "1"}
    for query in (*counting, *(query for query in QUERIES if query.name in ("top-dyads", "corroborated"))):
        known = {parameter.name: given[parameter.name] for parameter in query.parameters if parameter.name in given}
        assert query_graph(standing, query.name, known).rows == (), query.name
    assert {row[2] for row in query_graph(standing, "sources").to_rows()} == {"0"}


def test_every_query_with_days_has_the_day_of_the_first_report() -> None:
    heads = {query.name: set(query.text.split("SELECT", 1)[1].split("WHERE")[0].split()) for query in QUERIES}
    dated = {name for name, head in heads.items() if head & {"?date", "?begin", "?first", "?last", "?from"}}
    assert len(dated) >= 10
    assert {name for name in dated if not {"?reported", "?reported)"} & heads[name]} == set()


def test_what_no_text_dates_stands_under_the_day_of_its_first_report_and_apart() -> None:
    findings = make_findings()
    events = tuple(replace(event, date=None) for event in findings.events)
    undated = replace(findings, events=events)
    met = query_graph(undated, "who-met-whom", {"from": "2024-03-06", "to": "2024-03-06"}).to_rows()
    assert met == [["", "2024-03-06", "Ana Duarte", "meets", "Tomas Weld", "Lisbon"]]
    assert query_graph(undated, "who-met-whom", {"to": "2024-03-05"}).rows == ()
    months = query_graph(undated, "dyad-by-month", {"actor": "Portugal"}).to_rows()
    assert months
    assert {row[1] for row in months} == {"first report"}


def test_a_name_in_any_case_or_another_name_will_do() -> None:
    rows = [query_graph(make_findings(), "timeline", {"actor": name}).rows for name in ("norway", "OSLO", " Oslo ")]
    assert rows[0] == rows[1] == rows[2]
    assert rows[0]


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(UsageError) as caught:
        query_graph(make_findings(), "timeline", {"actor": "Portugl"})
    assert "Portugal" in str(caught.value.remedy)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("timeline", {}, "needs a value for 'actor'"),
        ("timeline", {"actor": "Norway", "frm": "2024-01-01"}, "no parameter 'frm'"),
        ("timeline", {"actor": "Norway", "from": "last week"}, "not a day"),
        ("corroborated", {"publishers": "many"}, "not a number"),
        ("timelin", {"actor": "Norway"}, "no ready query"),
    ],
)
def test_a_wrong_parameter_is_named_with_an_example(name: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        query_graph(make_findings(), name, given)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "# title: a\nSELECT * {}",
        "# titel: a\nSELECT * {}",
        "# title: a\n# description: b\n# example: c\n# param x colour: d\nSELECT * {}",
    ],
)
def test_a_header_that_cannot_be_read_names_the_file(text: str) -> None:
    with pytest.raises(AssetError) as caught:
        read_query("mine", text)
    assert str(caught.value.where).startswith("mine.rq")
