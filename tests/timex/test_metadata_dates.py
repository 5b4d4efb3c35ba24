import datetime

import pytest

from graphkit.timex.metadata_dates import find_date, find_date_order, find_stem_date, read_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Published : Nov. 9, 2023 - 09:28", "2023-11-09"),
        ("Published: 2023-09-13", "2023-09-13"),
        ("November 9, 2023", "2023-11-09"),
        ("Sept. 22, 2022", "2022-09-22"),
        ("Thu, 09 Nov 2023 10:00:00 GMT", "2023-11-09"),
        ("3rd May 2019", "2019-05-03"),
        ("31/12/2019", "2019-12-31"),
        ("12/31/2019", "2019-12-31"),
        ("02/03/2019", None),
        ("31 February 2024", None),
        ("0000-00-00", None),
        ("2024-13-45T25:61:61Z", None),
        ("1 January 10000", None),
        ("March 2024", None),
        ("44 BC", None),
    ],
)
def test_days_are_found_only_where_a_calendar_has_them(text, day):
    assert find_date(text) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-12T10:00:00+02:00", "2024-03-12"),
        ("2024-02-31T99:00:00+99:00", None),
        ("2024-02-28T99:00:00Z", None),
        ("Mon, 31 Feb 2024 25:61:00 +9900", None),
        ("20240312", "2024-03-12"),
        (1710201600, "2024-03-12"),
        (1710201600000, "2024-03-12"),
        (10**18, None),
        (True, None),
        (None, None),
        (["2024-03-12"], None),
        (datetime.date(2024, 3, 12), "2024-03-12"),
        ("yesterday", None),
    ],
)
def test_metadata_dates_are_checked(value, day):
    assert read_date(value) == day


def test_the_day_of_a_file_name():
    assert find_stem_date("daily-2023-11-09") == "2023-11-09"
    assert find_stem_date("20231109_talks") == "2023-11-09"
    assert find_stem_date("report-99999999") is None


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("27/04/2021", "dmy"),
        ("on 4.27.2021.", "mdy"),
        ("127/04/2021", None),
        ("1/27/04/2021", None),
        ("27/04/2021, 04/27/2021", None),
        ("27/04.2021", None),
    ],
)
def test_the_order_of_day_and_month_is_that_of_a_whole_date(text, order):
    assert find_date_order(text) == order
