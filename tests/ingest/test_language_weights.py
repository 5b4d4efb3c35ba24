"""The weights of the language identifier are kept unpacked, checked when they are read, and made again when damaged."""

from __future__ import annotations

import io
import lzma
from pathlib import Path

import numpy as np
import pytest

from graphkit.ingest.language_weights import load_weights

ARRAYS = {
    "steps": np.arange(1000, dtype="uint32"),
    "shares": np.linspace(0, 1, 21, dtype="float16").reshape(7, 3),
    "names": np.array(["en", "fr"]),
}


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "cache"))
    data = io.BytesIO()
    np.savez(data, **ARRAYS)
    path = tmp_path / "weights.npz.xz"
    path.write_bytes(lzma.compress(data.getvalue()))
    return path


def check(packed: Path) -> None:
    arrays = load_weights(packed)
    assert list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        assert (arrays[name] == array).all()


def find_kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "cache" / "assets").iterdir())


def test_the_second_load_uses_what_the_first_kept(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(packed)
    assert len(find_kept(tmp_path)) == 1
    monkeypatch.setattr("graphkit.ingest.language_weights._unpack", None)  # who calls it fails
    check(packed)


@pytest.mark.parametrize("damage", [b"", b"no line", b'{"crc": 1}\n', None])
def test_a_damaged_file_is_made_again(packed: Path, tmp_path: Path, damage: bytes | None) -> None:
    check(packed)
    (kept,) = find_kept(tmp_path)
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    check(packed)
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_time_only(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be", encoding="utf-8")
    check(packed)


def test_other_weights_have_a_file_of_their_own(packed: Path, tmp_path: Path) -> None:
    check(packed)
    packed.write_bytes(packed.read_bytes() + lzma.compress(b""))
    check(packed)
    assert len(find_kept(tmp_path)) == 2
