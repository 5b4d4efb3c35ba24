"""The notebooks run from top to bottom, use public functions only, and stay small."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import graphkit

nbformat = pytest.importorskip("nbformat", reason="the notebook extra is not installed")
nbclient = pytest.importorskip("nbclient", reason="the notebook extra is not installed")

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
MOST_BYTES = 300_000


def read_code(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.model
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("text/html" in output.get("data", {}) for output in shown)
    assert not any(output.output_type == "error" for output in shown)


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
    assert not any(output["output_type"] == "error" for cell in cells for output in cell.get("outputs", []))
