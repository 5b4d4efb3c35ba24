"""Disjoint sets whose roots do not depend on the order of joining: the root is the smallest member."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, Protocol, TypeVar


class Ordered(Hashable, Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=Ordered)


class Union(Generic[T]):
    """Disjoint sets over ordered values.

    >>> sets = Union()
    >>> sets.join("b", "c"); sets.join("c", "a")
    >>> sets.find("b")
    'a'
    """

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def __contains__(self, item: object) -> bool:
        return item in self._parent

    def find(self, item: T) -> T:
        """The smallest member of the item's set."""
        root = item
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(item, item)) != root:
            self._parent[item] = root
            item = above
        return root

    def join(self, one: T, other: T) -> None:
        """Make the sets of both values one."""
        first, second = self.find(one), self.find(other)
        self._parent.setdefault(first, first)
        self._parent.setdefault(second, second)
        if second < first:
            first, second = second, first
        self._parent[second] = first

    def members(self) -> list[T]:
        """All that was ever joined."""
        return list(self._parent)

    def roots(self) -> set[T]:
        return {self.find(item) for item in list(self._parent)}
