"""Compute the learned reader with numpy in 32-bit floats, window by window, so that no batch changes a score.

The network is BERT's (Devlin et al. 2019), its weights are trained from MiniLM (Wang et al. 2020).
training/network.py defines the same for training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphkit.extract.reader.features import SentenceFeatures

Array = NDArray[np.float32]

ATTENTION_HEADS = 12
#: Upper bounds of the classes of distance between two mentions, in word pieces.
DISTANCES = np.array((2, 4, 7, 11, 16, 24, 36, 60))
_TABLES = frozenset({"kinds", "distance", "length", "subject_label", "object_label"})
_EPSILON = np.float32(1e-12)
_GELU = np.float32(0.7978845608028654)  # the square root of 2 / pi


class PairScorer:
    """Scores pairs of mentions for each predicate. `weights` are arrays under the names of training/network.py."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.weights: dict[str, Array] = {}
        for name, value in weights.items():
            is_matrix = value.ndim == 2 and _is_linear(name)
            self.weights[name] = np.ascontiguousarray(value.T) if is_matrix else value
        numbers = [int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers.")]
        self.layers = 1 + max(numbers)

    def encode(self, ids: Sequence[int]) -> Array:
        """Encode the word pieces of a window to states of shape (pieces, width)."""
        weights = self.weights
        states = weights["encoder.words.weight"][list(ids)] + weights["encoder.positions.weight"][: len(ids)]
        states = self._normalise(states, "encoder.norm")
        for number in range(self.layers):
            states = self._layer(states, f"encoder.layers.{number}")
        return states

    def score(self, states: Array, features: SentenceFeatures) -> Array:
        """Return logits (candidates, candidates, 1 + predicates): the first axis is the subject, none comes first."""
        return self._linear(gelu(self._linear(self.describe(states, features), "hidden")), "scores")

    def describe(self, states: Array, features: SentenceFeatures) -> Array:
        """Return what the last two layers look at: (candidates, candidates, inputs)."""
        weights = self.weights
        first, last, heads, kinds = features.spans.T
        spans = np.concatenate((states[heads], states[first], states[last]), axis=1) + weights["kinds.weight"][kinds]
        subjects, objects = np.tanh(self._linear(spans, "subject")), np.tanh(self._linear(spans, "object"))
        count, width = subjects.shape
        left = np.broadcast_to(subjects[:, None], (count, count, width))
        right = np.broadcast_to(objects[None], (count, count, width))
        words = states[features.first : features.last]
        queries = self._linear(np.concatenate((left, right), axis=2), "query")
        keys = self._linear(words, "key")
        attention = _softmax(queries @ keys.T / np.float32(np.sqrt(keys.shape[1])))
        pooled = attention @ self._linear(words, "value")
        way = np.tanh(features.paths @ self._linear(words, "path"))
        meeting = np.tanh(self._linear(states, "meeting"))[features.meetings]
        between = heads[None] - heads[:, None]
        steps = np.searchsorted(DISTANCES, np.abs(between)) + (len(DISTANCES) + 1) * (between < 0)
        labels = [weights[f"{side}_label.weight"][features.labels] for side in ("subject", "object")]
        parts = (
            left,
            right,
            left * right,
            pooled,
            way,
            meeting,
            weights["distance.weight"][steps],
            np.broadcast_to(labels[0][:, None], (count, count, labels[0].shape[1])),
            np.broadcast_to(labels[1][None], (count, count, labels[1].shape[1])),
            weights["length.weight"][features.lengths],
            features.triggers,
            np.broadcast_to(features.around, (count, count, len(features.around))),
        )
        return np.concatenate(parts, axis=2)

    def _layer(self, states: Array, name: str) -> Array:
        length, width = states.shape

        def split(part: str) -> Array:
            return self._linear(states, f"{name}.{part}").reshape(length, ATTENTION_HEADS, -1).transpose(1, 0, 2)

        query, key, value = split("query"), split("key"), split("value")
        attention = _softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[2])))
        mixed = (attention @ value).transpose(1, 0, 2).reshape(length, width)
        states = self._normalise(states + self._linear(mixed, f"{name}.output"), f"{name}.norm_attention")
        inner = gelu(self._linear(states, f"{name}.inner"))
        return self._normalise(states + self._linear(inner, f"{name}.outer"), f"{name}.norm_output")

    def _linear(self, states: Array, name: str) -> Array:
        result: Array = states @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result

    def _normalise(self, states: Array, name: str) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        result: Array = centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result


def _is_linear(name: str) -> bool:
    """Return whether weights are those of a linear layer, which is kept transposed, and no table that is looked up."""
    return name.split(".")[0] not in _TABLES and not name.startswith(("encoder.words", "encoder.positions"))


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def gelu(states: NDArray[Any]) -> NDArray[Any]:
    """Return the Gaussian error linear unit in its form with tanh (Hendrycks and Gimpel 2016)."""
    cubed = states * states * states
    bent: NDArray[Any] = np.float32(0.5) * states * (1 + np.tanh(_GELU * (states + np.float32(0.044715) * cubed)))
    return bent
