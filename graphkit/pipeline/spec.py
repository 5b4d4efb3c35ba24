"""Specify a run as plain data: where the articles come from, and all that decides what comes out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from graphkit.config import DEFAULT_MODEL, Config
from graphkit.errors import UsageError
from graphkit.model import Article, Skip

Source = str | Path

#: Who reads: the rules of the lexicon, a trained network, or both together.
READERS = (RULES, LEARNED, BOTH) = ("rules", "learned", "both")
#: The trained reader that comes with graphkit.
SHIPPED_READER = Path(str(resources.files("graphkit"))) / "assets" / "reader"
#: The title of a page that its maker does not name: none, so that the page makes one of its corpus.
TITLE = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The recipe of extraction, besides the text of an article: a language model, the user's files, and a reader.

    `reader` is one of READERS; `reader_model` is the folder of a trained reader, None where only the rules read.
    """

    model: str
    gazetteer: tuple[Path, ...] = ()
    lexicon: tuple[Path, ...] = ()
    reader: str = RULES
    reader_model: Path | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """A finished shard: its number in the order of the sources, where it is, and what is in it."""

    number: int
    path: Path
    articles: int
    facts: int
    skips: tuple[Skip, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The present step of a run, and the number of articles it will have read in the end as far as can be told."""

    name: str
    expected: int | None = None


Report = Callable[[Article | Skip | Step | Shard], None]


@dataclass(frozen=True, slots=True)
class RunSpec:
    """The specification of a run; the fields are explained at `graphkit.build`."""

    sources: Sequence[Source]
    model: str = DEFAULT_MODEL
    gazetteer: Sequence[Source] = ()
    lexicon: Sequence[Source] = ()
    corrections: Source | None = None
    limit: int | None = None
    max_skip: str | None = None
    config: Config = field(default_factory=Config)
    title: str = TITLE
    urls: Sequence[str] = ()
    partitions: Source | None = None
    reader: str = RULES
    reader_model: Source | None = None

    @property
    def recipe(self) -> Recipe:
        """The recipe of the facts."""
        gazetteer, lexicon = (tuple(map(Path, files)) for files in (self.gazetteer, self.lexicon))
        folder = Path(self.reader_model) if self.reader_model is not None else SHIPPED_READER
        return Recipe(self.model, gazetteer, lexicon, self.reader, folder if self.reader != RULES else None)

    @property
    def named(self) -> Sequence[Source]:
        """The input that the user named, for messages."""
        return self.sources if self.sources or self.partitions is None else [self.partitions]

    @property
    def is_repeatable(self) -> bool:
        """Tell whether the sources can be read again, to find out if they have changed."""
        return not self.urls and bool(self.sources or self.partitions is None)

    def check(self) -> None:
        """Raise UsageError for a limit of nothing, a reader that is not there, and what shards of sources cannot do."""
        check_limit(self.limit)
        if self.reader not in READERS:
            raise UsageError(f"there is no reader {self.reader!r}", remedy=f"use one of {', '.join(READERS)}")
        if self.partitions is not None and (self.limit is not None or self.urls):
            name = "--url" if self.urls else "--limit"
            raise UsageError(f"{name} does not go with --partitions", remedy=f"leave out {name}, or --partitions")


def check_limit(limit: int | None) -> None:
    """Raise UsageError for a number of articles that leaves nothing to read, or that no machine can count to."""
    if limit is not None and not 1 <= limit <= sys.maxsize:
        raise UsageError(f"a limit of {limit} articles cannot be kept", remedy="give 1 or more, or no limit")


def list_sources(sources: Source | Sequence[Source]) -> list[Source]:
    """Return one source or several as a list."""
    return [sources] if isinstance(sources, str | Path) else list(sources)
