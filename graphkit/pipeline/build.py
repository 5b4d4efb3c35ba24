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

    :param sources: files and folders; or texts, records and data frames of your program. A string of several lines, or
        a whole sentence, is a text. A record is a mapping with `text`, and perhaps `id`, `title`, `published`,
        `publisher`, `url` and `author`. A data frame has columns of these names.
    :param out: a folder to which the graph is also written (graph.ttl, graph.html, events.jsonl, links.jsonl,
        articles.jsonl, run.json, skipped.jsonl). It appears whole or not at all.
    :param model: another installed spaCy pipeline.
    :param gazetteer: files with actors of your own, on top of the built-in ones.
    :param lexicon: files with verbs of your own, on top of the built-in ones.
    :param reader: `rules`, `learned` or `both`; the last two use a trained network.
    :param reader_model: the folder of a trained network in place of the one that comes with graphkit.
    :param corrections: a TOML file of merges and splits made by hand, in place of corrections.toml in `out`.
    :param limit: read at most this many articles.
    :param max_skip: fail if more than this number or share ("5%") of the inputs is skipped.
    :param config: settings in place of the defaults (a `graphkit.config.Config`).
    :param title: the title of the page.
    :param urls: web pages to fetch in addition to the sources.
    :param partitions: a folder of shards, in which the facts are kept and from which they are merged. Without sources,
        the build only merges.
    :param report: a function that gets each article, each skip, each shard and each step.

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

    The parameters and the errors are those of `build`.
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
