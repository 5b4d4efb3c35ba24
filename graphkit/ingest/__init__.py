"""Files, folders and records -> Article. What cannot be used becomes a Skip that says why."""

from graphkit.ingest.duplicates import find_near_duplicates, mark_copies
from graphkit.ingest.meter import Meter
from graphkit.ingest.pages import fetch_articles
from graphkit.ingest.reading import HARMLESS, READERS, hash_sources, read_articles

__all__ = [
    "HARMLESS",
    "READERS",
    "Meter",
    "fetch_articles",
    "find_near_duplicates",
    "hash_sources",
    "mark_copies",
    "read_articles",
]
