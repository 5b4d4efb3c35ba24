"""No table of text holds a cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.export import EXPORTERS
from graphkit.runtime.spreadsheet import disarm_cell
from graphkit.sparql import query_graph, write_answer
from tests.sample import make_findings

FORMULA = '=HYPERLINK("x")'
QUOTING = {"csv": csv.QUOTE_MINIMAL, "tsv": csv.QUOTE_NONE}


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@cell", "\tx", "\rx", "\uff1d1+1"])
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert disarm_cell(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Iran", "", "-3.5", "+7", "1e-3", "2024-03-04", -3.5, None, True])
def test_everything_else_stays(cell: object) -> None:
    assert disarm_cell(cell) == cell


def with_formulas() -> object:
    findings = make_findings()
    entities = tuple(replace(entity, label=FORMULA) for entity in findings.entities)
    return replace(findings, entities=entities)


@pytest.mark.parametrize("form", ["csv", "polecat", "icews", "gdelt"])
def test_no_exported_table_holds_a_formula(tmp_path: Path, form: str) -> None:
    for path in EXPORTERS[form](with_formulas(), tmp_path / form):
        if path.suffix in (".csv", ".tsv", ".txt", ".tab"):
            delimiter = "," if path.suffix == ".csv" else "\t"
            for row in csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter=delimiter):
                assert not [cell for cell in row if cell.startswith(("=", "@"))], path


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_answer_for_people_holds_a_formula(form: str) -> None:
    answer = query_graph(with_formulas(), "SELECT ?name { ?s a gk:State ; rdfs:label ?name }")
    delimiter = "," if form == "csv" else "\t"

    def read(*, iris: bool) -> list[str]:
        text = write_answer(answer, form, iris=iris)
        return [
            cell for row in csv.reader(text.splitlines(), delimiter=delimiter, quoting=QUOTING[form]) for cell in row
        ]

    assert f"'{FORMULA}" in read(iris=False)
    assert FORMULA not in read(iris=False)
    assert FORMULA in read(iris=True)
