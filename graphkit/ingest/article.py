"""Build an Article from a text and its metadata, or the Skip that says why there is none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import islice

from graphkit.config import Config
from graphkit.ingest.decoding import hash_text
from graphkit.ingest.language import judge_language
from graphkit.ingest.layout.segments import Layout, divide
from graphkit.ingest.metadata import Metadata, TextOrigin
from graphkit.model import Article, Skip
from graphkit.timex.metadata_dates import find_date_order, read_date

#: Where the date of each article came from is noted here at the level DEBUG, with the article in `extra`.
log = logging.getLogger(__name__)

_STUB = re.compile(
    r"\b(?:subscri(?:be|ber|bers|ption)|log ?in|sign ?(?:in|up)|register|cookies?|enable javascript"
    r"|javascript is disabled|continue reading|read the full (?:story|article)|access denied"
    r"|are you (?:a )?(?:human|robot)|captcha|page not found|404)\b",
    re.I,
)
#: News services cut bodies with "... [+2219 chars]".
_CUT_MARK = re.compile(r"(?:\u2026|\.\.\.)?\s*\[\+[0-9,]+ chars?\]\s*$")
#: Blanks before the end of a line, and gaps of justified text; wider gaps part columns. The blank comes first in both
#: patterns, and what must stand before it second: so only blanks are tried.
_LOOSE_END = re.compile(r"[ \t\u00a0](?<=\S[ \t\u00a0])[ \t\u00a0]*(?=[\r\n])")
_LOOSE_GAP = re.compile(r"  (?<=\S  ) ?(?=\S)")
#: So many lines at the head of a text are searched for a title that is known from elsewhere.
_HEAD_LINES = 12


def build_article(text: str, metadata: Metadata, location: TextOrigin, config: Config) -> Iterator[Article | Skip]:
    """Build the article of a text; a text that was cut yields its article and a skip that says so.

    A title from the metadata is put before the text unless the text opens with it, so that a headline is read in
    every form of source. Codes: empty, no-text, stub, language, too-long, cut-text.
    """
    if not text.strip(" \t\r\n\u00a0\u3000\u200b\ufeff\u2028\u2029\ufffd"):
        yield location.skip("empty", "there is no text", "remove it or give a text with words")
        return
    language, reason = judge_language(text, config)
    problem = _find_problem(text, location, reason)
    if problem:
        yield problem
        return
    text = join_title(metadata.title, text)
    if "[+" in text and (cut := _CUT_MARK.search(text)):
        yield location.skip("cut-text", "the service gives the first lines only", "fetch the page for the whole text")
        text = text[: cut.start()].rstrip()
    if len(text) > config.article_chars:
        stop = _find_cut(text, config.article_chars)
        detail = f"{len(text):,} characters: only the first {stop:,} are read"
        yield location.skip("too-long", detail, "divide the text, or raise article_chars")
        text = text[:stop]
    text = _LOOSE_GAP.sub(" ", _LOOSE_END.sub("", text))  # else "United  States" is no name
    order = config.date_order or metadata.date_order or find_date_order(text)
    layout = divide(text, title=metadata.title, section_chars=config.section_chars, date_order=order)
    published, source = _choose_date(layout, metadata)
    article = Article(
        id=metadata.id,
        text=layout.text,
        title=layout.title,
        url=metadata.url,
        publisher=metadata.publisher or layout.publisher,
        published=published,
        language=metadata.language or language,
        author=metadata.author or layout.author,
        dateline_place=layout.dateline_place,
        sections=layout.sections,
        content_hash=hash_text(layout.text),
    )
    log.debug("%s: date %s from %s", article.id, published, source, extra={"article": article, "date_source": source})
    yield article


def join_title(title: str | None, text: str) -> str:
    """Put a title before a text that does not open with it."""
    if not title:
        return text
    wanted = _fold(title)
    head = text[:4_000]
    lines = head.split("\n", _HEAD_LINES)[:_HEAD_LINES]
    if not wanted or _fold_opening(head, wanted).startswith(wanted):
        return text
    if any(_fold_opening(line, wanted) == wanted for line in lines):
        return text
    return f"{title}\n\n{text}"


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _fold_opening(text: str, wanted: str) -> str:
    """Fold so much of a text that it is longer than what is wanted, or all of it."""
    end = 2 * len(wanted) + 20
    opening = _fold(text[:end])
    while len(opening) <= len(wanted) and end < len(text):
        end *= 2
        opening = _fold(text[:end])
    return opening


def _choose_date(layout: Layout, metadata: Metadata) -> tuple[str | None, str]:
    """Choose the day of publication: of the metadata, a line, the dateline or the file name; and name its source."""
    candidates = (
        (metadata.published, metadata.date_source),
        (layout.published, "a line of the text"),
        (layout.dateline_day, "the dateline"),
        (_complete(layout.dateline_month_day, metadata), "the dateline, with the year of its neighbours"),
        (metadata.day_hint, metadata.hint_source),
    )
    return next(((day, source) for day, source in candidates if day), (None, "nothing"))


def _complete(month_day: str | None, metadata: Metadata) -> str | None:
    """Complete a day such as "02-17" with the year that is known: of the file's neighbours, or of the file name."""
    year = metadata.year_hint or (int(metadata.day_hint[:4]) if metadata.day_hint else None)
    return read_date(f"{year}-{month_day}") if month_day and year else None


def _find_problem(text: str, location: TextOrigin, reason: str | None) -> Skip | None:
    if reason:
        return location.skip("language", reason, "translate it first, or allow the language with --language CODE")
    if not _has_words(text):
        return location.skip("no-text", "no running words: data or one endless token", "give plain sentences")
    if len(text) < 600 and _is_stub(text):
        detail = "only a notice to subscribe, log in or enable scripts"
        return location.skip("stub", detail, "save the whole article")
    return None


def _has_words(text: str) -> bool:
    tokens = (token for token in text[:20_000].split() if len(token) < 60 and any(map(str.isalpha, token)))
    return len(list(islice(tokens, 2))) == 2


def _is_stub(text: str) -> bool:
    hits = len({match.group().lower() for match in _STUB.finditer(text)})
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    return (hits >= 2 and hits >= 0.5 * sentences) or (hits >= 1 and len(text) < 120)


def _find_cut(text: str, limit: int) -> int:
    """Find the last end of a paragraph, sentence or word before the limit."""
    for mark in ("\n\n", "\n", ". ", " "):
        stop = text.rfind(mark, limit // 2, limit)
        if stop > 0:
            return stop + 1
    return limit
