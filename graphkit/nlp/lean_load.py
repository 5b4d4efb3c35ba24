"""Load a spaCy pipeline without work whose results are overwritten, kept from an earlier run or never asked for.

What the pipeline says does not change. Left out are the strings of the vocabulary (texts bring their own; a third of
the memory), the tokenizer's rules of the language, which those of the model replace, and a dictionary of half a million
words with vectors. Models of another make than the official English ones are loaded as spaCy does it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import catalogue
import msgspec
import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import registry
from spacy.vectors import Vectors

from graphkit.nlp.model_files import find_model_folder
from graphkit.runtime.cache_folder import hash_parts
from graphkit.runtime.kept_arrays import Arrays, keep_arrays

_USUAL_TOKENIZER = re.compile(r'^tokenizer\s*=\s*\{"@tokenizers":\s*"spacy\.Tokenizer\.v1"\}$', re.MULTILINE)
_BARE_TOKENIZER = "graphkit.BareTokenizer.v1"
#: Raised when the form of the kept file changes.
_VERSION = "1"


def load_pipeline(name: str) -> Language:
    """Load a pipeline by package name or path. Raises OSError where there is none."""
    folder = find_model_folder(name)
    config: dict[str, Any] = {}
    excluded = ["strings"]
    if folder is not None and _has_own_rules(folder):
        config["nlp.tokenizer"] = {"@tokenizers": _BARE_TOKENIZER}
    vectors = None if folder is None else _load_vectors(folder / "vocab")
    if vectors is not None:
        excluded.append("vectors")
    with _group_entry_points():
        nlp = spacy.load(name, exclude=excluded, config=config)
    if vectors is not None:
        vectors.strings, vectors.name = nlp.vocab.strings, nlp.vocab.vectors.name
        nlp.vocab.vectors = vectors
    return nlp


# ---- tokenizer -------------------------------------------------------------------------------------------------------


def _has_own_rules(folder: Path) -> bool:
    """Return whether a model brings all rules of a tokenizer of the usual kind."""
    settings = (folder / "config.cfg").read_text(encoding="utf-8")
    return _USUAL_TOKENIZER.search(settings) is not None and (folder / "tokenizer").is_file()


def _make_bare_tokenizer(nlp: Language) -> Tokenizer:
    return Tokenizer(nlp.vocab)


def create_bare_tokenizer() -> Any:
    """Return the maker of a tokenizer without rules, for a model that brings them."""
    return _make_bare_tokenizer


registry.tokenizers.register(_BARE_TOKENIZER, func=create_bare_tokenizer)


# ---- vectors ---------------------------------------------------------------------------------------------------------


class VectorRows(Mapping[int, int]):
    """The row of each word with a vector, by its hash, in two arrays: a tenth of the memory of a dictionary."""

    def __init__(self, hashes: NDArray[np.uint64], rows: NDArray[np.int32]) -> None:
        self._hashes, self._rows = hashes, rows

    def __getitem__(self, key: int) -> int:
        if 0 <= key < 1 << 64:
            place = int(np.searchsorted(self._hashes, np.uint64(key)))
            if place < len(self._hashes) and int(self._hashes[place]) == key:
                return int(self._rows[place])
        raise KeyError(key)

    def __iter__(self) -> Iterator[int]:
        return iter(self._hashes.tolist())

    def __len__(self) -> int:
        return len(self._hashes)


def _load_vectors(folder: Path) -> Vectors | None:
    """Load vectors of the usual form, mapped from the disk; None for another form or none."""
    data, rows, settings = (folder / name for name in ("vectors", "key2row", "vectors.cfg"))
    if not (data.is_file() and rows.is_file() and settings.is_file()):
        return None
    if json.loads(settings.read_text(encoding="utf-8")) != {"mode": "default"}:
        return None
    state = rows.stat()
    name = hash_parts(_VERSION, str(rows.resolve()), str(state.st_size), str(state.st_mtime_ns))
    arrays = keep_arrays(f"vectors-{name}", lambda: _sort_rows(rows))
    vectors = Vectors(data=np.asarray(np.load(data, mmap_mode="r", allow_pickle=False)))
    vectors.key2row = VectorRows(arrays["hashes"], arrays["rows"])
    return vectors


def _sort_rows(path: Path) -> Arrays:
    table = msgspec.msgpack.decode(path.read_bytes(), type=dict[int, int])
    hashes = np.fromiter(table.keys(), dtype="uint64", count=len(table))
    rows = np.fromiter(table.values(), dtype="int32", count=len(table))
    order = np.argsort(hashes)
    return {"hashes": hashes[order], "rows": rows[order]}


# ---- entry points ----------------------------------------------------------------------------------------------------


class _EntryPoints:
    """The entry points of installed packages by group, which Python 3.11 searches for among all of them."""

    def __init__(self, known: Any) -> None:
        self._known = known
        self._groups: dict[str, Any] = {}

    def select(self, group: str) -> Any:
        if group not in self._groups:
            self._groups[group] = self._known.select(group=group)
        return self._groups[group]


@contextmanager
def _group_entry_points() -> Iterator[None]:
    """Let spaCy's registries, which ask 250 times, find entry points by their group."""
    known = catalogue.AVAILABLE_ENTRY_POINTS
    catalogue.AVAILABLE_ENTRY_POINTS = _EntryPoints(known)
    try:
        yield
    finally:
        catalogue.AVAILABLE_ENTRY_POINTS = known
