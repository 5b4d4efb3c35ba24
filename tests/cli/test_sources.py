"""Commands and options about sources: samples, inspect, fields, and what the summary tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import RunCli

TEXT = "Norway condemned Iran on Monday over an attack on a tanker in the Gulf, the ministry in Oslo said."


def test_samples_are_written_and_what_is_there_stays(tmp_path: Path, run_cli: RunCli) -> None:
    folder = tmp_path / "data" / "articles"
    folder.mkdir(parents=True)
    outcome = run_cli("samples", folder)
    assert outcome.code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 16
    (folder / names[0]).write_text("mine")
    assert "15 were there" not in outcome.err
    (folder / names[1]).unlink()
    outcome = run_cli("samples", folder)
    assert "1 sample articles" in outcome.err
    assert "15 were there" in outcome.err
    assert (folder / names[0]).read_text() == "mine"
    (tmp_path / "file").write_text("x")
    assert run_cli("samples", tmp_path / "file").code == 5


@pytest.mark.model
def test_inspect_shows_how_an_article_was_read(tmp_path: Path, run_cli: RunCli) -> None:
    file = tmp_path / "wire.txt"
    head = "Norway condemns Iran over tanker\n\nBy Ann Lee, 14 May 2024\n\nRead more: Other news"
    file.write_text(f"{head}\n\n{TEXT}\n\nIran denied it.")
    outcome = run_cli("inspect", file)
    assert outcome.code == 0
    for line in (
        "2024-05-14 (from a line of the text)",
        "byline       By Ann Lee",
        "boilerplate  Read more: Other news",
    ):
        assert line in outcome.out
    assert "Norway condemns Iran (occurred, 2024-05-13)" in outcome.out
    record = json.loads(run_cli("inspect", file, "--json").out)
    assert record["date_source"] == "a line of the text"
    assert [section["text"] for section in record["left_out"]] == ["By Ann Lee, 14 May 2024", "Read more: Other news"]
    assert [name["name"] for name in record["sentences"][0]["names"]] == ["Norway", "Iran"]
    assert record["facts"]


@pytest.mark.model
def test_inspect_shows_what_was_skipped(tmp_path: Path, run_cli: RunCli) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    outcome = run_cli("inspect", tmp_path)
    assert outcome.code == 0
    assert "is skipped" in outcome.out
    assert "malformed" in outcome.out


@pytest.mark.model
def test_fields_are_named_on_the_command_line_and_the_summary_tells_what_is_lacking(
    tmp_path: Path, run_cli: RunCli
) -> None:
    table = tmp_path / "t.csv"
    rows = [f"1,06/04/2021,{json.dumps(TEXT)},https://c.example/1,Courier", '2,,"The sea was calm all day long.",,Post']
    table.write_text("Nr,Wann,Was,Wo,Wer\n" + "\n".join(rows) + "\n")
    options = (
        "--text-field",
        "was",
        "--date-field",
        "WANN",
        "--url-field",
        "Wo",
        "--publisher-field",
        "wer",
        "--id-field",
        "Nr",
    )
    outcome = run_cli("build", table, "-o", tmp_path / "out", *options, "--date-order", "dmy")
    assert outcome.code == 0
    assert "1 without a date, 1 without any fact" in outcome.err
    lines = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert (first["id"], first["published"], first["publisher"], first["url"]) == (
        "1", "2021-04-06", "Courier", "https://c.example/1",
    )  # fmt: skip
    assert (first["facts"] > 0, second["facts"], second["published"]) == (True, 0, None)
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (run["undated"], run["without_facts"]) == (1, 1)
    outcome = run_cli("extract", table, "--text-field", "was", "--title-field", "Titel")
    assert outcome.code == 2
    assert "no record has a field 'Titel'" in outcome.err.replace("No record", "no record")
    assert "Wann" in outcome.err
