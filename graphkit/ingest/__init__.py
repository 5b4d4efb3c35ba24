"""Files, folders and records -> Article. What cannot be used becomes a Skip that says why."""

from graphkit.ingest.reading import HARMLESS, READERS, read_articles

__all__ = ["HARMLESS", "READERS", "read_articles"]
