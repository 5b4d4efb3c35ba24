"""Rules for the days and months of the calendar, and ranges of them."""

from __future__ import annotations

from datetime import date

from graphkit.model import When
from graphkit.timex import calendar as cal
from graphkit.timex import date_words as w
from graphkit.timex.rule import DateContext, Parts, Rule, named_year, rule

_MONTH_OPENS = set(w.MONTHS)
_PART_OPENS = {"early", "mid", "late", "the", "beginning", "start", "middle", "end"}
_WEEKDAY_OPENS = set(w.WEEKDAYS)


def _day_of(year: int, month: int, day: int) -> cal.Range | None:
    if day > cal.month_range(year, month)[1].day:
        return None
    return date(year, month, day), date(year, month, day)


def _iso(parts: Parts, _: DateContext) -> When | None:
    return cal.day_when(date(int(parts["y"]), int(parts["m"]), int(parts["d"])))


def _numeric(parts: Parts, _: DateContext) -> When | None:
    """Read day and month in digits, where one of the two cannot be a month or dots show the day first."""
    first, second, year = int(parts["a"]), int(parts["b"]), int(parts["y"])
    if first == second or first > 12 or parts["sep"] == ".":
        return cal.day_when(date(year, second, first))
    return cal.day_when(date(year, first, second)) if second > 12 else None


def _month_day(parts: Parts, context: DateContext) -> When | None:
    month, day = w.month_number(parts["m"]), w.day_number(parts["d"])
    weekday = w.weekday_number(parts["wd"]) if "wd" in parts else None
    year = named_year(parts, context)
    if year is not None:
        return cal.day_when(date(year, month, day))
    if context.base is None:
        return None

    def of_year(number: int) -> cal.Range | None:
        span = _day_of(number, month, day)
        return span if span and weekday in (None, span[0].weekday()) else None

    # a weekday fixes the year: "on Wednesday, May 1" in a paper of 2 May is the day before, whatever the tense
    tense = context.tense if weekday is None else "none"
    chosen = cal.choose(of_year, context.base, tense, nearest=True)
    return cal.interval(*chosen, "day") if chosen else None


def _days(parts: Parts, context: DateContext) -> When | None:
    """Find the days from one day to another, the months of both or of one named."""
    first, last = w.day_number(parts["d"]), w.day_number(parts["d2"])
    month = w.month_number(parts["m"] if "m" in parts else parts["m2"])
    month2 = w.month_number(parts["m2"]) if "m2" in parts else month

    def of_year(number: int) -> cal.Range | None:
        begin, end = _day_of(number, month, first), _day_of(number + (month2 < month), month2, last)
        return (begin[0], end[0]) if begin and end and begin <= end else None

    year = named_year(parts, context)
    if year is not None:
        chosen = of_year(year - (month2 < month))
    else:
        chosen = cal.choose(of_year, context.base, context.tense, nearest=True) if context.base else None
    return cal.interval(*chosen) if chosen else None


def _cut_month(year: int, month: int, third: str | None) -> cal.Range:
    first, last = cal.month_range(year, month)
    cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}
    begin, end = cuts[third] if third else (1, last.day)
    return first.replace(day=begin), first.replace(day=end)


def _month(parts: Parts, context: DateContext) -> When | None:
    month, third = w.month_number(parts["m"]), w.part_of(parts.get("part"))
    year, base = named_year(parts, context), context.base
    if year is not None:
        return cal.interval(*_cut_month(year, month, third), "month")
    if base is None:
        return None
    which = parts.get("which", "").lower()
    if which == "this":
        return cal.interval(*_cut_month(base.year, month, third), "month")
    if which == "last":
        return cal.interval(*_cut_month(base.year - (month >= base.month), month, third), "month")
    if which == "next":
        return cal.interval(*_cut_month(base.year + (month <= base.month), month, third), "month")
    chosen = cal.choose(lambda number: _cut_month(number, month, third), base, context.tense)
    return cal.interval(*chosen, "month") if chosen else None


def _months(parts: Parts, context: DateContext) -> When | None:
    month, month2 = w.month_number(parts["m"]), w.month_number(parts["m2"])

    def of_year(number: int) -> cal.Range:
        return date(number, month, 1), cal.month_range(number + (month2 < month), month2)[1]

    year = named_year(parts, context)
    if year is not None:
        return cal.interval(*of_year(year - (month2 < month)))
    chosen = cal.choose(of_year, context.base, context.tense) if context.base else None
    return cal.interval(*chosen) if chosen else None


def _september_attacks(_: Parts, __: DateContext) -> When | None:
    return cal.day_when(date(2001, 9, 11))


_WD = rf"(?:(?P<wd>{w.ANY_WEEKDAY}),?\s+(?:the\s+)?\(?)?"
_Y = rf"(?:,?\s+(?:of\s+)?(?P<y>{w.YEAR}))"
_PART = rf"(?P<part>{w.PART})(?:\s+|-)"
_MAY = r"(?!May(?:'s|\s+(?i:said|told|resigned|had|has|was|is|will)\b))"
_MONTH_NEEDS = r"(?i:\b(?:in|since|until|till|through|around|during|a|an|the|its|his|her|their|our))\s+$"

RULES: tuple[Rule, ...] = (
    rule(
        "september-attacks",
        r"(?P<d>Sept(?:\.|ember)?\s+11)(?=,?\s+(?:terror(?:ist)?\s+)?attacks?\b)",
        "sept september",
        _september_attacks,
    ),
    rule("iso", r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "#", _iso),
    rule("numeric", r"(?P<a>\d\d?)(?P<sep>[/.])(?P<b>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)", "#", _numeric),
    rule(
        "month-day",
        rf"{_WD}(?:{_PART})?(?P<m>{w.MONTH})\s+(?P<d>{w.DAY}){w.NOT_COUNTED}(?:{_Y}|{w.OF_YEAR})?",
        _WEEKDAY_OPENS | _MONTH_OPENS | _PART_OPENS,
        _month_day,
        tense_free=False,
    ),
    rule(
        "day-month",
        rf"{_WD}(?P<d>{w.DAY})(?:\s+of)?\s+(?P<m>{w.MONTH})(?:{_Y}|{w.OF_YEAR})?",
        _WEEKDAY_OPENS | {"#"},
        _month_day,
        tense_free=False,
    ),
    rule(
        "days",
        rf"(?P<m>{w.MONTH})\s+(?P<d>{w.DAY}){w.AND}(?:(?P<m2>{w.MONTH})\s+)?(?P<d2>{w.DAY}){w.NOT_COUNTED}(?:{_Y}|{w.OF_YEAR})?",
        _MONTH_OPENS,
        _days,
        tense_free=False,
    ),
    rule(
        "days-month",
        rf"(?P<d>{w.DAY})(?:\s+(?P<m>{w.MONTH}))?{w.AND}(?P<d2>{w.DAY})\s+(?P<m2>{w.MONTH})(?:{_Y}|{w.OF_YEAR})?",
        "#",
        _days,
        tense_free=False,
    ),
    rule(
        "month-year",
        rf"(?:{_PART})?(?P<m>{w.MONTH})(?:{_Y}|{w.OF_YEAR}){w.NOT_COUNTED}",
        _MONTH_OPENS | _PART_OPENS,
        _month,
    ),
    rule(
        "month",
        rf"(?:{_PART}|(?P<which>(?i:last|next|this(?:\s+past|\s+coming)?))\s+){_MAY}(?P<m>{w.MONTH})(?!\s+{w.DAY})",
        _PART_OPENS | {"last", "next", "this"},
        _month,
        tense_free=False,
    ),
    rule(
        "month-bare",
        rf"{_MAY}(?P<m>{w.MONTH})(?!\s+(?:\d(?!\d*\s+{w.COUNTED})|on\b|for\b|[A-Z][a-z]+\s+[A-Z]))",
        _MONTH_OPENS,
        _month,
        tense_free=False,
        needs=_MONTH_NEEDS,
    ),
    rule(
        "month-certain",
        r"(?P<m>(?:January|February|September|October|November|December))\b",
        "january february september october november december",
        _month,
        tense_free=False,
    ),
    rule(
        "months",
        rf"(?P<m>{w.MONTH}){w.AND}(?P<m2>{w.MONTH})(?:{_Y}|{w.OF_YEAR})?",
        _MONTH_OPENS,
        _months,
        tense_free=False,
        needs=r"(?i:\b(?:between|from))\s+$",
    ),
)
