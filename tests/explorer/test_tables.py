"""Facts as tables on a terminal."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.table import Table

from graphkit.errors import UsageError
from graphkit.explorer import tabulate_article, tabulate_pair
from tests.explorer.sample import D, sample_findings


def text_of(table: Table, width: int = 150) -> str:
    console = Console(width=width, record=True, file=None, force_terminal=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def test_article_lists_its_facts_in_the_order_of_the_text() -> None:
    text = text_of(tabulate_article(sample_findings(), D))
    lines = [line for line in text.splitlines() if "Antony Blinken" in line]
    assert "represents" in lines[0] or "holds position" in lines[0]
    assert any("meets" in line and "Park Jin" in line and "planned" in line and "2023-11-09" in line for line in lines)
    assert "Group of Seven" not in text


def test_pair_shows_claim_and_denial_with_speaker_and_source() -> None:
    text = text_of(tabulate_pair(sample_findings(), "Pyongyang", "russia"))
    assert text.index("2023-09") < text.index("supplies arms to")
    assert "denied" in text
    assert "alleged" in text
    assert "North Korea, in Harbour Wire" in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_tables_keep_to_the_width_of_the_terminal(width: int) -> None:
    text = text_of(tabulate_pair(sample_findings(), "North Korea", "Russia"), width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_an_unknown_name_is_our_error() -> None:
    with pytest.raises(UsageError):
        tabulate_pair(sample_findings(), "Atlantis", "Russia")
