"""The state of an actor that is only described ("police", "the ministry"), read from what stands around it.

An ordered list of rules, the surest first; each has an id, which tables show beside it (`agent_country_basis`), so
that a reader may leave inferred countries out. Nothing is inferred for an actor that is of several states ("both
countries") or of a region ("the West").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from graphkit.export.actors import ActorProfile, Actors
from graphkit.model import Entity, Event, EventMention, Findings, Kind, Mention
from graphkit.resources.gazetteer.affiliation import find_named_state
from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: Words of an actor of several states, of none, or of all.
_SEVERAL = re.compile(
    r"\b(?:both|two|three|four|five|several|many|various|all|other|foreign|international|world|western|west|leaders|"
    r"countries|nations|sides|neighbou?rs|states|allies|partners|members)\b",
    re.IGNORECASE,
)
#: Facts that accuse somebody, who may then deny it; facts whose sides are the parties of an agreement.
_ACCUSING = frozenset({"accuses", "condemns", "threatens", "sanctions"})
#: How often the state of an article must be named, and how much more often than the next.
_CLEARLY = 2
#: Sectors of bodies that a state has one of.
_OF_A_STATE = frozenset({"GOV", "JUD", "LEG", "MIL"})
_AGREEING = frozenset({"agrees_with", "negotiates_with"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event without a state, and what stands around it."""

    event: Event
    mention: EventMention
    profile: ActorProfile
    words: Mention
    other: ActorProfile


class CountryInference:
    """Finds states for sides that have none, from the findings around them."""

    def __init__(self, findings: Findings, actors: Actors, gazetteer: Gazetteer) -> None:
        """Take the findings, the profiles of their actors, and the gazetteer."""
        self._findings = findings
        self._actors = actors
        self._gazetteer = gazetteer
        self._datelines = {article.id: article.dateline_place for article in findings.articles}

    def complete(self, side: Side) -> ActorProfile:
        """Return the profile with the state that the first fitting rule gives, and that rule's id as its basis."""
        if side.profile.has_country:
            return side.profile
        if _SEVERAL.search(side.profile.entity.label):
            return side.profile
        for rule, find in RULES.items():
            states = tuple(state for name in find(self, side) for state in self._actors.find_state(name))
            if states:
                return replace(side.profile, states=states, basis=rule)
        return side.profile

    def find_in_words(self, side: Side) -> list[str]:
        """Return the only state that noun phrases for the actor name ("Cuban trade minister Rodrigo Malmierca")."""
        for words in dict.fromkeys((side.words.text, *self._phrases.get(side.profile.entity.label, ()))):
            state = find_named_state(self._gazetteer, words)
            if state is not None:
                return [state]
        return self._find_named_person(side.profile.entity)

    def _find_named_person(self, entity: Entity) -> list[str]:
        """Return the states of the one person whose surname a description holds ("Trump envoys")."""
        if entity.kind is Kind.PERSON:
            return []
        words = {word.removesuffix("'s") for word in entity.label.split() if word[:1].isupper()}
        people = {name for word in words for name in self._surnames.get(word, ())}
        if len(people) != 1:
            return []
        return [state.id for state in self._actors.find_profile(people.pop(), None).states]

    @cached_property
    def _surnames(self) -> Mapping[str, set[str]]:
        """The persons of the findings by the last word of their name."""
        surnames: dict[str, set[str]] = defaultdict(set)
        for person in self._findings.entities:
            if person.kind is Kind.PERSON:
                surnames[person.label.split()[-1]].add(person.id)
        return surnames

    def find_owner(self, side: Side) -> list[str]:
        """Return the state that tests a weapon as that of the weapon."""
        is_own = side.event.predicate == "tests_weapon" and side.profile.entity.id == side.event.recipient
        return [state.id for state in side.other.states] if is_own else []

    def find_accuser(self, side: Side) -> list[str]:
        """Return the state of whoever accuses the denier in the same article, for a claim that is denied."""
        if side.event.predicate != "denies" or side.profile.entity.id != side.event.recipient:
            return []
        home = {state.id for state in side.other.states}
        accusers = [
            state.id
            for event in self._by_article.get(side.mention.evidence.article, ())
            if event.predicate in _ACCUSING
            and home & {state.id for state in self._actors.find_profile(event.recipient, None).states}
            for state in self._actors.find_profile(event.agent, None).states
        ]
        return sorted(set(accusers) - home)

    def find_parties(self, side: Side) -> list[str]:
        """Return the states that agree or negotiate in the same article, as the parties of a deal or a ceasefire."""
        if side.profile.entity.kind is not Kind.AGREEMENT:
            return []
        return sorted(
            {
                state.id
                for event in self._by_article.get(side.mention.evidence.article, ())
                if event.predicate in _AGREEING
                for name in (event.agent, event.recipient)
                for state in self._actors.find_profile(name, None).states
            }
        )

    def find_at_place(self, side: Side) -> list[str]:
        """Return the state in which the event was, or of the place that it aims at or that a description names."""
        others = [side.other.entity.id] if side.other.entity.kind is Kind.PLACE else []
        for place in (side.event.place, *others):
            states = self._actors.find_profile(place, None).states if place else ()
            if states:
                return [states[0].id]
        return find_place_states(side.profile.entity.label, self._gazetteer)

    def find_own_people(self, side: Side) -> list[str]:
        """Return the state that coerces as that of the people it coerces, where these are only described."""
        is_coerced = side.event.predicate == "coerces" and side.profile.entity.id == side.event.recipient
        if not is_coerced or side.profile.entity.kind is not Kind.GROUP or side.other.basis != "own":
            return []
        return [state.id for state in side.other.states[:1]]

    def find_at_dateline(self, side: Side) -> list[str]:
        """Return the state of the article's dateline, for a body of a state that acts ("the ministry", "the army")."""
        is_agent = side.profile.entity.id == side.event.agent
        if not is_agent or side.profile.sector not in _OF_A_STATE or side.profile.entity.kind is Kind.PERSON:
            return []
        dateline = self._datelines.get(side.mention.evidence.article) or ""
        return find_place_states(dateline.title() if dateline.isupper() else dateline, self._gazetteer)

    def find_in_article(self, side: Side) -> list[str]:
        """Return the state that the article speaks of most, beside that of the other side, for a described group.

        It must be named at least twice as often as the next.
        """
        if side.profile.entity.kind is not Kind.GROUP:
            return []
        counts = Counter(
            state.id
            for event in self._by_article.get(side.mention.evidence.article, ())
            for name in (event.agent, event.recipient, event.place)
            if name is not None
            for state in self._actors.find_profile(name, None).states
        )
        for state in side.other.states:
            del counts[state.id]
        ranked = counts.most_common(2)
        is_clear = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1])
        return [ranked[0][0]] if is_clear and ranked[0][1] >= _CLEARLY else []

    @cached_property
    def _by_article(self) -> Mapping[str, list[Event]]:
        """The events that each article tells of."""
        events: dict[str, list[Event]] = defaultdict(list)
        for event in self._findings.events:
            for article in {mention.evidence.article for mention in event.mentions}:
                events[article].append(event)
        return events

    @cached_property
    def _phrases(self) -> Mapping[str, list[str]]:
        """The noun phrases for each named person or body, by the name."""
        phrases: dict[str, list[str]] = defaultdict(list)
        for event in self._findings.events:
            for mention in event.mentions:
                for words in (mention.subject, mention.object, mention.attributed_to):
                    if words is not None and words.kind in (Kind.PERSON, Kind.ORGANIZATION):
                        phrases[words.name].append(words.text)
        return phrases


def find_place_states(label: str, gazetteer: Gazetteer) -> list[str]:
    """Return the one state in which the places lie that a description names ("meeting of ministers in Tokyo")."""
    words = [word.strip(",;:()") for word in label.split()]
    states = {
        gazetteer.state_of(reference.entry)
        for start in range(len(words))
        for size in (3, 2, 1)
        if words[start][:1].isupper() and start + size <= len(words)
        for reference in gazetteer.references(" ".join(words[start : start + size]))
        if gazetteer.entries[reference.entry].kind in (Kind.PLACE, Kind.STATE)
    } - {None}
    return [state for state in states if state] if len(states) == 1 else []


#: The rules by their ids, in the order in which they are tried.
RULES: Mapping[str, Callable[[CountryInference, Side], list[str]]] = {
    "words": CountryInference.find_in_words,
    "owner": CountryInference.find_owner,
    "accuser": CountryInference.find_accuser,
    "parties": CountryInference.find_parties,
    "place": CountryInference.find_at_place,
    "own people": CountryInference.find_own_people,
    "dateline": CountryInference.find_at_dateline,
    "article": CountryInference.find_in_article,
}
