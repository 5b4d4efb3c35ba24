"""Annotated articles of the corpus and short passages are read in one form."""

from __future__ import annotations

import json
from pathlib import Path

from training.gold_articles import read_annotations, write_articles

ROOT = Path(__file__).resolve().parents[2]

PASSAGE = {
    "id": "p1",
    "date": "2024-05-16",
    "text": "Norway condemned Chad on Monday. Mali attacked the budget.",
    "facts": [{"s": "Norway", "p": "condemns", "o": "Chad", "status": "occurred"}],
}


def test_passages_and_corpus_are_read_in_one_form(tmp_path: Path) -> None:
    file = tmp_path / "passages.jsonl"
    file.write_text(json.dumps(PASSAGE) + "\n", encoding="utf-8")
    ((text, published, gold),) = read_annotations(file)
    assert (text, published, gold.id) == (PASSAGE["text"], "2024-05-16", "p1")
    assert [fact.variants for fact in gold.facts] == [(("Norway", "condemns", "Chad"),)]
    with write_articles([(text, published, gold)]) as written:
        assert json.loads(written.read_text())["text"] == text
    assert not written.exists()


def test_the_shipped_passages_hold_together() -> None:
    rows = list(read_annotations(ROOT / "data" / "training" / "passages.jsonl"))
    assert len(rows) == len({gold.id for _, _, gold in rows}) == 729
    assert sum(len(gold.facts) for _, _, gold in rows) > 1_400
