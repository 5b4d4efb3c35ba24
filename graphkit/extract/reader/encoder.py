"""Encode windows of word pieces with numpy in 32-bit floats, one at a time, so that no batch changes a state.

The network is BERT's (Devlin et al. 2019), its weights are trained from MiniLM (Wang et al. 2020).
training/network.py defines the same for training. What can be folded into the weights is folded when they are read:
the scale of the attention, the half of the activation, and the bias of the values, which passes through a mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Weights = Mapping[str, Array]

ATTENTION_HEADS = 12
_EPSILON = np.float32(1e-12)
_BEND = np.float32(0.7978845608028654)  # the square root of 2 / pi
_CUBE = np.float32(0.044715)
#: Scores of attention are kept within this, so that no power overflows; those of trained weights lie far inside.
_HIGHEST = np.float32(80)


class Encoder:
    """Encodes word pieces. `weights` are arrays under the names of training/network.py."""

    def __init__(self, weights: Weights) -> None:
        self.words, self.positions = weights["encoder.words.weight"], weights["encoder.positions.weight"]
        self.norm = _Norm.read(weights, "encoder.norm")
        numbers = [int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers.")]
        self.layers = [_Layer.read(weights, f"encoder.layers.{number}") for number in range(1 + max(numbers))]

    def encode(self, ids: Sequence[int]) -> Array:
        """Encode the word pieces of a window to states of shape (pieces, width)."""
        states = self.words[list(ids)] + self.positions[: len(ids)]
        self.norm.apply(states)
        for layer in self.layers:
            states = layer.read_states(states)
        return states


@dataclass(frozen=True, slots=True)
class _Norm:
    """A layer of normalisation."""

    weight: Array
    bias: Array
    mean: Array

    @classmethod
    def read(cls, weights: Weights, name: str) -> _Norm:
        weight = weights[f"{name}.weight"]
        return cls(weight, weights[f"{name}.bias"], np.full(len(weight), 1 / len(weight), np.float32))

    def apply(self, states: Array) -> None:
        """Normalise states in place."""
        states -= (states @ self.mean)[:, None]
        spread = np.einsum("ij,ij->i", states, states)
        spread /= np.float32(states.shape[1])
        spread += _EPSILON
        states /= np.sqrt(spread)[:, None]
        states *= self.weight
        states += self.bias


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer of the encoder; matrices are transposed, so that states are multiplied from the left."""

    projection: Array
    query_bias: Array
    output: Array
    output_bias: Array
    norm_attention: _Norm
    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array
    norm_output: _Norm

    @classmethod
    def read(cls, weights: Weights, name: str) -> _Layer:
        """Read the layer of some name; the bias of the keys moves all scores of a query alike, so it is left out."""

        def read_linear(word: str) -> tuple[Array, Array]:
            return weights[f"{name}.{word}.weight"].T, weights[f"{name}.{word}.bias"]

        (query, query_bias), (key, _), (value, value_bias) = map(read_linear, ("query", "key", "value"))
        (output, output_bias), (inner, inner_bias), (outer, outer_bias) = map(read_linear, ("output", "inner", "outer"))
        scale = np.float32(1 / np.sqrt(query.shape[1] // ATTENTION_HEADS))
        return cls(
            np.ascontiguousarray(np.concatenate((query * scale, key, value), axis=1)),
            query_bias * scale,
            np.ascontiguousarray(output),
            output_bias + value_bias @ output,
            _Norm.read(weights, f"{name}.norm_attention"),
            np.ascontiguousarray(inner),
            inner_bias,
            np.ascontiguousarray(outer * np.float32(0.5)),
            outer_bias,
            _Norm.read(weights, f"{name}.norm_output"),
        )

    def read_states(self, states: Array) -> Array:
        """Return the states of the next layer."""
        attended: Array = self._attend(states) @ self.output
        attended += self.output_bias
        attended += states
        self.norm_attention.apply(attended)
        inner: Array = attended @ self.inner
        inner += self.inner_bias
        _double_gelu(inner)
        result: Array = inner @ self.outer
        result += self.outer_bias
        result += attended
        self.norm_output.apply(result)
        return result

    def _attend(self, states: Array) -> Array:
        length, width = states.shape
        projected = states @ self.projection
        projected[:, :width] += self.query_bias
        query, key, value = projected.reshape(length, 3, ATTENTION_HEADS, -1).transpose(1, 2, 0, 3)
        shares = query @ key.transpose(0, 2, 1)
        np.clip(shares, -_HIGHEST, _HIGHEST, out=shares)
        np.exp(shares, out=shares)
        mixed = shares @ value
        mixed /= (shares @ np.ones(length, np.float32))[:, :, None]
        attended: Array = mixed.transpose(1, 0, 2).reshape(length, width)
        return attended


def _double_gelu(states: Array) -> None:
    """Put twice the Gaussian error linear unit in the place of its input; the half stands in the next weights."""
    bent = states * states
    bent *= _BEND * _CUBE
    bent += _BEND
    bent *= states
    np.tanh(bent, out=bent)
    bent += np.float32(1)
    states *= bent


def gelu(states: NDArray[Any]) -> NDArray[Any]:
    """Return the Gaussian error linear unit in its form with tanh (Hendrycks and Gimpel 2016)."""
    cubed = states * states * states
    bent: NDArray[Any] = np.float32(0.5) * states * (1 + np.tanh(_BEND * (states + _CUBE * cubed)))
    return bent
