"""Profiles of actors on a day: the states an actor stands for, its international body, its sector and its office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from graphkit.export.label_states import drop_waters
from graphkit.model import Entity, Event, Findings, Kind, Status
from graphkit.resources.actor_codes import BodyCode
from graphkit.resources.code_tables import CodeTables
from graphkit.resources.gazetteer.affiliation import find_label_state, find_named_state
from graphkit.resources.gazetteer.entity_rows import Tenure

#: Statuses of events that count as having happened.
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING})
#: What PLOVER's country field says of a body of no state, by its category in the gazetteer.
_INTERNATIONAL = {
    "igo": "IGO",
    "alliance": "IGO",
    "agency": "IGO",
    "ngo": "NGO",
    "armed_group": "IMG",
    "company": "MNC",
}
#: Systems that code a state which few recognise in the name of the state that claims it.
_CODED_AS_CLAIMED = frozenset({"cameo", "fips", "icews", "plover"})
#: Words of the longest name of a body at the start of a label ("African Union troops").
_LONGEST = 6
#: A former office holder of no other sector is one of the elites.
_FORMER = "ELI"


@dataclass(frozen=True, slots=True)
class ActorProfile:
    """An actor on a day. `sector` is in PLOVER's letters, None for a state as such and where nothing tells.

    `body` holds the CAMEO code of a known body; `international` is what PLOVER's country field has for an actor of no
    state (UNO, EUR, IGO, NGO, IMG, MNC). `basis` says what gives the state: own, or the rule that inferred it.
    """

    entity: Entity
    states: tuple[Entity, ...] = ()
    sector: str | None = None
    body: BodyCode | None = None
    international: str | None = None
    titles: tuple[str, ...] = ()
    basis: str = "own"
    tables: CodeTables = field(default_factory=CodeTables.load, repr=False, compare=False)

    @property
    def has_country(self) -> bool:
        """Tell whether a state or an international body can stand in a country field."""
        return bool(self.states) or self.international is not None or (self.body is not None and self.states == ())

    def join_codes(self, system: str, separator: str = "; ") -> str | None:
        """Return the codes of the states in a system (iso3, cow, fips, cameo, plover, icews, region), joined."""
        codes = [find_state_code(state, system, self.tables) for state in self.states]
        return separator.join(dict.fromkeys(filter(None, codes))) or None


def find_state_code(state: Entity, system: str, tables: CodeTables) -> str:
    """Return the code of a state in a system (iso3, fips, cow, cameo, plover, icews, region); empty without one."""
    external = dict(state.external)
    iso3 = external.get("iso3") or (tables.actors.claimed.get(state.id, "") if system in _CODED_AS_CLAIMED else "")
    row = tables.actors.states.get(iso3, {})
    return row.get(system) or external.get(system, "")


class Actors:
    """The profiles of the actors of some findings."""

    def __init__(self, findings: Findings, tables: CodeTables) -> None:
        """Index the entities of the findings."""
        self._findings = findings
        self._entities = {entity.id: entity for entity in findings.entities}
        self._codes = tables.actors
        self._gazetteer = tables.gazetteer
        self.find_profile = cache(self._find_profile)

    @cached_property
    def _states(self) -> Mapping[str, tuple[str, ...]]:
        """The states that each actor represents, by the affirmed facts that say so."""
        return self._collect("represents", Kind.STATE)

    @cached_property
    def _offices(self) -> Mapping[str, tuple[str, ...]]:
        """The offices that each person holds, by the affirmed facts that say so."""
        return self._collect("holds_position", None)

    def _collect(self, predicate: str, kind: Kind | None) -> Mapping[str, tuple[str, ...]]:
        values: dict[str, set[str]] = defaultdict(set)
        for event in self._findings.events:
            is_said = event.predicate == predicate and event.status in HAPPENED
            if is_said and (kind is None or self.find_entity(event.recipient).kind is kind):
                values[event.agent].add(event.recipient)
        return {name: tuple(sorted(others)) for name, others in values.items()}

    def find_entity(self, identifier: str) -> Entity:
        """Return the entity, or one without a name of its own where the findings do not describe it."""
        return self._entities.get(identifier) or Entity(identifier, Kind.THING, identifier)

    def find_state(self, identifier: str | None) -> tuple[Entity, ...]:
        """Return a state as the only one of a tuple; nothing for what is none."""
        if identifier is None:
            return ()
        entity = self._entities.get(identifier)
        if entity is None and (entry := self._gazetteer.entries.get(identifier)):
            entity = Entity(entry.id, entry.kind, entry.name, external=entry.external)
        has_codes = entity is not None and dict(entity.external).get("iso3") is not None
        return (entity,) if entity is not None and (entity.kind is Kind.STATE or has_codes) else ()

    def _find_profile(self, identifier: str, day: str | None = None) -> ActorProfile:
        """Return who an actor is on a day (None for no certain day)."""
        entity = self.find_entity(identifier)
        if entity.kind is Kind.STATE:
            return ActorProfile(entity, (entity,))
        if entity.kind is Kind.PERSON:
            return self._profile_person(entity, day)
        if entity.kind is Kind.ORGANIZATION:
            return self.profile_body(entity)
        if entity.kind is Kind.PLACE:
            own = self.find_state(entity.id) or self.find_state(entity.state or self._gazetteer.state_of(entity.id))
            return ActorProfile(entity, own or self.find_state(find_label_state(self._gazetteer, entity.label)))
        return self._profile_described(entity)

    def _profile_person(self, person: Entity, day: str | None) -> ActorProfile:
        entry = self._gazetteer.entries.get(person.id)
        held = [tenure for tenure in entry.tenures if _covers(tenure, day)] if entry and day else []
        if held:
            return self._profile_holder(person, held)
        offices = [self.find_entity(office) for office in self._offices.get(person.id, ())]
        titles = tuple(office.label for office in offices)
        states = self._find_said_states(person, offices)
        if states:
            role = next(filter(None, map(self._codes.find_sector, titles)), "GOV")
            return ActorProfile(person, states, role, titles=titles)
        if entry is not None and entry.tenures and day is None:
            return self._profile_holder(person, entry.tenures[-1:])
        sector = _FORMER if entry is not None and entry.tenures else None
        return self._join_bodies(ActorProfile(person, self.find_state(person.state), sector, titles=titles))

    def _find_said_states(self, person: Entity, offices: list[Entity]) -> tuple[Entity, ...]:
        """Return the states that the articles say a person represents, or else those of the offices they give."""
        said = tuple(state for name in self._states.get(person.id, ()) for state in self.find_state(name))
        if said:
            return said
        names = [office.state or find_label_state(self._gazetteer, office.label) for office in offices]
        return tuple(dict.fromkeys(state for name in names for state in self.find_state(name)))

    def _profile_holder(self, person: Entity, held: list[Tenure] | tuple[Tenure, ...]) -> ActorProfile:
        """Return the profile of who holds offices: of the first body that leads to a state or is international."""
        titles = tuple(name for tenure in held if (name := self._gazetteer.office_name(tenure.office, tenure.of)))
        for tenure in held:
            states = self.find_state(self._gazetteer.state_of(tenure.of))
            if states:
                return ActorProfile(person, states, self._codes.offices.get(tenure.office, "GOV"), titles=titles)
        body = self.profile_body(self.find_body(held[0].of))
        return replace(body, entity=person, titles=titles)

    def find_body(self, identifier: str) -> Entity:
        """Return a body of the findings or of the gazetteer."""
        entry = self._gazetteer.entries.get(identifier)
        if identifier in self._entities or entry is None:
            return self.find_entity(identifier)
        return Entity(entry.id, entry.kind, entry.name, external=entry.external)

    def profile_body(self, body: Entity) -> ActorProfile:
        """Return the profile of a body: its state, or the international body that it is, and its sector."""
        entry = self._gazetteer.entries.get(body.id)
        code = self._codes.bodies.get(body.id)
        states = self._find_home(body)
        category = (entry.category if entry else None) or ""
        international = code.plover if code else None
        if not states and entry is not None:
            international = international or _INTERNATIONAL.get(category)
        sector = self._find_body_sector(body, category, code)
        if international is not None:
            states = ()
            sector = None if category in _INTERNATIONAL else sector
        profile = ActorProfile(body, states, sector, code, international)
        return profile if profile.has_country else self._join_bodies(profile)

    def _find_home(self, body: Entity) -> tuple[Entity, ...]:
        """Return the state of a body: by the gazetteer, by its name, or by whom the articles say it represents."""
        named = self._states.get(body.id, ())
        for name in (
            self._gazetteer.state_of(body.id) or body.state,
            find_label_state(self._gazetteer, body.label),
            *named[:1],
        ):
            if states := self.find_state(name):
                return states
        return ()

    def _find_body_sector(self, body: Entity, category: str, code: BodyCode | None) -> str | None:
        """Return the sector of a body: by its category, by the words of its name, or by its CAMEO code."""
        own = code.type1 if code is not None and code.type1 in self._codes.categories.values() else None
        return self._codes.categories.get(category) or self._codes.find_sector(body.label) or own

    def _profile_described(self, entity: Entity) -> ActorProfile:
        """Return the profile of a group, an office or a thing: the state or body that its description names."""
        label = drop_waters(entity.label)
        name = entity.state or find_label_state(self._gazetteer, label)
        states = self.find_state(name) or self.find_state(find_named_state(self._gazetteer, label))
        sector = self._codes.find_sector(entity.label) if entity.kind in (Kind.GROUP, Kind.OFFICE) else None
        return self._join_bodies(ActorProfile(entity, states, sector))

    def _join_bodies(self, profile: ActorProfile) -> ActorProfile:
        """Return a profile with the first body that the label names where no state is known ("NATO troops")."""
        words = profile.entity.label.split()
        starts = range(len(words)) if profile.entity.kind is not Kind.PERSON and not profile.states else ()
        for start in starts:
            for size in range(min(_LONGEST, len(words) - start), 0, -1):
                body = self._find_named_body(" ".join(words[start : start + size]))
                if body is not None and body.id != profile.entity.id:
                    body_profile = self.profile_body(body)
                    return replace(body_profile, entity=profile.entity, sector=profile.sector or body_profile.sector)
        return profile

    def _find_named_body(self, text: str) -> Entity | None:
        """Return the body that capitalised words name."""
        if not text[:1].isupper():
            return None
        for reference in self._gazetteer.references(text):
            entry = self._gazetteer.entries[reference.entry]
            if entry.kind is Kind.ORGANIZATION:
                return self.find_body(entry.id)
        return None


def _covers(tenure: Tenure, day: str | None) -> bool:
    """Tell whether a day falls into a tenure, at the precision that both share; both ends count."""
    if day is None:
        return False
    start, end = tenure.start, tenure.end
    return (start is None or start[: len(day)] <= day[: len(start)]) and (
        end is None or end[: len(day)] >= day[: len(end)]
    )


def find_day(event: Event, published: str | None = None) -> str | None:
    """Return the day on which an event may first have been, or else the day of its first report."""
    return event.date.earliest if event.date else published
