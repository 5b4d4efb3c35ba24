"""An article's text divided into headline, byline, dateline, captions, credits, page furniture and body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.ingest.layout import captions, furniture
from graphkit.ingest.layout.bylines import Byline, read_byline, read_reporter
from graphkit.ingest.layout.date_lines import is_change_line, split_poster
from graphkit.ingest.layout.datelines import Dateline, read_dateline, read_place_line
from graphkit.ingest.layout.head import choose_publisher, name_head
from graphkit.ingest.layout.line_roles import (
    name_captions,
    name_crossheads,
    name_inner_headlines,
    name_mail_head,
    name_menus,
    name_repeats,
    name_role,
    name_teasers,
    read_imprint,
)
from graphkit.ingest.layout.lines import LIST_MARK, Line, split_lines
from graphkit.ingest.layout.publishers import read_agency
from graphkit.model import Role, Section, Span
from graphkit.timex.metadata_dates import find_date

_STOP = re.compile(r"[.!?]\s+(?=[\"'\u201c(]?[A-Z])")
#: Lines of a text that are broken within a paragraph are joined by a space of the same length.
_BREAKS = str.maketrans("\n\r\x85\u2028\u2029", "     ")


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a text: its sections and the facts that its furniture names.

    `text` has the same length as the text that was given: line ends within a paragraph are spaces.
    `dateline_month_day` is the day of a dateline without a year, as MM-DD.
    """

    text: str = ""
    sections: tuple[Section, ...] = ()
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    dateline_place: str | None = None
    dateline_day: str | None = None
    dateline_month_day: str | None = None


def divide(text: str, *, title: str | None = None, section_chars: int = 5_000, date_order: str | None = None) -> Layout:
    """Divide a text by the form of its lines; every paragraph is a section of its own.

    `title` is the headline where it is known from elsewhere; otherwise the head of the text is searched for one.
    `date_order` says how days such as 06/04/2021 are read. A text of a single paragraph is all body.
    """
    lines = split_lines(text, name_role)
    publisher = _name_lines(lines, title)
    cutter = _SectionCutter(lines, section_chars)
    sections = cutter.cut()
    bylines = _read_bylines(lines)
    dateline = cutter.dateline or _NO_DATELINE
    return Layout(
        text=_join_lines(text, lines),
        sections=tuple(sections),
        title=title or _read_headline(lines),
        author=next((byline.author for byline in bylines), None),
        publisher=choose_publisher((publisher, dateline.agency, cutter.agency)),
        published=_read_day(lines, date_order) or next((byline.day for byline in bylines if byline.day), None),
        dateline_place=dateline.place if cutter.dateline else _read_place(lines),
        dateline_day=dateline.day,
        dateline_month_day=dateline.month_day,
    )


_NO_DATELINE = Dateline(0, None, None, None)
#: Passes over all lines of a body, in this order.
_BODY_PASSES = (name_teasers, name_repeats, name_menus, name_crossheads, name_inner_headlines)


def _name_lines(lines: list[Line], title: str | None) -> str | None:
    """Name the role of each line; return the publisher that the head names."""
    is_single = len(lines) <= 1
    for line in [] if is_single else lines:
        line.role = name_role(line.text)
    name_mail_head(lines)
    name_captions(lines)
    publisher = name_head(lines, title) or _read_imprint(lines)
    for line in lines:
        line.role = line.role or Role.BODY
    for name_pass in () if is_single else _BODY_PASSES:
        name_pass(lines)
    return publisher


def _read_imprint(lines: list[Line]) -> str | None:
    """Read the publisher of the line that names it beside the day."""
    texts = (line.text for line in lines if line.role is Role.PUBLICATION)
    return next((publisher for text in texts if (publisher := read_imprint(text))), None)


def _join_lines(text: str, lines: list[Line]) -> str:
    """Return the text with spaces for the line ends within paragraphs."""
    pieces, last = [], 0
    for line in lines:
        pieces += [text[last : line.start], line.text.translate(_BREAKS)]
        last = line.end
    return "".join([*pieces, text[last:]])


def _read_headline(lines: list[Line]) -> str | None:
    """Read the first headline, without marks and the slug of an agency."""
    headline = next((line for line in lines if line.role is Role.HEADLINE), None)
    if headline is None:
        return None
    text = LIST_MARK.sub("", headline.text.translate(_BREAKS))
    return " ".join(text[furniture.find_slug(text) :].split())


def _read_bylines(lines: list[Line]) -> list[Byline]:
    bylines = []
    for line in lines:
        if line.role is Role.BYLINE:
            reporter = read_reporter(line.text)
            byline = read_byline(line.text) or (Byline(reporter) if reporter else None)
            bylines += [byline] if byline else []
        elif line.role is Role.PUBLICATION and (poster := split_poster(line.text)[1]):
            bylines.append(Byline(poster))
    return bylines


def _read_place(lines: list[Line]) -> str | None:
    """Read the place of a line such as "Geneva, 12 May 2024"."""
    texts = (line.text for line in lines if line.role is Role.PUBLICATION)
    return next((place for text in texts if (place := read_place_line(text))), None)


def _read_day(lines: list[Line], order: str | None) -> str | None:
    """Read the day of publication; that of a change only where no other is given."""
    texts = [line.text for line in lines if line.role is Role.PUBLICATION]
    days = [(is_change_line(text), day) for text in texts if (day := find_date(text, order))]
    return next((day for is_change, day in days if not is_change), days[0][1] if days else None)


class _SectionCutter:
    """Cuts lines into sections; datelines, labels, credits and the second copies of captions are cut off."""

    def __init__(self, lines: list[Line], limit: int) -> None:
        self._lines = lines
        self._limit = limit
        self._body = [line for line in lines if line.role is Role.BODY]
        self.dateline: Dateline | None = None
        self.agency: str | None = None

    def cut(self) -> list[Section]:
        """Cut all lines into sections that cover them in order."""
        sections: list[Section] = []
        for line in self._lines:
            if line.role is Role.CAPTION:
                sections += _cut_caption(line)
            elif line.role is Role.HEADLINE:
                sections += _cut_lead(line, line.start + furniture.find_slug(line.text), Role.HEADLINE)
            elif line.role is Role.BODY:
                sections += self._cut_body(line)
            else:
                if line.role is Role.CREDIT:
                    self.agency = self.agency or read_agency(line.text)
                sections.append(Section(Span(line.start, line.end), line.role or Role.BODY))
        return sections

    def _cut_body(self, line: Line) -> list[Section]:
        """Cut a paragraph: dateline or label, text in pieces of the limit, closing credit."""
        sections: list[Section] = []
        start = line.start
        dateline = read_dateline(line.text) if self.dateline is None else None
        if dateline and (line is self._body[0] or dateline.agency):
            self.dateline = dateline
            if dateline.length < len(line.text):
                start += dateline.length
                sections = _cut_lead(line, start, None, Role.DATELINE)
        elif lead := _find_lead(line.text):
            start += lead
            sections = _cut_lead(line, start, None)
        cut = furniture.find_credit_tail(line.text) if line is self._body[-1] else None
        stop = line.start + len(line.text[:cut].rstrip()) if cut else line.end
        sections += [Section(Span(a, b), Role.BODY) for a, b in _divide_long(line, start, stop, self._limit)]
        if cut:
            self.agency = self.agency or read_agency(line.text[cut:])
            sections.append(Section(Span(line.start + cut, line.end), Role.CREDIT))
        return sections


def _find_lead(text: str) -> int:
    """Find the offset of the sentence after a mark of a list and a label; 0 where it begins the line."""
    mark = LIST_MARK.match(text)
    start = mark.end() if mark else 0
    label = furniture.find_label(text[start:])
    return start + label if start + label < len(text) else 0


def _cut_lead(line: Line, start: int, role: Role | None, lead: Role = Role.BOILERPLATE) -> list[Section]:
    """Cut what stands before `start` as a section of its own, and the rest where its role is given."""
    sections = []
    if start > line.start:
        stop = line.start + len(line.text[: start - line.start].rstrip())
        sections.append(Section(Span(line.start, stop), lead))
    if role is not None:
        sections.append(Section(Span(start, line.end), role))
    return sections


def _cut_caption(line: Line) -> list[Section]:
    """Cut a caption: without its lead-in, its photo credit, and its second copy."""
    text, parts = line.text, []
    copy = captions.find_copy(text)
    end = len(text[:copy].rstrip()) if copy else len(text)
    lead = captions.find_caption_text(text)
    tail = captions.find_photo_credit(text[:end])
    if lead:
        parts.append((0, len(text[:lead].rstrip()), Role.BOILERPLATE))
    stop = len(text[:tail].rstrip()) if tail and tail > lead else end
    parts.append((lead, stop, Role.CAPTION))
    if stop < end and tail:
        parts.append((tail, end, Role.CREDIT))
    if copy:
        parts.append((copy, len(text), Role.BOILERPLATE))
    return [Section(Span(line.start + a, line.start + b), role) for a, b, role in parts if a < b]


def _divide_long(line: Line, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    """Divide a paragraph into ranges of at most `limit` characters, cut after a sentence or else at a space."""
    if end - start <= limit:
        return [(start, end)] if start < end else []
    text, shift = line.text.translate(_BREAKS), line.start
    start, end = start - shift, end - shift
    ranges = []
    while end - start > limit:
        stops = [match.start() + 1 for match in _STOP.finditer(text, start + limit // 2, start + limit)]
        cut = stops[-1] if stops else text.rfind(" ", start + 1, start + limit)
        cut = cut if cut > start else start + limit
        ranges.append((start + shift, cut + shift))
        while cut < end and text[cut].isspace():
            cut += 1
        start = cut
    if start < end:
        ranges.append((start + shift, end + shift))
    return ranges
