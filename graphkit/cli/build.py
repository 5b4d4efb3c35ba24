"""Commands that make a graph from articles."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit.cli.console import Talk, write_data, write_json, write_json_lines
from graphkit.cli.options import (
    AsJson,
    ConfigFile,
    Corrections,
    DateField,
    DateOrder,
    FollowLinks,
    Gazetteer,
    IdField,
    Languages,
    Lexicon,
    Limit,
    MaxSkip,
    MinConfidence,
    Model,
    NoProgress,
    Partitions,
    PublisherField,
    Quiet,
    Reader,
    ReaderModel,
    Scheduler,
    Sources,
    Strict,
    TextField,
    Title,
    TitleField,
    UrlField,
    Urls,
    Verbose,
    Workers,
)
from graphkit.cli.progress import Progress, watch

if TYPE_CHECKING:
    from graphkit.api import KnowledgeGraph
    from graphkit.model import Article, Skip
    from graphkit.pipeline.spec import Report, RunSpec, Shard, Step

Out = Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="The folder to write.")]


def demo(
    out: Out = Path("graphkit-demo"),
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_progress: NoProgress = False,
) -> None:
    """Build a graph from the sample articles and say what to try next.

    Needs no network and takes some seconds.

    Examples:
      graphkit demo
      graphkit demo -o tour --quiet
    """
    from graphkit.datasets import find_samples

    talk = Talk(quiet=quiet, verbose=verbose, progress=not no_progress)
    from graphkit.pipeline.build import build as build_graph

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
    context: typer.Context,
    sources: Sources = None,
    out: Out = Path("out"),
    model: Model = None,
    gazetteer: Gazetteer = None,
    lexicon: Lexicon = None,
    reader: Reader = None,
    reader_model: ReaderModel = None,
    corrections: Corrections = None,
    config: ConfigFile = None,
    workers: Workers = None,
    min_confidence: MinConfidence = None,
    scheduler: Scheduler = None,
    partitions: Partitions = None,
    text_field: TextField = None,
    title_field: TitleField = None,
    date_field: DateField = None,
    url_field: UrlField = None,
    publisher_field: PublisherField = None,
    id_field: IdField = None,
    date_order: DateOrder = None,
    language: Languages = None,
    follow_links: FollowLinks = None,
    url: Urls = None,
    title: Title = None,
    limit: Limit = None,
    strict: Strict = False,
    max_skip: MaxSkip = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count the sources, but build nothing.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_progress: NoProgress = False,
) -> None:
    """Build one merged graph from articles.

    OUT then holds graph.ttl (RDF), graph.html (to browse), events.jsonl,
    run.json and skipped.jsonl; it appears whole or not at all. What cannot be
    read is skipped and reported.

    Examples:
      graphkit build data/articles -o out
      graphkit build data/articles -o first --limit 3 --json
      graphkit build data/articles/2016-*.txt -o cuba --quiet
      graphkit build data/articles --dry-run
      graphkit build data/articles --partitions shards -o out
    """
    from graphkit.pipeline.build import build_folder, find_unchanged

    spec = _make_job(context, sources)
    if dry_run:
        _show_survey(spec, as_json)
        return
    talk = Talk(quiet=quiet, verbose=verbose, progress=not no_progress)
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
    context: typer.Context,
    sources: Sources = None,
    model: Model = None,
    gazetteer: Gazetteer = None,
    lexicon: Lexicon = None,
    reader: Reader = None,
    reader_model: ReaderModel = None,
    limit: Limit = None,
    strict: Strict = False,
    max_skip: MaxSkip = None,
    config: ConfigFile = None,
    workers: Workers = None,
    min_confidence: MinConfidence = None,
    scheduler: Scheduler = None,
    partitions: Partitions = None,
    text_field: TextField = None,
    title_field: TitleField = None,
    date_field: DateField = None,
    url_field: UrlField = None,
    publisher_field: PublisherField = None,
    id_field: IdField = None,
    date_order: DateOrder = None,
    language: Languages = None,
    follow_links: FollowLinks = None,
    url: Urls = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_progress: NoProgress = False,
) -> None:
    """Print the facts of each article, one article a line, as JSON.

    Each fact has the actors with their words and offsets, the predicate,
    status, date, place, who says so and the sentence. With --partitions they
    go into Parquet shards, for `graphkit build` to merge, and are counted.

    Examples:
      graphkit extract data/articles > facts.jsonl
      graphkit extract data/articles/2016-*.txt --partitions shards
      graphkit extract data/articles --limit 1 | python -m json.tool
    """
    from graphkit.pipeline.build import extract_records
    from graphkit.pipeline.shards.fill import fill_partitions

    spec = _make_job(context, sources)
    talk = Talk(quiet=quiet, verbose=verbose, progress=not no_progress)
    if partitions:
        with watch(talk) as progress:
            progress.begin("extracting into shards")
            counts = fill_partitions(spec, partitions, _reporter(talk, progress))
        write_data(
            f"{counts['articles']:,} articles, {counts['facts']:,} facts in {counts['shards']:,} shards, "
            f"{counts['new']:,} of them new -> {partitions}"
        )
        for code, count in counts["skipped"].items():
            write_data(f"{count:,} skipped: {code}")
        return
    with watch(talk, alone=not sys.stdout.isatty()) as progress:
        write_json_lines(extract_records(spec, _reporter(talk, progress)))


def _make_job(context: typer.Context, sources: list[str] | None) -> RunSpec:
    """The spec that the options of a command describe, on top of the settings of the environment and of a file."""
    from graphkit.config import Config, load_config
    from graphkit.pipeline.spec import RunSpec

    given = context.params
    file = Path(given["config"]) if given["config"] else None
    settings = {field.name: given.get(field.name) for field in fields(Config)}
    settings["languages"] = tuple(given["language"]) if given["language"] else None
    options: dict[str, Any] = {name: given[name] for name in _OPTIONS if given.get(name)}
    return RunSpec(
        sources or [],
        **options,
        limit=given["limit"],
        max_skip="0" if given["strict"] else given["max_skip"],
        config=load_config(settings, path=file)[0],
        urls=given["url"] or [],
    )


#: Options of the commands that are fields of a spec as they are.
_OPTIONS = ("model", "gazetteer", "lexicon", "reader", "reader_model", "corrections", "title", "partitions")


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
        told = ", ".join(f"{count:,} {what}" for count, what in lacks if count)
        talk.say(f"{told}; {out / 'articles.jsonl'} names them")
    if run["unsure"]:
        talk.say(f"{run['unsure']:,} facts of low confidence left out (--min-confidence)")
    skipped = Counter(run["skipped"])
    if skipped:
        reasons = ", ".join(f"{count} {code}" for code, count in skipped.most_common())
        what = f"{skipped.total():,} skipped ({reasons}); {out / 'skipped.jsonl'} says what to do about each"
        talk.say(what, style="yellow")


def _find_busiest_pair(kg: KnowledgeGraph) -> tuple[str, str] | None:
    """The two actors of the event that most articles report, offices and memberships aside."""
    from graphkit.resources.vocabulary import Vocabulary

    predicates = Vocabulary.load().predicates
    events = [event for event in kg.events if not predicates[event.predicate].static]
    if not events:
        return None
    labels = {entity.id: entity.label for entity in kg.entities}
    best = max(events, key=lambda event: (len({mention.evidence.article for mention in event.mentions}), event.id))
    return labels[best.agent], labels[best.recipient]
