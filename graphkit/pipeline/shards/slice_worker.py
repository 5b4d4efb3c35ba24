"""Work on one slice of the sources: read it, extract, and write the shard. Nothing else travels."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graphkit.config import Config
from graphkit.errors import GraphkitError, UsageError
from graphkit.ingest import Slice, read_slice
from graphkit.model import Article, Skip
from graphkit.pipeline.extract_stage import describe_reader, extract_articles, find_parts
from graphkit.pipeline.import_graph import hash_code
from graphkit.pipeline.shards.shard_file import SUFFIX, Contents, Row, need_pyarrow, write_shard
from graphkit.pipeline.spec import Recipe
from graphkit.runtime import Record, hash_parts
from graphkit.version import find_package_version

#: Settings that change neither what is read nor what is found in it; links are followed before, or not.
_FREE = frozenset(
    "workers scheduler batch_words partition_kilobytes follow_links min_confidence duplicate_similarity".split()
)
#: The modules whose code, with all that they import, decides what is read from a source and how it is kept.
_CODE = ("graphkit.ingest", "graphkit.pipeline.shards.shard_file")
#: Packages that decide what the text of a source is; a machine without one would write a skip in place of an article.
_READERS = (
    "trafilatura", "lxml", "charset-normalizer", "py3langid", "fastwarc", "brotli", "zstandard", "pyarrow",
    "pdfminer.six", "python-docx", "striprtf", "openpyxl",
)  # fmt: skip

_maker: dict[str, Any] = {}


def find_shard_parts(recipe: Recipe, config: Config) -> dict[str, str]:
    """Hash all on which a shard depends besides its sources."""
    settings = sorted((key, repr(value)) for key, value in asdict(config).items() if key not in _FREE)
    return {
        **find_parts(recipe),
        "reading": hash_parts(hash_code(*_CODE), *(f"{name} {find_package_version(name)}" for name in _READERS)),
        "settings": hash_parts(repr(settings)),
    }


def explain_difference(first: Mapping[str, str], second: Mapping[str, str]) -> str:
    """Name the parts that differ, "" for none: "the lexicon and the settings"."""
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    return " and ".join(f"the {name}" for name in differing)


def name_shard(source_slice: Slice, parts: Mapping[str, str]) -> str:
    """Name the file of the shard of a slice."""
    return hash_parts(source_slice.digest, repr(sorted(parts.items()))) + SUFFIX


def describe_work(folder: Path, recipe: Recipe, config: Config, parts: Mapping[str, str]) -> dict[str, Any]:
    """Describe the work for a worker as plain values."""
    return {
        "folder": str(folder.absolute()),
        "model": recipe.model,
        "gazetteer": [str(path.absolute()) for path in recipe.gazetteer],
        "lexicon": [str(path.absolute()) for path in recipe.lexicon],
        **describe_reader(recipe),
        "config": {**asdict(config), "scheduler": None, "workers": 1},
        "parts": dict(parts),
    }


def prepare_maker(settings: dict[str, Any]) -> None:
    """Note what to do; raises UsageError where this machine would write something else than the one that asks."""
    need_pyarrow()
    values = settings["config"]
    config = Config(**{**values, "languages": tuple(values["languages"])})
    gazetteer, lexicon = (tuple(Path(path) for path in settings[name]) for name in ("gazetteer", "lexicon"))
    folder = Path(settings["reader_model"]) if settings["reader_model"] else None
    recipe = Recipe(settings["model"], gazetteer, lexicon, settings["reader"], folder)
    differing = explain_difference(find_shard_parts(recipe, config), settings["parts"])
    if differing:
        remedy = "install the same versions of Python, graphkit and the model on every machine"
        raise UsageError(f"{differing} differ on {socket.gethostname()}", remedy=remedy)
    _maker.update(folder=Path(settings["folder"]), recipe=recipe, config=config, parts=settings["parts"])


class ShardFailure(Record, frozen=True):
    """The error that kept a worker from making a shard: the parts of one of our own errors."""

    error: str
    what: str
    where: str | None
    remedy: str | None


class ShardResult(Record, frozen=True):
    """The result of a slice: the counts and skips of its shard, or the failure."""

    articles: int = 0
    facts: int = 0
    skips: tuple[Skip, ...] = ()
    failure: ShardFailure | None = None


def make_shards(batch: list[Slice]) -> list[ShardResult]:
    """Read, extract and write the shards of some slices."""
    return [_try_shard(source_slice) for source_slice in batch]


def _try_shard(source_slice: Slice) -> ShardResult:
    try:
        return _make_shard(source_slice)
    except GraphkitError as error:
        failure = ShardFailure(type(error).__name__, str(error), error.where, error.remedy)
        return ShardResult(failure=failure)


def _make_shard(source_slice: Slice) -> ShardResult:
    rows: list[Row] = []
    numbers: list[int] = []

    def read() -> Iterator[Article]:
        for number, item in read_slice(source_slice, _maker["config"]):
            if isinstance(item, Skip):
                rows.append((number, item))
            else:
                numbers.append(number)
                yield item

    for index, outcome in enumerate(extract_articles(read(), _maker["recipe"], config=_maker["config"])):
        rows.append((numbers[index], outcome))
    skips = tuple(item for _, item in rows if isinstance(item, Skip))
    facts = sum(len(item[1]) for _, item in rows if not isinstance(item, Skip))
    name = name_shard(source_slice, _maker["parts"])
    parts = tuple(sorted(_maker["parts"].items()))
    write_shard(
        _maker["folder"] / name, rows, Contents(name, parts, source_slice.pieces, len(rows) - len(skips), facts)
    )
    return ShardResult(len(rows) - len(skips), facts, skips)
