"""Arrays that are kept: the same from the disk as made, made again where the file is damaged, and little memory."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from graphkit.runtime.kept_arrays import Arrays, keep_arrays


def make() -> Arrays:
    return {
        "numbers": np.arange(35, dtype="uint16").reshape(5, 7).T,
        "none": np.zeros((0, 3)),
        "letters": np.frombuffer(b"graph", np.uint8),
    }


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def refuse() -> Arrays:
    raise AssertionError("it is kept already")


def assert_made(arrays: Arrays) -> None:
    assert arrays.keys() == make().keys()
    for name, array in make().items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_kept_arrays_are_those_that_were_made(folder: Path) -> None:
    assert_made(keep_arrays("a", make))
    assert_made(keep_arrays("a", refuse))
    assert [path.name for path in (folder / "assets").iterdir()] == ["a.bin"]


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:-3] + b"\1\2\3", lambda data: b""])
def test_a_damaged_file_is_made_again(folder: Path, damage) -> None:
    keep_arrays("a", make)
    path = folder / "assets" / "a.bin"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert_made(keep_arrays("a", make))
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_time_only(folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    assert_made(keep_arrays("a", make))


@pytest.mark.skipif(sys.platform != "linux", reason="pages are given back on Linux")
def test_arrays_take_memory_only_where_they_are_read() -> None:
    size = 40 << 20
    here = psutil.Process()
    keep_arrays("big", lambda: {"big": np.ones(size, np.uint8)})
    before = here.memory_info().rss
    big = keep_arrays("big", refuse)["big"]
    assert int(big[size // 2]) == 1
    assert here.memory_info().rss - before < size / 4
