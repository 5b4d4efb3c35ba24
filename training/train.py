"""Train the learned reader on prepared records: `python -m training.train RECORDS --start MODEL --out FOLDER`."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from graphkit.extract.reader.candidates import KIND_ORDER
from graphkit.extract.reader.features import PREDICATES, SentenceFeatures, make_features
from graphkit.extract.reader.paths import ParsedWord
from graphkit.extract.reader.windows import cut_pieces, make_windows
from training.network import SentenceTensors, TrainableReader, load_start_weights

SYMMETRIC = frozenset({"meets", "speaks_with", "negotiates_with", "agrees_with", "cooperates_with"})
#: Rows of KIND_ORDER that can be subjects.
ACTORS = 4


@dataclass(slots=True)
class TrainingWindow:
    """A window with the sentences that are scored in it: features, targets and which pairs count."""

    ids: tuple[int, ...]
    sentences: list[tuple[SentenceFeatures, Tensor, Tensor]]
    keys: list[tuple[str, int]]


def make_examples(record: dict[str, Any], tokenizer: Tokenizer) -> Iterator[TrainingWindow]:
    """Yield the windows of one article with targets (candidates, candidates, 1 + predicates) and masks."""
    numbered = [(n, sentence) for n, sentence in enumerate(record["sentences"]) if len(sentence["candidates"]) > 1]
    pieces = [cut_pieces(tokenizer, record["text"], *sentence["span"]) for _, sentence in numbered]
    for window in make_windows(pieces):
        rows, keys = [], []
        for place, offset in zip(window.sentences, window.offsets, strict=True):
            number, sentence = numbered[place]
            room = min(len(pieces[place].ids), len(window.ids) - 1 - offset)
            if room < 2:
                continue
            words = [ParsedWord(start, head, label, tuple(row)) for start, head, label, row in sentence["words"]]
            features = make_features(pieces[place], offset, room, words, sentence["candidates"])
            rows.append((features, *make_targets(sentence)))
            keys.append((record["id"], number))
        if rows:
            yield TrainingWindow(window.ids, rows, keys)


def make_targets(sentence: dict[str, Any]) -> tuple[Tensor, Tensor]:
    """Make the targets (candidates, candidates, 1 + predicates), none first, and the mask (candidates, candidates).

    A pair with two facts has half of each as its target. Another pair of mentions of the same two names is neither
    right nor wrong, since the annotators mark one of them, and is left out.
    """
    count = len(sentence["candidates"])
    targets = torch.zeros(count, count, 1 + len(PREDICATES))
    mask = torch.ones(count, count)
    names = [frozenset(row) for row in sentence["names"]]
    kinds = [row[3] for row in sentence["candidates"]]
    known = set()
    for subject, object_, predicate, _ in sentence["facts"]:
        for s, o in [(subject, object_)] + [(object_, subject)] * (predicate in SYMMETRIC):
            targets[s, o, 1 + PREDICATES.index(predicate)] = 1
            known.add((names[s], names[o]))
    for i in range(count):
        for j in range(count):
            is_fact = bool(targets[i, j].any())
            if i == j or kinds[i] >= ACTORS or names[i] == names[j] or (not is_fact and (names[i], names[j]) in known):
                mask[i, j] = 0
            if not is_fact:
                targets[i, j, 0] = 1
    for i, j in sentence.get("unsure", ()):
        mask[i, j] = 0
    return targets / targets.sum(2, keepdim=True), mask


def collate(
    examples: Sequence[TrainingWindow],
) -> tuple[Tensor, Tensor, list[SentenceTensors], list[Tensor], list[Tensor]]:
    """Put windows into one batch."""
    longest = max(len(example.ids) for example in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
    lengths = torch.tensor([len(example.ids) for example in examples])
    rows = [(number, row) for number, example in enumerate(examples) for row in example.sentences]
    pairs = [SentenceTensors.make(number, row[0]) for number, row in rows]
    return ids, lengths, pairs, [row[1] for _, row in rows], [row[2] for _, row in rows]


def train(
    reader: TrainableReader,
    examples: Sequence[TrainingWindow],
    *,
    epochs: int,
    batch: int = 8,
    seed: int = 0,
    rate: float = 4e-5,
) -> None:
    """Train a reader in place; the seed decides everything."""
    shuffle = random.Random(seed)  # noqa: S311  (no secret)
    encoder = [parameter for name, parameter in reader.named_parameters() if name.startswith("encoder")]
    heads = [parameter for name, parameter in reader.named_parameters() if not name.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": 15 * rate}], weight_decay=0.01
    )
    steps = epochs * ((len(examples) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, 15 * rate], total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(epochs):
        reader.train()
        began, total = time.time(), 0.0
        order = shuffle.sample(range(len(examples)), len(examples))
        order = sort_in_chunks(order, examples, batch)
        for start in range(0, len(order), batch):
            ids, lengths, pairs, targets, masks = collate([examples[i] for i in order[start : start + batch]])
            logits = reader(ids, lengths, pairs)
            loss = torch.stack(
                [
                    (-(wanted * scores.log_softmax(2)).sum(2) * mask).sum()
                    for scores, wanted, mask in zip(logits, targets, masks, strict=True)
                ]
            ).sum() / len(pairs)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(pairs)
        mean = total / sum(len(example.sentences) for example in examples)
        print(f"epoch {epoch + 1}: loss {mean:.3f}, {time.time() - began:.0f} s", flush=True)


def sort_in_chunks(order: list[int], examples: Sequence[TrainingWindow], batch: int) -> list[int]:
    """Put windows of like length beside each other within runs of sixteen batches, so that little is padded."""
    runs = [order[i : i + 16 * batch] for i in range(0, len(order), 16 * batch)]
    return [i for run in runs for i in sorted(run, key=lambda i: len(examples[i].ids))]


@torch.no_grad()
def predict(
    reader: TrainableReader, examples: Sequence[TrainingWindow], batch: int = 16
) -> dict[tuple[str, int], np.ndarray]:
    """Return the probabilities of each sentence by (article, number of the sentence)."""
    reader.eval()
    scores: dict[tuple[str, int], np.ndarray] = {}
    for start in range(0, len(examples), batch):
        chosen = examples[start : start + batch]
        ids, lengths, pairs, _, _ = collate(chosen)
        keys = [key for example in chosen for key in example.keys]
        for key, logits in zip(keys, reader(ids, lengths, pairs), strict=True):
            scores[key] = logits.softmax(2)[:, :, 1:].numpy()
    return scores


def count_facts(
    records: Sequence[dict[str, Any]], scores: dict[tuple[str, int], np.ndarray], threshold: float
) -> tuple[int, int, int]:
    """Count the right, predicted and marked facts, distinct by names and predicate in each sentence."""
    right = predicted = marked = 0
    for record in records:
        for number, sentence in enumerate(record["sentences"]):
            names = [frozenset(row) for row in sentence["names"]]
            gold = {make_key(names[s], p, names[o]) for s, o, p, _ in sentence["facts"]}
            decoded = set()
            if (record["id"], number) in scores:
                decoded = {
                    make_key(names[s], p, names[o])
                    for s, o, p, _ in decode(sentence, scores[record["id"], number], threshold)
                }
            right, predicted, marked = (
                right + len(gold & decoded),
                predicted + len(decoded),
                marked + len(gold),
            )
    return right, predicted, marked


def make_key(subject: frozenset[str], predicate: str, object_: frozenset[str]) -> tuple[Any, ...]:
    """Return a fact as a value that is the same for both directions of a symmetric predicate."""
    ends = sorted((sorted(subject), sorted(object_))) if predicate in SYMMETRIC else [sorted(subject), sorted(object_)]
    return predicate, tuple(ends[0]), tuple(ends[1])


def decode(sentence: dict[str, Any], scores: np.ndarray, threshold: float) -> Iterator[tuple[int, int, str, float]]:
    """Yield the facts of a sentence above a threshold; both directions of symmetric predicates are averaged."""
    names = [frozenset(row) for row in sentence["names"]]
    kinds = [row[3] for row in sentence["candidates"]]
    for row, predicate in enumerate(PREDICATES):
        table = scores[:, :, row]
        if predicate in SYMMETRIC:
            table = np.triu((table + table.T) / 2)
        for s, o in zip(*np.nonzero(table > threshold), strict=True):
            first, second = (o, s) if kinds[s] >= ACTORS and predicate in SYMMETRIC else (s, o)
            if names[s] != names[o] and kinds[first] < ACTORS:
                yield int(first), int(second), predicate, float(table[s, o])


def make_reader(start: Path, layers: int, seed: int) -> tuple[TrainableReader, Tokenizer]:
    """Make an untrained reader over the start weights in a folder (model.safetensors, tokenizer.json)."""
    torch.manual_seed(seed)
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    reader = TrainableReader(tokenizer.get_vocab_size(), layers, len(PREDICATES), len(KIND_ORDER))
    load_start_weights(reader, load_file(start / "model.safetensors"))
    return reader, tokenizer


def read_records(*paths: Path) -> list[dict[str, Any]]:
    """Read prepared records."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[], help="records that are only measured")
    parser.add_argument("--start", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--trained", type=Path, help="folder of trained weights to go on from")
    parser.add_argument("--out", type=Path, help="folder for the trained weights")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--match", default="", help="train on records whose id holds this")
    options = parser.parse_args()
    records = [record for record in read_records(*options.records) if options.match in record["id"]]
    test = read_records(*options.test)
    reader, tokenizer = make_reader(options.start, options.layers, options.seed)
    if options.trained:
        reader.load_state_dict(load_file(options.trained / "reader.safetensors"))
    examples = [example for record in records for example in make_examples(record, tokenizer)]
    print(f"{len(records)} articles, {len(examples)} windows", flush=True)
    train(reader, examples, epochs=options.epochs, batch=options.batch, seed=options.seed, rate=options.rate)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        save_file(
            {name: value.contiguous() for name, value in reader.state_dict().items()},
            options.out / "reader.safetensors",
        )
    if test:
        probes = [example for record in test for example in make_examples(record, tokenizer)]
        scores = predict(reader, probes)
        for threshold in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            right, predicted, marked = count_facts(test, scores, threshold)
            precision, recall = right / max(1, predicted), right / max(1, marked)
            print(f"{threshold}: P {precision:.3f} R {recall:.3f} F1 {2 * right / max(1, predicted + marked):.3f}")


if __name__ == "__main__":
    main()
