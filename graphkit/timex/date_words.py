"""The words of dates as regular-expression pieces, and what they count for.

Months must be capitalised ("may", "march" are other words); everything else is read in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS = {form: number for number, forms in enumerate(_MONTH_NAMES, 1) for form in forms}

_WEEKDAY_NAMES = (
    ("monday", "mon"),
    ("tuesday", "tues", "tue"),
    ("wednesday", "wed"),
    ("thursday", "thurs", "thu"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
)
WEEKDAYS = {form: number for number, forms in enumerate(_WEEKDAY_NAMES) for form in forms}

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS: dict[str, float] = {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "half a": 0.5, "half an": 0.5}
NUMBERS |= {"a dozen": 12, "a hundred": 100}
NUMBERS |= {word: number for number, word in enumerate(_ONES + _TEENS, 1)}
NUMBERS |= dict(zip(_TENS, range(20, 100, 10), strict=True))
NUMBERS |= {f"{ten}-{unit}": NUMBERS[ten] + NUMBERS[unit] for ten in _TENS for unit in _ONES}

ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
ORDINALS |= {"last": -1, "final": -1}

#: First and last month of a season on the northern half of the earth; a winter begins in the December before its year.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}

#: Feasts on a fixed day, and those counted from Easter Sunday in days.
FIXED_FEASTS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "may day": (5, 1),
    "valentine's day": (2, 14),
    "all saints' day": (11, 1),
}
EASTER_FEASTS = {
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter sunday": 0,
    "easter": 0,
    "easter monday": 1,
    "ascension day": 39,
    "whit monday": 50,
}


def any_of(words: Iterable[str]) -> str:
    """Make an alternation that tries longer words first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _month_forms() -> str:
    forms = []
    for full, *short in _MONTH_NAMES:
        for word in (full.title(), full.upper()):
            forms.append(rf"{word}\b")
        for word in short:
            forms += [rf"{word.title()}\b\.?", rf"{word.upper()}\b\.?"]
    return "(?:" + "|".join(forms) + ")"


MONTH = _month_forms()
#: A month in any case, full or short, as datelines and metadata write it: "NOV. 9".
ANY_MONTH = rf"(?:(?i:{any_of(MONTHS)})\b\.?)"
WEEKDAY = "(?i:" + "|".join(forms[0] for forms in _WEEKDAY_NAMES) + r")\b"
ANY_WEEKDAY = "(?:(?i:" + any_of(WEEKDAYS) + r")\b\.?)"
DAY = r"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d))"
YEAR = r"(?:(?:1[5-9]|20)\d\d(?![\w%]|[.,:]\d))"
PART = r"(?i:(?:the\s+)?(?:beginning|start|middle|end)\s+of|early|mid|late)"
AND = r"\s*(?:-|\u2013|\u2014|\bto\b|\bthrough\b|\buntil\b|\btill\b|\band\b)\s*"
TIME_OF_DAY = r"(?i:morning|afternoon|evening|night|noon)"
NUMBER = rf"(?:(?i:{any_of(NUMBERS)})\b|\d{{1,4}}(?:\.\d)?\b)"
VAGUE = r"(?i:(?:a\s+)?few|several|many|some|dozens\s+of)"
UNIT = r"(?i:minute|hour|day|week|fortnight|month|year|decade)"
OF_YEAR = r"(?:,?\s+(?:of\s+)?(?P<of>(?i:last|this|next))\s+(?i:year))"

#: Nouns that are counted: "in May 10 people died" is no tenth of May.
COUNTED = (
    r"(?i:people|troops|soldiers|men|women|children|civilians|dead|deaths|members|countries|nations|states|times|million|"
    r"billion|thousand|hundred|percent|tonnes?|tons?|miles|km|kilomet(?:er|re)s|dollars|euros|others|officers|officials|"
    r"workers|missiles|rockets|drones|ships|aircraft|planes|tanks|years|months|days|hours)\b"
)
NOT_COUNTED = rf"(?!\s+{COUNTED})"


def month_number(word: str) -> int:
    """Return the number of a month, full or short."""
    return MONTHS[word.rstrip(".").lower()]


def weekday_number(word: str) -> int:
    """Return the number of a weekday, full or short, from Monday as 0."""
    return WEEKDAYS[word.rstrip(".").lower()]


def day_number(word: str) -> int:
    """Return the number of a day: "3rd" is 3."""
    return int(re.sub(r"\D", "", word))


def count(word: str) -> float:
    """Return the number that a number word or digits stand for."""
    number = NUMBERS.get(" ".join(word.lower().split()))
    return float(word) if number is None else number


def part_of(word: str | None) -> str | None:
    """Name the part of a period that words mean: early, mid or late."""
    if not word:
        return None
    last = word.lower().replace("the ", "").split()[0]
    return {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}.get(last, last)
