"""Plain text: one article, a live blog, or the bulk export of a news database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graphkit.config import Config
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import decode, name_binary
from graphkit.ingest.layout.live_blog import LiveEntry, split_live_blog
from graphkit.ingest.metadata import Metadata, TextOrigin, read_stem
from graphkit.ingest.readers.bulk_text import add_year_hints, split_at_rules
from graphkit.ingest.readers.exports import split_export
from graphkit.ingest.readers.limited_bytes import read_bytes
from graphkit.ingest.readers.web_page import read_html
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import find_date_order

#: What opens a page and stands in no article, after white space and a mark of the encoding.
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")


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
    if _PAGE.match(data[:4096]):  # a page that was saved under the wrong suffix
        yield from read_html(source, config)
        return
    if _XML.match(data[:4096]):
        yield source.location.skip("malformed", "it is XML, not text", "give it the suffix .xml")
        return
    yield from build_articles(decode(data), read_stem(source.stem), source.location, config)


def build_articles(text: str, metadata: Metadata, location: TextOrigin, config: Config) -> Iterator[Article | Skip]:
    """Build the articles of a text that is one article, or a bulk file of several.

    Line ends become line feeds, as Python reads text files, so that an offset does not hang on the system.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    articles = _split(text, metadata)
    if not articles:
        yield from build_article(text, metadata, location, config)
        return
    order = find_date_order(text)
    for number, (content, description) in enumerate(articles, 1):
        described = replace(description, date_order=order)
        yield from build_article(content, described, TextOrigin(location.path, number), config)


def _split(text: str, metadata: Metadata) -> list[tuple[str, Metadata]]:
    """Split a bulk file into texts with what is known of each; return an empty list for a single article."""
    exported = split_export(text)
    if exported:
        described = [item.describe(f"{metadata.id}-{number}") for number, item in enumerate(exported, 1)]
        days = [item.published for item in described]
        return list(zip([item.text for item in exported], add_year_hints(described, days), strict=True))
    blocks = split_at_rules(text)
    if blocks:
        described = [Metadata(f"{metadata.id}-{number}") for number in range(1, len(blocks) + 1)]
        hinted = add_year_hints(described, [day for _, day in blocks])
        return list(zip([block for block, _ in blocks], hinted, strict=True))
    return [
        (entry.text, _describe_entry(entry, metadata, number)) for number, entry in enumerate(split_live_blog(text), 1)
    ]


def _describe_entry(entry: LiveEntry, metadata: Metadata, number: int) -> Metadata:
    return replace(
        metadata,
        id=f"{metadata.id}-{number}",
        title=entry.title,
        published=entry.day or metadata.published,
        date_source="the time of the entry",
    )
