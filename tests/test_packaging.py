"""What is installed holds everything that runs need."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling", reason="the tools for development are not installed")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_code_assets_and_samples(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "graphkit").rglob("*") if path.is_file()}
    code = {name for name in code if "__pycache__" not in name}
    assert code <= names
    samples = {f"graphkit/data/articles/{path.name}" for path in (ROOT / "data" / "articles").iterdir()}
    assert len(samples) >= 12
    assert samples <= names


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    outside = {name for name in wheel.namelist() if not name.startswith(("graphkit/", "graphkit-"))}
    assert outside == set()


def test_the_demo_runs_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """In a folder away from the clone, with the wheel's files in front of everything else."""
    wheel.extractall(tmp_path / "site")
    code = "import graphkit, sys; print(graphkit.__file__); from graphkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "demo"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "site"))
    assert "Try next" in done.stderr
    assert (tmp_path / "graphkit-demo" / "graph.html").stat().st_size > 100_000
