"""Lines of dates: "Published: 9 November 2023", "Posted on April 6, 2021 by Admin"."""

from __future__ import annotations

import re

from graphkit.timex.date_words import ANY_WEEKDAY
from graphkit.timex.metadata_dates import DAY_FORMS, HAS_DIGIT

_FILLER = re.compile(
    rf"\b{ANY_WEEKDAY}|"
    r"\b[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?(?![0-9])"
    r"|\b(?:[0-9]{1,2}\s*)?[ap]\.?m\.?(?=\W|$)|\b(?:GMT|UTC|E[SD]?T|P[SD]?T|C[ES]?S?T|BST|KST|JST|IST|MSK|AEDT|AEST|EEST|EET|Z)\b"
    r"|[+-][0-9]{2}:?[0-9]{2}\b|\b(?:published|updated|posted|issued|released|created|modified|date|dated|last|first|on|at"
    r"|of|publication|publish|time|release|load|web|edition|hours|hrs|local)\b"
    r"|\b[0-9]+\s+(?:minutes?|hours?|days?)\s+ago\b",
    re.I,
)
_LABEL = re.compile(
    r"^(?:last\s+|first\s+)?(?:published|updated|posted|issued|released|date|publication date|publish date|modified)\b",
    re.I,
)
#: Lines that give the day of a later version.
_CHANGED = re.compile(r"^(?:last\s+)?(?:updated|modified|edited|changed)\b", re.I)
_POSTER = re.compile(r"^(?P<day>.*?[0-9].*?)[\s|,]+by\s+(?P<name>[A-Z][\w.'\u2019-]*(?:\s+[A-Z][\w.'\u2019-]*){0,3})$")
_ZONE = re.compile(r"(?<=[0-9])[TZ](?![A-Za-z])")
_LETTER = re.compile(r"[^\W_]")
#: Words that no date has: most lines of prose have one of them, which is seen sooner than that something is left over.
_PROSE = (" the ", " and ", " to ", " with ", " that ", " said ")
_NO_AUTHOR = re.compile(r"^(?:admin|administrator|webmaster|web ?desk|editor|staff|news ?desk)$", re.I)


def is_date_line(line: str) -> bool:
    """Return whether a line says nothing but when the article was published or updated."""
    if len(line) > 160 or any(word in line for word in _PROSE) or not (HAS_DIGIT(line) or _LABEL.match(line)):
        return False
    rest, dated = _ZONE.sub(" ", line), False
    for form in DAY_FORMS:
        rest, count = form.subn(" ", rest)
        dated = dated or count > 0
    rest = _FILLER.sub(" ", rest)
    return (dated or bool(_LABEL.match(line))) and not _LETTER.search(rest)


def is_change_line(line: str) -> bool:
    """Return whether a line of dates speaks of a later version only."""
    return bool(_CHANGED.match(line))


def split_poster(line: str) -> tuple[str, str | None]:
    """Divide "Posted on April 6, 2021 by Admin" into the date line and the name."""
    match = _POSTER.match(line) if len(line) <= 160 and "by" in line else None
    if not match:
        return line, None
    return match["day"], None if _NO_AUTHOR.match(match["name"]) else match["name"]
