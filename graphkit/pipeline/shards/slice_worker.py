"""What a worker does with a slice of the sources: read it, extract, and write the shard. Nothing else travels."""

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
from graphkit.pipeline.extract_stage import extract_articles, find_parts
from graphkit.pipeline.import_graph import hash_code
from graphkit.pipeline.shards.shard_file import SUFFIX, Contents, Row, need_pyarrow, write_shard
from graphkit.pipeline.spec import Recipe
from graphkit.runtime import decode, encode, hash_parts
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
    """What a shard depends on besides its sources, each with a hash."""
    settings = sorted((key, repr(value)) for key, value in asdict(config).items() if key not in _FREE)
    return {
        **find_parts(recipe),
        "reading": hash_parts(hash_code(*_CODE), *(f"{name} {find_package_version(name)}" for name in _READERS)),
        "settings": hash_parts(repr(settings)),
    }


def explain_difference(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """The names of the parts that differ, "" for none: "the lexicon and the settings"."""
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return " and ".join(f"the {name}" for name in differing)


def name_shard(part: Slice, parts: Mapping[str, str]) -> str:
    """The file name of the shard of a slice."""
    return hash_parts(part.digest, repr(sorted(parts.items()))) + SUFFIX


def describe_work(folder: Path, recipe: Recipe, config: Config, parts: Mapping[str, str]) -> dict[str, Any]:
    """What a worker must be told, as plain values."""
    return {
        "folder": str(folder.absolute()),
        "model": recipe.model,
        "gazetteer": [str(path.absolute()) for path in recipe.gazetteer],
        "lexicon": [str(path.absolute()) for path in recipe.lexicon],
        "config": {**asdict(config), "scheduler": None, "workers": 1},
        "parts": dict(parts),
    }


def prepare_maker(settings: dict[str, Any]) -> None:
    """Note what to do; raises UsageError where this machine would write something else than the one that asks."""
    need_pyarrow()
    values = settings["config"]
    config = Config(**{**values, "languages": tuple(values["languages"])})
    own = [tuple(Path(path) for path in settings[name]) for name in ("gazetteer", "lexicon")]
    recipe = Recipe(settings["model"], *own)
    differing = explain_difference(find_shard_parts(recipe, config), settings["parts"])
    if differing:
        remedy = "install the same versions of Python, graphkit and the model on every machine"
        raise UsageError(f"{differing} differ on {socket.gethostname()}", remedy=remedy)
    _maker.update(folder=Path(settings["folder"]), recipe=recipe, config=config, parts=settings["parts"])


def make_shards(batch: list[Any]) -> list[Any]:
    """Read, extract and write some slices; the counts and skips of each, or the parts of an error of ours."""
    return [_try_shard(decode(Slice, data)) for data in batch]


def _try_shard(part: Slice) -> dict[str, Any]:
    try:
        return _make_shard(part)
    except GraphkitError as error:
        return {"error": type(error).__name__, "what": str(error), "where": error.where, "remedy": error.remedy}


def _make_shard(part: Slice) -> dict[str, Any]:
    rows: list[Row] = []
    numbers: list[int] = []

    def read() -> Iterator[Article]:
        for number, item in read_slice(part, _maker["config"]):
            if isinstance(item, Skip):
                rows.append((number, item))
            else:
                numbers.append(number)
                yield item

    for at, outcome in enumerate(extract_articles(read(), _maker["recipe"], config=_maker["config"])):
        rows.append((numbers[at], outcome))
    skips = [item for _, item in rows if isinstance(item, Skip)]
    facts = sum(len(item[1]) for _, item in rows if not isinstance(item, Skip))
    name = name_shard(part, _maker["parts"])
    parts = tuple(sorted(_maker["parts"].items()))
    write_shard(_maker["folder"] / name, rows, Contents(name, parts, part.pieces, len(rows) - len(skips), facts))
    return {"articles": len(rows) - len(skips), "facts": facts, "skips": [encode(skip) for skip in skips]}
