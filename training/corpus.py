"""Read the training corpus, in which every actor and every fact is marked; data/training/README.md has the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """Words of a sentence that stand for somebody or something; offsets count from the start of the article's text."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedFact:
    """A fact between two marked mentions."""

    subject: MarkedMention
    predicate: str
    object: MarkedMention
    status: str
    date: str | None = None
    place: str | None = None
    speaker: str | None = None


@dataclass(slots=True)
class MarkedArticle:
    """An article of the corpus. The title is the first line of `text`; `sentences` are half-open character ranges."""

    id: str
    published: str = ""
    style: str = ""
    title: str = ""
    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[MarkedMention] = field(default_factory=list)
    facts: list[MarkedFact] = field(default_factory=list)


class CorpusError(ValueError):
    """A line of the corpus that does not hold together; the message names file and line."""


def read_corpus(*files: Path) -> Iterator[MarkedArticle]:
    """Read the articles of some files in order. Raises CorpusError."""
    for file in files:
        yield from _read_file(file)


def _read_file(file: Path) -> Iterator[MarkedArticle]:
    article: MarkedArticle | None = None
    words: dict[str, MarkedMention] = {}
    gap = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{file}, line {number}"
        if line.startswith("=== "):
            if article is not None:
                yield article
            article, words = MarkedArticle(line[4:].strip()), {}
        elif article is None:
            raise CorpusError(f"{where}: no article begins here")
        elif line.startswith("date:"):
            article.published = line[5:].strip()
        elif line.startswith("outlet-style:"):
            article.style = line[13:].strip()
        elif line.startswith("title: "):
            article.title, words = line[7:], {}
            _add_sentence(article, line[7:], "")
            gap = "\n\n"
        elif line.startswith("# "):
            words = {}
            _add_sentence(article, line[2:], gap)
            gap = " "
        elif line == "--":
            gap = "\n\n"
        elif line.startswith("@"):
            for marking in line[1:].split(" | "):
                _add_mention(article, words, marking.strip(), where)
        elif line.startswith("> "):
            article.facts.append(_read_fact(line[2:], words, where))
        elif line.strip():
            raise CorpusError(f"{where}: unknown line {line[:40]!r}")
    if article is not None:
        yield article


def _add_sentence(article: MarkedArticle, sentence: str, gap: str) -> None:
    start = len(article.text) + len(gap)
    article.text += gap + sentence
    article.sentences.append((start, start + len(sentence)))


def _add_mention(article: MarkedArticle, words: dict[str, MarkedMention], marking: str, where: str) -> None:
    if not marking:
        return
    label, _, names = marking.partition("=")
    label = label.strip()
    counted = re.fullmatch(r"(.*)#(\d+)", label)
    surface, place = (counted[1], int(counted[2])) if counted else (label, 1)
    first, last = article.sentences[-1]
    pattern = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
    spans = [match.span() for match in pattern.finditer(article.text, first, last)]
    if len(spans) < place:
        raise CorpusError(f"{where}: {surface!r} does not stand in the sentence")
    start, end = spans[place - 1]
    named = re.sub(r"^(place|thing)\b ?", "", names.strip())
    mention = MarkedMention(start, end, tuple(name.strip() for name in named.split(";") if name.strip()) or (surface,))
    words[label] = mention
    article.mentions.append(mention)


def _read_fact(line: str, words: dict[str, MarkedMention], where: str) -> MarkedFact:
    cells = [cell.strip() for cell in line.split("|")]
    more = dict(cell.split("=", 1) for cell in cells[4:])
    try:
        subject, object_ = words[cells[0]], words[cells[2]]
    except (KeyError, IndexError) as error:
        raise CorpusError(f"{where}: {error} is not marked as a mention") from error
    return MarkedFact(subject, cells[1], object_, cells[3], more.get("date"), more.get("place"), more.get("by"))
