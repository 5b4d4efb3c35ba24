"""Join values to disjoint sets whose roots do not depend on the order of joining: the root is the smallest member."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Generic, Protocol, TypeVar


class Ordered(Hashable, Protocol):
    """A value that can be ordered and hashed."""

    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=Ordered)


class DisjointSet(Generic[T]):
    """Disjoint sets over ordered values.

    >>> sets = DisjointSet()
    >>> sets.join("b", "c"); sets.join("c", "a")
    >>> sets.find("b")
    'a'
    """

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def __contains__(self, item: object) -> bool:
        return item in self._parent

    def find(self, item: T) -> T:
        """Find the smallest member of the item's set."""
        root = item
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(item, item)) != root:
            self._parent[item] = root
            item = above
        return root

    def join(self, first: T, second: T) -> None:
        """Make the sets of both values one."""
        low, high = self.find(first), self.find(second)
        self._parent.setdefault(low, low)
        self._parent.setdefault(high, high)
        if high < low:
            low, high = high, low
        self._parent[high] = low

    def join_all(self, items: Iterable[T]) -> None:
        """Make the sets of all the values one."""
        first, *others = items
        for other in others:
            self.join(first, other)

    def members(self) -> list[T]:
        """List all that was ever joined."""
        return list(self._parent)

    def roots(self) -> set[T]:
        """Find the smallest member of each set."""
        return {self.find(item) for item in list(self._parent)}
