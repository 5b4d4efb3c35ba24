"""The fillers of slots: heads of noun phrases, and how near each is to the trigger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from graphkit.nlp.tokens import Token


class Filler(NamedTuple):
    """A phrase head in a slot; `near` is 1.0 where the parse says so and less where it was a fallback."""

    head: Token
    near: float = 1.0


def fill(heads: Iterable[Token | None], near: float = 1.0) -> list[Filler]:
    """Make fillers of some heads, all as near; None is left out."""
    return [Filler(head, near) for head in heads if head is not None]


def heads_of(fillers: Iterable[Filler]) -> list[Token]:
    """List the heads of some fillers."""
    return [filler.head for filler in fillers]


def take_less_sure(fillers: Iterable[Filler], near: float) -> list[Filler]:
    """Return the fillers, all as near as said."""
    return [Filler(filler.head, near) for filler in fillers]
