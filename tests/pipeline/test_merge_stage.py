"""Merging by way of the disk: the same files as from memory, and nothing left of what fails."""

from __future__ import annotations

import errno
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from graphkit.config import Config
from graphkit.errors import OutputError
from graphkit.evaluate.merge_scores import read_merge_gold
from graphkit.explorer import page as page
from graphkit.explorer import render_page
from graphkit.explorer import scope as scope
from graphkit.model import Article, EventMention, Findings
from graphkit.pipeline import build as pipeline
from graphkit.pipeline import graph_file, merge_stage, run
from graphkit.pipeline.merge_stage import merge_articles
from graphkit.pipeline.spec import RunSpec, Step
from graphkit.rdf import serialise_turtle
from graphkit.resolve import Merger, resolve_events
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.runtime import SpillStorage, end_kept
from graphkit.runtime import external_sort as storage
from graphkit.runtime.side_process import can_fork, run_beside

Items = list[tuple[Article, list[EventMention]]]
GOLD = Path(__file__).parents[2] / "data" / "merge_gold" / "articles.jsonl"


@pytest.fixture(scope="module")
def items() -> Items:
    """The articles of the merge gold with their mentions, marked by hand."""
    gold = read_merge_gold(GOLD)
    by_article: dict[str, list[EventMention]] = defaultdict(list)
    for mention in gold.mentions:
        by_article[mention.evidence.article].append(mention)
    return [(article, by_article[article.id]) for article in gold.articles]


@pytest.fixture
def canned(items: Items, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds get the mentions of the merge gold in place of extracting."""
    monkeypatch.setattr(run, "extract_spec", lambda *_: iter(items))


def read_tables(html: str) -> Any:
    start = html.index('id="gk-tables">') + len('id="gk-tables">')
    return json.loads(html[start : html.index("</script>", start)])


@pytest.mark.parametrize("room", [500, storage.ROOM])
def test_files_are_those_of_findings_in_memory(items: Items, room: int, tmp_path: Path) -> None:
    with SpillStorage(tmp_path, room) as own:
        merged = merge_articles(reversed(items), Gazetteer.load(), own)
        merged.write(tmp_path, "News")
        findings = merged.load()
    assert (tmp_path / "graph.ttl").read_bytes() == serialise_turtle(findings)
    assert (tmp_path / "graph.html").read_text(encoding="utf-8") == render_page(findings, title="News")
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event["id"] for event in events] == [event.id for event in findings.events]
    days = {article.id: (article.published or "")[:10] for article, _ in items}
    for event, written in zip(findings.events, events, strict=True):
        dates = [day for mention in event.mentions if (day := days[mention.evidence.article])]
        assert event.reported == written["reported"] == min(dates, default=None)
    mentions = [mention for _, marked in items for mention in marked]
    plain = resolve_events(findings.articles, mentions, Gazetteer.load())
    assert (plain.entities, plain.events, plain.links) == (findings.entities, findings.events, findings.links)
    counted = (merged.counts[name] for name in ("articles", "entities", "events"))
    assert tuple(counted) == (len(findings.articles), len(findings.entities), len(findings.events))


def test_the_command_line_needs_no_findings(canned: None, tmp_path: Path) -> None:
    run = pipeline.build_folder(RunSpec([str(GOLD)]), tmp_path / "lean")
    loaded = pipeline.build([str(GOLD)], out=tmp_path / "whole")
    assert run == json.loads((tmp_path / "lean" / "run.json").read_text(encoding="utf-8"))
    assert run["events"] == len(loaded.events) > 50
    assert any(article.text for article in loaded.articles)
    for name in ("graph.ttl", "graph.html", "events.jsonl", "links.jsonl", "articles.jsonl", "skipped.jsonl"):
        assert (tmp_path / "lean" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_command_keeps_no_worker_while_it_merges(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Norway signed a fisheries treaty with Iceland in Bergen on 4 June 2021.\n", encoding="utf-8")
    end_kept()
    before = set(psutil.Process().children())
    pipeline.build([text])
    kept = set(psutil.Process().children()) - before
    assert kept, "the next build in the same process is to find one"
    left: dict[str, set[psutil.Process]] = {}

    def note(item: Any) -> None:
        if isinstance(item, Step):
            left[item.name] = set(psutil.Process().children()) - before

    pipeline.build_folder(RunSpec([text]), tmp_path / "out", note)
    assert left["merging"] == left["writing"] == set()


def test_a_large_graph_has_a_page_of_its_best_connected_actors(
    items: Items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import graphkit.pipeline.merge_stage

    for module in (graphkit.pipeline.merge_stage, page, scope):
        monkeypatch.setattr(module, "MOST_EVENTS", 40)
    with SpillStorage(tmp_path) as own:
        merged = merge_articles(items, Gazetteer.load(), own)
        merged.write(tmp_path, "News")
        findings = merged.load()
    html = (tmp_path / "graph.html").read_text(encoding="utf-8")
    tables = read_tables(html)
    assert html == render_page(findings, title="News"), "what `graphkit view` makes of the graph is the same page"
    assert 10 < len(tables["events"]) <= 40 < tables["total"]["events"] == len(findings.events)
    actors = {side for event in tables["events"] for side in event[2:4]}
    assert 2 <= len(actors) <= tables["scope"]["top"]


def test_all_events_fit_where_there_are_few() -> None:
    with SpillStorage() as own:
        assert scope.measure_strength(Findings().events, own).choose_top(1) is None


def fill(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("out", ["out", None])
def test_a_disk_that_fills_up_ends_with_its_code_and_leaves_nothing(
    canned: None, out: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "ROOM", 500)
    monkeypatch.setattr(os, "pwrite", fill)
    with pytest.raises(OutputError) as caught:
        pipeline.build([str(GOLD)], out=tmp_path / out if out else None)
    assert caught.value.exit_code == 5
    assert "temporary files" in str(caught.value)
    assert caught.value.remedy
    assert not [path for path in tmp_path.iterdir() if not path.name.endswith(".lock")]


def test_a_build_that_is_stopped_in_merging_leaves_the_old_graph(
    canned: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pipeline.build_folder(RunSpec([str(GOLD)]), out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def stop(*_: object, **__: object) -> Iterator[None]:
        raise KeyboardInterrupt

    for step in ("settle_names", "merge_events", "links"):
        with monkeypatch.context() as patch:
            patch.setattr(Merger, step, stop)
            with pytest.raises(KeyboardInterrupt):
                pipeline.build_folder(RunSpec([str(GOLD)], title=step), out)
        assert {path.name: path.read_bytes() for path in out.iterdir()} == before
        assert {path.name for path in tmp_path.iterdir()} <= {"out", ".out.lock"}


def write_merged(items: Items, folder: Path, room: int, workers: int) -> None:
    folder.mkdir()
    with SpillStorage(folder.parent, room) as own:
        config = Config(workers=workers)
        merge_articles(items, Gazetteer.load(), own, config=config, keep_texts=False).write(folder, "x")


@pytest.mark.skipif(not can_fork(), reason="forks are used on Linux only")
@pytest.mark.parametrize("room", [500, storage.ROOM])
def test_two_processes_write_the_files_of_one(
    items: Items, room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    @contextmanager
    def watch(work: Callable[[], Any]) -> Iterator[Any]:
        begun.append(True)
        with run_beside(work) as outcome:
            yield outcome

    monkeypatch.setattr(merge_stage, "LEAST_BESIDE", 1)
    monkeypatch.setattr(graph_file, "run_beside", watch)
    write_merged(items, tmp_path / "alone", room, 1)
    assert begun == []
    write_merged(items, tmp_path / "beside", room, 2)
    assert begun == [True, True]
    names = sorted(path.name for path in (tmp_path / "alone").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "beside").iterdir())
    for name in names:
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "beside" / name).read_bytes()


@pytest.mark.skipif(not can_fork(), reason="forks are used on Linux only")
@pytest.mark.parametrize("fault", ["find_subject", "serialise_rows", "Voice"])
def test_a_graph_that_cannot_be_written_beside_is_an_error_here(
    items: Items, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(merge_stage, "LEAST_BESIDE", 1)
    monkeypatch.setattr(graph_file, fault, fill)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_merged(items, tmp_path / "beside", storage.ROOM, 2)


@pytest.mark.skipif(not can_fork(), reason="forks are used on Linux only")
@pytest.mark.parametrize("room", [500, storage.ROOM])
def test_copies_are_found_beside_as_they_are_alone(
    items: Items, room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = replace(items[0][0], id="zz-copy")
    copies: list[dict[str, str | None]] = []
    monkeypatch.setattr(merge_stage, "LEAST_BESIDE", 1)
    for workers in (1, 2):
        with SpillStorage(tmp_path, room) as own:
            config = Config(workers=workers)
            merged = merge_articles([*items, (copy, [])], Gazetteer.load(), own, config=config, keep_texts=False)
            copies.append({article.id: article.copy_of for article in merged.articles()})
    assert copies[0] == copies[1]
    assert copies[0]["zz-copy"] == items[0][0].id

    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(merge_stage.NearDuplicates, "find_groups", fill)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_merged(items, tmp_path / "beside", room, 2)
