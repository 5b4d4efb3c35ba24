"""Look names up in the gazetteer as merging needs it, and remember the answers.

Whole names, names inside a description, people by surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graphkit.model import Kind
from graphkit.resources.gazetteer.entity_rows import Entry
from graphkit.resources.gazetteer.gazetteer import Gazetteer, Use
from graphkit.resources.gazetteer.spelling import fold_name
from graphkit.resources.name_words import NameWords
from graphkit.resources.parsed_assets import keep_records
from graphkit.resources.person_names import PersonName, index_spellings, loosen, parse_person

_ALIKE = ({Kind.ORGANIZATION, Kind.GROUP}, {Kind.PLACE, Kind.STATE})
#: Answers that are remembered: names come back within an article and in the next ones, hardly ever later.
_KEPT = 4_000
_LONGEST = 6  # words of the longest name that is looked for inside a description
_WORD = re.compile(r"[^\s,;:()\"“”-]+")
#: Uses of a name under which it means something else than its bearer.
_METONYMS = frozenset({Use.DEMONYM, Use.CAPITAL, Use.SEAT})
_OWN_NAMES = frozenset({Use.NAME, Use.ALIAS, Use.ACRONYM, Use.FORMER})
_PINNING = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.PLACE})


def was_held(start: str | None, end: str | None, on: str | None) -> bool:
    """Tell whether a date falls into an interval, at the precision that both share; both ends count."""
    if on is None:
        return False
    return (start is None or start[: len(on)] <= on[: len(start)]) and (end is None or end[: len(on)] >= on[: len(end)])


class GazetteerLookup:
    """A gazetteer with remembered answers, and the words that decide how names are compared."""

    def __init__(self, gazetteer: Gazetteer, words: NameWords) -> None:
        self.gazetteer = gazetteer
        self.words = words
        self._spellings: dict[str, list[str]] = {}
        self.whole = lru_cache(maxsize=_KEPT)(self._whole)
        self.pin = lru_cache(maxsize=_KEPT)(self._pin)
        self.people = lru_cache(maxsize=_KEPT)(self._people)
        self.states_of = lru_cache(maxsize=_KEPT)(self._states_of)

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry of an id."""
        return self.gazetteer.entries.get(entry_id)

    def find_state(self, pinned: str) -> str | None:
        """Find the state of an entry that `pin` gave, which may be followed by a city."""
        return self.gazetteer.state_of(pinned.split(":")[0])

    def _whole(self, name: str, kind: Kind, on: str | None) -> str | None:
        """Find the entry of a fitting kind that the whole name means; None where that is none or several."""
        entries = self._with_name(name, kind, on)
        if kind is Kind.PERSON and not entries:
            entries = self._find_person(parse_person(name), on)
        exact = [entry for entry in entries.values() if entry.kind is kind]
        chosen = exact if len(exact) == 1 else list(entries.values())
        return chosen[0].id if len(chosen) == 1 else None

    def _with_name(self, name: str, kind: Kind, on: str | None) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for reference in self.gazetteer.references(name, on):
            entry = self.entry(reference.entry)
            if entry is None or reference.use in _METONYMS:
                continue
            if entry.kind is kind or any({entry.kind, kind} <= pair for pair in _ALIKE):
                entries[entry.id] = entry
        return entries

    def _find_person(self, name: PersonName, on: str | None) -> dict[str, Entry]:
        """Find who is meant by another form of a name: word order, second surname, transliteration."""
        if name.bare:
            second = self._with_second_surname(name, on)
            return {entry.id: entry for entry in second}
        entries = self._with_same_key(name) or self._with_second_surname(name, on)
        return {entry.id: entry for entry in entries or self._with_other_spelling(name.words, on)}

    def _with_same_key(self, name: PersonName) -> list[Entry]:
        return [
            entry
            for surname in name.surnames
            for entry in self.gazetteer.by_surname(surname)
            if name.key in {parse_person(own).key for own in (entry.name, *entry.aliases)}
        ]

    def _with_second_surname(self, name: PersonName, on: str | None) -> list[Entry]:
        """Find who was in office then under the name without its last word ("Raúl Castro Ruz")."""
        if on is None or len(name.words) < 3:
            return []
        references = self.gazetteer.references(" ".join(name.words[:-1]), on)
        entries = (self.entry(reference.entry) for reference in references)
        return [entry for entry in _in_office(entries, on) if entry.kind is Kind.PERSON]

    def _with_other_spelling(self, words: tuple[str, ...], on: str | None) -> list[Entry]:
        """Find who was in office then under a transliteration, or with the family name at the other end."""
        if on is None:
            return []
        if not self._spellings:
            self._fill_spellings()
        ids = sorted(self._spellings.get(loosen("".join(words)), ()))
        return list(_in_office(map(self.entry, ids), on))

    def _fill_spellings(self) -> None:
        people = {
            entry.id: (entry.name, *entry.aliases)
            for entry in self.gazetteer.entries.values()
            if entry.kind is Kind.PERSON
        }
        fingerprint = ["spellings", *("\n".join((person, *names)) for person, names in people.items())]
        self._spellings = keep_records(dict[str, list[str]], fingerprint, lambda: index_spellings(people))

    def _pin(self, text: str, on: str | None) -> tuple[tuple[str, ...], frozenset[str]]:
        """Replace each known name in a description by "@" and its id; gives the words and those ids."""
        words = _WORD.findall(text)
        out: list[str] = []
        ids: set[str] = set()
        start = 0
        while start < len(words):
            size, entry = self._find_longest(words, start, on)
            out.append(words[start] if entry is None else "@" + entry)
            if entry is not None:
                ids.add(entry)
            start += size
        return tuple(out), frozenset(ids)

    def _find_longest(self, words: list[str], start: int, on: str | None) -> tuple[int, str | None]:
        """Find the longest known name that begins at a word, with the number of its words."""
        if words[start][0].isupper():
            for size in range(min(_LONGEST, len(words) - start), 0, -1):
                entry = self._find_pinning(" ".join(words[start : start + size]), on)
                if entry is not None:
                    return size, entry
        return 1, None

    def _find_pinning(self, text: str, on: str | None) -> str | None:
        for reference in self.gazetteer.references(text, on):
            entry = self.entry(reference.entry)
            if entry is not None and entry.kind in _PINNING:
                is_city = reference.use is Use.CAPITAL  # "a court in Paris": the city pins it, not its government
                return f"{reference.entry}:{fold_name(text)}" if is_city else reference.entry
        return None

    def is_name_of(self, text: str, entry: Entry) -> bool:
        """Tell whether the words are a name of the entry and no metonym, demonym or title with a name."""
        uses = {reference.use for reference in self.gazetteer.references(text) if reference.entry == entry.id}
        if uses & _OWN_NAMES:
            return True
        return entry.surname is not None and fold_name(text) == fold_name(entry.surname)

    def _people(self, surname: str, on: str | None) -> tuple[Entry, ...]:
        return self.gazetteer.by_surname(surname, on)

    def _states_of(self, entry_id: str) -> frozenset[str]:
        """Find the states that a person of the gazetteer has acted for, or the one that a body belongs to."""
        entry = self.entry(entry_id)
        if entry is None:
            return frozenset()
        states = map(self.gazetteer.state_of, (entry.id, *(tenure.of for tenure in entry.tenures)))
        return frozenset(state for state in states if state is not None)


def _in_office(entries: Iterable[Entry | None], on: str) -> Iterator[Entry]:
    for entry in entries:
        if entry is not None and any(was_held(tenure.start, tenure.end, on) for tenure in entry.tenures):
            yield entry
