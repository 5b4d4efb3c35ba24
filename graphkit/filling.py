"""Shards as the commands use them: filled and counted, or filled and read for a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from graphkit.allowance import find_problem, read_allowance
from graphkit.config import DEFAULT_MODEL, Config
from graphkit.errors import UsageError
from graphkit.extraction import Recipe
from graphkit.model import Article, EventMention, Skip
from graphkit.partitions import Shard, extract_partitions, read_partitions, write_partitions


def fill_partitions(
    sources: Sequence[str | Path],
    folder: Path,
    *,
    model: str | None = None,
    gazetteer: Sequence[str | Path] = (),
    lexicon: Sequence[str | Path] = (),
    max_skip: str | None = None,
    config: Config | None = None,
    report: Callable[[Shard], None] | None = None,
) -> dict[str, Any]:
    """Extract into a folder of Parquet shards, from which `build` merges; count what is in those of the sources.

    Only what has no shard yet is worked on. `report` gets each shard. The errors are those of `build`.
    """
    allowed = read_allowance(max_skip)
    recipe = Recipe(model or DEFAULT_MODEL, *(tuple(map(Path, files)) for files in (gazetteer, lexicon)))
    counts = dict.fromkeys(("shards", "new", "articles", "facts"), 0)
    skips: list[Skip] = []
    for shard in write_partitions(sources, folder, recipe, config=config):
        counts["shards"] += 1
        counts["new"] += shard.is_new
        counts["articles"] += shard.articles
        counts["facts"] += shard.facts
        skips += shard.skips
        if report:
            report(shard)
    skips.sort(key=lambda skip: (skip.path, skip.line or 0, skip.code, skip.detail))
    problem = find_problem(sources, counts["articles"], skips, allowed)
    if problem:
        raise problem
    return {**counts, "skipped": dict(sorted(Counter(skip.code for skip in skips).items()))}


def extract_through(
    folder: Path,
    sources: Sequence[str | Path],
    recipe: Recipe,
    config: Config | None,
    report: Callable[[Article | Skip | Shard], None] | None,
    skips: list[Skip],
) -> Iterator[tuple[Article, list[EventMention]]]:
    """Each article with what it says by way of shards; without sources what is in the shards that are there.

    What is skipped is added to `skips`. `report` gets the shards, or without sources each article and skip.
    """
    if sources:
        items = extract_partitions(sources, folder, recipe, config=config, report=report)
    else:
        items = read_partitions(folder, recipe, config=config)
    least = config.min_confidence if config else 0.0
    for item in items:
        if report and not sources:
            report(item if isinstance(item, Skip) else item[0])
        if isinstance(item, Skip):
            skips.append(item)
        else:
            yield item[0], [mention for mention in item[1] if mention.confidence >= least]


def refuse_parts(limit: int | None, urls: Sequence[str]) -> None:
    """Raise UsageError for what shards, which are made of whole sources, cannot follow."""
    if limit is not None or urls:
        name = "--url" if urls else "--limit"
        raise UsageError(f"{name} does not go with --partitions", remedy=f"leave out {name}, or --partitions")
