"""Write rows of text for the external sort: a key that sorts as its parts do, and behind it a record as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

_CONTROLS = re.compile("[\x00-\x1f]")
_ESCAPED = re.compile("\x01(.)", re.DOTALL)


def make_key(*fields: str) -> str:
    """Make the beginning of a row from the parts of its key; rows sort as tuples of their parts would."""
    return "".join([f"{escape_part(field) if not field.isprintable() else field}\0" for field in fields])


def split_row(row: str, parts: int) -> list[str]:
    """Split a row into the parts of its key and, last, what follows the key."""
    fields = row.split("\0", parts)
    return [_restore(field) for field in fields[:parts]] + fields[parts:]


def group_rows(rows: Iterable[str], parts: int = 1) -> Iterator[tuple[tuple[str, ...], Iterator[str]]]:
    """Group sorted rows by the first parts of their keys; each group holds what follows those parts."""
    split = (row.split("\0", parts) for row in rows)
    for key, group in groupby(split, key=itemgetter(slice(0, parts))):
        yield tuple(map(_restore, key)), map(itemgetter(parts), group)


def escape_part(field: str) -> str:
    """Escape the control characters of a part of a key; the order of parts stays as it was."""
    return _CONTROLS.sub(lambda match: "\x01" + chr(ord(match[0]) + 32), field)


def _restore(field: str) -> str:
    return _ESCAPED.sub(lambda match: chr(ord(match[1]) - 32), field) if "\x01" in field else field
