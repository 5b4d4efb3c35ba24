"""Gather the answers to a question, or take the first that says something."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain
from typing import TypeVar

Item = TypeVar("Item")
Asked = TypeVar("Asked")


def first_found(choices: Iterable[Item | None]) -> Item | None:
    """Return the first of some choices that is not None."""
    return next((choice for choice in choices if choice is not None), None)


def known(choices: Iterable[Item | None]) -> list[Item]:
    """List those of some choices that are not None."""
    return [choice for choice in choices if choice is not None]


def only_one(choices: Collection[Item]) -> Item | None:
    """Return the only one of some choices; None where there are several or none."""
    return next(iter(choices)) if len(choices) == 1 else None


def first_filled(choices: Iterable[list[Item]]) -> list[Item]:
    """Return the first of some lists that is not empty; an empty one where all are."""
    return next(filter(None, choices), [])


def collect(ask: Callable[[Asked], Iterable[Item]], asked: Iterable[Asked]) -> list[Item]:
    """Return all answers to a question about several things, in order."""
    return list(chain.from_iterable(map(ask, asked)))
