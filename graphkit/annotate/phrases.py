"""Take noun phrases apart: head, span, words, and how a described thing is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphkit.model import Kind, Mention, Span
from graphkit.nlp.dependencies import NOUNS, head_phrases, left_edge, right_edge, span_of, word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token

#: Determiners that are no part of what a thing is called.
_DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any all each every both such".split()
)
_INNER = frozenset({"compound", "nummod", "quantmod", "det", "punct", "amod"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})
#: What counts the members of a group is no part of its name: "more than twenty rebels", "hundreds of protesters".
_COUNTING = frozenset(
    "one two several many some few more than at least most about around nearly almost up to as over only other "
    "another dozen dozens hundred hundreds thousand thousands scores tens of".split()
)
#: Of these one at least, or a number, makes a count of them.
_COUNTED = frozenset("several many few dozen dozens hundred hundreds thousand thousands scores tens".split())
#: Where a description of an occasion, a place or an agreement ends: before its place.
_PLACING = frozenset({"in", "at", "on", "near"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase to be read: its head, the readings of its head as a class of nouns, its tokens and its words."""

    head: Token
    phrases: tuple[str, ...]
    start: int
    end: int
    span: Span
    text: str

    @classmethod
    def of(cls, head: Token) -> Phrase:
        """Take the phrase of a head."""
        start, end = left_edge(head), right_edge(head)
        return cls(head, head_phrases(head), start, end, span_of(head.doc, start, end), head.doc[start:end].text)

    def mention(self, name: str, kind: Kind, entry: str | None, reason: str) -> Mention:
        """Make a mention with the words of this phrase."""
        return Mention(self.span, self.text, name, kind, entry, None, reason)


def describe(doc: Doc, start: int, end: int) -> str:
    """Return the words of a phrase without leading determiners, white space folded."""
    return _fold(doc[_after_determiners(doc, start, end) : end].text)


def is_phrase_head(token: Token) -> bool:
    """Tell whether a token heads a noun phrase rather than modifying one."""
    if token.pos_ == "PRON":
        return True
    if token.pos_ not in NOUNS and (token.pos_ not in ("ADJ", "X") or token.dep_ not in _ARGUMENTS):
        return False
    return token.dep_ not in _INNER


def name_heads(doc: Doc, names: Mapping[int, Name], heads: Mapping[int, Token]) -> dict[int, Token]:
    """Return the heads of names that the tagger takes for no noun: the last syllable of "Moon Jae-in"."""
    found = {}
    for name in {n.start: n for n in names.values()}.values():
        root = doc[name.start : name.end].root
        if root.i in heads:
            continue
        if root.dep_ in ("compound", "amod", "nmod", "poss"):
            continue
        found[root.i] = root
    return found


def _after_determiners(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and _is_determiner(doc[start]):
        start += 1
    return start


def _after_count(doc: Doc, start: int, end: int) -> int:
    """Return where a group's name begins behind what counts it; the start where nothing but a count stands there."""
    i = start
    while i < end and _is_counting(doc[i]):
        i += 1
    counted = doc[start:i]
    if i == end or not any(t.tag_ == "CD" or t.lower_ in _COUNTED for t in counted):
        return start
    if counted[-1].lower_ == "of":
        i = _after_determiners(doc, i, end)
    return i if any(t.pos_ in NOUNS for t in doc[i:end]) else start


def _is_counting(token: Token) -> bool:
    if word_at(token, 1) == "-":
        return False  # "three-judge panel"
    if token.tag_ == "CD":
        return True
    return token.lower_ in _COUNTING


def _is_determiner(token: Token) -> bool:
    if token.lower_ in _DETERMINERS:
        return True
    if token.is_punct:
        return True
    return token.is_space


def _fold(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:'\"-")


def description(phrase: Phrase, kind: Kind, names: Mapping[int, Name]) -> str:
    """Return how a described thing is called: acronyms in full, without the place of occasions and agreements."""
    doc = phrase.head.doc
    start, end = _start_of_description(phrase, kind), phrase.end
    if kind not in (Kind.GROUP, Kind.THING):
        placing = (c.i for c in phrase.head.rights if c.dep_ == "prep" and c.lower_ in _PLACING)
        end = min([end, *placing])
    words: list[str] = []
    i = _after_determiners(doc, start, end)
    if kind is Kind.GROUP:
        i = _after_count(doc, i, end)
    while i < end:
        name = names.get(i)
        if name is not None and name.use == "acronym" and i == name.start and name.end <= end:
            words.append(name.name + doc[name.end - 1].whitespace_)
            i = name.end
        else:
            words.append(doc[i].text_with_ws)
            i += 1
    return _fold("".join(words))


def _start_of_description(phrase: Phrase, kind: Kind) -> int:
    doc = phrase.head.doc
    before = doc[phrase.start : phrase.head.i]
    owners = [t.i + 1 for t in before if t.tag_ == "POS"]
    if not owners:
        return phrase.start
    first = doc[phrase.start].head
    if first.ent_type_ == "DATE" and first.dep_ == "poss":
        return owners[0]  # "this year's forum"
    if kind is Kind.PLACE and phrase.head.i > phrase.start and before[-1].pos_ == "PROPN":
        return owners[-1]  # "Russia's Vostochny spaceport"
    return phrase.start
