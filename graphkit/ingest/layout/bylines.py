"""Bylines: who wrote an article, and the day that may stand beside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.ingest.layout.date_lines import is_date_line
from graphkit.ingest.layout.publishers import any_of
from graphkit.timex.metadata_dates import find_date

_CAP = r"[A-Z\u00c0-\u00de][\w.'\u2019-]*"
_PARTICLE = r"(?:al|bin|da|de|del|den|der|di|do|du|el|ibn|la|le|ter|van|von)"
_NAME = rf"{_CAP}(?:\s+(?:{_PARTICLE}\s+)*{_CAP}){{0,4}}"
_BETWEEN = r"\s*(?:,|and|&|\||/|,\s*and|in|for|with)\s+(?:the\s+)?"
#: Who stands in a byline in place of a name.
_OFFICE = (
    r"(?:our |a |the )?(?:[\w-]+ )?"
    r"(?:staff(?: (?:writers?|reporters?|correspondents?))?|agenc(?:y|ies)|wires?|(?:news )?desk|correspondents?"
    r"|reporters?)"
)
_BYLINE = re.compile(rf"^(?:By|BY)\s+(?P<name>{_NAME}(?:{_BETWEEN}{_NAME})*|{_OFFICE})\s*[.,]?$")
_OFFICE_LINE = re.compile(rf"^(?P<name>{_OFFICE})$", re.I)
#: Where a reporter is, without "By": "Ann Lee in Oslo".
_REPORTER_IN = re.compile(
    rf"^(?P<name>{_CAP}\s+{_CAP}(?:\s+{_CAP})?)\s+in\s+{_NAME}(?:\s*(?:,|and)\s*{_CAP}\s+{_CAP}(?:\s+{_CAP})?\s+in\s+{_NAME})*$"
)
_LABELLED = re.compile(
    r"^(?:author|authors|by|byline|written by|words by|reporter|story by|text by)\s*:\s*(?P<name>.{3,100})$", re.I
)
_PARTED = re.compile(r"\s*(?:[|\u00b7\u2022\u2013\u2014;]|,|\s-\s|\n)\s*")
_ROLE_TAIL = re.compile(any_of("correspondent | reporter | writer | editor | columnist | analyst | bureau chief"), re.I)


@dataclass(frozen=True, slots=True)
class Byline:
    """The author of an article, and the day of publication where it stands on the same line."""

    author: str
    day: str | None = None


def read_byline(line: str) -> Byline | None:
    """Read the author of a byline: "By Ann Lee", "By Ann Lee, 14 May 2024", "Staff Reporter | May 14, 2024"."""
    if len(line) > 160:
        return None
    parts = _PARTED.split(line)
    if titled := _read_titled(parts):
        return titled
    if match := _BYLINE.match(line) or _LABELLED.match(line):
        return Byline(match["name"].strip(" .,"))
    for cut in range(1, len(parts)):
        rest = line[_find_part(line, parts, cut) :]
        if is_date_line(rest) and find_date(rest):
            head = line[: _find_part(line, parts, cut)].rstrip(" ,|\u00b7\u2022\u2013\u2014-;\n")
            author = _read_author(head)
            return Byline(author, find_date(rest)) if author else None
    return None


def _find_part(line: str, parts: list[str], number: int) -> int:
    """Find the offset at which one of the parts of a line begins."""
    offset = 0
    for name in parts[:number]:
        offset = line.index(name, offset) + len(name)
    return line.index(parts[number], offset)


def _read_author(head: str) -> str | None:
    """Read the author before a date: with "By", or an office such as "Staff Reporter"."""
    match = _BYLINE.match(head) or _OFFICE_LINE.match(head) or _LABELLED.match(head)
    return match["name"].strip(" .,") if match else None


def _read_titled(parts: list[str]) -> Byline | None:
    """Read the name of "By Ann Lee, Diplomatic Correspondent", where a title follows it."""
    if len(parts) < 2 or not all(_ROLE_TAIL.search(title) and len(title.split()) <= 5 for title in parts[1:]):
        return None
    match = _BYLINE.match(parts[0])
    return Byline(match["name"]) if match else None


def read_reporter(line: str) -> str | None:
    """Read a line such as "Ann Lee in Oslo", which is a byline only below a headline."""
    match = _REPORTER_IN.match(line) if len(line) <= 120 else None
    return match["name"] if match else None
