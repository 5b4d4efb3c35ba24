"""The page about exports names every format."""

from __future__ import annotations

from pathlib import Path

from graphkit.api import list_exports

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exports.md"


def test_every_format_is_documented_and_no_other() -> None:
    rows = [
        line.split("|")[1].strip(" `") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"
    ]
    assert rows == list(list_exports())
