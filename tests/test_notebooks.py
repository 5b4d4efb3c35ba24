"""The notebooks run from top to bottom, use public functions only, and stay small."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

import graphkit

nbformat = pytest.importorskip("nbformat", reason="the notebook extra is not installed")
nbclient = pytest.importorskip("nbclient", reason="the notebook extra is not installed")

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
MOST_BYTES = 300_000
#: Runs before the first cell, so that a notebook that reaches out fails.
OFFLINE = """
import socket

def refuse(*_, **__):
    raise OSError("a notebook needs no network")

socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


def read_code(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def read_outputs(path: Path) -> list[dict[str, Any]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", [])]


def test_both_notebooks_are_there() -> None:
    assert [path.name for path in NOTEBOOKS] == ["event_data.ipynb", "explore.ipynb"]


@pytest.mark.model
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(OFFLINE))
    nbclient.NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("text/html" in output.get("data", {}) for output in shown)
    assert sum("image/png" in output.get("data", {}) for output in shown) == 2
    assert not any(output.output_type == "error" or output.get("name") == "stderr" for output in shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_uses_public_names_only(path: Path) -> None:
    for node in ast.walk(ast.parse(read_code(path))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("graphkit"):
            pytest.fail(f"{path.name} reaches into {node.module}")
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_"), f"{path.name} uses {node.attr}"
            if isinstance(node.value, ast.Name) and node.value.id == "graphkit":
                assert node.attr in graphkit.__all__


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_keeps_its_outputs_small(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert path.stat().st_size < MOST_BYTES
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code"), "run it before it is saved"
    assert not any(output["output_type"] == "error" for output in read_outputs(path))
    assert sum("image/png" in output.get("data", {}) for output in read_outputs(path)) == 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_names_no_place_of_a_machine(path: Path) -> None:
    for output in read_outputs(path):
        output.get("data", {}).pop("image/png", None)
        assert not re.search(r"/(home|root|tmp|work|Users|usr)/|[A-Z]:\\\\|ipykernel", json.dumps(output))
