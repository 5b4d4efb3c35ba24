"""JSON-LD of a web page: which object is the page's own article, and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_ARTICLES = frozenset(
    {
        "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "blogposting",
        "opinionnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "liveblogposting", "report",
        "socialmediaposting",
    }
)  # fmt: skip
#: Objects of a page that may hold its article under mainEntity.
_PAGES = frozenset({"webpage", "itempage", "collectionpage", "profilepage"})
_MOST_OBJECTS = 200


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """The identity of a page: the headlines in its markup and its addresses, both folded."""

    headlines: frozenset[str]
    addresses: frozenset[str]


def fold_headline(text: str) -> str:
    """Fold a headline so that case and punctuation do not matter."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def fold_address(url: str) -> str:
    """Fold an address: without scheme, query, fragment, a leading www. and a closing slash."""
    parts = urlsplit(url.strip())
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}".lower()


def read_objects(scripts: list[str]) -> list[Mapping[str, Any]]:
    """Read the JSON-LD objects of a page: those at the top, those of a @graph, and the main entity of a page.

    What is nested deeper (items of a list, videos, comments, related stories) is not the page's own.
    """
    objects: list[Mapping[str, Any]] = []
    for script in scripts:
        try:
            value = json.loads(script.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in value if isinstance(value, list) else [value]:
            graph = item.get("@graph") if isinstance(item, Mapping) else None
            candidates = graph if isinstance(graph, list) else [item]
            objects += [candidate for candidate in candidates if isinstance(candidate, Mapping)]
    pages = [
        item["mainEntity"] for item in objects if _types(item) & _PAGES and isinstance(item.get("mainEntity"), dict)
    ]
    return [*objects, *pages][:_MOST_OBJECTS]


def choose_article(objects: list[Mapping[str, Any]], page: PageIdentity) -> Mapping[str, Any] | None:
    """Choose the object that describes the page's own article; None where there is none.

    It bears the page's headline or address. A single article with neither is taken where its headline resembles that
    of the page.
    """
    articles = [item for item in objects if _types(item) & _ARTICLES]
    own = [item for item in articles if _bears_headline(item, page) or _bears_address(item, page)]
    if own:
        return max(
            own, key=lambda item: (_bears_headline(item, page) + _bears_address(item, page), "datePublished" in item)
        )
    if not page.headlines:
        return articles[0] if articles else None
    near = [item for item in articles if _resembles_headline(item, page)]
    return near[0] if len(articles) == 1 and near else None


def _resembles_headline(item: Mapping[str, Any], page: PageIdentity) -> bool:
    """Tell whether an item has no headline, or shares a third of its headline's words with one of the page."""
    words = set(fold_headline(read_headline(item) or "").split())
    return not words or any(len(words.intersection(own.split())) * 3 >= len(words) for own in page.headlines)


def is_live_blog(article: Mapping[str, Any] | None) -> bool:
    """Return whether an object describes a live blog."""
    return article is not None and "liveblogposting" in _types(article)


def read_updates(article: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the entries of a live blog that hold a text."""
    updates = article.get("liveBlogUpdate")
    entries = updates if isinstance(updates, list) else [updates]
    return [entry for entry in entries if isinstance(entry, Mapping) and isinstance(entry.get("articleBody"), str)]


def read_headline(article: Mapping[str, Any]) -> str | None:
    """Return the headline of an object."""
    return next((value for name in ("headline", "name") if isinstance(value := article.get(name), str) and value), None)


def read_names(value: object) -> list[str]:
    """Return the names of persons or bodies: a string, an object with a name, or a list of them."""
    if isinstance(value, str):
        return [value] if value.strip() and not value.startswith("http") else []
    if isinstance(value, Mapping):
        return read_names(value.get("name"))
    return [name for item in value for name in read_names(item)] if isinstance(value, list) else []


def _types(item: Mapping[str, Any]) -> set[str]:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rpartition("/")[2].rpartition(":")[2].lower() for kind in kinds if isinstance(kind, str)}


def _bears_headline(item: Mapping[str, Any], page: PageIdentity) -> bool:
    headline = fold_headline(read_headline(item) or "")
    return bool(headline) and any(
        own == headline
        or (len(headline) > 15 and own.startswith(headline))
        or (len(own) > 15 and headline.startswith(own))
        for own in page.headlines
    )


def _bears_address(item: Mapping[str, Any], page: PageIdentity) -> bool:
    return bool(page.addresses & set(_addresses(item)))


def _addresses(item: Mapping[str, Any]) -> list[str]:
    return [fold_address(url) for url in _iterate_urls(item)]


def _iterate_urls(item: Mapping[str, Any]) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = item.get(name)
        value = value.get("@id") or value.get("url") if isinstance(value, Mapping) else value
        if isinstance(value, str) and value.startswith("http"):
            yield value
