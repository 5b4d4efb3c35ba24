"""Look up rows by key: in any order through a table, or in the order of the keys beside a walk."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.row_file import Block
from graphkit.runtime.sort_keys import escape_part, group_rows

#: Characters of a block of a file: what is read for one row.
_SMALL_BLOCK = 1 << 12
#: Blocks that a table keeps unpacked.
_OPEN_BLOCKS = 256


class LookupTable:
    """Rows looked up by a key of one part."""

    def __init__(self, storage: SpillStorage, rows: Iterable[str]) -> None:
        self._pages: OrderedDict[int, dict[str, str]] = OrderedDict()
        self._held: dict[str, str] | None = {}
        self._blocks: list[Block] = []
        self._firsts: list[str] = []
        size = 0
        source = iter(rows)
        for row in source:
            key, value = row.split("\0", 1)
            self._held[key] = value
            size += len(row) + 150
            if size >= storage.room:
                break
        else:
            return
        self._file = storage.open()
        self._write(f"{key}\0{value}" for key, value in self._held.items())
        self._held = None
        self._write(source)

    def _write(self, rows: Iterable[str]) -> None:
        held: list[str] = []
        size = 0
        for row in rows:
            held.append(row)
            size += len(row)
            if size >= _SMALL_BLOCK:
                self._put(held)
                held, size = [], 0
        if held:
            self._put(held)

    def _put(self, held: list[str]) -> None:
        self._firsts.append(held[0].split("\0", 1)[0])
        self._blocks.append(self._file.write(held))

    def get(self, key: str) -> str | None:
        """Return the value of a key, or None where the table does not have it."""
        if not key.isprintable():
            key = escape_part(key)
        if self._held is not None:
            return self._held.get(key)
        number = bisect_right(self._firsts, key) - 1
        if number < 0:
            return None
        page = self._pages.get(number)
        if page is None:
            page = dict(row.split("\0", 1) for row in self._file.read(self._blocks[number]))
            self._pages[number] = page
            if len(self._pages) > _OPEN_BLOCKS:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(key)


class MergeJoin:
    """Sorted rows with keys of one part, handed out to a walk that asks for the keys in their order."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._groups: Iterator[tuple[tuple[str, ...], Iterator[str]]] = group_rows(rows)
        self._next: tuple[str, list[str]] | None = None
        self._advance()

    def _advance(self) -> None:
        group: Any = next(self._groups, None)
        self._next = None if group is None else (group[0][0], list(group[1]))

    def take(self, key: str) -> list[str]:
        """Take the values of this key; rows of smaller keys are passed over."""
        while self._next is not None and self._next[0] < key:
            self._advance()
        if self._next is None or self._next[0] != key:
            return []
        out = self._next[1]
        self._advance()
        return out
