"""The role of each line of an article: what it shows by itself, and what its neighbours show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import groupby

from graphkit.ingest.layout import captions, furniture
from graphkit.ingest.layout.bylines import read_byline
from graphkit.ingest.layout.date_lines import is_date_line, split_poster
from graphkit.ingest.layout.datelines import read_dateline, read_place_line
from graphkit.ingest.layout.lines import END_OF_SENTENCE, LIST_MARK, Line
from graphkit.ingest.layout.publishers import is_publisher
from graphkit.model import Role
from graphkit.timex.metadata_dates import find_date

#: So many very short lines in a row are a menu or a column of a table.
_COLUMN = 6
#: Headlines below "Read next" and the like: so many at most, and shorter than a paragraph.
_MOST_TEASERS = 10
#: A line of so many words that stands twice is a repeated caption or pull quote.
_REPEATED_WORDS = 6
_WORD = re.compile(r"\w+")
_TITLE_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_SENTENCE_MARK = re.compile(r"[.!?](?:$|\s)")
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on onto or over per so than that the to up via vs with yet"
    "".split()
)


def name_role(line: str) -> Role | None:
    """Name the role of a line that shows by itself what it is."""
    return next((role for _, test, role in _LINE_RULES if test(line)), None)


def read_publication_line(line: str) -> bool:
    """Return whether a line says when the article was published, where it was issued, or who posted it and when."""
    dated, _ = split_poster(line)
    is_posted = dated != line and is_date_line(dated) and find_date(dated) is not None
    return is_date_line(line) or is_posted or read_imprint(line) is not None or _is_day_and_tag(line)


def _is_day_and_tag(line: str) -> bool:
    """Return whether a line is a day beside a place or the name of a page, such as "6 April 2021 | Oslo"."""
    fields = _PARTED.split(line) if len(line) <= 80 else []
    if len(fields) < 2:
        return False
    days = [field for field in fields if is_date_line(field) and find_date(field)]
    tags = [field for field in fields if not is_date_line(field)]
    return len(days) == 1 and len(tags) == 1 and bool(_TAG.match(tags[0]))


#: Rules of single lines, the first that holds decides: id, test, role.
_LINE_RULES: tuple[tuple[str, Callable[[str], object], Role], ...] = (
    ("publication-line", read_publication_line, Role.PUBLICATION),
    ("byline", read_byline, Role.BYLINE),
    ("place-line", read_place_line, Role.PUBLICATION),
    ("teaser", furniture.is_teaser, Role.BOILERPLATE),
    ("button", furniture.is_button, Role.BOILERPLATE),
    ("credit", furniture.is_credit, Role.CREDIT),
    ("caption", captions.is_caption, Role.CAPTION),
)


def read_imprint(line: str) -> str | None:
    """Read the publisher of a line such as "KYODO NEWS - May 14, 2024 - 17:22 | All"."""
    names = _PARTED.split(line) if len(line) <= 100 else []
    if len(names) < 2 or not any(is_date_line(name) and find_date(name) for name in names[1:]):
        return None
    name = names[0].strip()
    is_short = all(len(name.split()) <= 4 for name in names)
    return name if is_short and (is_publisher(name) or is_publisher(name.title())) else None


def name_mail_head(lines: list[Line]) -> None:
    """Name the head of a pasted e-mail: its subject is the headline, the rest furniture."""
    labels = [_MAIL_LABEL.match(line.text) for line in lines[:_MAIL_LINES]]
    if sum(label is not None for label in labels) < _LEAST_LABELS:
        return
    for line, label in zip(lines, labels, strict=False):
        if label:
            line.role = _MAIL_ROLES.get(label["label"].lower(), Role.BOILERPLATE)


_PARTED = re.compile(r"\s+[-|\u2013\u2014\u00b7\u2022]+\s+")
#: One or two words with capitals; a headline has more.
_TAG = re.compile(r"^[A-Z\u00c0-\u00de][\w.'\u2019-]*(?: [A-Z\u00c0-\u00de][\w.'\u2019-]*)?$")
_MAIL_LABEL = re.compile(r"^(?P<label>From|Sent|Date|To|Cc|Bcc|Subject|Reply-To):\s*\S", re.I)
_MAIL_ROLES = {"subject": Role.HEADLINE, "date": Role.PUBLICATION, "sent": Role.PUBLICATION}
#: The head of an e-mail has at least so many of its labels in so many lines.
_LEAST_LABELS, _MAIL_LINES = 3, 8


def opens_body(line: Line) -> bool:
    """Return whether a line of the head can be prose: a full sentence or a dateline, not a headline that asks."""
    text = line.text
    if (read_dateline(text) and line.words > 6) or furniture.find_label(text):
        return True
    if text.endswith(("?", "!")) and line.words <= 16:
        return False
    is_quote = text[-1] in "'\"\u2019\u201d)" and line.words <= 20
    if is_quote and not END_OF_SENTENCE.search(text.rstrip("'\"\u2019\u201d)]")):
        return False
    return line.is_sentence


def name_captions(lines: list[Line]) -> None:
    """Name a line with a picture credit before the body a caption although nothing else says so."""
    for number, line in enumerate(lines):
        if line.role is not None or not number or not 4 <= line.words <= 70:
            continue
        if not captions.find_photo_credit(line.text) or read_dateline(line.text):
            continue
        earlier = any(other.role is None and opens_body(other) for other in lines[:number])
        later = any(other.role is None and opens_body(other) for other in lines[number + 1 :])
        if later and not earlier:
            line.role = Role.CAPTION


def name_teasers(lines: list[Line]) -> None:
    """Name the headlines below "Read next" and the like furniture, up to the next sentence of the text."""
    left = 0
    for line in lines:
        if furniture.opens_teasers(line.text):
            line.role, left = Role.BOILERPLATE, _MOST_TEASERS
        elif left and line.role in (None, Role.BODY) and not line.is_sentence and line.words <= 20:
            line.role, left = Role.BOILERPLATE, left - 1
        else:
            left = 0


def name_repeats(lines: list[Line]) -> None:
    """Name the second copy of a line furniture: a repeated caption, headline or pull quote."""
    openings = [word[0].casefold() if (word := _WORD.search(line.text)) else "" for line in lines]
    counts = Counter(openings)
    seen: set[str] = set()
    for line, opening in zip(lines, openings, strict=True):
        if counts[opening] == 1:  # no other line can be the same
            continue
        folded = re.sub(r"\W+", " ", line.text).casefold().strip()
        if (
            line.words >= _REPEATED_WORDS
            and folded in seen
            and line.role in (None, Role.BODY, Role.CAPTION, Role.HEADLINE)
        ):
            line.role = Role.BOILERPLATE
        seen.add(folded)


def name_menus(lines: list[Line]) -> None:
    """Name runs of very short lines furniture: menus, and columns of names."""
    body = [line for line in lines if line.role is Role.BODY]
    for is_short, run in groupby(body, key=lambda line: line.words <= 3 and not line.is_sentence):
        column = list(run) if is_short else []
        if _COLUMN <= len(column) < len(body):
            for line in column:
                line.role = Role.BOILERPLATE


def name_crossheads(lines: list[Line]) -> None:
    """Name short titles between paragraphs furniture."""
    body = [line for line in lines if line.role is Role.BODY]
    for before, line, after in zip(body, body[1:], body[2:], strict=False):
        if _can_be_crosshead(line) and END_OF_SENTENCE.search(before.text) and _opens_paragraph(after):
            line.role = Role.BOILERPLATE if line.after_blank or before.words > 12 else line.role


def _can_be_crosshead(line: Line) -> bool:
    return line.words <= 6 and not line.is_sentence and not LIST_MARK.match(line.text)


def _opens_paragraph(line: Line) -> bool:
    return line.text[:1].isupper() and line.is_sentence


def name_inner_headlines(lines: list[Line]) -> None:
    """Name lines of the body in title case headlines, so that they are read as such."""
    if sum(line.role is Role.BODY for line in lines) < 2:
        return
    for line in lines:
        if line.role is Role.BODY and is_title_case(line.text):
            line.role = Role.HEADLINE


def is_title_case(line: str) -> bool:
    """Return whether a line is a headline in title case: no full stop, and only small words begin small.

    >>> is_title_case("Norway Condemns Iran Over Attack on Ship")
    True
    """
    if _SENTENCE_MARK.search(line) or line.isupper():
        return False
    words = _TITLE_WORD.findall(line)
    long_words = [word for word in words if word.lower() not in _SMALL_WORDS]
    if not 4 <= len(words) <= 25 or len(long_words) < 4:
        return False
    capitals = [word for word in long_words if word[0].isupper()]
    return len(capitals) >= 0.9 * len(long_words)
