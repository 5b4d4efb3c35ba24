"""Cases of language that misled coders of news, in our own words, and what must be read in those of the report itself.

The rows of language_cases.yaml are read in one run, those with several articles in one build. reported_cases.yaml says
what must be read in the cases of a checkout beside this one, by their ids; without it that test is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
import yaml

import graphkit
from graphkit.config import Config
from graphkit.ingest import read_articles
from graphkit.model import Article, Event, EventMention, Findings
from tests.extract.test_phenomena import ExpectedFact, Phenomenon, read_all, read_fact, tell

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent
REPORTED = HERE.parents[2] / "shared" / "cases" / "cases.jsonl"
#: What a build says of an event besides what a fact says.
BUILT = {"publishers"}
#: Before an article of several: its day, its publisher.
PREFIX = re.compile(r"(?P<published>\d{4}-\d\d-\d\d)?\s?(?P<publisher>[A-Z]{2})?: ")

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class LanguageCase:
    """A case: its texts, as rows of phenomena, and the events that a build of them must hold."""

    id: str
    row: Phenomenon
    records: tuple[Mapping[str, str], ...] = ()
    events: tuple[tuple[ExpectedFact, int | None], ...] = ()
    page: str | None = None
    author: str | None = None
    fails: str | None = None
    texts: tuple[Phenomenon, ...] = field(default=())


def read_cases(path: Path) -> Iterator[LanguageCase]:
    """Read the cases of a file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, case in data["cases"].items():
        yield read_case(name, case, str(data["published"]))


def read_case(name: str, case: Mapping[str, Any], published: str) -> LanguageCase:
    """Read one case; a missing day is that of the file."""
    day = str(case.get("published", published))
    expect, forbid = (tuple(map(read_fact, case.get(key, ()))) for key in ("expect", "forbid"))
    articles = case.get("texts") or ([{"text": case["text"]}] if "text" in case else [])
    rows = tuple(
        Phenomenon(name, case["kind"], item["text"], str(item.get("published", day)), expect, forbid)
        for item in articles
    )
    records = tuple(
        {
            "id": item.get("id", f"{name}.{number}"),
            "text": item["text"],
            "date": str(item.get("published", day)),
            "publisher": item.get("publisher", "Harbour Post"),
        }
        for number, item in enumerate(articles)
    )
    events = tuple(map(read_event, case.get("events", ())))
    assert expect or forbid or events or "page" in case, f"nothing to test in {name}"
    plain = Phenomenon(name, case["kind"], rows[0].text if rows else "", day, expect, forbid)
    return LanguageCase(name, plain, records, events, case.get("page"), case.get("author"), case.get("fails"), rows)


def read_event(data: list[Any]) -> tuple[ExpectedFact, int | None]:
    """Read an event: a fact and the number of its publishers."""
    details = dict(data[3]) if len(data) > 3 else {}
    publishers = details.pop("publishers", None)
    return read_fact([*data[:3], details]), publishers


CASES = list(read_cases(HERE / "language_cases.yaml"))
READ = [case for case in CASES if case.row.expect or case.row.forbid]
BUILDS = [case for case in CASES if case.events]


def mark(cases: list[LanguageCase]) -> list[Any]:
    """Mark the cases that are known not to hold."""
    return [
        pytest.param(case, id=case.id, marks=pytest.mark.xfail(reason=case.fails, strict=True) if case.fails else ())
        for case in cases
    ]


@pytest.fixture(scope="module")
def readings(nlp: Language) -> dict[tuple[str, str], list[EventMention]]:
    """Read the texts of all cases in one run."""
    return read_all([row for case in READ for row in case.texts], nlp)


def build(cases: list[LanguageCase], folder: Path) -> Findings:
    """Build the articles of all cases at once."""
    source = folder / "cases.jsonl"
    records = [record for case in cases for record in case.records]
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return graphkit.build(source, out=folder / "out", config=Config(min_confidence=0.0)).findings


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, Path]:
    """Build the articles of the cases in which merging is the point."""
    folder = tmp_path_factory.mktemp("cases")
    return build(BUILDS, folder), folder / "out"


def is_event(event: Event, fact: ExpectedFact, publishers: int | None) -> bool:
    """Tell whether an event is a fact that so many publishers tell; its date is that of the event itself."""
    details = {key: value for key, value in fact.details.items() if key != "date"}
    undated = ExpectedFact(fact.subject, fact.predicate, fact.object, details)
    if not any(undated.fits(mention) for mention in event.mentions):
        return False
    if "date" in fact.details and (event.date.iso if event.date else None) != fact.details["date"]:
        return False
    return publishers in (None, event.publishers)


def find_event_faults(case: LanguageCase, findings: Findings) -> list[str]:
    """Find the events of a case that a build lacks."""
    return [
        f"missing {fact} told by {publishers}"
        for fact, publishers in case.events
        if not any(is_event(event, fact, publishers) for event in findings.events)
    ]


def show(findings: Findings, case: LanguageCase) -> str:
    """Show the events of a case."""
    articles = {record["id"] for record in case.records}
    return "\n".join(
        f"{tell(event.mentions[0])}, {event.date.iso if event.date else None}, {event.publishers} publishers"
        for event in findings.events
        if any(mention.evidence.article in articles for mention in event.mentions)
    )


@pytest.mark.parametrize("case", mark(READ))
def test_case_is_read(case: LanguageCase, readings: dict[tuple[str, str], list[EventMention]]) -> None:
    events = [event for row in case.texts for event in readings[row.published, row.text]]
    faults = case.row.faults(events)
    assert not faults, "\n".join(["", case.row.text, *faults, "found:", *map(tell, events)])


@pytest.mark.parametrize("case", mark(BUILDS))
def test_case_is_merged(case: LanguageCase, built: tuple[Findings, Path]) -> None:
    faults = find_event_faults(case, built[0])
    assert not faults, "\n".join(["", *faults, "found:", show(built[0], case)])


def test_graph_of_the_cases_is_read_by_another_library(built: tuple[Findings, Path]) -> None:
    graph = rdflib.Graph()
    graph.parse(built[1] / "graph.ttl", format="turtle")
    assert len(graph) > len(built[0].events)


def test_articles_of_one_id_are_both_kept(built: tuple[Findings, Path]) -> None:
    records = [record for case in BUILDS for record in case.records]
    assert len(built[0].articles) == len(records)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES if case.page])
def test_page_keeps_its_authors(case: LanguageCase, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(case.page or "", encoding="utf-8")
    articles = [item for item in read_articles([tmp_path / "page.html"], config=Config()) if isinstance(item, Article)]
    assert [article.author for article in articles] == [case.author]


def test_every_case_of_the_report_has_one_of_ours() -> None:
    reported = yaml.safe_load((HERE / "reported_cases.yaml").read_text(encoding="utf-8"))["cases"]
    assert list(reported) == [case.id for case in CASES]


def read_reported() -> list[LanguageCase]:
    """Read the cases of the report, with what must be read in them."""
    wanted = yaml.safe_load((HERE / "reported_cases.yaml").read_text(encoding="utf-8"))["cases"]
    cases = []
    for line in REPORTED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        checks = wanted.get(row["id"])
        if checks and "by" not in checks:
            texts = row["text"] if isinstance(row["text"], list) else [row["text"]]
            articles = [read_reported_text(text) for text in texts]
            cases.append(read_case(row["id"], {"kind": row["kind"], "texts": articles, **checks}, row.get("date", "")))
    return cases


def read_reported_text(text: str) -> dict[str, str]:
    """Read an article of the report, its day and publisher before it where it has them."""
    prefix = PREFIX.match(text)
    if not prefix:
        return {"text": text}
    return {"text": text[prefix.end() :], **{key: value for key, value in prefix.groupdict().items() if value}}


@pytest.mark.skipif(not REPORTED.exists(), reason="the reported cases are not beside this checkout")
def test_reported_cases_hold(nlp: Language, tmp_path: Path) -> None:
    cases = read_reported()
    facts = read_all([row for case in cases for row in case.texts], nlp)
    findings = build([case for case in cases if case.events], tmp_path)
    failing = {}
    for case in cases:
        events = [event for row in case.texts for event in facts[row.published, row.text]]
        failing[case.id] = case.row.faults(events) + find_event_faults(case, findings)
    known = {case.id for case in cases if case.fails}
    assert {name: faults for name, faults in failing.items() if bool(faults) is not (name in known)} == {}
