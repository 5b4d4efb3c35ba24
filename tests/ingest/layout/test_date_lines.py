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


@pytest.mark.parametrize(
    ("line", "place", "agency", "day"),
    [
        ("Norville (dpa) - Ministers met.", "Norville", "dpa", None),
        ("Norville, Apr 27 (EFE).- Ministers met.", "Norville", "EFE", "04-27"),
        ("(ANSA) - Norville, January 19 - Ministers met.", "Norville", None, "01-19"),
        ("New Norville, Nov 5 (PTI) Ministers met.", "New Norville", "PTI", "11-05"),
        ("Norville, Oct 27 (Prensa Latina) Ministers met.", "Norville", "Prensa Latina", "10-27"),
        ("Norville (Southland) [Norland], June 14 (ANI): Ministers met.", "Norville", "ANI", "06-14"),
        ("Norville (Norland) (AFP) - Ministers met.", "Norville", "AFP", None),
        ("NORVILLE. July 30 (Interfax) - Ministers met.", "NORVILLE", "Interfax", "07-30"),
    ],
)
def test_agencies_print_datelines_in_many_ways(line: str, place: str, agency: str | None, day: str | None) -> None:
    dateline = read_dateline(line)
    assert dateline is not None
    assert (dateline.place, dateline.agency, dateline.month_day) == (place, agency, day)


def test_an_ordinal_day_stands_in_a_dateline() -> None:
    dateline = read_dateline("NORVILLE, 6th September, 2021 (WAM) -- Ministers met.")
    assert dateline is not None
    assert (dateline.place, dateline.day) == ("NORVILLE", "2021-09-06")


@pytest.mark.parametrize(
    "line", ["Norville, June 5 was a holiday.", "Ruth Amadi, May 3 (left) waved.", "The Norland (NL) team won."]
)
def test_names_with_days_or_brackets_are_no_dateline(line: str) -> None:
    assert read_dateline(line) is None
