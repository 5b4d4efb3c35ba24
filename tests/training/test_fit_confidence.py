"""The confidence of the rules is fitted to what is right in articles with every fact marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="graphkit[train] is not installed")

from training.fit_confidence import EventJudge, JudgedEvent, calibrate, fit

PASSAGE = {
    "id": "p1",
    "date": "2024-05-16",
    "text": "Norway condemned Chad on Monday. Mali attacked the budget.",
    "facts": [{"s": "Norway", "p": "condemns", "o": "Chad", "status": "occurred"}],
}


def test_weights_follow_what_is_right() -> None:
    rows = [JudgedEvent(("plain",), True, ("a",), frozenset({0}))] * 30
    rows += [JudgedEvent(("far",), False, ("b",), frozenset())] * 30
    weights = fit(rows)
    assert weights.judge(["plain"]) > 0.7 > 0.3 > weights.judge(["far"])
    often_right = [JudgedEvent(("far",), number % 4 > 0, ("c",), frozenset()) for number in range(60)]
    assert 0.6 < calibrate(weights, often_right).judge(["far"]) < 0.9


@pytest.mark.model
def test_events_are_judged_against_the_annotations(tmp_path: Path) -> None:
    file = tmp_path / "passages.jsonl"
    file.write_text(json.dumps(PASSAGE) + "\n", encoding="utf-8")
    (article,) = EventJudge().read_corpus([file])
    assert article.needed == 1
    assert [event.right for event in article.events if event.triple[0] == "condemns"] == [True]
