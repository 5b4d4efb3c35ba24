"""The title of a page and the span of its corpus."""

from __future__ import annotations

import pytest

from graphkit.explorer import render_page
from graphkit.explorer.page_titles import count_skips, describe_span
from graphkit.model import Skip
from tests.explorer.sample import sample_findings


def test_a_title_names_the_main_actors_and_the_span() -> None:
    page = render_page(sample_findings())
    title = page[page.index("<title>") + 7 : page.index("</title>")]
    assert title.endswith(", Nov 2023")
    assert "North Korea" in title


@pytest.mark.parametrize(
    ("days", "span"),
    [
        ([], ""),
        ([None], ""),
        (["2023-11-09", "2023-11-02"], "Nov 2023"),
        (["2023-03-09", "2023-11-02"], "Mar to Nov 2023"),
        (["2023", "2021-04-01"], "2021 to 2023"),
    ],
)
def test_the_span_goes_from_the_first_year_or_month_to_the_last(days: list[str | None], span: str) -> None:
    assert describe_span(days) == span


def test_skips_are_counted_by_their_code() -> None:
    skips = [Skip("a", "empty", "", ""), Skip("b", "empty", "", ""), Skip("c", "binary", "", "")]
    assert count_skips(skips) == {"binary": 1, "empty": 2}
