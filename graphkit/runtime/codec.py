"""Encode typed records (dataclasses and msgspec structs) as JSON and decode them, without pickle.

msgspec reads the types of the fields once and does both in C. It refuses lone surrogates, which the text of a damaged
file can hold; such a record goes through the standard library, which escapes them.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar, overload

import msgspec

T = TypeVar("T")

#: A part of a record that is kept as the JSON that it is, to be decoded later or never.
Raw = msgspec.Raw

_encoder = msgspec.json.Encoder()


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of records that travel: a JSON array of the fields in their order, checked against their types."""


class RecordError(ValueError):
    """Report data that are not the record that was asked for."""


def encode(value: object) -> bytes:
    """Encode a value as JSON without a line break."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=True, separators=(",", ":")).encode("ascii")


def encode_text(value: object) -> str:
    """Encode a value as JSON text without a line break or a null character: it may follow the key of a row."""
    return encode(value).decode("utf-8")


@overload
def decode(kind: type[T], data: bytes | str | Raw) -> T: ...
@overload
def decode(kind: Any, data: bytes | str | Raw) -> Any: ...
def decode(kind: Any, data: bytes | str | Raw) -> Any:
    """Decode JSON as a value of a type; raises RecordError for anything else."""
    try:
        return _decoder(kind).decode(data)
    except UnicodeEncodeError:  # a text, not bytes, with a lone surrogate outside of an escape
        raise RecordError("a lone surrogate") from None
    except msgspec.DecodeError as error:
        return _decode_surrogates(kind, data, error)


def _decode_surrogates(kind: Any, data: bytes | str | Raw, error: Exception) -> Any:
    """Decode by way of the standard library what holds an escaped lone surrogate."""
    text = data if isinstance(data, str) else bytes(data).decode("utf-8", "replace")
    if r"\ud" not in text:
        raise RecordError(str(error)) from None
    try:
        if kind == list[Raw]:
            return [Raw(encode(item)) for item in json.loads(text)]
        return msgspec.convert(json.loads(text), kind)
    except (ValueError, msgspec.ValidationError) as other:
        raise RecordError(str(other)) from None


@cache
def _decoder(kind: Any) -> Any:
    return msgspec.json.Decoder(kind)
