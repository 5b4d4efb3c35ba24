"""Look up entities by the names that people type: labels, other names, seats, codes, and parts of names.

Every door uses it: query parameters, why, explain, view and the page. A name is folded first (no case, accents,
hyphens, full stops or leading "the"), so that "U.S." is "us". Of several readings the one of the kind that is asked
for wins ("Moscow" is Russia where an actor is meant, the city where a place is); equally good ones are all told.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphkit.model import Entity, Kind
from graphkit.resources.gazetteer.spelling import fold_name

#: Kinds in the order in which a reader means them, for an actor and for a place.
ACTORS = (Kind.STATE, Kind.PERSON, Kind.ORGANIZATION)
PLACES = (Kind.PLACE, Kind.STATE)
#: How alike a suggestion must be to what was typed; names below the length are suggested by their beginning only.
_ALIKE, _SHORT = 0.75, 4
#: Where a name was found, from the best: the label or id, another name, what people type for it, a part of a name.
_LABEL, _ALIAS, _TYPED, _PART = range(4)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity as the index knows it; `events` is how many events it takes part in."""

    id: str
    label: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    search_names: tuple[str, ...] = ()
    events: int = 0


class UnknownNameError(LookupError):
    """No entity has this name; `near` are labels that look like it, of the kind that was asked for."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.near = tuple(near)


class AmbiguousNameError(LookupError):
    """Several entities have this name, and none of them better than the others."""

    def __init__(self, name: str, readings: Sequence[NamedEntity]) -> None:
        super().__init__(name)
        self.name = name
        self.readings = tuple(readings)


class NameIndex:
    """The names of the entities of one graph."""

    def __init__(self, entities: Iterable[NamedEntity]) -> None:
        self._found: dict[str, dict[str, int]] = defaultdict(dict)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._entities: dict[str, NamedEntity] = {}
        for entity in entities:
            self._entities[entity.id] = entity
            for tier, names in (
                (_LABEL, (entity.label, entity.id)),
                (_ALIAS, entity.aliases),
                (_TYPED, entity.search_names),
            ):
                for name in names:
                    self._found[fold_name(name)].setdefault(entity.id, tier)
            for name in (entity.label, *entity.aliases):
                for word in fold_name(name).split():
                    self._words[word].add(entity.id)

    def find(self, name: str, prefer: Sequence[Kind] = ACTORS) -> NamedEntity:
        """Return the entity that a name means, of the kinds in `prefer` before others.

        Raises UnknownNameError and AmbiguousNameError.
        """
        readings = self.find_readings(name, prefer)
        if not readings:
            raise UnknownNameError(name, self.suggest(name, prefer))
        best = self._rank(*readings[0], prefer)
        equal = [entity for entity, tier in readings if self._rank(entity, tier, prefer) == best]
        if len(equal) > 1 and readings[0][1] != _LABEL:
            raise AmbiguousNameError(name, equal)
        return equal[0]

    def find_readings(self, name: str, prefer: Sequence[Kind] = ACTORS) -> list[tuple[NamedEntity, int]]:
        """Return all that a name may mean with where it was found, the best first."""
        folded = fold_name(name)
        tiers = dict(self._found.get(folded, ()))
        if not tiers and folded:
            tiers = dict.fromkeys(self._find_parts(folded.split()), _PART)
        readings = [(self._entities[key], tier) for key, tier in tiers.items()]
        return sorted(readings, key=lambda pair: (self._rank(pair[0], pair[1], prefer), -pair[0].events, pair[0].id))

    def suggest(self, name: str, prefer: Sequence[Kind] = ACTORS, count: int = 3) -> list[str]:
        """Return labels of entities of the preferred kinds whose names look like this one, the nearest first."""
        folded = fold_name(name)
        own = {
            other: entity.label
            for entity in self._entities.values()
            if entity.kind in prefer
            for other in map(fold_name, (entity.label, *entity.aliases))
        }
        near = [
            other for other in sorted(own, key=lambda text: (len(text), text)) if folded and other.startswith(folded)
        ]
        if len(folded) >= _SHORT:
            near = difflib.get_close_matches(folded, own, n=count, cutoff=_ALIKE) + near
        return list(dict.fromkeys(own[other] for other in near))[:count]

    def _find_parts(self, words: Sequence[str]) -> set[str]:
        """Return the entities that have all these words in one of their names."""
        common = set.intersection(*(self._words.get(word, set()) for word in words)) if words else set()
        return {
            key
            for key in common
            if any(
                set(words) <= set(fold_name(name).split())
                for name in (self._entities[key].label, *self._entities[key].aliases)
            )
        }

    @staticmethod
    def _rank(entity: NamedEntity, tier: int, prefer: Sequence[Kind]) -> tuple[bool, int]:
        """Return how good a reading is, smaller for better: the preferred kinds first, then where it was found."""
        return entity.kind not in prefer, tier


def index_entities(entities: Iterable[Entity], counts: Mapping[str, int]) -> NameIndex:
    """Return the index of the entities of a graph; `counts` are the events that each takes part in."""
    return NameIndex(
        NamedEntity(entity.id, entity.label, entity.kind, entity.aliases, entity.search_names, counts.get(entity.id, 0))
        for entity in entities
    )
