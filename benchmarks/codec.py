"""Measure how fast event mentions become JSON and come back, beside the field-by-field codec of before.

    python benchmarks/codec.py            2,000 mentions
    python benchmarks/codec.py 20000

The old codec took dataclasses apart into lists, field by field, for the JSON of the standard library. Processor time,
medians of interleaved runs in one process; the last line is old / new.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from statistics import median
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from merge import draw_corpus

from graphkit.model import EventMention
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.runtime import decode, encode

ROUNDS = 7


def take_apart(value: Any) -> Any:
    """Take a value apart into lists, as the old codec did."""
    return find_coder(type(value))[0](value)


Coder = tuple[Callable[[Any], Any], Callable[[Any], Any]]


@cache
def find_coder(kind: Any) -> Coder:
    """Make the pair of functions that take a value of a type apart and put it together."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda value: value.value), kind
    if kind is str:
        return (lambda value: value), (lambda data: sys.intern(data) if len(data) <= 80 else data)
    if is_dataclass(kind):
        return find_record_coder(kind)
    if get_origin(kind) in (Union, UnionType):
        return find_optional_coder(kind)
    return (lambda value: value), (lambda data: data)


def find_record_coder(kind: Any) -> Coder:
    """Make the pair for a dataclass, a list of its fields."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    coders = [find_coder(hints[name]) for name in names]
    pairs = [(name, coder[0]) for name, coder in zip(names, coders, strict=True)]
    unpackers = [coder[1] for coder in coders]
    return (
        lambda value: [pack(getattr(value, name)) for name, pack in pairs],
        lambda data: kind(*[unpack(field_data) for unpack, field_data in zip(unpackers, data, strict=True)]),
    )


def find_optional_coder(kind: Any) -> Coder:
    """Make the pair for a type or None."""
    (inner,) = (member for member in get_args(kind) if member is not NoneType)
    pack, unpack = find_coder(inner)
    return (
        (lambda value: None if value is None else pack(value)),
        (lambda data: None if data is None else unpack(data)),
    )


def write_old(mentions: list[EventMention]) -> str:
    """Write mentions as the old codec did."""
    return json.dumps([take_apart(mention) for mention in mentions], ensure_ascii=True, separators=(",", ":"))


def read_old(data: str) -> list[EventMention]:
    """Read mentions as the old codec did."""
    unpack = find_coder(EventMention)[1]
    return [unpack(row) for row in json.loads(data)]


def measure(work: Callable[[], Any]) -> float:
    """Measure the processor time of a call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main(count: int) -> None:
    """Print microseconds a mention, and how many times as fast the codec is."""
    mentions = draw_corpus(count, Gazetteer.load())[1]
    old, new = write_old(mentions), encode(mentions)
    assert read_old(old) == decode(list[EventMention], new) == mentions
    jobs: dict[str, Callable[[], Any]] = {
        "old, encode": lambda: write_old(mentions),
        "msgspec, encode": lambda: encode(mentions),
        "old, decode": lambda: read_old(old),
        "msgspec, decode": lambda: decode(list[EventMention], new),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, work in jobs.items():
            times[name].append(measure(work))
    micros = {name: median(values) / len(mentions) * 1e6 for name, values in times.items()}
    for name, value in micros.items():
        print(f"{name:16} {value:7.2f} microseconds a mention")
    for step in ("encode", "decode"):
        print(f"{step} {micros[f'old, {step}'] / micros[f'msgspec, {step}']:.1f} times as fast")
    whole = sum(value for name, value in micros.items() if name.startswith("old"))
    print(f"both {whole / sum(value for name, value in micros.items() if name.startswith('msg')):.1f} times as fast")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
