"""Run the notebooks that are named, else all, and save their outputs without those too large to keep (the page)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

#: Bytes of JSON up to which an output is kept.
MOST_BYTES = 100_000

FOLDER = Path(__file__).resolve().parent


def keep_output(output: dict[str, Any]) -> bool:
    return output["output_type"] != "error" and len(json.dumps(output)) <= MOST_BYTES


def run_notebook(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # the clock has no place in a file that is kept
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if keep_output(output)]
    notebook.metadata.pop("language_info", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for each in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        run_notebook(each)
