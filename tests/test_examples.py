"""The example scripts run, stay short, and say what their page says that they show."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "examples"
SCRIPTS = sorted(FOLDER.glob("*.py"))
MOST_LINES = 25

#: What each script must print: the result that it is about.
RESULTS = {
    "build_and_ask.py": ["16 articles", "Raúl Castro", "2 facts between United Arab Emirates and Rapid Support Forces"],
    "compare_months.py": ["planned -> occurred", "sanctions norway occurred"],
    "data_frames.py": ["condemns", "concedes_to"],
    "one_story.py": ["sudan.html"],
    "own_lexicon.py": ["as it comes: []", "with the row: [('portugal', 'rejects', 'chad')]"],
    "sparql_chart.py": ["CONSULT"],
}


def test_each_script_is_on_the_page_and_short() -> None:
    named = re.findall(r"`(\w+\.py)`", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert named
    assert sorted(named) == sorted(RESULTS) == [path.name for path in SCRIPTS]
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES for path in SCRIPTS)


@pytest.mark.model
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_the_example_runs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(path), run_name="__main__")
    printed = capsys.readouterr().out
    assert [result for result in RESULTS[path.name] if result not in printed] == []
