"""Metadata of an article, and its place in the sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from graphkit.ingest.decoding import clean
from graphkit.model import Skip
from graphkit.timex.metadata_dates import find_stem_date

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\u202a-\u202e\u2066-\u2069]+", re.I)
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|cmp|cmpid|ref|ref_src|source|at_\w+|ns_\w+|rss|feed|mc_\w+|taid|amp)\b", re.I
)
_SITE_SUFFIX = re.compile(r"\s+[-|\u2013\u2014\u00b7\u00bb]\s+(?P<site>[^-|\u2013\u2014\u00b7\u00bb]{2,60})$")


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """The origin of a text: the path as shown to people, and the line of a record."""

    path: str
    line: int | None = None

    def skip(self, code: str, detail: str, remedy: str) -> Skip:
        """Report that what is here could not be used."""
        return Skip(self.path, code, detail, remedy, self.line)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of an article: all that is known besides its text.

    `day_hint` is a day that is used only when the text shows none; `hint_source` says where it comes from.
    `date_source` says where `published` comes from. `date_order` is "dmy" or "mdy" where the file shows how it writes
    days such as 06/04/2021. `year_hint` is the year of the articles beside it in the file.
    """

    id: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    author: str | None = None
    language: str | None = None
    day_hint: str | None = None
    date_source: str = "metadata"
    hint_source: str = "file name"
    date_order: str | None = None
    year_hint: int | None = None


def read_stem(stem: str) -> Metadata:
    """Read a file's name: its stem is the id, a date in it is used when the text shows none."""
    plain = clean(stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")).strip()
    return Metadata(id=plain or "article", day_hint=find_stem_date(plain))


def check_url(url: str | None) -> str | None:
    """Return the address when it is a web address that can stand in a link, else None."""
    if not url or len(url) > 4_000:
        return None
    return url if _URL.fullmatch(url) else None


def fold_address(url: str) -> str:
    """Fold a web address so that one page has one: no scheme, www., tracking parameters or closing slash.

    >>> fold_address("https://www.ng.example/a/?utm_source=feed")
    'ng.example/a'
    """
    parts = urlsplit(url.strip())
    query = "&".join(sorted(item for item in parts.query.split("&") if item and not _TRACKING.match(item)))
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    path = re.sub(r"/(?:amp|index\.html?)/?$", "", parts.path).rstrip("/")
    return f"{host}{path}{'?' + query if query else ''}{'#' + parts.fragment if parts.fragment else ''}"


def clean_field(value: str | None) -> str | None:
    """Clean a short field: no control characters, one space between words, None when nothing is left."""
    return " ".join(clean(value).split()) or None if value else None


def strip_site(title: str | None, publisher: str | None) -> str | None:
    """Remove the publisher's name that many sites add to the titles of their pages.

    >>> strip_site("Norway condemns Iran - Northern Gazette", "Northern Gazette")
    'Norway condemns Iran'
    """
    match = _SITE_SUFFIX.search(title or "")
    if not title or not match or not publisher:
        return title
    site, name = _fold_name(match["site"]), _fold_name(publisher)
    return title[: match.start()].strip() if site and (site in name or name in site) else title


def _fold_name(name: str) -> str:
    return re.sub(r"[\W_]+|^the\s+", "", name.casefold())
