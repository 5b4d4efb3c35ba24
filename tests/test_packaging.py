"""Test that the wheel holds everything that runs need."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
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


def test_the_wheel_carries_licence_command_and_metadata(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    folder = next(name.split("/")[0] for name in names if ".dist-info/" in name)
    assert f"{folder}/licenses/LICENSE" in names
    assert "graphkit = graphkit.cli:main" in wheel.read(f"{folder}/entry_points.txt").decode()
    told = wheel.read(f"{folder}/METADATA").decode()
    assert "License-Expression: MIT" in told
    assert "Requires-Python: >=3.11" in told
    assert "\n# graphkit\n" in told  # the README is the description
    assert {"docs", "reader", "serve", "release"} <= set(re.findall(r"^Provides-Extra: (\S+)$", told, re.M))


def test_the_wheel_carries_no_tests_and_no_texts_to_train_on(wheel: zipfile.ZipFile) -> None:
    assert not [name for name in wheel.namelist() if re.search(r"(^|/)(tests?|tools|training|examples)/", name)]


def test_the_source_archive_can_build_the_documentation_and_run_the_tests() -> None:
    """Test that the archive holds all that its own Makefile asks for."""
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = set(package["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    assert {"tools", "docs", "mkdocs.yml", "requirements", "tests", "examples", "training"} <= carried
    assert all((ROOT / name).exists() for name in carried)


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
