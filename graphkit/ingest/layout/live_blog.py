"""Live blogs pasted as text: entries under times and days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.ingest.layout.date_lines import is_date_line
from graphkit.timex.metadata_dates import find_date

_CLOCK = re.compile(
    r"^(?:[0-9]{1,2}[:.h][0-9]{2}(?:\s*[ap]\.?m\.?)?|[0-9]{1,2}\s*[ap]\.?m\.?)(?:\s+\(?[A-Z]{2,5}\)?)?$", re.I
)
_LIVE = re.compile(r"\blive\b|\blatest updates?\b|\bas it happened\b|\brolling coverage\b|\bminute by minute\b", re.I)
#: Stamps that show a live blog where its title does not say so.
_MANY_STAMPS = 4


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """An entry of a live blog: its text, its day, and its own headline."""

    text: str
    day: str | None
    title: str | None


def split_live_blog(text: str) -> list[LiveEntry]:
    """Split the text of a live blog at its stamps; an empty list where it is none.

    A time alone belongs to the day named last above it: at the head of the page, or over an earlier entry.
    """
    lines = [line.strip() for line in text.splitlines()]
    stamps = [number for number, line in enumerate(lines) if _is_stamp(line)]
    title = next((line for line in lines if line), "")
    if len(stamps) < 2 or not (_LIVE.search(title) or (len(stamps) >= _MANY_STAMPS and any(map(_CLOCK.match, lines)))):
        return []
    entries: list[LiveEntry] = []
    day: str | None = None
    for start, end in zip(stamps, [*stamps[1:], len(lines)], strict=True):
        day = find_date(lines[start]) or day
        body = lines[start + 1 : end]
        if any(body):
            entries.append(_read_entry(body, day))
    return entries if len(entries) > 1 else []


def _is_stamp(line: str) -> bool:
    return bool(_CLOCK.match(line)) or (is_date_line(line) and find_date(line) is not None)


def _read_entry(lines: list[str], day: str | None) -> LiveEntry:
    first = next(line for line in lines if line)
    rest = "\n".join(lines[lines.index(first) + 1 :]).strip()
    has_title = bool(rest) and not first.endswith((".", "!", "?", "\u201d", '"')) and len(first.split()) <= 20
    return LiveEntry(rest if has_title else "\n".join(lines).strip(), day, first if has_title else None)
