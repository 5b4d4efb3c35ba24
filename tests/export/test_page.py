"""The page about exports names every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.api import list_exports
from graphkit.export.event_data import find_columns

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exports.md"


def test_every_format_is_documented_and_no_other() -> None:
    formats = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = [line.split("|")[1].strip(" `") for line in formats.splitlines() if line[:3] == "| `"]
    assert rows == list(list_exports())


@pytest.mark.parametrize(
    ("form", "start", "end"),
    [
        ("polecat", "### POLECAT", "### GDELT"),
        ("gdelt2", "### GDELT", "Mentions:"),
        ("gdelt2_mentions", "Mentions:", "### ICEWS"),
        ("icews", "### ICEWS", "### Compared"),
    ],
)
def test_each_field_of_a_coders_format_is_told_as_codebook_and_graphkit_have_it(
    form: str, start: str, end: str
) -> None:
    section = PAGE.read_text(encoding="utf-8").split(start, 1)[1].split(end, 1)[0]
    assert "Source" in section or form == "gdelt2_mentions"
    table = section.partition("\n| ")[2].partition("\n\n")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")]
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)
    fields = [field.strip() for row in rows for field in row[0].split(",")]
    assert sorted(fields) == sorted(find_columns(form))
