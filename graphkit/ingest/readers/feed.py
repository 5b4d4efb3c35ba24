"""RSS and Atom files: an article for each item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graphkit.config import Config
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean
from graphkit.ingest.markup import strip_markup
from graphkit.ingest.metadata import Metadata, TextOrigin, check_url, clean_field, read_stem
from graphkit.ingest.readers.xml_tree import find_all, local_name
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import read_date

#: Fields of an item that hold text; the longest is its body.
_BODIES = ("encoded", "content", "description", "summary")
#: Fields of an item that hold a day, those of publication before those of a change.
_DATES = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
_END_OF_ITEM = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.I)
#: Blanks that control characters leave.
_SPACES = re.compile(r"[^\S\n]{2,}")
#: What WordPress puts under each item.
_APPEARED = re.compile(r"\s*The post .{1,300} (?:appeared first on|first appeared on) .{1,100}$", re.S)


def read_items(root: Any, text: str, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the items of a feed; one that the file breaks off in is left out."""
    title = next((child for child in find_all(root, "title")), None)
    publisher = clean_field("".join(title.itertext())) if title is not None else None
    whole = len(_END_OF_ITEM.findall(text))
    for number, element in enumerate(list(find_all(root, "item", "entry"))[:whole], 1):
        fields = _read_fields(element)
        yield from _read_item(fields, publisher, number, source, config)


def _read_fields(element: Any) -> dict[str, str]:
    """Read the longest text under each name."""
    fields: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        text = "".join(child.itertext()).strip()
        if name == "link" and not text and child.get("rel", "alternate") == "alternate":
            text = child.get("href", "")
        if text and len(text) > len(fields.get(name, "")):
            fields[name] = text
    return fields


def _read_item(
    fields: dict[str, str], publisher: str | None, number: int, source: InputFile, config: Config
) -> Iterator[Article | Skip]:
    bodies = [strip_markup(fields[name]) for name in _BODIES if name in fields]
    body = _SPACES.sub(" ", _APPEARED.sub("", clean(max(bodies, key=len, default="")).strip()))
    title = clean_field(strip_markup(fields.get("title", "")))
    days = ((name, read_date(fields[name])) for name in _DATES if name in fields)
    date_field, published = next(((name, day) for name, day in days if day), ("", None))
    url = check_url(fields.get("link"))
    identity = clean(fields.get("guid") or fields.get("id") or "").strip() or url
    metadata = Metadata(
        id=identity or f"{read_stem(source.stem).id}-{number}",
        title=title,
        url=url,
        publisher=clean_field(fields.get("source")) or publisher,
        published=published,
        author=clean_field(fields.get("creator") or fields.get("author")),
        date_source=f"the element {date_field} of the feed",
    )
    yield from build_article(body or title or "", metadata, TextOrigin(source.path, number), config)
