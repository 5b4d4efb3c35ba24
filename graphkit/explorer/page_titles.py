"""Make the title of a page and the remark on what it leaves out, from the corpus itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graphkit.model import Skip

if TYPE_CHECKING:
    from graphkit.explorer.opening import PairLine
    from graphkit.explorer.page_data import PageData

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
#: So many actors stand in a title.
NAMED = 3


def make_title(data: PageData, lines: Sequence[PairLine]) -> str:
    """Make a title of the articles that tell of facts: their main actors and span; the headline where it is one."""
    articles = len(data.rows.articles)
    if not articles:
        return "No fact was found"
    if articles == 1:
        (row,) = data.tables["articles"]
        return str(row.get("title") or row["id"])
    strength: dict[int, float] = defaultdict(float)
    for line in lines:
        strength[line.source] += line.strength
        strength[line.target] += line.strength
    best = sorted(strength, key=lambda actor: (-strength[actor], actor))[:NAMED]
    names = _join([data.entities[actor].label for actor in best])
    span = describe_span(row.get("published") for row in data.tables["articles"])
    subject = names or f"{articles:,} articles"
    return f"{subject}, {span}" if span else subject


def describe_span(days: Iterable[str | None]) -> str:
    """Tell the years from the first to the last day, or the months where all lie in one year.

    >>> describe_span(["2022-09-01", None, "2025-01-03"])
    '2022 to 2025'
    >>> describe_span(["2022-09-01", "2022-11-30"])
    'Sept to Nov 2022'
    """
    months = sorted(day[:7] for day in days if day)
    if not months:
        return ""
    first, last = months[0], months[-1]
    if first[:4] != last[:4]:
        return f"{first[:4]} to {last[:4]}"
    if first == last or not (first[5:7].isdigit() and last[5:7].isdigit()):
        return _month(last)
    return f"{MONTHS[int(first[5:7]) - 1]} to {_month(last)}"


def count_skips(skips: Iterable[Skip]) -> dict[str, int]:
    """Count the inputs that could not be used by their code."""
    return dict(sorted(Counter(skip.code for skip in skips).items()))


def _join(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _month(day: str) -> str:
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}" if day[5:7].isdigit() else day[:4]
