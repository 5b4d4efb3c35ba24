"""POLECAT files in the terms of the PLOVER manual 2.0: ngecEvents.DV.YYYY.txt."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from graphkit.export.actors import ActorProfile
from graphkit.export.event_data.coded_events import (
    CodedEvent,
    Row,
    arrange,
    code_events,
    find_columns,
    write_note,
)
from graphkit.export.event_data.places import find_place
from graphkit.export.exported import ExportedFiles
from graphkit.export.lookups import Lookup, write_tab_rows
from graphkit.model import Findings, Kind, Mention
from graphkit.resources.actor_codes import ActorCodes
from graphkit.resources.event_codes import EventCodes

#: The sector of a state that few recognise.
_PARTLY_RECOGNISED = "PRE"
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
#: Predicates whose type and mode in the manual do not follow from the CAMEO code.
_BY_PREDICATE = {
    "leaves": ("RETREAT", "withdraw"),
    "withdraws_from": ("RETREAT", None),
    "attends": ("CONSULT", "multilateral"),
}


def write_polecat(
    findings: Findings, path: str | Path, intensity: str = "Event Intensity", undated: str = "report"
) -> ExportedFiles:
    """Write ngecEvents.DV.YYYY.txt for each year into a folder; `intensity` is the name of the fifth column."""
    lookup = Lookup(findings)
    columns = find_columns("polecat")
    header = [intensity if column == "Event Intensity" else column for column in columns]
    coded = code_events(lookup, undated)
    by_year: dict[str, list[Row]] = defaultdict(list)
    notes: dict[str, list[Row]] = defaultdict(list)
    stories = _Stories(lookup)
    numbers: dict[str, int] = defaultdict(int)
    for item in coded.rows:
        numbers[item.day] += 1
        row = _code_row(lookup, item, numbers[item.day], stories)
        by_year[item.day[:4]].append(row)
        notes[item.day[:4]].append(write_note(item, row["Event ID"]))
    folder = Path(path)
    files = []
    for year, rows in sorted(by_year.items() or [("0000", [])]):
        name = f"ngecEvents.DV.{year}"
        files.append(write_tab_rows(folder / f"{name}.txt", header, arrange(rows, columns), missing="None"))
        own = arrange(notes[year], find_columns("notes"))
        files.append(write_tab_rows(folder / f"{name}.notes.tsv", find_columns("notes"), own, missing=""))
    return ExportedFiles(files, (coded.describe(),))


class _Stories:
    """The people, organizations and places of each article, as far as its events go."""

    def __init__(self, lookup: Lookup) -> None:
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        groups = {Kind.PERSON: "people", Kind.ORGANIZATION: "organizations", Kind.PLACE: "places", Kind.STATE: "places"}
        for event in lookup.findings.events:
            for name in filter(None, (event.agent, event.recipient, event.place)):
                entity = lookup.find_entity(name)
                if entity.kind in groups:
                    for mention in event.mentions:
                        self._names[mention.evidence.article, groups[entity.kind]].add(entity.label)

    def find(self, article: str, group: str) -> str | None:
        """Return the names of one group in an article; None without any."""
        return "; ".join(sorted(self._names[article, group])) or None


def find_type(item: CodedEvent, codes: EventCodes) -> tuple[str, str | None, tuple[str, ...]]:
    """Return type, mode and contexts by the manual: those of the CAMEO code, or else the type of the predicate."""
    code = codes.find_code(item.code.code)
    contexts = code.contexts if code else ()
    plover, mode = (code.plover, code.mode) if code and code.plover else (item.event.plover, None)
    own_type, own_mode = _BY_PREDICATE.get(item.event.predicate, (plover, None))
    if own_type != plover:
        return own_type, own_mode, contexts
    return plover or item.event.plover, mode or own_mode, contexts


def _code_row(lookup: Lookup, item: CodedEvent, number: int, stories: _Stories) -> Row:
    from graphkit.version import __version__

    codes = lookup.tables.events
    plover, mode, contexts = find_type(item, codes)
    article = item.article
    row: Row = {
        "Event ID": f"{item.day.replace('-', '')}-{number:04d}-{item.event.id}",
        "Event Date": item.day,
        "Event Type": plover,
        "Event Mode": mode,
        "Event Intensity": codes.score(plover, mode),
        "Quad Code": _QUADS[codes.quad(plover) or 1],
        "Contexts": "; ".join(contexts) or None,
        "Source": article.publisher,
        "Publication Date": article.published[:10] if article.published else None,
        "Story People": stories.find(article.id, "people"),
        "Story Organizations": stories.find(article.id, "organizations"),
        "Story Locations": stories.find(article.id, "places"),
        "Language": article.language,
        "Version": f"graphkit-{__version__}",
    }
    actors = lookup.tables.actors
    row |= _code_side("Actor", item.agent, item.agent_words, actors)
    row |= _code_side("Recipient", item.recipient, item.recipient_words, actors)
    return row | _code_place(lookup, item)


def _code_side(side: str, actor: ActorProfile, words: Mention, codes: ActorCodes) -> Row:
    sector = "GOV" if actor.entity.kind is Kind.STATE else actor.sector
    if actor.entity.id in codes.claimed:
        sector = _PARTLY_RECOGNISED
    country = actor.international or actor.join_codes("plover")
    return {
        f"{side} Name": actor.entity.label,
        f"{side} Country": country,
        f"{side} COW": "; ".join(filter(None, map(codes.find_cow, (country or "").split("; ")))) or None,
        f"Primary {side} Sector": sector,
        f"{side} Sectors": sector,
        f"{side} Title": "; ".join(actor.titles) or None,
        f"{side} Name Raw": words.text,
        f"Wikipedia {side} ID": dict(actor.entity.external).get("wikidata"),
    }


def _code_place(lookup: Lookup, item: CodedEvent) -> Row:
    place = find_place(lookup, item.event)
    if place is None:
        return {}
    location = place.location
    return {
        "Placename": place.entity.label,
        "City": place.city,
        "Province": place.province,
        "Country": place.find_code("iso3"),
        "Latitude": location.latitude if location else None,
        "Longitude": location.longitude if location else None,
        "GeoNames ID": dict(place.entity.external).get("geonames"),
        "Raw Placename": item.mention.place.text if item.mention.place else place.entity.label,
        "Feature Type": "PCLI" if place.is_state else "ADM1" if place.is_region else "PPL",
    }
