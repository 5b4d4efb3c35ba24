"""The head of an article: publisher, headline and standfirst above the body."""

from __future__ import annotations

import re

from graphkit.ingest.layout.bylines import read_reporter
from graphkit.ingest.layout.datelines import read_dateline
from graphkit.ingest.layout.line_roles import opens_body
from graphkit.ingest.layout.lines import Line
from graphkit.ingest.layout.publishers import is_kicker, is_masthead, is_publisher, read_agency
from graphkit.model import Role

#: Words that a headline has and a name has not.
_NEWS_WORDS = frozenset("after against amid as before by during from into over under until will with".split())
#: The past of verbs that headlines often have.
_IRREGULAR = {
    "begins": "began", "breaks": "broke", "brings": "brought", "cuts": "cut", "draws": "drew", "gives": "gave",
    "goes": "went", "has": "had", "hits": "hit", "holds": "held", "is": "was", "keeps": "kept", "leaves": "left",
    "makes": "made", "meets": "met", "says": "said", "sees": "saw", "seeks": "sought", "sends": "sent",
    "shoots": "shot", "speaks": "spoke", "strikes": "struck", "swears": "swore", "takes": "took", "tells": "told",
    "wins": "won", "withdraws": "withdrew",
}  # fmt: skip
_SMALL_WORD = re.compile(r"\b[a-z]+\b")


def name_head(lines: list[Line], title: str | None) -> str | None:
    """Name the lines before the body; return the publisher where a line of the head is one."""
    loose = [number for number, line in enumerate(lines) if line.role is None]
    if not loose:
        if lines and not any(line.role is Role.CAPTION for line in lines):
            max(lines, key=lambda line: len(line.text)).role = Role.BODY
        return None
    first = next((number for number in loose if opens_body(lines[number])), None)
    if first is None:  # no full sentence anywhere: a title with a line of text, or just a line
        first = loose[1] if len(loose) > 1 else loose[0]
    head = [lines[number] for number in loose if number < first]
    publisher = _name_publisher(lines, head, title)
    open_lines = [line for line in head if line.role is None]
    if title is not None:
        _name_known_title(lines[: first + 1], open_lines, title)
    elif not open_lines:
        _promote(lines, first)
    else:
        _name_headlines(open_lines, lines[first:])
    _name_reporters(lines, first)
    return publisher


def _name_publisher(lines: list[Line], head: list[Line], title: str | None) -> str | None:
    """Name the line that holds the publisher: a known form, a masthead above other lines, or an agency's credit."""
    for line in head[:2]:
        if is_publisher(line.text):
            line.role = Role.PUBLICATION
            return line.text
    first = head[0] if head else None
    is_first = len(head) > 1 and first is lines[0] and title is None
    if is_first and is_masthead(head[0].text) and not tells_news(head[0].text, lines[1:]):
        head[0].role = Role.PUBLICATION
        return head[0].text
    if lines[0].role is Role.CREDIT and read_agency(lines[0].text):
        lines[0].role = Role.PUBLICATION
        return lines[0].text.strip("()[] ")
    return None


def tells_news(line: str, following: list[Line]) -> bool:
    """Return whether a line of capitalised words is a headline and no name, by its words and by those of the text.

    The text below a headline tells in the past what the headline tells in the present.

    >>> tells_news("Norway Condemns Chad", [Line(0, "Oslo condemned the attack.", True)])
    True
    >>> tells_news("Ministry of Foreign Affairs", [Line(0, "The ministry said so.", True)])
    False
    """
    words = line.casefold().split()
    if is_kicker(line):
        return False
    if _NEWS_WORDS.intersection(words):
        return True
    past = {form for word in words[1:] for form in _list_past_forms(word)}
    return any(not past.isdisjoint(_SMALL_WORD.findall(other.text)) for other in following)


def _list_past_forms(word: str) -> tuple[str, ...]:
    """List the past forms that a verb of a headline can have."""
    if not word.endswith("s"):
        return ()
    stem = word[:-1]
    past = (stem + "ed", stem + "d", stem.removesuffix("e") + "ed", stem + stem[-1:] + "ed", stem[:-2] + "ied")
    return (*past, *_IRREGULAR.get(word, "").split())


def _name_known_title(lines: list[Line], open_lines: list[Line], title: str) -> None:
    """Name the line that is the known title the headline, and short lines of the head furniture."""
    same = next((line for line in lines if fold_line(line.text) == fold_line(title)), None)
    if same:
        same.role = Role.HEADLINE
    for line in open_lines:
        line.role = line.role or (Role.BOILERPLATE if line.words <= 3 else None)


def _name_headlines(open_lines: list[Line], body: list[Line]) -> None:
    """Name the first long line of the head, or one that tells news, the headline, and long lines below it as well."""
    headline = next(
        (line for line in open_lines if line.words >= 4 or len(line.text) >= 25 or tells_news(line.text, body)), None
    )
    headline = headline or next((line for line in open_lines if line.text.isascii()), open_lines[0])
    for line in open_lines:
        is_headline = line is headline or (line.start > headline.start and line.words >= 5)
        line.role = Role.HEADLINE if is_headline else Role.BOILERPLATE


def _promote(lines: list[Line], first: int) -> None:
    """Name a sentence the headline: short, first, and followed by a byline, a date or a dateline."""
    line = lines[first]
    following = next((number for number in range(first + 1, len(lines)) if lines[number].role is None), None)
    between = [other.role for other in lines[first + 1 : following]] if following else []
    if following is None or line.words > 20 or read_dateline(line.text):
        return
    parted = any(role in (Role.BYLINE, Role.PUBLICATION) for role in between)
    if parted or read_dateline(lines[following].text):
        line.role = Role.HEADLINE


def _name_reporters(lines: list[Line], first: int) -> None:
    """Name lines such as "Ann Lee in Oslo" between headline and body bylines."""
    if not any(line.role is Role.BYLINE for line in lines):
        for line in lines[1:first]:
            if line.role in (None, Role.BOILERPLATE, Role.HEADLINE) and read_reporter(line.text):
                line.role = Role.BYLINE


def fold_line(line: str) -> str:
    """Fold a line so that case, spaces and a full stop do not matter."""
    return re.sub(r"\s+", " ", line).casefold().strip(" .")


def choose_publisher(names: tuple[str | None, ...]) -> str | None:
    """Choose the first name, in the spelling of the dateline where the head has it in capitals."""
    given = [name for name in names if name]
    if not given or not given[0].isupper():
        return given[0] if given else None
    same = next((name for name in given[1:] if name.casefold() == given[0].casefold()), None)
    return same or (given[0].title() if " " in given[0] else given[0])
