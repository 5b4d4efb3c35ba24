"""Recognise an output folder that is already what a build would make of the same sources and settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from graphkit.config import Config
from graphkit.ingest import hash_sources
from graphkit.runtime import hash_parts

#: Settings that only share out the work: what is written does not depend on them.
_SHARING = frozenset({"workers", "scheduler", "batch_words", "partition_kilobytes"})


def digest_build(
    sources: Sequence[str | Path], config: Config, parts: Mapping[str, str], options: Mapping[str, object]
) -> str | None:
    """Hash everything that decides the output: sources, settings, the package's code and data, the model.

    `parts` are those of `graphkit.pipeline.extract_stage.find_parts`. None where the content cannot be known
    beforehand (standard input). Raises UsageError for a source that does not exist.
    """
    content = hash_sources(sources, config)
    if content is None:
        return None
    parts = {**parts, "package": hash_tree(resources.files("graphkit"))}
    settings = {name: value for name, value in asdict(config).items() if name not in _SHARING}
    return hash_parts(
        content, repr(sorted(settings.items())), repr(sorted(parts.items())), repr(sorted(options.items()))
    )


def hash_tree(path: Traversable) -> str:
    """Hash all code and data below a folder, by name and content."""
    if path.is_dir():
        inner = sorted((child for child in path.iterdir() if child.name != "__pycache__"), key=lambda child: child.name)
        return hash_parts(path.name, *(hash_tree(child) for child in inner))
    return hash_parts(path.name, path.read_bytes())


def hash_outputs(folder: Path) -> dict[str, str]:
    """Hash each file of an output folder but run.json with SHA-256, by name."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "run.json")
    return {path.name: _hash_file(path) for path in files}


def read_current_run(folder: Path, digest: str | None) -> dict[str, Any] | None:
    """Read the run.json of a folder whose files are whole and made with this digest; else return None."""
    if digest is None:
        return None
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        outputs = run["outputs"]
        same = run["digest"] == digest and all(_hash_file(folder / name) == value for name, value in outputs.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return run if same and isinstance(run, dict) else None


def count_articles(folder: Path) -> int:
    """Count the articles of the graph in a folder as its run.json tells; 0 where it tells nothing."""
    try:
        count = json.loads((folder / "run.json").read_text(encoding="utf-8"))["articles"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0
    return count if isinstance(count, int) else 0


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
