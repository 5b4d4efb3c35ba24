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
    number = text.removesuffix("%").strip()
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise UsageError(f"--max-skip {text!r} is neither a number nor a share", remedy="for example --max-skip 5%")
    return (value / 100, True) if text.endswith("%") else (value, False)


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
    replaces: bool = False,
) -> GraphkitError | None:
    """Find what makes a run fail although every step went well, or None.

    With `replaces` a graph is there already: it is kept when most inputs were lost and the user has set no limit.
    """
    if not articles:
        if not skips:
            where = ", ".join(map(str, sources))
            return NoInputError("there is no article here", where=where, remedy="name files or folders with articles")
        first = skips[0]
        more = f" and {len(skips) - 1:,} more" if len(skips) > 1 else ""
        return NoInputError(f"no usable article: {first.detail}", where=f"{first.path}{more}", remedy=first.remedy)
    if allowed is None and replaces:
        allowed = (MOST_LOST, True)
    if allowed is not None:
        bound, is_share = allowed
        lost = [skip for skip in skips if skip.code not in HARMLESS]
        if len(lost) > (bound * (articles + len(lost)) if is_share else bound):
            where = f"{lost[0].path}: {lost[0].detail}"
            kept = "; the graph that is there is kept" if replaces else ""
            remedy = f"{lost[0].remedy}; or allow it with --max-skip 100%" if replaces else lost[0].remedy
            return SkipLimitError(f"{len(lost):,} inputs were skipped{kept}", where=where, remedy=remedy)
    return None
