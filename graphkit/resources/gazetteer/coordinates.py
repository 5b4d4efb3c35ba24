"""Read where the places and states of the gazetteer lie: point, division, GeoNames id, containing region."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from graphkit.errors import AssetError
from graphkit.model import Kind, Location
from graphkit.resources.gazetteer.entity_rows import Entry

_FILE = "coordinates.csv"


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A row of the file: the location of an entry, its GeoNames id, and the region (an entry id) it lies in."""

    location: Location
    geonames: str | None
    within: str | None


@cache
def load_place_records() -> Mapping[str, PlaceRecord]:
    """Read the file of coordinates by entry id (once per process). Raises AssetError that names the row."""
    text = (resources.files("graphkit") / "assets" / "gazetteer" / _FILE).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["id"]: _read_record(row) for row in rows}


def _read_record(row: Mapping[str, str]) -> PlaceRecord:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError as error:
        raise AssetError(f"{row['id']}: {error}", where=_FILE, remedy="write degrees as decimal numbers") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise AssetError(f"{row['id']}: no point on the globe", where=_FILE, remedy="write latitude, then longitude")
    location = Location(latitude, longitude, row["province"] or None, row["admin1"] or None)
    return PlaceRecord(location, row["geonames"] or None, row["within"] or None)


def locate_entry(entry: Entry) -> Entry:
    """Return a place or state with its location, its GeoNames id and what directly contains it, as far as known."""
    if entry.kind not in (Kind.PLACE, Kind.STATE):
        return entry
    record = load_place_records().get(entry.id)
    if record is None:
        return replace(entry, within=entry.state) if entry.kind is Kind.PLACE else entry
    external = entry.external
    if record.geonames and "geonames" not in dict(external):
        external = tuple(sorted((*external, ("geonames", record.geonames))))
    within = (record.within or entry.state) if entry.kind is Kind.PLACE else None
    return replace(entry, location=record.location, within=within, external=external)
