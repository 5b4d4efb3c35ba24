"""Files, folders and records -> Article. What cannot be used becomes a Skip that says why."""

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
