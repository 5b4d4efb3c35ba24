"""What a rule is worth: facts that are lost without it, on texts that are marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphkit.config import DEFAULT_MODEL
from graphkit.errors import UsageError
from graphkit.pipeline.ablation import GoldSet, ablate
from graphkit.pipeline.spec import Recipe

pytestmark = pytest.mark.model

TEXT = "Norway condemned Chad on Monday. On Tuesday it recalled its ambassador to Niger."


@pytest.fixture
def marked(tmp_path: Path) -> GoldSet:
    """Return a text with two marked facts, one of which is told by a pronoun."""
    texts, gold = tmp_path / "texts.jsonl", tmp_path / "gold"
    texts.write_text(json.dumps({"id": "a", "date": "2024-03-14", "text": TEXT}) + "\n", encoding="utf-8")
    gold.mkdir()
    facts = [("Norway", "condemns", "Chad"), ("Norway", "sanctions", "Niger")]
    marks = [{"s": s, "p": p, "o": o, "status": "occurred"} for s, p, o in facts]
    (gold / "a.json").write_text(json.dumps({"id": "a", "facts": marks}), encoding="utf-8")
    return GoldSet("marked", texts, gold)


def find_worth(marked: GoldSet, rule: str) -> int:
    """Return how many right facts are lost without a rule."""
    return next(ablate([marked], Recipe(DEFAULT_MODEL), [rule])).right


def test_a_sieve_is_worth_the_facts_that_it_finds(marked: GoldSet) -> None:
    assert find_worth(marked, "pronoun.it") == 1


def test_a_slot_is_worth_all_facts_that_need_it(marked: GoldSet) -> None:
    assert find_worth(marked, "slot/subject") == 2


def test_a_rule_that_the_text_does_not_need_is_worth_nothing(marked: GoldSet) -> None:
    assert find_worth(marked, "pronoun.charged") == 0


def test_an_unknown_rule_is_refused(marked: GoldSet) -> None:
    with pytest.raises(UsageError, match="no rule"):
        next(ablate([marked], Recipe(DEFAULT_MODEL), ["pronoun/it"]))
