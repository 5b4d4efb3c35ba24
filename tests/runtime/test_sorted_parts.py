"""Rows sorted by one process and read in two parts: every row is in one of them, in its order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graphkit.runtime import SpillStorage
from graphkit.runtime.side_process import can_fork, run_beside
from graphkit.runtime.sorted_parts import SortedParts

ROWS = [f"{number:05}\0{'x' * (number % 90)}" for number in range(4_000)]


def sort_rows(storage: SpillStorage, rows: list[str]) -> SortedParts:
    sorter = storage.sorter()
    for row in random.Random(3).sample(rows, len(rows)):  # noqa: S311 no secret
        sorter.add(row)
    return sorter.give()


@pytest.mark.parametrize("room", [700, 9_000, 4 << 20])
@pytest.mark.parametrize("key", ["", "00000", "01999", "02000\0x", "03999", "9"])
def test_each_row_is_before_the_key_or_not(room: int, key: str, tmp_path: Path) -> None:
    with SpillStorage(tmp_path, room) as storage:
        parts = sort_rows(storage, ROWS)
        assert list(parts.read_before(key)) == [row for row in ROWS if row < key]
        assert list(parts.read_from(key)) == [row for row in ROWS if row >= key]


@pytest.mark.parametrize("room", [700, 9_000, 90_000])
def test_the_middle_row_has_as_many_before_it_as_behind_it(room: int, tmp_path: Path) -> None:
    with SpillStorage(tmp_path, room) as storage:
        assert 0.3 < ROWS.index(sort_rows(storage, ROWS).find_middle()) / len(ROWS) < 0.7


def test_no_rows_have_no_middle(tmp_path: Path) -> None:
    with SpillStorage(tmp_path) as storage:
        parts = sort_rows(storage, [])
        assert parts.find_middle() == ""
        assert list(parts.read_before("a")) == list(parts.read_from("a")) == []


@pytest.mark.skipif(not can_fork(), reason="forks are used on Linux only")
def test_rows_of_a_fork_are_read_here(tmp_path: Path) -> None:
    with SpillStorage(tmp_path, 9_000) as storage:
        file = storage.open()
        sorter = storage.sorter(file)

        def sort() -> object:
            for row in reversed(ROWS):
                sorter.add(row)
            return sorter.give().runs

        with run_beside(sort) as outcome:
            pass
        assert list(SortedParts(file, outcome.result)) == ROWS


@pytest.mark.parametrize("room", [700, 4 << 20])
def test_parts_in_two_files_are_read_as_one(room: int, tmp_path: Path) -> None:
    with SpillStorage(tmp_path, room) as storage:
        parts = sort_rows(storage, ROWS[::3])
        parts.join(sort_rows(storage, [row for number, row in enumerate(ROWS) if number % 3]))
        middle = parts.find_middle()
        assert list(parts) == ROWS
        assert list(parts.read_before(middle)) + list(parts.read_from(middle)) == ROWS


@pytest.mark.parametrize("room", [700, 4 << 20])
def test_rows_that_another_has_sorted_are_read_among_the_own(room: int, tmp_path: Path) -> None:
    with SpillStorage(tmp_path, room) as storage:
        sorter = storage.sorter()
        for row in ROWS[1::3]:
            sorter.add(row)
        sorter.join(sort_rows(storage, ROWS[::3]))
        sorter.join(sort_rows(storage, ROWS[2::3]))
        assert list(sorter) == list(sorter) == ROWS
        sorter.clear()
        assert list(sorter) == []
