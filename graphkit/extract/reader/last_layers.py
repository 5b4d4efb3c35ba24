"""Teach the last layers of the reader some predicates, with numpy and gradients written by hand.

The network below them stays as it is, and so do the scores of all other predicates: each taught predicate gets a row of
scores over the hidden units that are there and over some new ones, which no other row sees. Beside the examples the
reader rehearses its own answers on other sentences, so that it does not tell the new thing everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphkit.extract.reader.encoder import gelu

Array = NDArray[np.float64]
Weights = Mapping[str, NDArray[np.float32]]

#: Hidden units that the taught predicates get for themselves.
UNITS = 16
#: Steps of gradient descent, each over all pairs, and their rate.
STEPS, RATE = 100, 0.005
#: The share of the loss that is rehearsal.
REHEARSAL = 0.8
_DECAY = 1e-4
_SEED = 0
#: The first and second moments of Adam (Kingma and Ba 2015).
_BETA, _GAMMA, _TINY = 0.9, 0.999, 1e-8
_BEND, _CUBE = np.sqrt(2 / np.pi), 0.044715


@dataclass(frozen=True, slots=True)
class TaughtPairs:
    """Pairs of candidates: what the last layers look at (pairs, inputs), and the answers (pairs, 1 + predicates)."""

    inputs: Array
    answers: Array

    @classmethod
    def join(cls, parts: Iterable[TaughtPairs]) -> TaughtPairs:
        """Join the pairs of many sentences."""
        parts = list(parts)
        return cls(np.concatenate([p.inputs for p in parts]), np.concatenate([p.answers for p in parts]))


def add_predicates(weights: Weights, count: int) -> dict[str, NDArray[np.float32]]:
    """Return weights for some more predicates, of which nothing is known as yet: their inputs and scores are zero."""
    hidden, scores, bias = weights["hidden.weight"], weights["scores.weight"], weights["scores.bias"]
    taught = len(bias) - 1
    rest = hidden.shape[1] - 2 * taught
    empty = np.zeros((len(hidden), count), np.float32)
    columns = (hidden[:, : rest + taught], empty, hidden[:, rest + taught :], empty)
    return {
        **weights,
        "hidden.weight": np.concatenate(columns, axis=1),
        "scores.weight": np.concatenate((scores, np.zeros((count, scores.shape[1]), np.float32))),
        "scores.bias": np.concatenate((bias, np.zeros(count, np.float32))),
    }


def answer(weights: Weights, inputs: NDArray[Any]) -> Array:
    """Return the network's own answers to pairs: probabilities (..., 1 + predicates)."""
    units = gelu(inputs @ _wide(weights["hidden.weight"]).T + weights["hidden.bias"])
    return _softmax(units @ _wide(weights["scores.weight"]).T + weights["scores.bias"])


def teach(
    weights: Weights,
    rows: Sequence[int],
    examples: TaughtPairs,
    rehearsal: TaughtPairs,
    when_step: Callable[[int], None] = lambda step: None,
) -> dict[str, NDArray[np.float32]]:
    """Teach the rows of some predicates (counted with none as the first) and return the new weights.

    The same input gives the same weights. `when_step` is told each step.
    """
    lesson = _Lesson(weights, np.array(sorted(rows)), examples, rehearsal)
    optimizer = _Adam(lesson.parameters)
    for step in range(STEPS):
        optimizer.step(lesson.find_gradients(), RATE * (1 - step / STEPS))
        when_step(step + 1)
    return lesson.write(weights)


class _Lesson:
    """The parameters that are taught, and the gradients of the loss."""

    def __init__(
        self, weights: Weights, rows: NDArray[np.int64], examples: TaughtPairs, rehearsal: TaughtPairs
    ) -> None:
        self.rows = rows
        self.inputs = np.concatenate((examples.inputs, rehearsal.inputs))
        self.answers = np.concatenate((examples.answers, rehearsal.answers))
        shares = ((1 - REHEARSAL, len(examples.inputs)), (REHEARSAL, len(rehearsal.inputs)))
        self.shares = np.concatenate([np.full(count, share / max(count, 1)) for share, count in shares])
        self.old_units = gelu(self.inputs @ _wide(weights["hidden.weight"]).T + weights["hidden.bias"])
        scores = _wide(weights["scores.weight"])
        self.logits = self.old_units @ scores.T + weights["scores.bias"]
        draw = np.random.default_rng(_SEED)
        width = self.inputs.shape[1]
        self.parameters = {
            "hidden": draw.normal(0, 1 / np.sqrt(width), (UNITS, width)),
            "hidden_bias": np.zeros(UNITS),
            "old": scores[rows],
            "new": np.zeros((len(rows), UNITS)),
            "bias": weights["scores.bias"][rows].astype(np.float64),
        }

    def find_gradients(self) -> dict[str, Array]:
        """Return the gradients of the mean cross-entropy, and of the decay of the weights."""
        own = self.parameters
        before = self.inputs @ own["hidden"].T + own["hidden_bias"]
        units = gelu(before)
        logits = self.logits.copy()
        logits[:, self.rows] = self.old_units @ own["old"].T + units @ own["new"].T + own["bias"]
        errors = ((_softmax(logits) - self.answers) * self.shares[:, None])[:, self.rows]
        inner = (errors @ own["new"]) * gelu_slope(before)
        gradients = {
            "hidden": inner.T @ self.inputs,
            "hidden_bias": inner.sum(0),
            "old": errors.T @ self.old_units,
            "new": errors.T @ units,
            "bias": errors.sum(0),
        }
        return {name: value + _DECAY * own[name] for name, value in gradients.items()}

    def write(self, weights: Weights) -> dict[str, NDArray[np.float32]]:
        """Return the weights with what was taught."""
        own = self.parameters
        old, count = weights["scores.weight"], len(weights["scores.bias"])
        scores = np.concatenate((old, np.zeros((count, UNITS), np.float32)), axis=1)
        scores[self.rows] = np.concatenate((own["old"], own["new"]), axis=1)
        bias = weights["scores.bias"].copy()
        bias[self.rows] = own["bias"]
        return {
            **weights,
            "hidden.weight": np.concatenate((weights["hidden.weight"], own["hidden"].astype(np.float32))),
            "hidden.bias": np.concatenate((weights["hidden.bias"], own["hidden_bias"].astype(np.float32))),
            "scores.weight": scores,
            "scores.bias": bias,
        }


class _Adam:
    """Changes parameters in place by the method of Adam."""

    def __init__(self, parameters: dict[str, Array]) -> None:
        self.parameters = parameters
        self.means = {name: np.zeros_like(value) for name, value in parameters.items()}
        self.squares = {name: np.zeros_like(value) for name, value in parameters.items()}
        self.count = 0

    def step(self, gradients: Mapping[str, Array], rate: float) -> None:
        """Take one step against the gradients."""
        self.count += 1
        for name, gradient in gradients.items():
            self.means[name] = _BETA * self.means[name] + (1 - _BETA) * gradient
            self.squares[name] = _GAMMA * self.squares[name] + (1 - _GAMMA) * gradient**2
            mean = self.means[name] / (1 - _BETA**self.count)
            square = self.squares[name] / (1 - _GAMMA**self.count)
            self.parameters[name] -= rate * mean / (np.sqrt(square) + _TINY)


def _wide(values: NDArray[np.float32]) -> Array:
    return values.astype(np.float64)


def _softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def gelu_slope(values: Array) -> Array:
    """Return the derivative of the Gaussian error linear unit in its form with tanh."""
    bent = np.tanh(_BEND * (values + _CUBE * values**3))
    slope: Array = 0.5 * (1 + bent) + 0.5 * values * (1 - bent**2) * _BEND * (1 + 3 * _CUBE * values**2)
    return slope
