"""Rules for years, decades, centuries, quarters, seasons and feasts."""

from __future__ import annotations

from datetime import date

from graphkit.model import When
from graphkit.timex import calendar as cal
from graphkit.timex import date_words as w
from graphkit.timex.rule import DateContext, Parts, Rule, named_year, rule

_PART_OPENS = {"early", "mid", "late", "the", "beginning", "start", "middle", "end"}
_IN = r"(?i:\b(?:in|since|until|till|by|before|after|from|during|through|of|to|for|year|fiscal|around))\s+$"
_DETERMINER = r"(?i:\b(?:a|an|the|its|his|her|their|our|this|that|these|those)|'s|s')\s+$"


def _cut_year(year: int, third: str | None) -> cal.Range:
    """Return the ends of a third of a year, or of the year."""
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[third] if third else (1, 12)
    return date(year, first, 1), cal.month_range(year, last)[1]


def _whole_year(parts: Parts, _: DateContext) -> When | None:
    return cal.interval(*_cut_year(int(parts["y"]), w.part_of(parts.get("part"))), "year")


def _years(parts: Parts, _: DateContext) -> When | None:
    first, last = parts["y"], parts["y2"]
    last = first[: 4 - len(last)] + last
    return cal.interval(date(int(first), 1, 1), date(int(last), 12, 31))


def _decade(parts: Parts, _: DateContext) -> When | None:
    first = int(parts["y"])
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(w.part_of(parts.get("part")) or "", (0, 9))
    return cal.interval(date(first + begin, 1, 1), date(first + end, 12, 31))


def _century(parts: Parts, _: DateContext) -> When | None:
    number = int(parts["n"])
    begin, end = {"early": (0, 33), "mid": (33, 66), "late": (66, 99)}.get(w.part_of(parts.get("part")) or "", (0, 99))
    return cal.interval(date(number * 100 - 99 + begin, 1, 1), date(number * 100 - 99 + end, 12, 31))


def _quarter(parts: Parts, context: DateContext) -> When | None:
    year = named_year(parts, context)
    if year is None and context.base:
        year = context.base.year
    if year is None:
        return None
    size = 6 if parts.get("kind", "").lower() == "half" else 3
    ordinal = int(parts["q"]) if "q" in parts else w.ORDINALS[parts["n"].lower()]
    ordinal = 12 // size if ordinal == -1 else ordinal
    return cal.interval(date(year, size * (ordinal - 1) + 1, 1), cal.month_range(year, size * ordinal)[1])


def _season(parts: Parts, context: DateContext) -> When | None:
    first, last = w.SEASONS[parts["s"].lower()]

    def of_year(number: int) -> cal.Range:
        return date(number - (last < first), first, 1), cal.month_range(number, last)[1]

    year, base = named_year(parts, context), context.base
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


def _feast(parts: Parts, context: DateContext) -> When | None:
    name = " ".join(parts["f"].lower().split())

    def of_year(number: int) -> cal.Range:
        if name in w.FIXED_FEASTS:
            day = date(number, *w.FIXED_FEASTS[name])
        else:
            day = cal.easter(number) + w.EASTER_FEASTS[name] * cal.DAY
        return day, day

    year = named_year(parts, context)
    if year is not None:
        return cal.interval(*of_year(year), "day")
    chosen = cal.choose(of_year, context.base, context.tense, nearest=True) if context.base else None
    return cal.interval(*chosen, "day") if chosen else None


_Y = rf"(?:,?\s+(?:of\s+)?(?P<y>{w.YEAR}))"
_PART = rf"(?P<part>{w.PART})(?:\s+|-)"
_FEASTS = w.any_of([*w.FIXED_FEASTS, *w.EASTER_FEASTS])

RULES: tuple[Rule, ...] = (
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
        rf"(?P<y>{w.YEAR}){w.AND}(?P<y2>{w.YEAR})",
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
