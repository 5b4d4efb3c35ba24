"""One text with what is known about it -> an Article, or the reason why it is none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from graphkit.config import Config
from graphkit.ingest.dates import find_stem_date, read_date
from graphkit.ingest.decode import clean, hash_text
from graphkit.ingest.language import judge_language
from graphkit.ingest.sections import divide
from graphkit.model import Article, Skip

log = logging.getLogger(__name__)

_STUB = re.compile(
    r"\b(?:subscri(?:be|ber|bers|ption)|log ?in|sign ?(?:in|up)|register|cookies?|enable javascript"
    r"|javascript is disabled|continue reading|read the full (?:story|article)|access denied"
    r"|are you (?:a )?(?:human|robot)|captcha|page not found|404)\b",
    re.I,
)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\u202a-\u202e\u2066-\u2069]+", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text comes from: the path as shown to people, and the line of a record."""

    path: str
    line: int | None = None

    def skip(self, code: str, detail: str, remedy: str) -> Skip:
        """The report that what is here could not be used."""
        return Skip(self.path, code, detail, remedy, self.line)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article besides its text; `day_hint` is a day used only when the text shows none."""

    id: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    author: str | None = None
    language: str | None = None
    day_hint: str | None = None


def make_article(text: str, known: Known, place: Place, config: Config) -> Iterator[Article | Skip]:
    """The article of a text; a text that was cut yields its article and a skip that says so.

    Codes: empty, no-text, stub, language, too-long.
    """
    if not text.strip(" \t\r\n\u00a0\u3000\u200b\ufeff\u2028\u2029\ufffd"):
        yield place.skip("empty", "there is no text", "remove it or give a text with words")
        return
    language, reason = judge_language(text, config)
    if reason:
        yield place.skip("language", reason, "translate it first, or allow the language with --language CODE")
        return
    if not _has_words(text):
        yield place.skip("no-text", "no running words: data or one endless token", "give plain sentences")
        return
    if len(text) < 600 and _is_stub(text):
        yield place.skip("stub", "only a notice to subscribe, log in or enable scripts", "save the whole article")
        return
    if len(text) > config.article_chars:
        cut = _find_cut(text, config.article_chars)
        detail = f"{len(text):,} characters: only the first {cut:,} are read"
        yield place.skip("too-long", detail, "divide the text, or raise article_chars")
        text = text[:cut]
    layout = divide(text, title=known.title, section_chars=config.section_chars)
    yield Article(
        id=known.id,
        text=text,
        title=layout.title,
        url=known.url,
        publisher=known.publisher or layout.publisher,
        published=known.published or layout.published or layout.dateline_day or known.day_hint,
        language=known.language or language,
        author=known.author or layout.author,
        dateline_place=layout.dateline_place,
        sections=layout.sections,
        content_hash=hash_text(text),
    )


#: The names under which records hold what we look for, the commonest first.
_NAMES = {
    "id": ("id", "article_id", "doc_id", "uid", "guid", "_id"),
    "text": (
        "text",
        "body",
        "content",
        "article",
        "full_text",
        "fulltext",
        "articlebody",
        "article_text",
        "maintext",
        "story",
        "story_text",
    ),
    "title": ("title", "headline", "head", "name"),
    "date": (
        "published",
        "published_at",
        "date",
        "publication_date",
        "pub_date",
        "pubdate",
        "date_published",
        "datepublished",
        "publish_date",
        "publishedat",
        "date_publish",
        "timestamp",
        "story_date",
    ),
    "url": ("url", "link", "canonical_url", "source_url", "uri"),
    "publisher": (
        "publisher",
        "site",
        "site_name",
        "sitename",
        "source",
        "outlet",
        "newspaper",
        "source_domain",
        "domain",
    ),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
}


def read_record(record: object, place: Place, config: Config, *, fallback_id: str) -> Iterator[Article | Skip]:
    """The article of a record of a JSON, CSV or Parquet source.

    Fields are found by the settings (text_field ...) or by common names whatever their case. A wrong type in the text
    is a skip (bad-field); in any other field it is passed over with a warning.
    """
    if not isinstance(record, Mapping):
        found = type(record).__name__ if record is not None else "null"
        yield place.skip(
            "bad-line", f"a record is an object with fields, this is {found}", 'write {"id": ..., "text": ...}'
        )
        return
    lower = {str(key).lower(): key for key in reversed(list(record))}
    chosen = {
        "id": config.id_field, "text": config.text_field, "title": config.title_field,
        "date": config.date_field, "url": config.url_field, "publisher": config.publisher_field,
    }  # fmt: skip

    def pick(field: str) -> object:
        if chosen.get(field):
            return record.get(chosen[field])
        return next(
            (record[lower[name]] for name in _NAMES[field] if name in lower and record[lower[name]] not in (None, "")),
            None,
        )

    text = pick("text")
    if not isinstance(text, str) or not text:
        names = ", ".join(sorted(str(key) for key in record)[:8]) or "none"
        what = (
            "no text field"
            if text is None
            else f"the text is {type(text).__name__}, not a string"
            if text != ""
            else "the text is empty"
        )
        yield place.skip(
            "bad-field", f"{what} (fields: {names})"[:300], "name the field that holds it with --text-field"
        )
        return

    def word(field: str) -> str | None:
        value = pick(field)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = ", ".join(value)
        if value is None or isinstance(value, str):
            return clean(value).strip() or None if value else None
        log.warning(
            "%s:%s: the %s is %s, not a string: passed over", place.path, place.line, field, type(value).__name__
        )
        return None

    given_id, date = pick("id"), pick("date")
    identity = str(given_id) if isinstance(given_id, int) and not isinstance(given_id, bool) else None
    identity = clean(given_id).strip() if isinstance(given_id, str) else identity
    published = read_date(date)
    if date is not None and published is None:
        log.warning("%s:%s: %.40r is not a day: the article has no date", place.path, place.line, date)
    language = word("language")
    known = Known(
        id=identity or fallback_id,
        title=word("title"),
        url=check_url(word("url")),
        publisher=word("publisher"),
        published=published,
        author=word("author"),
        language=language[:2].lower() if language and re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w+)?", language) else None,
    )
    yield from make_article(clean(text), known, place, config)


def read_stem(stem: str) -> Known:
    """What a file's name tells: its stem is the id, a date in it is used when the text shows none."""
    plain = clean(stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")).strip()
    return Known(id=plain or "article", day_hint=find_stem_date(plain))


def check_url(url: str | None) -> str | None:
    """The address when it is a web address that can stand in a link, else None."""
    if not url or len(url) > 4_000:
        return None
    return url if _URL.fullmatch(url) else None


def _has_words(text: str) -> bool:
    tokens = (token for token in text[:20_000].split() if len(token) < 60 and any(map(str.isalpha, token)))
    return len(list(islice(tokens, 2))) == 2


def _is_stub(text: str) -> bool:
    hits = len({match.group().lower() for match in _STUB.finditer(text)})
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    return (hits >= 2 and hits >= 0.5 * sentences) or (hits >= 1 and len(text) < 120)


def _find_cut(text: str, limit: int) -> int:
    """The last end of a paragraph, sentence or word before the limit."""
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, limit // 2, limit)
        if at > 0:
            return at + 1
    return limit
