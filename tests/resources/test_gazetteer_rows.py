"""Gazetteer files that do not hold together are named by file and line; files of one's own add and replace."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.errors import AssetError
from graphkit.model import Kind
from graphkit.resources.gazetteer.entity_rows import read_interval, read_rows
from graphkit.resources.gazetteer.gazetteer import Gazetteer, Reference, Use
from graphkit.resources.gazetteer.office_patterns import Patterns


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Person:\n- {name: Ann Example, shoe: 42}\n", 2, "unknown key 'shoe'"),
        ("Person:\n- {name: Ann Example}\n- {surname: Example}\n", 3, "without a name"),
        ("Robot:\n- {name: R2}\n", 1, "unknown kind 'Robot'"),
        ("Person:\n- name: Ann Example\n  aliases: Annie\n", 3, "aliases is not a list"),
        ("Person:\n- name: Ann Example\n  capital: Rome\n", 3, "does not go with Person"),
        ("Person:\n- name: Ann Example\n  held: [president of france 2001-13-01/]\n", 3, "is no tenure"),
        ("Person:\n- name: Ann Example\n  held: [president of france 2009-01-01/2001-01-01]\n", 3, "is no tenure"),
        ("Person:\n- name: Ann Example\n  held: [president of atlantis 2001-01-01/]\n", 3, "no entry 'atlantis'"),
        ("Person:\n- name: Ann Example\n  held: [baker of france 2001-01-01/]\n", 3, "no office 'baker'"),
        ("Person:\n- name: Ann Example\n  state: atlantis\n", 3, "no entry 'atlantis'"),
        ("Organization:\n- {name: Example League}\n- name: Other\n  members: [nowhere]\n", 4, "no entry 'nowhere'"),
        ("State:\n- name: Ruritania\n  wikidata: 884\n", 3, "is no Wikidata id"),
        ("State:\n- name: Ruritania\n  iso: [ru]\n", 3, "is no ISO code"),
        ("State:\n- name: Ruritania\n  former: [Old Ruritania 1900]\n", 3, "is no former name"),
        ("State:\n- name: Ruritania\n  id: Ruri Tania\n", 3, "is no entry id"),
        ("State:\n- {name: Ruritania}\n- {name: Ruritania}\n", 3, "is given twice"),
        ("State:\n- {name: Ruritania}\n- {name: ruritania, id: other}\n", 3, "under name"),
        ("State:\n- name: Ruritania\n  aliases: [Republic of Korea]\n", 3, "under aliases"),
        ("State:\n- name: Ruritania\n  name: Again\n", 3, "twice"),
        ("State:\n- {name: Ruritania\n- [\n", 3, "not YAML"),
        ("- Ruritania\n", 1, "maps kinds to rows"),
        ("State: Ruritania\n", 1, "no list of rows"),
    ],
)
def test_a_faulty_row_is_named_by_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(AssetError) as caught:
        Gazetteer.load([path])
    assert words in str(caught.value)
    assert caught.value.where == f"{path}:{line}"
    assert caught.value.remedy


def test_rows_of_ones_own_add_entries(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "State:\n- {name: Ruritania, capital: Strelsau, demonyms: [Ruritanian], seats: [Tarlenheim]}\n"
        "Person:\n- {name: Rudolf Elphberg, held: [monarch of ruritania 1894-01-01/]}\n",
    )
    gazetteer = Gazetteer.load([path])
    assert gazetteer.references("Ruritanians") == (Reference("ruritania", Use.DEMONYM),)
    assert Reference("ruritania", Use.CAPITAL) in gazetteer.references("Strelsau")
    assert gazetteer.entries["strelsau"].kind is Kind.PLACE
    assert [entry.name for entry in gazetteer.holders("king", "ruritania", "1900-01-01")] == ["Rudolf Elphberg"]
    assert gazetteer.entries["rudolf-elphberg"].state == "ruritania"


def test_a_row_of_ones_own_replaces_the_entry_of_its_id(tmp_path: Path) -> None:
    path = write(tmp_path, "Organization:\n- {id: hamas, name: Hamas Movement, category: party, state: palestine}\n")
    gazetteer = Gazetteer.load([path])
    assert gazetteer.entries["hamas"].name == "Hamas Movement"
    assert gazetteer.references("Hamas") == ()


def test_two_people_of_one_name_stay_two_where_the_row_says_so(tmp_path: Path) -> None:
    path = write(
        tmp_path, "Person:\n- {name: Colin Powell, id: colin-powell-2, state: canada, namesakes: [colin-powell]}\n"
    )
    entries = {reference.entry for reference in Gazetteer.load([path]).references("Colin Powell")}
    assert entries == {"colin-powell", "colin-powell-2"}


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="cannot read it"):
        Gazetteer.load([tmp_path / "nothing.yaml"])


def test_every_scalar_is_text() -> None:
    ((entry, _),) = read_rows("State:\n- {name: NO, iso: [NO, NOR], aliases: ['2001']}\n", "here")
    assert entry.name == "NO"
    assert entry.external == (("iso2", "NO"), ("iso3", "NOR"))
    assert entry.aliases == ("2001",)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2001-01-20/2009-01-20", ("2001-01-20", "2009-01-20")),
        ("2001-01-20/", ("2001-01-20", None)),
        ("/1935", (None, "1935")),
        ("2020-09/2022-05", ("2020-09", "2022-05")),
        ("2022/2022-05-01", ("2022", "2022-05-01")),
        ("2001-02-30/", None),
        ("2001", None),
        ("2009/2001", None),
    ],
)
def test_intervals_are_iso_8601(text: str, ends: tuple[str | None, str | None] | None) -> None:
    assert read_interval(text) == ends


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("patterns:\n  king: {name: 'King of {state}', colour: red}\n", 2, "unknown key 'colour'"),
        ("patterns:\n  king: {name: King of all}\n", 2, "no slot for the state"),
        (
            "patterns:\n  a: {name: 'A {state}', words: [x]}\n  b: {name: 'B {state}', words: [X]}\n",
            3,
            "stands for both",
        ),
        ("patterns: {}\nstates:\n  france: {king: {name: K}}\n", 3, "unknown pattern 'king'"),
        ("patterns: {}\nkings: []\n", 2, "unknown key 'kings'"),
    ],
)
def test_a_faulty_pattern_is_named_by_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(AssetError) as caught:
        Patterns(text, "own.yaml")
    assert words in str(caught.value)
    assert caught.value.where == f"own.yaml:{line}"
