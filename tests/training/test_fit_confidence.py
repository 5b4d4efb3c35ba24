"""The confidence of the rules is fitted to what is right in articles with every fact marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="graphkit[train] is not installed")

from training.fit_confidence import FOLDS, EventJudge, JudgedArticle, JudgedEvent, Scale, fit, fit_parts

PASSAGE = {
    "id": "p1",
    "date": "2024-05-16",
    "text": "Norway condemned Chad on Monday. Mali attacked the budget.",
    "facts": [{"s": "Norway", "p": "condemns", "o": "Chad", "status": "occurred"}],
}


def test_weights_follow_what_is_right() -> None:
    rows = [JudgedEvent(("plain",), True, ("a",), frozenset({0}))] * 300
    rows += [JudgedEvent(("far",), False, ("b",), frozenset())] * 300
    weights = fit(rows)
    assert weights.judge(["plain"]) > 0.7 > 0.3 > weights.judge(["far"])
    often_right = [JudgedEvent(("far",), number % 4 > 0, ("c",), frozenset()) for number in range(60)]
    scale = Scale.fit([weights.total(row.features) for row in often_right], [row.right for row in often_right])
    assert 0.6 < scale.apply(weights).judge(["far"]) < 0.9


def test_no_part_is_judged_by_what_was_fitted_to_it() -> None:
    plain = JudgedEvent(("plain",), True, ("a",), frozenset({0}))
    corpus = [plain, JudgedEvent(("far",), False, ("b",), frozenset())] * 20
    rare = JudgedEvent(("rare",), True, ("c",), frozenset({0}))
    articles = [JudgedArticle((rare,) * 8 if number == 2 else (plain,), 1) for number in range(FOLDS)]
    parts = fit_parts(corpus, articles)
    assert [number for number, weights in enumerate(parts) if "rare" not in weights.weights] == [2]


@pytest.mark.model
def test_events_are_judged_against_the_annotations(tmp_path: Path) -> None:
    file = tmp_path / "passages.jsonl"
    file.write_text(json.dumps(PASSAGE) + "\n", encoding="utf-8")
    (article,) = EventJudge().read_corpus([file])
    assert article.needed == 1
    assert [event.right for event in article.events if event.triple[0] == "condemns"] == [True]
