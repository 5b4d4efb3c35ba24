"""Bulk texts: several articles in one file, parted by rules, and the year that neighbours share."""

from __future__ import annotations

from dataclasses import replace

from graphkit.ingest.layout.date_lines import is_date_line
from graphkit.ingest.layout.datelines import read_dateline
from graphkit.ingest.metadata import Metadata
from graphkit.ingest.readers.exports.record import RULE
from graphkit.timex.metadata_dates import find_date

#: Lines of a part in which its dateline or its date must stand.
_HEAD_LINES = 4


def split_at_rules(text: str) -> list[tuple[str, str | None]]:
    """Split a text at rules (-----) where each part opens as an article: with a dateline or a line of its date.

    The parts come with their days, as far as these are whole.
    """
    blocks = [block.strip("\n") for block in RULE.split(text)]
    parts = [(block, _find_opening(block)) for block in blocks if block.strip()]
    opened = [(block, day) for block, (is_opened, day) in parts if is_opened]
    return opened if len(opened) == len(parts) > 1 else []


def _find_opening(block: str) -> tuple[bool, str | None]:
    """Return whether the first lines of a part hold a dateline or a date line, and the day there."""
    lines = [line.strip() for line in block.split("\n") if line.strip()][:_HEAD_LINES]
    for line in lines:
        if is_date_line(line) and (day := find_date(line)):
            return True, day
        dateline = read_dateline(line)
        if dateline and (dateline.agency or dateline.day):
            return True, dateline.day
    return False, None


def add_year_hints(articles: list[Metadata], days: list[str | None]) -> list[Metadata]:
    """Give each article without a day the year of its neighbours in the file, where they agree."""
    years = [day[:4] if day else None for day in days]
    hinted = []
    for number, item in enumerate(articles):
        before = next((year for year in reversed(years[:number]) if year), None)
        after = next((year for year in years[number + 1 :] if year), None)
        year = (before or after) if not (before and after) or before == after else None
        hinted.append(replace(item, year_hint=int(year)) if year and years[number] is None else item)
    return hinted
