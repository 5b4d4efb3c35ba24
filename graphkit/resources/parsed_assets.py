"""Keep what files were parsed to as JSON in the user's cache folder, which is read thirty times as fast.

What is kept is named by the texts that it was made from, so a changed file is parsed again; each carries a checksum.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from graphkit.runtime.cache_folder import find_cache_folder, hash_parts

T = TypeVar("T")
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
    path = _find_path(view, text)
    data = _read(path)
    if data is None:
        tree = parse()
        _keep(path, json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode())
        return tree
    return json.loads(data)


def keep_records(kind: type[T], texts: Iterable[str], make: Callable[[], T]) -> T:
    """Return the checked records that `make` reads from shipped texts, or that it read from them before.

    The code that reads them counts as one of the texts: with another version they are read again.
    """
    from graphkit.runtime.codec import RecordError, decode, encode  # a command that needs no records does without

    path = _find_path("records", _hash_code(), *texts)
    data = _read(path)
    if data is not None:
        with suppress(RecordError):
            return decode(kind, data)
    records = make()
    _keep(path, encode(records))
    return records


def keep_values(sources: Iterable[bytes], make: Callable[[], Any]) -> Any:
    """Return the values of JSON that `make` reads from shipped files, or that it read from them before.

    As with `keep_records`, the code counts as one of the files.
    """
    path = _find_path("values", _hash_code(), *sources)
    data = _read(path)
    if data is None:
        data = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
        _keep(path, data)
    return json.loads(data)


@cache
def _hash_code() -> str:
    """Hash the code on which records depend: all that reads resources, and the model."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hash_parts(*(path.read_bytes() for path in (*files, Path(__file__).parents[1] / "model.py")))


def parse_typed_yaml(text: str) -> Any:
    """Parse YAML whose scalars may be numbers and truth values; keys are texts, as JSON has them."""
    return parse_kept(text, lambda: _parse_typed(text), view="typed")


def _parse_typed(text: str) -> Any:
    import yaml  # needed only where the cache folder does not hold the file yet

    tree = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # it is the safe one
    return json.loads(json.dumps(tree))


def _find_path(*parts: str | bytes) -> Path:
    return find_cache_folder() / "assets" / f"{hash_parts(_VERSION, *parts)}.json"


def _read(path: Path) -> bytes | None:
    """Read what is kept; None where there is nothing or it is damaged."""
    try:
        checksum, _, data = path.read_bytes().partition(b"\n")
        return data if hash_parts(data).encode() == checksum else None
    except (OSError, ValueError):
        return None


def _keep(path: Path, data: bytes) -> None:
    """Keep data with their checksum; a folder that cannot be written costs time only."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".tmp-{os.getpid()}")
        draft.write_bytes(hash_parts(data).encode() + b"\n" + data)
        os.replace(draft, path)
        for other in path.parent.iterdir():
            if time.time() - other.stat().st_mtime > _AGE:
                other.unlink(missing_ok=True)
