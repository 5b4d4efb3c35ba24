"""Text and metadata of a web page; runs in a process of its own that may be killed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphkit.ingest.markup import strip_markup
from graphkit.ingest.readers.factiva_page import read_factiva_page
from graphkit.ingest.readers.linked_data import (
    PageIdentity,
    choose_article,
    fold_address,
    fold_headline,
    is_live_blog,
    read_headline,
    read_names,
    read_objects,
    read_updates,
)
from graphkit.timex.metadata_dates import read_date

#: Elements that the extractor removes with their words although they stand within sentences.
_INLINE = ("time", "label", "output", "ins", "legend")
_TEXT_PARENTS = frozenset({"p", "li", "td", "th", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"})
#: Names of meta elements that give the day of publication, the plainest first.
_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
    "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "og:published_time", "dc:date", "citation_date",
)  # fmt: skip
#: Classes of hNews and hAtom, and of their successors.
_DATE_CLASSES = ("published", "dt-published", "entry-date", "post-date", "article-date", "pubdate", "dateline-date")
_TITLE_SUFFIX = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]\s+(?:[\w.'&]+\s?){1,5}$")
#: Letters that a heading or a first paragraph has at least.
_SHORTEST_HEADING = 12
_ASIDES = frozenset({"aside", "nav", "footer"})
#: Live blogs have at least so many entries with a time.
_LEAST_ENTRIES = 2
_BESIDE = re.compile(r"comment|related|recommend|sidebar|most-read|footer|promo|teaser", re.I)
_LIVE = re.compile(r"\blive\b|\bas it happened\b|\blatest updates\b", re.I)


def parse_page(request: dict[str, Any]) -> list[dict[str, str | None]]:
    """Parse a page into articles: one, or those of a live blog or a bulk page. None where nothing is found."""
    import trafilatura

    tree: Any = trafilatura.load_html(request["markup"])
    if tree is None:
        return []
    if exported := read_factiva_page(tree):
        return exported
    page = PageMetadata(tree)
    entries = _read_live_entries(tree, page)
    if len(entries) >= _LEAST_ENTRIES:
        shared = page.describe(None)
        return [{**shared, **_add_fragment(entry, number, shared["url"])} for number, entry in enumerate(entries, 1)]
    _drop_linked_data(tree)
    _keep_inline_words(tree)
    document: Any = trafilatura.bare_extraction(
        tree,
        url=request["url"],
        fast=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = _choose_text(document, page)
    return [{**page.describe(document), "text": text}] if text else []


def _choose_text(document: Any, page: PageMetadata) -> str | None:
    """Choose the text in the markup, or that in the JSON-LD of the article where it is much longer."""
    text: str = getattr(document, "text", None) or ""
    linked = (page.article or {}).get("articleBody")
    linked = strip_markup(linked) if isinstance(linked, str) else ""
    return (linked if len(linked) > 2 * len(text) else text) or None


class PageMetadata:
    """The metadata that a page declares about its own article: never about other stories."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._metas = _read_metas(tree)
        self.titles = self._find_titles()
        self._addresses = self._find_addresses()
        scripts = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
        headlines = frozenset(filter(None, map(fold_headline, [*self.titles, *self._headings()])))
        page = PageIdentity(headlines, frozenset(map(fold_address, self._addresses)))
        self.article = choose_article(read_objects(scripts), page)
        self._day = self._find_day()

    def describe(self, document: Any) -> dict[str, str | None]:
        """Collect title, address, site, author and day; the extractor's guesses fill what the page does not declare."""
        article = self.article or {}
        day, source = self._day
        if day is None and source is None and document is not None:
            day, source = document.date, "the markup of the page"
        names = "; ".join(dict.fromkeys(read_names(article.get("author"))))
        site = self._metas.get("og:site_name") or next(iter(read_names(article.get("publisher"))), None)
        return {
            "title": self._choose_title(document, site),
            "url": next(iter(self._addresses), None) or getattr(document, "url", None),
            "site": site or _find_source(self._tree) or _check_site(getattr(document, "sitename", None)),
            "author": names or (None if self.article and article.get("author") else getattr(document, "author", None)),
            "date": day,
            "date_source": source,
        }

    def _find_titles(self) -> list[str]:
        """Find the titles that the head of the page gives, the plainest first."""
        titles = [self._metas.get(name) for name in ("og:title", "twitter:title", "dc.title", "headline")]
        element = self._tree.find(".//head/title")
        if element is not None and element.text:
            titles.append(" ".join(element.text.split()))
        return [title for title in titles if title]

    def _headings(self) -> list[str]:
        """Return the headings of the first level outside of side matter."""
        headings = [h1 for h1 in self._tree.iter("h1") if not any(up.tag in _ASIDES for up in h1.iterancestors())]
        return [text for h1 in headings[:5] if (text := " ".join(h1.text_content().split()))]

    def _choose_title(self, document: Any, site: str | None) -> str | None:
        """Choose the heading that a title of the head or the own article bears out, else that title."""
        declared = [fold_headline(title) for title in (*self.titles, read_headline(self.article or {}) or "") if title]
        for heading in self._headings():
            folded = fold_headline(heading)
            if folded and any(title.startswith(folded) or folded.startswith(title) for title in declared if title):
                return heading
        for title in self.titles:
            short = _TITLE_SUFFIX.sub("", title)
            return short if title != self._metas.get("og:title") and len(short.split()) >= 3 else title
        own = read_headline(self.article or {})
        return own or next(iter(self._headings()), None) or self._find_opening_heading()

    def _find_opening_heading(self) -> str | None:
        """Return a lower heading before the first paragraph; those behind it and beside it are of other stories."""
        for element in self._tree.iter("h2", "h3", "p"):
            words = " ".join(element.text_content().split())
            if _is_beside(element) or len(words) < _SHORTEST_HEADING:
                continue
            return words if element.tag != "p" else None
        return None

    def _find_addresses(self) -> list[str]:
        links = [link.get("href") for link in self._tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
        return [url for url in (*links, self._metas.get("og:url")) if url and url.startswith("http")]

    def _find_day(self) -> tuple[str | None, str | None]:
        """Find the day of publication and its source; no day, but a source, where only impossible days are given."""
        values = {name: value for name, value in self._metas.items() if name in _DATE_NAMES}
        own = (self.article or {}).get("datePublished")
        if isinstance(own, str):
            values["datepublished"] = own
        elif "datepublished" not in values and (marked := _find_marked_day(self._tree)):
            values["datepublished"] = marked
        for name in _DATE_NAMES:
            if name in values and (day := read_date(values[name])):
                return day, "JSON-LD of the page" if values[name] == own else f"{name} of the page"
        for value in _find_class_days(self._tree):
            if day := read_date(value):
                return day, "a marked date of the page"
        return None, "nothing" if values else None


def _find_source(tree: Any) -> str | None:
    """Find the body that hNews names as the source."""
    for element in tree.iter("span", "div", "p", "a"):
        if "source-org" in (element.get("class") or "").lower().split():
            return " ".join(element.text_content().split()) or None
    return None


def _check_site(name: str | None) -> str | None:
    """Return a guessed name of the site, unless it is an initial."""
    return name if name and len(name) > 2 else None


def _read_metas(tree: Any) -> dict[str, str]:
    """Read the meta elements of a page by name; the first of each name counts."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            if content and (name := (meta.get(attribute) or "").lower()):
                metas.setdefault(name, content)
    return metas


def _find_marked_day(tree: Any) -> str | None:
    """Find the first `itemprop="datePublished"` of the page outside of side matter, on whatever element."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or "datepublished" not in (element.get("itemprop") or "").lower().split():
            continue
        if any(up.tag in _ASIDES for up in element.iterancestors()):
            continue
        value = element.get("content") or element.get("datetime") or element.get("title") or element.text_content()
        if value and value.strip():
            return str(value).strip()
    return None


def _find_class_days(tree: Any) -> Iterator[str]:
    """Find the days in elements with the classes of hNews and the like."""
    for element in tree.iter("abbr", "time", "span", "p", "div"):
        classes = (element.get("class") or "").lower().split()
        if any(name in _DATE_CLASSES for name in classes) and not any(
            up.tag in _ASIDES for up in element.iterancestors()
        ):
            value = element.get("datetime") or element.get("title") or element.text_content()
            if value and len(value) < 100:
                yield value


def _drop_linked_data(tree: Any) -> None:
    """Remove the JSON-LD, which is read already: the extractor would guess from related stories in it."""
    for script in [script for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]:
        script.drop_tree()


def _keep_inline_words(tree: Any) -> None:
    """Unwrap elements within sentences, so that their words stay."""
    for element in list(tree.iter(*_INLINE)):
        if any(up.tag in _TEXT_PARENTS for up in element.iterancestors()):
            element.drop_tag()


def _read_live_entries(tree: Any, page: PageMetadata) -> list[dict[str, str | None]]:
    """Read the entries of a live blog, each with its own time: from its markup or its JSON-LD, whichever holds more."""
    is_live = is_live_blog(page.article) or any(_LIVE.search(title) for title in page.titles)
    if not is_live:
        return []
    marked = _read_marked_entries(tree)
    linked = [_read_update(entry) for entry in read_updates(page.article)] if page.article else []
    return max(linked, marked, key=lambda entries: sum(len(entry["text"] or "") for entry in entries))


def _add_fragment(entry: dict[str, str | None], number: int, url: str | None) -> dict[str, str | None]:
    """Give an entry an address of its own: that of the page with the entry's name."""
    fragment = entry.pop("fragment", None) or f"entry-{number}"
    return {"url": f"{url.partition('#')[0]}#{fragment}", **entry} if url else entry


def _read_update(entry: Mapping[str, Any]) -> dict[str, str | None]:
    url = entry.get("url")
    return {
        "text": strip_markup(entry["articleBody"]),
        "title": strip_markup(read_headline(entry) or "") or None,
        "date": read_date(entry.get("datePublished")),
        "date_source": "the time of the entry",
        **({"url": url} if isinstance(url, str) else {}),
        **({"author": "; ".join(names)} if (names := read_names(entry.get("author"))) else {}),
    }


def _read_marked_entries(tree: Any) -> list[dict[str, str | None]]:
    """Read blocks with one time and paragraphs of their own."""
    entries = []
    for stamp in tree.iter("time"):
        day = read_date(stamp.get("datetime") or "")
        block = _find_block(stamp)
        if day is None or block is None or _is_beside(block):
            continue
        paragraphs = [" ".join(p.text_content().split()) for p in block.iter("p", "li", "blockquote")]
        heading = next(block.iter("h2", "h3", "h4"), None)
        entries.append(
            {
                "text": "\n\n".join(filter(None, paragraphs)),
                "title": " ".join(heading.text_content().split()) if heading is not None else None,
                "date": day,
                "date_source": "the time of the entry",
                **({"fragment": str(block.get("id"))} if block.get("id") else {}),
            }
        )
    return [entry for entry in entries if entry["text"]]


def _is_beside(block: Any) -> bool:
    """Return whether a block stands among comments, related stories or other side matter."""
    names = (f"{up.get('class') or ''} {up.get('id') or ''}" for up in (block, *block.iterancestors()))
    return any(up.tag in _ASIDES for up in block.iterancestors()) or any(map(_BESIDE.search, names))


def _find_block(stamp: Any) -> Any:
    """Find the nearest block around a time that holds paragraphs, unless it holds other times as well."""
    for up in stamp.iterancestors("div", "article", "section", "li"):
        if next(up.iter("p"), None) is not None:
            return up if sum(1 for _ in up.iter("time")) == 1 else None
    return None
