"""A file is parsed once; what is kept of it is never trusted when it is damaged."""

from __future__ import annotations

import pytest

from graphkit.errors import AssetError
from graphkit.resources.gazetteer.entity_rows import load_text_yaml

TEXT = "rows:\n" + "".join(f"  - name: Halden {number}\n    iso: 'NO'\n" for number in range(200))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path))
    return tmp_path / "assets"


def test_a_text_is_parsed_once(folder):
    first, second = load_text_yaml(TEXT, "x.yaml"), load_text_yaml(TEXT, "x.yaml")
    assert first == second
    assert first is not second, "who changes one must not change the other"
    assert len(list(folder.iterdir())) == 1


def test_another_text_is_parsed_again(folder):
    load_text_yaml(TEXT, "x.yaml")
    assert load_text_yaml(TEXT + "  - name: Marn\n", "x.yaml")["rows"][-1] == {"name": "Marn"}


def test_a_damaged_file_is_parsed_again(folder):
    whole = load_text_yaml(TEXT, "x.yaml")
    (kept,) = folder.iterdir()
    for data in (b"", b"x", kept.read_bytes()[:-9], kept.read_bytes().replace(b"Halden 7", b"Halden 9")):
        kept.write_bytes(data)
        assert load_text_yaml(TEXT, "x.yaml") == whole


def test_a_faulty_file_tells_its_line_each_time(folder):
    for _ in range(2):
        with pytest.raises(AssetError) as caught:
            load_text_yaml(TEXT + "  - {name: a\n", "x.yaml")
        assert "x.yaml:" in str(caught.value.where)
    assert not folder.exists()


def test_a_cache_that_cannot_be_written_costs_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "file"))
    assert len(load_text_yaml(TEXT, "x.yaml")["rows"]) == 200
