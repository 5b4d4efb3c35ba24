"""The sample articles that travel with graphkit."""

from __future__ import annotations

from pathlib import Path

from graphkit.errors import OutputError, UsageError


def find_samples() -> Path:
    """Find the folder of sample articles: inside the installed package, or beside it in a clone."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data" / "articles", package.parent / "data" / "articles"):
        if folder.is_dir():
            return folder
    raise UsageError("the sample articles are missing", where=str(package / "data"), remedy="install graphkit again")


def write_samples(folder: Path) -> tuple[int, int]:
    """Write the sample articles into a folder; return how many were written, and how many were there already.

    Files that are there are left as they are. Raises OutputError where the folder cannot be written.
    """
    written = kept = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sample in sorted(find_samples().iterdir()):
            target = folder / sample.name
            if not sample.is_file():
                continue
            if target.exists():
                kept += 1
                continue
            target.write_bytes(sample.read_bytes())
            written += 1
    except OSError as error:
        what = f"cannot write {folder}: {error.strerror or error}"
        raise OutputError(what, where=str(folder), remedy="name another folder") from None
    return written, kept
