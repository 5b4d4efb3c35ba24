"""The public functions of a run: build a graph, extract facts, survey sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from graphkit.api import KnowledgeGraph
from graphkit.config import DEFAULT_MODEL, Config
from graphkit.ingest import read_articles
from graphkit.model import Findings, Skip
from graphkit.pipeline.fingerprint import read_current_run
from graphkit.pipeline.given_records import Given, write_given
from graphkit.pipeline.json_records import article_record
from graphkit.pipeline.run import BuildRun, digest_run, extract_spec, keep_articles
from graphkit.pipeline.skip_limit import find_problem, read_allowance
from graphkit.pipeline.spec import RULES, TITLE, Report, RunSpec, Source, check_limit, list_sources
from graphkit.runtime.output_folder import find_drafts, find_kind


def build(
    sources: Given | Sequence[Given],
    *,
    out: Source | None = None,
    model: str | None = None,
    gazetteer: Sequence[Source] = (),
    lexicon: Sequence[Source] = (),
    reader: str = RULES,
    reader_model: Source | None = None,
    corrections: Source | None = None,
    limit: int | None = None,
    max_skip: str | None = None,
    config: Config | None = None,
    title: str = TITLE,
    urls: Sequence[str] = (),
    partitions: Source | None = None,
    report: Report | None = None,
) -> KnowledgeGraph:
    """Read articles and merge what they say into one knowledge graph.

    `sources` are files and folders, or what a program holds: texts, records (a mapping with `text` and perhaps
    `id`, `title`, `published`, `publisher`, `url`) and data frames with such columns; a string of several lines or
    a whole sentence is a text. With `out` the graph is also written to that folder (graph.ttl, graph.html,
    events.jsonl, links.jsonl, articles.jsonl, run.json, skipped.jsonl), which appears whole or not at all. `model`
    is an installed spaCy pipeline; `gazetteer` and `lexicon` are files of your own on top of the built-in ones;
    `reader` is rules, learned or both; the last two use the network that comes with graphkit, or that of the
    folder `reader_model`;
    `corrections` is a TOML file of merges and splits made by hand (or corrections.toml in `out`); `limit` stops
    after that many articles; `max_skip` is a number or a share ("5%") above which the run fails; `title` is that of
    the page; `urls` are web pages to fetch besides; `partitions` is a folder of shards to extract into and merge
    from, which needs no sources when other processes have filled it; `report` gets each article, each skip, each
    shard and each step.

    Raises UsageError for a source that does not exist, NoInputError when no article could be read, SkipLimitError and
    OutputError.
    """
    with write_given(sources) as paths:
        spec = RunSpec(
            list_sources(paths),
            model=model or DEFAULT_MODEL,
            gazetteer=gazetteer,
            lexicon=lexicon,
            reader=reader,
            reader_model=reader_model,
            corrections=corrections,
            limit=limit,
            max_skip=max_skip,
            config=config or Config(),
            title=title,
            urls=urls,
            partitions=partitions,
        )
        findings, _ = BuildRun(spec, Path(out) if out is not None else None, report, load=True).build()
    return KnowledgeGraph(findings or Findings())


def build_folder(spec: RunSpec, out: Source, report: Report | None = None) -> dict[str, Any]:
    """Build and only write the folder: memory does not grow with the articles. Returns what run.json says."""
    return BuildRun(spec, Path(out), report, load=False).build()[1]


def find_unchanged(spec: RunSpec, out: Source) -> dict[str, Any] | None:
    """Return the run.json of `out` where this spec would write the same bytes again, else None."""
    folder = Path(out)
    if find_kind(folder) != "folder" or not (folder / "run.json").is_file():
        return None
    if not spec.is_repeatable or find_drafts(folder):
        return None
    return read_current_run(folder, digest_run(spec, folder))


def survey_sources(
    sources: Source | Sequence[Source], *, limit: int | None = None, config: Config | None = None
) -> dict[str, Any]:
    """Read the sources as `build` would and count what is in them: articles, words, languages, skips by code."""
    check_limit(limit)
    skips: list[Skip] = []
    items = read_articles(list_sources(sources), config=config)
    counts = {"articles": 0, "words": 0}
    languages: Counter[str] = Counter()
    for article in islice(keep_articles(items, skips, None), limit):
        counts["articles"] += 1
        counts["words"] += len(article.text.split())
        languages[article.language] += 1
    return {
        **counts,
        "languages": dict(sorted(languages.items())),
        "skipped": dict(sorted(Counter(skip.code for skip in skips).items())),
    }


def extract_facts(
    sources: Source | Sequence[Source],
    *,
    model: str | None = None,
    gazetteer: Sequence[Source] = (),
    lexicon: Sequence[Source] = (),
    reader: str = RULES,
    reader_model: Source | None = None,
    limit: int | None = None,
    max_skip: str | None = None,
    config: Config | None = None,
    urls: Sequence[str] = (),
    report: Report | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield {"id", "facts": [...]} for each article, as soon as it is read; nothing is merged across articles.

    The settings are those of `build`, and so are the errors.
    """
    spec = RunSpec(
        list_sources(sources),
        model=model or DEFAULT_MODEL,
        gazetteer=gazetteer,
        lexicon=lexicon,
        reader=reader,
        reader_model=reader_model,
        limit=limit,
        max_skip=max_skip,
        config=config or Config(),
        urls=urls,
    )
    yield from extract_records(spec, report)


def extract_records(spec: RunSpec, report: Report | None = None) -> Iterator[dict[str, Any]]:
    """Yield what `extract_facts` does, for a spec."""
    allowed = read_allowance(spec.max_skip)
    spec.check()
    skips: list[Skip] = []
    count = 0
    for article, mentions in extract_spec(spec, report, skips):
        count += 1
        sure = [mention for mention in mentions if mention.confidence >= spec.config.min_confidence]
        yield article_record(article, sure)
    problem = find_problem(spec.named, count, skips, allowed)
    if problem:
        raise problem
