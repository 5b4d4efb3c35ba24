"""RSS and Atom files, and e-mail files."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from xml.etree import ElementTree

from graphkit.config import Config
from graphkit.ingest.articles import Known, Place, check_url, make_article, read_stem
from graphkit.ingest.dates import read_date
from graphkit.ingest.decode import clean, decode, name_binary
from graphkit.ingest.html import strip_markup
from graphkit.ingest.inputs import Input
from graphkit.ingest.text_files import read_bytes
from graphkit.model import Article, Skip

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DECLARED = re.compile(rb"^[^<]{0,10}<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.-]{2,40})")


def read_feed(source: Input, config: Config) -> Iterator[Article | Skip]:
    """An RSS or Atom file: an article for each item; what comes before a break in the file is kept.

    A document type declaration is refused (code unsafe-xml): no feed needs one, and entities in it can fill the memory,
    read files and reach the network.
    """
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    binary = name_binary(data)
    if binary:
        yield source.place.skip("binary", f"it is {binary}, not a feed", "save the feed again")
        return
    declared = _DECLARED.match(data)
    text = _DECLARATION.sub("", decode(data, declared=declared[1].decode("ascii") if declared else None), count=1)
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.I):
        yield source.place.skip("unsafe-xml", "it declares a document type", "remove the <!DOCTYPE ...> part")
        return
    count = 0
    for item in _read_items(text, source.place):
        if isinstance(item, Skip):
            yield item
            continue
        count += 1
        yield from _read_item(item, count, source, config)
    if not count:
        yield source.place.skip("empty", "no items", "save the feed again, or remove it")


def _read_items(text: str, place: Place) -> Iterator[dict[str, str] | Skip]:
    """The fields of each item, in order, as far as the XML is sound."""
    parser: Any = ElementTree.XMLPullParser(["start", "end"])
    source: str | None = None
    inside = False
    problem: Skip | None = None
    try:
        for at in range(0, len(text), 65_536):
            parser.feed(text[at : at + 65_536])
        parser.close()
    except ElementTree.ParseError as error:
        problem = place.skip("malformed", f"not sound XML: {error}", "save the feed again")
    try:
        for event, element in parser.read_events():
            name = _local(element.tag)
            if name in ("item", "entry"):
                inside = event == "start"
                if event == "end":
                    fields = _read_fields(element)
                    element.clear()
                    yield fields | ({"source": source} if source and "source" not in fields else {})
            elif event == "end" and name == "title" and not inside and source is None:
                source = "".join(element.itertext()).strip() or None
    except ElementTree.ParseError as error:
        problem = problem or place.skip("malformed", f"not sound XML: {error}", "save the feed again")
    if problem:
        yield problem


def _read_fields(element: ElementTree.Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for child in element:
        name = _local(child.tag)
        text = "".join(child.itertext()).strip()
        if name == "link" and not text and child.get("rel", "alternate") == "alternate":
            text = child.get("href", "")
        if text and len(text) > len(fields.get(name, "")):
            fields[name] = text
    return fields


def _read_item(fields: dict[str, str], number: int, source: Input, config: Config) -> Iterator[Article | Skip]:
    bodies = [strip_markup(fields[name]) for name in ("encoded", "content", "description", "summary") if name in fields]
    body = clean(max(bodies, key=len, default="")).strip()
    title = clean(strip_markup(fields.get("title", ""))).strip() or None
    place = Place(source.path, number)
    dates = [fields[name] for name in ("pubDate", "published", "date", "issued", "updated") if name in fields]
    url = check_url(fields.get("link"))
    known = Known(
        id=clean(fields.get("guid") or fields.get("id") or "").strip()
        or url
        or f"{read_stem(source.stem).id}-{number}",
        title=title,
        url=url,
        publisher=clean(fields.get("source", "")).strip() or None,
        published=next((day for value in dates if (day := read_date(value))), None),
        author=clean(fields.get("creator") or fields.get("author") or "").strip() or None,
    )
    text = f"{title}\n\n{body}" if title and body and not body.startswith(title) else body or title or ""
    yield from make_article(text, known, place, config)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def read_mail(source: Input, config: Config) -> Iterator[Article | Skip]:
    """An e-mail file: the plain text of the message, or the text of its HTML; attachments are left out."""
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        yield data
        return
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        yield source.place.skip("malformed", "no header lines", "export the message again as .eml")
        return
    known = read_stem(source.stem)
    try:
        part = message.get_body(("plain", "html"))
        subject, sender, date = (str(message.get(name, "")) for name in ("subject", "from", "date"))
    except Exception as error:  # the standard parser raises many kinds on broken headers
        yield source.place.skip("malformed", f"broken headers ({type(error).__name__})", "export the message again")
        return
    payload = part.get_payload(decode=True) if part else b""
    text = decode(payload, declared=part.get_content_charset() if part else None) if isinstance(payload, bytes) else ""
    if part and part.get_content_subtype() == "html":
        text = strip_markup(text)
    title = clean(subject).strip() or None
    sender = clean(re.sub(r"<[^>]*>", "", sender)).strip(' "')
    known = Known(known.id, title=title, published=read_date(date), author=sender or None, day_hint=known.day_hint)
    if title and text.strip() and len(title.split()) >= 3:
        text = f"{title}\n\n{text}"
    yield from make_article(text, known, source.place, config)
