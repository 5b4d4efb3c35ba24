"""`graphkit train`: wrong input is told in three lines, a missing library too."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunCli


def test_a_file_that_is_not_there_is_told(run_cli: RunCli, tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    outcome = run_cli("train", "--examples", tmp_path / "none.yaml", "-o", tmp_path / "reader")
    assert outcome.code == 2
    assert "the file of examples cannot be read" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_wrong_row_is_told_with_its_line(run_cli: RunCli, tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    path = tmp_path / "own.yaml"
    path.write_text("examples:\n- text: Norway met Chad.\n  facts: [[Norway, adores, Chad]]\n", encoding="utf-8")
    outcome = run_cli("train", "--examples", path, "-o", tmp_path / "reader")
    assert outcome.code == 2
    assert "unknown predicate 'adores'" in outcome.err
    assert f"where: {path}:2" in outcome.err


def test_a_reader_that_is_not_there_is_told(run_cli: RunCli, tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    path = tmp_path / "own.yaml"
    path.write_text("examples: []\n", encoding="utf-8")
    outcome = run_cli("train", "--examples", path, "-o", tmp_path / "reader", "--reader-model", tmp_path / "none")
    assert outcome.code == 2
    assert "learned reader cannot be used" in outcome.err


def test_without_the_library_it_says_what_to_install(
    run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def refuse(name: str, *arguments: Any, **options: Any) -> Any:
        if name.startswith("graphkit.pipeline.own_reader"):
            raise ModuleNotFoundError("No module named 'tokenizers'", name="tokenizers")
        return usual(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)
    outcome = run_cli("train", "--examples", tmp_path / "own.yaml", "-o", tmp_path / "reader")
    assert outcome.code == 2
    assert "needs tokenizers" in outcome.err
    assert "pip install './[reader]'" in outcome.err
