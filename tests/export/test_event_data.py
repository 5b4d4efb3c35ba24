"""POLECAT, GDELT and ICEWS files load as their users load them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from graphkit.export.common import Lookup, find_state_code, find_state_codes, hash_number, number_things
from graphkit.export.event_data import find_columns, write_gdelt, write_icews, write_polecat
from graphkit.model import Entity, Findings, Kind
from graphkit.resources.cameo import Cameo

SHARED = Path(__file__).resolve().parents[3] / "shared" / "tools" / "event_data_columns.json"
#: The events of the sample that have happened and are no states of affairs.
HAPPENED = {"e-condemns-01", "e-denies-02", "e-meets-05", "e-supports-08", "e-urges-09"}


def read_tab(path: Path, **more: object) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", quoting=3, dtype=str, keep_default_na=False, **more)  # type: ignore[call-overload]


def test_columns_are_those_of_the_formats() -> None:
    assert [len(find_columns(form)) for form in ("polecat", "gdelt2", "gdelt2_mentions", "icews")] == [40, 61, 16, 20]
    if not SHARED.exists():
        pytest.skip("the shared column lists are not here")
    shared = json.loads(SHARED.read_text())
    for form in ("polecat", "gdelt2", "gdelt2_mentions", "icews"):
        assert list(find_columns(form)) == shared[form]


def test_polecat_loads_by_name_and_by_position(findings: Findings, tmp_path: Path) -> None:
    (path,) = write_polecat(findings, tmp_path)
    assert path.name == "ngecEvents.DV.2024.txt"
    frame = read_tab(path)
    assert list(frame.columns) == list(find_columns("polecat"))
    assert {name.split("-", 2)[2] for name in frame["Event ID"]} == HAPPENED
    assert frame["Event ID"].str.match(r"\d{8}-\d{4}-").all()
    by_position = frame.iloc[:, [1, 2, 7, 15]]
    assert ["2024-03-05", "CONSULT", "Ana Duarte", "Tomas Weld"] in by_position.to_numpy().tolist()
    row = frame[frame["Event ID"].str.endswith("e-supports-08")].iloc[0]
    assert (row["Actor Country"], row["Actor COW"], row["Quad Code"]) == ("NOR", "385", "VERBAL COOPERATION")
    assert (row["Actor Name Raw"], row["Event Mode"]) == ("Norwegian troops", "None")
    assert not frame.eq("").any().any()


def test_polecat_names_the_fifth_column_as_asked(findings: Findings, tmp_path: Path) -> None:
    (path,) = write_polecat(findings, tmp_path, intensity="Intensity")
    assert path.read_text().split("\t")[4] == "Intensity"


def test_polecat_quad_codes_are_the_four(findings: Findings, tmp_path: Path) -> None:
    codes = {"VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"}
    (path,) = write_polecat(findings, tmp_path)
    assert set(read_tab(path)["Quad Code"]) <= codes
    assert {
        label.upper().replace("CO-OPERATION", "COOPERATION") for label in Cameo.load().quad_labels.values()
    } == codes


def test_gdelt_loads_as_pandas_users_do(findings: Findings, tmp_path: Path) -> None:
    events, mentions = write_gdelt(findings, tmp_path)
    assert re.fullmatch(r"\d{14}\.export\.CSV", events.name)
    assert re.fullmatch(r"\d{14}\.mentions\.CSV", mentions.name)
    frame = pd.read_csv(events, sep="\t", header=None, dtype={26: str, 27: str, 28: str})
    assert frame.shape == (len(HAPPENED), 61)
    frame.columns = pd.Index(find_columns("gdelt2"))
    assert frame.GLOBALEVENTID.between(1, 2**63 - 1).all()
    assert frame.GLOBALEVENTID.is_unique
    met = frame[frame.Actor1Name == "ANA DUARTE"].iloc[0]
    assert (met.EventCode, met.EventRootCode, met.QuadClass, met.GoldsteinScale) == ("040", "04", 1, 1.0)
    assert (met.SQLDATE, met.MonthYear, met.FractionDate) == (20240305, 202403, round(2024 + (3 * 30 + 5) / 365, 4))
    assert (met.NumMentions, met.NumSources, met.NumArticles) == (2, 2, 2)
    assert (met.ActionGeo_Type, met.ActionGeo_FullName) == (4, "Lisbon")
    norway = frame[frame.EventCode == "052"].iloc[0]
    assert norway.Actor1CountryCode == "NOR"
    told = pd.read_csv(mentions, sep="\t", header=None)
    assert told.shape == (6, 16)
    assert set(told[0]) == set(frame.GLOBALEVENTID)


def test_icews_loads_with_its_column_types(findings: Findings, tmp_path: Path) -> None:
    (path,) = write_icews(findings, tmp_path)
    assert re.match(r"^events.[0-9]{4}", path.name)
    whole = {"Event ID": "int32", "Story ID": "int32", "Sentence Number": "int32", "Intensity": "float64"}
    frame = pd.read_csv(path, sep="\t", quoting=3, dtype={**whole, "CAMEO Code": str}, parse_dates=["Event Date"])
    assert list(frame.columns) == list(find_columns("icews"))
    assert frame["Event ID"].is_unique
    row = frame[frame["CAMEO Code"] == "111"].iloc[0]
    assert (row["Event Text"], row["Target Name"], row["Target Country"]) == (
        "Criticize or denounce",
        "Portugal",
        "Portugal",
    )


@pytest.mark.parametrize("write", [write_polecat, write_gdelt, write_icews])
def test_hostile_names_break_no_row(hostile: Findings, tmp_path: Path, write: object) -> None:
    for path in write(hostile, tmp_path):  # type: ignore[operator]
        lines = path.read_bytes().decode("utf-8").split("\n")
        assert lines.pop() == ""
        assert len({line.count("\t") for line in lines}) == 1
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", "".join(lines))


@pytest.mark.parametrize("write", [write_polecat, write_gdelt, write_icews])
def test_nothing_found_gives_files_without_rows(tmp_path: Path, write: object) -> None:
    for path in write(Findings(), tmp_path):  # type: ignore[operator]
        assert len(path.read_text().splitlines()) <= 1


def test_numbers_of_events_fit_and_differ() -> None:
    assert 0 < hash_number("a", 31) < 2**31
    numbers = number_things((f"e-{number}" for number in range(5000)), 13)
    assert len(set(numbers.values())) == 5000
    assert max(numbers.values()) < 2**13
    assert numbers == number_things((f"e-{number}" for number in reversed(range(5000))), 13)


def test_state_codes_are_whole_and_distinct() -> None:
    codes = find_state_codes()
    assert len(codes) > 190
    assert all(re.fullmatch(r"[A-Z]{3}", iso) and re.fullmatch(r"[A-Z]{2}", row["fips"]) for iso, row in codes.items())
    for system in ("fips", "cow", "cameo"):
        known = [row[system] for row in codes.values() if row[system]]
        assert len(known) == len(set(known))
    assert {codes[iso]["fips"] for iso in ("DEU", "GBR", "RUS", "CHN")} == {"GM", "UK", "RS", "CH"}


def test_a_detailed_code_has_its_own_name_and_value_or_those_above_it() -> None:
    cameo = Cameo.load()
    own = {code: (cameo.find_code(code).name, cameo.find_code(code).goldstein) for code in ("0334", "1312", "1823")}
    assert own == {
        "0334": ("Express intent to provide military protection or peacekeeping", 6.0),
        "1312": ("Threaten to boycott, embargo, or sanction", -5.8),
        "1823": ("Kill by physical assault", -10.0),
    }
    assert cameo.find_code("0241").name == cameo.find_code("024").name


@pytest.mark.parametrize(
    ("body", "sector", "state"),
    [
        ("united-states-department-of-state", "GOV", "USA"),
        ("international-atomic-energy-agency", "IGO", None),
        ("north-atlantic-treaty-organization", "IGO", None),
        ("international-criminal-court", "JUD", None),
        ("mossad", None, "ISR"),
        ("hamas", None, "PSE"),
        ("nobody-knows-this", None, None),
    ],
)
def test_a_body_has_the_sector_and_the_state_of_the_gazetteer(
    body: str, sector: str | None, state: str | None, findings: Findings, tmp_path: Path
) -> None:
    event = next(event for event in findings.events if event.id == "e-meets-05")
    entity = Entity(body, Kind.ORGANIZATION, "A body")
    told = Findings(findings.articles, (*findings.entities, entity), (replace(event, agent=body),))
    lookup = Lookup(told)
    assert lookup.find_sector(body) == sector
    assert [find_state_code(one, "iso3") for one in lookup.find_states(body)] == ([state] if state else [])
    write_polecat(told, tmp_path)
    (row,) = pd.read_csv(tmp_path / "ngecEvents.DV.2024.txt", sep="\t", dtype=str, keep_default_na=False).to_dict(
        "records"
    )
    assert (row["Primary Actor Sector"], row["Actor Country"]) == (sector or "None", state or "None")
    export, _ = write_gdelt(told, tmp_path)
    cells = export.read_text(encoding="utf-8").rstrip("\n").split("\t")
    actor = dict(zip(find_columns("gdelt2"), cells, strict=True))
    assert actor["Actor1Code"] == f"{state or ''}{sector or ''}"
    assert actor["Actor1Type1Code"] == (sector or "")
