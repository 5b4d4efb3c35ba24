"""Plain text: one article, a live blog, or the bulk export of a news database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphkit.config import Config
from graphkit.ingest.article import build_article
from graphkit.ingest.dates import find_date_order
from graphkit.ingest.decoding import decode, name_binary
from graphkit.ingest.layout.live_blog import split_live_blog
from graphkit.ingest.metadata import Location, Metadata, read_stem
from graphkit.ingest.readers.common import read_bytes
from graphkit.ingest.readers.database_export import add_year_hints, split_at_rules, split_export
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip


def read_text(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a text file: one article, or all that a bulk file holds."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    if binary := name_binary(data):
        remedy = "give it the suffix of its kind, or convert it to plain text"
        yield source.location.skip("binary", f"it is {binary}, not text", remedy)
        return
    yield from build_articles(decode(data), read_stem(source.stem), source.location, config)


def build_articles(text: str, metadata: Metadata, location: Location, config: Config) -> Iterator[Article | Skip]:
    """Build the articles of a text that is one article, or a bulk file of several."""
    articles = _split(text, metadata)
    if not articles:
        yield from build_article(text, metadata, location, config)
        return
    order = find_date_order(text)
    known = add_year_hints([description for _, description in articles])
    for number, ((content, _), description) in enumerate(zip(articles, known, strict=True), 1):
        place = Location(location.path, number)
        yield from build_article(content, replace(description, date_order=order), place, config)


def _split(text: str, metadata: Metadata) -> list[tuple[str, Metadata]]:
    """The texts of a bulk file with what is known of each; an empty list for a single article."""
    exported = split_export(text)
    if exported:
        names = (f"{metadata.id}-{number}" for number in range(1, len(exported) + 1))
        return [(item.text, item.describe(name)) for item, name in zip(exported, names, strict=True)]
    blocks = split_at_rules(text)
    if blocks:
        return [
            (block, Metadata(f"{metadata.id}-{number}", publisher=metadata.publisher))
            for number, block in enumerate(blocks, 1)
        ]
    return [
        (
            entry.text,
            replace(
                metadata,
                id=f"{metadata.id}-{number}",
                title=entry.title,
                published=entry.day or metadata.published,
                date_source="the time of the entry",
            ),
        )
        for number, entry in enumerate(split_live_blog(text), 1)
    ]
