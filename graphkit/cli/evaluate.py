"""The command that measures quality."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.console import clean_text, data_console, write_data, write_json, write_json_lines
from graphkit.cli.options import AsJson, Gazetteer, Lexicon, Model
from graphkit.config import DEFAULT_MODEL
from graphkit.errors import UsageError

if TYPE_CHECKING:
    from graphkit.evaluate import ErrorRow, EvaluationReport


def evaluate(
    gold: Annotated[
        Path,
        typer.Option("--gold", metavar="GOLD", help="Annotated articles, a file of sentences, or stories for merging."),
    ],
    predictions: Annotated[
        Path | None, typer.Argument(metavar="[FACTS]", help="What `graphkit extract` printed; stories need none.")
    ] = None,
    relaxed: Annotated[
        bool, typer.Option("--relaxed", help="Let a person stand for the state, and a type for the predicate.")
    ] = False,
    static: Annotated[bool, typer.Option("--static/--no-static", help="Count offices and memberships too.")] = True,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed or is false, not the figures.")
    ] = False,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="PATH", help="The articles: --errors then tells which row came nearest."),
    ] = None,
    model: Model = None,
    gazetteer: Gazetteer = None,
    lexicon: Lexicon = None,
    as_json: AsJson = False,
) -> None:
    """Compare extracted facts with annotated ones, or merging with stories.

    Examples:
      graphkit evaluate facts.jsonl --gold data/gold
      graphkit evaluate facts.jsonl --gold data/gold --errors --no-static
      graphkit evaluate facts.jsonl --gold data/gold --errors --texts data/articles
      graphkit evaluate facts.jsonl --gold data/gold --json
      graphkit evaluate --gold data/merge_gold
    """
    from dataclasses import asdict

    from graphkit.evaluate import evaluate_predictions, list_errors

    stories = _find_stories(gold)
    if stories is not None:
        _evaluate_merging(stories, as_json=as_json)
        return
    if predictions is None:
        raise UsageError("there are no facts to compare", remedy="graphkit extract SOURCES > facts.jsonl, and name it")
    found: dict[str, str] = {}
    explain = None
    if errors and texts is not None:
        from graphkit.ingest import read_articles
        from graphkit.model import Article
        from graphkit.pipeline.extract_stage import open_explainer
        from graphkit.pipeline.spec import Recipe

        found = {item.id: item.text for item in read_articles([texts]) if isinstance(item, Article)}
        recipe = Recipe(model or DEFAULT_MODEL, tuple(gazetteer or ()), tuple(lexicon or ()))
        explain = open_explainer(recipe)
    report = evaluate_predictions(predictions, gold, static=static, relaxed=relaxed)
    if errors and as_json:
        write_json_lines(asdict(row) for row in list_errors(report, found, explain))
    elif errors:
        for row in list_errors(report, found, explain):
            _show_error(row)
    elif as_json:
        write_json(report.as_dict())
    else:
        _show_report(report)


def _find_stories(gold: Path) -> Path | None:
    """The file of stories that merging is judged by; None where the annotations are of single articles."""
    file = gold / "articles.jsonl" if gold.is_dir() else gold
    if file.suffix != ".jsonl" or not file.is_file():
        return None
    with file.open(encoding="utf-8") as lines:
        return file if '"story"' in lines.readline() else None


def _evaluate_merging(stories: Path, *, as_json: bool) -> None:
    """Print B-cubed scores of merging: over the marked mentions, and over what a build of the same texts found."""
    from rich.table import Table

    from graphkit.evaluate.alignment import score_build
    from graphkit.evaluate.merge_scores import read_merge_gold, score_merging
    from graphkit.pipeline.build import build
    from graphkit.resolve import resolve_events
    from graphkit.resources.gazetteer.gazetteer import Gazetteer as Actors

    gold = read_merge_gold(stories)
    marked = score_merging(gold, resolve_events(gold.articles, gold.mentions, Actors.load()))
    findings = build(stories).findings
    texts = {article.id: article.text for article in findings.articles}
    built, mentions, facts = score_build(gold, findings, texts)
    rows = {
        "entities, marked": (marked.entities, 1.0),
        "events, marked": (marked.events, 1.0),
        "entities, built": (built.entities, mentions),
        "events, built": (built.events, facts),
    }
    if as_json:
        write_json(
            {
                name: {
                    "precision": one.precision,
                    "recall": one.recall,
                    "f1": one.f1,
                    "items": one.items,
                    "found": found,
                }
                for name, (one, found) in rows.items()
            }
        )
        return
    table = Table("", "precision", "recall", "F1", "items", "found", box=None, title=f"B-cubed, {gold.stories} stories")
    for name, (one, found) in rows.items():
        scores = (f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}")
        table.add_row(name, *scores, str(one.items), f"{found:.2f}")
    data_console().print(table)
    for fault in marked.faults:
        write_data(clean_text(fault))


def _show_report(report: EvaluationReport) -> None:
    """Print the figures: totals, then a row for each predicate."""
    from rich.table import Table

    console = data_console()
    totals = Table("", "precision", "recall", "F1", "found", "of", box=None, title=f"{report.count:,} {report.kind}")
    for name, tally in report.scores.items():
        figures = (
            f"{tally.precision:.3f}",
            f"{tally.recall:.3f}",
            f"{tally.f1:.3f}",
            str(tally.found),
            str(tally.needed),
        )
        totals.add_row(name, *figures)
    for name, share in report.shares.items():
        totals.add_row(f"{name} right", f"{share.value:.3f}", "", "", str(share.right), str(share.of))
    rows = Table("predicate", "precision", "recall", "F1", "found", "of", box=None)
    for row in report.table():
        rates = [f"{row[key]:.2f}" for key in ("precision", "recall", "f1")]
        rows.add_row(str(row["predicate"]), *rates, str(row["found"]), str(row["needed"]))
    console.print(totals)
    console.print(rows)
    if report.listed_wrong.of:
        write_data(f"known errors made: {report.listed_wrong.right} of {report.listed_wrong.of}")
    if report.missing:
        write_data(f"without facts: {', '.join(report.missing)}")


def _show_error(row: ErrorRow) -> None:
    write_data(clean_text(f"{row.what} in {row.article}: {row.subject} {row.predicate} {row.object}: {row.reason}"))
    if row.sentence:
        write_data(clean_text(f"    {row.sentence}" + (f"  [{row.rule}]" if row.rule else "")))
    if row.nearest:
        write_data(clean_text(f"    nearest: {row.nearest}"))
