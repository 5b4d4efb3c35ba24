"""Recognise names as spaCy's greedy recogniser does, for all tokens of a batch at once.

The recogniser goes from token to token: outside a name it may begin one, take the token for a whole name or pass on;
within a name it may go on or end it. Its scores outside a name depend on the token alone, so they are computed for
all tokens together; those within a name for all names that may begin, token by token of the longest. The
original asks for one token of four texts at a time and spends two thirds of its time on locks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
#: What the network sees of a state: the token, the first token of the open name, the token before.
_SEEN = 3


def can_vectorise(recognizer: Any) -> bool:
    """Tell whether a component is a greedy recogniser of the usual shape."""
    if not isinstance(recognizer, EntityRecognizer) or recognizer.cfg["beam_width"] != 1:
        return False
    model = recognizer.model
    if not model.attrs.get("has_upper") or model.attrs.get("unseen_classes"):
        return False
    return bool(model.get_ref("lower").get_dim("nF") == _SEEN and model.get_ref("lower").get_dim("nP") > 1)


@dataclass(frozen=True, slots=True)
class _Moves:
    """The rows of the moves in the scores, and the labels of those that begin a name."""

    out: int
    begin: Places
    unit: Places
    labels: dict[int, str]  # of moves that begin a name or are one
    inside: Places  # by move: the one that goes on with the name that it begins
    last: Places  # by move: the one that ends it

    @classmethod
    def read(cls, names: list[str]) -> _Moves:
        """Read the moves from their names: "B-ORG", "I-ORG", "L-ORG", "U-ORG", "O"."""
        rows = {name: row for row, name in enumerate(names)}
        labels = {row: name[2:] for name, row in rows.items() if name[:2] in ("B-", "U-") and name[2:]}
        begin = [row for row in labels if names[row].startswith("B-")]
        inside, last = np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
        for row in begin:
            inside[row], last[row] = rows[f"I-{labels[row]}"], rows[f"L-{labels[row]}"]
        unit = [row for row in labels if row not in begin]
        return cls(rows["O"], np.array(begin), np.array(unit), labels, inside, last)


class _Network:
    """The layers of a recogniser above the vectors of its tokens, applied to a batch of Docs."""

    def __init__(self, model: Any, docs: list[Doc]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._table: Floats = lower.predict(model.get_ref("tok2vec").predict(docs))  # row 0 stands for no token
        self._bias: Floats = lower.get_param("b")
        self._weights, self._offsets = upper.get_param("W"), upper.get_param("b")

    def score(self, token: Places, first: Places, before: Places) -> Floats:
        """Score all moves in states of a token, the first token of the open name and the token before; -1 for none."""
        hidden = self._table[token + 1, 0] + self._table[first + 1, 1]
        hidden += self._table[before + 1, 2]
        hidden += self._bias
        scores: Floats = hidden.max(axis=-1) @ self._weights.T
        scores += self._offsets
        return scores


class NameRecognizer:
    """Stands in the pipeline for a recogniser that `can_vectorise`; Docs that hold names already go to the original."""

    def __init__(self, original: Any) -> None:
        self.original = original
        moves = original.moves
        self._moves = _Moves.read([moves.get_class_name(row) for row in range(moves.n_moves)])

    def __call__(self, doc: Doc) -> Doc:
        """Set the names of a Doc."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Set the names of a stream of Docs, same order."""
        stream = iter(docs)
        while held := list(islice(stream, batch_size)):
            plain = [doc for doc in held if len(doc) and not doc.to_array([ENT_IOB]).any()]
            if plain:
                self._recognize(plain)
            done = {id(doc) for doc in plain}
            for doc in held:
                yield doc if id(doc) in done else self.original(doc)

    def _recognize(self, docs: list[Doc]) -> None:
        """Set the names of Docs that hold none."""
        rows = np.concatenate([doc.to_array([IS_SPACE, SENT_START]).reshape(-1, 2) for doc in docs])
        ends = np.cumsum([len(doc) for doc in docs])
        follows = np.append(rows[1:, 1] != 1, False)  # a name never goes on in another sentence
        follows[ends - 1] = False
        network = _Network(self.original.model, docs)
        moves = self._choose_outside(network, rows[:, 0] == 0, follows)
        name_ends = self._find_ends(network, moves, follows)
        for doc, end in zip(docs, ends, strict=True):
            start = end - len(doc)
            names = _read_names(moves[start:end], name_ends[start:end] - start, self._moves)
            doc.set_ents([Span(doc, first, last, label=label) for first, last, label in names])

    def _choose_outside(self, network: _Network, is_word: Flags, follows: Flags) -> Places:
        """Choose the move at each token as if no name were open there."""
        none = np.full(len(is_word), -1)
        scores = network.score(np.arange(len(is_word)), none, none)
        allowed = np.zeros(scores.shape, dtype=bool)
        allowed[:, self._moves.out] = True
        allowed[:, self._moves.unit] = is_word[:, None]
        allowed[:, self._moves.begin] = (is_word & follows)[:, None]
        chosen: Places = np.where(allowed, scores, -np.inf).argmax(axis=1)
        return chosen

    def _find_ends(self, network: _Network, moves: Places, follows: Flags) -> Places:
        """Find the end of the name that begins at each token; the token itself where none begins."""
        ends = np.arange(len(moves))
        whole = np.isin(moves, self._moves.unit)
        ends[whole] += 1
        first = np.flatnonzero(np.isin(moves, self._moves.begin))
        inside, last = self._moves.inside[moves[first]], self._moves.last[moves[first]]
        token = first + 1
        while len(first):
            scores = network.score(token, first, token - 1)
            row = np.arange(len(first))
            goes_on, stops = scores[row, inside], scores[row, last]
            opens = follows[token] & np.where(inside < last, goes_on >= stops, goes_on > stops)
            ends[first[~opens]] = token[~opens] + 1
            first, inside, last, token = first[opens], inside[opens], last[opens], token[opens] + 1
        return ends


def _read_names(moves: Places, ends: Places, known: _Moves) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of the names that are reached from the left."""
    reached = 0
    for start in np.flatnonzero(moves != known.out).tolist():
        if start >= reached:
            reached = int(ends[start])
            yield start, reached, known.labels[int(moves[start])]
