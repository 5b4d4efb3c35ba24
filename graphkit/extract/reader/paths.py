"""Describe the way between two mentions in the parse: its words, their labels and what the lexicon knows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphkit.nlp.dependencies import lemma
from graphkit.nlp.tokens import Token, TokenSpan
from graphkit.resources.lexicon.lexicon import Lexicon

#: Dependency labels of the English pipelines, in the order of the model's table; the last row is for all others.
LABELS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
).split()
_LABEL_ROWS = {label: row for row, label in enumerate(LABELS)}
#: Longer ways are told as this long.
LONGEST_PATH = 9
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


@dataclass(frozen=True, slots=True)
class ParsedWord:
    """A token of a sentence: where it begins, its head (an index in the sentence) and the row of its label.

    `predicates` are the rows of those that it may trigger.
    """

    start: int
    head: int
    label: int
    predicates: tuple[int, ...]


def read_words(sentence: TokenSpan, lexicon: Lexicon, predicates: Sequence[str]) -> list[ParsedWord]:
    """Read the tokens of a sentence with the predicates that the lexicon has for them, by rows of `predicates`."""
    rows = {name: row for row, name in enumerate(predicates)}
    words = []
    for token in sentence:
        label = _LABEL_ROWS.get(token.dep_, len(LABELS))
        words.append(ParsedWord(token.idx, token.head.i - sentence.start, label, _find_triggered(token, lexicon, rows)))
    return words


def _find_triggered(token: Token, lexicon: Lexicon, rows: Mapping[str, int]) -> tuple[int, ...]:
    """Return the rows of the predicates that a word may trigger, in order."""
    pos = _POS.get(token.pos_)
    lexicon_rows = lexicon.rows_for(pos, lemma(token)) if pos is not None else ()
    return tuple(sorted({rows[row.predicate] for row in lexicon_rows if row.predicate in rows})) if lexicon_rows else ()


def find_path(words: Sequence[ParsedWord], first: int, second: int) -> tuple[list[int], int]:
    """Find the words strictly between two words on the way in the tree, and the word in which the two branches meet.

    >>> words = [ParsedWord(0, 1, 0, ()), ParsedWord(5, 1, 0, ()), ParsedWord(9, 1, 0, ())]
    >>> find_path(words, 0, 2)
    ([1], 1)
    """
    return join_branches(climb(words, first), climb(words, second))


def climb(words: Sequence[ParsedWord], word: int) -> list[int]:
    """Return a word and all words above it: its branch of the tree."""
    way = [word]
    while words[way[-1]].head != way[-1] and len(way) <= len(words):
        way.append(words[way[-1]].head)
    return way


def join_branches(first: list[int], second: list[int]) -> tuple[list[int], int]:
    """Return the words between the ends of two branches, and the word in which these meet."""
    meeting = next((word for word in first if word in second), first[-1])
    way = [*_until(first, meeting), meeting, *reversed(_until(second, meeting))]
    return [word for word in way if word not in (first[0], second[0])], meeting


def _until(way: list[int], stop: int) -> list[int]:
    return way[: way.index(stop)] if stop in way else way
