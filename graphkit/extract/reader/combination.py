"""Decide by rule, confidence and model together: a logistic regression that training.calibrate has fitted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: What the regression looks at, in this order.
FEATURES = (
    "has_rule", "rule_confidence", "model_logit", "model_logit_with_rule", "other_logit",
    "subject_described", "object_described", "object_is_thing",
    "again", "again_by_rule", "between", "between_by_rule", "subject_prominence", "object_prominence",
)  # fmt: skip
HAS_RULE, MODEL_LOGIT = FEATURES.index("has_rule"), FEATURES.index("model_logit")
#: Probabilities are rounded to this many digits before they are compared or told.
DIGITS = 3
_LEAST = 1e-3
#: The logit of the least probability that is told apart.
LEAST_LOGIT = math.log(_LEAST / (1 - _LEAST))


def trust_the_model() -> dict[str, object]:
    """Return coefficients that take the model's own probability, as long as nothing else is fitted."""
    return {"features": list(FEATURES), "weights": [float(name == "model_logit") for name in FEATURES], "bias": 0.0}


class Sides(NamedTuple):
    """The two sides of a fact: known by a mere description, or (the object) no actor at all."""

    subject_described: bool = False
    object_described: bool = False
    object_is_thing: bool = False


_NOTHING_SPECIAL = Sides()


def name_features(names: Iterable[str], features: Sequence[float]) -> list[str]:
    """Return the names of what extraction sees in an event, for one of the rules or one of the model alone."""
    reader = "rule" if features[HAS_RULE] else "model"
    return [f"{reader}: {name}" for name in names]


def describe_candidate(
    confidence: float | None, model: float, other: float, sides: Sides = _NOTHING_SPECIAL
) -> list[float]:
    """Return the features of a candidate fact in its own sentence; those of its article follow them.

    `confidence` is that of the rule that read it, None where none did; `model` is the model's probability of the fact,
    `other` that of any other fact between the two.
    """
    logit = _logit(model)
    has_rule = float(confidence is not None)
    rule = _logit(confidence) if confidence is not None else 0.0
    return [has_rule, rule, logit, logit * has_rule, _logit(other), *map(float, sides)]


def _logit(chance: float) -> float:
    bounded = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class Combination:
    """The coefficients of the regression: of the features above, and by name of those that are there or not."""

    weights: tuple[float, ...]
    bias: float
    named: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, card: Mapping[str, Any]) -> Combination:
        """Read the coefficients from a reader's card. Raises ValueError where they are for other features."""
        if tuple(card["features"]) != FEATURES:
            raise ValueError("the combination was fitted for other features")
        return cls(tuple(map(float, card["weights"])), float(card["bias"]), card.get("named", {}))

    def judge(self, features: Sequence[float], names: Iterable[str] = ()) -> float:
        """Return the probability that a candidate is right, rounded. `names` are the features that it has."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        total += sum(self.named.get(name, 0.0) for name in names)
        return round(1 / (1 + math.exp(-total)), DIGITS)
