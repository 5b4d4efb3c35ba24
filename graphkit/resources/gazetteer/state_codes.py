"""FIPS 10-4 and Correlates of War codes of states, added to their entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from graphkit.resources.event_codes import read_csv_asset
from graphkit.resources.gazetteer.entity_rows import Entry

#: The codes that a graph has beside those of ISO and Wikidata.
_SYSTEMS = ("cow", "fips")


@cache
def load_state_codes() -> Mapping[str, Mapping[str, str]]:
    """Read the table of codes by ISO alpha-3 code (once per process)."""
    return {row["iso3"]: row for row in read_csv_asset("state_codes.csv")}


def add_state_codes(entry: Entry) -> Entry:
    """Return an entry with the codes that its ISO code leads to, where it has none of its own."""
    own_codes = dict(entry.external)
    row = load_state_codes().get(own_codes.get("iso3", ""), {})
    codes = {system: row[system] for system in _SYSTEMS if row.get(system) and system not in own_codes}
    return replace(entry, external=tuple(sorted({**codes, **own_codes}.items()))) if codes else entry
