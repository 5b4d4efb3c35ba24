"""Inspect the reading of sources: the date of each article and its origin, its sections, what was left out."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphkit.config import Config
from graphkit.ingest.article import log as article_log
from graphkit.ingest.reading import read_articles
from graphkit.model import Article, Skip


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """An article with the source of its date."""

    article: Article
    date_source: str


class _DateSources(logging.Handler):
    """Collects where the date of each article came from."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.sources: dict[str, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        article, source = getattr(record, "article", None), getattr(record, "date_source", None)
        if isinstance(article, Article) and isinstance(source, str):
            self.sources[article.content_hash] = source


def inspect_articles(sources: Sequence[str | Path], *, config: Config | None = None) -> Iterator[ReadingReport | Skip]:
    """Read the sources as a build does, and report how each article was read."""
    handler = _DateSources()
    level = article_log.level
    article_log.addHandler(handler)
    article_log.setLevel(logging.DEBUG)
    try:
        for item in read_articles(sources, config=config):
            if isinstance(item, Skip):
                yield item
            else:
                yield ReadingReport(item, handler.sources.pop(item.content_hash, "nothing"))
    finally:
        article_log.setLevel(level)
        article_log.removeHandler(handler)
