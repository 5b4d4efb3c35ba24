"""Import modules when something in them is first asked for, so that a command loads only what it needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any


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


@contextmanager
def defer_modules(functions: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Put off modules that a library imports in the block, until something of them is asked for.

    `functions` has the names of the modules, each with the functions that the library imports from it by name. Other
    code gets the modules themselves. One that is imported already stays.
    """
    deferred = {name: _DeferredModule(name, names) for name, names in functions.items() if name not in sys.modules}
    sys.modules |= deferred
    try:
        yield
    finally:
        for name, module in deferred.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


class _DeferredModule(ModuleType):
    """Stands for a module that is imported when something of it is asked for or called."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        vars(self).update({function: partial(self._call, function) for function in functions})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._load(), name)

    def _call(self, function: str, *values: Any, **options: Any) -> Any:
        return getattr(self._load(), function)(*values, **options)

    def _load(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return import_module(self.__name__)
