"""Merging: what many articles say, as one set of entities and events."""

from graphkit.resolve.resolution import Report, Resolution
from graphkit.resolve.resolving import resolve_events

__all__ = ["Report", "Resolution", "resolve_events"]
