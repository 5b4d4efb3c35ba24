"""Take noun phrases apart: head, span, words, and how a described thing is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from graphkit.model import Kind, Mention, Span
from graphkit.nlp.dependencies import NOUNS, head_phrases, left_edge, right_edge, span_of, word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import fits, path, pick

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
#: Kinds of what is described with its place; a description of others ends before it.
_OF_ANYWHERE = frozenset({Kind.GROUP, Kind.THING})
_BEFORE_NOUN = frozenset({"compound", "amod", "nmod", "poss"})
#: They head phrases only as arguments: "the wounded fled".
_SELDOM_NOUNS = frozenset({"ADJ", "X"})


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
    if token.dep_ in _INNER:
        return False
    if token.pos_ in NOUNS:
        return True
    return token.pos_ in _SELDOM_NOUNS and token.dep_ in _ARGUMENTS


def name_heads(doc: Doc, names: Mapping[int, Name], heads: Mapping[int, Token]) -> dict[int, Token]:
    """Return the heads of names that the tagger takes for no noun: the last syllable of "Moon Jae-in"."""
    missed = {}
    first = {name.start: name for name in names.values()}
    for name in first.values():
        root = doc[name.start : name.end].root
        if root.i in heads:
            continue
        if root.dep_ not in _BEFORE_NOUN:
            missed[root.i] = root
    return missed


def _after_determiners(doc: Doc, start: int, end: int) -> int:
    words = takewhile(_is_determiner, doc.tokens[start : end - 1])
    return start + len(list(words))


def _after_count(doc: Doc, start: int, end: int) -> int:
    """Return where a group's name begins behind what counts it; the start where nothing but a count stands there."""
    counting = list(takewhile(_is_counting, doc.tokens[start:end]))
    first = start + len(counting)
    if not any(map(_is_count, counting)):
        return start
    if counting[-1].lower_ == "of":
        first = _after_determiners(doc, first, end)
    nouns = [word for word in doc.tokens[first:end] if word.pos_ in NOUNS]
    return first if nouns else start


def _is_counting(token: Token) -> bool:
    """Tell whether a word may stand in a count: "more than twenty"."""
    if word_at(token, 1) == "-":
        return False  # "three-judge panel"
    if token.tag_ == "CD":
        return True
    return token.lower_ in _COUNTING


def _is_count(token: Token) -> bool:
    """Tell whether a word makes a count of those around it."""
    if token.tag_ == "CD":
        return True
    return token.lower_ in _COUNTED


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
    if kind not in _OF_ANYWHERE:
        placing = path(phrase.head, ">prep:in|at|on|near")
        end = min([end, *(preposition.i for preposition in placing)])
    words: list[str] = []
    i = _after_determiners(doc, start, end)
    if kind is Kind.GROUP:
        i = _after_count(doc, i, end)
    while i < end:
        name = names.get(i)
        if name is not None and _is_whole_acronym(name, i, end):
            words.append(name.name + doc[name.end - 1].whitespace_)
            i = name.end
        else:
            words.append(doc.tokens[i].text_with_ws)
            i += 1
    return _fold("".join(words))


def _is_whole_acronym(name: Name, start: int, end: int) -> bool:
    """Tell whether a name is an acronym that begins at a token and ends within a phrase."""
    if name.use != "acronym":
        return False
    return start == name.start and name.end <= end


def _start_of_description(phrase: Phrase, kind: Kind) -> int:
    """Return where a description begins: behind a date or the owner of a place."""
    before = phrase.head.doc.tokens[phrase.start : phrase.head.i]
    owners = [mark.i + 1 for mark in pick(before, "*/POS")]
    if not owners:
        return phrase.start
    if fits(before[0].head, "poss=DATE"):
        return owners[0]  # "this year's forum"
    if kind is Kind.PLACE and before[-1].pos_ == "PROPN":
        return owners[-1]  # "Russia's Vostochny spaceport"
    return phrase.start
