"""XML files: feeds, and the exchange formats of agencies (NITF, NewsML, NewsML-G2, news sitemaps, Gigaword)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from graphkit.config import Config
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean, name_binary
from graphkit.ingest.markup import strip_markup
from graphkit.ingest.metadata import Metadata, TextOrigin, check_url, clean_field, read_stem
from graphkit.ingest.readers.feed import read_items
from graphkit.ingest.readers.limited_bytes import read_bytes
from graphkit.ingest.readers.xml_tree import decode_xml, find_all, find_attribute, find_text, local_name, parse_xml
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import find_stem_date, read_date

_PROLOGUE = re.compile(r"^(?:\s|<\?.{0,300}?\?>|<!--.{0,5000}?-->)*", re.S)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[\w.-]+)")
#: Elements of an agency's text that are no running text.
_NOT_TEXT = frozenset({"media", "table", "script", "style", "head", "caption", "note"})
_PARAGRAPHS = ("p", "hl2", "h1", "h2", "h3", "li", "pre")


def read_xml(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read an XML file by its root element: a feed, an agency's document or a news sitemap."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    if binary := name_binary(data):
        yield source.location.skip("binary", f"it is {binary}, not XML", "save it again")
        return
    text = decode_xml(data, source.location)
    if isinstance(text, Skip):
        yield text
        return
    root_name = _ROOT.match(text, _PROLOGUE.match(text).end())  # type: ignore[union-attr]  # it matches the empty text
    if root_name and root_name["name"].upper() == "DOC":
        text = f"<docs>{text}</docs>"  # a file of Gigaword is a row of documents without a root
    root, problem = parse_xml(text, source.location)
    if root is None:
        yield problem or source.location.skip("empty", "no elements", "save it again, or remove it")
        return
    yield from _read_root(root, text, problem, source, config)


def _read_root(
    root: Any, text: str, problem: Skip | None, source: InputFile, config: Config
) -> Iterator[Article | Skip]:
    kind = local_name(root)
    count = 0
    if kind in _READERS:
        items = _READERS[kind](root, source, config)
    elif next(find_all(root, "item", "entry"), None) is not None or kind in ("rss", "feed", "rdf"):
        items = read_items(root, text, source, config)
    else:
        if not problem:
            detail = f"no items: the root element is <{kind}>"
            yield source.location.skip("empty", detail[:100], "save the feed again, or remove it")
        items = iter(())
    for item in items:
        count += 1
        yield item
    if problem:
        yield problem
    elif kind in (*_READERS, "rss", "feed", "rdf") and not count:
        yield source.location.skip("empty", "no items", "save it again, or remove it")


def _read_nitf_file(root: Any, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    yield from _read_nitf(root, Metadata(id=read_stem(source.stem).id), source.location, config)


def _read_nitf(root: Any, base: Metadata, location: TextOrigin, config: Config) -> Iterator[Article | Skip]:
    """Read a NITF document; what is known from an envelope goes before what stands in it."""
    stamps = ("date.issue", "date.release", "story.date")
    content = next(find_all(root, "body.content"), root)
    day = read_date(find_attribute(root, stamps, "norm") or find_text(root, *stamps))
    metadata = Metadata(
        id=clean_field(find_attribute(root, ("doc-id",), "id-string")) or base.id,
        title=base.title or clean_field(find_text(root, "hl1", "hedline", "headline", "title")),
        url=base.url,
        publisher=base.publisher or clean_field(_find_distributor(root)),
        published=base.published or day,
        author=base.author or _read_byline(_find_byline(root)),
        language=base.language,
        date_source=base.date_source if base.published else "date.issue of the NITF document",
    )
    place = find_text(root, "location") or find_text(root, "dateline")
    yield from build_article(_join_dateline(place, _read_paragraphs(content)), metadata, location, config)


def _find_distributor(root: Any) -> str | None:
    """Find the body that distributes a NITF document, or that holds its rights."""
    return find_text(root, "distributor") or find_attribute(root, ("doc.copyright",), "holder")


def _find_byline(root: Any) -> str | None:
    """Find the byline without the title of the reporter."""
    byline = next(find_all(root, "byline"), None)
    if byline is None:
        return None
    titles = {"".join(title.itertext()).strip() for title in find_all(byline, "byttl", "virtloc")}
    return " ".join(text.strip() for text in byline.itertext() if text.strip() and text.strip() not in titles)


def _find_provider(item: Any) -> str | None:
    """Find the provider of an item: by name, by its holder of rights, or by its code."""
    provider = find_attribute(item, ("provider",), "literal") or find_text(item, "provider")
    holder = next(find_all(item, "copyrightholder"), None)
    named = find_text(holder, "name") if holder is not None else None
    code = find_attribute(item, ("provider",), "qcode")
    return provider or find_text(item, "creditline") or named or (code.rpartition(":")[2] if code else None)


def _find_creator(item: Any) -> str | None:
    """Find the author of an item."""
    creator = next(find_all(item, "creator"), None)
    return find_text(item, "by") or (find_text(creator, "name") if creator is not None else None)


def _read_newsml_g2(root: Any, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the text items of a NewsML-G2 message; pictures and other media are passed over."""
    sent = find_text(root, "sent")
    for number, item in enumerate(find_all(root, "newsitem"), 1):
        kind = find_attribute(item, ("itemclass",), "qcode") or "text"
        if not kind.lower().endswith("text") and next(find_all(item, "inlinexml", "inlinedata"), None) is None:
            continue
        stamp = find_text(item, "firstcreated", "contentcreated", "versioncreated") or sent
        content = next(find_all(item, "contentset"), item)
        metadata = Metadata(
            id=clean_field(item.get("guid")) or f"{read_stem(source.stem).id}-{number}",
            title=clean_field(find_text(item, "headline", "title")),
            publisher=clean_field(_find_provider(item)),
            published=read_date(stamp),
            author=_read_byline(_find_creator(item)),
            language=_read_language(item),
            date_source="the creation of the item",
        )
        location = TextOrigin(source.path, number)
        text = _read_paragraphs(content) or strip_markup("".join(content.itertext())).strip()
        text = _join_dateline(find_text(item, "dateline"), text) or metadata.title or ""
        yield from build_article(text, metadata, location, config)


def _read_newsml(root: Any, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the items of a NewsML 1 document, whose content is NITF or paragraphs."""
    for number, item in enumerate(find_all(root, "newsitem"), 1):
        stamp = find_text(item, "firstcreated", "thisrevisioncreated", "dateid")
        base = Metadata(
            id=clean_field(find_text(item, "publicidentifier", "newsitemid"))
            or f"{read_stem(source.stem).id}-{number}",
            title=clean_field(find_text(item, "headline")),
            publisher=clean_field(find_attribute(item, ("provider", "party"), "FormalName")),
            published=read_date(stamp),
            author=_read_byline(find_text(item, "byline")),
            date_source="the creation of the item",
        )
        content = next(find_all(item, "datacontent"), None)
        if content is not None:
            yield from _read_nitf(content, base, TextOrigin(source.path, number), config)


def _read_sitemap(root: Any, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the headlines of a news sitemap; a sitemap of addresses alone holds no text."""
    entries = list(find_all(root, "url"))
    if entries and next(find_all(root, "news"), None) is None:
        yield source.location.skip("unsupported", "a sitemap of addresses, without texts", "fetch the pages first")
        return
    for number, entry in enumerate(entries, 1):
        title = clean_field(find_text(entry, "title"))
        url = check_url(find_text(entry, "loc"))
        metadata = Metadata(
            id=url or f"{read_stem(source.stem).id}-{number}",
            title=title,
            url=url,
            publisher=clean_field(find_text(entry, "name")),
            published=read_date(find_text(entry, "publication_date")),
            date_source="publication_date of the sitemap",
        )
        yield from build_article(title or "", metadata, TextOrigin(source.path, number), config)


def _read_gigaword(root: Any, source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read the documents of a Gigaword file; the day stands in the id of each."""
    for number, document in enumerate(find_all(root, "doc"), 1):
        identity = clean_field(document.get("id") or document.get("ID")) or f"{read_stem(source.stem).id}-{number}"
        body = next(find_all(document, "text"), document)
        metadata = Metadata(
            id=identity,
            title=clean_field(find_text(document, "headline")),
            published=find_stem_date(identity),
            date_source="the id of the document",
        )
        text = _read_paragraphs(body) or clean("".join(body.itertext())).strip()
        text = _join_dateline(find_text(document, "dateline"), text)
        yield from build_article(text, metadata, TextOrigin(source.path, number), config)


_READERS: dict[str, Callable[[Any, InputFile, Config], Iterator[Article | Skip]]] = {
    "nitf": _read_nitf_file,
    "newsmessage": _read_newsml_g2,
    "newsitem": _read_newsml_g2,
    "newsml": _read_newsml,
    "urlset": _read_sitemap,
    "docs": _read_gigaword,
}


def _read_paragraphs(content: Any) -> str:
    """Read the paragraphs below an element, without captions and tables."""
    paragraphs = []
    for element in find_all(content, *_PARAGRAPHS):
        if any(local_name(parent) in _NOT_TEXT for parent in element.iterancestors()):
            continue
        if text := clean(" ".join("".join(element.itertext()).split())):
            paragraphs.append(text)
    return "\n\n".join(paragraphs)


def _join_dateline(dateline: str | None, text: str) -> str:
    """Put the dateline before the first paragraph, as agencies print it, where it does not stand there."""
    place = " ".join(dateline.split()).rstrip(" -\u2013\u2014,") if dateline else ""
    if not place or not text or text.casefold().startswith(place.casefold()[:12]):
        return text
    return f"{place} - {text}"


def _read_byline(byline: str | None) -> str | None:
    return clean_field(re.sub(r"^by\s+", "", byline, flags=re.I)) if byline else None


def _read_language(item: Any) -> str | None:
    value = item.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return value[:2].lower() if re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w+)?", value) else None
