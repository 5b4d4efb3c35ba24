"""Score facts that were judged against annotations, by the chance that each is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol


class JudgedFact(Protocol):
    """A fact: whether it is right, what it says, and which annotated facts it answers."""

    @property
    def right(self) -> bool: ...
    @property
    def triple(self) -> tuple[str, ...]: ...
    @property
    def answers(self) -> frozenset[int]: ...


def score(articles: Iterable[tuple[Sequence[JudgedFact], Sequence[float], int]], threshold: float) -> str:
    """Describe the facts at or above a threshold: distinct triples, as `graphkit evaluate` counts them.

    An article is its facts, their chances, and the number of its annotated facts that count.
    """
    right = predicted = answered = needed = 0
    for facts, chances, count in articles:
        kept = [fact for fact, chance in zip(facts, chances, strict=True) if chance >= threshold]
        triples = {fact.triple: fact.right for fact in kept}
        right, predicted, needed = right + sum(triples.values()), predicted + len(triples), needed + count
        answered += len(frozenset().union(*(fact.answers for fact in kept)))
    precision, recall = right / max(1, predicted), answered / max(1, needed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f} ({right}/{predicted}) R {recall:.3f} ({answered}/{needed}) F1 {f1:.3f}"


def print_reliability(judged: Sequence[tuple[bool, float]]) -> None:
    """Print how many facts are right, by their chance."""
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [right for right, chance in judged if low <= chance < low + 0.2]
        share = sum(inside) / len(inside) if inside else 0.0
        print(f"  {low:.1f} to {low + 0.2:.1f}: {len(inside)} facts, {share:.2f} right")
