"""Commands that make a graph from articles."""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit.cli.console import Talk, write_data, write_json, write_json_lines
from graphkit.cli.option_groups import RuleOptions, RunOptions, SourceOptions, TalkOptions
from graphkit.cli.options import AsJson, Corrections, Sources, Title
from graphkit.cli.progress import Progress, watch
from graphkit.runtime.garbage import rest_collector

if TYPE_CHECKING:
    from graphkit.api import KnowledgeGraph
    from graphkit.model import Article, Skip
    from graphkit.pipeline.spec import Report, RunSpec, Shard, Step

Out = Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="The folder to write.")]


def demo(out: Out = Path("graphkit-demo"), *, talking: TalkOptions) -> None:
    """Build a graph from the sample articles and say what to try next.

    Needs no network and takes some seconds.

    Examples:
      graphkit demo
      graphkit demo -o tour --quiet
    """
    from graphkit.datasets import find_samples
    from graphkit.pipeline.build import build as build_graph

    talk = talking.make_talk()
    with watch(talk) as progress:
        kg = build_graph([str(find_samples())], out=out, report=_reporter(talk, progress))
    _sum_up(talk, json.loads((out / "run.json").read_text(encoding="utf-8")), out)
    talk.say("\nTry next:", style="bold")
    talk.say(f"  open {out / 'graph.html'} in a browser")
    talk.say("  graphkit query --list")
    if pair := _find_busiest_pair(kg):
        talk.say(f'  graphkit why {out} "{pair[0]}" "{pair[1]}"')
    talk.say("  graphkit build YOUR-ARTICLES -o news")


def build(
    sources: Sources = None,
    out: Out = Path("out"),
    *,
    rules: RuleOptions,
    reading: SourceOptions,
    running: RunOptions,
    corrections: Corrections = None,
    title: Title = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count the sources, but build nothing.")] = False,
    as_json: AsJson = False,
    talking: TalkOptions,
) -> None:
    """Build one merged graph from articles.

    OUT then holds graph.ttl (RDF), graph.html (to browse), run.json and lists
    (.jsonl) of events, links, articles and skipped inputs. It appears whole or
    not at all. What cannot be read is skipped and reported.

    Examples:
      graphkit build data/articles -o out
      graphkit build data/articles -o first --limit 3 --json
      graphkit build data/articles/2016-*.txt -o cuba --quiet
      graphkit build data/articles --dry-run
      graphkit build data/articles --partitions shards -o out
    """
    with rest_collector():
        from graphkit.pipeline.build import build_folder, find_unchanged

    gc.freeze()  # Python need not look through what is loaded for garbage
    spec = running.make_spec(sources, rules, reading, corrections=corrections, title=title)
    if dry_run:
        _show_survey(spec, as_json)
        return
    talk = talking.make_talk()
    with watch(talk):  # all sources are read for it
        unchanged = find_unchanged(spec, out)
    if unchanged is not None:
        talk.say(f"nothing has changed: {unchanged['articles_ok']:,} articles -> {out}", style="bold")
        if as_json:
            write_json(unchanged)
        return
    with watch(talk) as progress:
        run = build_folder(spec, out, _reporter(talk, progress))
    _sum_up(talk, run, out)
    for remark in run["remarks"]:
        talk.warn(f"{remark['subject']}: {remark['detail']}; {remark['remedy']}")
    if as_json:
        write_json(run)


def extract(
    sources: Sources = None, *, rules: RuleOptions, reading: SourceOptions, running: RunOptions, talking: TalkOptions
) -> None:
    """Print the facts of each article, one article a line, as JSON.

        Each fact has the actors with their words and offsets, the predicate,
    status, date, place, speaker and sentence. With --partitions the facts go
    into Parquet shards, which `graphkit build` merges; only their number is
    printed.

    Examples:
      graphkit extract data/articles > facts.jsonl
      graphkit extract data/articles/2016-*.txt --partitions shards
      graphkit extract data/articles --limit 1 | python -m json.tool
    """
    from graphkit.pipeline.build import extract_records
    from graphkit.pipeline.shards.fill import fill_partitions

    spec = running.make_spec(sources, rules, reading)
    talk = talking.make_talk()
    if running.partitions:
        with watch(talk) as progress:
            progress.begin("extracting into shards")
            counts = fill_partitions(spec, running.partitions, _reporter(talk, progress))
        write_data(
            f"{counts['articles']:,} articles, {counts['facts']:,} facts in {counts['shards']:,} shards, "
            f"{counts['new']:,} of them new -> {running.partitions}"
        )
        for code, count in counts["skipped"].items():
            write_data(f"{count:,} skipped: {code}")
        return
    with watch(talk, alone=not sys.stdout.isatty()) as progress:
        write_json_lines(extract_records(spec, _reporter(talk, progress)))


def _show_survey(spec: RunSpec, as_json: bool) -> None:
    """Print what a build would read."""
    from graphkit.pipeline.build import survey_sources

    survey = survey_sources(spec.sources, limit=spec.limit, config=spec.config)
    if as_json:
        write_json(survey)
        return
    write_data(f"{survey['articles']:,} articles, {survey['words']:,} words")
    for code, count in survey["skipped"].items():
        write_data(f"{count:,} would be skipped: {code}")


def _reporter(talk: Talk, progress: Progress) -> Report:
    from graphkit.model import Skip
    from graphkit.pipeline.spec import Shard, Step

    def report(item: Article | Skip | Step | Shard) -> None:
        if isinstance(item, Step):
            progress.begin(item.name, item.expected)
            return
        if isinstance(item, Shard):
            for _ in range(item.articles):
                progress.count()
            for skip in item.skips:
                report(skip)
            return
        progress.count(skipped=isinstance(item, Skip))
        if isinstance(item, Skip):
            talk.add_detail(f"skipped {item.path}: {item.detail} ({item.code})")

    return report


def _sum_up(talk: Talk, run: dict[str, Any], out: Path) -> None:
    """Say what went in, what was skipped and why, and what came out."""
    counts = f"{run['articles']:,} articles, {run['entities']:,} entities, {run['events']:,} events"
    talk.say(f"{counts} -> {out}", style="bold")
    lacks = [(run["undated"], "without a date"), (run["without_facts"], "without any fact")]
    if any(count for count, _ in lacks):
        gaps = ", ".join(f"{count:,} {what}" for count, what in lacks if count)
        talk.say(f"{gaps}; {out / 'articles.jsonl'} names them")
    if run["unsure"]:
        facts = "fact" if run["unsure"] == 1 else "facts"
        talk.say(f"{run['unsure']:,} {facts} of low confidence left out (--min-confidence)")
    skipped = Counter(run["skipped"])
    if skipped:
        reasons = ", ".join(f"{count} {code}" for code, count in skipped.most_common())
        what = f"{skipped.total():,} skipped ({reasons}); {out / 'skipped.jsonl'} says what to do about each"
        talk.say(what, style="yellow")


def _find_busiest_pair(kg: KnowledgeGraph) -> tuple[str, str] | None:
    """Find the two actors of the event that most articles report, offices and memberships aside."""
    from graphkit.resources.vocabulary import Vocabulary

    predicates = Vocabulary.load().predicates
    events = [event for event in kg.events if not predicates[event.predicate].static]
    if not events:
        return None
    labels = {entity.id: entity.label for entity in kg.entities}
    best = max(events, key=lambda event: (len({mention.evidence.article for mention in event.mentions}), event.id))
    return labels[best.agent], labels[best.recipient]
