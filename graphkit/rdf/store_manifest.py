"""The manifest of a store: what tells a store of graphkit from any other folder, and whether it is whole.

A store is a folder of RocksDB files, which pyoxigraph writes and reads, and a manifest that lists them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import DamagedGraphError, GraphkitError, UsageError

#: The name of the manifest in its folder.
MANIFEST = "graphkit-store.json"
#: The form of stores. It rises when older ones cannot be read any more.
FORMAT = 1
#: What to do about a store that cannot be used.
REMEDY = "write the store again: graphkit export GRAPH --format store -o STORE"
#: Words in what the engine says when a file of a store is not as it should be.
_SIGNS_OF_DAMAGE = ("Corruption", "IO error")

_ROCKSDB = re.compile(r"\d+\.(sst|log|blob)|(MANIFEST|OPTIONS)-\d+(\.dbtmp)?|LOG(\.old\.\d+)?|CURRENT|IDENTITY|LOCK")
#: Files that RocksDB makes whenever a folder is opened for writing; they say nothing about the graph.
_NO_CONTENT = re.compile(r"LOG(\.old\.\d+)?|LOCK")
#: Files that are checked by their size alone when a store is opened: they can be of any length, and RocksDB has a
#: checksum for each block of them, which it compares whenever it reads one.
_BLOCKS = re.compile(r"\d+\.sst")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a store: its form, its maker and its files.

    `base` is the IRI under which its entities are named, `graph` the SHA-256 of the Turtle it was made from; `files`
    has the size and the SHA-256 of each file.
    """

    format: int
    graphkit: str
    engine: str
    base: str
    triples: int
    graph: str
    files: Mapping[str, Mapping[str, Any]]

    def to_json(self) -> str:
        """Return the text of the manifest, with a hash of what it says."""
        row = asdict(self)
        return json.dumps({**row, "sha256": _hash_row(row)}, indent=1) + "\n"


def is_store(path: Path) -> bool:
    """Return whether a path is a folder with a store, perhaps a damaged one or one that something else has made."""
    return path.is_dir() and ((path / MANIFEST).exists() or (path / "CURRENT").exists())


def is_part(name: str) -> bool:
    """Return whether a file of a store is graphkit's or RocksDB's own, and goes when the store is replaced."""
    return name == MANIFEST or _ROCKSDB.fullmatch(name) is not None


def list_files(folder: Path) -> dict[str, dict[str, Any]]:
    """List size and SHA-256 of each file of a store, by name."""
    names = sorted(path.name for path in folder.iterdir() if _ROCKSDB.fullmatch(path.name))
    return {
        name: {"size": (folder / name).stat().st_size, "sha256": _hash_file(folder / name)}
        for name in names
        if not _NO_CONTENT.fullmatch(name)
    }


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a store. Raises DamagedGraphError, and UsageError for a form that is not known here."""
    path = folder / MANIFEST
    try:
        row = json.loads(path.read_bytes())
        form = int(row["format"])
        made_by = str(row["graphkit"])
        is_whole = form != FORMAT or row.pop("sha256") == _hash_row(row)
        manifest = Manifest(**row) if form == FORMAT and is_whole else None
    except FileNotFoundError:
        what = f"this store has no {MANIFEST}: something else has made it, or the file was deleted"
        raise DamagedGraphError(what, where=str(folder), remedy=REMEDY) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{MANIFEST} is damaged: whether the store is whole cannot be told"
        raise DamagedGraphError(what, where=str(path), remedy=REMEDY) from error
    if not is_whole:
        what = f"{MANIFEST} was changed: whether the store is whole cannot be told"
        raise DamagedGraphError(what, where=str(path), remedy=REMEDY)
    if manifest is None:
        what = f"this store was written by graphkit {made_by} in another form ({form}; this one reads {FORMAT})"
        raise UsageError(what, where=str(folder), remedy=f"{REMEDY}, or read it with that version")
    return manifest


def check_store(folder: Path, *, thorough: bool = False) -> Manifest:
    """Check that the files of a store are those that were written; `thorough` reads each to its end.

    Raises DamagedGraphError where one is missing, was changed or has come in, and UsageError for another form.
    """
    while True:
        before = read_manifest(folder)
        wrong = _find_wrong(folder, before, thorough=thorough)
        if wrong is None:
            return before
        if read_manifest(folder) == before:  # else another store has just taken its place
            raise DamagedGraphError(f"the store is damaged: {wrong}", where=str(folder), remedy=REMEDY)


def _find_wrong(folder: Path, manifest: Manifest, *, thorough: bool) -> str | None:
    try:
        for name, wanted in manifest.files.items():
            path = folder / name
            if not path.is_file():
                return f"{name} is missing"
            if path.stat().st_size != wanted["size"]:
                return f"{name} was cut off or changed"
            if (thorough or not _BLOCKS.fullmatch(name)) and _hash_file(path) != wanted["sha256"]:
                return f"{name} was changed"
        for path in folder.iterdir():
            is_ours = path.name in manifest.files or _NO_CONTENT.fullmatch(path.name)
            if _ROCKSDB.fullmatch(path.name) and not is_ours:
                return f"{path.name} came in later; another program has written into it"
    except (OSError, KeyError, TypeError, AttributeError) as error:
        return f"it cannot be read ({error})"
    return None


def _hash_row(row: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def explain_engine(error: Exception | str, folder: Path) -> GraphkitError:
    """Explain the engine's words about a store to its user."""
    if "file descriptors" in str(error):
        remedy = "allow more open files: ulimit -n 1024"
        return UsageError(f"the store cannot be opened: {error}", where=str(folder), remedy=remedy)
    return DamagedGraphError(f"the store cannot be read: {error}", where=str(folder), remedy=REMEDY)


def is_damage(error: Exception) -> bool:
    """Return whether an error that comes up while a query runs is the store's and not the query's."""
    return any(sign in str(error) for sign in _SIGNS_OF_DAMAGE)
