"""Rows on the disk: order, grouping, look-up, and what a bad disk does."""

from __future__ import annotations

import errno
import os
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.runtime.codec import decode, encode_text
from graphkit.runtime.external_sort import SpillError, SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key, split_row
from graphkit.runtime.sorted_lookup import LookupTable, MergeJoin

PARTS = st.text(alphabet=st.sampled_from("ab \x00\x01\n\t\u2028é\ud800"), max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PARTS, PARTS), max_size=30))
def test_rows_sort_as_their_parts_do_however_odd_these_are(pairs: list[tuple[str, str]]) -> None:
    with SpillStorage(room=200) as storage:
        sorter = storage.sorter()
        for number, (first, second) in enumerate(pairs):
            sorter.add(make_key(first, second) + encode_text((number, first)))
        read = [split_row(row, 2) for row in sorter]
        assert [(first, second) for first, second, _ in read] == sorted(pairs)
        assert all(decode(tuple[int, str], data)[1] == first for first, _, data in read)
        assert list(sorter) == list(sorter)
        groups = [(key, len(list(rows))) for key, rows in group_rows(sorter, 2)]
        assert groups == [(pair, pairs.count(pair)) for pair in sorted(set(pairs))]


@pytest.mark.parametrize("room", [50, 2_000, 1_000_000])
def test_results_do_not_depend_on_how_much_is_held_in_memory(room: int, tmp_path: Path) -> None:
    numbers = [number * 7919 % 5_000 for number in range(5_000)]
    with SpillStorage(tmp_path, room) as storage:
        sorter, rows, blobs = storage.sorter(), storage.rows(), storage.arrays()
        for number in numbers:
            sorter.add(f"{make_key(f'{number:05}')}{number}")
            rows.add(str(number))
            blobs.add(array("I", range(number % 10)))
        assert [int(row.split("\0")[1]) for row in sorter] == list(range(5_000))
        assert [int(row) for row in rows] == numbers
        assert (sorter.count, rows.count, blobs.count) == (5_000, 5_000, 5_000)
        assert all(blobs.get(row) == array("I", range(number % 10)).tobytes() for row, number in enumerate(numbers))
        book = LookupTable(storage, sorter)
        assert all(book.get(f"{number:05}") == str(number) for number in numbers[::50])
        assert book.get("00000x") is None
        assert book.get("") is None
        assert not list(tmp_path.iterdir()), "the files have no names, so that nothing is left of a killed process"


def test_patches_go_along_with_a_walk() -> None:
    with SpillStorage() as storage:
        sorter = storage.sorter()
        for key, value in (("b", "2"), ("d", "4"), ("b", "1"), ("z", "9")):
            sorter.add(make_key(key) + value)
        patches = MergeJoin(sorter)
        assert [patches.take(key) for key in "abcdef"] == [[], ["1", "2"], [], ["4"], [], []]


def test_a_changed_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SpillStorage(tmp_path, 100) as storage:
        rows = storage.rows()
        for number in range(100):
            rows.add(f"row {number}")
        real = os.pread

        def damage(handle: int, count: int, offset: int) -> bytes:
            data = bytearray(real(handle, count, offset))
            data[len(data) // 2] ^= 0xFF
            return bytes(data)

        monkeypatch.setattr(os, "pread", damage)
        with pytest.raises(SpillError):
            list(rows)
        monkeypatch.setattr(os, "pread", lambda handle, count, offset: real(handle, count // 2, offset))
        with pytest.raises(SpillError):
            list(rows)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", fill)
    with SpillStorage(tmp_path, 100) as storage:
        rows = storage.rows()
        rows.add("a row")
        with pytest.raises(SpillError) as caught:
            rows.add("another row, with which there are too many for memory")
        assert caught.value.errno == errno.ENOSPC
    with SpillStorage(tmp_path / "nowhere", 10) as storage, pytest.raises(SpillError):
        storage.rows().add("a row that is longer than the room")
