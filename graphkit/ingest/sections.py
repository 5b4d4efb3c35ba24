"""An article's text divided into headline, byline, dateline, captions, credits, page furniture and body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from graphkit.ingest import forms
from graphkit.ingest.dates import find_date, is_date_line
from graphkit.model import Role, Section, Span

_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]+")
_MARK = re.compile(r"^(?:#{1,6}\s+|[\u2022\u00b7*\u25aa\u25cf>-]\s+)")
_END = re.compile(r"(?:[.!?:;\u2026\u3002]|[.!?,]?[\"'\u201d\u2019)\]]+|[.!?]\s*\[[0-9]+\])\s*$")
#: So many very short lines in a row are a menu or a column of a table.
_COLUMN = 6
_STOP = re.compile(r"[.!?]\s+(?=[\"'\u201c(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the form of a text tells: its sections and the facts that its furniture names."""

    sections: tuple[Section, ...] = ()
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    dateline_place: str | None = None
    dateline_day: str | None = None


@dataclass(slots=True)
class _Line:
    start: int
    text: str
    after_blank: bool
    role: Role | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        return bool(_END.search(self.text)) or self.words > 30


def divide(text: str, *, title: str | None = None, section_chars: int = 5_000) -> Layout:
    """Divide a text by the form of its lines; every paragraph is a section of its own.

    `title` is the headline where it is known from elsewhere; otherwise the head of the text is searched for one.
    A text of a single paragraph is all body.
    """
    lines = _split_lines(text)
    for line in lines if len(lines) > 1 else []:
        line.role = _name_role(line.text)
    _name_captions(lines)
    head = _find_head(lines, title)
    for line in lines:
        line.role = line.role or Role.BODY
    _drop_crossheads(lines)
    sections, dateline, credit = _cut(text, lines, section_chars)
    found_title = next((line for line in lines if line.role is Role.HEADLINE), None)
    dates = [line.text for line in lines if line.role is Role.PUBLICATION]
    place = next((found for text in dates if (found := forms.read_place_line(text))), None)
    author = next((name for line in lines if line.role is Role.BYLINE and (name := forms.read_byline(line.text))), None)
    agencies = (head, dateline.agency if dateline else None, credit)
    return Layout(
        sections=tuple(sections),
        title=title or (_MARK.sub("", found_title.text) if found_title else None),
        author=author,
        publisher=_choose_publisher(agencies),
        published=next((day for line in dates if (day := find_date(line))), None),
        dateline_place=dateline.place if dateline else place,
        dateline_day=dateline.day if dateline else None,
    )


def _split_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    last = 0
    for match in _LINE.finditer(text):
        words = match.group().strip(" \t\u00a0\u3000\u200b\ufffd")
        if not words:
            continue
        start = match.start() + match.group().index(words)
        gap = text[last:start].replace("\r\n", "\n")
        lines.append(_Line(start, words, len(re.findall(r"[\n\r\x85\u2028\u2029]", gap)) > 1))
        last = match.end()
    return _join_wrapped(text, lines)


def _join_wrapped(text: str, lines: list[_Line]) -> list[_Line]:
    """Make one line of a paragraph whose lines were broken at a fixed width."""
    blocks: list[list[_Line]] = []
    for line in lines:
        if line.after_blank or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    joined: list[_Line] = []
    for block in blocks:
        if _is_wrapped(block, alone=len(blocks) == 1):
            first, last = block[0], block[-1]
            joined.append(_Line(first.start, text[first.start : last.end], first.after_blank))
        else:
            joined += block
    return joined


def _is_wrapped(block: list[_Line], *, alone: bool) -> bool:
    """Whether the lines between two blank lines are one paragraph: of like length, and broken within sentences."""
    full, last = block[:-1], block[-1]
    if not full or (alone and len(full) < 3) or any(_name_role(line.text) or _MARK.match(line.text) for line in block):
        return False
    lengths = [len(line.text) for line in full]
    open_ends = sum(not _END.search(line.text) for line in full)
    like = min(lengths) >= 45 and max(lengths) <= 100 and max(lengths) - min(lengths) <= 25
    return like and len(last.text) <= 100 and open_ends > 0.5 * len(full)


def _name_role(line: str) -> Role | None:
    """The role of a line that shows by itself what it is."""
    if is_date_line(line) or forms.read_place_line(line):
        return Role.PUBLICATION
    if forms.is_button(line):
        return Role.BOILERPLATE
    if forms.read_byline(line):
        return Role.BYLINE
    if forms.is_credit(line):
        return Role.CREDIT
    return Role.CAPTION if forms.is_caption(line) else None


def _find_head(lines: list[_Line], title: str | None) -> str | None:
    """Name the lines before the body; return the publisher where a line of the head is one."""
    if not any(line.role is None for line in lines):
        if lines and not any(line.role is Role.CAPTION for line in lines):
            max(lines, key=lambda line: len(line.text)).role = Role.BODY
        return None
    first = next((at for at, line in enumerate(lines) if line.role is None and _opens_body(line)), None)
    loose = [at for at, line in enumerate(lines) if line.role is None]
    if first is None:  # no full sentence anywhere: a title with a line of text, or just a line
        first = loose[1] if len(loose) > 1 else loose[0]
    head = [lines[at] for at in loose if at < first]
    publisher = None
    for line in head[:2]:
        if forms.is_publisher(line.text):
            publisher, line.role = line.text, Role.PUBLICATION
            break
    if (
        publisher is None
        and len(head) > 1
        and head[0] is lines[0]
        and forms.is_masthead(head[0].text)
        and title is None
    ):
        publisher, head[0].role = head[0].text, Role.PUBLICATION
    if publisher is None and lines[0].role is Role.CREDIT and forms.read_agency(lines[0].text):
        publisher = lines[0].text.strip("()[] ")
        lines[0].role = Role.PUBLICATION
    open_lines = [line for line in head if line.role is None]
    if title is not None:
        same = next((line for line in lines[: first + 1] if _fold(line.text) == _fold(title)), None)
        if same:
            same.role = Role.HEADLINE
        for line in open_lines:
            line.role = line.role or (Role.BOILERPLATE if line.words <= 3 else None)
        return publisher
    if not open_lines:
        _promote(lines, first)
        return publisher
    headline = next((line for line in open_lines if line.words >= 4 or len(line.text) >= 25), None)
    headline = headline or next((line for line in open_lines if line.text.isascii()), open_lines[0])
    for line in open_lines:
        if line is headline or (line.start > headline.start and line.words >= 5):
            line.role = Role.HEADLINE
        else:
            line.role = Role.BOILERPLATE
    return publisher


def _opens_body(line: _Line) -> bool:
    """Whether a line of the head can be prose: a full sentence or a dateline, not a headline that asks."""
    if forms.read_dateline(line.text) and line.words > 6:
        return True
    if line.text.endswith(("?", "!")) and line.words <= 16:
        return False
    if (
        line.text[-1] in "'\"\u2019\u201d)"
        and not _END.search(line.text.rstrip("'\"\u2019\u201d)]"))
        and line.words <= 20
    ):
        return False
    return line.is_sentence


def _promote(lines: list[_Line], first: int) -> None:
    """A headline that ends in a full stop: short, first, and followed by a byline, a date or a dateline."""
    line = lines[first]
    following = next((at for at in range(first + 1, len(lines)) if lines[at].role is None), None)
    between = [other.role for other in lines[first + 1 : following]] if following else []
    if following is None or line.words > 20 or forms.read_dateline(line.text):
        return
    parted = any(role in (Role.BYLINE, Role.PUBLICATION) for role in between)
    if parted or forms.read_dateline(lines[following].text):
        line.role = Role.HEADLINE


def _name_captions(lines: list[_Line]) -> None:
    """A line with a picture credit before the body is a caption although nothing else says so."""
    for at, line in enumerate(lines):
        if line.role is not None or not forms.find_photo_credit(line.text) or forms.read_dateline(line.text):
            continue
        earlier = any(other.role is None and _opens_body(other) for other in lines[:at])
        later = any(other.role is None and _opens_body(other) for other in lines[at + 1 :])
        if later and not earlier and at and 4 <= line.words <= 70:
            line.role = Role.CAPTION


def _drop_crossheads(lines: list[_Line]) -> None:
    """Short titles between paragraphs carry no facts, nor do menus and columns of names."""
    body = [line for line in lines if line.role is Role.BODY]
    for short, run in groupby(body, key=lambda line: line.words <= 3 and not line.is_sentence):
        column = list(run) if short else []
        if len(column) >= _COLUMN and len(column) < len(body):
            for line in column:
                line.role = Role.BOILERPLATE
    body = [line for line in body if line.role is Role.BODY]
    for before, line, after in zip(body, body[1:], body[2:], strict=False):
        if line.words <= 6 and not line.is_sentence and not _MARK.match(line.text):
            ends = _END.search(before.text) and after.text[:1].isupper()
            if ends and (line.after_blank or before.words > 12):
                line.role = Role.BOILERPLATE


def _cut(text: str, lines: list[_Line], limit: int) -> tuple[list[Section], forms.Dateline | None, str | None]:
    """Sections from lines: dateline, captions' credits and closing credits are cut off, wrapped lines joined."""
    sections: list[Section] = []
    dateline: forms.Dateline | None = None
    credit: str | None = None
    body = [line for line in lines if line.role is Role.BODY]
    for line in lines:
        role, start, end = line.role or Role.BODY, line.start, line.end
        if role is Role.CAPTION:
            sections += _cut_caption(line)
        elif role is not Role.BODY:
            if role is Role.CREDIT:
                credit = credit or forms.read_agency(line.text)
            sections.append(Section(Span(start, end), role))
        else:
            found = forms.read_dateline(line.text) if dateline is None else None
            if found and (line is body[0] or found.agency):
                dateline = found
                if dateline.length < len(line.text):
                    stop = start + len(line.text[: dateline.length].rstrip())
                    sections.append(Section(Span(start, stop), Role.DATELINE))
                    start += dateline.length
            cut = forms.find_credit_tail(line.text) if line is body[-1] else None
            stop = line.start + len(line.text[:cut].rstrip()) if cut else end
            sections += [Section(Span(a, b), Role.BODY) for a, b in _pieces(text, start, stop, limit)]
            if cut:
                credit = credit or forms.read_agency(line.text[cut:])
                sections.append(Section(Span(line.start + cut, end), Role.CREDIT))
    return sections, dateline, credit


def _cut_caption(line: _Line) -> list[Section]:
    """A caption without its lead-in, its photo credit, and its second copy."""
    text, parts = line.text, []
    copy = forms.find_copy(text)
    end = len(text[:copy].rstrip()) if copy else len(text)
    lead = forms.find_caption_text(text)
    tail = forms.find_photo_credit(text[:end])
    if lead:
        parts.append((0, len(text[:lead].rstrip()), Role.BOILERPLATE))
    stop = len(text[:tail].rstrip()) if tail and tail > lead else end
    parts.append((lead, stop, Role.CAPTION))
    if stop < end and tail:
        parts.append((tail, end, Role.CREDIT))
    if copy:
        parts.append((copy, len(text), Role.BOILERPLATE))
    return [Section(Span(line.start + a, line.start + b), role) for a, b, role in parts if a < b]


def _pieces(text: str, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    """Parts of a paragraph of at most `limit` characters, cut after a sentence or else at a space."""
    parts = []
    while end - start > limit:
        stops = [match.start() + 1 for match in _STOP.finditer(text, start + limit // 2, start + limit)]
        cut = stops[-1] if stops else text.rfind(" ", start + 1, start + limit)
        cut = cut if cut > start else start + limit
        parts.append((start, cut))
        while cut < end and text[cut].isspace():
            cut += 1
        start = cut
    if start < end:
        parts.append((start, end))
    return parts


def _choose_publisher(names: tuple[str | None, ...]) -> str | None:
    """The first name known, in the spelling of the dateline where the head has it in capitals."""
    known = [name for name in names if name]
    if not known or not known[0].isupper():
        return known[0] if known else None
    same = next((name for name in known[1:] if name.casefold() == known[0].casefold()), None)
    return same or (known[0].title() if " " in known[0] else known[0])


def _fold(line: str) -> str:
    return " ".join(line.split()).casefold().strip(" .")
