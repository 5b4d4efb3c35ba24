"""Limit the share of the input that may be lost before a run counts as failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from graphkit.errors import GraphkitError, NoInputError, SkipLimitError, UsageError
from graphkit.ingest import HARMLESS
from graphkit.model import Skip

Allowance = tuple[float, bool]  # a number, or a share between 0 and 1


def read_allowance(text: str | None) -> Allowance | None:
    """Read how much may be skipped: "3" is (3.0, False), "5%" is (0.05, True), None is no bound."""
    if text is None:
        return None
    is_share = text.endswith("%")
    number = text.removesuffix("%").strip()
    try:
        value = float(number) if is_share else int(number)
    except ValueError:
        value = -1
    if not value >= 0 or (is_share and value > 100):
        what = f"--max-skip {text!r} is neither a whole number nor a share up to 100%"
        raise UsageError(what, remedy="for example --max-skip 5%")
    return (value / 100, True) if is_share else (value, False)


#: Losses that another run may not have: the process that read the input died, or was too slow on a busy machine, or a
#: disk or network was away.
PASSING = frozenset({"timeout", "out-of-memory", "worker-died", "unreadable", "rough-text"})
#: The share of lost inputs above which a graph that is there is not replaced unless the user allows it.
MOST_LOST = 0.5


def has_passing_losses(skips: Iterable[Skip]) -> bool:
    """Return whether inputs were lost that may be read when the same command is given again."""
    return any(skip.code in PASSING for skip in skips)


def find_problem(
    sources: Sequence[str | Path],
    articles: int,
    skips: Sequence[Skip],
    allowed: Allowance | None,
    *,
    replaced: int | None = None,
) -> GraphkitError | None:
    """Find what makes a run fail although every step went well, or None.

    `replaced` is the number of articles of the graph that is there (0: not known), None where there is none. It is kept
    when the user has set no limit and most inputs were lost, or fewer than half of its articles are left and an input
    was lost that may be read another time: a file that a disk does not give may have held them all.
    """
    if not articles:
        if not skips:
            where = ", ".join(map(str, sources))
            return NoInputError("there is no article here", where=where, remedy="name files or folders with articles")
        first = skips[0]
        more = f" and {len(skips) - 1:,} more" if len(skips) > 1 else ""
        return NoInputError(f"no usable article: {first.detail}", where=f"{first.path}{more}", remedy=first.remedy)
    lost = [skip for skip in skips if skip.code not in HARMLESS]
    if allowed is None and replaced is not None:
        has_shrunk = has_passing_losses(lost) and articles < MOST_LOST * replaced
        allowed = (0.0, False) if has_shrunk else (MOST_LOST, True)
    if allowed is None or not _is_exceeded(allowed, articles, len(lost)):
        return None
    what, remedy = f"{len(lost):,} inputs were skipped", lost[0].remedy
    if replaced is not None:
        what += "; the graph that is there is kept"
        remedy += "; or allow it with --max-skip 100%"
    return SkipLimitError(what, where=f"{lost[0].path}: {lost[0].detail}", remedy=remedy)


def _is_exceeded(allowed: Allowance, articles: int, lost: int) -> bool:
    bound, is_share = allowed
    return lost > (bound * (articles + lost) if is_share else bound)
