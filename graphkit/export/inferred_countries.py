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
from graphkit.export.article_states import ArticleStates
from graphkit.export.label_states import drop_waters, find_place_states, find_ship_state
from graphkit.export.person_contexts import PersonContexts
from graphkit.model import Entity, Event, EventMention, Findings, Kind, Mention
from graphkit.resources.code_tables import CodeTables
from graphkit.resources.gazetteer.affiliation import find_named_state

#: Words of an actor of several states, of none, or of all.
_SEVERAL = re.compile(
    r"\b(?:both|two|three|four|five|several|many|various|all|other|foreign|international|world|western|west|leaders|"
    r"countries|nations|sides|neighbou?rs|states|allies|partners|members)\b",
    re.IGNORECASE,
)
#: Facts that accuse somebody, who may then deny it; facts whose sides are the parties of an agreement.
_ACCUSING = frozenset({"accuses", "condemns", "threatens", "sanctions"})
#: How often two states must be named together, to be the two sides of an article.
_CLEARLY = 2
#: Sectors of bodies that a state has one of, and names of such bodies that nothing stands beside.
_OF_A_STATE = frozenset({"COP", "GOV", "JUD", "LEG", "MIL"})
#: Sectors of bodies that act in their own state.
_AT_HOME = frozenset({"OPP", "PTY"})
_BARE = frozenset({"army", "authorities", "government", "ministry", "navy", "parliament", "police"})
#: Two sides that an article has told of ("both leaders", "the two countries").
_PAIR = re.compile(
    r"\b(?:both|two)\s+(?:(?:\w+\s+)?(?:sides|countries|leaders|governments|nations|states|presidents|premiers|ministers|"
    r"neighbou?rs|rivals|capitals)\b|$)",
    re.IGNORECASE,
)
#: What gives the state of who coerces surely enough for the people who are coerced.
_SURE = frozenset({"own", "dateline", "beside"})
_AGREEING = frozenset({"agrees_with", "negotiates_with"})
#: Words of titles of those whom a state sends to another.
_ENVOY = re.compile(
    r"\b(?:ambassador|envoy|charg[e\u00e9] d'affaires?|consul(?: general)?|attach[e\u00e9]|high commissioner)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """A side of an event without a state, and what stands around it."""

    event: Event
    mention: EventMention
    profile: ActorProfile
    words: Mention
    other: ActorProfile


class CountryInference:
    """Finds states for sides that have none, from the findings around them."""

    def __init__(self, findings: Findings, actors: Actors, tables: CodeTables) -> None:
        """Take the findings, the profiles of their actors, and the tables of codes with the gazetteer."""
        self._findings = findings
        self._actors = actors
        self._codes, self._gazetteer = tables.actors, tables.gazetteer
        self._contexts = PersonContexts(tables)
        self._articles = ArticleStates(findings, actors)
        self._datelines = {article.id: article.dateline_place for article in findings.articles}

    def complete(self, side: Side) -> ActorProfile:
        """Return the profile with the state that the first fitting rule gives, and that rule's id as its basis."""
        if side.profile.has_country:
            return side.profile
        is_named = side.profile.entity.kind in (Kind.PERSON, Kind.ORGANIZATION)
        if is_named and (beside := self._find_beside(side)):
            return beside
        if _SEVERAL.search(side.profile.entity.label) and side.profile.entity.kind is not Kind.WEAPON:
            return self._complete_pair(side)
        for rule, find in RULES.items():
            states = tuple(state for name in find(self, side) for state in self._actors.find_state(name))
            if states:
                return replace(side.profile, states=states, basis=rule)
        return side.profile

    def _find_beside(self, side: Side) -> ActorProfile | None:
        """Return the profile with the one state or body that a sentence of the article gives beside a name."""
        person, article = side.profile.entity, side.mention.evidence.article
        last = person.label.split()[-1]
        is_alone = person.kind is Kind.PERSON and len(self._surnames.get(last, ())) == 1
        names = {person.label, *person.aliases, *([last] if is_alone else [])}
        owners = self._contexts.find_owners(self._find_sentences(article), names)
        if len(owners) != 1:
            return None
        owner = owners.pop()
        states = self._actors.find_state(owner) or self._actors.find_state(self._gazetteer.state_of(owner))
        if states:
            return replace(side.profile, states=states, basis="beside")
        body = self._actors.profile_body(self._actors.find_body(owner))
        inferred = replace(body, entity=person, sector=side.profile.sector, titles=side.profile.titles, basis="beside")
        return inferred if inferred.has_country else None

    def _find_sentences(self, article: str) -> set[str]:
        """Return the sentences of an article that tell of an event."""
        mentions = (mention for event in self._articles.find_events(article) for mention in event.mentions)
        return {mention.evidence.sentence for mention in mentions if mention.evidence.article == article}

    def _complete_pair(self, side: Side) -> ActorProfile:
        """Return the profile of "both sides" with the two states whose dealings the article tells of most."""
        if not _PAIR.search(f"{side.words.text} {side.profile.entity.label}"):
            return side.profile
        away = {state.id for state in side.other.states}
        pairs = Counter(
            pair
            for event in self._articles.find_events(side.mention.evidence.article)
            if len(pair := self._find_dyad(event)) == 2 and not pair & away
        )
        ranked = pairs.most_common(2)
        if not ranked or ranked[0][1] < _CLEARLY or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return side.profile
        states = tuple(state for name in sorted(ranked[0][0]) for state in self._actors.find_state(name))
        return replace(side.profile, states=states, basis="pair")

    def _find_dyad(self, event: Event) -> frozenset[str]:
        """Return the states of the two sides of an event."""
        sides = (self._actors.find_profile(name, None).states for name in (event.agent, event.recipient))
        return frozenset(state.id for states in sides for state in states[:1])

    def find_in_words(self, side: Side) -> list[str]:
        """Return the only state that noun phrases for the actor name ("Cuban trade minister Rodrigo Malmierca")."""
        for words in dict.fromkeys((side.words.text, *self._phrases.get(side.profile.entity.label, ()))):
            state = find_named_state(self._gazetteer, drop_waters(words))
            if state is not None:
                return [state]
        ship = find_ship_state(side.profile.entity.label, self._codes)
        return [ship] if ship else self._find_named_person(side.profile.entity)

    def _find_named_person(self, entity: Entity) -> list[str]:
        """Return the states of the one person whose surname a description holds ("Trump envoys")."""
        if entity.kind is Kind.PERSON:
            return []
        owner = re.split(r"['\u2019]s? ", entity.label)[0]
        if owner != entity.label:  # "Ana Duarte's office"
            references = self._gazetteer.references(owner)
            entries = {each.entry for each in references if self._gazetteer.entries[each.entry].kind is Kind.PERSON}
            people = entries or {person.id for person in self._findings.entities if person.label == owner}
            people = people or self._surnames.get(owner, set())
            if len(people) == 1:
                return [state.id for state in self._actors.find_profile(people.pop(), None).states]
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
            for event in self._articles.find_events(side.mention.evidence.article)
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
                for event in self._articles.find_events(side.mention.evidence.article)
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
        is_person = side.profile.entity.kind is Kind.PERSON  # "Sofia" is her name
        return [] if is_person else find_place_states(side.profile.entity.label, self._gazetteer)

    def find_own_people(self, side: Side) -> list[str]:
        """Return the state that coerces as that of the people it coerces, where these are only described."""
        is_coerced = side.event.predicate == "coerces" and side.profile.entity.id == side.event.recipient
        if not is_coerced or side.profile.entity.kind is not Kind.GROUP or side.other.basis not in _SURE:
            return []
        return [state.id for state in side.other.states[:1]]

    def find_at_dateline(self, side: Side) -> list[str]:
        """Return the state of the article's dateline, for a body of a state: one that acts, or a bare "the army"."""
        is_meant = side.profile.entity.id == side.event.agent or side.profile.entity.label in _BARE
        is_owned = "'s" in side.profile.entity.label or "\u2019s" in side.profile.entity.label
        if not is_meant or is_owned or side.profile.sector not in _OF_A_STATE:
            return []
        return [] if side.profile.entity.kind is Kind.PERSON else self._find_dateline(side)

    def _find_dateline(self, side: Side) -> list[str]:
        dateline = self._datelines.get(side.mention.evidence.article) or ""
        return find_place_states(dateline.title() if dateline.isupper() else dateline, self._gazetteer)

    def find_by_office(self, side: Side) -> list[str]:
        """Return the state of the dateline for who holds an office of no named state, if the article is about it.

        An envoy comes from the other state that the article is clearly about.
        """
        sectors = {self._codes.find_sector(title) for title in side.profile.titles}
        if side.profile.entity.kind is not Kind.PERSON or not sectors & _OF_A_STATE:
            return []
        article = side.mention.evidence.article
        if any(map(_ENVOY.search, side.profile.titles)):
            return self._articles.find_clear(article, (state.id for state in side.other.states))
        here = self._find_dateline(side)
        return self._articles.find_most(article, here)

    def find_by_body(self, side: Side) -> list[str]:
        """Return the state that the article is clearly about, for a body such as each state has ("the opposition").

        A government that deals with a state is not that state's.
        """
        is_body = side.profile.entity.kind is Kind.ORGANIZATION
        if not is_body or side.profile.sector not in _OF_A_STATE | _AT_HOME:
            return []
        states = self._articles.find_clear(side.mention.evidence.article)
        is_other = side.profile.sector == "GOV" and states == [state.id for state in side.other.states]
        return [] if is_other else states

    def find_in_article(self, side: Side) -> list[str]:
        """Return the state that the article speaks of most, beside that of the other side, for a described group.

        It must be named at least twice as often as the next.
        """
        if side.profile.entity.kind is not Kind.GROUP:
            return []
        return self._articles.find_clear(side.mention.evidence.article, (state.id for state in side.other.states))

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


#: The rules by their ids, in the order in which they are tried.
RULES: Mapping[str, Callable[[CountryInference, Side], list[str]]] = {
    "words": CountryInference.find_in_words,
    "owner": CountryInference.find_owner,
    "accuser": CountryInference.find_accuser,
    "parties": CountryInference.find_parties,
    "place": CountryInference.find_at_place,
    "own people": CountryInference.find_own_people,
    "dateline": CountryInference.find_at_dateline,
    "office": CountryInference.find_by_office,
    "body": CountryInference.find_by_body,
    "article": CountryInference.find_in_article,
}
