"""Files, folders and records -> Article. What cannot be used becomes a Skip that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.lazy_imports import import_lazily

if TYPE_CHECKING:
    from graphkit.ingest.dedup import NearDuplicates, find_near_duplicates, mark_copies
    from graphkit.ingest.fetch import fetch_articles
    from graphkit.ingest.inspection import ReadingReport, inspect_articles
    from graphkit.ingest.meter import Meter
    from graphkit.ingest.readers import READERS
    from graphkit.ingest.reading import HARMLESS, hash_sources, read_articles, settle_articles
    from graphkit.ingest.split.ranges import Piece
    from graphkit.ingest.split.slices import Slice, plan_slices, read_slice

__all__ = [
    "HARMLESS",
    "READERS",
    "Meter",
    "NearDuplicates",
    "Piece",
    "ReadingReport",
    "Slice",
    "fetch_articles",
    "find_near_duplicates",
    "hash_sources",
    "inspect_articles",
    "mark_copies",
    "plan_slices",
    "read_articles",
    "read_slice",
    "settle_articles",
]

__getattr__ = import_lazily(
    __name__,
    {
        "dedup": ("NearDuplicates", "find_near_duplicates", "mark_copies"),
        "fetch": ("fetch_articles",),
        "inspection": ("ReadingReport", "inspect_articles"),
        "meter": ("Meter",),
        "readers": ("READERS",),
        "reading": ("HARMLESS", "hash_sources", "read_articles", "settle_articles"),
        "split.ranges": ("Piece",),
        "split.slices": ("Slice", "plan_slices", "read_slice"),
    },
)
