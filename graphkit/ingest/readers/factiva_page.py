"""Articles that Factiva saves as one web page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphkit.ingest.readers.exports.factiva import read_lined
from graphkit.ingest.readers.exports.record import ExportedArticle

_LEAVES = ("div", "p", "table", "ul")


def read_factiva_page(tree: Any) -> list[dict[str, str | None]]:
    """Read the articles of a page of Factiva; an empty list for any other page."""
    blocks = [block for block in tree.iter("div") if (block.get("id") or "").startswith("article-")]
    entries = []
    for block in blocks:
        headline = next((span for span in block.iter("span") if "headline" in (span.get("class") or "").lower()), None)
        if headline is None:
            continue
        title = " ".join(headline.text_content().split())
        for article in read_lined("\n\n".join(_iterate_lines(block))):
            entries.append(_describe(article, title))
    return [entry for entry in entries if entry["text"]]


def _iterate_lines(block: Any) -> Iterator[str]:
    """Iterate over the text of each innermost block in the order of the page."""
    for element in block.iter(*_LEAVES):
        if next(element.iterdescendants(*_LEAVES), None) is None and (line := " ".join(element.text_content().split())):
            yield line


def _describe(article: ExportedArticle, title: str) -> dict[str, str | None]:
    return {
        "id": article.identity,
        "text": article.text,
        "title": title,
        "site": article.publisher,
        "author": article.author,
        "date": article.day,
        "date_source": "the head of the article in the export",
        "url": None,
    }
