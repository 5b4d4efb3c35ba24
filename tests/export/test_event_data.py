"""POLECAT, GDELT and ICEWS files load as their users load them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from graphkit.errors import UsageError
from graphkit.export.actors import Actors
from graphkit.export.event_data import find_columns, write_gdelt, write_icews, write_polecat
from graphkit.export.event_data.gdelt import find_fraction
from graphkit.export.lookups import hash_number, number_things
from graphkit.model import Entity, Findings, Kind, Status, When
from graphkit.resources.actor_codes import ActorCodes
from graphkit.resources.cameo import Cameo
from graphkit.resources.code_tables import CodeTables
from graphkit.resources.event_codes import EventCodes
from tests.sample import make_findings

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


def read_rows(path: Path, form: str) -> list[dict[str, str]]:
    """The rows of a file without a header, by the columns of its format."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [dict(zip(find_columns(form), line.split("\t"), strict=True)) for line in lines]


def test_polecat_loads_by_name_and_by_position(findings: Findings, tmp_path: Path) -> None:
    path, notes = write_polecat(findings, tmp_path)
    assert (path.name, notes.name) == ("ngecEvents.DV.2024.txt", "ngecEvents.DV.2024.notes.tsv")
    frame = read_tab(path)
    assert list(frame.columns) == list(find_columns("polecat"))
    assert {name.split("-", 2)[2] for name in frame["Event ID"]} == HAPPENED
    assert frame["Event ID"].str.match(r"\d{8}-\d{4}-").all()
    by_position = frame.iloc[:, [1, 2, 7, 15]]
    assert ["2024-03-05", "CONSULT", "Ana Duarte", "Tomas Weld"] in by_position.to_numpy().tolist()
    row = frame[frame["Event ID"].str.endswith("e-supports-08")].iloc[0]
    assert (row["Actor Country"], row["Actor COW"], row["Quad Code"]) == ("NOR", "385", "VERBAL COOPERATION")
    assert (row["Actor Name Raw"], row["Event Mode"], row["Event Intensity"]) == ("Norwegian troops", "None", "5.0")
    assert not frame.eq("").any().any()


def test_a_symmetric_event_stands_in_both_directions(findings: Findings, tmp_path: Path) -> None:
    path, notes = write_polecat(findings, tmp_path / "polecat")
    met = read_tab(path)
    pairs = met[met["Event Type"] == "CONSULT"][["Actor Name", "Recipient Name"]].to_numpy().tolist()
    assert sorted(pairs) == [["Ana Duarte", "Tomas Weld"], ["Tomas Weld", "Ana Duarte"]]
    noted = read_tab(notes)
    assert noted[noted["event_id"] == "e-meets-05"]["is_mirror"].tolist() == ["0", "1"]
    icews = read_tab(write_icews(findings, tmp_path / "icews")[0])
    twins = icews[icews["CAMEO Code"] == "040"]
    first, second = map(int, twins["Event ID"])
    assert second == first + 1
    gdelt = read_rows(write_gdelt(findings, tmp_path / "gdelt")[0], "gdelt2")
    assert sorted(row["Actor1Name"] for row in gdelt if row["EventCode"] == "040") == ["ANA DUARTE", "TOMAS WELD"]


def test_a_visit_to_an_actor_is_hosted_in_icews(findings: Findings, tmp_path: Path) -> None:
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    visit = replace(event, predicate="visits", plover="CONSULT", cameo=None)
    rows = read_tab(write_icews(replace(findings, events=(visit,)), tmp_path)[0])
    assert [(row["Source Name"], row["CAMEO Code"], row["Target Name"]) for row in rows.to_dict("records")] == [
        ("Harbour League", "042", "Portugal"),
        ("Portugal", "043", "Harbour League"),
    ]


@pytest.mark.parametrize("write", [write_polecat, write_gdelt, write_icews])
def test_an_export_tells_what_it_left_out(findings: Findings, tmp_path: Path, write: object) -> None:
    (note,) = write(findings, tmp_path / "all").notes  # type: ignore[operator]
    assert note.startswith("5 events as ")
    assert "states of affairs" in note
    assert "1 with status negated" in note
    (note,) = write(findings, tmp_path / "dated", undated="drop").notes  # type: ignore[operator]
    assert "without a date of their own" in note
    with pytest.raises(UsageError, match="undated"):
        write(findings, tmp_path / "no", undated="guess")  # type: ignore[operator]


def test_notes_keep_the_precision_of_dates(findings: Findings, tmp_path: Path) -> None:
    month = When("2024-03-01", "2024-03-31", "month")
    events = tuple(
        replace(event, date=month) if event.id == "e-condemns-01" else event
        for event in findings.events
        if event.id in ("e-condemns-01", "e-urges-09")
    )
    notes = read_tab(write_gdelt(replace(findings, events=events), tmp_path)[2])
    dates = {row["event_id"]: (row["date"], row["date_precision"]) for row in notes.to_dict("records")}
    assert dates == {"e-condemns-01": ("2024-03", "month"), "e-urges-09": ("", "report")}


def test_polecat_names_the_fifth_column_as_asked(findings: Findings, tmp_path: Path) -> None:
    path, _ = write_polecat(findings, tmp_path, intensity="Intensity")
    assert path.read_text().split("\t")[4] == "Intensity"


@pytest.mark.parametrize(
    ("predicate", "plover", "cameo", "wanted"),
    [
        ("agrees_with", "AGREE", "057", ("SUPPORT", "None", "VERBAL COOPERATION", "5.0")),
        ("cooperates_with", "COOPERATE", "050", ("SUPPORT", "None", "VERBAL COOPERATION", "5.0")),
        ("concedes_to", "CONCEDE", "084", ("RETREAT", "release", "MATERIAL COOPERATION", "6.5")),
        ("supports", "SUPPORT", "055", ("CONCEDE", "None", "VERBAL COOPERATION", "4.5")),
        ("sanctions", "SANCTION", "163", ("SANCTION", "discontinue", "MATERIAL CONFLICT", "-6.0")),
        ("coerces", "COERCE", "173", ("COERCE", "arrest", "MATERIAL CONFLICT", "-7.0")),
        ("attacks", "ASSAULT", "195", ("ASSAULT", "aerial", "MATERIAL CONFLICT", "-9.5")),
        ("leaves", "RETREAT", None, ("RETREAT", "withdraw", "MATERIAL COOPERATION", "8.0")),
        ("visits", "CONSULT", None, ("CONSULT", "visit", "VERBAL COOPERATION", "4.0")),
        ("meets", "CONSULT", None, ("CONSULT", "None", "VERBAL COOPERATION", "2.5")),
        ("provides_aid_to", "AID", "071", ("AID", "None", "MATERIAL COOPERATION", "10.0")),
        ("urges", "REQUEST", None, ("REQUEST", "None", "VERBAL CONFLICT", "0.0")),
        ("denies", "REJECT", None, ("REJECT", "None", "VERBAL CONFLICT", "-2.0")),
    ],
)
def test_polecat_types_and_modes_follow_the_manual(
    predicate: str, plover: str, cameo: str | None, wanted: tuple[str, ...], findings: Findings, tmp_path: Path
) -> None:
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    coded = replace(event, predicate=predicate, plover=plover, cameo=cameo)
    row = read_tab(write_polecat(replace(findings, events=(coded,)), tmp_path)[0]).iloc[0]
    assert tuple(row[["Event Type", "Event Mode", "Quad Code", "Event Intensity"]]) == wanted


def test_every_mode_of_a_code_is_one_of_its_type_in_the_manual() -> None:
    codes = EventCodes.load()
    assert {(code.plover, code.mode) for code in codes.codes.values() if code.plover} <= set(codes.scores)
    assert "meet" not in {code.mode for code in codes.codes.values() if code.plover == "CONSULT"}
    assert {code.mode for code in codes.codes.values() if code.plover == "AID"} == {None}
    assert codes.find_code("071").contexts == ("economic",)  # type: ignore[union-attr]


def test_codes_and_values_agree_with_the_shared_tables() -> None:
    """Compares with the public code tables where they lie beside the checkout."""
    folder = SHARED.parents[1] / "facts" / "codebooks"
    if not folder.is_dir():
        pytest.skip("the shared code tables are not here")
    cameo, codes = Cameo.load(), EventCodes.load()
    for row in pd.read_csv(folder / "cameo_codes.csv", dtype=str).to_dict("records"):
        code = codes.find_code(row["code"])
        assert code is not None
        assert (code.icews_text, code.icews_intensity) == (row["text_icews"], float(row["intensity_icews"]))
        if row["code"] in cameo.codes:
            assert cameo.codes[row["code"]].goldstein == float(row["score_gdelt"]), row["code"]
            assert cameo.find_quad(row["code"]) == int(row["quad_gdelt"]), row["code"]
    states = ActorCodes.load().states
    fips = pd.read_csv(folder / "fips_iso.csv", dtype=str, keep_default_na=False).set_index("iso3")["fips"]
    assert {iso: row["fips"] for iso, row in states.items() if fips.get(iso) not in (None, "", row["fips"])} == {}
    cow = pd.read_csv(folder / "cow_gw.csv", dtype=str, keep_default_na=False).set_index("iso3")["cow_number"]
    assert {iso: row["cow"] for iso, row in states.items() if cow.get(iso) not in (None, "", row["cow"])} == {}
    names = pd.read_csv(folder / "icews_countries.csv", dtype=str, keep_default_na=False).set_index("iso3")[
        "icews_name"
    ]
    assert {iso for iso, row in states.items() if row["icews"] != names.get(iso, "")} == {"XKX"}
    older = pd.read_csv(folder / "cameo_to_plover_2021.csv", dtype=str, keep_default_na=False).to_dict("records")
    kept = [(row, code) for row in older if (code := codes.find_code(row["cameo"])) is not None]
    differ = {r["cameo"] for r, code in kept if (code.plover or "", code.mode or "") != (r["plover"], r["mode"])}
    assert len(differ) == 25
    assert differ >= {"055", "084", "185", "202"}


def test_gdelt_loads_as_pandas_users_do(findings: Findings, tmp_path: Path) -> None:
    events, mentions, _ = write_gdelt(findings, tmp_path)
    assert re.fullmatch(r"\d{14}\.export\.CSV", events.name)
    assert re.fullmatch(r"\d{14}\.mentions\.CSV", mentions.name)
    frame = pd.read_csv(events, sep="\t", header=None, dtype={26: str, 27: str, 28: str})
    assert frame.shape == (len(HAPPENED) + 1, 61)
    frame.columns = pd.Index(find_columns("gdelt2"))
    assert frame.GLOBALEVENTID.between(1, 2**63 - 1).all()
    assert frame.GLOBALEVENTID.is_unique
    met = frame[frame.Actor1Name == "ANA DUARTE"].iloc[0]
    assert (met.EventCode, met.EventRootCode, met.QuadClass, met.GoldsteinScale) == ("040", "04", 1, 1.0)
    assert (met.SQLDATE, met.MonthYear, met.FractionDate) == (20240305, 202403, round(2024 + (2 * 30 + 5) / 365, 4))
    assert (met.NumMentions, met.NumSources, met.NumArticles) == (2, 2, 2)
    assert (met.ActionGeo_Type, met.ActionGeo_FullName, met.ActionGeo_CountryCode) == (4, "Lisbon, Portugal", "PO")
    norway = frame[frame.EventCode == "052"].iloc[0]
    assert norway.Actor1CountryCode == "NOR"
    mention_rows = pd.read_csv(mentions, sep="\t", header=None)
    assert mention_rows.shape == (8, 16)
    assert set(mention_rows[0]) == set(frame.GLOBALEVENTID)
    added = dict(zip(frame.GLOBALEVENTID, frame.DATEADDED, strict=True))
    assert all(added[number] == time for number, time in zip(mention_rows[0], mention_rows[1], strict=True))


@pytest.mark.parametrize(
    ("day", "fraction"),
    [("2019-03-20", "2019.2192"), ("2020-02-18", "2020.1315"), ("2021-03-23", "2021.2274"), ("2011-12-31", "2011.989")],
)
def test_the_fraction_of_a_year_is_that_of_published_rows(day: str, fraction: str) -> None:
    assert find_fraction(day) == fraction


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("cuba", (1, "Cuba", "CU", "CU")),
        ("texas", (2, "Texas, United States", "US", "USTX")),
        ("chicago", (3, "Chicago, Illinois, United States", "US", "USIL")),
        ("havana", (4, "Havana, La Habana, Cuba", "CU", "CU02")),
        ("crimea", (5, "Crimea, Ukraine", "UP", "UP11")),
        ("unknown-town-1a2b3c4d", (0, "Unknown Town", "", "")),
        ("greenland", (1, "Greenland", "GL", "GL")),
    ],
)
def test_places_have_the_types_of_gdelt(place: str, wanted: tuple[object, ...], tmp_path: Path) -> None:
    findings = make_findings()
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    entry = CodeTables.load().gazetteer.entries.get(place)
    entity = (
        Entity(place, entry.kind, entry.name, (), entry.external, (), entry.state, entry.within, entry.location)
        if entry
        else Entity(place, Kind.PLACE, "Unknown Town")
    )
    there = replace(findings, entities=(*findings.entities, entity), events=(replace(event, place=place),))
    (row,) = read_rows(write_gdelt(there, tmp_path)[0], "gdelt2")
    names = ("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code")
    assert tuple(row[name] for name in names) == tuple(map(str, wanted))
    assert bool(row["ActionGeo_Lat"]) == (place != "unknown-town-1a2b3c4d")


def test_icews_loads_with_its_column_types(findings: Findings, tmp_path: Path) -> None:
    path, _ = write_icews(findings, tmp_path)
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
    assert pd.isna(row["Target Sectors"])  # a state as such has none
    denied = frame[frame["CAMEO Code"] == "016"].iloc[0]
    assert denied["Intensity"] == -5.0  # -2 in GDELT


def test_states_have_the_names_and_letters_of_each_format(findings: Findings, tmp_path: Path) -> None:
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    states = (
        Entity("russia", Kind.STATE, "Russia", (), (("iso3", "RUS"),)),
        Entity("kosovo", Kind.STATE, "Kosovo", (), (("iso3", "XKX"),)),
    )
    event = replace(event, agent="russia", recipient="kosovo")
    changed = replace(findings, entities=(*findings.entities, *states), events=(event,))
    icews = read_tab(write_icews(changed, tmp_path)[0]).iloc[0]
    assert (icews["Source Name"], icews["Source Country"], icews["Target Country"]) == (
        "Russia",
        "Russian Federation",
        "Kosovo",
    )
    assert read_tab(write_polecat(changed, tmp_path)[0]).iloc[0]["Recipient Country"] == "KOS"
    (gdelt,) = read_rows(write_gdelt(changed, tmp_path)[0], "gdelt2")
    assert (gdelt["Actor2Code"], gdelt["Actor2CountryCode"]) == ("KSV", "KSV")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("united-nations", ("IGOUNO", "", "UNO", "IGO", "")),
        ("european-commission", ("IGOEUREEC", "EUR", "EEC", "IGO", "")),
        ("north-atlantic-treaty-organization", ("IGOWSTNAT", "WST", "NAT", "IGO", "")),
        ("economic-community-of-west-african-states", ("IGOWAFBUSWAS", "WAF", "WAS", "IGO", "BUS")),
        ("african-union", ("IGOAFRAFU", "AFR", "", "IGO", "")),
        ("hamas", ("PSEREB", "PSE", "", "REB", "")),
    ],
)
def test_known_groups_stand_in_actor_codes(
    body: str, code: tuple[str, ...], findings: Findings, tmp_path: Path
) -> None:
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    changed = replace(
        findings,
        entities=(*findings.entities, Entity(body, Kind.ORGANIZATION, "A body")),
        events=(replace(event, agent=body),),
    )
    (row,) = read_rows(write_gdelt(changed, tmp_path)[0], "gdelt2")
    names = ("Code", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code")
    assert tuple(row[f"Actor1{name}"] for name in names) == code


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
    codes = ActorCodes.load().states
    assert len(codes) > 190
    former = {"ANT", "CSK", "DDR", "SCG", "SUN", "YUG"}
    without = {iso for iso, row in codes.items() if not row["fips"]}
    assert without == former | {"ALA"}
    assert all(re.fullmatch(r"[A-Z]{3}", iso) and re.fullmatch(r"[A-Z]{2}|", row["fips"]) for iso, row in codes.items())
    for system in ("fips", "cow", "cameo", "icews"):
        known = [row[system] for iso, row in codes.items() if row[system] and iso not in former]
        assert len(known) == len(set(known))
    assert {codes[iso]["fips"] for iso in ("DEU", "GBR", "RUS", "CHN")} == {"GM", "UK", "RS", "CH"}
    assert {row["region"] for row in codes.values()} == {
        "Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America"
    }  # fmt: skip


def test_every_state_and_territory_of_the_gazetteer_has_codes() -> None:
    codes = ActorCodes.load().states
    entries = CodeTables.load().gazetteer.entries.values()
    known = {iso for entry in entries if (iso := dict(entry.external).get("iso3"))}
    assert known - set(codes) == {"DGA"}  # no code of ISO 3166-1
    assert {iso: codes[iso]["icews"] for iso in ("GRL", "COK", "IMN")} == {
        "GRL": "Greenland", "COK": "Cook Island", "IMN": "Isle Of Man"
    }  # fmt: skip
    assert (codes["COK"]["fips"], codes["IMN"]["cameo"]) == ("CW", "IMY")
    assert {row["plover"] for row in codes.values()} <= set(codes) | {"KOS"}


@pytest.mark.parametrize(
    ("actor", "plover", "cow", "sector", "cameo", "icews"),
    [
        ("greenland", "DNK", "390", None, "GRL", "Greenland"),
        ("cook-islands", "NZL", "920", None, "COK", "Cook Island"),
        ("abkhazia", "GEO", "372", "PRE", "GEO", "Georgia"),
        ("somaliland", "SOM", "520", "PRE", "SOM", "Somalia"),
        ("kosovo", "KOS", "347", "GOV", "KSV", "Kosovo"),
        ("hong-kong", "HKG", None, None, "HKG", "Hong Kong"),
    ],
)
def test_dependencies_and_breakaway_regions_are_coded_as_each_codebook_has_them(
    actor: str, plover: str, cow: str | None, sector: str | None, cameo: str, icews: str,
    findings: Findings, tmp_path: Path,
) -> None:  # fmt: skip
    entry = CodeTables.load().gazetteer.entries[actor]
    entity = Entity(entry.id, entry.kind, entry.name, external=entry.external)
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    changed = Findings(findings.articles, (*findings.entities, entity), (replace(event, agent=actor),))
    row = read_tab(write_polecat(changed, tmp_path / "polecat")[0]).iloc[0]
    assert (row["Actor Country"], row["Actor COW"], row["Primary Actor Sector"]) == (
        plover, cow or "None", sector or "None"
    )  # fmt: skip
    assert read_rows(write_gdelt(changed, tmp_path / "gdelt")[0], "gdelt2")[0]["Actor1CountryCode"] == cameo
    assert read_tab(write_icews(changed, tmp_path / "icews")[0]).iloc[0]["Source Country"] == icews


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
    ("body", "sector", "state", "international"),
    [
        ("united-states-department-of-state", "GOV", "USA", None),
        ("international-atomic-energy-agency", None, None, "UNO"),
        ("north-atlantic-treaty-organization", None, None, "IGO"),
        ("european-union", None, None, "EUR"),
        ("amnesty-international", None, None, "NGO"),
        ("hamas", "REB", "PSE", None),
        ("nobody-knows-this", None, None, None),
    ],
)
def test_a_body_has_the_sector_and_the_country_of_plover(
    body: str, sector: str | None, state: str | None, international: str | None, findings: Findings, tmp_path: Path
) -> None:
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    entity = Entity(body, Kind.ORGANIZATION, "A body")
    changed = Findings(findings.articles, (*findings.entities, entity), (replace(event, agent=body),))
    profile = Actors(changed, CodeTables.load()).find_profile(body, "2024-03-06")
    assert (profile.sector, profile.join_codes("iso3"), profile.international) == (sector, state, international)
    row = read_tab(write_polecat(changed, tmp_path)[0]).iloc[0]
    assert (row["Primary Actor Sector"], row["Actor Country"]) == (sector or "None", international or state or "None")


@pytest.mark.parametrize(
    ("person", "day", "state", "title"),
    [
        ("antony-blinken", "2023-11-09", "USA", "United States Secretary of State"),
        ("antony-blinken", "2027-01-01", None, None),
        ("antonio-guterres", "2020-01-01", None, "Secretary-General of the United Nations"),
    ],
)
def test_a_person_stands_for_the_office_of_the_day(person: str, day: str, state: str | None, title: str | None) -> None:
    entry = CodeTables.load().gazetteer.entries[person]
    findings = Findings(entities=(Entity(person, Kind.PERSON, entry.name),))
    profile = Actors(findings, CodeTables.load()).find_profile(person, day)
    assert profile.join_codes("iso3") == state
    assert profile.titles[:1] == ((title,) if title else ())
    assert (profile.international == "UNO") == (person == "antonio-guterres")


@pytest.mark.parametrize(
    ("label", "kind", "state", "sector"),
    [
        ("South Korean protesters", Kind.GROUP, "KOR", "CVL"),
        ("Myanmar security forces", Kind.GROUP, "MMR", "MIL"),
        ("French Foreign Ministry", Kind.ORGANIZATION, "FRA", "GOV"),
        ("police", Kind.GROUP, None, "COP"),
        ("border with Ukraine", Kind.THING, "UKR", None),
    ],
)
def test_a_described_actor_has_the_state_that_its_words_name(
    label: str, kind: Kind, state: str | None, sector: str | None
) -> None:
    profile = Actors(Findings(entities=(Entity("x", kind, label),)), CodeTables.load()).find_profile("x", None)
    assert (profile.join_codes("iso3"), profile.sector) == (state, sector)


@pytest.mark.parametrize(
    ("label", "region"),
    [
        ("the West", "WST"),
        ("Western countries", "WST"),
        ("African leaders", "AFR"),
        ("West African states", "WAF"),
        ("other European allies", "EUR"),
        ("the Gulf", "PGS"),
        ("ships in the Gulf of Guinea", None),
        ("boats in the Caribbean Sea", None),
        ("the West Bank", None),
        ("western wind", None),
        ("neighbours", None),
    ],
)
def test_gdelt_has_the_region_that_an_actor_without_a_state_belongs_to(
    label: str, region: str | None, findings: Findings, tmp_path: Path
) -> None:
    event = next(event for event in findings.events if event.id == "e-condemns-01")
    entity = Entity("some-group", Kind.GROUP, label)
    changed = Findings(findings.articles, (*findings.entities, entity), (replace(event, agent="some-group"),))
    rows = read_rows(write_gdelt(changed, tmp_path)[0], "gdelt2")
    assert [row["Actor1CountryCode"] for row in rows] == [region or ""]


def test_what_was_announced_before_counts_from_the_report_that_it_has_happened(
    findings: Findings, tmp_path: Path
) -> None:
    met = next(event for event in findings.events if event.id == "e-meets-05")
    early, late = sorted(met.mentions, key=lambda mention: mention.evidence.article)
    days = {"2024-02-01": early, "2024-03-09": late}
    articles = tuple(
        replace(
            article,
            published=next((day for day, mention in days.items() if mention.evidence.article == article.id), "x"),
        )
        for article in findings.articles
        if article.id in {mention.evidence.article for mention in met.mentions}
    )
    announced = replace(early, status=Status.PLANNED)
    changed = Findings(articles, findings.entities, (replace(met, date=None, mentions=(announced, late)),))
    events, mentions, _ = write_gdelt(changed, tmp_path / "gdelt")
    rows = read_rows(events, "gdelt2")
    assert {(row["SQLDATE"], row["DATEADDED"][:8], row["NumMentions"], row["NumArticles"]) for row in rows} == {
        ("20240309", "20240309", "1", "1")
    }
    assert len(read_rows(mentions, "gdelt2_mentions")) == len(rows)
    assert set(read_tab(write_polecat(changed, tmp_path / "polecat")[0])["Event Date"]) == {"2024-03-09"}
