"""How far reports can be believed, and what they say together.

Belief follows INDRA (Gyori et al. 2017, "From word models to executable models of signaling networks using automated
assembly"): each independent source is wrong with a systematic error of its own plus the random error of reading it, and
a fact is wrong only if all of its sources are. Denials count against it in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graphkit.model import STATUS_ORDER, Status
from graphkit.resolve.events.event_report import AGAINST, AHEAD, HELD, Telling
from graphkit.resolve.thresholds import LEAST_RANDOM_ERROR, SYSTEMATIC_ERROR


def correct_chance(reports: Iterable[tuple[str, float, float]]) -> float:
    """The chance that at least one source is right; a report is (source, systematic error, confidence of the reading).

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
    wrong = 1.0
    for source in sorted(systematic):
        slip = 1.0
        for one in sorted(random[source]):
            slip *= one
        wrong *= min(1.0, systematic[source] + slip)
    return round(1.0 - wrong, 4)


def reading_confidence(tellings: Sequence[Telling]) -> float:
    """The chance that the event was read rightly from at least one article."""
    best: dict[str, float] = {}
    for telling in tellings:
        best[telling.article] = max(best.get(telling.article, 0.0), telling.confidence)
    wrong = 1.0
    for article in sorted(best):
        wrong *= max(1.0 - best[article], LEAST_RANDOM_ERROR)
    return round(1.0 - wrong, 4)


def find_belief(tellings: Sequence[Telling]) -> float:
    """The chance that it is so: what speaks for it, times what is left by what speaks against it."""
    pro = correct_chance(_report(one) for one in tellings if one.status not in AGAINST)
    con = correct_chance(_report(one) for one in tellings if one.status in AGAINST)
    return round(pro * (1.0 - con), 4)


def _report(telling: Telling) -> tuple[str, float, float]:
    sort: str = telling.status.value if telling.status.value in SYSTEMATIC_ERROR else "reported"
    if sort == "reported" and telling.speaker is not None:
        sort = "attributed"
    return telling.source, SYSTEMATIC_ERROR[sort], telling.confidence


def find_status(tellings: Sequence[Telling]) -> Status:
    """The strongest status; disputed where one says that it is so and another denies it.

    A plan that a later article reports as not kept is negated: no one says any more that it will be.
    """
    found = {telling.status for telling in tellings}
    if found & AGAINST:
        asserting = {_voice(one) for one in tellings if _asserts(one)}
        against = {_voice(one) for one in tellings if one.status in AGAINST}
        if asserting and against - asserting:
            return Status.DISPUTED
        if found & AHEAD and not found & HELD and _is_called_off(tellings):
            return Status.NEGATED
    return min(found, key=STATUS_ORDER.index)


def _asserts(telling: Telling) -> bool:
    return telling.status in HELD or telling.status is Status.ALLEGED


def _voice(telling: Telling) -> str:
    """Who says so: the speaker, else whoever alleges or denies, else the publisher."""
    if telling.speaker is not None:
        return telling.speaker
    if telling.status in (Status.DENIED, Status.ALLEGED):  # somebody whom the text does not name
        return f"{telling.status.value}:{telling.agent}"
    return f"source:{telling.source}"


def _is_called_off(tellings: Sequence[Telling]) -> bool:
    plans = [one.told for one in tellings if one.status in AHEAD and one.told is not None]
    off = [one.told for one in tellings if one.status is Status.NEGATED and one.told is not None]
    return bool(plans and off) and max(off) >= max(plans)
