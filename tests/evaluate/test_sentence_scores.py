"""Scores of single sentences, on annotations of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphkit.evaluate import EvaluationReport, Names, evaluate_predictions, list_errors

NAMES = Names({}, {"Ruritania": "ruritania", "Ruritanian": "ruritania", "Zembla": "zembla", "Zemblan": "zembla"})
TEXT = "Ruritanian police arrested two Zemblan miners while the Zemblan queen met the duke."
EVENTS = [
    {"source": "Ruritanian police", "target": "two Zemblan miners", "plover": "COERCE"},
    {"source": "the Zemblan queen", "target": "the duke", "plover": "CONSULT"},
]


def fact(s_text: str, p: str, o_text: str, plover: str | None = None, **more: object) -> dict[str, object]:
    return {"s": s_text, "p": p, "o": o_text, "plover": plover, "s_text": s_text, "o_text": o_text, **more}


def score(tmp_path: Path, *facts: dict[str, object], events: list[dict[str, str]] | None = None) -> EvaluationReport:
    gold, predictions = tmp_path / "gold.jsonl", tmp_path / "predictions.jsonl"
    record = {"id": "a", "text": TEXT, "events": EVENTS if events is None else events}
    gold.write_text(json.dumps(record) + "\n", encoding="utf-8")
    predictions.write_text(json.dumps({"id": "a", "facts": facts}) + "\n", encoding="utf-8")
    return evaluate_predictions(predictions, gold, names=NAMES)


def hits(report: EvaluationReport) -> tuple[int, int, int]:
    return report.scores["type"].right, report.scores["pair"].right, report.scores["full"].right


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        (fact("police", "coerces", "miners", "COERCE"), (1, 1, 1)),
        (fact("police", "coerces", "miners"), (1, 1, 1)),
        (fact("Ruritania", "coerces", "Zembla", "COERCE"), (1, 1, 1)),
        (fact("police", "attacks", "miners", "ASSAULT"), (0, 1, 0)),
        (fact("miners", "coerces", "police", "COERCE"), (1, 0, 0)),
        (fact("the duke", "meets", "the queen", "CONSULT"), (1, 1, 1)),
        (fact("the duke", "visits", "the queen", "CONSULT"), (1, 0, 0)),
        (fact("soldiers", "coerces", "farmers", "COERCE"), (1, 0, 0)),
        (fact("police", "represents", "miners", "REPRESENTS"), (0, 0, 0)),
    ],
)
def test_type_pair_and_both_are_counted_apart(
    predicted: dict[str, object], expected: tuple[int, int, int], tmp_path: Path
) -> None:
    assert hits(score(tmp_path, predicted)) == expected


def test_conceding_and_retreating_are_one_type(tmp_path: Path) -> None:
    events = [{"source": "Zembla", "target": "Ruritania", "plover": "CONCEDE"}]
    predicted = fact("Zembla", "withdraws_from", "Ruritania", "RETREAT")
    assert hits(score(tmp_path, predicted, events=events)) == (1, 1, 1)


def test_one_prediction_answers_one_annotation(tmp_path: Path) -> None:
    events = [EVENTS[0], {**EVENTS[0], "target": "Zemblan miners"}]
    predicted = fact("police", "coerces", "miners", "COERCE")
    report = score(tmp_path, predicted, events=events)
    assert hits(report) == (1, 1, 1)
    assert [miss.reason for miss in report.misses] == ["its fact already answers another annotation"]


def test_an_unnamed_gold_actor_is_anybody(tmp_path: Path) -> None:
    events = [{"source": "", "target": "two Zemblan miners", "plover": "COERCE"}]
    assert hits(score(tmp_path, fact("masked men", "coerces", "two miners", "COERCE"), events=events)) == (1, 1, 1)


def test_errors_show_sentence_rule_and_what_came_near(tmp_path: Path) -> None:
    report = score(tmp_path, fact("police", "attacks", "miners", "ASSAULT", rule="hit.obj", confidence=0.6))
    rows = list_errors(report, explain=lambda article, sentence, plover: f"nothing for {plover}")
    misses = {row.predicate: row for row in rows if row.what == "miss"}
    assert misses["COERCE"].reason == "another type: police attacks miners"
    assert misses["COERCE"].rule == "hit.obj"
    assert misses["COERCE"].sentence == TEXT
    assert misses["CONSULT"].reason == "no fact comes near"
    assert misses["CONSULT"].nearest == "nothing for CONSULT"
    assert [row.rule for row in rows if row.what == "false"] == ["hit.obj"]
    assert report.judged == ((0.6, False),)
    assert (report.shares["typed"].right, report.shares["typed"].of) == (0, 1)


def test_the_table_counts_types_by_sentence(tmp_path: Path) -> None:
    report = score(tmp_path, fact("police", "coerces", "miners", "COERCE"), fact("x", "attacks", "y", "ASSAULT"))
    rows = {str(row["predicate"]): (row["needed"], row["found"], row["predicted"]) for row in report.table()}
    assert rows == {"COERCE": (1, 1, 1), "CONSULT": (1, 0, 0), "ASSAULT": (0, 0, 1)}
