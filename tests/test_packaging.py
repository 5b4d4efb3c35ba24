"""Test that the wheel holds everything that runs need."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml

from graphkit import __version__

ROOT = Path(__file__).resolve().parent.parent
#: The kinds of changes that Keep a Changelog 1.1.0 knows, in its order.
KINDS_OF_CHANGES = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


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
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "\n# graphkit\n" in metadata  # the README is the description
    assert {"docs", "reader", "serve", "release"} <= set(re.findall(r"^Provides-Extra: (\S+)$", metadata, re.M))


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


def read_releases(text: str) -> list[tuple[str, date]]:
    """Read the releases of a change log in the form of Keep a Changelog. Raises ValueError for another form."""
    heads = re.findall(r"^## (.*)$", text, re.M)
    if not text.startswith("# Changelog\n") or not heads:
        raise ValueError("a change log begins with '# Changelog' and has a section for each release")
    releases = []
    for head in heads[1:] if heads[0] == "[Unreleased]" else heads:
        form = re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)(?: \[YANKED\])?", head)
        if not form:
            raise ValueError(f"{head!r} is not '[version] - year-month-day'")
        if f"\n[{form[1]}]: http" not in text:
            raise ValueError(f"{form[1]} leads nowhere")
        releases.append((form[1], date.fromisoformat(form[2])))
    numbers = [[int(number) for number in version.split(".")] for version, _ in releases]
    if numbers != sorted(numbers, reverse=True) or len({version for version, _ in releases}) < len(releases):
        raise ValueError("the newest release comes first, each once")
    for section in re.split(r"^## .*$", text, flags=re.M)[1:]:
        kinds = [KINDS_OF_CHANGES.index(kind) for kind in re.findall(r"^### (.*)$", section, re.M)]
        if kinds != sorted(set(kinds)):
            raise ValueError("the kinds of changes stand in their order, each once")
    return releases


def test_the_change_log_is_in_the_form_of_keep_a_changelog_and_tells_of_this_version() -> None:
    version, day = read_releases((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[0]
    assert version == __version__
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["date-released"] == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "# Changes\n\n## [0.1.0] - 2026-11-30\n\n[0.1.0]: https://example.org\n",
        "# Changelog\n\n## [0.1.0] - unreleased\n\n[0.1.0]: https://example.org\n",
        "# Changelog\n\n## [0.1.0] - 2026-11-31\n\n[0.1.0]: https://example.org\n",
        "# Changelog\n\n## [0.1.0] - 2026-11-30\n",
        "# Changelog\n\n## [0.1.0] - 2026-11-30\n\n### News\n\n[0.1.0]: https://example.org\n",
        "# Changelog\n\n## [0.9.0] - 2026-11-30\n\n## [0.10.0] - 2026-11-30\n\n[0.9.0]: https://a.b\n[0.10.0]: https://a.b\n",
    ],
)
def test_another_form_is_no_change_log(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_releases(text)
