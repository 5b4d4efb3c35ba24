"""Turn the sentences of examples into pairs of candidates with the answers that are taught."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from graphkit.extract.reader.candidates import Candidate
from graphkit.extract.reader.example_file import ExampleFact
from graphkit.extract.reader.last_layers import Array, TaughtPairs
from graphkit.nlp.tokens import TokenSpan

Pair = tuple[int, int]
#: The rows of the facts between two candidates, counted with none as the first.
Marked = Mapping[Pair, Collection[int]]


def find_pair(fact: ExampleFact, sentence: TokenSpan, candidates: Sequence[Candidate]) -> Pair | None:
    """Find the candidates that the two sides of a fact mean, by their numbers; None where one is not there.

    Words mean the candidate whose head they hold; of two places where the words stand, the first pair counts.
    """
    subjects = [number for number in _find_side(fact.subject, sentence, candidates) if candidates[number].is_actor]
    objects = _find_side(fact.object, sentence, candidates)
    return next(((s, o) for s in subjects for o in objects if s != o), None)


def _find_side(words: str, sentence: TokenSpan, candidates: Sequence[Candidate]) -> list[int]:
    """Find the candidates that some words may mean: those at their places, then those of that very name."""
    first, last = sentence[0].idx, sentence[-1].idx + len(sentence[-1])
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    numbers: dict[int, None] = {}
    for match in pattern.finditer(sentence.doc.text, first, last):
        fits = [
            (_share(candidate, *match.span()), -number)
            for number, candidate in enumerate(candidates)
            if match.start() <= sentence.doc[candidate.head].idx < match.end()
        ]
        if fits:
            numbers[-max(fits)[1]] = None
    for number, candidate in enumerate(candidates):
        if words in candidate.names:
            numbers[number] = None
    return list(numbers)


def _share(candidate: Candidate, start: int, end: int) -> float:
    """Return the share of characters that a candidate and some words have in common."""
    shared = min(end, candidate.end) - max(start, candidate.start)
    return shared / (max(end, candidate.end) - min(start, candidate.start))


def make_pairs(
    inputs: NDArray[np.float32], answers: Array, candidates: Sequence[Candidate], marked: Marked, cleared: Sequence[int]
) -> TaughtPairs:
    """Make the pairs of a sentence.

    The answer of a marked pair is its facts. That of any other is the network's own of `answers` (candidates,
    candidates, 1 + predicates), without the rows that are `cleared`.
    """
    wanted = answers.copy()
    wanted[:, :, cleared] = 0
    wanted /= wanted.sum(axis=2, keepdims=True)
    for pair, rows in marked.items():
        wanted[pair] = 0
        wanted[pair][list(rows)] = 1 / len(rows)
    chosen = np.array(list(_choose_pairs(candidates, marked)), dtype=int).reshape(-1, 2)
    firsts, seconds = chosen.T
    return TaughtPairs(inputs[firsts, seconds].astype(np.float64), wanted[firsts, seconds])


def _choose_pairs(candidates: Sequence[Candidate], marked: Marked) -> Iterator[Pair]:
    """Yield the pairs that teach something: an actor and another, and no second mention of a marked pair."""
    names = [frozenset(candidate.names) for candidate in candidates]
    marked_names = {(names[s], names[o]) for s, o in marked}
    actors = {number for number, candidate in enumerate(candidates) if candidate.is_actor}
    for s, o in permutations(range(len(candidates)), 2):
        is_new = (s, o) in marked or (names[s], names[o]) not in marked_names
        is_of_two = names[s] != names[o]
        if s in actors and all((is_new, is_of_two)):
            yield s, o
