"""Merging: what many articles say, as one set of entities and events, explained and open to correction."""

from graphkit.resolve.corrections import Correction, Corrections, read_corrections
from graphkit.resolve.explain import Explanation, Variant, explain_entity
from graphkit.resolve.resolution import Report, Resolution
from graphkit.resolve.resolving import Merger, resolve_events, rest_collector
from graphkit.resolve.tellings import Happening

__all__ = [
    "Correction",
    "Corrections",
    "Explanation",
    "Happening",
    "Merger",
    "Report",
    "Resolution",
    "Variant",
    "explain_entity",
    "read_corrections",
    "resolve_events",
    "rest_collector",
]
