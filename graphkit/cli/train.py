"""The command that trains a reader of one's own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit.cli.console import clean_text, data_console, write_data, write_json
from graphkit.cli.option_groups import RuleOptions, TalkOptions
from graphkit.cli.options import AsJson, ReaderModel
from graphkit.cli.progress import watch

if TYPE_CHECKING:
    from graphkit.evaluate.scores import Tally
    from graphkit.pipeline.own_reader.train import TrainingReport, TrainingSpec

#: Facts that were not found in their example and are named.
_MOST_NAMED = 10


@dataclass(frozen=True)
class LessonOptions:
    """Options for what is measured and rehearsed, and for the reader to go on from."""

    test: Annotated[
        Path | None,
        typer.Option(
            "--test", metavar="FILE", help="Examples to measure on; without them, five-fold cross-validation."
        ),
    ] = None
    rehearse: Annotated[
        list[str] | None,
        typer.Option(
            "--rehearse", metavar="PATH", help="Articles without the new facts, to be read as before; may be repeated."
        ),
    ] = None
    reader_model: ReaderModel = None
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0, max=1, metavar="P", help="The confidence from which changed facts are counted."
        ),
    ] = 0.35

    def make_spec(self, examples: Path, rules: RuleOptions) -> TrainingSpec:
        """Make the spec of a training. Raises UsageError where the reader's library is not installed."""
        from graphkit.pipeline.reader_card import explain_missing
        from graphkit.pipeline.spec import SHIPPED_READER

        try:
            from graphkit.pipeline.own_reader.train import TrainingSpec
        except ImportError as error:
            raise explain_missing(error) from error
        return TrainingSpec(
            examples,
            self.test,
            tuple(self.rehearse or ()),
            self.reader_model or SHIPPED_READER,
            rules.model,
            tuple(rules.gazetteer or ()),
            tuple(rules.lexicon or ()),
            self.min_confidence,
        )


def train(
    examples: Annotated[
        Path,
        typer.Option("--examples", metavar="FILE", help="YAML: event types of your own, and texts with their facts."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder of the new reader.")],
    *,
    lesson: LessonOptions,
    rules: RuleOptions,
    as_json: AsJson = False,
    talking: TalkOptions,
) -> None:
    """Teach the learned reader an event type by examples.

    Goes on from the reader that comes with graphkit, or from --reader-model,
    with 30 to 200 examples of a new or changed predicate. Writes a folder for
    `graphkit build --reader both --reader-model DIR`, and prints precision and
    recall before and after on examples that were not trained on.

    Examples:
      graphkit train --examples data/examples/extraditions.yaml --test data/examples/extraditions-test.yaml -o reader
      graphkit train --examples data/examples/extraditions.yaml --test data/examples/extraditions-test.yaml -o r2 --json
    """
    spec = lesson.make_spec(examples, rules)
    from graphkit.pipeline.own_reader.train import train_reader

    talk = talking.make_talk()
    with watch(talk) as progress:
        report = train_reader(spec, out, progress.begin)
    for row in report.unfound[:_MOST_NAMED]:
        talk.warn(clean_text(f"not found among the mentions, and not learned: {row}"))
    if len(report.unfound) > _MOST_NAMED:
        talk.warn(f"and {len(report.unfound) - _MOST_NAMED} more that were not found")
    for row in report.side_effects.listed:
        talk.add_detail(clean_text(row))
    talk.say(f"{report.examples} examples, {report.facts} facts -> {out}", style="bold")
    if as_json:
        write_json(_describe(report))
    else:
        _show(report, spec.least)


def _show(report: TrainingReport, least: float) -> None:
    """Print what was measured."""
    from rich.table import Table

    how = "of the test file" if not report.turns else f"in {report.turns} turns, each time trained on the others"
    table = Table("", "precision", "recall", "right", "given", "of", box=None)
    for name, tally in (("before", report.before), ("after", report.after)):
        precision = f"{tally.precision:.2f}" if tally.predicted else "-"
        counts = map(str, (tally.right, tally.predicted, tally.needed))
        table.add_row(name, precision, f"{tally.recall:.2f}", *counts)
    write_data(f"{', '.join(report.predicates)}: {report.tested} examples {how}, facts that the network finds likely")
    data_console().print(table)
    effects = report.side_effects
    write_data(
        f"elsewhere, from confidence {least:g}: {effects.changed} of {effects.facts} facts of other predicates "
        f"changed, {effects.new} new facts in {effects.sentences} sentences"
    )


def _describe(report: TrainingReport) -> dict[str, Any]:
    return {**asdict(report), "before": _describe_tally(report.before), "after": _describe_tally(report.after)}


def _describe_tally(tally: Tally) -> dict[str, float]:
    return {**asdict(tally), "precision": round(tally.precision, 3), "recall": round(tally.recall, 3)}
