"""Merging: what many articles say, as one set of entities and events, explained and open to correction."""

from graphkit.resolve.corrections import Correction, Corrections, read_corrections
from graphkit.resolve.explain import Explanation, Variant, explain_entity
from graphkit.resolve.resolution import Report, Resolution
from graphkit.resolve.resolving import resolve_events

__all__ = [
    "Correction",
    "Corrections",
    "Explanation",
    "Report",
    "Resolution",
    "Variant",
    "explain_entity",
    "read_corrections",
    "resolve_events",
]
