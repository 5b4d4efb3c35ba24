"""Rules for dates of the calendar: days, months, years, ranges, decades, quarters, seasons and feasts."""

from __future__ import annotations

from datetime import date

from graphkit.extract.dates import calendar as cal
from graphkit.extract.dates import words as w
from graphkit.extract.dates.rule import Context, Parts, Rule, rule
from graphkit.model import When

_MONTH_OPENS = set(w.MONTHS)
_PART_OPENS = {"early", "mid", "late", "the", "beginning", "start", "middle", "end"}
_WEEKDAY_OPENS = set(w.WEEKDAYS)
_IN = r"(?i:\b(?:in|since|until|till|by|before|after|from|during|through|of|to|for|year|fiscal|around))\s+$"
_DETERMINER = r"(?i:\b(?:a|an|the|its|his|her|their|our|this|that|these|those)|'s|s')\s+$"
_AND = r"\s*(?:-|\u2013|\u2014|\bto\b|\bthrough\b|\buntil\b|\btill\b|\band\b)\s*"


def _year(parts: Parts, context: Context) -> int | None:
    """The year that the text names, in digits or as "last year"."""
    if "y" in parts:
        return int(parts["y"])
    if "of" in parts and context.base:
        return context.base.year + {"last": -1, "this": 0, "next": 1}[parts["of"].lower()]
    return None


def _day_of(year: int, month: int, day: int) -> cal.Range | None:
    if day > cal.month_range(year, month)[1].day:
        return None
    return date(year, month, day), date(year, month, day)


def _iso(parts: Parts, _: Context) -> When | None:
    return cal.day_when(date(int(parts["y"]), int(parts["m"]), int(parts["d"])))


def _numeric(parts: Parts, _: Context) -> When | None:
    """Day and month in digits: read only where one of the two cannot be a month, or where dots show the day first."""
    first, second, year = int(parts["a"]), int(parts["b"]), int(parts["y"])
    if first == second or first > 12 or parts["sep"] == ".":
        return cal.day_when(date(year, second, first))
    return cal.day_when(date(year, first, second)) if second > 12 else None


def _month_day(parts: Parts, context: Context) -> When | None:
    month, day = w.month_number(parts["m"]), w.day_number(parts["d"])
    weekday = w.weekday_number(parts["wd"]) if "wd" in parts else None
    year = _year(parts, context)
    if year is not None:
        return cal.day_when(date(year, month, day))
    if context.base is None:
        return None

    def of_year(number: int) -> cal.Range | None:
        span = _day_of(number, month, day)
        return span if span and weekday in (None, span[0].weekday()) else None

    chosen = cal.choose(of_year, context.base, context.tense, nearest=True)
    return cal.interval(*chosen, "day") if chosen else None


def _days(parts: Parts, context: Context) -> When | None:
    """From one day to another, the months of both or of one named."""
    first, last = w.day_number(parts["d"]), w.day_number(parts["d2"])
    month = w.month_number(parts["m"] if "m" in parts else parts["m2"])
    month2 = w.month_number(parts["m2"]) if "m2" in parts else month

    def of_year(number: int) -> cal.Range | None:
        begin, end = _day_of(number, month, first), _day_of(number + (month2 < month), month2, last)
        return (begin[0], end[0]) if begin and end and begin <= end else None

    year = _year(parts, context)
    if year is not None:
        chosen = of_year(year - (month2 < month))
    else:
        chosen = cal.choose(of_year, context.base, context.tense, nearest=True) if context.base else None
    return cal.interval(*chosen) if chosen else None


def _cut_month(year: int, month: int, part: str | None) -> cal.Range:
    first, last = cal.month_range(year, month)
    cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}
    begin, end = cuts[part] if part else (1, last.day)
    return first.replace(day=begin), first.replace(day=end)


def _month(parts: Parts, context: Context) -> When | None:
    month, part = w.month_number(parts["m"]), w.part_of(parts.get("part"))
    year, base = _year(parts, context), context.base
    if year is not None:
        return cal.interval(*_cut_month(year, month, part), "month")
    if base is None:
        return None
    which = parts.get("which", "").lower()
    if which == "this":
        return cal.interval(*_cut_month(base.year, month, part), "month")
    if which == "last":
        return cal.interval(*_cut_month(base.year - (month >= base.month), month, part), "month")
    if which == "next":
        return cal.interval(*_cut_month(base.year + (month <= base.month), month, part), "month")
    chosen = cal.choose(lambda number: _cut_month(number, month, part), base, context.tense)
    return cal.interval(*chosen, "month") if chosen else None


def _months(parts: Parts, context: Context) -> When | None:
    month, month2 = w.month_number(parts["m"]), w.month_number(parts["m2"])

    def of_year(number: int) -> cal.Range:
        return date(number, month, 1), cal.month_range(number + (month2 < month), month2)[1]

    year = _year(parts, context)
    if year is not None:
        return cal.interval(*of_year(year - (month2 < month)))
    chosen = cal.choose(of_year, context.base, context.tense) if context.base else None
    return cal.interval(*chosen) if chosen else None


def cut_year(year: int, part: str | None) -> cal.Range:
    """A third of a year, or the year."""
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part] if part else (1, 12)
    return date(year, first, 1), cal.month_range(year, last)[1]


def _whole_year(parts: Parts, _: Context) -> When | None:
    return cal.interval(*cut_year(int(parts["y"]), w.part_of(parts.get("part"))), "year")


def _years(parts: Parts, _: Context) -> When | None:
    first, last = parts["y"], parts["y2"]
    last = first[: 4 - len(last)] + last
    return cal.interval(date(int(first), 1, 1), date(int(last), 12, 31))


def _decade(parts: Parts, _: Context) -> When | None:
    first = int(parts["y"])
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(w.part_of(parts.get("part")) or "", (0, 9))
    return cal.interval(date(first + begin, 1, 1), date(first + end, 12, 31))


def _century(parts: Parts, _: Context) -> When | None:
    number = int(parts["n"])
    begin, end = {"early": (0, 33), "mid": (33, 66), "late": (66, 99)}.get(w.part_of(parts.get("part")) or "", (0, 99))
    return cal.interval(date(number * 100 - 99 + begin, 1, 1), date(number * 100 - 99 + end, 12, 31))


def _quarter(parts: Parts, context: Context) -> When | None:
    year = _year(parts, context)
    if year is None and context.base:
        year = context.base.year
    if year is None:
        return None
    size = 6 if parts.get("kind", "").lower() == "half" else 3
    ordinal = int(parts["q"]) if "q" in parts else w.ORDINALS[parts["n"].lower()]
    ordinal = 12 // size if ordinal == -1 else ordinal
    return cal.interval(date(year, size * (ordinal - 1) + 1, 1), cal.month_range(year, size * ordinal)[1])


def _season(parts: Parts, context: Context) -> When | None:
    first, last = w.SEASONS[parts["s"].lower()]

    def of_year(number: int) -> cal.Range:
        return date(number - (last < first), first, 1), cal.month_range(number, last)[1]

    year, base = _year(parts, context), context.base
    if year is not None:
        # "winter 2015" may have begun or ended in that year: only the year is sure
        return cal.interval(*cal.year_range(year), "year") if last < first else cal.interval(*of_year(year))
    if base is None:
        return None
    which = parts.get("which", "").lower()
    seasons = [of_year(number) for number in range(base.year - 2, base.year + 3)]
    if which == "last":
        return cal.interval(*[span for span in seasons if span[1] < base][-1])
    if which == "next":
        return cal.interval(*next(span for span in seasons if span[0] > base))
    if which == "this" and last > first:
        return cal.interval(*of_year(base.year))
    tense = "future" if which == "this" and context.tense == "none" else context.tense
    chosen = cal.choose(of_year, base, tense)
    return cal.interval(*chosen) if chosen else None


def _feast(parts: Parts, context: Context) -> When | None:
    name = " ".join(parts["f"].lower().split())

    def of_year(number: int) -> cal.Range:
        if name in w.FIXED_FEASTS:
            day = date(number, *w.FIXED_FEASTS[name])
        else:
            day = cal.easter(number) + w.EASTER_FEASTS[name] * cal.DAY
        return day, day

    year = _year(parts, context)
    if year is not None:
        return cal.interval(*of_year(year), "day")
    chosen = cal.choose(of_year, context.base, context.tense, nearest=True) if context.base else None
    return cal.interval(*chosen, "day") if chosen else None


def _september_attacks(_: Parts, __: Context) -> When | None:
    return cal.day_when(date(2001, 9, 11))


_WD = rf"(?:(?P<wd>{w.ANY_WEEKDAY}),?\s+(?:the\s+)?\(?)?"
_Y = rf"(?:,?\s+(?:of\s+)?(?P<y>{w.YEAR}))"
_PART = rf"(?P<part>{w.PART})(?:\s+|-)"
_MAY = r"(?!May(?:'s|\s+(?i:said|told|resigned|had|has|was|is|will)\b))"
_MONTH_NEEDS = r"(?i:\b(?:in|since|until|till|through|around|during|a|an|the|its|his|her|their|our))\s+$"
_FEASTS = w.any_of([*w.FIXED_FEASTS, *w.EASTER_FEASTS])

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
        rf"(?P<m>{w.MONTH})\s+(?P<d>{w.DAY}){_AND}(?:(?P<m2>{w.MONTH})\s+)?(?P<d2>{w.DAY}){w.NOT_COUNTED}(?:{_Y}|{w.OF_YEAR})?",
        _MONTH_OPENS,
        _days,
        tense_free=False,
    ),
    rule(
        "days-month",
        rf"(?P<d>{w.DAY})(?:\s+(?P<m>{w.MONTH}))?{_AND}(?P<d2>{w.DAY})\s+(?P<m2>{w.MONTH})(?:{_Y}|{w.OF_YEAR})?",
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
        rf"(?P<m>{w.MONTH}){_AND}(?P<m2>{w.MONTH})(?:{_Y}|{w.OF_YEAR})?",
        _MONTH_OPENS,
        _months,
        tense_free=False,
        needs=r"(?i:\b(?:between|from))\s+$",
    ),
    rule("year", rf"(?P<y>{w.YEAR})(?!\s+BC\b){w.NOT_COUNTED}", "#", _whole_year, needs=rf"{_IN}|\($"),
    rule(
        "year-of-law",
        rf"(?P<y>(?:1[89]|20)\d\d)(?=(?:\s+|-)[A-Za-z]){w.NOT_COUNTED}(?!-)",
        "#",
        _whole_year,
        needs=_DETERMINER,
    ),
    rule(
        "year-of-law-far",
        rf"(?P<y>(?:19|20)(?!00|50)\d\d)(?=\s+[A-Za-z]){w.NOT_COUNTED}",
        "#",
        _whole_year,
        needs=_DETERMINER.replace(r"\s+$", r"\s+[a-z]+\s+$"),
    ),
    rule("part-of-year", rf"{_PART}(?P<y>{w.YEAR}){w.NOT_COUNTED}", _PART_OPENS, _whole_year),
    rule(
        "years",
        rf"(?P<y>{w.YEAR}){_AND}(?P<y2>{w.YEAR})",
        "#",
        _years,
        needs=r"(?i:\b(?:between|from))\s+$",
    ),
    rule("years-dash", rf"(?P<y>{w.YEAR})[-\u2013](?P<y2>{w.YEAR}|\d\d(?![\w-]))", "#", _years),
    rule(
        "decade",
        rf"(?:(?i:the)\s+)?(?:{_PART})?(?P<y>(?:1[5-9]|20)\d0)'?s\b",
        _PART_OPENS | {"#"},
        _decade,
    ),
    rule(
        "century",
        rf"(?:(?i:the)\s+)?(?:{_PART})?(?P<n>1\d|2[01])(?:st|nd|rd|th)(?:\s+|-)(?i:century)\b",
        _PART_OPENS | {"#"},
        _century,
    ),
    rule(
        "quarter",
        rf"(?:(?i:the)\s+)?(?P<n>(?i:{w.any_of(w.ORDINALS)}))\s+(?P<kind>(?i:quarter|half))"
        rf"(?:\s+of)?\s+(?:(?P<y>{w.YEAR})|(?P<of>(?i:last|this|next))\s+(?i:year)|(?i:the\s+year))",
        {"the", "#", *w.ORDINALS},
        _quarter,
    ),
    rule("quarter-number", rf"Q(?P<q>[1-4])(?:\s+|-)(?:of\s+)?(?P<y>{w.YEAR})", "q", _quarter),
    rule(
        "season",
        rf"(?:(?i:the)\s+)?(?:(?i:early|mid|late)[\s-]+)?(?P<s>(?i:{w.any_of(w.SEASONS)}))(?:{_Y}|{w.OF_YEAR})",
        {*_PART_OPENS, *w.SEASONS},
        _season,
    ),
    rule(
        "season-which",
        rf"(?P<which>(?i:last|this|next))\s+(?P<s>(?i:{w.any_of(w.SEASONS)}))\b",
        "last this next",
        _season,
        tense_free=False,
    ),
    rule(
        "feast",
        rf"(?P<f>(?i:{_FEASTS}))(?!\w|\s+(?i:islands?|agreement|accords?)\b)(?:{_Y}|{w.OF_YEAR})?",
        {name.split("'")[0].split()[0] for name in (*w.FIXED_FEASTS, *w.EASTER_FEASTS)} - {"may"},
        _feast,
        tense_free=False,
    ),
    rule("may-day", rf"(?P<f>May\s+Day)\b(?:{_Y}|{w.OF_YEAR})?", "may", _feast, tense_free=False),
)
