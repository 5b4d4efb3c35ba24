"""Score clusters of mentions by B-cubed precision and recall (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class BCubed:
    """`precision`: of what stands with an item, how much belongs there; `recall`: of what belongs, how much does."""

    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score_bcubed(gold: Mapping[Item, Hashable], predicted: Mapping[Item, Hashable]) -> BCubed:
    """Compare the clusters of the gold items; each mapping leads from an item to its cluster.

    An item that was not found is a cluster of its own, so leaving things out costs recall. What was found beyond the
    gold is not judged. No items at all score 1.

    >>> gold = {"a": 1, "b": 1, "c": 2}
    >>> score_bcubed(gold, {"a": "x", "b": "x", "c": "x"}).recall
    1.0
    >>> score_bcubed(gold, {"a": "x", "b": "y", "c": "z"}).precision
    1.0
    """
    if not gold:
        return BCubed(1.0, 1.0, 0)
    placed: dict[Item, Hashable] = {item: predicted.get(item, ("not found", item)) for item in gold}
    gold_size = Counter(gold.values())
    predicted_size = Counter(placed.values())
    together: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
    for item, cluster in gold.items():
        together[cluster, placed[item]] += 1
    # every item of a cell shares the same count, so cells are summed instead of items
    precision = sum(count * count / predicted_size[placement] for (_, placement), count in together.items())
    recall = sum(count * count / gold_size[cluster] for (cluster, _), count in together.items())
    return BCubed(precision / len(gold), recall / len(gold), len(gold))
