"""E-mail files, and web pages saved as MHTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

from graphkit.config import Config
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean, decode
from graphkit.ingest.markup import strip_markup
from graphkit.ingest.metadata import check_url, clean_field, read_stem
from graphkit.ingest.readers.limited_bytes import read_bytes
from graphkit.ingest.readers.web_page import read_page
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import read_date

_REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.I)


def read_mail(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read an e-mail file: the plain text of the message, or the text of its HTML; attachments are left out."""
    message = _read_message(source, config, "export the message again as .eml")
    if isinstance(message, Skip):
        yield message
        return
    metadata = read_stem(source.stem)
    try:
        body = message.get_body(("plain", "html"))
        subject, sender, date = (str(message.get(name, "")) for name in ("subject", "from", "date"))
    except Exception as error:  # the standard parser raises many kinds on broken headers
        detail = f"broken headers ({type(error).__name__})"
        yield source.location.skip("malformed", detail, "export the message again")
        return
    text = _read_payload(body) if isinstance(body, EmailMessage) else ""
    if body and body.get_content_subtype() == "html":
        text = strip_markup(text)
    author = clean_field(re.sub(r"<[^>]*>", "", sender)) or ""
    metadata = replace(
        metadata,
        title=clean_field(_REPLY.sub("", subject)),
        published=read_date(date),
        author=author.strip(' "') or None,
        date_source="the header of the message",
    )
    yield from build_article(text, metadata, source.location, config)


def read_mhtml(source: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read a web page saved as MHTML: the first HTML part; pictures and styles are left out."""
    message = _read_message(source, config, "save the page again")
    if isinstance(message, Skip):
        yield message
        return
    try:
        pages = [page for page in message.walk() if page.get_content_type() in ("text/html", "application/xhtml+xml")]
        address = str(message.get("Snapshot-Content-Location") or (pages[0].get("Content-Location") if pages else ""))
        saved = read_date(str(message.get("Date", "")))
        payload = pages[0].get_payload(decode=True) if pages else None
        charset = pages[0].get_content_charset() if pages else None
    except Exception as error:  # as above
        detail = f"broken headers ({type(error).__name__})"
        yield source.location.skip("malformed", detail, "save the page again")
        return
    if not isinstance(payload, bytes) or not payload.strip():
        yield source.location.skip("no-text", "no web page in it", "save the page again, or its text")
        return
    metadata = read_stem(source.stem)
    hint, hint_source = (saved, "the day of saving") if not metadata.day_hint else (metadata.day_hint, "file name")
    metadata = replace(metadata, url=check_url(address), day_hint=hint, hint_source=hint_source)
    yield from read_page(payload, metadata, source.location, config, charset=charset)


def _read_message(source: InputFile, config: Config, remedy: str) -> EmailMessage | Skip:
    data = read_bytes(source, config)
    if isinstance(data, Skip):
        return data
    import email.policy  # only who reads mail needs its parser of headers

    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        return source.location.skip("malformed", "no header lines", remedy)
    return message


def _read_payload(body: EmailMessage) -> str:
    payload = body.get_payload(decode=True)
    return clean(decode(payload, declared=body.get_content_charset())) if isinstance(payload, bytes) else ""
