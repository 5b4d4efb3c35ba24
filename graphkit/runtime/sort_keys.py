"""A row of text: a key that sorts as its parts do, and after it what the caller wants to keep, as a rule JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any


def _make_writer() -> Callable[[Any], str]:
    """A writer of JSON without the preparations that `json.dumps` makes for each value; they cost half of its time."""
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    make: Any = json.encoder.c_make_encoder  # type: ignore[attr-defined]  # of the standard library, None without C
    if make is None:
        return encoder.encode
    one = make(None, encoder.default, json.encoder.encode_basestring, None, ":", ",", False, False, True)
    return lambda value: "".join(one(value, 0))


#: A value as JSON without a line break: what may follow a key.
write_json = _make_writer()
_scan: Callable[[str, int], tuple[Any, int]] = json.scanner.make_scanner(json.JSONDecoder())  # type: ignore[attr-defined]  # of the standard library


def read_json(text: str) -> Any:
    """The value that `write_json` wrote, without the tests for white space that `json.loads` makes."""
    return _scan(text, 0)[0]


_CONTROLS = re.compile("[\x00-\x1f]")
_ESCAPED = re.compile("\x01(.)", re.DOTALL)


def make_key(*parts: str) -> str:
    """The parts as the beginning of a row; rows sort as tuples of their parts would."""
    return "".join([f"{escape_part(part) if not part.isprintable() else part}\0" for part in parts])


def split_row(row: str, parts: int) -> list[str]:
    """The parts of a row's key, and after them what follows the key."""
    out = row.split("\0", parts)
    return [_ESCAPED.sub(_unescape, part) if "\x01" in part else part for part in out[:parts]] + out[parts:]


def group_rows(rows: Iterable[str], parts: int = 1) -> Iterator[tuple[tuple[str, ...], Iterator[str]]]:
    """Sorted rows by the first parts of their keys, each with what follows those."""
    split = (row.split("\0", parts) for row in rows)
    for key, group in groupby(split, key=itemgetter(slice(0, parts))):
        plain = [_ESCAPED.sub(_unescape, part) if "\x01" in part else part for part in key]
        yield tuple(plain), map(itemgetter(parts), group)


def escape_part(part: str) -> str:
    """A part of a key without control characters, in the order in which it was."""
    return _CONTROLS.sub(lambda found: "\x01" + chr(ord(found[0]) + 32), part)


def _unescape(found: re.Match[str]) -> str:
    return chr(ord(found[1]) - 32)
