"""Follow the imports of the package, to hash exactly the code on which a result depends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from graphkit.runtime import hash_parts

_IMPORT = re.compile(
    r"^[ \t]*(?:import[ \t]+(?P<module>graphkit[\w.]*)"
    r"|from[ \t]+(?P<package>graphkit[\w.]*)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n]+))",
    re.MULTILINE,
)


def hash_code(*roots: str) -> str:
    """Hash the source of some modules and of all modules of the package that they import, directly or not.

    >>> hash_code("graphkit.model") == hash_code("graphkit.model", "graphkit.model")
    True
    """
    modules = find_imported_modules(*roots)
    return hash_parts(*(content for name in sorted(modules) for content in (name, _read_source(name) or b"")))


def find_imported_modules(*roots: str) -> set[str]:
    """Find the modules that are loaded when some modules and all their functions run, by dotted name."""
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        # the package itself only names its public objects and imports them when they are asked for
        if name == "graphkit" or name in reached or _read_source(name) is None:
            continue
        reached.add(name)
        waiting += _find_imports(name)
    return reached


@cache
def _find_imports(module: str) -> tuple[str, ...]:
    text = (_read_source(module) or b"").decode("utf-8")
    names = [module.rpartition(".")[0]] if "." in module else []
    for match in _IMPORT.finditer(text):
        names += _expand_import(match)
    return tuple(names)


def _expand_import(match: re.Match[str]) -> Iterator[str]:
    """Yield the modules that one import statement may load: "from graphkit.rdf import store" loads both."""
    if match["module"]:
        yield match["module"]
        return
    yield match["package"]
    for name in re.findall(r"\w+(?=[ \t]*(?:,|\)|\n|$|[ \t]as\b))", match["names"]):
        yield f"{match['package']}.{name}"


@cache
def _read_source(module: str) -> bytes | None:
    """Read the source of a module or of a package's __init__; None for a name that is no module."""
    _, *names = module.split(".")
    file = _list_sources().get(tuple(names)) or _list_sources().get((*names, "__init__"))
    return file.read_bytes() if file else None


@cache
def _list_sources() -> dict[tuple[str, ...], Traversable]:
    """List the files of the package's code by the folders and the stem of their names."""
    sources: dict[tuple[str, ...], Traversable] = {}
    waiting: list[tuple[tuple[str, ...], Traversable]] = [((), resources.files("graphkit"))]
    while waiting:
        place, folder = waiting.pop()
        for child in folder.iterdir():
            stem, dot, suffix = child.name.rpartition(".")
            if suffix == "py" and dot:
                sources[*place, stem] = child
            elif not dot and child.name.isidentifier() and child.name != "__pycache__" and child.is_dir():
                waiting.append(((*place, child.name), child))
    return sources
