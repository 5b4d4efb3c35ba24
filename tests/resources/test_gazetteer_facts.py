"""The gazetteer against collected facts (territories, office holders), where those are at hand."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from graphkit.model import Kind
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer
from graphkit.resources.gazetteer.spelling import fold_name

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the collected facts are not beside this checkout")

#: How far two sources may be apart on a day in office: taking office is election, oath or first day at work.
DAYS = 62
#: The facts were collected during 2022: an office without an end was held at least at its beginning.
COLLECTED = date(2022, 1, 1)
#: Tenures on which the facts and the gazetteer differ for a known reason.
DIFFERENT = {
    ("ayad-allawi", "prime-minister"): "the facts count the month at the head of the Governing Council",
    ("ibrahim-al-jaafari", "prime-minister"): "the facts count the month at the head of the Governing Council",
    ("nouri-al-maliki", "prime-minister"): "sworn in on 20 May 2006; the facts say 2007",
    ("azali-assoumani", "president"): "left in January 2002 for the election of that spring; the facts say 2001",
    ("jean-marc-ayrault", "foreign-minister"): "took over on 11 February 2016; the facts say December",
    ("laurent-fabius", "foreign-minister"): "left on 11 February 2016; the facts say December",
    ("paddy-ashdown", "high-representative"): "left in January 2006; the facts say May",
    ("jaswant-singh", "defence-minister"): "held defence besides from March 2001; the facts say 2000",
    ("hibatullah-akhundzada", "supreme-leader"): "led the Taliban since 2016, the state since August 2021",
    ("norodom-sihanouk", "monarch"): "crowned in September 1993; the facts count from June",
    ("truong-tan-sang", "president"): "his successor was sworn in on 2 April 2016; the facts say July",
    ("hasan-mahmud", "foreign-minister"): "was a junior minister in 2009",
    ("meir-ben-shabbat", "security-adviser"): "left in August 2021; the facts have no end",
    ("riyad-al-maliki", "foreign-minister"): "first in the cabinet of June 2007; the facts begin in 2009",
    ("rosemary-museminali", "foreign-minister"): "was a minister of state until March 2008",
    ("vuk-draskovic", "foreign-minister"): "of Serbia and Montenegro until June 2006",
    ("mariam-al-mahdi", "foreign-minister"): "resigned in November 2021; the facts have no end",
    ("fikri-isik", "defence-minister"): "handed over in July 2017; the facts give both men both years",
    ("nurettin-canikli", "defence-minister"): "took over in July 2017; the facts give both men both years",
    ("s-jaishankar", "foreign-minister"): "the facts mix the Foreign Secretary, a civil servant, with the minister",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def holders() -> list[dict[str, str]]:
    with (FACTS / "office_holders.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_territories() -> list[dict[str, str]]:
    territories: list[dict[str, str]] = json.loads((FACTS / "territories.json").read_text(encoding="utf-8"))
    return territories


def wikidata(entry: Entry) -> str | None:
    return dict(entry.external).get("wikidata")


def test_every_country_has_its_entry_with_the_right_codes(gazetteer: Gazetteer) -> None:
    by_id = {wikidata(entry): entry for entry in gazetteer.entries.values()}
    for row in read_territories():
        if not row["is_country"] or row["historical"]:
            continue
        entry = by_id.get(row["wikidata"])
        assert entry is not None, row["name"]
        codes = dict(entry.external)
        assert codes["iso2"] == row["code"].upper(), entry.id
        assert codes["iso3"] == row["alpha3"].upper(), entry.id


def test_no_place_or_state_has_the_wikidata_id_of_another(gazetteer: Gazetteer) -> None:
    names = {row["code"].upper(): row["wikidata"] for row in read_territories()}
    for entry in gazetteer.entries.values():
        code = dict(entry.external).get("iso2")
        if code is not None:
            assert names[code] == wikidata(entry), entry.id


def test_people_have_a_wikidata_id_only_where_the_facts_confirm_it(
    gazetteer: Gazetteer, holders: list[dict[str, str]]
) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for row in holders:
        names[row["wikidata"]].add(fold_name(row["person"]))
    people = [entry for entry in gazetteer.entries.values() if entry.kind is Kind.PERSON]
    confirmed = [entry for entry in people if wikidata(entry) is not None]
    assert len(confirmed) >= 600
    assert len({wikidata(entry) for entry in confirmed}) == len(confirmed)
    for entry in confirmed:
        own = {fold_name(name) for name in (entry.name, *entry.aliases)}
        assert own & names[wikidata(entry) or ""], entry.id


def test_tenures_agree_with_the_facts(gazetteer: Gazetteer, holders: list[dict[str, str]]) -> None:
    states = {wikidata(entry): entry.id for entry in gazetteer.entries.values() if entry.kind is not Kind.PERSON}
    of = {row["name"]: states.get(row["wikidata"]) for row in read_territories()}
    people = {wikidata(entry): entry for entry in gazetteer.entries.values() if entry.kind is Kind.PERSON}
    spells: dict[tuple[str, str, str], list[tuple[date, date]]] = defaultdict(list)
    for row in holders:
        entry, state = people.get(row["wikidata"]), of.get(row["country"])
        if entry is None or state is None or len(row["start"]) < 10 or 0 < len(row["end"]) < 10:
            continue
        office = gazetteer.office_key(row["position"], state)
        if any((tenure.office, tenure.of) == (office, state) for tenure in entry.tenures):
            end = date.fromisoformat(row["end"]) if row["end"] else date.max
            spells[entry.id, office or "", state].append((date.fromisoformat(row["start"]), end))
    wrong = []
    compared = 0
    for (entry_id, office, state), facts in spells.items():
        mine = _united(
            (_day(tenure.start or "1900", first=True), _day(tenure.end or "9999", first=False))
            for tenure in gazetteer.entries[entry_id].tenures
            if (tenure.office, tenure.of) == (office, state)
        )
        for spell in _united(facts):
            if spell[1] >= date(2001, 1, 1) and (entry_id, office) not in DIFFERENT:
                compared += 1
                if not any(_agree(spell, own) for own in mine):
                    wrong.append(f"{entry_id} {office} of {state}: {spell} against {mine}")
    assert not wrong, "\n".join(wrong)
    assert compared >= 1300


def _agree(fact: tuple[date, date], own: tuple[date, date]) -> bool:
    """The fact lies within our tenure and shares an end with it; the facts often have one term of several."""
    starts = abs((fact[0] - own[0]).days) <= DAYS
    ends = own[1] >= COLLECTED if fact[1] == date.max else abs((fact[1] - own[1]).days) <= DAYS
    return (starts or ends) and (starts or fact[0] > own[0]) and (ends or fact[1] < own[1])


def _day(text: str, *, first: bool) -> date:
    if len(text) == 10:
        return date.fromisoformat(text)
    year, _, month = text.partition("-")
    if first:
        return date(int(year), int(month or 1), 1)
    return date(int(year), int(month or 12), 28)


def _united(spells: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spells that follow each other within the tolerance as one: re-election is no new tenure."""
    out: list[tuple[date, date]] = []
    for start, end in sorted(spells):
        if out and (start - out[-1][1]).days <= DAYS:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
