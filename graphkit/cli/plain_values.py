"""Read common values of a command line without typer's validation, whose library takes longer to load than all else.

A value that is not plainly of its parameter's type goes to typer as before, which also tells what is wrong with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin

from typer.core import TyperCommand


class NotPlainError(ValueError):
    """A value that only typer's own validation can judge."""


class PlainReader:
    """Reads the values of one parameter; `make_own` makes typer's own reader, for what is not plain."""

    def __init__(self, kind: Any, make_own: Callable[[], Any]) -> None:
        self._kind = kind
        self._make_own = make_own

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a value as the parameter's type; the name and the arguments are those of typer's own reader."""
        try:
            return self._read(value, is_many=param.multiple or param.nargs == -1)
        except NotPlainError:
            return self._make_own().coerce(value, param=param, ctx=ctx)

    def _read(self, value: Any, *, is_many: bool) -> Any:
        if value is None:
            return () if is_many else None
        if not is_many:
            return read_plain(self._kind, value)
        if get_origin(self._kind) is list and isinstance(value, list | tuple):
            (kind,) = get_args(self._kind)
            return [read_plain(kind, item) for item in value]
        raise NotPlainError


def read_plain(kind: Any, value: Any) -> Any:
    """Return a text or a default value as a type of the command line. Raises NotPlainError."""
    if kind is Path and isinstance(value, str | Path):
        return _read_path(value)
    if kind in (str, bool) and isinstance(value, kind):
        return value
    if kind in (int, float) and type(value) in (int, kind):  # a default; what was typed is a text
        return kind(value)
    raise NotPlainError


def _read_path(value: str | Path) -> Path:
    if "\0" in str(value) or (os.path.exists(value) and not os.access(value, os.R_OK)):
        raise NotPlainError
    return Path(value)


def spare_validation(parameters: Iterable[Any]) -> None:
    """Let parameters of a command read plain values so; older releases of typer have nothing to spare."""
    for parameter in parameters:
        make_own = getattr(parameter, "get_runtime_param", None)
        descriptor = getattr(parameter, "type_descriptor", None)
        if callable(make_own) and descriptor is not None and "get_runtime_param" not in vars(parameter):
            parameter.get_runtime_param = partial(PlainReader, descriptor.annotation, make_own)


class PlainCommand(TyperCommand):
    """A command that reads plain values by itself."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with the one for help."""
        parameters = super().get_params(ctx)
        spare_validation(parameters)
        return list(parameters)
