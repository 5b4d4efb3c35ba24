"""Write what the corpus decides of single names as patches: rows sorted by article, for a walk through the articles."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.sort_keys import make_key


class _Patch(Record, frozen=True):
    """The key of a name, which is given by its number."""

    number: int
    keyed: Keyed


class _DatedPatch(Record, frozen=True):
    """The key of an occasion with its first day."""

    number: int
    key: Key


class _KeyPatch(Record, frozen=True):
    """The key that stays for a key of an article, and why."""

    key: Key
    keyed: Keyed


def write_patch(position: tuple[str, int], keyed: Keyed) -> str:
    """Write the key of a name of an article."""
    return make_key(position[0]) + encode_text(_Patch(position[1], keyed))


def read_patches(rows: Iterable[str]) -> dict[int, Keyed]:
    """Read the keys of an article's names by number."""
    patches = (decode(_Patch, row) for row in rows)
    return {patch.number: patch.keyed for patch in patches}


def write_dated(article: str, number: int, key: Key) -> str:
    """Write the key of an occasion that its day tells from others of its name."""
    return make_key(article) + encode_text(_DatedPatch(number, key))


def read_dated(rows: Iterable[str]) -> dict[int, Key]:
    """Read the keys of an article's occasions by number."""
    patches = (decode(_DatedPatch, row) for row in rows)
    return {patch.number: patch.key for patch in patches}


def write_root(article: str, key: Key, root: Key, reason: str, score: float) -> str:
    """Write the key that stays for one of an article, with the reason and the highest score."""
    return make_key(article) + encode_text(_KeyPatch(key, Keyed(root, reason, score)))


def read_roots(rows: Iterable[str]) -> dict[Key, Keyed]:
    """Read the keys that stay, by those of an article."""
    patches = (decode(_KeyPatch, row) for row in rows)
    return {patch.key: patch.keyed for patch in patches}
