"""Parse as spaCy's greedy parser does, many texts side by side.

Each step scores one state of every text that is not done with a few operations on arrays, and spaCy makes the moves.
The original takes a quarter of a batch at a time, and a lock for each of its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.ml.parser_model import ParserStepModel
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

#: Tokens parsed side by side; each takes 4 kB meanwhile.
_MOST_TOKENS = 8_000


def can_step(parser: Any) -> bool:
    """Tell whether a component is a greedy parser of the usual shape."""
    if not isinstance(parser, DependencyParser) or parser.cfg["beam_width"] != 1:
        return False
    model = parser.model
    if not model.attrs.get("has_upper") or model.attrs.get("unseen_classes"):
        return False
    return bool(model.get_ref("lower").get_dim("nP") == 2)


class StepParser:
    """Stands in the pipeline for a parser that `can_step`."""

    def __init__(self, original: Any) -> None:
        self.original = original

    def __call__(self, doc: Doc) -> Doc:
        """Set the heads and labels of a Doc."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Set the heads and labels of a stream of Docs, same order."""
        stream = iter(docs)
        while held := list(islice(stream, batch_size)):
            for group in _group_by_length(held):
                self._parse(group)
            yield from held

    def _parse(self, docs: list[Doc]) -> None:
        parser = self.original
        states = parser.moves.init_batch(docs)
        open_states = [state for state in states if not state.is_final()]
        scorer = _Scorer(parser.model, docs) if open_states else None
        while scorer is not None and open_states:
            open_states = parser.transition_states(open_states, scorer.score(open_states))
        parser.set_annotations(docs, states)


class _Scorer:
    """The layers of a parser above the vectors of its tokens, applied to a batch of Docs."""

    def __init__(self, model: Any, docs: list[Doc]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        table = lower.predict(model.get_ref("tok2vec").predict(docs))  # row 0 stands for no token
        self._count = table.shape[1]
        self._table: NDArray[np.float32] = table.reshape(-1, table.shape[2] * table.shape[3])
        self._places = np.arange(self._count) + self._count  # of what is seen, from the row of token 0
        self._bias = lower.get_param("b").reshape(-1)
        self._weights, self._offsets = upper.get_param("W").T, upper.get_param("b")
        self._asked: Any = SimpleNamespace(state2vec=SimpleNamespace(nF=self._count))

    def score(self, states: list[Any]) -> NDArray[np.float32]:
        """Score all moves in each state."""
        seen = ParserStepModel.get_token_ids(self._asked, states)
        summed = self._table[seen * self._count + self._places].sum(axis=1)
        summed += self._bias
        scores: NDArray[np.float32] = np.maximum(summed[:, ::2], summed[:, 1::2]) @ self._weights
        scores += self._offsets
        return scores


def _group_by_length(docs: list[Doc]) -> Iterator[list[Doc]]:
    """Yield groups of Docs of like length, each of at most so many tokens together or one Doc."""
    group: list[Doc] = []
    size = 0
    for doc in sorted(docs, key=len):
        if group and size + len(doc) > _MOST_TOKENS:
            yield group
            group, size = [], 0
        group.append(doc)
        size += len(doc)
    if group:
        yield group
