"""Places of events in the words of each format: city, province, state, coordinates, GDELT's kind of place."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkit.export.actors import find_state_code
from graphkit.export.lookups import Lookup
from graphkit.model import Entity, Event, Kind, Location
from graphkit.resources.code_tables import CodeTables

#: GDELT's kinds of places.
UNKNOWN, COUNTRY, US_STATE, US_CITY, WORLD_CITY, WORLD_STATE = range(6)


@dataclass(frozen=True, slots=True)
class EventPlace:
    """The place of an event: the entity, its state, and whether it is a state, a region or a city."""

    entity: Entity
    state: Entity | None
    is_state: bool
    is_region: bool
    tables: CodeTables = field(repr=False)

    @property
    def location(self) -> Location | None:
        """The point of the place."""
        return self.entity.location

    @property
    def province(self) -> str | None:
        """The first-order division, for a region the region itself."""
        if self.is_state:
            return None
        return self.entity.label if self.is_region else self.location.province if self.location else None

    @property
    def city(self) -> str | None:
        """The city, None where the place is larger."""
        return None if self.is_state or self.is_region else self.entity.label

    def find_code(self, system: str) -> str | None:
        """Return the code of the state of the place in a system."""
        return (find_state_code(self.state, system, self.tables) or None) if self.state else None

    def name_country(self) -> str | None:
        """Return the name of the state of the place."""
        return self.state.label if self.state else None

    @property
    def gdelt_type(self) -> int:
        """GDELT's kind: country, US state, US city, world city or world state; unknown where the state is unknown."""
        if self.state is None:
            return UNKNOWN
        if self.is_state:
            return COUNTRY
        is_american = self.find_code("iso3") == "USA"
        if self.is_region:
            return US_STATE if is_american else WORLD_STATE
        return US_CITY if is_american else WORLD_CITY

    @property
    def gdelt_name(self) -> str:
        """The name as GDELT writes it: country; State, Country; City, State, Country."""
        parts = [self.entity.label]
        if not self.is_state:
            if not self.is_region and self.province:
                parts.append(self.province)
            if self.state:
                parts.append(self.state.label)
        return ", ".join(dict.fromkeys(parts))


def find_place(lookup: Lookup, event: Event) -> EventPlace | None:
    """Return the place of an event, None where no text tells one."""
    entity = lookup.find_entity(event.place) if event.place else None
    if entity is None or entity.kind not in (Kind.PLACE, Kind.STATE):
        return None
    is_state = bool(lookup.actors.find_state(entity.id))  # or a territory with a code of its own
    entry = lookup.tables.gazetteer.entries.get(entity.id)  # without one it is taken for a city
    is_region = entry is not None and entry.category in ("region", "territory")
    states = (entity,) if is_state else lookup.actors.find_profile(entity.id, None).states
    return EventPlace(entity, states[0] if states else None, is_state, is_region, lookup.tables)
