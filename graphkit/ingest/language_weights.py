"""Load the weights of the language identifier, which the user's cache folder keeps unpacked.

The package holds them compressed: to unpack them takes half a second, to map the kept file almost nothing.
"""

from __future__ import annotations

import io
import lzma
from pathlib import Path

import numpy as np

from graphkit.runtime import hash_parts
from graphkit.runtime.kept_arrays import Arrays, keep_arrays

#: Raised when the form of the kept file changes.
_VERSION = "1"


def load_weights(packed: Path) -> Arrays:
    """Load the arrays of a compressed .npz file, from the cache folder where an earlier run kept them there."""
    data = packed.read_bytes()
    return keep_arrays(f"language-{hash_parts(_VERSION, data)}", lambda: _unpack(data))


def _unpack(data: bytes) -> Arrays:
    with np.load(io.BytesIO(lzma.decompress(data)), allow_pickle=False) as parts:
        return {name: parts[name] for name in parts.files}
