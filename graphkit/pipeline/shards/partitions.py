"""Extraction into a folder of Parquet shards, and the stream of articles and facts out of it.

Each slice of the sources is read, worked on and written by one process, so that no process sees more than its slices.
A shard is named by a hash of what it was made from: a second run does only what is new, and any number of machines may
fill one folder.
"""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from graphkit import errors
from graphkit.config import Config
from graphkit.errors import DamagedGraphError, GraphkitError, NoInputError, UsageError
from graphkit.ingest import Slice, plan_slices, settle_articles
from graphkit.model import Article, EventMention, Skip
from graphkit.pipeline.shards.shard_file import (
    Contents,
    DamagedShardError,
    OutdatedShardError,
    cannot_write,
    list_shards,
    need_pyarrow,
    read_about,
    read_shard,
    read_skips,
)
from graphkit.pipeline.shards.slice_worker import (
    ShardResult,
    describe_work,
    explain_difference,
    find_shard_parts,
    name_shard,
)
from graphkit.pipeline.skip_limit import has_passing_losses
from graphkit.pipeline.spec import Recipe, Shard
from graphkit.runtime import Done, connect_scheduler, map_executor, map_supervised

log = logging.getLogger(__name__)

Found = tuple[Article, list[EventMention]]

#: Seconds after which an unfinished file must have been left by a process that was killed.
_STALE = 86_400


def extract_partitions(
    sources: Sequence[str | Path],
    folder: Path,
    recipe: Recipe,
    *,
    config: Config | None = None,
    report: Callable[[Shard], None] | None = None,
) -> Iterator[Found | Skip]:
    """Make the shards that are missing, then yield what is in them as `extract_articles` would, in the same order."""
    config = config or Config()

    def write() -> Iterator[Shard]:
        return write_partitions(sources, folder, recipe, config=config)

    numbered: dict[int, Path] = {}
    for shard in write():
        numbered[shard.number] = shard.path
        if report:
            report(shard)
    paths = [numbered[number] for number in sorted(numbered)]
    yield from read_partitions(folder, recipe, config=config, paths=paths, remake=lambda: list(write()))


def write_partitions(
    sources: Sequence[str | Path], folder: Path, recipe: Recipe, *, config: Config | None = None
) -> Generator[Shard, None, None]:
    """Make a shard of each slice of the sources that has none yet; yield them all as they are done, in any order.

    With `scheduler` the workers of a Dask cluster do it; they must see sources and folder under the same paths. No
    article passes through this process. A shard that is not sound is made again. Raises UsageError, OutputError, and
    what reading and extraction raise.
    """
    config = config or Config()
    need_pyarrow()
    parts = find_shard_parts(recipe, config)
    for source in sources:
        if folder.resolve().is_relative_to(Path(source).resolve()):
            raise UsageError("the shards would lie among the sources", where=str(folder), remedy="name another folder")
    _prepare_folder(folder)
    ready: list[Shard] = []

    def find_missing() -> Iterator[_Numbered]:
        for number, source_slice in enumerate(plan_slices(sources, config)):
            shard = _find_shard(number, folder / name_shard(source_slice, parts))
            if shard:
                ready.append(shard)
            else:
                yield number, source_slice

    outcomes = _map_slices(find_missing(), describe_work(folder, recipe, config, parts), config)
    kept = 0
    try:
        for outcome in outcomes:
            number, source_slice = outcome.item
            path = folder / name_shard(source_slice, parts)
            ready.append(_read_result(outcome, number, path))
            while ready:
                kept += 1
                yield ready.pop()
        yield from ready
    except BaseException as stop:
        if not isinstance(stop, Exception | GeneratorExit):  # a signal
            stop.add_note(f"Finished shards are kept: {kept:,}.")
        raise
    finally:
        outcomes.close()


def read_partitions(
    folder: Path,
    recipe: Recipe,
    *,
    config: Config | None = None,
    paths: Sequence[Path] | None = None,
    remake: Callable[[], object] | None = None,
) -> Iterator[Found | Skip]:
    """Yield each article with its event mentions, and each skip, as a stream; repeats and equal ids as in a build.

    `paths` are the shards to read, in the order of the sources. Without them every shard of the folder is read that was
    made with this recipe and these settings, in the order of the names of the sources; of a file that several shards
    hold in different states the one used last counts. `remake` is called when a shard is damaged, which has then been
    removed. Raises NoInputError when there is no shard to read and DamagedGraphError for one that cannot be made again.
    """
    need_pyarrow()
    skips: list[Skip] = []
    chosen: Sequence[tuple[Path, set[int] | None]]
    if paths is None:
        chosen, skips = _choose(folder, find_shard_parts(recipe, config or Config()))
    else:
        chosen = [(path, None) for path in paths]
    held: list[EventMention] = []

    def read() -> Iterator[Article | Skip]:
        nonlocal held
        yield from skips
        for path, wanted in chosen:
            for number, item in _read_sound(path, remake):
                if wanted is not None and number not in wanted:
                    continue
                if isinstance(item, Skip):
                    yield item
                else:
                    held = item[1]
                    yield item[0]

    for item in settle_articles(read()):  # which gives one for each that it takes
        yield item if isinstance(item, Skip) else (item, [_move(mention, item.id) for mention in held])


_Numbered = tuple[int, Slice]


def _map_slices(
    items: Iterator[_Numbered], settings: dict[str, Any], config: Config
) -> Generator[Done[_Numbered], None, None]:
    """Map slices to their outcomes, in processes of our own or on a cluster."""
    function = "graphkit.pipeline.shards.slice_worker:make_shards"
    options: dict[str, Any] = {
        "prepare": "graphkit.pipeline.shards.slice_worker:prepare_maker",
        "settings": settings,
        "seconds": float("inf"),  # each article has its own limit, in a process of the worker
        "pack": itemgetter(1),
        "result": ShardResult,
        "batch_items": 1,
    }
    if config.scheduler is None:
        yield from map_supervised(function, items, workers=config.workers, **options)
        return
    with connect_scheduler(config.scheduler) as (executor, threads):
        yield from map_executor(executor, function, items, in_flight=2 * threads + 2, shard=1, **options)


def _read_result(outcome: Done[_Numbered], number: int, path: Path) -> Shard:
    """Return the shard that was made; raise the error that kept a worker from making it."""
    result: ShardResult = outcome.result
    if outcome.code:
        where = ", ".join(piece.path for piece in outcome.item[1].pieces[:1])
        remedy = "run the same command again: finished shards are kept"
        raise GraphkitError(f"a shard was not made: {outcome.code}: {outcome.detail}", where=where, remedy=remedy)
    if (failure := result.failure) is not None:
        kind = getattr(errors, failure.error, GraphkitError)
        raise kind(failure.what, where=failure.where, remedy=failure.remedy)
    return Shard(number, path, result.articles, result.facts, result.skips, is_new=True)


def _prepare_folder(folder: Path) -> None:
    """Make the folder, and remove what killed processes left in it long ago."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for draft in folder.glob(".*.tmp-*"):
            if time.time() - draft.stat().st_mtime > _STALE:
                draft.unlink()
    except FileNotFoundError:  # another process was faster
        pass
    except OSError as error:
        raise cannot_write(folder, error) from error


def _find_shard(number: int, path: Path) -> Shard | None:
    """Find a shard that is there and, as far as its last bytes tell, sound; it counts as used now."""
    try:
        contents = read_about(path)
        skips = tuple(read_skips(path))
    except FileNotFoundError:
        return None
    except DamagedShardError as damage:
        log.warning("%s is not sound and is made again: %s", path, damage)
        return None
    if has_passing_losses(skips):  # what was lost then may be read now
        return None
    with suppress(OSError):
        os.utime(path)
    return Shard(number, path, contents.articles, contents.facts, skips, is_new=False)


def _read_sound(path: Path, remake: Callable[[], object] | None) -> list[tuple[int, Found | Skip]]:
    try:
        return read_shard(path)
    except (DamagedShardError, FileNotFoundError) as damage:
        if remake is None:
            raise _tell_damage(path, damage) from None
        log.warning("%s is not sound and is made again: %s", path, damage)
    path.unlink(missing_ok=True)
    remake()
    try:
        return read_shard(path)
    except (DamagedShardError, FileNotFoundError) as damage:
        raise _tell_damage(path, damage) from None


def _tell_damage(path: Path, damage: Exception) -> DamagedGraphError:
    remedy = "remove it and run the same command with the sources, or only those: it is made again"
    return DamagedGraphError(f"not a sound shard: {damage}", where=str(path), remedy=remedy)


def _choose(folder: Path, parts: Mapping[str, str]) -> tuple[list[tuple[Path, set[int] | None]], list[Skip]]:
    """Choose the shards to read, in order, with the pieces to take from each; list what is there only in part."""
    if not folder.is_dir():
        raise UsageError(
            "there is no such folder", where=str(folder), remedy="graphkit extract SOURCES --partitions DIR"
        )
    shards: list[tuple[Path, Contents]] = []
    other: Counter[str] = Counter()
    for path in list_shards(folder):
        try:
            contents = read_about(path)
        except OutdatedShardError:
            other["the format"] += 1
            continue
        except DamagedShardError as damage:
            raise _tell_damage(path, damage) from None
        differing = explain_difference(dict(contents.parts), parts)
        if differing:
            other[differing] += 1
        else:
            shards.append((path, contents))
    why = ", ".join(f"{count:,} by {differing}" for differing, count in sorted(other.items()))
    if not shards:
        what = f"no shard was made as asked: they differ, {why}" if why else "there are no shards here"
        remedy = "give the model, --lexicon, --gazetteer and settings they were made with, or the sources"
        raise NoInputError(what, where=str(folder), remedy=remedy)
    if other:
        log.warning("%s: %s shards are not used; they differ, %s", folder, f"{other.total():,}", why)
    wanted, skips = _claim(shards)
    ordered = sorted(shards, key=lambda shard: _place(shard[1]))
    return [(path, wanted[path]) for path, _ in ordered if wanted[path]], skips


def _claim(shards: Sequence[tuple[Path, Contents]]) -> tuple[dict[Path, set[int] | None], list[Skip]]:
    """Claim pieces of each shard, so that no part of a file counts twice; the shard used last goes first."""
    taken: dict[str, list[tuple[int, float]]] = {}
    wanted: dict[Path, set[int] | None] = {}
    for path, contents in sorted(shards, key=lambda shard: (-shard[0].stat().st_mtime_ns, shard[0].name)):
        own: set[int] = set()
        for number, piece in enumerate(contents.pieces):
            start, end = piece.start, float("inf") if piece.end is None else piece.end
            ranges = taken.setdefault(piece.path, [])
            if all(end <= first or last <= start for first, last in ranges):
                ranges.append((start, end))
                own.add(number)
        wanted[path] = own if contents.pieces else {0}
    return wanted, [skip for path in sorted(taken) if (skip := _find_gap(path, taken[path]))]


def _find_gap(path: str, ranges: list[tuple[int, float]]) -> Skip | None:
    covered: float = 0
    for start, end in sorted(ranges):
        if start > covered:
            break
        covered = end
    if covered == float("inf"):
        return None
    detail = f"only a part of it is in the shards: nothing after {int(covered):,}"
    return Skip(path, "incomplete", detail, "run graphkit extract on it with the same --partitions")


def _place(contents: Contents) -> tuple[list[str], int]:
    first = contents.pieces[0] if contents.pieces else None
    return (first.path.split(os.sep), first.start) if first else ([], 0)


def _move(mention: EventMention, article: str) -> EventMention:
    """Move a mention to an article whose id another text has taken before."""
    if mention.evidence.article == article:
        return mention
    return replace(mention, evidence=replace(mention.evidence, article=article))
