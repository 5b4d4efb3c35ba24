"""The files that an export wrote, with what its user should know of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class ExportedFiles(list[Path]):
    """The paths of the files; `notes` tell what was written and what was left out."""

    def __init__(self, paths: Iterable[Path], notes: tuple[str, ...] = ()) -> None:
        super().__init__(paths)
        self.notes = notes
