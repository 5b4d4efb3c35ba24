"""Test that a build does not depend on the clock, the order and the places of its sources, and how often it was run."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphkit.pipeline import extract_stage as extraction
from graphkit.pipeline.build import build
from tests.conftest import RunCli

pytestmark = [pytest.mark.model, pytest.mark.slow]

OUTPUTS = ("graph.ttl", "graph.html", "events.jsonl", "links.jsonl", "articles.jsonl", "skipped.jsonl")
GRAPH = ("graph.ttl", "events.jsonl")

#: Articles that say when something happened by the day on which they were written, which one of them does not tell.
TEXTS = {
    "dated": "OSLO, 3 May 2019 - The king of Norway met the president of Finland yesterday. Sweden condemned Russia on "
    "Tuesday. France and Germany will sign a treaty next month.",
    "undated": "Japan condemned North Korea yesterday. The president of Chile met the president of Peru in Lima last "
    "week. Egypt recalled its ambassador from Qatar on Monday.",
}

#: Run by Python at its start, in the command's process and in every process that it starts.
CLOCK = """
import datetime, os, time

shift = float(os.environ["CLOCK_SHIFT"])
now, now_ns, localtime, gmtime, strftime = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
time.time = lambda: now() + shift
time.time_ns = lambda: now_ns() + int(shift * 1e9)
time.localtime = lambda seconds=None: localtime(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: gmtime(time.time() if seconds is None else seconds)
time.strftime = lambda form, moment=None: strftime(form, time.localtime() if moment is None else moment)

class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())

class DateTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
    today = now

datetime.date, datetime.datetime = Date, DateTime
with open(os.environ["CLOCK_NOTES"], "a") as notes:
    notes.write(f"{datetime.datetime.now().year} {datetime.date.today().year} {time.strftime('%Y')}\\n")
"""


def read(out: Path, names: tuple[str, ...] = OUTPUTS) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in names}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Results of these tests' own, which the first build makes and the others find."""
    before = os.environ.get("GRAPHKIT_CACHE")
    os.environ["GRAPHKIT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["GRAPHKIT_CACHE"]
    else:
        os.environ["GRAPHKIT_CACHE"] = before


# ---- the clock -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory, cache: None) -> tuple[Path, dict[str, bytes]]:
    """The articles, and what a build makes of them today."""
    root = tmp_path_factory.mktemp("today")
    (root / "articles").mkdir()
    for name, text in TEXTS.items():
        (root / "articles" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    build(root / "articles", out=root / "out")
    return root / "articles", read(root / "out")


def test_the_clock_decides_nothing(today: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    sources, expected = today
    (tmp_path / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    builds = {year: start_in(year, sources, tmp_path) for year in (1999, 2040)}
    for year, build_ in builds.items():
        errors = build_.communicate(timeout=300)[1]
        assert build_.returncode == 0, errors
        out = tmp_path / str(year)
        notes = (tmp_path / f"{year}.notes").read_text().splitlines()
        assert len(notes) >= 2  # the command and at least one worker
        assert set(notes) == {f"{year} {year} {year}"}
        assert json.loads((out / "run.json").read_text())["started"].startswith(f"{year}-")
        assert read(out) == expected


def start_in(year: int, sources: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A build that begins in the middle of a year."""
    shift = time.mktime((year, 7, 1, 0, 0, 0, 0, 0, -1)) - time.time()
    world = {"CLOCK_SHIFT": str(shift), "CLOCK_NOTES": str(folder / f"{year}.notes"), "PYTHONPATH": str(folder)}
    world |= {"GRAPHKIT_CACHE": str(folder / f"{year}.cache"), "SOURCE_DATE_EPOCH": str(int(time.time() + shift))}
    command = [sys.executable, "-m", "graphkit", "build", str(sources), "-o", str(folder / str(year)), "-q"]
    return subprocess.Popen(command, env={**os.environ, **world}, stderr=subprocess.PIPE)


def test_an_article_without_a_day_gives_its_facts_none(today: tuple[Path, dict[str, bytes]]) -> None:
    events = [json.loads(line) for line in today[1]["events.jsonl"].splitlines()]
    days = {
        (event["agent"]["id"], event["recipient"]["id"]): event["date"]
        for event in events
        if event["evidence"][0]["article"] == "undated"
    }
    assert days[("japan", "north-korea")] is None
    assert [event["date"] for event in events if event["agent"]["id"] == "sweden"] == ["2019-04-30"]


# ---- order, places, pipes ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def records(samples: Path) -> list[bytes]:
    """Some articles as lines of JSON."""
    files = sorted(samples.iterdir())[:6]
    return [json.dumps({"id": path.stem, "text": path.read_text("utf-8")}).encode() + b"\n" for path in files]


@pytest.fixture(scope="module")
def whole(records: list[bytes], tmp_path_factory: pytest.TempPathFactory, cache: None) -> tuple[Path, dict[str, bytes]]:
    """All records in one file, and what a build makes of them."""
    root = tmp_path_factory.mktemp("whole")
    (root / "news.jsonl").write_bytes(b"".join(records))
    build(root / "news.jsonl", out=root / "out")
    return root / "news.jsonl", read(root / "out")


def test_neither_the_order_nor_the_place_of_articles_matters(
    whole: tuple[Path, dict[str, bytes]], records: list[bytes], tmp_path: Path
) -> None:
    shuffled = records[:]
    random.Random(5).shuffle(shuffled)  # noqa: S311 no secret
    folder = tmp_path / "moved, renamed & « rangé »"
    (folder / "b" / "deep").mkdir(parents=True)
    (folder / "z.jsonl").write_bytes(b"".join(shuffled[:2]))
    (folder / "a.ndjson").write_bytes(b"".join(shuffled[2:4]))
    (folder / "b" / "deep" / "9.json").write_bytes(b"[" + b",".join(shuffled[4:]) + b"]")
    build(folder, out=tmp_path / "out")
    assert read(tmp_path / "out") == whole[1]
    build([folder / "z.jsonl", folder / "b", folder / "a.ndjson"], out=tmp_path / "other")
    assert read(tmp_path / "other") == whole[1]


def test_the_same_comes_through_a_pipe(
    whole: tuple[Path, dict[str, bytes]], tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pipe(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))

    pipe(whole[0].read_bytes())
    assert run_cli("build", "-", "-o", tmp_path / "out", "-q").code == 0
    assert read(tmp_path / "out") == whole[1]
    pipe(b"")
    outcome = run_cli("build", "-", "-o", tmp_path / "empty", "-q")
    assert outcome.code == 3
    assert "nothing came" in outcome.err


# ---- piece by piece ------------------------------------------------------------------------------------------------


@pytest.fixture
def worked_on(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the articles that are given to the workers."""
    ids: list[str] = []
    pass_on = extraction._map_articles

    def note(items: Iterator[Any], *rest: Any) -> Any:
        return pass_on((ids.append(item[1].id) or item for item in items), *rest)

    monkeypatch.setattr(extraction, "_map_articles", note)
    return ids


def test_a_corpus_that_grows_is_read_once_and_gives_the_same_as_at_once(
    samples: Path, tmp_path: Path, worked_on: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "cache"))
    files = sorted(samples.iterdir())[:6]
    growing = tmp_path / "articles"
    growing.mkdir()
    done: list[str] = []
    for batch in (files[3:], files[:2], files[2:3]):
        for path in batch:
            shutil.copy(path, growing)
        build(growing, out=tmp_path / "out")
        done += sorted(path.stem for path in batch)
        assert worked_on == done
    build(growing, out=tmp_path / "out")
    assert worked_on == done
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "other cache"))
    build(growing, out=tmp_path / "at once")
    assert read(tmp_path / "out") == read(tmp_path / "at once")
    assert sorted(worked_on) == sorted(done * 2)


#: With a row of one's own a sentence reads differently.
ROW = """
predicate: sanctions
rows:
  - verb: cold-shoulder
    frame: transitive
    example: "Norway cold-shouldered Chad."
    fact: [Norway, Chad]
"""


def test_results_of_other_words_are_not_used_and_the_reason_is_told(
    samples: Path, tmp_path: Path, worked_on: list[str], run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "own.yaml").write_text(ROW, encoding="utf-8")
    article = sorted(samples.iterdir())[0]
    command = ["build", article, "-o", tmp_path / "out"]
    assert run_cli(*command).code == 0
    outcome = run_cli(*command, "--lexicon", tmp_path / "own.yaml")
    assert outcome.code == 0, outcome.err
    assert "note: the lexicon has changed" in outcome.err
    assert worked_on == [article.stem] * 2
    assert "has changed" not in run_cli(*command, "--lexicon", tmp_path / "own.yaml", "--limit", "1").err
    assert worked_on == [article.stem] * 2
