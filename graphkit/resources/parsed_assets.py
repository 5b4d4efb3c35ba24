"""Keep what a YAML file was parsed to as JSON in the user's cache folder, which is read thirty times as fast.

A kept tree is named by the text that it was parsed from, so a changed file is parsed again; each carries a checksum.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from graphkit.runtime.cache_folder import find_cache_folder, hash_parts

#: Raised when the parser gives another tree for the same text.
_VERSION = "1"
#: Shorter texts are parsed sooner than a file is opened.
_LEAST = 2_000
#: Seconds after which a kept tree is removed; a file in use is parsed once more then.
_AGE = 90 * 86_400


def parse_kept(text: str, parse: Callable[[], Any], view: str = "tree") -> Any:
    """Return what `parse` makes of a text, or made of it before: values of JSON. `view` names the kind of parse."""
    if len(text) < _LEAST:
        return parse()
    path = find_cache_folder() / "assets" / f"{hash_parts(_VERSION, view, text)}.json"
    tree = _read(path)
    if tree is None:
        tree = parse()
        with suppress(OSError):  # a folder that cannot be written costs time only
            _keep(path, tree)
    return tree


def parse_typed_yaml(text: str) -> Any:
    """Parse YAML whose scalars may be numbers and truth values; keys are texts, as JSON has them."""
    return parse_kept(text, lambda: _parse_typed(text), view="typed")


def _parse_typed(text: str) -> Any:
    import yaml  # needed only where the cache folder does not hold the file yet

    tree = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # it is the safe one
    return json.loads(json.dumps(tree))


def _read(path: Path) -> Any:
    """Read a kept tree; None where there is none or it is damaged."""
    try:
        checksum, _, data = path.read_bytes().partition(b"\n")
        return json.loads(data) if hash_parts(data).encode() == checksum else None
    except (OSError, ValueError):
        return None


def _keep(path: Path, tree: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    draft = path.with_suffix(f".tmp-{os.getpid()}")
    draft.write_bytes(hash_parts(data).encode() + b"\n" + data)
    os.replace(draft, path)
    for other in path.parent.iterdir():
        if time.time() - other.stat().st_mtime > _AGE:
            other.unlink(missing_ok=True)
