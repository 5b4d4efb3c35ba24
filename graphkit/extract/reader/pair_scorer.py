"""Score pairs of mentions for each predicate, from the states of the encoder.

The hidden layer is linear in what stands for one mention, one word or one class alone, so that is multiplied once and
added for each pair. `describe` gives the whole input of that layer, which `graphkit train` teaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphkit.extract.reader.encoder import Array, Weights, gelu
from graphkit.extract.reader.features import SentenceFeatures

#: Upper bounds of the classes of distance between two mentions, in word pieces.
DISTANCES = np.array((2, 4, 7, 11, 16, 24, 36, 60))
_CLASSES = ("distance", "subject_label", "object_label", "length")
_LINEAR = ("subject", "object", "query", "key", "value", "path", "meeting", "hidden", "scores")
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SentencePairs:
    """The pairs of one sentence that are scored: its arrays, and the subject and the object of each, by number."""

    features: SentenceFeatures
    subjects: Indices
    objects: Indices


class PairScorer:
    """Scores pairs of mentions. `weights` are arrays under the names of training/network.py."""

    def __init__(self, weights: Weights) -> None:
        self.kinds = weights["kinds.weight"]
        self.tables = {name: weights[f"{name}.weight"] for name in _CLASSES}
        self.matrices = {name: np.ascontiguousarray(weights[f"{name}.weight"].T) for name in _LINEAR}
        self.biases = {name: weights[f"{name}.bias"] for name in _LINEAR}
        self.blocks = self._cut_hidden()
        self.classes = {name: self.tables[name] @ self.blocks[name] for name in _CLASSES}
        # the values pass through a mean, so that their matrix and that of the hidden layer become one
        pooled = self.matrices["value"] @ self.blocks["pooled"]
        self.bias = self.biases["hidden"] + self.biases["value"] @ self.blocks["pooled"]
        keys = self.matrices["key"] * self._find_scale()
        self.words = np.concatenate((keys, pooled, self.matrices["path"]), axis=1)
        self.word_parts = (keys.shape[1], keys.shape[1] + pooled.shape[1])

    def _cut_hidden(self) -> dict[str, Array]:
        """Cut the matrix of the hidden layer into the rows for each part of its input, in the order of `describe`."""
        hidden = self.matrices["hidden"]
        role: int = self.matrices["subject"].shape[1]
        widths = dict.fromkeys(("left", "right", "product", "pooled", "way", "meeting"), role)
        widths |= {name: table.shape[1] for name, table in self.tables.items()}
        predicates = (len(hidden) - sum(widths.values())) // 2
        widths |= {"triggers": predicates, "around": predicates}
        ends = np.cumsum(list(widths.values()))
        return {name: hidden[end - width : end] for (name, width), end in zip(widths.items(), ends, strict=True)}

    def _find_scale(self) -> np.float32:
        return np.float32(1 / np.sqrt(self.matrices["key"].shape[1]))

    def score(self, states: Array, sentences: Sequence[SentencePairs]) -> list[Array]:
        """Return logits (pairs, 1 + predicates), none first, for the pairs of each sentence of a window."""
        spans = np.concatenate([sentence.features.spans for sentence in sentences])
        offsets = np.cumsum([0, *(len(sentence.features.spans) for sentence in sentences)])
        first = np.concatenate([s.subjects + offset for s, offset in zip(sentences, offsets, strict=False)])
        second = np.concatenate([s.objects + offset for s, offset in zip(sentences, offsets, strict=False)])
        left, right = self._find_roles(states, spans)
        role = left.shape[1]
        asking = (left @ self.matrices["query"][:role])[first] + (right @ self.matrices["query"][role:])[second]
        pooled, ways = self._read_words(states, sentences, asking + self.biases["query"])
        hidden = (left[first] * right[second]) @ self.blocks["product"]
        hidden += (left @ self.blocks["left"])[first]
        hidden += (right @ self.blocks["right"])[second]
        hidden += pooled
        hidden += np.tanh(ways) @ self.blocks["way"]
        hidden += self._read_tree(states, sentences)
        hidden += self.classes["distance"][_class_distances(spans[second, 2] - spans[first, 2])]
        hidden += self.bias
        logits = self._linear(gelu(hidden), "scores")
        return np.split(logits, np.cumsum([len(sentence.subjects) for sentence in sentences])[:-1])

    def _find_roles(self, states: Array, spans: Indices) -> tuple[Array, Array]:
        """Return what stands for each candidate as a subject and as an object."""
        first, last, heads, kinds = spans.T
        described = np.concatenate((states[heads], states[first], states[last]), axis=1) + self.kinds[kinds]
        return np.tanh(self._linear(described, "subject")), np.tanh(self._linear(described, "object"))

    def _read_words(self, states: Array, sentences: Sequence[SentencePairs], asking: Array) -> tuple[Array, Array]:
        """Return what the words of its sentence give each pair: to the hidden layer, and on the way before the bend."""
        keys, values, ways = np.split(states @ self.words, self.word_parts, axis=1)
        ways = ways + self.biases["path"]
        pooled, on_ways, done = [], [], 0
        for sentence in sentences:
            features = sentence.features
            own, pairs = slice(features.first, features.last), slice(done, done + len(sentence.subjects))
            shares = softmax(asking[pairs] @ keys[own].T)
            pooled.append(shares @ values[own])
            on_ways.append(features.paths[sentence.subjects, sentence.objects] @ ways[own])
            done = pairs.stop
        return np.concatenate(pooled), np.concatenate(on_ways)

    def _read_tree(self, states: Array, sentences: Sequence[SentencePairs]) -> Array:
        """Return what the tree gives each pair to the hidden layer: where the branches meet, labels and triggers."""
        rows = [(s.features, s.subjects, s.objects) for s in sentences]
        meetings = np.concatenate([features.meetings[s, o] for features, s, o in rows])
        subject_labels = np.concatenate([features.labels[s] for features, s, _ in rows])
        object_labels = np.concatenate([features.labels[o] for features, _, o in rows])
        lengths = np.concatenate([features.lengths[s, o] for features, s, o in rows])
        given: Array = (np.tanh(self._linear(states, "meeting")) @ self.blocks["meeting"])[meetings]
        given += self.classes["subject_label"][subject_labels]
        given += self.classes["object_label"][object_labels]
        given += self.classes["length"][lengths]
        given += np.concatenate([features.triggers[s, o] for features, s, o in rows]) @ self.blocks["triggers"]
        around = np.array([features.around for features, _, _ in rows]) @ self.blocks["around"]
        given += np.repeat(around, [len(s) for _, s, _ in rows], axis=0)
        return given

    def describe(self, states: Array, features: SentenceFeatures) -> Array:
        """Return what the last two layers look at: (candidates, candidates, inputs)."""
        left, right = self._find_roles(states, features.spans)
        count, width = left.shape
        left = np.broadcast_to(left[:, None], (count, count, width))
        right = np.broadcast_to(right[None], (count, count, width))
        words = states[features.first : features.last]
        queries = self._linear(np.concatenate((left, right), axis=2), "query")
        attention = softmax(queries @ self._linear(words, "key").T * self._find_scale())
        heads = features.spans[:, 2]
        labels = [self.tables[f"{side}_label"][features.labels] for side in ("subject", "object")]
        parts = (
            left,
            right,
            left * right,
            attention @ self._linear(words, "value"),
            np.tanh(features.paths @ self._linear(words, "path")),
            np.tanh(self._linear(states, "meeting"))[features.meetings],
            self.tables["distance"][_class_distances(heads[None] - heads[:, None])],
            np.broadcast_to(labels[0][:, None], (count, count, labels[0].shape[1])),
            np.broadcast_to(labels[1][None], (count, count, labels[1].shape[1])),
            self.tables["length"][features.lengths],
            features.triggers,
            np.broadcast_to(features.around, (count, count, len(features.around))),
        )
        inputs: Array = np.concatenate(parts, axis=2)
        return inputs

    def _linear(self, states: Array, name: str) -> Array:
        result: Array = states @ self.matrices[name] + self.biases[name]
        return result


def _class_distances(between: Indices) -> Indices:
    """Return the classes of distances in word pieces; those to a mention before have their own."""
    return np.searchsorted(DISTANCES, np.abs(between)) + (len(DISTANCES) + 1) * (between < 0)


def softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Return shares along the last axis that add up to one."""
    raised: NDArray[Any] = np.exp(scores - scores.max(axis=-1, keepdims=True))
    raised /= raised.sum(axis=-1, keepdims=True)
    return raised
