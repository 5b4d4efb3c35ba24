"""Records of JSON, CSV, Parquet and spreadsheets: which field holds what, and the article of a record."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest.article import build_article
from graphkit.ingest.decoding import clean
from graphkit.ingest.markup import has_markup, strip_markup
from graphkit.ingest.metadata import Metadata, TextOrigin, check_url, clean_field, strip_site
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import read_date

log = logging.getLogger(__name__)

#: The names under which records hold what we look for, the likeliest first, without case, blanks and underscores.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "articleid", "docid", "documentid", "uid", "guid", "storiesid", "an", "storeid", "uri", "identifier"),
    "text": (
        "text", "body", "content", "article", "fulltext", "bodytext", "articlebody", "articletext", "maintext", "story",
        "storytext", "bodyhtml", "bodyxhtml", "contenthtml", "html", "plaintext", "rawtext", "documenttext", "bodies",
    ),
    "teaser": (
        "leadparagraph", "description", "abstract", "summary", "snippet", "standfirst", "trailtext", "lead", "excerpt",
        "descriptiontext", "descriptions",
    ),
    "title": ("title", "headline", "head", "webtitle", "name", "articletitle", "documenttitle", "headlines", "hl"),
    "date": (
        "published", "publishedat", "publicationdate", "date", "pubdate", "datepublished", "publishdate", "publishedon",
        "datepublish", "webpublicationdate", "firstcreated", "firstpublished", "firstpublicationdate",
        "publicationtime", "datetime", "dategmt", "timestamp", "storydate", "pd", "seendate", "versioncreated",
        "dateline", "created", "createdat", "day",
    ),
    "url": ("url", "link", "canonicalurl", "weburl", "sourceurl", "documenturl", "uri", "href"),
    "publisher": (
        "publisher", "publicationtitle", "pubtitle", "publication", "site", "sitename", "medianame", "provider",
        "source", "outlet", "newspaper", "sourcename", "mediaoutlet", "sn", "sourcedomain", "domain", "mediaurl",
    ),
    "author": ("author", "authors", "byline", "bylines", "creator", "by"),
    "language": ("language", "lang"),
}  # fmt: skip
#: Fields of objects such as {"rendered": "..."} or {"name": "..."} that hold the value itself, the likeliest first.
_INNER = ("rendered", "name", "main", "original", "text", "title", "literal", "value", "label", "content", "uri")
#: Objects in a record whose fields are its own.
WRAPPERS = ("_source", "fields", "attributes", "article", "document", "data", "story", "webpage")
#: Records that are looked through before a field of the settings that none has is reported.
ENOUGH_RECORDS = 1_000
_LANGUAGES = {"eng": "en", "english": "en"}


def fold_name(name: object) -> str:
    """Fold the name of a field: case, blanks and underscores do not matter.

    >>> fold_name(" Publication_Date ")
    'publicationdate'
    """
    return re.sub(r"[\W_]+", "", str(name)).lower()


@dataclass(slots=True)
class FieldLog:
    """Notes which fields the records of a run have, so that one that no record has can be reported."""

    records: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def note(self, names: Iterable[object]) -> None:
        """Note the fields of a record."""
        self.records += 1
        for name in names:
            if len(self.seen) < 500:
                self.seen.setdefault(fold_name(name), str(name))

    def check(self, config: Config, *, is_end: bool) -> None:
        """Raise UsageError for a field of the settings that none of the records has."""
        if not self.records or (not is_end and self.records != ENOUGH_RECORDS):
            return
        for setting in FIELD_NAMES:
            name = getattr(config, f"{setting}_field", None)
            if name and fold_name(name.split(".")[0]) not in self.seen:
                names = ", ".join(sorted(self.seen.values())[:20])
                what = f"no record has a field {name!r}"
                raise UsageError(what, where=f"--{setting}-field", remedy=f"the fields are: {names}")


@dataclass(frozen=True, slots=True)
class ReadingConfig(Config):
    """The settings of a run together with its notes about fields."""

    field_log: FieldLog = field(default_factory=FieldLog, compare=False)

    @classmethod
    def extend(cls, config: Config) -> ReadingConfig:
        """Add a fresh log to settings; raises UsageError for an order of dates that there is not."""
        if config.date_order not in (None, "dmy", "mdy"):
            what = f"unknown order of dates {config.date_order!r}"
            raise UsageError(what, where="date_order", remedy="write dmy (day first) or mdy (month first)")
        return cls(**{item.name: getattr(config, item.name) for item in fields(Config)})


class RecordFields:
    """The fields of a record, found by the settings or by their common names."""

    def __init__(self, record: Mapping[Any, Any], config: Config) -> None:
        self._config = config
        self._values: dict[str, Any] = {}
        for wrapper in WRAPPERS:
            inner = record.get(wrapper)
            if isinstance(inner, Mapping):
                self._values |= {fold_name(key): value for key, value in reversed(list(inner.items()))}
        self._values |= {
            fold_name(key): value
            for key, value in reversed(list(record.items()))
            if not (key in WRAPPERS and isinstance(value, Mapping) and not _unwrap(value))
        }

    def pick(self, kind: str) -> Any:
        """Pick the first value of a kind that is not empty; a field of the settings goes before the common names."""
        return next(self.pick_all(kind), None)

    def pick_all(self, kind: str) -> Iterator[Any]:
        """Pick every value of a kind that is not empty, the likeliest first."""
        return (value for _, value in self.pick_named(kind))

    def pick_named(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Pick every value of a kind that is not empty with the name of its field."""
        chosen = getattr(self._config, f"{kind}_field", None)
        if chosen:
            outer, *inner = chosen.split(".")
            value = self._values.get(fold_name(outer))
            for name in inner:
                value = {fold_name(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}
                value = value.get(fold_name(name))
            if value not in (None, ""):
                yield chosen, flatten(value)
        for name in FIELD_NAMES[kind]:
            value = flatten(self._values.get(name), kind)
            if value not in (None, "", [], {}):
                yield name, value


def flatten(value: Any, kind: str = "") -> Any:
    """Return the text in an object, or in the main one of a list of objects; anything else as it is."""
    if isinstance(value, Mapping):
        return _unwrap(value) or value
    if kind in ("text", "title", "teaser") and isinstance(value, list) and value and isinstance(value[0], Mapping):
        objects = [item for item in value if isinstance(item, Mapping)]
        main = [item for item in objects if str(item.get("role", "main")).lower() in ("main", "body", "article")]
        return _unwrap((main or objects)[0])
    return value


def _unwrap(value: Mapping[Any, Any]) -> Any:
    """Return the value that an object holds under one of the usual names; None where it holds no text."""
    return next((value[name] for name in _INNER if isinstance(value.get(name), str) and value[name].strip()), None)


def read_record(
    record: object, location: TextOrigin, config: Config, *, fallback_id: str, date_order: str | None = None
) -> Iterator[Article | Skip]:
    """Read the article of a record.

    Fields are found by the settings (text_field ...) or by common names. A wrong type in the text is a skip
    (bad-field); in any other field it is passed over with a warning. A record without a text is read for its
    headline.
    """
    if not isinstance(record, Mapping):
        kind = type(record).__name__ if record is not None else "null"
        detail = f"a record is an object with fields, this is {kind}"
        yield location.skip("bad-line", detail, 'write {"id": ..., "text": ...}')
        return
    if isinstance(config, ReadingConfig):
        config.field_log.note(record)
        config.field_log.check(config, is_end=False)
    values = RecordFields(record, config)
    title = _read_word(values, "title", location)
    text = _read_text(values, title, config)
    if not isinstance(text, str):
        yield location.skip("bad-field", f"{_describe(text)} (fields: {_list(record)})"[:300], _NAME_IT)
        return
    publisher, language = _read_word(values, "publisher", location), _read_word(values, "language", location)
    published, date_field = _read_day(values, location, date_order or config.date_order)
    metadata = Metadata(
        id=_read_id(values, config) or fallback_id,
        title=strip_site(strip_markup(title) if title else None, publisher),
        url=next((url for value in values.pick_all("url") if (url := check_url(str(value).strip()))), None),
        publisher=publisher,
        published=published,
        author=_read_author(values, location),
        language=_read_language(language),
        date_source=f"the field {date_field}",
        date_order=date_order,
    )
    yield from build_article(clean(strip_markup(text) if has_markup(text) else text), metadata, location, config)


_NAME_IT = "name the field that holds it with --text-field"


def _list(record: Mapping[Any, Any]) -> str:
    return ", ".join(sorted(str(key) for key in record)[:8]) or "none"


def _describe(text: object) -> str:
    if text is None:
        return "no text field"
    return "the text is empty" if text == "" else f"the text is {type(text).__name__}, not a string"


def _read_text(values: RecordFields, title: str | None, config: Config) -> Any:
    """Read the text of a record: the whole text, else a teaser, else the headline. What is no text comes as it is."""
    texts = list(values.pick_all("text"))
    whole = next((text for text in texts if isinstance(text, str)), None)
    if whole is not None or texts:
        return whole if whole is not None else _join_paragraphs(texts[0])
    teasers = [text for text in values.pick_all("teaser") if isinstance(text, str)]
    return teasers[0] if teasers else title


def _join_paragraphs(value: object) -> object:
    """Join a list of paragraphs to one text."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)
    return value


def _read_word(values: RecordFields, kind: str, location: TextOrigin) -> str | None:
    """Read a field that is one short text, or a list of them."""
    value = values.pick(kind)
    if isinstance(value, list):
        names = [_unwrap(item) if isinstance(item, Mapping) else item for item in value]
        value = ", ".join(names) if names and all(isinstance(name, str) for name in names) else value
    if value is None or isinstance(value, str):
        return clean_field(value)
    kind_name = type(value).__name__
    log.warning("%s:%s: the %s is %s, not a string: passed over", location.path, location.line, kind, kind_name)
    return None


def _read_author(values: RecordFields, location: TextOrigin) -> str | None:
    author = _read_word(values, "author", location)
    return re.sub(r"^(?:By|BY)\s+", "", author) or None if author else None


def _read_id(values: RecordFields, config: Config) -> str | None:
    for value in values.pick_all("id"):
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return clean(value).strip()
    return None


def _read_day(values: RecordFields, location: TextOrigin, order: str | None) -> tuple[str | None, str]:
    """Read the first field of dates that holds a day, and that day."""
    unread = None
    for name, value in values.pick_named("date"):
        if day := read_date(value.strip() if isinstance(value, str) else value, order):
            return day, name
        unread = unread if unread is not None else value
    if unread is not None:
        log.warning("%s:%s: %.40r is not a day: the article has no date", location.path, location.line, unread)
    return None, ""


def _read_language(language: str | None) -> str | None:
    if not language:
        return None
    code = _LANGUAGES.get(language.lower(), language)
    return code[:2].lower() if re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w+)?", code) else None
