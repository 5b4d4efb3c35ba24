"""Shards as the commands use them: filled and counted, or filled and read for a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphkit.model import Article, EventMention, Skip
from graphkit.pipeline.shards.partitions import extract_partitions, read_partitions, write_partitions
from graphkit.pipeline.skip_limit import find_problem, read_allowance
from graphkit.pipeline.spec import Report, RunSpec


def fill_partitions(spec: RunSpec, folder: Path, report: Report | None = None) -> dict[str, Any]:
    """Extract into a folder of Parquet shards, from which `build` merges; count what is in those of the sources.

    Only what has no shard yet is worked on. `report` gets each shard. The errors are those of `build`.
    """
    allowed = read_allowance(spec.max_skip)
    spec.check()
    counts = dict.fromkeys(("shards", "new", "articles", "facts"), 0)
    skips: list[Skip] = []
    for shard in write_partitions(spec.sources, folder, spec.recipe, config=spec.config):
        counts["shards"] += 1
        counts["new"] += shard.is_new
        counts["articles"] += shard.articles
        counts["facts"] += shard.facts
        skips += shard.skips
        if report:
            report(shard)
    skips.sort(key=lambda skip: (skip.path, skip.line or 0, skip.code, skip.detail))
    problem = find_problem(spec.sources, counts["articles"], skips, allowed)
    if problem:
        raise problem
    return {**counts, "skipped": dict(sorted(Counter(skip.code for skip in skips).items()))}


def extract_through(
    spec: RunSpec, folder: Path, report: Report | None, skips: list[Skip]
) -> Iterator[tuple[Article, list[EventMention]]]:
    """Yield each article with its mentions by way of shards; without sources, those of the shards that are there.

    What is skipped is added to `skips`. `report` gets the shards, or without sources each article and skip.
    """
    if spec.sources:
        items = extract_partitions(spec.sources, folder, spec.recipe, config=spec.config, report=report)
    else:
        items = read_partitions(folder, spec.recipe, config=spec.config)
    for item in items:
        if report and not spec.sources:
            report(item if isinstance(item, Skip) else item[0])
        if isinstance(item, Skip):
            skips.append(item)
        else:
            yield item
