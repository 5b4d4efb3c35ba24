"""Gazetteer files read into entries, with every mistake named by file and line.

A file is a YAML mapping from a kind (State, Place, Organization, Person) to rows. Every scalar is text: no
date, boolean or number is guessed. Intervals are ISO 8601 ("2021-01-26/2025-01-20"), either side may be open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import Kind, Location
from graphkit.resources.gazetteer.spelling import fold_name, plural_demonym, slug_name
from graphkit.resources.parsed_assets import parse_kept

_SINGLE = frozenset({"id", "name", "capital", "wikidata", "state", "category", "surname"})
_MANY = frozenset({"aliases", "acronyms", "demonyms", "seats", "former", "iso", "members", "held", "namesakes"})
_ONLY = {
    "capital": {Kind.STATE, Kind.PLACE},
    "seats": {Kind.STATE, Kind.PLACE, Kind.ORGANIZATION},
    "demonyms": {Kind.STATE, Kind.PLACE, Kind.ORGANIZATION},
    "iso": {Kind.STATE, Kind.PLACE},
    "members": {Kind.STATE, Kind.ORGANIZATION, Kind.PLACE},
    "held": {Kind.PERSON},
    "surname": {Kind.PERSON},
    "category": {Kind.STATE, Kind.PLACE, Kind.ORGANIZATION},
}
_KINDS = {str(kind): kind for kind in (Kind.STATE, Kind.PLACE, Kind.ORGANIZATION, Kind.PERSON)}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INTERVAL = re.compile(r"(\d{4}(?:-\d\d){0,2})?/(\d{4}(?:-\d\d){0,2})?")
_HELD = re.compile(r"([a-z-]+) of ([a-z0-9-]+) (\S+)")


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held: `office` is a key of offices.yaml, `of` the entry id of the state or body."""

    office: str
    of: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Former:
    """A name that was official for a time."""

    name: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity of the gazetteer, with its names.

    `seats` are metonyms ("Kremlin"); `external` holds pairs such as ("wikidata", "Q884"), sorted; `state` and
    `members` are entry ids; `surname` is what later mentions of a person use; `namesakes` are the ids of
    entries that rightly bear the same name; `within` is the entry id of what directly contains a place.
    """

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str | None = None
    seats: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()
    external: tuple[tuple[str, str], ...] = ()
    state: str | None = None
    category: str | None = None
    members: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    surname: str | None = None
    namesakes: tuple[str, ...] = ()
    within: str | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a row, so that a later check can name its line."""

    where: str
    text: str
    section: str
    index: int

    def fault(self, what: str, remedy: str, key: str | None = None) -> AssetError:
        """Make the error at the line of a key of the row."""
        line = find_line(self.text, self.section, self.index, key)
        return AssetError(what, where=f"{self.where}:{line}", remedy=remedy)


def load_text_yaml(text: str, where: str) -> Any:
    """Parse YAML into mappings, lists and texts; every scalar is text, so that NO is Norway and 2001 a word.

    Raises AssetError with the line for what is not YAML, for anchors and for a key that stands twice.
    """
    return parse_kept(text, lambda: _parse_text(text, where))


def _parse_text(text: str, where: str) -> Any:
    import yaml  # needed only where the cache folder does not hold the file yet

    try:
        return _build_tree(make_loader(text), where)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        problem = getattr(error, "problem", None) or "the text cannot be parsed"
        raise AssetError(f"not YAML: {problem}", where=f"{where}:{line}", remedy="mend the line") from error


def make_loader(text: str) -> Any:
    """Make the loader of a text: the parser in C where there is one."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)


def _build_tree(loader: Any, where: str) -> Any:
    """Build the tree of a document from parser events, which is faster than a constructor that looks for types."""
    import yaml

    root: list[Any] = []
    stack: list[Any] = [root]
    keys: list[str | None] = [None]
    while True:
        event = loader.get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value: Any = event.value
        elif kind is yaml.MappingStartEvent:
            value = {}
        elif kind is yaml.SequenceStartEvent:
            value = []
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            keys.pop()
            continue
        elif kind is yaml.StreamEndEvent:
            return root[0] if root else None
        elif kind is yaml.AliasEvent:
            raise _fault_at(event, "a reference to an anchor", where)
        else:
            continue
        holder = stack[-1]
        if type(holder) is list:
            holder.append(value)
        elif keys[-1] is None:
            if kind is not yaml.ScalarEvent or value in holder:
                raise _fault_at(event, f"the key {value!r} twice or no text", where)
            keys[-1] = value
            holder[value] = None
            continue
        else:
            holder[keys[-1]] = value
            keys[-1] = None
        if kind is not yaml.ScalarEvent:
            stack.append(value)
            keys.append(None)


def _fault_at(event: Any, what: str, where: str) -> AssetError:
    return AssetError(f"{what} cannot stand here", where=f"{where}:{event.start_mark.line + 1}", remedy="drop it")


def find_line(text: str, section: str, index: int | None = None, key: str | None = None) -> int:
    """Find the line (from 1) of a section, of a row in it, or of a key of that row. Only called for an error."""
    import yaml

    node: Any = make_loader(text).get_single_node()
    for name, rows in getattr(node, "value", ()):
        if name.value != section:
            continue
        if index is None:
            return int(name.start_mark.line) + 1
        row = rows.value[index]
        for field, value in row.value if key and isinstance(row, yaml.MappingNode) else ():
            if field.value == key:
                return int(value.start_mark.line) + 1
        return int(row.start_mark.line) + 1
    return 1


def read_interval(text: str) -> tuple[str | None, str | None] | None:
    """Read both ends of an ISO 8601 interval, None for an open end; None where it is not one or runs backwards."""
    match = _INTERVAL.fullmatch(text)
    if match is None:
        return None
    start, end = match.groups()
    for day in (start, end):
        if day is not None and not _is_date(day):
            return None
    if start and end and start[: len(end)] > end[: len(start)]:
        return None
    return start, end


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def read_rows(text: str, where: str) -> list[tuple[Entry, Spot]]:
    """Read the entries of one file in its order, with their lines; capitals become places of their own.

    Raises AssetError for an unknown kind or key, a missing name, a value of the wrong shape and a bad date.
    """
    data = load_text_yaml(text, where)
    if not isinstance(data, Mapping):
        raise AssetError("a gazetteer file maps kinds to rows", where=f"{where}:1", remedy="begin with 'Person:'")
    out: list[tuple[Entry, Spot]] = []
    for section, rows in data.items():
        kind = _KINDS.get(section)
        if kind is None:
            raise AssetError(
                f"unknown kind {section!r}",
                where=f"{where}:{find_line(text, section)}",
                remedy=f"use one of {', '.join(_KINDS)}",
            )
        if not isinstance(rows, list):
            raise AssetError(
                f"{section} holds no list of rows",
                where=f"{where}:{find_line(text, section)}",
                remedy="begin each row with '- '",
            )
        for index, row in enumerate(rows):
            spot = Spot(where, text, section, index)
            out.append((_read_row(row, kind, spot), spot))
    return out


def _read_row(row: Any, kind: Kind, spot: Spot) -> Entry:
    if not isinstance(row, dict) or not row.get("name"):
        raise spot.fault("a row without a name", "give it a name")
    for key, value in row.items():
        _check_value(key, value, kind, spot)
    get = row.get
    name: str = row["name"]
    entry_id = get("id") or slug_name(name)
    if not _SLUG.fullmatch(entry_id):
        raise spot.fault(f"{entry_id!r} is no entry id", "use small letters, digits and hyphens", "id")
    tenures = tuple([_read_tenure(item, spot) for item in get("held", ())])
    state = get("state")
    return Entry(
        id=entry_id,
        kind=kind,
        name=name,
        aliases=tuple(get("aliases", ())),
        acronyms=tuple(get("acronyms", ())),
        demonyms=_with_plurals(get("demonyms", ())),
        capital=get("capital"),
        seats=tuple(get("seats", ())),
        former=tuple([_read_former(item, spot) for item in get("former", ())]),
        external=_read_external(row, spot),
        state=state,
        category=get("category"),
        members=tuple(get("members", ())),
        tenures=tenures,
        surname=(get("surname") or name.rsplit(" ", 1)[-1]) if kind is Kind.PERSON else None,
        namesakes=tuple(get("namesakes", ())),
    )


def _check_value(key: str, value: Any, kind: Kind, spot: Spot) -> None:
    """Raise AssetError for a key that no row has, for a value of another form and for a key of another kind."""
    if key in _SINGLE:
        if not isinstance(value, str) or not value:
            raise spot.fault(f"{key} is not one text", f"write {key}: text", key)
    elif key in _MANY:
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise spot.fault(f"{key} is not a list of texts", f"write {key}: [one, two]", key)
    else:
        raise spot.fault(f"unknown key {key!r}", f"use one of {', '.join(sorted(_SINGLE | _MANY))}", key)
    if key in _ONLY and kind not in _ONLY[key]:
        raise spot.fault(f"{key} does not go with {kind}", "leave it out", key)


def _with_plurals(demonyms: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    out: dict[str, None] = dict.fromkeys(demonyms)
    for demonym in demonyms:
        if plural := plural_demonym(demonym):
            out[plural] = None
    return tuple(out)


def _read_tenure(text: str, spot: Spot) -> Tenure:
    match = _HELD.fullmatch(text)
    interval = read_interval(match[3]) if match else None
    if match is None or interval is None:
        raise spot.fault(f"{text!r} is no tenure", "write 'office of entry-id 2001-01-20/2009-01-20'", "held")
    return Tenure(match[1], match[2], *interval)


def _read_former(text: str, spot: Spot) -> Former:
    name, _, dates = text.rpartition(" ")
    interval = read_interval(dates)
    if not name or interval is None:
        raise spot.fault(f"{text!r} is no former name", "write 'Zaire 1971-10-27/1997-05-17'", "former")
    return Former(name, *interval)


def _read_external(row: Mapping[str, Any], spot: Spot) -> tuple[tuple[str, str], ...]:
    out: list[tuple[str, str]] = []
    for code in row.get("iso", ()):
        if not (code.isascii() and code.isupper() and len(code) in (2, 3)):
            raise spot.fault(f"{code!r} is no ISO code", "write iso: [KR, KOR]", "iso")
        out.append((f"iso{len(code)}", code))
    if wikidata := row.get("wikidata"):
        if not re.fullmatch(r"Q[1-9]\d*", wikidata):
            raise spot.fault(f"{wikidata!r} is no Wikidata id", "write wikidata: Q884", "wikidata")
        out.append(("wikidata", wikidata))
    return tuple(sorted(out))


def capital_place(entry: Entry) -> Entry | None:
    """Make the capital of a state a place of its own; None where the two share their name (Singapore)."""
    if entry.capital is None or fold_name(entry.capital) == fold_name(entry.name):
        return None
    return Entry(id=slug_name(entry.capital), kind=Kind.PLACE, name=entry.capital, state=entry.id, category="city")
