"""The page as bytes: deterministic, self-contained, escaped, and what it tells about itself."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphkit.errors import OutputError, UsageError
from graphkit.explorer import render_page, write_page
from graphkit.explorer.page import FIRST_SCRIPTS, LATER_SCRIPTS, tabulate
from graphkit.explorer.page_rows import Stream
from graphkit.model import Event, Findings
from graphkit.runtime import SpillStorage
from tests.explorer.generate import generate_findings
from tests.explorer.sample import sample_findings

SAMPLE = sample_findings()
ROOT = Path(__file__).resolve().parents[2]


def list_tables(findings: Findings, events: Iterable[Event]) -> dict[str, Any]:
    """Return the tables of a page, streams as lists."""
    tables = tabulate(findings, events, SpillStorage()).tables
    return {name: list(table) if isinstance(table, Stream) else table for name, table in tables.items()}


def tables_of(page: str) -> dict[str, Any]:
    match = re.search(r'id="gk-tables">(.*?)</script>', page, re.S)
    assert match
    tables: dict[str, Any] = json.loads(match[1])
    return tables


def test_same_findings_give_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from tests.explorer.sample import sample_findings; from graphkit.explorer import render_page;"
        "print(hashlib.sha256(render_page(sample_findings(), title='x').encode()).hexdigest())"
    )
    here = hashlib.sha256(render_page(SAMPLE, title="x").encode()).hexdigest()
    for seed, zone in (("1", "Asia/Seoul"), ("2", "America/Lima")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", script], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here


def test_page_points_at_nothing_outside_itself() -> None:
    page = render_page(SAMPLE, title="x")
    shell = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:)?//", shell)
    assert "@import" not in shell
    assert "url(" not in shell
    assert "sourceMappingURL" not in page


def test_policy_names_exactly_the_scripts_that_the_page_runs() -> None:
    page = render_page(SAMPLE, title="x")
    scripts = re.findall(r'<script(?: type="text/plain" id="gk-rest")?>(.*?)</script>', page, re.S)
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert set(re.findall(r"sha256-([^&' ]+)", policy[1])) == hashes
    assert "default-src &#39;none&#39;" in policy[1]
    assert len(scripts) == 2


def test_each_script_is_read_once_and_without_its_comments() -> None:
    scripts = sorted(path.stem for path in (ROOT / "graphkit/assets/explorer/js").glob("*.js"))
    assert sorted(FIRST_SCRIPTS + LATER_SCRIPTS) == scripts
    page = render_page(SAMPLE, title="x")
    code = "".join(re.findall(r'<script(?: type="text/plain" id="gk-rest")?>(.*?)</script>', page, re.S))
    assert not re.findall(r"^(?:/\*|\s|$)", code.strip(), re.M)
    assert code.count("gk.start()") == 1


def test_data_cannot_close_their_script() -> None:
    entity = replace(SAMPLE.entities[0], label="</script><script>alert(1)</script>")
    page = render_page(
        replace(SAMPLE, entities=(entity, *SAMPLE.entities[1:])), title="</title><script>alert(2)</script>"
    )
    assert len(re.findall("</script>", page)) == 6
    assert "<script>alert" not in page
    assert tables_of(page)["entities"][0]["label"] == entity.label


def test_tables_hold_every_event_with_each_sentence_once() -> None:
    tables = list_tables(SAMPLE, SAMPLE.events)
    assert len(tables["events"]) == len(SAMPLE.events)
    assert len(tables["sentences"]) == len({tuple(row) for row in tables["sentences"]})
    speakers = {speaker for event in tables["events"] for speaker in event[10][2::3]}
    assert len(tables["mentions"]) == sum(len(event.mentions) for event in SAMPLE.events)
    assert [len(event[10]) for event in tables["events"]] == [3 * len(event.mentions) for event in SAMPLE.events]
    assert {sentence for sentence, _, _ in tables["mentions"]} == set(range(len(tables["sentences"])))
    assert speakers - {-1} <= set(range(len(tables["entities"])))


def test_marks_count_as_javascript_does() -> None:
    event = SAMPLE.events[0]
    mention = event.mentions[0]
    article = next(a for a in SAMPLE.articles if a.id == mention.evidence.article)
    start = mention.evidence.span.start
    moved = article.text[:start] + "\U0001f30d" + article.text[start + 1 :]
    findings = replace(SAMPLE, articles=(replace(article, text=moved),))
    tables = list_tables(findings, [replace(event, mentions=(mention,), speakers=(None,))])
    sentence = tables["sentences"][0][1].encode("utf-16-le")
    marks = tables["mentions"][0][2]
    words = [sentence[2 * a : 2 * b].decode("utf-16-le") for a, b in zip(marks[::3], marks[1::3], strict=True)]
    spans = (mention.subject.span, mention.object.span, mention.trigger)
    assert words == [moved[span.start : span.end] for span in spans]


def test_findings_without_article_texts_show_the_sentence_of_the_evidence() -> None:
    bare = tuple(replace(article, text="") for article in SAMPLE.articles)
    tables = list_tables(replace(SAMPLE, articles=bare), SAMPLE.events)
    assert tables["sentences"] == list_tables(SAMPLE, SAMPLE.events)["sentences"]


def test_report_tells_weight_and_extent(tmp_path: Path) -> None:
    report = write_page(SAMPLE, tmp_path / "page.html", title="x")
    assert report.bytes == (tmp_path / "page.html").stat().st_size
    assert (report.entities, report.events, report.total_events) == (35, 55, 55)
    assert "0.4 MB, 35 entities, 55 events" in str(report)
    narrowed = write_page(SAMPLE, tmp_path / "part.html", focus="Russia", depth=1, since="2023")
    assert narrowed.events < 55
    assert "of 55 events" in str(narrowed)
    assert tables_of((tmp_path / "part.html").read_text("utf-8"))["scope"] == {
        "focus": "Russia",
        "depth": 1,
        "since": "2023",
    }


def test_large_findings_make_a_page_of_bounded_weight(tmp_path: Path) -> None:
    report = write_page(generate_findings(5_000), tmp_path / "large.html")
    assert report.drawn_relations <= 160
    assert report.bytes < 5_000_000


def test_a_title_is_made_where_none_is_given() -> None:
    [wire] = [article for article in SAMPLE.articles if article.id.startswith("harbour")]
    events = [event for event in SAMPLE.events if {m.evidence.article for m in event.mentions} == {wire.id}]
    assert "<title>Blinken heads into Seoul talks" in render_page(replace(SAMPLE, events=tuple(events)))
    assert "<title>No fact was found</title>" in render_page(Findings(articles=SAMPLE.articles))
    assert "<title>Shells</title>" in render_page(SAMPLE, title="Shells")


def test_the_page_without_its_data_is_light_and_brings_borders_only_where_there_are_states() -> None:
    empty = render_page(Findings())
    assert len(empty.encode()) < 303_000
    assert 'id="gk-world">null<' in empty
    world = re.search(r'id="gk-world">(.*?)</script>', render_page(SAMPLE), re.S)
    assert world
    assert len(world[1].encode()) < 120_000
    assert "Natural Earth" in json.loads(world[1])["source"]


def test_the_page_is_ascii_and_means_what_was_written() -> None:
    entity = replace(SAMPLE.entities[0], label="Erdo\u011fan \u2013 \U0001f30d")
    page = render_page(replace(SAMPLE, entities=(entity, *SAMPLE.entities[1:])), title="Ankara \u2013 Sofia")
    assert page.isascii()
    assert tables_of(page)["entities"][0]["label"] == entity.label
    assert "<title>Ankara &#8211; Sofia</title>" in page


def test_no_text_in_the_scripts_spans_lines() -> None:
    """Taking away the indentation of lines would change such a text."""
    for path in sorted((ROOT / "graphkit" / "assets" / "explorer" / "js").glob("*.js")):
        assert [line for line in path.read_text("utf-8").splitlines() if line.count("`") % 2] == [], path.name


def test_faults_are_ours(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_page(SAMPLE, tmp_path / "missing" / "page.html")
    with pytest.raises(UsageError, match="Atlantis"):
        render_page(SAMPLE, focus="Atlantis")
