"""Explain an entity: its mentions, the variants of its name, and the reason for each link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from graphkit.errors import UsageError
from graphkit.model import Entity, Event, Link
from graphkit.resources.name_index import AmbiguousNameError, UnknownNameError, index_entities


class ResolvedGraph(Protocol):
    """Entities, events and links: a Resolution, or the Findings of a build."""

    @property
    def entities(self) -> Sequence[Entity]:
        """The entities."""

    @property
    def events(self) -> Sequence[Event]:
        """The events."""

    @property
    def links(self) -> Sequence[Link]:
        """The links from mentions to entities."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Words that stand for the entity: how often, in how many articles, and why they were taken for it."""

    text: str
    mentions: int
    articles: int
    reasons: tuple[str, ...]
    least_score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entity with its variants (most used first), its links in the order of the text, and what it takes part in.

    `namesakes` are other entities that share one of its names.
    """

    entity: Entity
    variants: tuple[Variant, ...]
    links: tuple[Link, ...]
    events: tuple[Event, ...]
    namesakes: tuple[Entity, ...]


def explain_entity(merged: ResolvedGraph, name: str) -> Explanation:
    """Explain the entity of this id, label or alias.

    Raises UsageError where no entity has the name (with the nearest ones) or where several have it.
    """
    entity = find_entity(merged.entities, name)
    links = tuple(link for link in merged.links if link.entity == entity.id)
    own = {entity.label, *entity.aliases}
    return Explanation(
        entity=entity,
        variants=_list_variants(links),
        links=links,
        events=tuple(event for event in merged.events if entity.id in (event.agent, event.recipient)),
        namesakes=tuple(
            other for other in merged.entities if other.id != entity.id and own & {other.label, *other.aliases}
        ),
    )


def find_entity(entities: Sequence[Entity], name: str) -> Entity:
    """Return the entity that a name means: its id, its label, another name, or what people type. Raises UsageError."""
    try:
        chosen = index_entities(entities, {}).find(name)
    except UnknownNameError as error:
        near = f"did you mean {' or '.join(error.near)}?" if error.near else "use a label or an id of the graph"
        raise UsageError(f"no entity is called {name!r}", remedy=near) from error
    except AmbiguousNameError as error:
        ids = ", ".join(sorted(reading.id for reading in error.readings))
        raise UsageError(f"several entities are called {name!r}", remedy=f"use one of the ids {ids}") from error
    return next(entity for entity in entities if entity.id == chosen.id)


def _list_variants(links: Iterable[Link]) -> tuple[Variant, ...]:
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        groups[link.mention.text].append(link)
    variants = [
        Variant(
            text=text,
            mentions=len(links_of_text),
            articles=len({link.article for link in links_of_text}),
            reasons=tuple(sorted({link.reason for link in links_of_text})),
            least_score=min(link.score for link in links_of_text),
        )
        for text, links_of_text in groups.items()
    ]
    return tuple(sorted(variants, key=lambda variant: (-variant.mentions, variant.text)))
