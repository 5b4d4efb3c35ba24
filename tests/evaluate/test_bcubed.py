"""B-cubed against values worked out by hand."""

from __future__ import annotations

import pytest

from graphkit.evaluate.bcubed import score_bcubed


def test_the_same_clusters_under_other_names_score_one() -> None:
    assert score_bcubed({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "y"}).f1 == 1


def test_one_cluster_too_many_costs_recall_only() -> None:
    score = score_bcubed({"a": 1, "b": 1, "c": 1}, {"a": "x", "b": "x", "c": "y"})
    assert score.precision == 1
    assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)


def test_two_clusters_thrown_together_cost_precision_only() -> None:
    score = score_bcubed({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "x"})
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert score.recall == 1
    assert score.f1 == pytest.approx(2 * (5 / 9) / (5 / 9 + 1))


def test_what_was_not_found_is_alone() -> None:
    score = score_bcubed({"a": 1, "b": 1}, {"a": "x"})
    assert (score.precision, score.recall) == (1, 0.5)


def test_what_the_gold_does_not_hold_is_not_judged() -> None:
    assert score_bcubed({"a": 1}, {"a": "x", "z": "x"}).precision == 1
