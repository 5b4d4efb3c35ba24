"""What every export looks up: entities, articles, codes and mentions of findings."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from graphkit.knowledge.cameo import Cameo, Code
from graphkit.model import Article, Entity, Event, EventMention, Findings, Kind


class Lookup:
    """Findings with their entities and articles by id."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.cameo = Cameo.load()
        self._entities = {entity.id: entity for entity in findings.entities}
        self._articles = {article.id: article for article in findings.articles}

    @cached_property
    def counts(self) -> Counter[str]:
        """How many events each entity takes part in."""
        return Counter(side for event in self.findings.events for side in {event.agent, event.recipient})

    def find_entity(self, identifier: str) -> Entity:
        """The entity, or one without a name of its own where the findings do not describe it."""
        return self._entities.get(identifier) or Entity(identifier, Kind.THING, identifier)

    def find_article(self, identifier: str) -> Article:
        return self._articles.get(identifier) or Article(identifier, "")

    def find_articles(self, event: Event) -> list[Article]:
        """The articles that tell of the event, in the order of their ids."""
        return [self.find_article(name) for name in sorted({mention.evidence.article for mention in event.mentions})]

    def find_mentions(self, event: Event) -> list[tuple[EventMention, str | None]]:
        """The mentions of the event, each with the id of its speaker."""
        speakers = event.speakers or (None,) * len(event.mentions)
        return list(zip(event.mentions, speakers, strict=True))

    def find_code(self, event: Event) -> Code | None:
        """The CAMEO code of the event, its own or the usual one of its predicate; None for a state of affairs."""
        code = event.cameo or self.cameo.defaults.get(event.predicate)
        return self.cameo.find_code(code) if code else None

    def name_quad(self, event: Event) -> str | None:
        """The quad class of the event's PLOVER type in words."""
        quad = self.cameo.plover_quads.get(event.plover)
        return self.cameo.quad_labels[quad] if quad else None
