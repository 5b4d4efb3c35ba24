"""Define the network that is trained: the lower layers of MiniLM and heads over pairs of mentions, in PyTorch.

graphkit/extract/reader/encoder.py computes the same with numpy; a test holds both to the same scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from graphkit.extract.reader.features import SentenceFeatures
from graphkit.extract.reader.paths import LABELS, LONGEST_PATH

#: Width of the encoder, its attention heads, and the widths of the heads over pairs.
WIDTH, ATTENTION_HEADS = 384, 12
ROLE, POOL, HIDDEN = 192, 128, 256
#: Upper bounds of the classes of distance between two mentions, in word pieces.
DISTANCES = (2, 4, 7, 11, 16, 24, 36, 60)


class TrainableLayer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm_attention, self.norm_output = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = states.shape

        def split(projected: Tensor) -> Tensor:
            return projected.view(batch, length, ATTENTION_HEADS, -1).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            split(self.query(states)), split(self.key(states)), split(self.value(states)), attn_mask=mask
        )
        mixed = self.output(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        states = self.norm_attention(states + self.dropout(mixed))
        inner = functional.gelu(self.inner(states), approximate="tanh")
        return self.norm_output(states + self.dropout(self.outer(inner)))


class TrainableEncoder(nn.Module):
    """The embeddings and the lower layers of MiniLM."""

    def __init__(self, pieces: int, layers: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(pieces, WIDTH), nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(TrainableLayer() for _ in range(layers))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Encode windows (batch, pieces) to states (batch, pieces, WIDTH)."""
        places = torch.arange(ids.shape[1])
        states = self.dropout(self.norm(self.words(ids) + self.positions(places)))
        mask = (places[None] < lengths[:, None])[:, None, None]
        for layer in self.layers:
            states = layer(states, mask)
        return states


@dataclass(frozen=True, slots=True)
class SentenceTensors:
    """The features of one sentence as tensors, and the number of its window in the batch."""

    window: int
    first: int
    last: int
    spans: Tensor
    labels: Tensor
    paths: Tensor
    meetings: Tensor
    lengths: Tensor
    triggers: Tensor
    around: Tensor

    @classmethod
    def make(cls, window: int, features: SentenceFeatures) -> SentenceTensors:
        """Turn arrays into tensors."""
        values = (getattr(features, field.name) for field in fields(features))
        parts = [torch.from_numpy(value) if isinstance(value, np.ndarray) else value for value in values]
        return cls(window, *parts)


class TrainableReader(nn.Module):
    """Scores each ordered pair of candidates for each predicate."""

    def __init__(self, pieces: int, layers: int, predicates: int, kinds: int) -> None:
        super().__init__()
        self.encoder = TrainableEncoder(pieces, layers)
        self.kinds = nn.Embedding(kinds, 3 * WIDTH)
        self.subject, self.object = nn.Linear(3 * WIDTH, ROLE), nn.Linear(3 * WIDTH, ROLE)
        self.query, self.key, self.value = nn.Linear(2 * ROLE, POOL), nn.Linear(WIDTH, POOL), nn.Linear(WIDTH, ROLE)
        self.distance = nn.Embedding(2 * (len(DISTANCES) + 1), 32)
        self.path, self.meeting = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.subject_label, self.object_label = (nn.Embedding(len(LABELS) + 1, 16) for _ in range(2))
        self.length = nn.Embedding(LONGEST_PATH + 1, 16)
        self.hidden = nn.Linear(6 * ROLE + 32 + 3 * 16 + 2 * predicates, HIDDEN)
        self.scores = nn.Linear(HIDDEN, 1 + predicates)
        self.dropout = nn.Dropout(0.2)
        with torch.no_grad():
            self.scores.bias[0] = 5.0  # most pairs have no fact
        nn.init.normal_(self.kinds.weight, std=0.02)

    def forward(self, ids: Tensor, lengths: Tensor, sentences: list[SentenceTensors]) -> list[Tensor]:
        """Return for each sentence logits (candidates, candidates, 1 + predicates): rows are subjects, none first."""
        states = self.encoder(ids, lengths)
        return [self.score(states[sentence.window], sentence) for sentence in sentences]

    def score(self, states: Tensor, sentence: SentenceTensors) -> Tensor:
        """Score the pairs of one sentence from the states of its window."""
        first, last, head, kind = sentence.spans.unbind(1)
        spans = torch.cat((states[head], states[first], states[last]), 1) + self.kinds(kind)
        subjects, objects = torch.tanh(self.subject(spans)), torch.tanh(self.object(spans))
        count = len(spans)
        left = subjects[:, None].expand(-1, count, -1)
        right = objects[None].expand(count, -1, -1)
        words = states[sentence.first : sentence.last]
        attention = self.query(torch.cat((left, right), 2)) @ self.key(words).T / POOL**0.5
        pooled = attention.softmax(2) @ self.value(words)
        way = torch.tanh(sentence.paths @ self.path(words))
        meeting = torch.tanh(self.meeting(states))[sentence.meetings]
        between = head[None] - head[:, None]
        steps = torch.bucketize(between.abs(), torch.tensor(DISTANCES)) + (len(DISTANCES) + 1) * (between < 0)
        labels = (
            self.subject_label(sentence.labels)[:, None].expand(-1, count, -1),
            self.object_label(sentence.labels)[None].expand(count, -1, -1),
        )
        around = sentence.around.expand(count, count, -1)
        plain = (self.distance(steps), *labels, self.length(sentence.lengths), sentence.triggers, around)
        features = torch.cat((left, right, left * right, pooled, way, meeting, *plain), 2)
        return self.scores(self.dropout(functional.gelu(self.hidden(self.dropout(features)), approximate="tanh")))


def load_start_weights(reader: TrainableReader, tensors: Mapping[str, Tensor]) -> None:
    """Copy the embeddings and the lower layers of a BERT model, by the names of its own file."""
    encoder = reader.encoder
    with torch.no_grad():
        encoder.words.weight.copy_(tensors["embeddings.word_embeddings.weight"])
        # every piece is of the first segment, so its vector is added to the positions once
        kind = tensors["embeddings.token_type_embeddings.weight"][0]
        encoder.positions.weight.copy_(tensors["embeddings.position_embeddings.weight"] + kind)
        _copy(encoder.norm, tensors, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            prefix = f"encoder.layer.{number}"
            if not isinstance(layer, TrainableLayer):
                raise TypeError("the encoder has a layer of another kind")
            for module, name in (
                (layer.query, "attention.self.query"),
                (layer.key, "attention.self.key"),
                (layer.value, "attention.self.value"),
                (layer.output, "attention.output.dense"),
                (layer.norm_attention, "attention.output.LayerNorm"),
                (layer.inner, "intermediate.dense"),
                (layer.outer, "output.dense"),
                (layer.norm_output, "output.LayerNorm"),
            ):
                _copy(module, tensors, f"{prefix}.{name}")


def _copy(module: nn.Linear | nn.LayerNorm, tensors: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(tensors[f"{name}.weight"])
    module.bias.copy_(tensors[f"{name}.bias"])
