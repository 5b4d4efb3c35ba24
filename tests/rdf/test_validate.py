"""The check passes sound graphs, and each thing that can be wrong makes it fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphkit.api import export_findings
from graphkit.rdf import read_graph
from graphkit.rdf.turtle import serialise_turtle
from graphkit.rdf.validate import INVARIANTS, check_graph, find_strangers, load_file
from tests.sample import make_findings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "graph.ttl").write_bytes(serialise_turtle(make_findings()))
    return tmp_path / "graph.ttl"


def test_a_sound_graph_conforms(path: Path) -> None:
    report = check_graph(path)
    assert report.conforms, report.problems
    assert report.triples > 300


SPOILED = [
    ("Relation", r"\trdf:object id:tomas-weld ;\n", ""),
    ("Relation", r"gk:eventCount 1 ;", "gk:eventCount 0 ;"),
    ("Event", r"gk:eventType plover:ASSAULT", "gk:eventType gk:war"),
    ("Event", r"gk:confidence 0\.97", "gk:confidence 1.7"),
    ("Event", r'sem:hasLatestEndTimeStamp "2024-04-30"', 'sem:hasLatestEndTimeStamp "2024-03-30"'),
    ("EventMention", r'nif:endIndex "203"', 'nif:endIndex "3"'),
    ("EventMention", r'nif:endIndex "203"', 'nif:endIndex "many"'),
    ("EventMention", r'\tgk:rule "attacks-active', '\tgk:rule "{'),
    ("NewsArticle", r"schema:publisher publisher:coast-herald-\w+", "schema:publisher id:norway"),
    ("NewsArticle", r"schema:headline", "schema:headline 5 ; schema:headline"),
    ("State", r'rdfs:label "Norway"', 'rdfs:label "Norway" , "Noreg"'),
    ("State", r'gk:iso3 "NOR"', 'gk:iso3 "nor"'),
    ("Publisher", r'rdfs:label "Coast Herald"', 'rdfs:label ""'),
]


@pytest.mark.parametrize(
    ("shape", "pattern", "spoiled"), SPOILED, ids=[f"{row[0]}-{n}" for n, row in enumerate(SPOILED)]
)
def test_each_shape_finds_its_fault(path: Path, shape: str, pattern: str, spoiled: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, spoiled, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    assert not {problem.message for problem in check_graph(path).problems} <= set(INVARIANTS)


BROKEN = [
    ("A bare triple needs", "id:norway gk:attacks id:harbour-league-1a2b3c4d ."),
    ("A relation with an event", None),
    (
        "A relation and its events",
        "event:e-urges-09 gk:agent id:norway ; gk:predicate gk:meets . "
        "<x:r> gk:event event:e-urges-09 ; rdf:subject id:lisbon ; rdf:predicate gk:meets ; rdf:object id:norway .",
    ),
    ("Every event must be behind", "<x:r> gk:event event:e-urges-09 ."),
    ("A relation's status must", '<x:r> gk:event event:e-attacks-10 ; gk:status "occurred" .'),
    ("A relation's event count", "<x:r> gk:event event:e-attacks-10 ; gk:eventCount 2 ."),
    ("Whoever takes part", "event:e-urges-09 gk:recipient id:nobody ."),
    ("Whoever says something", "<x:m> prov:wasAttributedTo id:nobody ."),
    ("There must be no blank", '[] rdfs:label "x" .'),
]


@pytest.mark.parametrize(("start", "addition"), BROKEN, ids=[row[0] for row in BROKEN])
def test_each_invariant_finds_its_breach(path: Path, start: str, addition: str | None) -> None:
    text = path.read_text(encoding="utf-8")
    if addition is None:
        changed = re.sub(r"\tgk:condemns id:portugal", "\tgk:denies id:portugal", text, count=1)
    else:
        changed = f"{text}\n{addition}\n"
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    messages = [problem.message for problem in check_graph(path, shapes=False).problems]
    assert any(message.startswith(start) for message in messages), messages


def test_every_invariant_has_a_breach_in_these_tests() -> None:
    assert len(BROKEN) == len(INVARIANTS)


@pytest.mark.parametrize(
    "text", ["", '<http://example.org/a> <http://example.org/b> "c" .\n'], ids=["empty", "foreign"]
)
def test_a_graph_of_something_else_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.ttl").write_text(text, encoding="utf-8")
    problems = check_graph(tmp_path / "other.ttl").problems
    messages = {problem.message for problem in problems}
    strange = {"The ontology has no such property."} if text else set()
    assert messages == {"A graph must describe at least one article."} | strange


@pytest.mark.parametrize(
    ("addition", "strange", "kind"),
    [
        ("id:norway gk:colour id:lisbon .", "gk:colour", "property"),
        ("id:norway schema:colour id:lisbon .", "schema:colour", "property"),
        ("id:norway <http://example.org/colour> id:lisbon .", "http://example.org/colour", "property"),
        ("id:norway a gk:Kingdom .", "gk:Kingdom", "class"),
        ("id:norway a <http://example.org/Kingdom> .", "http://example.org/Kingdom", "class"),
    ],
)
def test_a_term_that_the_ontology_does_not_have_is_told(path: Path, addition: str, strange: str, kind: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{addition}\n", encoding="utf-8")
    problems = {(problem.at, problem.message) for problem in check_graph(path, shapes=False).problems}
    assert (strange, f"The ontology has no such {kind}.") in problems


def test_a_graph_with_all_that_follows_has_no_strange_terms(path: Path, tmp_path: Path) -> None:
    export_findings(read_graph(path), "turtle", tmp_path / "full.ttl", full=True)
    assert find_strangers(load_file(tmp_path / "full.ttl"), "full.ttl") == []


@pytest.mark.parametrize(
    ("pattern", "spoiled", "day"),
    [
        (r'(schema:datePublished )"[0-9-]+"\^\^xsd:date', r'\1"2023-02-29"^^xsd:date', "2023-02-29"),
        (r'(schema:datePublished )"[0-9-]+"\^\^xsd:date', r'\1"2023-13-01"', "2023-13-01"),
        (r'(schema:datePublished )"[0-9-]+"\^\^xsd:date', r'\1"2023-04-01T24:61:00Z"^^xsd:dateTime', "24:61"),
        (r'(sem:hasLatestEndTimeStamp )"[0-9-]+"', r'\1"2024-06-31"', "2024-06-31"),
        (r'(gk:lastDate )"[0-9-]+"', r'\1"1 May 2024"', "1 May 2024"),
    ],
)
def test_a_day_that_no_calendar_has_is_told_and_nothing_else_is_printed(
    path: Path, pattern: str, spoiled: str, day: str, caplog: pytest.LogCaptureFixture
) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, spoiled, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    for shapes in (False, True):
        messages = [problem.message for problem in check_graph(path, shapes=shapes).problems]
        assert any(message.startswith("There is no such day") and day in message for message in messages), messages
    assert caplog.text == ""


@pytest.mark.parametrize(
    "day", ['"2024-02-29"^^xsd:date', '"2024-02-29T10:00:00+01:00"^^xsd:dateTime', '"spring 2024"']
)
def test_days_of_the_calendar_and_plain_words_are_no_problem(path: Path, day: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(schema:datePublished )"[0-9-]+"\^\^xsd:date', rf"\g<1>{day}", text), encoding="utf-8")
    assert check_graph(path).conforms
