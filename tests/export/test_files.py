"""Tidy tables load in pandas, pyarrow, DuckDB and openpyxl with their types."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphkit.errors import UsageError
from graphkit.export.files import write_csv, write_parquet, write_xlsx
from graphkit.export.tables import COLUMNS, find_rows, make_table
from graphkit.model import Findings
from graphkit.runtime.spreadsheet import disarm_cell

#: No file in UTF-8 holds these: they are written as U+FFFD.
SURROGATES = re.compile("[\ud800-\udfff]")


def test_csv_reads_back_as_the_rows(hostile: Findings, tmp_path: Path) -> None:
    written = write_csv(hostile, tmp_path)
    assert [path.name for path in written] == [*(f"{table}.csv" for table in COLUMNS), "datapackage.json"]
    for table in COLUMNS:
        frame = pd.read_csv(tmp_path / f"{table}.csv", dtype=str, keep_default_na=False, lineterminator="\n")
        rows = find_rows(hostile, table)
        assert list(frame.columns) == list(COLUMNS[table])
        assert frame.to_dict("records") == [
            {
                name: "" if value is None else disarm_cell(SURROGATES.sub("\ufffd", str(value)))
                for name, value in row.items()
            }
            for row in rows
        ]


def test_the_data_package_describes_each_file(findings: Findings, tmp_path: Path) -> None:
    write_csv(findings, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    for resource in package["resources"]:
        header = (tmp_path / resource["path"]).read_text().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_parquet_keeps_types_and_hostile_names(hostile: Findings, tmp_path: Path) -> None:
    write_parquet(hostile, tmp_path)
    events = pq.read_table(tmp_path / "events.parquet")
    assert events.schema.field("earliest").type == pa.date32()
    assert pa.types.is_dictionary(events.schema.field("status").type)
    assert events.schema.field("articles").type == pa.int64()
    assert events.column("agent").to_pylist() == [row["agent"] for row in find_rows(hostile, "events")]
    base = duckdb.connect()
    for table in COLUMNS:
        base.read_parquet(str(tmp_path / f"{table}.parquet")).create_view(table)
    counted = base.sql("SELECT status, count(*) FROM events GROUP BY status")
    assert dict(counted.fetchall())["occurred"] == 4
    joined = "SELECT count(*) FROM mentions JOIN events USING (event_id) JOIN articles USING (article_id)"
    assert base.sql(joined).fetchall() == [(len(find_rows(hostile, "mentions")),)]


def test_a_workbook_holds_text_and_dates_but_no_formula(hostile: Findings, tmp_path: Path) -> None:
    (path,) = write_xlsx(hostile, tmp_path / "graph.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["events", "actors", "articles"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    names = [cell.value for cell in book["actors"]["C"][1:]]
    assert any(name.startswith(("=1+1", "@SUM")) for name in names)
    quoted = [cell for cell in book["actors"]["C"][1:] if cell.value.startswith(("=", "+", "-", "@"))]
    assert all(cell.quotePrefix for cell in quoted)
    days = [cell.value for cell in book["events"]["C"][1:] if cell.value]
    assert days
    assert all(isinstance(day, datetime.datetime) for day in days)


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_files_of_equal_findings_are_equal(findings: Findings, tmp_path: Path, write: object) -> None:
    digests = []
    for folder in ("one", "two"):
        written = write(findings, tmp_path / folder)  # type: ignore[operator]
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in written])
    assert digests[0] == digests[1]


def test_workbooks_of_equal_findings_are_equal_at_any_time(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    (first,) = write_xlsx(findings, tmp_path / "one.xlsx")
    later = time.time() + 1e6
    monkeypatch.setattr(time, "time", lambda: later)
    time.sleep(1.1)  # the moment in a workbook is exact to the second
    (second,) = write_xlsx(findings, tmp_path / "two.xlsx")
    assert first.read_bytes() == second.read_bytes()


def test_a_frame_has_the_types_of_its_columns(findings: Findings) -> None:
    frame = make_table(findings, "events")
    assert str(frame.dtypes["earliest"]).startswith("datetime64")
    assert str(frame.dtypes["articles"]) == "Int64"
    assert str(frame.dtypes["status"]) == "category"


@pytest.mark.parametrize(
    ("write", "module", "extra"), [(write_parquet, "pyarrow.parquet", "parquet"), (write_xlsx, "openpyxl", "xlsx")]
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: object, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError) as caught:
        write(findings, tmp_path / "out")  # type: ignore[operator]
    assert f"pip install './[{extra}]'" in str(caught.value.remedy)


@pytest.mark.parametrize("table", ["events", "participants", "mentions"])
def test_each_table_of_events_has_day_speaker_article_and_sentence(table: str, findings: Findings) -> None:
    columns = set(COLUMNS[table])
    assert {"event_id", "predicate", "status", "date", "date_precision", "speaker", "sentence"} <= columns
    assert columns >= {"published", "article_id"} or columns >= {"first_published", "first_article"}
    assert all(row["sentence"] for row in find_rows(findings, table))
