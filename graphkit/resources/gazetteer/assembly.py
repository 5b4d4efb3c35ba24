"""The rows of all gazetteer files put together and held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from graphkit.errors import AssetError
from graphkit.model import Kind
from graphkit.resources.gazetteer.coordinates import locate_entry
from graphkit.resources.gazetteer.entity_rows import Entry, Spot, capital_place, read_rows
from graphkit.resources.gazetteer.office_patterns import Patterns
from graphkit.resources.gazetteer.spelling import fold_name
from graphkit.resources.gazetteer.state_codes import add_state_codes

#: Entries by id, each with its file and line.
Rows: TypeAlias = dict[str, tuple[Entry, Spot]]


def assemble_entries(
    texts: Mapping[str, str], extra: Sequence[Path], offices: Patterns, agencies: Patterns
) -> list[Entry]:
    """Assemble the entries of `texts` (by file name); those of `extra` files are added or replace others by id.

    Raises AssetError for an id given twice, a reference to no entry and a name that two entries of a kind claim.
    """
    rows: Rows = {}
    for name in sorted(texts):
        _add_rows(rows, texts[name], name, replaceable=set())
    for path in extra:
        _add_rows(rows, _read_text(path), str(path), replaceable=set(rows))
    _add_capitals(rows)
    _check_references(rows, offices, agencies)
    _check_names(rows)
    return [add_state_codes(locate_entry(_with_state(entry, rows))) for entry, _ in rows.values()]


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssetError(f"cannot read it: {error}", where=str(path), remedy="check path and encoding") from error


def _add_rows(rows: Rows, text: str, where: str, replaceable: set[str]) -> None:
    for entry, spot in read_rows(text, where):
        if entry.id in rows and entry.id not in replaceable:
            other = rows[entry.id][1].where
            raise spot.fault(f"the id {entry.id!r} is given twice (also in {other})", "give one an id of its own", "id")
        replaceable.discard(entry.id)
        rows[entry.id] = (entry, spot)


def _add_capitals(rows: Rows) -> None:
    for entry, spot in list(rows.values()):
        place = capital_place(entry)
        if place is None:
            continue
        row = rows.get(place.id)
        if row is None:
            rows[place.id] = (place, spot)
        elif row[0].kind is not Kind.PLACE or row[0].state != entry.id:
            rows.setdefault(f"{place.id}-{entry.id}", (replace(place, id=f"{place.id}-{entry.id}"), spot))


def _with_state(entry: Entry, rows: Rows) -> Entry:
    """Give a person without a state the first state that he or she held an office of."""
    if entry.state is not None or not entry.tenures:
        return entry
    for tenure in entry.tenures:
        body = rows[tenure.of][0]
        state = body.id if body.kind is Kind.STATE else body.state
        if state is not None:
            return replace(entry, state=state)
    return entry


def _check_references(rows: Rows, offices: Patterns, agencies: Patterns) -> None:
    for entry, spot in rows.values():
        for key, ids in (("state", (entry.state,)), ("members", entry.members), ("namesakes", entry.namesakes)):
            for identifier in ids:
                if identifier is not None and identifier not in rows:
                    raise spot.fault(f"{entry.id}: there is no entry {identifier!r}", "add its row or mend the id", key)
        for tenure in entry.tenures:
            if tenure.of not in rows:
                raise spot.fault(f"{entry.id}: there is no entry {tenure.of!r}", "add its row or mend the id", "held")
            if tenure.office not in offices.patterns:
                raise spot.fault(f"{entry.id}: there is no office {tenure.office!r}", "add it to offices.yaml", "held")
    for file in (offices, agencies):
        for state in sorted(file.states()):
            if state not in rows:
                raise file.fault(f"there is no entry {state!r}", "add its row or mend the id", state)


def _check_names(rows: Rows) -> None:
    """Check that no two entries of a kind have one name or alias, unless one row says that they are namesakes."""
    claimed: dict[tuple[Kind, str, str], Entry] = {}
    for entry, spot in rows.values():
        for key, names in (("name", (entry.name,)), ("aliases", entry.aliases)):
            for name in names:
                other = claimed.setdefault((entry.kind, key, fold_name(name)), entry)
                if other.id != entry.id and entry.id not in other.namesakes and other.id not in entry.namesakes:
                    raise spot.fault(
                        f"{entry.id} and {other.id} both say {name!r} under {key}",
                        "drop one, or list the other's id under namesakes",
                        key,
                    )
