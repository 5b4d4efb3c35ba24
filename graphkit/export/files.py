"""The tidy tables as files: CSV with a data package, Parquet, and a workbook for Excel."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.errors import UsageError, find_extra_remedy
from graphkit.export.lookups import clean_text, clean_xml, write_csv_rows, write_text
from graphkit.export.tables import COLUMNS, find_rows
from graphkit.model import Findings
from graphkit.runtime.output_file import write_bytes

if TYPE_CHECKING:
    import pyarrow
    from openpyxl.cell import Cell

#: The sheets of the workbook and the tables they show.
SHEETS = {"events": "events", "actors": "entities", "articles": "articles"}
#: What a sheet and a cell of Excel can hold.
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
#: A workbook has to name a moment at which it was made; ours names always the same.
_MOMENT = datetime(2000, 1, 1)


def write_csv(findings: Findings, path: str | Path) -> list[Path]:
    """Write a CSV file for each table and datapackage.json (Frictionless), which gives the types, into a folder."""
    written = [
        write_csv_rows(
            Path(path) / f"{table}.csv", list(columns), ([*row.values()] for row in find_rows(findings, table))
        )
        for table, columns in COLUMNS.items()
    ]
    package = json.dumps(describe_package(), indent=2) + "\n"
    return [*written, write_text(Path(path) / "datapackage.json", package)]


def describe_package() -> dict[str, Any]:
    """Describe the data package: each file with the names and types of its columns."""
    kinds = {
        "text": "string",
        "category": "string",
        "integer": "integer",
        "number": "number",
        "day": "date",
        "boolean": "boolean",
    }
    return {
        "profile": "tabular-data-package",
        "name": "graphkit",
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {"fields": [{"name": name, "type": kinds[kind]} for name, kind in columns.items()]},
            }
            for table, columns in COLUMNS.items()
        ],
    }


def write_parquet(findings: Findings, path: str | Path) -> list[Path]:
    """Write a Parquet file for each table into a folder: days as date32, categories as dictionaries."""
    parquet = import_extra("pyarrow.parquet", "parquet")
    written = []
    for table in COLUMNS:
        target = io.BytesIO()
        parquet.write_table(make_arrow(findings, table), target)
        written.append(write_bytes(Path(path) / f"{table}.parquet", target.getvalue()))
    return written


def import_extra(module: str, extra: str) -> Any:
    """Import a module that comes with an extra of graphkit. Raises UsageError where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        remedy = find_extra_remedy(extra)
        raise UsageError(f"{module.partition('.')[0]} is not installed.", remedy=remedy) from error


def make_arrow(findings: Findings, table: str) -> pyarrow.Table:
    """Make a table as an Arrow table."""
    import pyarrow

    kinds: Mapping[str, Any] = {
        "text": pyarrow.string(),
        "category": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "day": pyarrow.date32(),
    }
    rows = find_rows(findings, table)
    arrays = {
        name: pyarrow.array([_convert(row[name], kind) for row in rows], type=kinds[kind])
        for name, kind in COLUMNS[table].items()
    }
    return pyarrow.table(arrays)


def _convert(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "day":
        return read_day(value)
    return clean_text(value) if isinstance(value, str) else value


def read_day(value: str) -> date | None:
    """Read an ISO day as a date, or None for what is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def write_xlsx(findings: Findings, path: str | Path) -> list[Path]:
    """Write a workbook with the sheets events, actors and articles: names are text, never formulas; days are dates.

    Raises UsageError when a sheet would be longer than Excel allows.
    """
    book = import_extra("openpyxl", "xlsx").Workbook()
    book.remove(book["Sheet"])
    for title, table in SHEETS.items():
        rows = find_rows(findings, table)
        if len(rows) >= MOST_ROWS:
            remedy = "Use --format csv or parquet."
            raise UsageError(f"{len(rows):,} {table} are more than a sheet of Excel holds.", remedy=remedy)
        sheet = book.create_sheet(title)
        sheet.append(list(COLUMNS[table]))
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows, 2):
            for place, (name, kind) in enumerate(COLUMNS[table].items(), 1):
                if row[name] is not None:
                    _fill(sheet.cell(number, place), row[name], kind)
        sheet.auto_filter.ref = sheet.dimensions
    target = io.BytesIO()
    book.save(target)
    return [write_bytes(Path(path), fix_moments(target.getvalue()))]


def _fill(cell: Cell, value: Any, kind: str) -> None:
    """Put a value into a cell; text stays text, marked with Excel's apostrophe where it looks like a formula."""
    moment = read_day(value) if kind == "day" else None
    if moment is not None:
        cell.value = moment
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        text = clean_xml(value)[:MOST_CHARACTERS]
        cell.value = text
        cell.data_type = "s"
        if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
            cell.quotePrefix = True
    else:
        cell.value = value


def fix_moments(data: bytes) -> bytes:
    """Remove from a workbook all that tells when it was made, so that equal contents have equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content
                )
            copy.writestr(zipfile.ZipInfo(entry.filename, _MOMENT.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


#: The formats of this family.
WRITERS: Mapping[str, Callable[..., list[Path]]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
