"""Compute how far reports can be believed, and what they say together.

Belief follows INDRA (Gyori et al. 2017, "From word models to executable models of signaling networks using automated
assembly"): each independent source is wrong with a systematic error of its own plus the random error of reading it, and
a fact is wrong only if all of its sources are. Denials count against it in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import prod

from graphkit.model import STATUS_ORDER, Status
from graphkit.resolve.events.event_report import AGAINST, AHEAD, HELD, EventReport, name_sources
from graphkit.resolve.thresholds import LEAST_RANDOM_ERROR, SYSTEMATIC_ERROR


def correct_chance(reports: Iterable[tuple[str, float, float]]) -> float:
    """Compute the chance that at least one source is right.

    A report is (source, systematic error, confidence of the reading).

    >>> correct_chance([("a", 0.05, 0.7)])
    0.65
    >>> round(correct_chance([("a", 0.05, 0.7), ("b", 0.05, 0.7)]), 4)
    0.8775
    """
    systematic: dict[str, float] = {}
    random: dict[str, list[float]] = defaultdict(list)
    for source, error, confidence in reports:
        systematic[source] = min(error, systematic.get(source, 1.0))
        random[source].append(max(1.0 - confidence, LEAST_RANDOM_ERROR))
    errors = (systematic[source] + prod(sorted(random[source]), start=1.0) for source in sorted(systematic))
    return round(1.0 - prod((min(1.0, error) for error in errors), start=1.0), 4)


def reading_confidence(reports: Sequence[EventReport]) -> float:
    """Compute the chance that the event was read rightly from at least one article."""
    best: dict[str, float] = {}
    for report in reports:
        best[report.article] = max(best.get(report.article, 0.0), report.confidence)
    errors = (max(1.0 - best[article], LEAST_RANDOM_ERROR) for article in sorted(best))
    return round(1.0 - prod(errors, start=1.0), 4)


def find_belief(reports: Sequence[EventReport]) -> float:
    """Compute the chance that it is so: what speaks for it, times what is left by what speaks against it."""
    rated = [
        (report.status in AGAINST, _rate(report, source))
        for report, source in zip(reports, name_sources(reports), strict=True)
    ]
    pro = correct_chance(rate for is_against, rate in rated if not is_against)
    con = correct_chance(rate for is_against, rate in rated if is_against)
    return round(pro * (1.0 - con), 4)


def _rate(report: EventReport, source: str) -> tuple[str, float, float]:
    sort: str = report.status.value if report.status.value in SYSTEMATIC_ERROR else "reported"
    if sort == "reported" and report.speaker is not None:
        sort = "attributed"
    return source, SYSTEMATIC_ERROR[sort], report.confidence


def find_status(reports: Sequence[EventReport]) -> Status:
    """Find the strongest status; disputed where one voice says that it is so and another denies it.

    A plan that a later article reports as not kept is negated: no one says any more that it will be.
    """
    statuses = {report.status for report in reports}
    if statuses & AGAINST:
        asserting = {_voice(report) for report in reports if _asserts(report)}
        against = {_voice(report) for report in reports if report.status in AGAINST}
        if asserting and against - asserting:
            return Status.DISPUTED
        if statuses & AHEAD and not statuses & HELD and _is_called_off(reports):
            return Status.NEGATED
    return min(statuses, key=STATUS_ORDER.index)


def _asserts(report: EventReport) -> bool:
    return report.status in HELD or report.status is Status.ALLEGED


def _voice(report: EventReport) -> str:
    """Find who says so: the speaker, else whoever alleges or denies, else the publisher."""
    if report.speaker is not None:
        return report.speaker
    if report.status in (Status.DENIED, Status.ALLEGED):  # somebody whom the text does not name
        return f"{report.status.value}:{report.agent}"
    return f"source:{report.source}"


def _is_called_off(reports: Sequence[EventReport]) -> bool:
    dated = [report for report in reports if report.published is not None]
    plans = [report.published or 0 for report in dated if report.status in AHEAD]
    negated = [report.published or 0 for report in dated if report.status is Status.NEGATED]
    return bool(plans and negated) and max(negated) >= max(plans)
