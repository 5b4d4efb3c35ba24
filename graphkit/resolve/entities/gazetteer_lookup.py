"""The gazetteer as merging asks it: a whole name, the names inside a description, people by surname; remembered."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from graphkit.model import Kind
from graphkit.resources.gazetteer.gazetteer import Gazetteer, Use
from graphkit.resources.gazetteer.rows import Entry
from graphkit.resources.gazetteer.spelling import fold_name
from graphkit.resources.person_names import loosen, parse_person

_ALIKE = ({Kind.ORGANIZATION, Kind.GROUP}, {Kind.PLACE, Kind.STATE})
_LONGEST = 6  # words of the longest name that is looked for inside a description
_WORD = re.compile(r"[^\s,;:()\"“”-]+")


def was_held(start: str | None, end: str | None, on: str | None) -> bool:
    """Whether a date falls into an interval, at the precision that both share; both ends count."""
    if on is None:
        return False
    return (start is None or start[: len(on)] <= on[: len(start)]) and (end is None or end[: len(on)] >= on[: len(end)])


class Known:
    """A gazetteer with remembered answers."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._spellings: dict[str, set[str]] = defaultdict(set)
        self.whole = lru_cache(maxsize=30_000)(self._whole)
        self.pin = lru_cache(maxsize=30_000)(self._pin)
        self.people = lru_cache(maxsize=10_000)(self._people)
        self.states_of = lru_cache(maxsize=10_000)(self._states_of)

    def entry(self, entry_id: str) -> Entry | None:
        return self.gazetteer.entries.get(entry_id)

    def _whole(self, name: str, kind: Kind, on: str | None) -> str | None:
        """The entry of a fitting kind that the whole name means; None where that is none or several."""
        found: dict[str, None] = {}
        for reference in self.gazetteer.references(name, on):
            entry = self.entry(reference.entry)
            if entry is None or reference.use in (Use.DEMONYM, Use.CAPITAL, Use.SEAT):
                continue
            if entry.kind is kind or any({entry.kind, kind} <= pair for pair in _ALIKE):
                found[entry.id] = None
        if kind is Kind.PERSON and not found:
            name_ = parse_person(name)
            for surname in name_.surnames if not name_.bare else ():
                for entry in self.gazetteer.by_surname(surname):
                    if name_.key in {parse_person(one).key for one in (entry.name, *entry.aliases)}:
                        found[entry.id] = None
            if not found and on is not None and len(name_.words) > 2:
                found = dict.fromkeys(self._with_second_surname(" ".join(name_.words[:-1]), on))
            if not found and on is not None and not name_.bare:
                found = dict.fromkeys(self._with_other_spelling(name_.words, on))
        exact = [one for one in found if (entry := self.entry(one)) and entry.kind is kind]
        chosen = exact if len(exact) == 1 else list(found)
        return chosen[0] if len(chosen) == 1 else None

    def _with_second_surname(self, name: str, on: str) -> list[str]:
        """Who was in office then under the name without its last word ("Raúl Castro Ruz")."""
        entries = (self.entry(reference.entry) for reference in self.gazetteer.references(name, on))
        return [
            entry.id
            for entry in entries
            if entry is not None
            and entry.kind is Kind.PERSON
            and any(was_held(tenure.start, tenure.end, on) for tenure in entry.tenures)
        ]

    def _with_other_spelling(self, words: tuple[str, ...], on: str) -> list[str]:
        """Who was in office then under a transliteration of the name, or with the family name at the other end."""
        if not self._spellings:
            for entry in self.gazetteer.entries.values():
                for name in (entry.name, *entry.aliases) if entry.kind is Kind.PERSON else ():
                    own = parse_person(name).words
                    for order in {own, (own[-1], *own[:-1])}:
                        self._spellings[loosen("".join(order))].add(entry.id)
        found = [self.entry(one) for one in sorted(self._spellings.get(loosen("".join(words)), ()))]
        return [one.id for one in found if one and any(was_held(t.start, t.end, on) for t in one.tenures)]

    def _pin(self, text: str, on: str | None) -> tuple[tuple[str, ...], frozenset[str]]:
        """The words of a description with each known name in it replaced by "@" and its id, and those ids."""
        words = _WORD.findall(text)
        out: list[str] = []
        ids: set[str] = set()
        at = 0
        while at < len(words):
            for size in range(min(_LONGEST, len(words) - at), 0, -1):
                found = self._named(" ".join(words[at : at + size]), on) if words[at][0].isupper() else None
                if found is not None:
                    out.append("@" + found)
                    ids.add(found)
                    at += size
                    break
            else:
                out.append(words[at])
                at += 1
        return tuple(out), frozenset(ids)

    def _named(self, text: str, on: str | None) -> str | None:
        for reference in self.gazetteer.references(text, on):
            entry = self.entry(reference.entry)
            if entry is not None and entry.kind in (Kind.STATE, Kind.ORGANIZATION, Kind.PLACE):
                place = reference.use is Use.CAPITAL  # "a court in Paris": the city pins it, not its government
                return f"{reference.entry}:{fold_name(text)}" if place else reference.entry
        return None

    def is_name_of(self, text: str, entry: Entry) -> bool:
        """Whether the words are a name of the entry and no metonym, demonym or title with a name."""
        uses = {one.use for one in self.gazetteer.references(text) if one.entry == entry.id}
        if uses & {Use.NAME, Use.ALIAS, Use.ACRONYM, Use.FORMER}:
            return True
        return entry.surname is not None and fold_name(text) == fold_name(entry.surname)

    def _people(self, surname: str, on: str | None) -> tuple[Entry, ...]:
        return self.gazetteer.by_surname(surname, on)

    def _states_of(self, entry_id: str) -> frozenset[str]:
        """The states that a person of the gazetteer has acted for, or the one that a body belongs to."""
        entry = self.entry(entry_id)
        if entry is None:
            return frozenset()
        own = {self.gazetteer.state_of(one) for one in (entry.id, *(tenure.of for tenure in entry.tenures))}
        return frozenset(one for one in own if one is not None)
