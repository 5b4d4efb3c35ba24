"""Merging: what many articles say, as one set of entities and events, explained and open to correction."""

from graphkit.resolve.corrections.corrections_file import Correction, Corrections, read_corrections
from graphkit.resolve.entities.explain import Explanation, Variant, explain_entity
from graphkit.resolve.events.candidates import Happening
from graphkit.resolve.merger import Merger, resolve_events, rest_collector
from graphkit.resolve.resolution import Report, Resolution

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
