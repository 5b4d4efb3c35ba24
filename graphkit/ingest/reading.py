"""The flow from sources to articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import file_digest, sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, cast

from graphkit.config import Config
from graphkit.ingest.fields import ENOUGH_RECORDS, FIELD_NAMES, ReadingConfig
from graphkit.ingest.meter import Meter
from graphkit.ingest.readers import read_file
from graphkit.ingest.sources import InputFile, find_inputs
from graphkit.model import Article, Skip

#: Codes of skips that lose no article: it is there, cut, or once instead of twice.
HARMLESS = frozenset({"duplicate", "too-long", "cut-text", "own-output", "rough-text"})


def read_articles(
    sources: Sequence[str | Path], *, config: Config | None = None, meter: Meter | None = None
) -> Iterator[Article | Skip]:
    """Read every article that the sources hold, one after the other.

    Sources are files, folders, globs and "-" (standard input: JSON Lines or one text), mixed as you like. What cannot
    be used comes as a Skip with its reason in between. The same text under the same id is skipped as a duplicate;
    another text under an id that was met before gets an id of its own. A `meter` follows how much has been read.

    Raises UsageError at once, before reading, when a source does not exist, and while reading when the settings name
    a field that no record has.
    """
    reading = ReadingConfig.extend(config or Config())
    files = find_inputs(sources, reading)
    first = next(files, None)
    inputs = chain([first] if first else [], files)
    if meter is None:
        return _read_all(inputs, reading)
    meter.survey(sources, reading)
    return _count(inputs, reading, meter)


def _read_all(inputs: Iterable[InputFile | Skip], config: ReadingConfig) -> Iterator[Article | Skip]:
    yield from settle_articles(result for item in inputs for result in read_file(item, config))
    config.field_log.check(config, is_end=True)


def _count(inputs: Iterable[InputFile | Skip], config: ReadingConfig, meter: Meter) -> Iterator[Article | Skip]:
    watched = (item if isinstance(item, Skip) else meter.follow(item) for item in inputs)
    for item in _read_all(watched, config):
        meter.articles += not isinstance(item, Skip)
        yield item
    meter.finish()


def check_fields(sources: Sequence[str | Path], config: Config) -> None:
    """Raise UsageError where the settings name a field that none of the first records has."""
    if any(getattr(config, f"{kind}_field", None) for kind in FIELD_NAMES):
        for _ in islice(read_articles(sources, config=config), ENOUGH_RECORDS):
            pass


def hash_sources(sources: Sequence[str | Path], config: Config | None = None) -> str | None:
    """Hash the names and bytes of all that the sources hold, in the order of reading; None for standard input."""
    digest = sha256()
    for item in find_inputs(sources, config or Config()):
        if isinstance(item, Skip):
            digest.update(f"{item.path}\0{item.code}\0".encode("utf-8", "replace"))
            continue
        if item.name == "-":
            return None
        try:
            with item.open() as stream:
                content = file_digest(cast(Any, stream), "sha256").digest()
        except OSError:
            return None
        digest.update(item.path.encode("utf-8", "replace") + b"\0" + content)
    return digest.hexdigest()


def settle_articles(items: Iterator[Article | Skip]) -> Iterator[Article | Skip]:
    """Pass over repeats, and give articles of one id but different texts an id each.

    The same text under another id stays: it is another source of the same words, which `find_near_duplicates` marks.
    """
    bearers: dict[bytes, bytes] = {}  # id -> its text; both as hashes, for there may be millions
    others: set[bytes] = set()  # ids with further texts that came under them
    for item in items:
        if isinstance(item, Skip):
            yield item
            continue
        name, text = _shorten(item.id), _shorten(item.content_hash)
        if bearers.get(name) == text or name + text in others:
            yield Skip(
                item.id[:300], "duplicate", "the same text under the same id", "nothing to do: it is counted once"
            )
            continue
        if name in bearers:
            others.add(name + text)
            item = replace(item, id=f"{item.id}-{item.content_hash[:8]}")
            bearers.setdefault(_shorten(item.id), b"")
        else:
            bearers[name] = text
        yield item


def _shorten(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
