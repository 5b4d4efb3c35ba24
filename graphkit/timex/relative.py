"""Rules for dates counted from the day of publication: weekdays, near days, weeks, weekends."""

from __future__ import annotations

import re
from datetime import date

from graphkit.model import When
from graphkit.timex import calendar as cal
from graphkit.timex import date_words as w
from graphkit.timex.rule import DateContext, Parts, Rule, rule

_WHICH_SHIFT = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


_SUNDAY = 6


def _which(parts: Parts) -> str:
    """Name the direction that a word means: last, this, next, past or coming."""
    words = parts.get("which", "").lower().split()
    return words[-1] if words else ""


def _weekday(parts: Parts, context: DateContext) -> When | None:
    """Find a weekday: the latest up to publication, but with a future tense the first from it on."""
    if context.base is None:
        return None
    base, number = context.base, w.weekday_number(parts["wd"])
    monday = cal.week_range(base)[0]
    if "week" in parts:
        return cal.day_when(monday + number * cal.DAY + _WHICH_SHIFT[parts["week"].lower()] * cal.WEEK)
    latest = base - (base.weekday() - number) % 7 * cal.DAY
    first = base + (number - base.weekday()) % 7 * cal.DAY
    match _which(parts):
        case "last":
            return cal.day_when(latest if latest < base else latest - cal.WEEK)
        case "next":
            return cal.day_when(monday + number * cal.DAY + cal.WEEK)
        case "past":
            return cal.day_when(latest)
        case "coming":
            return cal.day_when(first)
        case "this":
            return cal.day_when(latest if context.tense == "past" else first)
    return cal.day_when(first if context.tense == "future" else latest)


def _nth_weekday(parts: Parts, context: DateContext) -> When | None:
    """Return the first, second, ... or last such weekday of a month: "the first Friday of next month"."""
    if context.base is None:
        return None
    number = w.weekday_number(parts["wd"])

    def of_month(first: date, last: date) -> cal.Range:
        days = [first + cal.DAY * i for i in range((last - first).days + 1)]
        fitting = [day for day in days if day.weekday() == number]
        order = w.ORDINALS[parts["n"].lower()]
        day = fitting[min(order, len(fitting)) - 1 if order > 0 else order]
        return day, day

    if "m" not in parts:
        shifted = cal.shift(context.base, "month", _WHICH_SHIFT[parts["which"].lower()])
        return cal.interval(*of_month(*cal.month_range(shifted.year, shifted.month)), "day")
    month = w.month_number(parts["m"])

    def of_year(year: int) -> cal.Range:
        return of_month(*cal.month_range(year, month))

    if "y" in parts:
        return cal.interval(*of_year(int(parts["y"])), "day")
    chosen = cal.choose(of_year, context.base, context.tense, nearest=True)
    return cal.interval(*chosen, "day") if chosen else None


def _week_after(parts: Parts, context: DateContext) -> When | None:
    """Return the day some weeks after the next such weekday: "on Tuesday week", "two weeks from Friday"."""
    if context.base is None:
        return None
    ahead = (w.weekday_number(parts["wd"]) - context.base.weekday() - 1) % 7 + 1
    return cal.day_when(context.base + ahead * cal.DAY + int(w.count(parts.get("n", "one"))) * cal.WEEK)


def _day_of_month(parts: Parts, context: DateContext) -> When | None:
    """Return "the 3rd of next month"; a day that the month lacks is none."""
    if context.base is None:
        return None
    shifted = cal.shift(context.base, "month", _WHICH_SHIFT[parts.get("which", "this").lower()])
    return cal.day_when(date(shifted.year, shifted.month, w.day_number(parts["d"])))


def _weekdays(parts: Parts, context: DateContext) -> When | None:
    if context.base is None:
        return None
    first, last = w.weekday_number(parts["wd"]), w.weekday_number(parts["wd2"])
    length = (last - first) % 7 * cal.DAY
    if context.tense == "future":
        begin = context.base + (first - context.base.weekday()) % 7 * cal.DAY
    else:
        begin = context.base - (context.base.weekday() - first) % 7 * cal.DAY
    return cal.interval(begin, begin + length)


_DAY_WORDS = {
    "today": 0,
    "tonight": 0,
    "this": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}


def _near_day(parts: Parts, context: DateContext) -> When | None:
    if context.base is None:
        return None
    return cal.day_when(context.base + _DAY_WORDS[" ".join(parts["w"].lower().split())] * cal.DAY)


def _overnight(_: Parts, context: DateContext) -> When | None:
    """Find the night before publication; with a future tense the one after."""
    if context.base is None:
        return None
    night = context.base if context.tense == "future" else context.base - cal.DAY
    return cal.interval(night, night + cal.DAY)


def _calendar_unit(parts: Parts, context: DateContext) -> When | None:
    """Find "last week", "later this month", "the end of next year", cut where the words or the tense cut it."""
    base = context.base
    if base is None:
        return None
    unit, which = parts["u"].lower(), _which(parts) or "this"
    precision = cal.PRECISION.get(unit, "interval")
    if "past" in parts.get("which", "").lower():
        return cal.interval(cal.shift(base, unit, -1), base)
    if which == "coming":
        return cal.interval(base, cal.shift(base, unit, 1))
    ends_today = (unit, which, base.weekday()) == ("week", "last", _SUNDAY)  # on a Sunday the week that ends
    shift = 0 if ends_today else _WHICH_SHIFT[which]
    first, last = cal.unit_range(cal.shift(base, unit, shift), unit)
    cut = parts.get("when", "").lower()
    if which == "this":
        if cut == "earlier" or (not cut and context.tense == "past"):
            last = base
        if cut == "later" or (not cut and context.tense == "future"):
            first = base
    cut = w.part_of(parts.get("part")) or cut
    if cut in ("early", "mid", "late"):
        third = (last - first) / 3
        first, last = {
            "early": (first, first + third),
            "mid": (first + third, last - third),
            "late": (last - third, last),
        }[cut]
    return cal.interval(first, last, precision)


#: How far "recent weeks" and "the coming days" reach, in the next larger unit; further ones are too vague.
_REACH = {"day": ("week", 1), "week": ("month", 1), "month": ("month", 6)}


def _stretch(parts: Parts, context: DateContext) -> When | None:
    """Find "the past three months", "in the coming days", "recent weeks"."""
    base = context.base
    if base is None:
        return None
    unit, number = parts["u"].lower(), parts.get("n")
    if number and not re.fullmatch(w.VAGUE, number):
        step, times = unit, w.count(number)
    elif unit in _REACH:
        step, times = _REACH[unit]
    else:
        return None
    if parts["dir"].lower() in ("coming", "next", "following"):
        return cal.interval(base, cal.shift(base, step, times))
    return cal.interval(cal.shift(base, step, -times), base)


def _within(parts: Parts, context: DateContext) -> When | None:
    if context.base is None:
        return None
    return cal.interval(context.base, cal.shift(context.base, parts["u"].lower(), w.count(parts["n"])))


def _weekend(parts: Parts, context: DateContext) -> When | None:
    base = context.base
    if base is None:
        return None
    saturday = cal.week_range(base)[0] + 5 * cal.DAY
    within, which = base >= saturday, _which(parts)
    if which == "last":
        saturday -= cal.WEEK
    elif which == "next":
        saturday += cal.WEEK
    elif not within and (
        context.tense == "past" or which == "past" or (context.tense == "none" and which in ("", "the"))
    ):
        saturday -= cal.WEEK
    return cal.interval(saturday, saturday + cal.DAY)


def _week_of(parts: Parts, context: DateContext) -> When | None:
    if context.base is None:
        return None
    month, day = w.month_number(parts["m"]), w.day_number(parts["d"])

    def of_year(year: int) -> cal.Range | None:
        return cal.week_range(date(year, month, day)) if day <= cal.month_range(year, month)[1].day else None

    chosen = cal.choose(of_year, context.base, context.tense, nearest=True)
    return cal.interval(*chosen) if chosen else None


_WD_PREFIX = r"(?:(?i:(?:late|later|early|earlier|overnight)(?:\s+on)?)\s+)?"
_WHICH = r"(?:the\s+)?(?:last|next|this\s+past|this\s+coming|the\s+past|this|coming|past)"
_WEEKDAY_OPENS = {"overnight", "late", "later", "early", "earlier", "last", "next", "this", "the", "coming", "past"}
_WEEKDAY_OPENS |= {word for word in w.WEEKDAYS if len(word) > 5}
_NO_NAME = r"(?i:(?<!black )(?<!bloody )(?<!super )(?<!cyber )(?<!ash )(?<!holy )(?<!good ))"

RULES: tuple[Rule, ...] = (
    rule(
        "nth-weekday",
        rf"(?:(?i:the)\s+)?(?P<n>(?i:{w.any_of(w.ORDINALS)}))\s+(?P<wd>{w.WEEKDAY})\s+(?i:of|in)\s+"
        rf"(?:(?P<which>(?i:next|last|this))\s+(?i:month)|(?P<m>{w.MONTH})(?:,?\s+(?P<y>(?:19|20)\d\d))?)\b",
        {"the", "#", *w.ORDINALS},
        _nth_weekday,
        tense_free=False,
    ),
    rule(
        "week-after-weekday",
        rf"(?P<wd>{w.WEEKDAY})\s+(?i:week)\b(?!-)",
        {word for word in w.WEEKDAYS if len(word) > 5},
        _week_after,
    ),
    rule(
        "weeks-from-weekday",
        rf"(?P<n>{w.NUMBER})\s+(?i:weeks?)\s+(?i:on|from)\s+(?P<wd>{w.WEEKDAY})",
        {"#", *(word.split()[0] for word in w.NUMBERS)},
        _week_after,
    ),
    rule(
        "day-of-month",
        r"(?i:the)\s+(?P<d>(?:[12]?\d|3[01])(?:st|nd|rd|th))\s+(?i:of)\s+(?P<which>(?i:next|last|this))\s+(?i:month)\b",
        "the",
        _day_of_month,
    ),
    rule(
        "weekday",
        rf"{_WD_PREFIX}(?:(?P<which>(?i:{_WHICH}))\s+)?{_NO_NAME}(?P<wd>{w.WEEKDAY})(?:\s+{w.TIME_OF_DAY})?"
        r"(?:,?\s+(?i:of\s+)?(?P<week>(?i:last|this|next))\s+(?i:week))?",
        _WEEKDAY_OPENS,
        _weekday,
        tense_free=False,
    ),
    rule(
        "weekday-of-week",
        rf"(?P<week>(?i:last|this|next))\s+(?i:week),?\s+(?i:on\s+)?(?P<wd>{w.WEEKDAY})",
        "last this next",
        _weekday,
    ),
    rule(
        "weekdays",
        rf"(?P<wd>{w.WEEKDAY})\s*(?i:-|\bto\b|\bthrough\b|\buntil\b)\s*(?P<wd2>{w.WEEKDAY})",
        {word for word in w.WEEKDAYS if len(word) > 5},
        _weekdays,
        tense_free=False,
    ),
    rule(
        "weekdays-between",
        rf"(?P<wd>{w.WEEKDAY}){w.AND}(?P<wd2>{w.WEEKDAY})",
        {word for word in w.WEEKDAYS if len(word) > 5},
        _weekdays,
        tense_free=False,
        needs=r"(?i:\bbetween)\s+$",
    ),
    rule(
        "near-day",
        rf"(?:(?i:earlier|later|early|late|the)\s+)?(?P<w>(?i:day\s+before\s+yesterday|day\s+after\s+tomorrow|yesterday|"
        rf"today|tomorrow|tonight|last\s+night|this(?=\s+(?:early\s+|very\s+)?{w.TIME_OF_DAY}\b)))\b"
        rf"(?:\s+(?:(?i:early|very)\s+)?{w.TIME_OF_DAY}\b)?",
        "earlier later early late the day yesterday today tomorrow tonight last this",
        _near_day,
    ),
    rule("overnight", r"(?i:overnight)\b", "overnight", _overnight, tense_free=False),
    rule(
        "calendar-unit",
        rf"(?:(?P<when>(?i:earlier|later|early|late))\s+(?i:in\s+)?|(?P<part>{w.PART})\s+)?"
        r"(?P<which>(?i:(?:the\s+)?(?:last|next|past|coming|current)|this(?:\s+(?:past|coming))?|previous))\s+"
        r"(?P<u>(?i:week|month|year|decade))\b",
        "earlier later early late the beginning start middle end mid last next this past coming current",
        _calendar_unit,
        tense_free=False,
    ),
    rule(
        "part-of-unit",
        rf"(?:(?P<part>{w.PART})|(?P<when>(?i:earlier|later))\s+(?i:in))\s+(?i:the\s+)(?P<u>(?i:week|month|year|decade))\b",
        "the beginning start middle end earlier later",
        _calendar_unit,
    ),
    rule("year-end", r"(?P<part>(?i:end))(?i:-of-)(?P<u>(?i:year|month))\b", "end", _calendar_unit),
    rule(
        "stretch",
        rf"(?:(?i:the|these)\s+)?(?P<dir>(?i:past|last|next|coming|recent|following))\s+"
        rf"(?:(?P<n>{w.NUMBER}|{w.VAGUE})\s+)?(?P<u>{w.UNIT})s\b",
        "the these past last next coming recent",
        _stretch,
    ),
    rule("within", rf"(?i:within)\s+(?:the\s+next\s+)?(?P<n>{w.NUMBER})\s+(?P<u>{w.UNIT})s?\b", "within", _within),
    rule(
        "weekend",
        r"(?:(?i:late|early|earlier|later)\s+)?(?P<which>(?i:the|this|last|next|this\s+past|the\s+past|past|this\s+coming|coming))"
        r"\s+(?i:weekend)\b",
        "late early earlier later the this last next past coming",
        _weekend,
        tense_free=False,
    ),
    rule("week-of", rf"(?i:the\s+week\s+of)\s+(?P<m>{w.MONTH})\s+(?P<d>{w.DAY})", "the", _week_of, tense_free=False),
)
