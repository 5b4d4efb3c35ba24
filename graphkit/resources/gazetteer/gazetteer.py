"""The gazetteer: states, bodies, places and people, under all the names that news gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from graphkit.model import Kind
from graphkit.resources.gazetteer.assembly import assemble_entries
from graphkit.resources.gazetteer.entity_rows import Entry, Former, Tenure
from graphkit.resources.gazetteer.office_patterns import Patterns
from graphkit.resources.gazetteer.spelling import (
    dot_acronym,
    fold_acronym,
    fold_name,
    hyphen_given_name,
    slug_name,
    spell_variants,
)
from graphkit.resources.name_words import NameWords
from graphkit.resources.parsed_assets import keep_records

__all__ = ["Entry", "Former", "Gazetteer", "Reference", "Tenure", "Use"]

#: Patterns, not rows.
_PATTERN_FILES = ("offices.yaml", "agencies.yaml")
#: Names of so few letters, all capitals, are compared like acronyms, with their case (ETA, GRU, BRICS).
_CAPITALS = 5
#: Who is meant by the leader or chief of a state or body, in this order, where no leader is listed.
_LEADING = (
    "president",
    "prime-minister",
    "monarch",
    "secretary-general",
    "director-general",
    "high-commissioner",
    "chair",
    "commissioner",
)


class Use(StrEnum):
    """The way in which a string refers to an entry."""

    NAME = "name"
    ALIAS = "alias"
    ACRONYM = "acronym"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    FORMER = "former"


_USE_ORDER = {use: rank for rank, use in enumerate(Use)}


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry that a string may mean, and how."""

    entry: str
    use: Use


@dataclass(frozen=True, slots=True)
class _Doors:
    """The doors to the entries: names, acronyms, surnames, tenures by office, and days from which a name is used."""

    names: dict[str, list[Reference]] = field(default_factory=dict)
    acronyms: dict[str, list[Reference]] = field(default_factory=dict)
    surnames: dict[str, list[Entry]] = field(default_factory=dict)
    held: dict[tuple[str, str], list[tuple[Tenure, Entry]]] = field(default_factory=dict)
    started: dict[tuple[str, str], str] = field(default_factory=dict)


class Gazetteer:
    """Entries under their ids, and the doors by which a string, a title or a surname leads to them."""

    def __init__(self, entries: Iterable[Entry], offices: Patterns, agencies: Patterns) -> None:
        by_id = {entry.id: entry for entry in entries}
        self.entries: Mapping[str, Entry] = by_id
        self._offices = offices
        self._agencies = agencies

    @cached_property
    def _doors(self) -> _Doors:
        """The doors, made when the first is used: who only looks up ids needs none."""
        doors = _Doors()
        for entry in self.entries.values():
            self._index(entry, doors)
        for held in doors.held.values():
            held.sort(key=lambda pair: (pair[0].start or "", pair[1].id), reverse=True)
        return doors

    def open_doors(self) -> None:
        """Make the doors now, so that a process that is forked later shares them."""
        _ = self._doors

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Gazetteer:
        """Read the rows that come with graphkit, then `extra` files, whose rows add or replace by id.

        Raises AssetError, with file and line, for a row that does not hold together.
        """
        return _assemble(extra) if extra else _load_shipped()

    def references(self, text: str, on: str | None = None) -> tuple[Reference, ...]:
        """Find entries that the text may mean: names before aliases, acronyms, demonyms, capitals, seats, former names.

        Case, accents, hyphens, full stops and "the" do not matter, except that acronyms keep their capitals.
        With `on`, a former name counts only from the day it was given.
        """
        references = dict.fromkeys(self._doors.names.get(fold_name(text), ()))
        references.update(dict.fromkeys(self._doors.acronyms.get(fold_acronym(text), ())))
        if on is not None:
            for reference in list(references):
                start = self._doors.started.get((reference.entry, fold_name(text)))
                if reference.use is Use.FORMER and start is not None and on < start[: len(on)]:
                    del references[reference]
        return tuple(sorted(references, key=lambda reference: (_USE_ORDER[reference.use], reference.entry)))

    def entries_called(self, text: str, *kinds: Kind) -> list[Entry]:
        """List the entries that a text may mean, the likeliest first; with `kinds`, only those of them.

        >>> [entry.id for entry in Gazetteer.load().entries_called("Oslo", Kind.STATE)]
        ['norway']
        """
        entries = [self.entries[reference.entry] for reference in self.references(text)]
        return [entry for entry in entries if entry.kind in kinds] if kinds else entries

    def entry_called(self, text: str, kind: Kind) -> Entry | None:
        """Find the likeliest entry of a kind that a text may mean."""
        entries = self.entries_called(text, kind)
        return entries[0] if entries else None

    def forms(self) -> Iterator[tuple[str, Reference]]:
        """Yield every spelling with what it may refer to, for a phrase matcher; acronyms also with full stops."""
        for entry in self.entries.values():
            for name, use in self._uses(entry):
                reference = Reference(entry.id, use)
                if use is Use.ACRONYM:
                    yield name, reference
                    if dotted := dot_acronym(name):
                        yield dotted, reference
                else:
                    for variant in spell_variants(name):
                        yield variant, reference
                    if hyphened := hyphen_given_name(name, entry.surname):
                        yield hyphened, reference

    def list_keys(self, kind: Kind) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """List the folded names and the folded acronyms of the entries of a kind, each with the ids of these."""
        names, acronyms = (
            {
                key: ids
                for key, references in door.items()
                if (ids := [reference.entry for reference in references if self.entries[reference.entry].kind is kind])
            }
            for door in (self._doors.names, self._doors.acronyms)
        )
        return names, acronyms

    def holders(self, office: str, of: str, on: str | None = None) -> tuple[Entry, ...]:
        """Find the holders of an office of a state or body (an entry id), latest first; with `on`, on that date.

        "leader" is whoever leads: an explicit leader, or else the president, prime minister or monarch.
        """
        body = self.entries.get(of)
        if body is None:
            return ()
        key = office if office in self._offices.patterns else self._offices.find(office, body)
        if key is None:
            return ()
        keys = self._leading_keys(of) if key == "leader" else (key,)
        for leading_key in keys:
            held = self._doors.held.get((leading_key, of), ())
            holders = [entry for tenure, entry in held if on is None or covers(tenure, on)]
            if holders:
                return tuple(dict.fromkeys(holders))
        return ()

    def held_office(self, person: str, office: str, on: str, of: str | None = None, *, former: bool = False) -> bool:
        """Return whether a person (an entry id) held an office on a date, or with `former` before it.

        Without `of` it may be of any body, but must be called so there: "the emir" is no king.

        >>> Gazetteer.load().held_office("antony-blinken", "secretary of state", "2023-11-09")
        True
        """
        for tenure in self.entries[person].tenures:
            body = self.entries.get(tenure.of)
            if of not in (None, tenure.of) or body is None or self._offices.find(office, body) != tenure.office:
                continue
            usual = (self._offices.patterns[tenure.office].words[0], self._offices.name(tenure.office, body).lower())
            if of is None and office != usual[0] and office not in usual[1]:
                continue
            if former and tenure.end is not None and tenure.end < on and not covers(tenure, on):
                return True
            if not former and covers(tenure, on):
                return True
        return False

    def head_of_ministry(self, ministry: str) -> tuple[str, str] | None:
        """Find office and state (an entry id) of whoever heads a ministry (an entry id); None for another body.

        >>> Gazetteer.load().head_of_ministry("united-states-department-of-state")
        ('foreign-minister', 'united-states')
        """
        entry = self.entries[ministry]
        state = self.entries.get(entry.state or "")
        key = self._agencies.find(entry.name, state) if state is not None else None
        office = key.removesuffix("ministry") + "minister" if key is not None and key.endswith("-ministry") else None
        if state is None or office is None or office not in self._offices.patterns:
            return None
        return office, state.id

    def by_surname(self, surname: str, on: str | None = None) -> tuple[Entry, ...]:
        """Find the people of that surname; with `on`, those in an office on that date come first."""
        people = self._doors.surnames.get(fold_name(surname), [])
        if on is None:
            return tuple(people)
        return tuple(sorted(people, key=lambda entry: not any(covers(tenure, on) for tenure in entry.tenures)))

    def state_of(self, entry_id: str) -> str | None:
        """Return the state that an entry is or belongs to; None for a body of many states."""
        seen: set[str] = set()
        while entry_id not in seen and (entry := self.entries.get(entry_id)) is not None:
            if entry.kind is Kind.STATE or entry.state is None:
                return entry.id if entry.kind is Kind.STATE else None
            seen.add(entry_id)
            entry_id = entry.state
        return None

    def find_state(self, entry_id: str | None) -> Entry | None:
        """Find the row of the state that an entry is or belongs to; None for no entry and for a body of many states."""
        state = self.state_of(entry_id) if entry_id else None
        return self.entries[state] if state else None

    def office_key(self, words: str, of: str | None = None) -> str | None:
        """Find the office that a title names, as a key ("foreign-minister"); None where it is not a known title."""
        return self._offices.find(words, self.entries.get(of) if of else None)

    def office_name(self, words: str, of: str) -> str | None:
        """Return the full name of an office: ("foreign minister", "japan") -> "Japan Minister of Foreign Affairs"."""
        body = self.entries.get(of)
        key = self._offices.find(words, body) if body else None
        if body is None or key is None:
            return None
        if key == "leader" and body.kind is not Kind.STATE:
            key = next(
                (leading_key for leading_key in self._leading_keys(of) if (leading_key, of) in self._doors.held), key
            )
        return self._offices.name(key, body)

    def agency(self, words: str, state: str | None = None) -> tuple[str, str] | None:
        """Return the full name and category of a state's agency: "MOFA" is the "Japan Ministry of Foreign Affairs".

        Without a state only words that a single state uses are understood ("State Department", "Knesset").

        >>> Gazetteer.load().agency("Foreign Office", "united-kingdom")[1]
        'ministry'
        """
        body = self.entries.get(state or self.agency_state(words) or "")
        if body is None:
            return None
        if own := self._find_agency(words, body):
            return own.name, own.category or "agency"
        key = self._agencies.find(words, body)
        if key is None:
            return None
        return self._agencies.name(key, body), self._agencies.patterns[key].category or "agency"

    def agency_state(self, words: str) -> str | None:
        """Find the one state whose agency is called so ("Knesset" -> israel); None where several or none say so."""
        state = self._agencies.only_state(words)
        others = {self.state_of(reference.entry) for reference in self.references(words)} - {state}
        return None if others else state

    def office_state(self, words: str) -> str | None:
        """Find the one state that has an office under these words ("papal nuncio" -> holy-see); None otherwise.

        >>> Gazetteer.load().office_state("papal nuncio"), Gazetteer.load().office_state("envoy")
        ('holy-see', None)
        """
        return self._offices.only_state(words)

    def office_words(self) -> Iterator[str]:
        """Yield the words that name an office of any state or body, proper names in them with their capitals."""
        for pattern in self._offices.patterns.values():
            yield from pattern.words

    def _find_agency(self, words: str, state: Entry) -> Entry | None:
        """Find the entry of a state's own body: ("army", "sudan") is what "Sudanese army" leads to."""
        for text in (words, *(f"{name} {words}" for name in (*state.demonyms, state.name))):
            for reference in self.references(text):
                entry = self.entries[reference.entry]
                if entry.kind is Kind.ORGANIZATION and entry.state == state.id:
                    return entry
        return None

    def _leading_keys(self, of: str) -> tuple[str, ...]:
        return ("supreme-leader", "leader", self._offices.leading.get(of, "president"), *_LEADING)

    def _index(self, entry: Entry, doors: _Doors) -> None:
        for name, use in self._uses(entry):
            if use is Use.ACRONYM or (len(name) <= _CAPITALS and name.isupper()):
                doors.acronyms.setdefault(fold_acronym(name), []).append(Reference(entry.id, use))
            else:
                doors.names.setdefault(fold_name(name), []).append(Reference(entry.id, use))
        for former in entry.former:
            if former.start is not None:
                doors.started[entry.id, fold_name(former.name)] = former.start
        if entry.surname:
            words = fold_name(entry.surname).split()
            for key in dict.fromkeys((" ".join(words), " ".join(_drop_particles(words)))):
                doors.surnames.setdefault(key, []).append(entry)
        for tenure in entry.tenures:
            doors.held.setdefault((tenure.office, tenure.of), []).append((tenure, entry))

    def _uses(self, entry: Entry) -> Iterator[tuple[str, Use]]:
        yield entry.name, Use.NAME
        for use, names in (
            (Use.ALIAS, entry.aliases),
            (Use.ACRONYM, entry.acronyms),
            (Use.DEMONYM, entry.demonyms),
            (Use.SEAT, entry.seats),
        ):
            for name in names:
                yield name, use
        for former in entry.former:
            yield former.name, Use.FORMER
        if entry.capital is not None:
            yield entry.capital, Use.CAPITAL
            place = self.entries.get(slug_name(entry.capital))
            if place is not None and place.state == entry.id:
                for name in (*place.aliases, *(former.name for former in place.former)):
                    yield name, Use.CAPITAL


@cache
def _load_shipped() -> Gazetteer:
    return _assemble(())


def _assemble(extra: Sequence[Path]) -> Gazetteer:
    assets = resources.files("graphkit") / "assets"
    folder = assets / "gazetteer"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")}
    offices, agencies = (Patterns(texts.pop(name), name) for name in _PATTERN_FILES)

    def assemble() -> list[Entry]:
        return assemble_entries(texts, extra, offices, agencies)

    if extra:
        return Gazetteer(assemble(), offices, agencies)
    tables = [folder / "coordinates.csv", assets / "state_codes.csv"]
    checked = [*sorted(texts.values()), *(table.read_text(encoding="utf-8") for table in tables)]
    return Gazetteer(keep_records(list[Entry], checked, assemble), offices, agencies)


def entries_by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return entries by their ids, each once, in the order in which they come first."""
    return {entry.id: entry for entry in entries}


def covers(tenure: Tenure, on: str) -> bool:
    """Tell whether a date falls into a tenure, at the precision that both share; both ends count."""
    start, end = tenure.start, tenure.end
    return (start is None or start[: len(on)] <= on[: len(start)]) and (end is None or end[: len(on)] >= on[: len(end)])


def offices_on(entry: Entry, day: str | None) -> frozenset[str]:
    """Return the offices, as keys, that a person holds on a day; none where the day is not known."""
    return frozenset(tenure.office for tenure in entry.tenures if day is not None and covers(tenure, day))


def _drop_particles(words: list[str]) -> list[str]:
    particles = NameWords.load().particle
    rest = list(words)
    while len(rest) > 1 and rest[0] in particles:
        del rest[0]
    return rest
