"""Arithmetic on days: weeks, months, Easter, and the choice among recurring dates by tense.

Weeks run from Monday to Sunday (ISO 8601). Anything outside the years 1 to 9999 raises ValueError or OverflowError,
which the door of the package turns into "unknown".
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from graphkit.model import When

Tense = Literal["past", "future", "none"]
Range = tuple[date, date]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def day_when(day: date) -> When:
    """Make the time of one day."""
    return When(day.isoformat(), day.isoformat(), "day")


def interval(first: date, last: date, precision: str = "interval") -> When | None:
    """Make the time of both days and all between them; None where they are the wrong way round."""
    return When(first.isoformat(), last.isoformat(), precision) if first <= last else None


def month_range(year: int, month: int) -> Range:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_range(year: int) -> Range:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def week_range(day: date) -> Range:
    """Return the first and the last day of the week that holds the day."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def shift_months(day: date, months: int) -> date:
    """Move a day by so many months; in a shorter month to its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, unit: str, count: float) -> date:
    """Move a day by so many days, weeks, months, years or decades; half a unit is taken in the next smaller one."""
    if unit in ("minute", "hour", "day", "week", "fortnight"):
        days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}[unit]
        return day + timedelta(days=int(count * days))
    return shift_months(day, round(count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]))


def unit_range(day: date, unit: str) -> Range:
    """Return the ends of the calendar unit that holds the day: its week, month, year or decade."""
    if unit in ("week", "fortnight"):
        return week_range(day)
    if unit == "month":
        return month_range(day.year, day.month)
    if unit == "year":
        return year_range(day.year)
    if unit == "decade":
        first = day.year // 10 * 10
        return date(max(first, 1), 1, 1), date(first + 9, 12, 31)
    return day, day


#: The precision that a date counted in a unit has.
PRECISION = {"minute": "day", "hour": "day", "day": "day", "month": "month", "year": "year"}


def unit_when(day: date, unit: str) -> When | None:
    """Make the time of the calendar unit that holds the day, with the precision of the unit."""
    return interval(*unit_range(day, unit), PRECISION.get(unit, "interval"))


def easter(year: int) -> date:
    """Find Western Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


def choose(of_year: Callable[[int], Range | None], base: date, tense: Tense, *, nearest: bool = False) -> Range | None:
    """Choose the yearly return of a date that is meant.

    past: the latest that has begun by the publication day; future: the first that is not over before it. With no tense
    the past one, or with `nearest` the one whose beginning is closest.
    """
    years = range(max(1, base.year - 8), min(9999, base.year + 9))  # 8: the longest wait for a 29 February
    spans = [span for span in map(of_year, years) if span]
    past = [span for span in spans if span[0] <= base]
    future = [span for span in spans if span[1] >= base]
    if tense == "future":
        return future[0] if future else None
    if tense == "none" and nearest and spans:
        return min(spans, key=lambda span: (abs((span[0] - base).days), span[0]))
    return past[-1] if past else None
