"""Read dates of metadata and datelines: the forms in which newspapers, agencies and programs write a day.

Only whole, real calendar days are accepted. Days such as 06/04/2021 need an order ("dmy" or "mdy"), which the other
dates of the file show or the settings give; without one nothing is returned.
"""

from __future__ import annotations

import datetime
import email.utils
import re

from graphkit.timex.date_words import ANY_MONTH, month_number

#: A whole day as text writes it.
DAY_FORMS = (
    re.compile(r"(?<![0-9])(?P<y>[0-9]{4})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})(?![0-9])"),
    re.compile(rf"\b(?P<m>{ANY_MONTH})\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>[0-9]{{4}})(?![0-9])", re.I),
    re.compile(
        rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<m>{ANY_MONTH}),?[\s-]+(?P<y>[0-9]{{4}})(?![0-9])",
        re.I,
    ),
    re.compile(r"(?<![0-9/.])(?P<a>[0-9]{1,2})(?P<sep>[/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})(?![0-9])"),
)
#: Returns a match where a text has a digit, as each of these forms does.
HAS_DIGIT = re.compile(r"[0-9]").search
_COMPACT = re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[-_]?(?P<m>[0-9]{2})[-_]?(?P<d>[0-9]{2})(?![0-9])")
#: The digit comes first in the pattern, so that only digits are tried.
_SLASHED = re.compile(
    r"(?P<a>[0-9](?<![0-9/.][0-9])[0-9]?)(?P<sep>[/.])(?P<b>[0-9]{1,2})(?P=sep)(?:19|20)[0-9]{2}(?![0-9])"
)
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<m>{ANY_MONTH})\s+(?P<d>[0-9]{{1,2}})|(?P<d2>[0-9]{{1,2}})\s+(?P<m2>{ANY_MONTH}))(?![0-9])", re.I
)


def find_date(text: str, order: str | None = None) -> str | None:
    """Find the first whole calendar day written in the text, as ISO 8601."""
    if not HAS_DIGIT(text):
        return None
    matches = sorted((match.start(), match) for form in DAY_FORMS for match in form.finditer(text))
    days = (_day(match, order) for _, match in sorted(matches, key=lambda pair: pair[0]))
    return next((day for day in days if day), None)


def find_month_day(text: str) -> str | None:
    """Find the first day that is written without a year, as MM-DD.

    >>> find_month_day("NAIROBI, Feb 17 (Reuters)")
    '02-17'
    """
    match = _MONTH_DAY.search(text)
    if not match:
        return None
    day = _iso(2000, month_number(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
    return day[5:] if day else None


def find_date_order(text: str) -> str | None:
    """Find out whether days such as 06/04/2021 put the day first ("dmy") or the month ("mdy").

    One date with a number above 12 shows it, as long as no other says the opposite.

    >>> find_date_order("06/04/2021; 27/04/2021")
    'dmy'
    """
    orders = set()
    for match in _SLASHED.finditer(text):
        if int(match["a"]) > 12 >= int(match["b"]):
            orders.add("dmy")
        elif int(match["b"]) > 12 >= int(match["a"]):
            orders.add("mdy")
    return orders.pop() if len(orders) == 1 else None


def find_stem_date(stem: str) -> str | None:
    """Find the day in a file's name, such as wire-2023-11-09 or 20231109_talks."""
    return next((day for match in _COMPACT.finditer(stem) if (day := _day(match))), None)


def read_date(value: object, order: str | None = None) -> str | None:
    """Read the day of a metadata field: ISO 8601, RFC 2822, a written date, or seconds since 1970."""
    if isinstance(value, datetime.datetime | datetime.date):
        return _iso(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(value)
    if not isinstance(value, str) or len(value) > 200:
        return None
    day = find_date(value, order)
    if day:
        return None if _broken_time(value) else day
    try:
        return _iso(*email.utils.parsedate_to_datetime(value).timetuple()[:3])
    except (ValueError, TypeError, OverflowError):
        return _read_digits(value.strip())


def _read_digits(value: str) -> str | None:
    """Read a compact stamp (20240514T101500Z) or seconds since 1970 in digits."""
    if re.fullmatch(r"[0-9]{8}(?:T?[0-9]{4,6})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?", value):
        return find_stem_date(value)
    return _epoch(int(value)) if re.fullmatch(r"[0-9]{10}(?:[0-9]{3})?", value) else None


def _broken_time(value: str) -> bool:
    """Tell whether an ISO stamp has an hour or zone that no clock shows: no calendar wrote such a field."""
    match = re.search(r"T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", value)
    return match is not None and any(
        int(number or 0) > top for number, top in zip(match.groups(), (24, 59, 60), strict=True)
    )


def _day(match: re.Match[str], order: str | None = None) -> str | None:
    groups = match.groupdict()
    if "a" in groups:
        first, second = int(groups["a"]), int(groups["b"])
        if first <= 12 and second <= 12 and first != second and order is None:
            return None
        is_day_first = first > 12 or (second <= 12 and order == "dmy")
        month, day = (second, first) if is_day_first else (first, second)
        return _iso(int(groups["y"]), month, day)
    month = int(groups["m"]) if groups["m"].isdigit() else month_number(groups["m"])
    return _iso(int(groups["y"]), month, int(groups["d"]))


def _epoch(value: float) -> str | None:
    seconds = value / 1000 if value > 1e11 else value
    if not 0 < seconds < 4_102_444_800:  # 1970 to 2099
        return None
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return _iso(moment.year, moment.month, moment.day)


def _iso(year: int, month: int, day: int) -> str | None:
    if not 1600 <= year <= 2199:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
