"""The same articles give the same bytes, whatever the order of files, the hash seed, the time zone or the locale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

#: What may be different between two machines; each row is one run in a process of its own.
WORLDS = [
    {"PYTHONHASHSEED": "0", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "COLUMNS": "20"},
]


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: f"seed {world['PYTHONHASHSEED']}")
def test_the_world_outside_leaves_no_trace(
    world: dict[str, str], workshop: Path, samples: Path, tmp_path: Path
) -> None:
    """Builds in another process from a folder elsewhere, with the files named in another order."""
    moved = tmp_path / "somewhere else"
    shutil.copytree(samples, moved)
    files = sorted(moved.iterdir(), key=lambda path: path.stem[::-1])
    command = [sys.executable, "-m", "graphkit", "build", *map(str, files), "-o", str(tmp_path / "out"), "-q"]
    done = subprocess.run(command, env={**os.environ, **world}, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    for name in ("graph.ttl", "graph.html", "events.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (workshop / "out" / name).read_bytes(), name


def test_both_engines_read_the_same_triples(workshop: Path) -> None:
    import pyoxigraph
    import rdflib

    path = workshop / "out" / "graph.ttl"
    ours = {str(quad.triple) for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)}
    graph = rdflib.Graph().parse(path)
    lines = graph.serialize(format="nt", encoding="utf-8")
    theirs = {str(quad.triple) for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)}
    assert len(ours) > 100
    assert theirs == ours
