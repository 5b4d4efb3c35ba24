"""Rules for counted units: "two weeks ago", "a month earlier", "the following day", and durations."""

from __future__ import annotations

import re
from datetime import date

from graphkit.model import When
from graphkit.timex import calendar as cal
from graphkit.timex import date_words as w
from graphkit.timex.rule import DateContext, Parts, Rule, rule


def _amount(parts: Parts) -> float | None:
    """Count the units; None where the text does not say."""
    if "n" not in parts or re.fullmatch(w.VAGUE, parts["n"]):
        return None
    return w.count(parts["n"]) + (0.5 if parts.keys() & {"half", "half2"} else 0)


def _moved(day: date, unit: str, amount: float) -> When | None:
    """Find the unit that lies so many units off: "two years ago" is that calendar year."""
    return cal.unit_when(cal.shift(day, unit, amount), unit)


def _ago(parts: Parts, context: DateContext) -> When | None:
    amount, unit = _amount(parts), parts["u"].lower()
    approx = " ".join(parts.get("about", "").lower().split())
    if context.base is None or amount is None or approx in ("more than", "over", "at least", "less than"):
        return None
    if approx in ("nearly", "almost") and unit in ("year", "decade"):
        return cal.interval(cal.shift(context.base, unit, -amount), cal.shift(context.base, unit, 1 - amount))
    return _moved(context.base, unit, -amount)


def _ahead(parts: Parts, context: DateContext) -> When | None:
    amount = _amount(parts)
    return _moved(context.base, parts["u"].lower(), amount) if context.base and amount is not None else None


def _in_units(parts: Parts, context: DateContext) -> When | None:
    """Read "in three days", a date only where the future is spoken of; else it says how long something took."""
    return _ahead(parts, context) if context.tense == "future" else None


def _from_reference(context: DateContext, unit: str, amount: float) -> When | None:
    if context.reference is None:
        return None
    edge = context.reference.earliest if amount <= 0 else context.reference.latest
    return _moved(date.fromisoformat(edge), unit, amount)


def _offset(parts: Parts, context: DateContext) -> When | None:
    """Count "a month earlier", "three days later" from the reference, which a reader of the text must supply."""
    amount = _amount(parts)
    if amount is None:
        return None
    sign = -1 if parts["dir"].lower() in ("earlier", "before", "previously", "beforehand", "prior") else 1
    return _from_reference(context, parts["u"].lower(), sign * amount)


_ORDER = {"same": 0, "that": 0, "following": 1, "next": 1, "after": 1, "previous": -1, "preceding": -1, "before": -1}


def _same(parts: Parts, context: DateContext) -> When | None:
    """Count "the same day", "the following week", "the day before" from the reference."""
    return _from_reference(context, parts["u"].lower(), _ORDER[parts["dir"].lower()])


def _same_day(_: Parts, context: DateContext) -> When | None:
    """Return the day of the reference: "that evening", "earlier in the day", "hours later"."""
    return _from_reference(context, "day", 0)


def _none(_: Parts, __: DateContext) -> When | None:
    """Return no time: a duration is no date."""
    return None


_NUMBER_OPENS = {"#", *(word.split()[0].split("-")[0] for word in w.NUMBERS)}
_VAGUE_OPENS = {"few", "several", "many", "some", "dozens"}
_APPROX = (
    r"(?:(?P<about>(?i:about|around|nearly|almost|roughly|some|just|over|more\s+than|less\s+than|at\s+least))\s+)?"
)
_APPROX_OPENS = {"about", "around", "nearly", "almost", "roughly", "some", "just", "over", "more", "less", "at"}
_HALF = r"\s+and\s+a\s+half"
_N = rf"(?:(?P<n>{w.NUMBER}|{w.VAGUE})(?P<half>{_HALF})?\s+)?(?P<u>{w.UNIT})(?:s|s')?(?P<half2>{_HALF})?"
_UNIT_OPENS = {"days", "weeks", "months", "years", "decades", "hours", "minutes"}
_COUNT_OPENS = _NUMBER_OPENS | _VAGUE_OPENS | _UNIT_OPENS

RULES: tuple[Rule, ...] = (
    rule(
        "ago",
        rf"{_APPROX}{_N}\s+(?i:ago)\b",
        _COUNT_OPENS | _APPROX_OPENS,
        _ago,
    ),
    rule(
        "ahead",
        rf"{_APPROX}{_N}\s+(?i:from\s+now|hence)\b",
        _COUNT_OPENS | _APPROX_OPENS,
        _ahead,
    ),
    rule(
        "in-units",
        rf"(?i:in)\s+(?:(?i:about|around|just)\s+)?{_N}(?:'?\s+(?i:time))?\b(?!\s+(?i:of|ago|earlier|later|before|after))",
        "in",
        _in_units,
        tense_free=False,
    ),
    rule(
        "offset",
        rf"{_APPROX}{_N}\s+(?P<dir>(?i:earlier|later|before|after|previously|beforehand|afterwards?|prior))\b"
        rf"(?!\s+(?i:this|that|last|on)\b)",
        _COUNT_OPENS | _APPROX_OPENS,
        _offset,
    ),
    rule(
        "same",
        r"(?i:the)\s+(?:(?i:very)\s+)?(?P<dir>(?i:same|following|next|previous|preceding))\s+(?P<u>(?i:day|week|month|year))\b"
        r"(?!\s+(?i:of\s+(?:war|fighting)))",
        "the",
        _same,
    ),
    rule(
        "day-before",
        r"(?i:the)\s+(?P<u>(?i:day|week|month|year))\s+(?P<dir>(?i:before|after))\b(?!\s+(?i:yesterday|tomorrow|last|next))",
        "the",
        _same,
    ),
    rule("that-day", r"(?P<dir>(?i:that))\s+(?:same\s+)?(?P<u>(?i:day|week|month|year))\b", "that", _same),
    rule(
        "same-day",
        rf"(?i:(?:(?:the|that)\s+(?:very\s+)?same|that)\s+{w.TIME_OF_DAY}|(?:earlier|later|late|early)\s+(?:in|on)\s+(?:the|that)\s+"
        rf"(?:same\s+)?day|(?:earlier|later)\s+that\s+(?:day|{w.TIME_OF_DAY})|hours\s+(?:earlier|later|beforehand|afterwards?))\b",
        "the that earlier later late early hours",
        _same_day,
    ),
    rule("duration-noun", rf"(?P<n>{w.NUMBER})-(?P<u>{w.UNIT})(?:-(?i:long))?\b(?!-(?i:old))", _NUMBER_OPENS, _none),
    rule("duration-long", r"(?P<u>(?i:day|week|month|year))-?(?i:long)\b", "day week month year", _none),
    rule(
        "duration-word",
        r"(?P<u>(?i:day|week|month|year))(?i:long)\b",
        "daylong weeklong monthlong yearlong",
        _none,
    ),
    rule(
        "duration-for",
        rf"(?i:for|lasting|lasted|spent)\s+(?:{_APPROX}|(?:(?i:the|up\s+to|another|a\s+further)\s+))?{_N}\b"
        r"(?!\s+(?i:ago|earlier|later|from\s+now|before|after))",
        "for lasting lasted spent",
        _none,
    ),
)
