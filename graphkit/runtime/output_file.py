"""Write a file of an export whole, with a clear error where that cannot be done."""

from __future__ import annotations

from pathlib import Path

from graphkit.errors import OutputError


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file, making its folder. Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        remedy = "Choose a place that you may write to, with room on its disk."
        raise OutputError(f"The export cannot be written: {error.strerror}.", where=str(path), remedy=remedy) from error
    return path
