"""The chance that an event is right is the logistic function of the weights of its features."""

from __future__ import annotations

import pytest

from graphkit.resources.confidence_weights import ConfidenceWeights


def test_the_weights_are_added_and_unknown_features_weigh_nothing() -> None:
    weights = ConfidenceWeights(-1.0, {"lead": 2.0, "status=alleged": -1.0})
    assert weights.total(["lead", "unheard of"]) == 1.0
    assert weights.judge([]) == 0.269
    assert weights.judge(["lead"]) == 0.731
    assert weights.judge(["lead", "status=alleged"]) == 0.5


def test_the_shipped_weights_are_of_features_that_extraction_gives() -> None:
    weights = ConfidenceWeights.load()
    assert len(weights.weights) > 500
    kinds = {name.split("=")[0] for name in weights.weights}
    assert {"predicate", "status", "subject.reason", "object.kind", "attachment", "sentence.length"} <= kinds
    assert weights.judge([]) == pytest.approx(weights.judge(["nothing of the kind"]))
