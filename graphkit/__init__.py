"""graphkit turns English diplomatic news into a knowledge graph.

>>> import graphkit
>>> kg = graphkit.build(["data/articles"])  # doctest: +SKIP
>>> kg.to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from graphkit.version import __version__

if TYPE_CHECKING:
    from graphkit.api import KnowledgeGraph
    from graphkit.pipeline.build import build, extract_facts

__all__ = ["KnowledgeGraph", "__version__", "build", "extract_facts"]

#: Where each public name lives; it is imported when first used, since the language model's library is slow to load.
_HOMES = {
    "KnowledgeGraph": "graphkit.api",
    "build": "graphkit.pipeline.build",
    "extract_facts": "graphkit.pipeline.build",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'graphkit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_HOMES))
