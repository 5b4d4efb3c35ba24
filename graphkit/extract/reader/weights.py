"""Read the weights of the learned reader: 8-bit numbers with a scale for each row, computed with as 32-bit floats."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from graphkit.errors import AssetError

#: Raised when older weights cannot be read any more.
FORMAT = 1
WEIGHTS, TOKENIZER, CARD = "weights.npz", "tokenizer.json.gz", "reader.json"
_SCALE = ".scale"


@dataclass(frozen=True)
class ReaderFiles:
    """A trained reader as it lies in a folder: weights, the tokenizer's file and the card that describes both."""

    weights: Mapping[str, NDArray[np.float32]]
    tokenizer: str
    card: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The SHA-256 of the weights, which run.json names."""
        return str(self.card["weights_sha256"])


def write_weights(
    folder: Path, weights: Mapping[str, NDArray[np.float32]], tokenizer: str, card: dict[str, Any]
) -> None:
    """Write a reader into a folder. Matrices lose precision: each row keeps 255 steps between its extremes."""
    packed: dict[str, NDArray[Any]] = {}
    for name, value in weights.items():
        if value.ndim == 2 and value.size > 4_096:
            scale = np.maximum(np.abs(value).max(axis=1), 1e-8) / 127
            packed[name] = np.rint(value / scale[:, None]).astype(np.int8)
            packed[name + _SCALE] = scale.astype(np.float32)
        else:
            packed[name] = value.astype(np.float32)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **packed)  # type: ignore[arg-type]  # names of arrays, not of options
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(buffer.getvalue())
    (folder / TOKENIZER).write_bytes(gzip.compress(tokenizer.encode("utf-8"), mtime=0))
    hashes = {f"{kind}_sha256": _hash(folder / name) for kind, name in (("weights", WEIGHTS), ("tokenizer", TOKENIZER))}
    text = json.dumps({**card, "format": FORMAT, **hashes}, indent=1, sort_keys=True)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def read_weights(folder: Path) -> ReaderFiles:
    """Read a reader from a folder; nothing is unpickled.

    Raises AssetError where a file is missing, is not what the card says, or has another format.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if not isinstance(card, dict):
            raise _fault(folder, "its card is no mapping")
        if card.get("format") != FORMAT:
            raise _fault(folder, f"format {card.get('format')!r} is not {FORMAT}")
        for kind, name in (("weights", WEIGHTS), ("tokenizer", TOKENIZER)):
            if _hash(folder / name) != card.get(f"{kind}_sha256"):
                raise _fault(folder / name, "the file is not the one that was trained")
        with np.load(folder / WEIGHTS, allow_pickle=False) as packed:
            weights = {name: _unpack(packed, name) for name in packed.files if not name.endswith(_SCALE)}
        tokenizer = gzip.decompress((folder / TOKENIZER).read_bytes()).decode("utf-8")
        return ReaderFiles(weights, tokenizer, card)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        raise _fault(folder, f"it cannot be read ({error})") from error


def _unpack(packed: Any, name: str) -> NDArray[np.float32]:
    value: NDArray[Any] = packed[name]
    if value.dtype != np.int8:
        return value
    unpacked: NDArray[np.float32] = value.astype(np.float32) * packed[name + _SCALE][:, None]
    return unpacked


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fault(where: Path, what: str) -> AssetError:
    remedy = "install graphkit again, or name another reader with --reader-model; --reader rules needs none"
    return AssetError(f"the learned reader cannot be used: {what}", where=str(where), remedy=remedy)
