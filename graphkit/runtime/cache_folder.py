"""The folder of what is kept between runs, and the hashes that name what lies in it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def hash_parts(*pieces: str | bytes) -> str:
    """Hash some strings, in order, to a short text."""
    digest = hashlib.sha256()
    for piece in pieces:
        data = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]


def find_cache_folder() -> Path:
    """Find the folder of kept results: $GRAPHKIT_CACHE, or graphkit below the user's cache folder."""
    given = os.environ.get("GRAPHKIT_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "graphkit"
