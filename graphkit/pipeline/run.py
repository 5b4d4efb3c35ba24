"""Run one build: articles -> documents -> event mentions -> entities and events -> graph and page."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from graphkit.errors import GraphkitError
from graphkit.ingest import Meter, fetch_articles, read_articles
from graphkit.model import Article, EventMention, Findings, Skip
from graphkit.pipeline.extract_stage import extract_articles, find_parts, name_reader, open_store
from graphkit.pipeline.fingerprint import count_articles, digest_build, hash_outputs
from graphkit.pipeline.json_records import describe_run, write_run, write_skips
from graphkit.pipeline.merge_stage import MergedFindings, merge_articles
from graphkit.pipeline.reader_card import find_own_predicates
from graphkit.pipeline.shards.fill import extract_through
from graphkit.pipeline.skip_limit import find_problem, has_passing_losses, read_allowance
from graphkit.pipeline.spec import Report, RunSpec, Step
from graphkit.resolve import Corrections, read_corrections
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime import SpillError, SpillStorage, end_kept, hash_parts, lock_output
from graphkit.runtime.garbage import rest_collector
from graphkit.runtime.output_folder import cannot_write, check_output, publish_folder

log = logging.getLogger(__name__)

#: A file of this name in the output folder is applied at each build, and stays there.
CORRECTIONS = "corrections.toml"


@dataclass
class BuildRun:
    """A run of a build: extract and merge what a spec names, and write the folder if there is one.

    With `load` the findings are read back into memory, for a program that takes the graph.
    """

    spec: RunSpec
    folder: Path | None
    report: Report | None = None
    load: bool = False
    skips: list[Skip] = field(default_factory=list)
    started: float = field(default_factory=time.time)

    def build(self) -> tuple[Findings | None, dict[str, Any]]:
        """Build, and return the findings where they are to be loaded, and the contents of run.json."""
        allowed = read_allowance(self.spec.max_skip)
        if self.folder:
            check_output(self.folder)
        self.spec.check()
        with lock_output(self.folder) if self.folder else nullcontext(), _open_storage(self.folder) as storage:
            digest = digest_run(self.spec, self.folder) if self.folder and self.spec.is_repeatable else None
            merged = self._merge(storage)
            self.skips.sort(key=lambda skip: (skip.path, skip.line or 0, skip.code, skip.detail))
            replaced = count_articles(self.folder) if self.folder and (self.folder / "graph.ttl").exists() else None
            count = merged.counts["articles"]
            if replaced and self.spec.limit:  # fewer were asked for
                replaced = 0
            problem = find_problem(self.spec.named, count, self.skips, allowed, replaced=replaced)
            run: dict[str, Any] = {}
            if self.folder and not (problem and replaced is not None):  # a graph outlives a run that fails
                run = self._write(self.folder, merged, problem, digest)
            if problem:
                raise problem
            return merged.load(self.skips) if self.load else None, run

    def _merge(self, storage: SpillStorage) -> MergedFindings:
        """Extract all articles and merge what they say."""
        own = find_own_predicates(self.spec.recipe.reader_model)
        corrections = _read_corrections(self.spec, self.folder, Vocabulary.load().extend(own))
        extracted = iter(self._extract())
        first = list(islice(extracted, 1))  # processes load, and unpack word lists into the cache folder, meanwhile
        with rest_collector():
            gazetteer = Gazetteer.load([Path(file) for file in self.spec.gazetteer])
        return merge_articles(
            chain(first, extracted),
            gazetteer,
            storage,
            corrections=corrections,
            config=self.spec.config,
            keep_texts=self.load,
            when_read=self._begin_merging,
            own=own,
        )

    def _extract(self) -> Iterable[tuple[Article, list[EventMention]]]:
        if self.spec.partitions is None:
            return extract_spec(self.spec, self.report, self.skips)
        self._tell("extracting into shards" if self.spec.sources else "reading shards")
        return extract_through(self.spec, Path(self.spec.partitions), self.report, self.skips)

    def _begin_merging(self) -> None:
        if not self.load:  # a program that takes the graph may build again soon; a command is done with its workers
            end_kept()
        self._tell("merging")

    def _write(
        self, folder: Path, merged: MergedFindings, problem: GraphkitError | None, digest: str | None
    ) -> dict[str, Any]:
        """Write the output folder as a whole, without a graph where there is a problem; return what run.json says."""
        self._tell("writing")
        with publish_folder(folder) as draft:
            if not problem:
                merged.write(draft, self.spec.title)
            write_skips(self.skips, draft / "skipped.jsonl")
            hashed = merged.hash_articles()
            run = describe_run(merged.counts, hashed, self.skips, self.spec.model, self.started, merged.remarks)
            is_final = not problem and not has_passing_losses(self.skips)  # else the same command tries again
            run |= {"reader": name_reader(self.spec.recipe)}
            run |= {"digest": digest if is_final else None, "outputs": hash_outputs(draft)}
            write_run(run, draft / "run.json")
        return run

    def _tell(self, step: str) -> None:
        if self.report:
            self.report(Step(step))


@contextmanager
def _open_storage(folder: Path | None) -> Iterator[SpillStorage]:
    """Open room on the disk for what memory does not hold: beside the output, else where temporary files go."""
    place = folder.absolute().parent if folder else None
    try:
        with SpillStorage(place) as storage:
            yield storage
    except SpillError as error:
        raise cannot_write(place or Path(gettempdir()), error) from error


def digest_run(spec: RunSpec, folder: Path) -> str | None:
    """Hash all that decides what a build writes into the folder; None for standard input."""
    file = _find_corrections(spec, folder)
    by_hand = hash_parts(file.read_bytes()) if file and file.is_file() else None
    options = {"corrections": by_hand, "limit": spec.limit, "max_skip": spec.max_skip, "title": spec.title}
    return digest_build(list(spec.sources), spec.config, find_parts(spec.recipe), options)


def extract_spec(
    spec: RunSpec, report: Report | None, skips: list[Skip]
) -> Iterator[tuple[Article, list[EventMention]]]:
    """Yield each article with what it says, in order; what is skipped is added to `skips`."""
    config, limit = spec.config, spec.limit
    pages = fetch_articles(spec.urls, config=config) if spec.urls else iter(())
    meter = Meter()
    named = spec.sources or not spec.urls
    items = chain(read_articles(spec.sources, config=config, meter=meter) if named else (), pages)
    usable = islice(keep_articles(items, skips, report), limit)
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


def keep_articles(items: Iterable[Article | Skip], skips: list[Skip], report: Report | None) -> Iterator[Article]:
    """Yield the articles among some items; the skips are added to `skips` and reported."""
    for item in items:
        if isinstance(item, Skip):
            skips.append(item)
            if report:
                report(item)
        else:
            yield item


def _read_corrections(spec: RunSpec, folder: Path | None, vocabulary: Vocabulary) -> Corrections | None:
    file = _find_corrections(spec, folder)
    return read_corrections(file, vocabulary) if file and (spec.corrections or file.is_file()) else None


def _find_corrections(spec: RunSpec, folder: Path | None) -> Path | None:
    """Find the file that was named, or the place of one in the output folder."""
    if spec.corrections is not None:
        return Path(spec.corrections)
    return folder / CORRECTIONS if folder else None
