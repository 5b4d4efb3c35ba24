"""Key the names of one article, as far as the article tells which entity each stands for.

What other articles have to tell, of acronyms, people, occasions and descriptions, is in `cross_document` and
`person_clusters`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphkit.model import Kind
from graphkit.resolve.entities.article_names import ArticleNames
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.keys import BODIES, Keyed, find_key, key_office
from graphkit.resolve.entities.name_keys import find_acronym, make_acronyms
from graphkit.resolve.entities.name_occurrence import NameOccurrence, OccurrenceKey
from graphkit.resolve.entities.within_document import join_within
from graphkit.resources.person_names import parse_person

_REPRESENTS, _HOLDS = "represents", "holds_position"


@dataclass(slots=True)
class ArticleKeys:
    """The keys of an article's names, by number, as far as the article tells.

    `joined` are people called by a shorter form: the number of the full name and the reason. `people` are those whom
    the corpus decides; `states` are those that the article speaks of.
    """

    occurrences: list[NameOccurrence]
    keyed: dict[int, Keyed]
    joined: dict[int, tuple[int, str]]
    people: list[int]
    states: frozenset[str]


def is_person(occurrence: NameOccurrence) -> bool:
    """Tell whether a name is that of a person, known or called by a capital letter."""
    return occurrence.kind is Kind.PERSON and bool(occurrence.entry or occurrence.name[:1].isupper())


def key_plain(occurrence: NameOccurrence, lookup: GazetteerLookup) -> Keyed | None:
    """Key what is neither a person nor an office; None for those."""
    if is_person(occurrence):
        return None
    if occurrence.entry is not None:
        return Keyed(("entry", occurrence.entry), "gazetteer name", 0.97)
    return None if occurrence.kind is Kind.OFFICE else find_key(lookup, occurrence)


def _is_shortened(occurrence: NameOccurrence) -> bool:
    return occurrence.kind in BODIES or occurrence.kind is Kind.AGREEMENT


def may_be_acronym(occurrence: NameOccurrence) -> bool:
    """Tell whether a name is an acronym or may go by one."""
    if not _is_shortened(occurrence):
        return False
    return bool(occurrence.entry is not None or find_acronym(occurrence.name) or make_acronyms(occurrence.name))


def find_acronyms(
    occurrence: NameOccurrence, keyed: Keyed, lookup: GazetteerLookup
) -> tuple[str | None, Iterable[str]]:
    """Find the acronym that a name is, and those by which its long form may go."""
    if not _is_shortened(occurrence):
        return None, ()
    entry_id = keyed.key[1] if keyed.key[0] == "entry" else None
    acronym = find_acronym(occurrence.name)
    if acronym:
        return (acronym if entry_id is None else None), ()
    entry = lookup.entry(entry_id) if entry_id is not None else None
    return None, make_acronyms(entry.name if entry else occurrence.name)


def key_article(
    article: str, names: ArticleNames, occurrences: list[NameOccurrence], acronyms: Mapping[int, Keyed],
    lookup: GazetteerLookup,
) -> ArticleKeys:  # fmt: skip
    """Key the names of an article. `acronyms` are those that the corpus has spelled out."""
    numbers = {occurrence.key: number for number, occurrence in enumerate(occurrences)}
    keyed: dict[OccurrenceKey, Keyed] = {}
    unkeyed: list[NameOccurrence] = []
    for number, occurrence in enumerate(occurrences):
        plain = acronyms.get(number) or key_plain(occurrence, lookup)
        if plain is None:
            unkeyed.append(occurrence)
        else:
            keyed[occurrence.key] = plain
    context = _Context(occurrences, names, keyed, lookup)
    context.set_states()
    for occurrence in unkeyed:
        if not is_person(occurrence):
            owners = {owner for owner, _ in occurrence.offices}
            owner = owners.pop() if len(owners) == 1 else None
            keyed[occurrence.key] = key_office(lookup, occurrence.name, owner, article, occurrence.on)
    context.set_offices()
    states = context.find_states()
    people = [occurrence for occurrence in unkeyed if is_person(occurrence)]
    _drop_wrong_entries(people, states, lookup)
    parsed = {person.key: parse_person(person.name) for person in people}
    joined = join_within(people, parsed, lookup)
    return ArticleKeys(
        occurrences,
        {numbers[key]: value for key, value in keyed.items()},
        {numbers[key]: (numbers[full.key], reason) for key, (full, reason) in joined.items()},
        [numbers[person.key] for person in people if person.key not in joined],
        states,
    )


class _Context:
    """The facts of an article about the bearers of its names."""

    def __init__(
        self,
        occurrences: list[NameOccurrence],
        names: ArticleNames,
        keyed: Mapping[OccurrenceKey, Keyed],
        lookup: GazetteerLookup,
    ) -> None:
        self._occurrences = occurrences
        self._names = names
        self._keyed = keyed
        self._lookup = lookup

    def _facts(self) -> Iterator[tuple[str, NameOccurrence, NameOccurrence]]:
        for fact in self._names.facts:
            yield fact.predicate, self._occurrences[fact.subject], self._occurrences[fact.object]

    def _state_of(self, occurrence: NameOccurrence) -> str | None:
        """Find the state that a key is or belongs to; a state that the gazetteer lacks counts under its own name."""
        keyed = self._keyed.get(occurrence.key)
        if keyed is None:
            return None
        key = keyed.key
        if key[0] != "entry":
            return key[1] if key[0] == Kind.PLACE else None
        entry = self._lookup.entry(key[1])
        is_body = entry is not None and entry.kind is not Kind.PERSON
        return self._lookup.gazetteer.state_of(key[1]) if is_body else None

    def set_states(self) -> None:
        """Set whom each person acts for, with whom he deals, and for an office whose it may be."""
        holders: dict[int, set[int]] = defaultdict(set)
        for fact in self._names.facts:
            subject, object_ = self._occurrences[fact.subject], self._occurrences[fact.object]
            if fact.predicate == _REPRESENTS:
                subject.states |= _some(self._state_of(object_))
            elif fact.predicate == _HOLDS:
                holders[fact.object].add(fact.subject)
                for entry in self._lookup.pin(object_.name, object_.on)[1]:
                    subject.states |= _some(self._lookup.find_state(entry))
            else:
                self._note_partner(subject, object_)
                self._note_partner(object_, subject)
        for office, numbers in holders.items():
            states = {state for number in numbers for state in self._occurrences[number].states}
            if len(states) == 1:
                self._occurrences[office].offices.add((min(states), ""))
        for number, named_states in self._names.states:
            self._occurrences[number].states.update(named_states)

    def _note_partner(self, person: NameOccurrence, partner: NameOccurrence) -> None:
        if person.kind is not Kind.PERSON:
            return
        if (keyed := self._keyed.get(partner.key)) is not None:
            person.partners.add("\x1f".join(keyed.key))
        elif partner.kind is Kind.PERSON and not (name := parse_person(partner.name)).bare:
            person.partners.add(f"person {name.key}")

    def set_offices(self) -> None:
        """Set which offices each person holds, once the offices have keys."""
        for predicate, subject, object_ in self._facts():
            keyed = self._keyed.get(object_.key)
            if predicate == _HOLDS and keyed is not None and len(keyed.key) > 3 and keyed.key[2] == "of":
                subject.offices.add((keyed.key[3], keyed.key[1]))

    def find_states(self) -> frozenset[str]:
        """Find the states that the article names, itself or by its bodies and places."""
        out: set[str] = set()
        for occurrence in self._occurrences:
            out |= _some(self._state_of(occurrence)) | occurrence.states
        return frozenset(out)


def _some(state: str | None) -> set[str]:
    return {state} if state else set()


def _drop_wrong_entries(people: Iterable[NameOccurrence], states: frozenset[str], lookup: GazetteerLookup) -> None:
    """Unlink a namesake of a known person: he acts for another state, and his article never names the known one's."""
    for person in people:
        if person.entry is None or not person.states:
            continue
        states_of_entry = lookup.states_of(person.entry)
        if states_of_entry and states_of_entry.isdisjoint(person.states | states):
            person.entry = None
