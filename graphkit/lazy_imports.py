"""Import modules when something in them is first asked for, so that a command loads only what it needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def import_lazily(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Make the `__getattr__` of a package from its modules and the names that each of them holds.

    >>> import_lazily("graphkit.runtime", {"codec": ("encode",)})("encode")([1])
    b'[1]'
    """
    modules = {name: f"{package}.{module}" for module, names in homes.items() for name in names}

    def find_attribute(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(modules[name]), name)
        setattr(sys.modules[package], name, value)  # the next time it is found without this function
        return value

    return find_attribute
