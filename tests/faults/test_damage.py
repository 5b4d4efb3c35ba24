"""A graph that is damaged, or of another version, is told as such: no command answers from a part of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.api import GraphDesk, KnowledgeGraph
from graphkit.errors import DamagedGraphError
from graphkit.pipeline.build import build
from graphkit.runtime.output_folder import FORMAT
from graphkit.sparql import GraphPool
from tests.conftest import RunCli

pytestmark = pytest.mark.model

#: Every command that reads a graph; none has anything to say about half of one.
COMMANDS = {
    "query": ["query", "{out}", "SELECT (count(*) AS ?n) WHERE { ?s ?p ?o }"],
    "ready query": ["query", "{out}", "who-met-whom"],
    "why": ["why", "{out}", "Iran", "Saudi Arabia"],
    "explain": ["explain", "{out}", "Iran"],
    "check": ["check", "{out}"],
    "view": ["view", "{out}", "-o", "{new}/page.html"],
    "export": ["export", "{out}", "--format", "csv", "-o", "{new}/csv"],
    "dump": ["export", "{out}", "--format", "ntriples", "-o", "{new}/graph.nt"],
    "diff": ["diff", "{whole}", "{out}"],
    "serve": ["serve", "{out}", "--port", "0"],
}


def cut_between_nodes(folder: Path) -> None:
    path = folder / "graph.ttl"
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b" .\n\n", 0, len(data) // 2) + 4])


def cut_in_a_word(folder: Path) -> None:
    path = folder / "graph.ttl"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose_a_node(folder: Path) -> None:
    path = folder / "graph.ttl"
    data = path.read_bytes()
    start = data.index(b" .\n\n", len(data) // 2) + 4
    path.write_bytes(data[:start] + data[data.index(b" .\n\n", start) + 4 :])


def turn_a_letter(folder: Path) -> None:
    path = folder / "graph.ttl"
    path.write_bytes(path.read_bytes().replace(b"Saudi Arabia", b"Saudi Arabiq", 1))


def empty_it(folder: Path) -> None:
    (folder / "graph.ttl").write_bytes(b"")


def damage_the_record(folder: Path) -> None:
    path = folder / "run.json"
    path.write_bytes(path.read_bytes()[:-20])


DAMAGES = [cut_between_nodes, cut_in_a_word, lose_a_node, turn_a_letter, empty_it, damage_the_record]


@pytest.fixture
def damaged(workshop: Path, tmp_path: Path) -> Path:
    """A copy of a whole output, to be damaged."""
    return Path(shutil.copytree(workshop / "out", tmp_path / "out"))


def fill(command: list[str], workshop: Path, out: Path, new: Path) -> list[str]:
    places = {"{out}": str(out), "{whole}": str(workshop / "out"), "{new}": str(new)}
    return [re.sub(r"\{\w+\}", lambda match: places[match[0]], argument) for argument in command]


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_command_answers_from_a_damaged_graph(
    damage: Callable[[Path], None], damaged: Path, workshop: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphkit.serve.app.run_server", lambda *_: pytest.fail("it serves a damaged graph"))
    damage(damaged)
    new = damaged.parent / "new"
    new.mkdir()
    for name, command in COMMANDS.items():
        outcome = run_cli(*fill(command, workshop, damaged, new))
        assert (outcome.code, outcome.out) == (1, ""), name
        assert "do:" in outcome.err
        assert "Traceback" not in outcome.err
        assert list(new.iterdir()) == [], name
    for read in (KnowledgeGraph.load, GraphDesk):
        with pytest.raises(DamagedGraphError):
            read(damaged)


def test_the_same_commands_answer_from_a_whole_graph(workshop: Path, damaged: Path, run_cli: RunCli) -> None:
    for name, command in COMMANDS.items():
        if name != "serve":
            assert run_cli(*fill(command, workshop, damaged, damaged.parent)).code == 0, name


def test_a_graph_that_is_cut_while_it_is_served_answers_only_when_it_is_whole_again(damaged: Path) -> None:
    whole = (damaged / "graph.ttl").read_bytes()
    pool = GraphPool(damaged, at_once=0)
    try:
        rows = pool.ask("SELECT * WHERE { ?s a gk:State }").rows
        assert rows
        cut_between_nodes(damaged)
        for _ in range(2):
            with pytest.raises(DamagedGraphError):
                pool.ask("SELECT * WHERE { ?s a gk:State }")
        (damaged / "graph.ttl").write_bytes(whole)
        assert pool.ask("SELECT * WHERE { ?s a gk:State }").rows == rows
    finally:
        pool.close()


def test_a_graph_that_is_gone_is_told_with_its_place(damaged: Path, workshop: Path, run_cli: RunCli) -> None:
    (damaged / "graph.ttl").unlink()
    for name, command in COMMANDS.items():
        outcome = run_cli(*fill(command, workshop, damaged, damaged.parent / "new"))
        assert (outcome.code, outcome.out) == (2, ""), name
        assert str(damaged) in outcome.err


def test_half_of_the_links_explain_nothing(damaged: Path, run_cli: RunCli) -> None:
    path = damaged / "links.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: len(lines) // 2]))
    outcome = run_cli("explain", damaged, "Iran")
    assert (outcome.code, outcome.out) == (1, "")


def test_a_damaged_output_is_built_again(damaged: Path, workshop: Path, samples: Path, run_cli: RunCli) -> None:
    cut_between_nodes(damaged)
    outcome = run_cli("build", workshop / "data" / "articles", "-o", damaged, "-q")
    assert outcome.code == 0, outcome.err
    assert (damaged / "graph.ttl").read_bytes() == (workshop / "out" / "graph.ttl").read_bytes()


# ---- other versions ------------------------------------------------------------------------------------------------


def test_a_graph_in_a_newer_form_names_the_version_that_wrote_it(
    damaged: Path, workshop: Path, run_cli: RunCli
) -> None:
    run = json.loads((damaged / "run.json").read_text("utf-8"))
    (damaged / "run.json").write_text(json.dumps({**run, "graphkit": "9.1.0", "format": FORMAT + 1}), "utf-8")
    for name, command in COMMANDS.items():
        outcome = run_cli(*fill(command, workshop, damaged, damaged.parent / "new"))
        assert (outcome.code, outcome.out) == (2, ""), name
        assert "graphkit 9.1.0" in outcome.err


def test_a_graph_of_the_first_builds_is_still_read(damaged: Path, workshop: Path, run_cli: RunCli) -> None:
    """They told no form in their run.json, and some no hashes."""
    run = json.loads((damaged / "run.json").read_text("utf-8"))
    for missing in (("format",), ("format", "outputs", "digest")):
        (damaged / "run.json").write_text(
            json.dumps({name: value for name, value in run.items() if name not in missing}), "utf-8"
        )
        assert run_cli("why", damaged, "Iran", "Saudi Arabia").code == 0
        assert KnowledgeGraph.load(damaged).events == KnowledgeGraph.load(workshop / "out").events


def test_a_lone_graph_file_with_words_of_another_version_says_so(
    workshop: Path, tmp_path: Path, run_cli: RunCli
) -> None:
    text = (workshop / "out" / "graph.ttl").read_text("utf-8")
    (tmp_path / "graph.ttl").write_text(
        re.sub(r"gk:predicate gk:meets\b", "gk:predicate gk:confersWith", text), "utf-8"
    )
    outcome = run_cli("why", tmp_path, "Iran", "Saudi Arabia")
    assert (outcome.code, outcome.out) == (1, "")
    assert "another version of graphkit" in outcome.err


def test_corrections_of_a_newer_version_are_refused_with_their_line(
    workshop: Path, tmp_path: Path, run_cli: RunCli
) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text('[[rename]]\nentity = "iran"\nlabel = "Persia"\n\n[[annotate]]\nentity = "iran"\n', "utf-8")
    outcome = run_cli("build", workshop / "data" / "articles", "-o", tmp_path / "out", "--corrections", file, "-q")
    assert outcome.code == 2
    assert "corrections.toml:5" in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("version", [0, 99])
def test_results_of_another_version_are_set_aside_and_made_again(
    version: int, workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Their table has other columns; nothing of it may be taken for a result."""
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    connection = sqlite3.connect(tmp_path / "cache" / "results.sqlite3")
    connection.execute("CREATE TABLE results (key TEXT, facts TEXT)")
    connection.execute("INSERT INTO results VALUES ('a', 'b')")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    article = sorted((workshop / "data" / "articles").iterdir())[0]
    with caplog.at_level("WARNING"):
        kg = build(article, out=tmp_path / "out")
    assert kg.events
    assert "another version" in caplog.text
    assert build(article).events == kg.events
