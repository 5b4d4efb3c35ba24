"""The sample articles that travel with graphkit."""

from __future__ import annotations

from pathlib import Path

from graphkit.errors import UsageError


def find_samples() -> Path:
    """The folder of sample articles: inside the installed package, or beside it in a clone."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data" / "articles", package.parent / "data" / "articles"):
        if folder.is_dir():
            return folder
    raise UsageError("the sample articles are missing", where=str(package / "data"), remedy="install graphkit again")
