"""Files for other tools: tables, networks and event data."""

from graphkit.export.tables import COLUMNS, find_rows, make_table

__all__ = ["COLUMNS", "find_rows", "make_table"]
