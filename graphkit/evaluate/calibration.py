"""Calibration of confidence: of the facts given 0.8, four in five should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The facts whose confidence lies in [low, high); the last bin takes 1.0 too."""

    low: float
    high: float
    count: int
    confidence: float  # mean
    right: float  # share


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins that hold a fact, from low to high, and the errors of confidence over all.

    `error` is the expected calibration error (Naeini et al. 2015): the gap between confidence and share right, weighted
    by the facts in each bin. `brier` is the mean squared gap.
    """

    bins: tuple[ReliabilityBin, ...]
    count: int
    error: float
    brier: float


def measure_reliability(judged: Iterable[tuple[float, bool]], bins: int = 10) -> Reliability:
    """Group facts by their confidence in bins of equal width."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in judged:
        groups[min(int(max(confidence, 0.0) * bins), bins - 1)].append((confidence, right))
    filled = tuple(_bin(number, bins, group) for number, group in enumerate(groups) if group)
    count = sum(group.count for group in filled)
    error = sum(group.count * abs(group.confidence - group.right) for group in filled) / count if count else 0.0
    brier = sum((confidence - right) ** 2 for group in groups for confidence, right in group) / count if count else 0.0
    return Reliability(filled, count, error, brier)


def _bin(number: int, bins: int, group: Sequence[tuple[float, bool]]) -> ReliabilityBin:
    return ReliabilityBin(
        low=number / bins,
        high=(number + 1) / bins,
        count=len(group),
        confidence=sum(confidence for confidence, _ in group) / len(group),
        right=sum(right for _, right in group) / len(group),
    )
