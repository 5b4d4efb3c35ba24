"""Fit how rule, confidence and model together decide: `python -m training.calibrate TRAINED RECORDS --start MODEL`.

RECORDS are prepared articles that were not trained on. Candidate facts are those that the rules or the model propose;
the probability that one is right is a logistic regression on a few features of both. Half of the articles fit, the
other half measures, by turns.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from graphkit.extract.reader.combination import FEATURES, describe_candidate
from graphkit.extract.reader.features import PREDICATES
from training.train import SYMMETRIC, make_examples, make_key, make_reader, predict, read_records

#: Facts of the model below this probability are no candidates.
FLOOR = 0.04


def list_candidates(
    record: dict[str, Any], scores: dict[tuple[str, int], np.ndarray]
) -> list[tuple[list[float], bool]]:
    """List the candidate facts of an article with their features and whether they are marked."""
    rows = []
    for number, sentence in enumerate(record["sentences"]):
        names = [frozenset(row) for row in sentence["names"]]
        gold = {make_key(names[s], p, names[o]) for s, o, p, _ in sentence["facts"]}
        table = scores.get((record["id"], number))
        found: dict[tuple[Any, ...], list[float]] = {}
        for s, o, predicate, confidence in sentence["rules"]:
            if predicate not in PREDICATES:
                continue  # a standing tie
            key = make_key(names[s], predicate, names[o])
            model, other = read_scores(table, s, o, predicate)
            found[key] = describe_candidate(confidence, model, other)
        if table is not None:
            for s, o, row in np.argwhere(table > FLOOR):
                predicate = PREDICATES[row]
                key = make_key(names[s], predicate, names[o])
                if names[s] == names[o] or key in found:
                    continue
                model, other = read_scores(table, s, o, predicate)
                if model > FLOOR:
                    found[key] = describe_candidate(None, model, other)
        rows += [(features, key in gold) for key, features in found.items()]
    return rows


def read_scores(table: np.ndarray | None, s: int, o: int, predicate: str) -> tuple[float, float]:
    """Return the model's probability of a fact, and that of any other fact of the pair in either direction."""
    if table is None:
        return 0.0, 0.0
    row = PREDICATES.index(predicate)
    here = (table[s, o, row] + table[o, s, row]) / 2 if predicate in SYMMETRIC else table[s, o, row]
    return float(here), float(max(table[s, o].sum(), table[o, s].sum()) - here)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    records = read_records(*options.records)
    reader, tokenizer = make_reader(options.start, options.layers, 0)
    reader.load_state_dict(load_file(options.trained / "reader.safetensors"))
    scores = predict(reader, [example for record in records for example in make_examples(record, tokenizer)])
    marked = sum(count_marked(record) for record in records)
    rows = [list_candidates(record, scores) for record in records]
    judged = np.zeros(0), np.zeros(0), np.zeros(0)
    for half in (0, 1):
        fit = [row for number, part in enumerate(rows) if number % 2 == half for row in part]
        rest = [row for number, part in enumerate(rows) if number % 2 != half for row in part]
        model = fit_combination(fit)
        features = np.array([row[0] for row in rest])
        added = model.predict_proba(features)[:, 1], np.array([row[1] for row in rest]), features[:, 0]
        judged = tuple(np.concatenate(pair) for pair in zip(judged, added, strict=True))  # type: ignore[assignment]
    report(*judged, marked)
    final = fit_combination([row for part in rows for row in part])
    coefficients = {"features": list(FEATURES), "weights": final.coef_[0].tolist(), "bias": float(final.intercept_[0])}
    print(json.dumps(coefficients))
    if options.out:
        options.out.write_text(json.dumps(coefficients, indent=1) + "\n", encoding="utf-8")


def count_marked(record: dict[str, Any]) -> int:
    """Count the distinct marked facts of an article's sentences."""
    total = 0
    for sentence in record["sentences"]:
        names = [frozenset(row) for row in sentence["names"]]
        total += len({make_key(names[s], p, names[o]) for s, o, p, _ in sentence["facts"]})
    return total


def fit_combination(rows: Sequence[tuple[list[float], bool]]) -> LogisticRegression:
    """Fit the logistic regression."""
    model = LogisticRegression(C=1.0, max_iter=1_000)
    return model.fit(np.array([row[0] for row in rows]), np.array([row[1] for row in rows]))


def report(chances: np.ndarray, right: np.ndarray, has_rule: np.ndarray, marked: int) -> None:
    """Print precision and recall of the combination at several thresholds, and of the rules alone."""
    by_rule = has_rule > 0
    print(f"rules: {describe(right[by_rule], marked)}")
    alone = roc_auc_score(right[by_rule], chances[by_rule])
    print(f"AUC {roc_auc_score(right, chances):.3f}; on the facts of the rules {alone:.3f}")
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8):
        print(f"{threshold}: {describe(right[chances > threshold], marked)}")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = right[(chances >= low) & (chances < low + 0.2)]
        print(f"  {low:.1f} to {low + 0.2:.1f}: {len(inside)} facts, {inside.mean() if len(inside) else 0:.2f} right")


def describe(right: np.ndarray, marked: int) -> str:
    """Describe the facts that are kept, of which some are right, beside the number of marked ones."""
    hits, kept = int(right.sum()), len(right)
    return f"P {hits / max(1, kept):.3f} R {hits / marked:.3f} F1 {2 * hits / (kept + marked):.3f}"


if __name__ == "__main__":
    main()
