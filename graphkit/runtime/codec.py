"""Frozen dataclasses as plain JSON values and back, field by field in order, without pickle."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Step = Callable[[Any], Any]


def encode(value: object) -> Any:
    """A dataclass instance as nested lists of its field values."""
    kind: Any = type(value)
    return _coder(kind)[0](value)


def decode(kind: type[T], data: Any) -> T:
    """The instance of a dataclass that `encode` took apart; raises ValueError or TypeError for anything else."""
    result: T = _coder(kind)[1](data)
    return result


def _coder(kind: Any) -> tuple[_Step, _Step]:
    return _find_coder(kind)


def _same(value: Any) -> Any:
    return value


#: Strings up to this length are names and ids, which come back in a thousand records.
_NAME_CHARS = 80


def _share(value: Any) -> Any:
    """The same string as one object: equal names and ids take the memory of one."""
    return sys.intern(value) if type(value) is str and len(value) <= _NAME_CHARS else value


@cache
def _find_coder(kind: Any) -> tuple[_Step, _Step]:
    """The pair of functions that take a value of the type apart and put it together."""
    if kind is str:
        return _same, _share
    if kind in (int, float, bool, NoneType, Any):
        return _same, _same
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda value: value.value), kind
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_coder(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (part for part in parts if part is not NoneType)
        pack, unpack = _coder(inner)
        return (lambda value: None if value is None else pack(value)), (
            lambda data: None if data is None else unpack(data)
        )
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        pack, unpack = _coder(parts[0])
        return (lambda value: [pack(part) for part in value]), (lambda data: tuple([unpack(part) for part in data]))
    if origin is tuple:
        coders = [_coder(part) for part in parts]
        return (
            lambda value: [pack(part) for (pack, _), part in zip(coders, value, strict=True)],
            lambda data: tuple([unpack(part) for (_, unpack), part in zip(coders, data, strict=True)]),
        )
    raise TypeError(f"no JSON form for {kind}")


def _dataclass_coder(kind: Any) -> tuple[_Step, _Step]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    coders = [_coder(hints[name]) for name in names]
    packers = [(name, pack) for name, (pack, _) in zip(names, coders, strict=True)]
    unpackers = [unpack for _, unpack in coders]
    count = len(names)

    def take_apart(value: Any) -> list[Any]:
        return [pack(getattr(value, name)) for name, pack in packers]

    def put_together(data: Any) -> Any:
        if not isinstance(data, list) or len(data) != count:
            raise ValueError(f"not a {kind.__name__}")
        return kind(*[unpack(part) for unpack, part in zip(unpackers, data, strict=True)])

    return take_apart, put_together
