"""Describe a repair of a parse: what it looks for, and which words it attaches anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graphkit.nlp.tokens import Token


@dataclass(frozen=True, slots=True)
class Attachment:
    """A word and where it belongs: its governor and its label."""

    token: Token
    governor: Token
    label: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair: its id, a sentence in which it is needed, and the attachments that it finds for one word.

    It is asked about the words with these labels, or about all where there are none.
    """

    id: str
    example: str
    find: Callable[[Token], Iterator[Attachment]]
    labels: tuple[str, ...] = ()
