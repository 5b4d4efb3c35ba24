"""Whatever is typed or fed, the answer is a few lines that help, the right exit code and never a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CommandOutcome, RunCli

MOST_LINES = 6


def assert_helpful(outcome: CommandOutcome, code: int, *words: str) -> None:
    """The message is short, says what is wrong (`words`) and what to do, and leaves standard output clean."""
    assert outcome.code == code, outcome.err
    lines = outcome.err.strip().splitlines()
    assert 1 <= len(lines) <= MOST_LINES, outcome.err
    assert "Traceback" not in outcome.err
    assert "fault in graphkit" not in outcome.err
    assert "do:" in outcome.err
    assert outcome.out == ""
    for word in words:
        assert word in outcome.err


def make_missing(folder: Path) -> Path:
    return folder / "no-such-folder"


def make_empty_file(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.touch()
    return path


def make_binary_file(folder: Path) -> Path:
    path = folder / "noise.txt"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def make_folder_without_articles(folder: Path) -> Path:
    path = folder / "bare"
    path.mkdir()
    return path


@pytest.mark.parametrize("command", ["build", "extract"])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(make_missing, 2, id="missing path"),
        pytest.param(make_empty_file, 3, id="empty file"),
        pytest.param(make_binary_file, 3, id="binary file"),
        pytest.param(make_folder_without_articles, 3, id="folder without articles"),
    ],
)
def test_a_source_without_articles_is_explained(
    command: str, make: Callable[[Path], Path], code: int, tmp_path: Path, run_cli: RunCli
) -> None:
    source = make(tmp_path)
    out = tmp_path / "out"
    arguments = ["--out", str(out)] if command == "build" else []
    assert_helpful(run_cli(command, source, *arguments), code, source.name)
    assert not (out / "graph.ttl").exists()


def test_the_skipped_inputs_are_listed_even_if_nothing_was_usable(tmp_path: Path, run_cli: RunCli) -> None:
    run_cli("build", make_empty_file(tmp_path), "-o", tmp_path / "out")
    assert '"code": "empty"' in (tmp_path / "out" / "skipped.jsonl").read_text(encoding="utf-8")


def test_an_output_below_a_file_cannot_be_made(tmp_path: Path, samples: Path, run_cli: RunCli) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert_helpful(run_cli("build", samples, "-o", tmp_path / "file" / "out"), 5, "cannot write", "--out")


def test_an_output_that_is_a_file_is_refused(tmp_path: Path, samples: Path, run_cli: RunCli) -> None:
    path = make_binary_file(tmp_path)
    before = path.read_bytes()
    assert_helpful(run_cli("build", samples, "-o", path), 5, path.name)
    assert path.read_bytes() == before


def test_a_folder_that_others_made_is_left_alone(tmp_path: Path, samples: Path, run_cli: RunCli) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    assert_helpful(run_cli("build", samples, "-o", tmp_path), 5, "did not make")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_unwritable_system_folder_is_refused_before_reading(samples: Path, run_cli: RunCli) -> None:
    assert_helpful(run_cli("build", samples, "-o", "/proc/graphkit"), 5, "/proc")


def test_broken_sparql_points_at_the_place(workshop: Path, run_cli: RunCli) -> None:
    assert_helpful(run_cli("query", workshop / "out", "SELECT ?x WHERE { ?x a gk:Event "), 2)


def test_links_that_are_missing_or_damaged_are_explained(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    shutil.copy(workshop / "out" / "graph.ttl", tmp_path)
    assert_helpful(run_cli("explain", tmp_path, "Iran"), 2, "links.jsonl")
    (tmp_path / "links.jsonl").write_text('{"article": "a"}\n', encoding="utf-8")
    assert_helpful(run_cli("explain", tmp_path, "Iran"), 1, "links.jsonl, line 1")


def test_a_wrong_setting_is_explained(tmp_path: Path, run_cli: RunCli) -> None:
    (tmp_path / "graphkit.toml").write_text("wrokers = 2\n", encoding="utf-8")
    assert_helpful(run_cli("config", "--config", tmp_path / "graphkit.toml"), 2, "wrokers")


@pytest.mark.parametrize(
    "command", [["config"], ["query", "{out}", "top-actors"], ["check", "{out}"], ["doctor"], ["cache"]]
)
def test_a_variable_that_does_not_exist_stops_every_command(
    command: list[str], workshop: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKIT_WORKRES", "2")
    outcome = run_cli(*(str(workshop / "out") if argument == "{out}" else argument for argument in command))
    assert_helpful(outcome, 2, "GRAPHKIT_WORKERS")


LIMITS = [
    ["--max-rows", "0"],
    ["--max-rows", "-3"],
    ["--max-rows", f"{10**20}"],
    ["--timeout", "0"],
    ["--timeout", "-1"],
    ["--timeout", "nan"],
    ["--timeout", "inf"],
]


@pytest.mark.parametrize("option", LIMITS)
def test_limits_of_a_query_that_let_nothing_through_are_refused(
    option: list[str], workshop: Path, run_cli: RunCli
) -> None:
    assert_helpful(run_cli("query", workshop / "out", "top-actors", *option), 2, option[0])


def test_an_unknown_format_gets_a_suggestion(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    assert_helpful(run_cli("export", workshop / "out", "--format", "gefx", "-o", tmp_path / "x"), 2, "gefx", "gexf")


def test_a_query_of_a_missing_graph_is_explained(tmp_path: Path, run_cli: RunCli) -> None:
    assert_helpful(run_cli("query", tmp_path / "nowhere", "SELECT * WHERE { ?s ?p ?o }"), 2, "nowhere")


def test_a_damaged_graph_is_explained(tmp_path: Path, run_cli: RunCli) -> None:
    (tmp_path / "graph.ttl").write_text("<a> <b> .", encoding="utf-8")
    for command in (["view", tmp_path, "-o", tmp_path / "page.html"], ["why", tmp_path, "France", "Mali"]):
        assert_helpful(run_cli(*command), 1, "graph.ttl")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["biuld", "x"], "build"),
        (["build", "x", "--ouput", "y"], "--out"),
        (["extract", "x", "--limt", "3"], "--limit"),
    ],
)
def test_a_slip_of_the_finger_gets_a_suggestion(typed: list[str], meant: str, run_cli: RunCli) -> None:
    assert_helpful(run_cli(*typed), 2, typed[-2] if len(typed) > 2 else typed[0], meant)


@pytest.mark.parametrize("command", ["build", "extract", "inspect", "build --dry-run"])
@pytest.mark.parametrize("limit", ["0", "-1", f"{10**20}"])
def test_a_limit_of_articles_that_cannot_be_kept_is_refused(
    command: str, limit: str, samples: Path, run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # `build` looks at out/ first, where a demo may lie
    assert_helpful(run_cli(*command.split(), samples, "--limit", limit), 2, "limit")


@pytest.mark.parametrize("value", ["many", "-1", "%", "nan", "1.5", "150%", "nan%"])
def test_a_senseless_allowance_is_refused(value: str, samples: Path, tmp_path: Path, run_cli: RunCli) -> None:
    assert_helpful(run_cli("build", samples, "-o", tmp_path / "out", f"--max-skip={value}"), 2, "--max-skip")


def test_an_unknown_model_is_explained(samples: Path, tmp_path: Path, run_cli: RunCli) -> None:
    outcome = run_cli("build", samples, "-o", tmp_path / "out", "--model", "no_such_model")
    assert_helpful(outcome, 2, "no_such_model", "pip install")


def test_a_strict_build_fails_when_something_is_skipped(tmp_path: Path, samples: Path, run_cli: RunCli) -> None:
    good, bad = sorted(samples.iterdir())[0], make_empty_file(tmp_path)
    outcome = run_cli("build", good, bad, "-o", tmp_path / "out", "--strict", "-q")
    assert_helpful(outcome, 4, "1 inputs", "empty.txt")


def test_our_own_faults_are_told_without_a_traceback(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError("a [bold]fault[/bold]\nof \x1b[31mours")

    monkeypatch.setattr("graphkit.diagnostics.examine_installation", fail)
    outcome = run_cli("doctor")
    assert outcome.code == 1
    assert len(outcome.err.strip().splitlines()) <= MOST_LINES
    assert "Traceback" not in outcome.err
    assert "[bold]fault[/bold] of" in outcome.err
    assert "\x1b[31mours" not in outcome.err
    monkeypatch.setenv("GRAPHKIT_DEBUG", "1")
    assert "Traceback" in run_cli("doctor").err


@pytest.mark.parametrize("command", ["doctor --json", "doctor", "query --list"])
def test_a_closed_pipe_is_no_error(command: str) -> None:
    piped = f"{sys.executable} -m graphkit {command} | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", piped], capture_output=True, text=True, timeout=60)
    assert (done.stderr, done.returncode) == ("", 0)
