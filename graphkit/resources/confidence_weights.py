"""Load the weights by which extraction tells how sure it is of an event."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

#: Probabilities are rounded to this many digits before they are compared or told.
DIGITS = 3


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """The bias and the weights of the features, by name; a feature that was not fitted weighs nothing."""

    bias: float
    weights: Mapping[str, float]

    @classmethod
    def load(cls) -> ConfidenceWeights:
        """Load the shipped weights."""
        text = (files("graphkit") / "assets" / "confidence.json").read_text(encoding="utf-8")
        table = json.loads(text)
        return cls(table["bias"], table["weights"])

    def judge(self, features: Iterable[str]) -> float:
        """Return the probability that an event with these features is right, rounded."""
        return round(1 / (1 + math.exp(-self.total(features))), DIGITS)

    def total(self, features: Iterable[str]) -> float:
        """Return the sum of bias and weights: the logarithm of the odds that an event is right."""
        return self.bias + sum(self.weights.get(feature, 0.0) for feature in features)
