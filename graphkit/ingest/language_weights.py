"""Load the weights of the language identifier, which the user's cache folder keeps unpacked.

The package holds them compressed: to unpack them takes half a second, to map the kept file almost nothing.
"""

from __future__ import annotations

import io
import json
import lzma
import mmap
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphkit.runtime import find_cache_folder, hash_parts

Arrays = dict[str, NDArray[Any]]
#: Raised when the form of the kept file changes.
_VERSION = "1"


def load_weights(packed: Path) -> Arrays:
    """Load the arrays of a compressed .npz file, from the cache folder where an earlier run kept them there.

    A kept file that is damaged is made again; a folder that cannot be written costs time only.
    """
    data = packed.read_bytes()
    kept = find_cache_folder() / "assets" / f"language-{hash_parts(_VERSION, data)}.bin"
    arrays = _map_kept(kept)
    if arrays is None:
        arrays = _unpack(data)
        with suppress(OSError):
            _keep(kept, arrays)
    return arrays


def _unpack(data: bytes) -> Arrays:
    with np.load(io.BytesIO(lzma.decompress(data)), allow_pickle=False) as parts:
        return {name: parts[name] for name in parts.files}


def _map_kept(path: Path) -> Arrays | None:
    """Map a kept file into memory; None where there is none or its checksum is wrong."""
    try:
        with path.open("rb") as file:
            head = file.readline()
            start = file.tell()
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[start:]
        about = json.loads(head)
        if zlib.crc32(mapped) != about["crc"]:
            return None
        return _cut(mapped, about["arrays"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _cut(data: memoryview, rows: Mapping[str, Any]) -> Arrays:
    arrays: Arrays = {}
    place = 0
    for name, (kind, shape) in rows.items():
        dtype = np.dtype(kind)
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(data, dtype, count, place).reshape(shape)
        place += -(-count * dtype.itemsize // 64) * 64
    return arrays


def _keep(path: Path, arrays: Arrays) -> None:
    """Write a line that describes the arrays, then their numbers, each from a multiple of 64 bytes on."""
    body = b"".join(array.tobytes().ljust(-(-array.nbytes // 64) * 64, b"\0") for array in arrays.values())
    rows = {name: (array.dtype.str, array.shape) for name, array in arrays.items()}
    head = json.dumps({"crc": zlib.crc32(body), "arrays": rows}).encode()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".tmp-{os.getpid()}")
    draft.write_bytes(head.ljust(-(-(len(head) + 1) // 64) * 64 - 1) + b"\n" + body)
    os.replace(draft, path)
