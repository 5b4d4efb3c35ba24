"""Merge what many articles say to one set of entities and events, explained and open to correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.lazy_imports import import_lazily

if TYPE_CHECKING:
    from graphkit.resolve.corrections.corrections_file import Correction, Corrections, read_corrections
    from graphkit.resolve.entities.explain import Explanation, Variant, explain_entity
    from graphkit.resolve.events.event_merger import SourcedEvent
    from graphkit.resolve.merger import Merger, resolve_events
    from graphkit.resolve.resolution import Remark, Resolution

__all__ = [
    "Correction",
    "Corrections",
    "Explanation",
    "Merger",
    "Remark",
    "Resolution",
    "SourcedEvent",
    "Variant",
    "explain_entity",
    "read_corrections",
    "resolve_events",
]

__getattr__ = import_lazily(
    __name__,
    {
        "corrections.corrections_file": ("Correction", "Corrections", "read_corrections"),
        "entities.explain": ("Explanation", "Variant", "explain_entity"),
        "events.event_merger": ("SourcedEvent",),
        "merger": ("Merger", "resolve_events"),
        "resolution": ("Remark", "Resolution"),
    },
)
