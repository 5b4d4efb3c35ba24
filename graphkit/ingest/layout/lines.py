"""Lines of a text, with the lines of a paragraph that was broken at a width joined."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from graphkit.model import Role

_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]+")
_BREAK = re.compile(r"[\n\r\x85\u2028\u2029]")
#: What opens an item of a list: a bullet, a number or a heading mark.
LIST_MARK = re.compile(
    r"^(?:#{1,6}\s+|[\u2022\u00b7*\u25aa\u25cf\u25e6\u2023>\u2013\u2014-]\s+|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=[\"'\u201c\u2018A-Z]))"
)
END_OF_SENTENCE = re.compile(r"(?:[.!?:;\u2026\u3002]|[.!?,]?[\"'\u201d\u2019)\]]+|[.!?]\s*\[[0-9]+\])\s*$")
_OPEN_END = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|his|her|in|its|it|of|on|or|over|said|that|the|their|to|was|were|which"
    r"|who|will|with|would|has|have|had|is|are))$",
    re.I,
)
#: Columns at which texts are broken; a longer line is a paragraph of its own.
_WIDEST, _NARROWEST = 140, 28
#: Share of the lines of a paragraph that may be broken earlier than the next word needs.
_EARLY = 0.15
#: Share of the lines after the first that begin with a small letter, or follow an open end.
_CONTINUED = 0.3
#: A block of so many lines, of which such a share goes on within a sentence, is broken at no width at all.
_RAGGED_LINES, _RAGGED = 8, 0.5


@dataclass(slots=True)
class Line:
    """A line, or the joined lines of a paragraph. `indent` is the white space before it in columns."""

    start: int
    text: str
    after_blank: bool
    indent: int = 0
    role: Role | None = None

    @property
    def end(self) -> int:
        """The offset behind the line."""
        return self.start + len(self.text)

    @property
    def extent(self) -> int:
        """The columns that the line takes, with its indent."""
        return self.indent + len(self.text)

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        """Tell whether the line ends like a sentence, or is too long for a title."""
        return bool(END_OF_SENTENCE.search(self.text)) or self.words > 30


def split_lines(text: str, name_role: Callable[[str], Role | None]) -> list[Line]:
    """Split a text into lines and join those of one paragraph; a line with a role of its own stays alone."""
    lines: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        words = match.group().strip(" \t\u00a0\u3000\u200b\ufffd")
        if not words:
            continue
        indent = match.group().index(words)
        start = match.start() + indent
        gap = text[last:start].replace("\r\n", "\n")
        lines.append(Line(start, words, len(_BREAK.findall(gap)) > 1, indent))
        last = match.end()
    return [line for block in _divide_blocks(lines) for line in _join_block(text, block, name_role)]


def _divide_blocks(lines: list[Line]) -> list[list[Line]]:
    """Divide lines into blocks at blank lines."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.after_blank or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _join_block(text: str, block: list[Line], name_role: Callable[[str], Role | None]) -> list[Line]:
    """Join the paragraphs of a block that were broken at a width."""
    width = max(line.extent for line in block)
    if len(block) < 2 or not _NARROWEST <= width <= _WIDEST:
        return block
    joined: list[Line] = []
    is_ragged = _is_ragged(block)
    for paragraph in _divide_paragraphs(block, width, name_role):
        if _is_wrapped(paragraph, width) or (is_ragged and len(paragraph) > 1):
            first, last = paragraph[0], paragraph[-1]
            joined.append(Line(first.start, text[first.start : last.end], first.after_blank, first.indent))
        else:
            joined += paragraph
    return joined


def _divide_paragraphs(block: list[Line], width: int, name_role: Callable[[str], Role | None]) -> list[list[Line]]:
    """Divide a block where a paragraph ends with room for the next word, is indented, or has a role of its own."""
    paragraphs: list[list[Line]] = [[block[0]]]
    roles = [name_role(line.text) for line in block]
    is_list = bool(LIST_MARK.match(block[0].text))
    for number, (before, line) in enumerate(pairwise(block), 1):
        has_room = bool(END_OF_SENTENCE.search(before.text)) and _has_room(before, line, width)
        is_item = bool(LIST_MARK.match(line.text)) and (is_list or not _OPEN_END.search(before.text))
        if has_room or is_item or line.indent > before.indent + 1 or roles[number] or roles[number - 1]:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _has_room(before: Line, line: Line, width: int) -> bool:
    """Return whether the first word of a line would have fitted on the line before."""
    return before.extent + 1 + len(line.text.split(maxsplit=1)[0]) <= width


def _is_wrapped(paragraph: list[Line], width: int) -> bool:
    """Return whether lines are one paragraph broken at a width: each is full, and most go on within a sentence."""
    pairs = list(pairwise(paragraph))
    if not pairs:
        return False
    early = sum(_has_room(before, line, width) for before, line in pairs)
    if early > _EARLY * len(pairs):
        return False
    open_ends = sum(not END_OF_SENTENCE.search(before.text) for before, _ in pairs)
    continued = sum(bool(line.text[0].islower() or _OPEN_END.search(before.text)) for before, line in pairs)
    return open_ends > 0.5 * len(pairs) - 0.5 and continued >= max(1.0, _CONTINUED * len(pairs))


def _is_ragged(block: list[Line]) -> bool:
    """Return whether lines were broken at several widths, short ones among them: most go on within a sentence."""
    pairs = list(pairwise(block))
    continued = sum(
        not END_OF_SENTENCE.search(before.text) and (line.text[0].islower() or bool(_OPEN_END.search(before.text)))
        for before, line in pairs
    )
    return len(block) >= _RAGGED_LINES and continued >= _RAGGED * len(pairs)
