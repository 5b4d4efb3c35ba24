"""Keep arrays that take long to make in the user's cache folder, from which they are mapped into memory."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphkit.runtime.cache_folder import find_cache_folder

Arrays = dict[str, NDArray[Any]]


def keep_arrays(name: str, make: Callable[[], Arrays]) -> Arrays:
    """Return the arrays that are kept under a name, or else those that `make` makes, which are kept from then on.

    The name must change with what they are made from. A kept file that is damaged is made again; a folder that cannot
    be written costs time, and the memory of the arrays.
    """
    path = find_cache_folder() / "assets" / f"{name}.bin"
    arrays = _map_kept(path)
    if arrays is None:
        made = make()
        with suppress(OSError):
            _keep(path, made)
            arrays = _map_kept(path)
        return made if arrays is None else arrays
    return arrays


def _map_kept(path: Path) -> Arrays | None:
    """Map a kept file into memory; None where there is none or its checksum is wrong."""
    try:
        with path.open("rb") as file:
            head = file.readline()
            start = file.tell()
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        data = memoryview(mapped)[start:]
        about = json.loads(head)
        if zlib.crc32(data) != about["crc"]:
            return None
        if hasattr(mmap, "MADV_DONTNEED"):
            mapped.madvise(mmap.MADV_DONTNEED)  # what was read for the checksum; what is used comes again
        return _cut(data, about["arrays"])
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
    crc = 0
    for piece in _list_pieces(arrays):
        crc = zlib.crc32(piece, crc)
    rows = {name: (array.dtype.str, array.shape) for name, array in arrays.items()}
    head = json.dumps({"crc": crc, "arrays": rows}).encode()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".tmp-{os.getpid()}")
    with draft.open("wb") as file:
        file.write(head.ljust(-(-(len(head) + 1) // 64) * 64 - 1) + b"\n")
        file.writelines(_list_pieces(arrays))
    os.replace(draft, path)


def _list_pieces(arrays: Arrays) -> Iterator[memoryview | bytes]:
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        yield bytes(-array.nbytes % 64)
