"""Gather the answers to a question, or take the first that says something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

Item = TypeVar("Item")
Asked = TypeVar("Asked")


def first_found(choices: Iterable[Item | None]) -> Item | None:
    """Return the first of some choices that is not None."""
    return next((choice for choice in choices if choice is not None), None)


def first_filled(choices: Iterable[list[Item]]) -> list[Item]:
    """Return the first of some lists that is not empty; an empty one where all are."""
    return next(filter(None, choices), [])


def collect(ask: Callable[[Asked], Iterable[Item]], asked: Iterable[Asked]) -> list[Item]:
    """Return all answers to a question about several things, in order."""
    return list(chain.from_iterable(map(ask, asked)))
