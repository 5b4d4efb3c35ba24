"""Turn a sentence with its candidates into the arrays that the network reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphkit.extract.reader.paths import LONGEST_PATH, ParsedWord, climb, join_branches
from graphkit.extract.reader.windows import Pieces

#: The predicates that the shipped reader tells, in the order of its scores: those of the vocabulary that are no
#: standing ties. What another reader tells stands on its card.
PREDICATES = (
    "meets", "speaks_with", "visits", "departs", "hosts", "attends", "negotiates_with", "mediates", "agrees_with",
    "cooperates_with", "supports", "provides_aid_to", "supplies_arms_to", "urges", "concedes_to", "withdraws_from",
    "condemns", "accuses", "denies", "rejects", "threatens", "protests_against", "sanctions", "mobilizes_against",
    "tests_weapon", "coerces", "attacks", "joins", "leaves", "recognizes", "deploys_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """The arrays of one sentence with n candidates and t word pieces, which stand at [first, last) of their window.

    `spans` (n, 4): first, last and head piece, as places in the window, and the kind. `labels` (n): dependency labels.
    `paths` (n, n, t): the share of each piece in the way between two heads. `meetings` (n, n): the piece of the word in
    which their branches meet. `lengths` (n, n): words between them on the way. `triggers` (n, n, p): whether a word on
    the way may trigger a predicate. `around` (p): whether any word of the sentence may.
    """

    first: int
    last: int
    spans: NDArray[np.int64]
    labels: NDArray[np.int64]
    paths: NDArray[np.float32]
    meetings: NDArray[np.int64]
    lengths: NDArray[np.int64]
    triggers: NDArray[np.float32]
    around: NDArray[np.float32]


def make_features(
    pieces: Pieces,
    offset: int,
    room: int,
    words: Sequence[ParsedWord],
    candidates: Sequence[Sequence[int]],
    predicates: int = len(PREDICATES),
) -> SentenceFeatures:
    """Make the arrays of a sentence. Each candidate is (start, end, start of the head word, row of its kind).

    `offset` is the place of the sentence in its window, `room` the number of its pieces that the window holds, and
    `predicates` how many the reader tells.
    """
    count = len(candidates)
    starts = [word.start for word in words]
    first_pieces = np.searchsorted(pieces.ends, starts, side="right")
    word_pieces = np.minimum(first_pieces, min(len(pieces.ids), room) - 1).tolist()
    heads = [max(0, bisect_right(starts, head) - 1) for _, _, head, _ in candidates]
    spans = np.zeros((count, 4), dtype=np.int64)
    for row, (start, end, head, kind) in enumerate(candidates):
        first, last = pieces.locate(start, end)
        places = (first, last, pieces.locate(head, head + 1)[0])
        spans[row] = [*(offset + min(place, room - 1) for place in places), kind]
    paths = np.zeros((count, count, room), dtype=np.float32)
    meetings = np.zeros((count, count), dtype=np.int64)
    lengths = np.zeros((count, count), dtype=np.int64)
    triggers = np.zeros((count, count, predicates), dtype=np.float32)
    branches = [climb(words, head) for head in heads]
    for i in range(count):
        for j in range(i + 1, count):
            way, meeting = join_branches(branches[i], branches[j])
            on_way = paths[i, j]
            for word in way:
                on_way[word_pieces[word]] += 1 / len(way)
            triggered = [row for word in way for row in words[word].predicates]
            if triggered:
                triggers[i, j, triggered] = 1
            meetings[i, j] = meetings[j, i] = offset + word_pieces[meeting]
            lengths[i, j] = lengths[j, i] = min(len(way), LONGEST_PATH)
    paths += paths.transpose(1, 0, 2)
    triggers += triggers.transpose(1, 0, 2)
    around = np.zeros(predicates, dtype=np.float32)
    around[[row for word in words for row in word.predicates]] = 1
    labels = np.array([words[head].label for head in heads], dtype=np.int64)
    return SentenceFeatures(offset, offset + room, spans, labels, paths, meetings, lengths, triggers, around)
