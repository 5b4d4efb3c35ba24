"""ICEWS files: events.YYYY.graphkit.tab, with the texts, intensities and names of states that ICEWS has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from graphkit.export.actors import ActorProfile
from graphkit.export.event_data.coded_events import (
    CodedEvent,
    Row,
    SentenceNumbers,
    arrange,
    code_events,
    find_columns,
    turn_row,
    write_note,
)
from graphkit.export.event_data.places import find_place
from graphkit.export.exported import ExportedFiles
from graphkit.export.lookups import Lookup, number_things, write_tab_rows
from graphkit.model import Findings, Kind

#: A visit is a row for the visitor and one for the host.
_MIRRORED = {"042": "043", "043": "042"}
#: ICEWS has sectors of its own for bodies of no state.
_BODIES = {"UNO": "IGO", "EUR": "IGO", "IGO": "IGO", "NGO": "NGO"}


def write_icews(findings: Findings, path: str | Path, undated: str = "report") -> ExportedFiles:
    """Write events.YYYY.graphkit.tab for each year into a folder."""
    lookup = Lookup(findings)
    coded = code_events(lookup, undated)
    coded.rows = list(_mirror_visits(lookup, coded.rows))
    numbers = number_pairs(coded.rows)
    stories = number_things((item.article.id for item in coded.rows), 31)
    sentences = SentenceNumbers(lookup)
    by_year: dict[str, list[Row]] = defaultdict(list)
    notes: dict[str, list[Row]] = defaultdict(list)
    for item in coded.rows:
        year = item.day[:4]
        by_year[year].append(_code_row(lookup, item, numbers[item.key], stories[item.article.id], sentences))
        notes[year].append(write_note(item, numbers[item.key]))
    folder, columns = Path(path), find_columns("icews")
    files = []
    for year, rows in sorted(by_year.items() or [("0000", [])]):
        name = f"events.{year}.graphkit"
        files.append(write_tab_rows(folder / f"{name}.tab", columns, arrange(rows, columns), missing=""))
        own = arrange(notes[year], find_columns("notes"))
        files.append(write_tab_rows(folder / f"notes.{year}.graphkit.tsv", find_columns("notes"), own, missing=""))
    return ExportedFiles(files, (coded.describe(),))


def _mirror_visits(lookup: Lookup, rows: list[CodedEvent]) -> Iterator[CodedEvent]:
    """Yield the rows, behind each visit to an actor or by a guest the same visit from the other side."""
    for row in rows:
        yield row
        other = _MIRRORED.get(row.code.code)
        if other is not None and not row.is_mirror and row.recipient.entity.kind is not Kind.PLACE:
            yield turn_row(row, lookup.cameo.find_code(other))


def number_pairs(rows: list[CodedEvent]) -> dict[str, int]:
    """Return an event number below 2^31 for each row; the two rows of a symmetric event are neighbours."""
    halves = number_things((row.event.id for row in rows), 30)
    return {row.key: min(2 * halves[row.event.id] + row.is_mirror, 2**31 - 1) for row in rows}


def _code_row(lookup: Lookup, item: CodedEvent, number: int, story: int, sentences: SentenceNumbers) -> Row:
    code = item.code.code if len(item.code.code) > 2 else f"{item.code.code}0"
    row_of_code = lookup.tables.events.find_code(code)
    place = find_place(lookup, item.event)
    location = place.location if place else None
    row: Row = {
        "Event ID": number,
        "Event Date": item.day,
        "Event Text": row_of_code.icews_text if row_of_code else item.code.name,
        "CAMEO Code": code,
        "Intensity": row_of_code.icews_intensity if row_of_code else item.code.goldstein,
        "Story ID": story,
        "Sentence Number": sentences.find(item.mention),
        "Publisher": item.article.publisher,
        "City": place.city if place else None,
        "Province": place.province if place else None,
        "Country": place.find_code("icews") if place else None,
        "Latitude": location.latitude if location else None,
        "Longitude": location.longitude if location else None,
    }
    for side, actor in (("Source", item.agent), ("Target", item.recipient)):
        row[f"{side} Name"] = actor.entity.label
        row[f"{side} Sectors"] = name_sector(actor, lookup.tables.actors.icews)
        row[f"{side} Country"] = actor.join_codes("icews", ",")
    return row


def name_sector(actor: ActorProfile, names: Mapping[str, str]) -> str | None:
    """Return the sector of an actor in ICEWS's words, `names`; a state as such has none."""
    if actor.entity.kind is Kind.STATE:
        return None
    sector = actor.sector or _BODIES.get(actor.international or "")
    return names.get(sector or "")
