"""The command that measures quality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.console import clean_text, data_console, write_data, write_json, write_json_lines
from graphkit.cli.option_groups import RuleOptions
from graphkit.cli.options import AsJson
from graphkit.errors import UsageError

if TYPE_CHECKING:
    from graphkit.evaluate import ErrorRow, EvaluationReport
    from graphkit.evaluate.bcubed import BCubed
    from graphkit.pipeline.ablation import GoldSet
    from graphkit.pipeline.spec import Recipe


@dataclass(frozen=True)
class ComparisonOptions:
    """Options for the comparison of facts with annotations."""

    relaxed: Annotated[
        bool,
        typer.Option("--relaxed", help="Also accept a person for the state, and another predicate of the same type."),
    ] = False
    static: Annotated[bool, typer.Option("--static/--no-static", help="Count offices and memberships too.")] = True
    errors: Annotated[
        bool, typer.Option("--errors", help="List the missed and the false facts in place of the figures.")
    ] = False
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="PATH", help="The articles themselves: --errors then says which row came nearest."
        ),
    ] = None


@dataclass(frozen=True)
class AblationOptions:
    """Options for the worth of single rules."""

    ablate: Annotated[
        bool, typer.Option("--ablate", help="Switch the rules off one by one and print what each is worth.")
    ] = False
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="TEXTS=GOLD", help="With --ablate: further texts and annotations."),
    ] = None
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="ID", help="With --ablate: only this rule; may be repeated.")
    ] = None


def evaluate(
    gold: Annotated[
        Path,
        typer.Option(
            "--gold", metavar="GOLD", help="Articles, sentences or stories (for merging) that are marked by hand."
        ),
    ],
    predictions: Annotated[
        Path | None,
        typer.Argument(metavar="[FACTS]", help="What `graphkit extract` printed. Leave it out to measure merging."),
    ] = None,
    *,
    comparison: ComparisonOptions,
    ablation: AblationOptions,
    rules: RuleOptions,
    as_json: AsJson = False,
) -> None:
    """Compare extracted facts with facts marked by hand, or measure merging.

    Examples:
      graphkit evaluate facts.jsonl --gold data/gold
      graphkit evaluate facts.jsonl --gold data/gold --errors --no-static
      graphkit evaluate facts.jsonl --gold data/gold --errors --texts data/articles
      graphkit evaluate facts.jsonl --gold data/gold --json
      graphkit evaluate --gold data/merge_gold
      graphkit evaluate --gold data/gold --texts data/articles --ablate --rule edge/control
    """
    if ablation.ablate:
        sets = _gold_sets(gold, comparison.texts, ablation.also or [])
        _show_ablation(sets, rules.make_recipe(), ablation.rule, as_json=as_json)
        return
    stories = _find_stories(gold)
    if stories is not None:
        _evaluate_merging(stories, as_json=as_json)
        return
    if predictions is None:
        raise UsageError("there are no facts to compare", remedy="graphkit extract SOURCES > facts.jsonl, and name it")
    from graphkit.evaluate import evaluate_predictions

    report = evaluate_predictions(predictions, gold, static=comparison.static, relaxed=comparison.relaxed)
    if comparison.errors:
        _list_errors(report, comparison.texts, rules.make_recipe(), as_json=as_json)
    elif as_json:
        write_json(report.as_dict())
    else:
        _show_report(report)


def _list_errors(report: EvaluationReport, texts: Path | None, recipe: Recipe, *, as_json: bool) -> None:
    """Print what was missed or is false; with the articles also the row of the lexicon that came nearest."""
    from graphkit.evaluate import list_errors
    from graphkit.ingest import read_articles
    from graphkit.model import Article
    from graphkit.pipeline.extract_worker import open_explainer

    articles = [item for item in read_articles([texts]) if isinstance(item, Article)] if texts is not None else []
    explain = open_explainer(recipe) if texts is not None else None
    rows = list_errors(report, {article.id: article.text for article in articles}, explain)
    if as_json:
        write_json_lines(asdict(row) for row in rows)
        return
    for row in rows:
        _show_error(row)


def _gold_sets(gold: Path, texts: Path | None, also: list[str]) -> list[GoldSet]:
    """Read the pairs of texts and annotations that --ablate measures on."""
    from graphkit.pipeline.ablation import GoldSet

    if texts is None:
        raise UsageError("--ablate extracts anew and needs the articles", remedy="name them with --texts")
    pairs = [(texts, gold)]
    for pair in also:
        first, equals, second = pair.partition("=")
        if not equals:
            raise UsageError(f"--also takes TEXTS=GOLD, not {pair!r}", remedy="join the two paths with =")
        pairs.append((Path(first), Path(second)))
    return [GoldSet(second.name if second.is_dir() else second.stem, first, second) for first, second in pairs]


def _show_ablation(sets: list[GoldSet], recipe: Recipe, rules: list[str] | None, *, as_json: bool) -> None:
    """Print what is lost without each rule, a row for each rule and gold set where anything changes."""
    from rich.table import Table

    from graphkit.pipeline.ablation import ablate

    worths = ablate(sets, recipe, rules)
    if as_json:
        write_json_lines(asdict(worth) for worth in worths)
        return
    table = Table("rule", "gold set", "right", "false", "status", "date", "place", box=None)
    for worth in worths:
        figures = (worth.right, worth.false, worth.status, worth.date, worth.place)
        if any(figures) or rules:
            table.add_row(worth.rule, worth.gold_set, *(f"{figure:+d}" for figure in figures))
    data_console().print(table)


def _find_stories(gold: Path) -> Path | None:
    """Find the file of stories that merging is judged by; None where the annotations are of single articles."""
    file = gold / "articles.jsonl" if gold.is_dir() else gold
    if file.suffix != ".jsonl" or not file.is_file():
        return None
    with file.open(encoding="utf-8") as lines:
        return file if '"story"' in lines.readline() else None


def _evaluate_merging(stories: Path, *, as_json: bool) -> None:
    """Print B-cubed scores of merging: over the marked mentions, and over what a build of the same texts yields."""
    from graphkit.evaluate.alignment import score_build
    from graphkit.evaluate.merge_scores import read_merge_gold, score_merging
    from graphkit.pipeline.build import build
    from graphkit.resolve import resolve_events
    from graphkit.resources.gazetteer.gazetteer import Gazetteer

    gold = read_merge_gold(stories)
    marked = score_merging(gold, resolve_events(gold.articles, gold.mentions, Gazetteer.load()))
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
        write_json({name: _list_measures(score, share) for name, (score, share) in rows.items()})
        return
    _show_merging(rows, gold.stories, marked.faults)


def _list_measures(score: BCubed, share: float) -> dict[str, float]:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "items": score.items,
        "found": share,
    }


def _show_merging(rows: Mapping[str, tuple[BCubed, float]], stories: int, faults: Iterable[str]) -> None:
    """Print a table of B-cubed scores, then the faults."""
    from rich.table import Table

    table = Table("", "precision", "recall", "F1", "items", "found", box=None, title=f"B-cubed, {stories} stories")
    for name, (score, share) in rows.items():
        figures = (f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}")
        table.add_row(name, *figures, str(score.items), f"{share:.2f}")
    data_console().print(table)
    for fault in faults:
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
            str(tally.matched),
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
