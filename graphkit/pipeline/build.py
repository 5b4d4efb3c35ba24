"""The whole flow on one page: articles -> docs -> event mentions -> entities and events -> graph and page."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain, islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from graphkit.api import KnowledgeGraph
from graphkit.config import DEFAULT_MODEL, Config
from graphkit.ingest import Meter, fetch_articles, read_articles
from graphkit.model import Article, EventMention, Findings, Skip
from graphkit.pipeline.extract_stage import extract_articles, find_parts, open_store
from graphkit.pipeline.fingerprint import digest_build, hash_outputs, read_current_run
from graphkit.pipeline.given_records import Given, write_given
from graphkit.pipeline.json_records import article_record, describe_run, write_run, write_skips
from graphkit.pipeline.merge_stage import merge_articles
from graphkit.pipeline.shards.fill import extract_through
from graphkit.pipeline.skip_limit import find_problem, has_passing_losses, read_allowance
from graphkit.pipeline.spec import RULES, TITLE, Report, RunSpec, Source, Step, list_sources
from graphkit.resolve import Corrections, read_corrections
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.runtime import SpillError, SpillStorage, end_kept, hash_parts, lock_output
from graphkit.runtime.output_folder import cannot_write, check_output, find_drafts, publish_folder

log = logging.getLogger(__name__)

#: A file of this name in the output folder is applied at each build, and stays there.
CORRECTIONS = "corrections.toml"


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
    `reader` is rules, learned or both, of which the last two need the folder of a trained `reader_model`;
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
        findings, _ = _build(spec, Path(out) if out is not None else None, report, load=True)
    return KnowledgeGraph(findings or Findings())


def build_folder(spec: RunSpec, out: Source, report: Report | None = None) -> dict[str, Any]:
    """Do as `build`, but only write the folder: memory does not grow with the articles. Returns what run.json says."""
    return _build(spec, Path(out), report, load=False)[1]


def _build(
    spec: RunSpec, folder: Path | None, report: Report | None, *, load: bool
) -> tuple[Findings | None, dict[str, Any]]:
    """Build, and give the findings where they are to be loaded, and what run.json says where there is a folder."""
    started = time.time()
    allowed = read_allowance(spec.max_skip)
    if folder:
        check_output(folder)
    spec.check()
    with lock_output(folder) if folder else nullcontext(), _open_storage(folder) as storage:
        digest = _digest(spec, folder) if folder and spec.is_repeatable else None
        skips: list[Skip] = []

        def begin_merging() -> None:
            if not load:  # a program that takes the graph may build again soon; a command is done with its workers
                end_kept()
            _tell(report, "merging")

        if spec.partitions is None:
            items = _extract(spec, report, skips)
        else:
            _tell(report, "extracting into shards" if spec.sources else "reading shards")
            items = extract_through(spec, Path(spec.partitions), report, skips)
        merged = merge_articles(
            items,
            Gazetteer.load([Path(file) for file in spec.gazetteer]),
            storage,
            corrections=_read_corrections(spec, folder),
            config=spec.config,
            keep_texts=load,
            when_read=begin_merging,
        )
        skips.sort(key=lambda skip: (skip.path, skip.line or 0, skip.code, skip.detail))
        replaces = folder is not None and (folder / "graph.ttl").exists()
        problem = find_problem(spec.named, merged.counts["articles"], skips, allowed, replaces=replaces)
        run: dict[str, Any] = {}
        if folder and not (problem and replaces):  # a graph that is there outlives a run that fails
            _tell(report, "writing")
            with publish_folder(folder) as draft:
                if not problem:
                    merged.write(draft, spec.title)
                write_skips(skips, draft / "skipped.jsonl")
                hashed = merged.hash_articles()
                run = describe_run(merged.counts, hashed, skips, spec.model, started, merged.remarks)
                is_final = not problem and not has_passing_losses(skips)  # else the same command tries again
                run |= {"digest": digest if is_final else None, "outputs": hash_outputs(draft)}
                write_run(run, draft / "run.json")
        if problem:
            raise problem
        return merged.load(skips) if load else None, run


@contextmanager
def _open_storage(folder: Path | None) -> Iterator[SpillStorage]:
    """Room on the disk for what memory does not hold: beside the output, else where temporary files go."""
    place = folder.absolute().parent if folder else None
    try:
        with SpillStorage(place) as storage:
            yield storage
    except SpillError as error:
        raise cannot_write(place or Path(gettempdir()), error) from error


def find_unchanged(spec: RunSpec, out: Source) -> dict[str, Any] | None:
    """The run.json of `out` where this spec would write the same bytes again, else None."""
    folder = Path(out)
    if not spec.is_repeatable or not (folder / "run.json").is_file() or find_drafts(folder):
        return None
    return read_current_run(folder, _digest(spec, folder))


def _digest(spec: RunSpec, folder: Path) -> str | None:
    """A hash of all that decides what a build writes into the folder; None for standard input."""
    file = _find_corrections(spec, folder)
    by_hand = hash_parts(file.read_bytes()) if file and file.is_file() else None
    options = {"corrections": by_hand, "limit": spec.limit, "max_skip": spec.max_skip, "title": spec.title}
    return digest_build(list(spec.sources), spec.config, find_parts(spec.recipe), options)


def survey_sources(
    sources: Source | Sequence[Source], *, limit: int | None = None, config: Config | None = None
) -> dict[str, Any]:
    """Read the sources as `build` would and count what is in them: articles, words, languages, skips by code."""
    skips: list[Skip] = []
    items = read_articles(list_sources(sources), config=config)
    counts = {"articles": 0, "words": 0}
    languages: Counter[str] = Counter()
    for article in islice(_keep_articles(items, skips, None), limit):
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
    """Do as `extract_facts`."""
    allowed = read_allowance(spec.max_skip)
    skips: list[Skip] = []
    count = 0
    for article, found in _extract(spec, report, skips):
        count += 1
        sure = [mention for mention in found if mention.confidence >= spec.config.min_confidence]
        yield article_record(article, sure)
    problem = find_problem(spec.named, count, skips, allowed)
    if problem:
        raise problem


def _extract(spec: RunSpec, report: Report | None, skips: list[Skip]) -> Iterator[tuple[Article, list[EventMention]]]:
    """Each article with what it says, in order; what is skipped is added to `skips`."""
    config, limit = spec.config, spec.limit
    pages = fetch_articles(spec.urls, config=config) if spec.urls else iter(())
    meter = Meter()
    named = spec.sources or not spec.urls
    items = chain(read_articles(spec.sources, config=config, meter=meter) if named else (), pages)
    usable = islice(_keep_articles(items, skips, report), limit)
    store = open_store(spec.recipe)
    change = store.explain_change()
    if change:
        log.info("%s since the last run: its results are not used again", change)
    store.note_use()
    count = 0
    try:
        for outcome in extract_articles(usable, spec.recipe, config=config, store=store):
            if report:
                expected = None if spec.urls else meter.expected
                report(Step("reading", min(expected, limit) if expected and limit else expected))
                report(outcome if isinstance(outcome, Skip) else outcome[0])
            if isinstance(outcome, Skip):
                skips.append(outcome)
            else:
                count += 1
                yield outcome
    except BaseException as stop:
        if not isinstance(stop, Exception):  # a signal
            stop.add_note(f"The results of {count:,} articles are kept.")
        raise
    finally:
        store.close()


def _tell(report: Report | None, step: str) -> None:
    if report:
        report(Step(step))


def _keep_articles(items: Iterable[Article | Skip], skips: list[Skip], report: Report | None) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Skip):
            skips.append(item)
            if report:
                report(item)
        else:
            yield item


def _read_corrections(spec: RunSpec, folder: Path | None) -> Corrections | None:
    file = _find_corrections(spec, folder)
    return read_corrections(file) if file and (spec.corrections or file.is_file()) else None


def _find_corrections(spec: RunSpec, folder: Path | None) -> Path | None:
    """The file that was named, or where one in the output folder would be."""
    if spec.corrections is not None:
        return Path(spec.corrections)
    return folder / CORRECTIONS if folder else None
