from __future__ import annotations

import pytest

from graphkit.ingest.layout.date_lines import is_date_line, split_poster
from graphkit.ingest.layout.datelines import read_dateline


@pytest.mark.parametrize(
    "line",
    [
        "Published : Nov. 9, 2023 - 09:28",
        "Last updated on 9 November 2023 at 10:15 GMT",
        "Nov 9, 2023",
        "2023-11-09T10:00:00Z",
        "Published",
        "Posted on Monday, 3 May 2021 at 5 p.m. local time",
    ],
)
def test_a_publication_line_says_nothing_else(line):
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "France met Kenya on 2024-03-01.",
        "In 2023",
        "May",
        "Updated guidance for envoys",
        "Published and dated 9 November 2023",
        "1 May 2023 to 2 May 2023",
    ],
)
def test_prose_with_a_date_is_no_publication_line(line):
    assert not is_date_line(line)


def test_the_name_behind_a_day_is_no_part_of_the_date_line() -> None:
    assert split_poster("Posted on April 6, 2021 by Ruth Amadi") == ("Posted on April 6, 2021", "Ruth Amadi")
    assert split_poster("Posted on April 6, 2021 by admin") == ("Posted on April 6, 2021 by admin", None)


def test_a_weekday_in_a_dateline_is_no_region() -> None:
    dateline = read_dateline("GENEVA, Tuesday, Feb 17 (Reuters) - Ministers met.")
    assert dateline is not None
    assert (dateline.place, dateline.month_day, dateline.agency) == ("GENEVA", "02-17", "Reuters")
