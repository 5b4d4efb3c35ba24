"""Measure the quality of extraction: scores against annotated articles and sentences, error listings, calibration."""

from __future__ import annotations

from graphkit.evaluate.calibration import Reliability, ReliabilityBin, measure_reliability
from graphkit.evaluate.error_listing import ErrorRow, find_sentence, list_errors
from graphkit.evaluate.evaluation import evaluate_predictions, read_names, reliability_table
from graphkit.evaluate.name_matching import Names
from graphkit.evaluate.scores import EvaluationReport, Share, Tally

__all__ = [
    "ErrorRow",
    "EvaluationReport",
    "Names",
    "Reliability",
    "ReliabilityBin",
    "Share",
    "Tally",
    "evaluate_predictions",
    "find_sentence",
    "list_errors",
    "measure_reliability",
    "read_names",
    "reliability_table",
]
