"""Compute the learned reader with numpy in 32-bit floats, window by window, so that no batch changes a score.

The network is BERT's (Devlin et al. 2019), its weights are trained from MiniLM (Wang et al. 2020).
training/network.py defines the same for training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

ATTENTION_HEADS = 12
#: Upper bounds of the classes of distance between two mentions, in word pieces.
DISTANCES = np.array((2, 4, 7, 11, 16, 24, 36, 60))
_EPSILON = np.float32(1e-12)
_GELU = np.float32(0.7978845608028654)  # the square root of 2 / pi


@dataclass(frozen=True, slots=True)
class PairRows:
    """The candidates of one sentence: pieces [first, last) of its window, and columns of piece numbers and kinds."""

    first: int
    last: int
    starts: Sequence[int]
    ends: Sequence[int]
    heads: Sequence[int]
    kinds: Sequence[int]


class PairScorer:
    """Scores pairs of mentions for each predicate. `weights` are arrays under the names of training/network.py."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.weights = {
            name: np.ascontiguousarray(value.T) if value.ndim == 2 and _is_linear(name) else value
            for name, value in weights.items()
        }
        self.layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers."))

    def encode(self, ids: Sequence[int]) -> Array:
        """Encode the word pieces of a window to states of shape (pieces, width)."""
        weights = self.weights
        states = weights["encoder.words.weight"][list(ids)] + weights["encoder.positions.weight"][: len(ids)]
        states = self._normalise(states, "encoder.norm")
        for number in range(self.layers):
            states = self._layer(states, f"encoder.layers.{number}")
        return states

    def score(self, states: Array, rows: PairRows) -> Array:
        """Return logits of shape (candidates, candidates, predicates); the first axis is the subject."""
        heads = np.asarray(rows.heads)
        spans = np.concatenate((states[heads], states[list(rows.starts)], states[list(rows.ends)]), axis=1)
        spans = spans + self.weights["kinds.weight"][list(rows.kinds)]
        subjects, objects = np.tanh(self._linear(spans, "subject")), np.tanh(self._linear(spans, "object"))
        count, width = subjects.shape
        left = np.broadcast_to(subjects[:, None], (count, count, width))
        right = np.broadcast_to(objects[None], (count, count, width))
        words = states[rows.first : rows.last]
        queries = self._linear(np.concatenate((left, right), axis=2), "query")
        keys = self._linear(words, "key")
        attention = _softmax(queries @ keys.T / np.float32(np.sqrt(keys.shape[1])))
        pooled = attention @ self._linear(words, "value")
        between = heads[None] - heads[:, None]
        steps = np.searchsorted(DISTANCES, np.abs(between)) + (len(DISTANCES) + 1) * (between < 0)
        features = np.concatenate((left, right, left * right, pooled, self.weights["distance.weight"][steps]), axis=2)
        return self._linear(_gelu(self._linear(features, "hidden")), "scores")

    def _layer(self, states: Array, name: str) -> Array:
        length, width = states.shape

        def split(part: str) -> Array:
            return self._linear(states, f"{name}.{part}").reshape(length, ATTENTION_HEADS, -1).transpose(1, 0, 2)

        query, key, value = split("query"), split("key"), split("value")
        attention = _softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[2])))
        mixed = (attention @ value).transpose(1, 0, 2).reshape(length, width)
        states = self._normalise(states + self._linear(mixed, f"{name}.output"), f"{name}.norm_attention")
        inner = _gelu(self._linear(states, f"{name}.inner"))
        return self._normalise(states + self._linear(inner, f"{name}.outer"), f"{name}.norm_output")

    def _linear(self, states: Array, name: str) -> Array:
        return states @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _normalise(self, states: Array, name: str) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _is_linear(name: str) -> bool:
    """Whether weights are those of a linear layer, which is kept transposed, and no table that is looked up."""
    return not name.startswith(("encoder.words", "encoder.positions", "kinds", "distance"))


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def _gelu(states: Array) -> Array:
    """Return the Gaussian error linear unit in its form with tanh (Hendrycks and Gimpel 2016)."""
    cubed = states * states * states
    return np.float32(0.5) * states * (1 + np.tanh(_GELU * (states + np.float32(0.044715) * cubed)))
