"""Pages fetched from the web, only when the user names their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest.metadata import Metadata, TextOrigin, check_url
from graphkit.ingest.readers.limited_bytes import MEGABYTE, skip_too_large
from graphkit.ingest.readers.web_page import read_page
from graphkit.model import Article, Skip

_AGENT = "graphkit (+https://w3id.org/graphkit)"


def fetch_articles(urls: Sequence[str], *, config: Config | None = None) -> Iterator[Article | Skip]:
    """Fetch web pages, one request each, and read them as articles; the address is the id.

    Raises UsageError at once for what is no http or https address.
    """
    config = config or Config()
    for url in urls:
        if check_url(url) is None:
            raise UsageError(
                f"{url!r} is not a web address", where="--url", remedy="it begins with https:// or http://"
            )
    return (item for url in urls for item in _fetch(url, config))


def _fetch(url: str, config: Config) -> Iterator[Article | Skip]:
    import urllib.error
    import urllib.request

    location = TextOrigin(url)
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT, "Accept": "text/html"})  # noqa: S310 http(s) only
    limit = config.record_megabytes * MEGABYTE
    try:
        with urllib.request.urlopen(request, timeout=config.html_seconds) as answer:  # noqa: S310 http(s) only
            charset, final = answer.headers.get_content_charset(), str(answer.url)
            data = answer.read(limit + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        yield location.skip("not-fetched", f"{reason}"[:200], "check the address and the connection, or save the page")
        return
    if len(data) > limit:
        yield skip_too_large(location, config.record_megabytes, "record_megabytes")
        return
    yield from read_page(data, Metadata(id=url, url=check_url(final) or url), location, config, charset=charset)
