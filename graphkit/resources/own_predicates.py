"""Own event types: predicates that a user adds to the vocabulary, with the examples that a reader learns them from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import OwnPredicate
from graphkit.resources.cameo import Cameo
from graphkit.resources.vocabulary import Vocabulary

#: Small letters only, so that the name of the RDF property leads back to it.
_NAME = re.compile(r"[a-z]{2,}(?:_[a-z]{2,})*")
_NEEDED = ("label", "plover", "group", "cameo")
_KEYS = (*_NEEDED, "symmetric")


def read_own_predicates(rows: Any, where: str) -> tuple[OwnPredicate, ...]:
    """Read own predicates from a mapping of names to rows, in the order of the mapping.

    Raises AssetError for a name or a value that the vocabulary and the code book cannot take.
    """
    if not isinstance(rows, Mapping):
        raise AssetError("`predicates:` is a mapping from names to rows", where=where, remedy="write name: {label: …}")
    return tuple(_OwnPredicateReader(name, row, where).read() for name, row in rows.items())


class _OwnPredicateReader:
    """Reads one own predicate; every mistake is an AssetError that names it."""

    def __init__(self, name: str, row: Any, where: str) -> None:
        self.name, self.row, self.where = name, row, where
        self.vocabulary, self.cameo = Vocabulary.load(), Cameo.load()

    def read(self) -> OwnPredicate:
        """Read the predicate."""
        if not _NAME.fullmatch(str(self.name)):
            raise self._fault("is no name of a predicate", "use small letters and underscores, as in extradites_to")
        if self.name in self.vocabulary.predicates:
            raise self._fault("comes with graphkit already", "leave the row out; examples may use the predicate")
        self._check_keys()
        texts = {key: self._read_text(key) for key in _NEEDED}
        symmetric = str(self.row.get("symmetric", "false")).lower()
        if symmetric not in ("true", "false"):
            raise self._fault(f"has symmetric: {symmetric!r}", "write symmetric: true, or leave it out")
        plovers = [name for name in self.cameo.plover_quads if name in {p.plover for p in self._events()}]
        self._check_choice("plover", texts["plover"], plovers)
        self._check_choice("group", texts["group"], list(self.vocabulary.groups))
        self._check_code(texts["cameo"], texts["plover"])
        return OwnPredicate(self.name, **texts, symmetric=symmetric == "true")

    def _events(self) -> list[Any]:
        return [predicate for predicate in self.vocabulary.predicates.values() if not predicate.static]

    def _check_keys(self) -> None:
        if not isinstance(self.row, Mapping):
            raise self._fault("has no row", "write {label: ..., plover: ..., group: ..., cameo: ...}")
        unknown = sorted(set(self.row) - set(_KEYS))
        if unknown:
            raise self._fault(f"has the unknown key {unknown[0]!r}", f"use {', '.join(_KEYS)}")

    def _read_text(self, key: str) -> str:
        value = self.row.get(key)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self._fault(f"has no {key}", f"write {key}: on its row")
        return value.strip()

    def _check_code(self, code: str, plover: str) -> None:
        """Raise AssetError for a code that the code book does not have, or that is of another PLOVER type."""
        if code not in self.cameo.codes:
            raise self._fault(f"has cameo: {code!r}, which is no code of the code book", 'use a code such as "063"')
        kind = self.vocabulary.cameo_roots.get(code[:2], plover)
        if kind != plover:
            raise self._fault(f"has cameo: {code}, which is {kind} and not {plover}", f"write plover: {kind}")

    def _check_choice(self, key: str, value: str, choices: list[str]) -> None:
        if value not in choices:
            raise self._fault(f"has {key}: {value!r}", f"use one of {', '.join(choices)}")

    def _fault(self, what: str, remedy: str) -> AssetError:
        return AssetError(f"the own predicate {self.name!r} {what}", where=self.where, remedy=remedy)


def write_own_predicates(predicates: tuple[OwnPredicate, ...]) -> dict[str, dict[str, str]]:
    """Write own predicates as the rows that `read_own_predicates` reads."""
    return {predicate.name: _write_row(predicate) for predicate in predicates}


def _write_row(predicate: OwnPredicate) -> dict[str, str]:
    row = {key: getattr(predicate, key) for key in _NEEDED}
    return row | ({"symmetric": "true"} if predicate.symmetric else {})
