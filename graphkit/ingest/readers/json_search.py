"""The records in a JSON document, wherever a news service puts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphkit.ingest.fields import FIELD_NAMES, WRAPPERS, flatten, fold_name


def find_records(value: Any, depth: int = 5) -> list[Any]:
    """Find the list of records in a JSON document: the document itself, or the nearest list of objects in it.

    An object with a text or a headline of its own is one record.
    """
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping):
        return [value]
    if _has_text(value):
        return [value]
    level: list[Any] = list(value.values())
    for _ in range(depth):
        lists = [item for item in level if isinstance(item, list) and item and all(map(_is_record, item[:5]))]
        if lists:
            return max(lists, key=len)
        level = [inner for item in level if isinstance(item, Mapping) for inner in item.values()]
    return [value]


def _names(row: Mapping[Any, Any]) -> set[str]:
    inner = [name for wrapper in WRAPPERS if isinstance(row.get(wrapper), Mapping) for name in row[wrapper]]
    return {fold_name(name) for name in [*row, *inner]}


def _has_text(row: Mapping[Any, Any]) -> bool:
    return any(isinstance(flatten(value, "text"), str) for name, value in row.items() if fold_name(name) in _TEXT_NAMES)


def _is_record(row: object) -> bool:
    """Return whether an object has a text or a headline of its own."""
    return isinstance(row, Mapping) and bool(_names(row) & _RECORD_NAMES)


_TEXT_NAMES = frozenset({*FIELD_NAMES["text"], *FIELD_NAMES["teaser"]})
_RECORD_NAMES = _TEXT_NAMES | {"headline", "headlines", "title", "webtitle"}
