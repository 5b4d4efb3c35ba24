"""The forms of lines that are not the text itself."""

from __future__ import annotations

import pytest

from graphkit.ingest.layout import furniture


@pytest.mark.parametrize("line", ["- Staff and agencies", "(Meridian Wire)", "- By staff", "[Harbour Press]"])
def test_a_line_of_names_is_a_credit(line: str) -> None:
    assert furniture.is_credit(line)


@pytest.mark.parametrize("line", ["- Peru condemned Chile.", "- Norway thanked Mali"])
def test_an_item_of_a_list_is_none(line: str) -> None:
    assert not furniture.is_credit(line)
