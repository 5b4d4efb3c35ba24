"""Renew the figures of docs/benchmark.md that need no outside text.

`make figures` extracts from the texts of this project, compares with their annotations, and writes the table.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graphkit.evaluate import EvaluationReport, evaluate_predictions
from graphkit.pipeline.build import build, extract_facts
from training.corpus import MarkedArticle, MarkedMention, read_corpus

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmark.md"
UNSEEN = sorted((ROOT / "data" / "training").glob("C-0[1-5].txt"))

_TABLE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end -->)", re.S)


def write_table() -> str:
    """Measure, and return the table."""
    lines = ["", "| what | figures | set | date |", "|---|---|---|---|"]
    today = datetime.now(tz=UTC).date().isoformat()
    lines.extend(f"| {what} | {figures} | {texts} | {today} |" for what, figures, texts in measure_all())
    return "\n".join([*lines, "", ""])


def measure_all() -> Iterator[tuple[str, str, str]]:
    """Yield name, figures and set of each measurement."""
    samples = "eight sample articles (`data/gold`), without offices; developed on them"
    yield "facts of our samples", _tell(_measure_samples()), samples
    unseen = (
        "100 invented articles (`data/training/C-01` to `C-05`), without offices; no rule was developed on them, "
        "but the confidence was fitted to them among others"
    )
    yield "facts of rich language", _tell(_measure_corpus(UNSEEN)), unseen
    yield from _measure_merging()


def _tell(report: EvaluationReport) -> str:
    facts, shares = report.scores["facts"], report.shares
    rates = f"precision {facts.precision:.2f}, recall {facts.recall:.2f}, F1 {facts.f1:.2f}"
    return f"{rates}; status {shares['status'].value:.2f}, date {shares['date'].value:.2f} where one is given"


def _measure_samples() -> EvaluationReport:
    return _measure([str(ROOT / "data" / "articles")], ROOT / "data" / "gold")


def _measure_corpus(files: Iterable[Path]) -> EvaluationReport:
    """Measure on articles of the corpus, with what it marks as gold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "gold").mkdir()
        texts = []
        for article in read_corpus(*files):
            texts.append({"id": article.id, "text": article.text, "date": article.published})
            gold = json.dumps(make_gold(article))
            (folder / "gold" / f"{article.id}.json").write_text(gold, encoding="utf-8")
        lines = "".join(json.dumps(text) + "\n" for text in texts)
        (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
        return _measure([str(folder / "articles.jsonl")], folder / "gold")


def make_gold(article: MarkedArticle) -> dict[str, Any]:
    """Return what an article of the corpus tells, in the form of the files in data/gold."""
    facts = []
    for fact in article.facts:
        for subject in _names(article, fact.subject):
            for recipient in _names(article, fact.object):
                triple = {"s": subject, "p": fact.predicate, "o": recipient, "status": fact.status, "date": fact.date}
                if subject != recipient:
                    facts.append({**triple, "place": fact.place, "core": False, "optional": False, "alt": []})
    return {"id": article.id, "published": article.published, "facts": facts}


def _names(article: MarkedArticle, mention: MarkedMention) -> tuple[str, ...]:
    return mention.names or (article.text[mention.start : mention.end],)


def _measure(sources: list[str], gold: Path) -> EvaluationReport:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.jsonl"
        records = (json.dumps(record) + "\n" for record in extract_facts(sources))
        file.write_text("".join(records), encoding="utf-8")
        return evaluate_predictions(file, gold, static=False)


def _measure_merging() -> Iterator[tuple[str, str, str]]:
    from graphkit.evaluate.alignment import score_build
    from graphkit.evaluate.merge_scores import read_merge_gold, score_merging
    from graphkit.resolve import resolve_events
    from graphkit.resources.gazetteer.gazetteer import Gazetteer

    stories = ROOT / "data" / "merge_gold" / "articles.jsonl"
    gold = read_merge_gold(stories)
    marked = score_merging(gold, resolve_events(gold.articles, gold.mentions, Gazetteer.load()))
    findings = build(stories).findings
    built, mentions, facts = score_build(gold, findings, {article.id: article.text for article in findings.articles})
    texts = f"{gold.stories} invented stories (`data/merge_gold`)"
    alone = f"B-cubed F1 {marked.entities.f1:.3f} entities, {marked.events.f1:.3f} events"
    yield "merging alone, over marked mentions", alone, texts
    whole = f"B-cubed F1 {built.entities.f1:.3f} entities, {built.events.f1:.3f} events"
    shares = f"found {mentions:.2f} of the mentions, {facts:.2f} of the facts"
    yield "merging in a whole build", f"{whole}; {shares}", texts


def main() -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: write_table(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
