"""Event-data files as political scientists read them: POLECAT, GDELT 2.0 with its mentions, and ICEWS."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphkit.export.event_data.coded_events import UNDATED, CodedEvent, EventRows, code_events, find_columns
from graphkit.export.event_data.gdelt import write_gdelt
from graphkit.export.event_data.icews import write_icews
from graphkit.export.event_data.polecat import write_polecat
from graphkit.export.exported import ExportedFiles

#: The formats of this family.
WRITERS: Mapping[str, Callable[..., ExportedFiles]] = {
    "polecat": write_polecat,
    "gdelt": write_gdelt,
    "icews": write_icews,
}

__all__ = [
    "UNDATED",
    "WRITERS",
    "CodedEvent",
    "EventRows",
    "code_events",
    "find_columns",
    "write_gdelt",
    "write_icews",
    "write_polecat",
]
