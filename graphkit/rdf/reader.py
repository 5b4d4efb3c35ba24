"""From triples back to findings: the other way round of `triples`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pyoxigraph import Triple

from graphkit.errors import DamagedGraphError
from graphkit.model import (
    Article,
    Entity,
    Event,
    EventMention,
    Evidence,
    Findings,
    Kind,
    Span,
    Status,
    When,
)
from graphkit.rdf import terms as terms
from graphkit.rdf.provenance import unpack_mention, unpack_when
from graphkit.rdf.terms import GK, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from graphkit.rdf.writer import CODES, SAME_AS
from graphkit.resources.vocabulary import Vocabulary

_KINDS = {GK + kind.value: kind for kind in Kind}


def find_findings(triples: Iterable[Triple], where: str = "the graph") -> Findings:
    """Read findings from triples; raise DamagedGraphError where a needed one is missing or of a wrong form."""
    reader = _Reader(triples)
    try:
        return reader.find_all()
    except (KeyError, ValueError, TypeError, IndexError) as error:
        remedy = "It was changed, or made by another version of graphkit. `graphkit check` shows more; build it again."
        raise DamagedGraphError(f"At {reader.at}: {error}", where=where, remedy=remedy) from error


class _Reader:
    """The triples by subject, and where the reading stands (for the message when it fails)."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.at = "the start"
        self.rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.by_type: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, object_ in triples:
            value: str = object_.value
            self.rows[subject.value][predicate.value].append(value)
            if predicate.value == RDF + "type":
                self.by_type[value].append(subject.value)
        self.names = {predicate.camel: name for name, predicate in Vocabulary.load().predicates.items()}
        self.entities: dict[str, Entity] = {}

    def get(self, subject: str, predicate: str) -> str | None:
        values = self.rows[subject].get(predicate)
        return values[0] if values else None

    def need(self, subject: str, predicate: str) -> str:
        value = self.get(subject, predicate)
        if value is None:
            raise KeyError(f"<{predicate}> is missing")
        return value

    def find_id(self, iri: str) -> str:
        return self.get(iri, SCHEMA + "identifier") or terms.find_local_name(iri)

    def find_all(self) -> Findings:
        articles = [self.find_article(iri) for iri in self.by_type[SCHEMA + "NewsArticle"]]
        for kind, members in ((_KINDS[type_], self.by_type[type_]) for type_ in _KINDS if type_ in self.by_type):
            for iri in members:
                self.entities[iri] = self.find_entity(iri, kind)
        events = [self.find_event(iri) for iri in self.by_type[GK + "Event"]]
        return Findings(
            articles=tuple(sorted(articles, key=lambda article: article.id)),
            entities=tuple(sorted(self.entities.values(), key=lambda entity: entity.id)),
            events=tuple(sorted(events, key=lambda event: event.id)),
        )

    def find_article(self, iri: str) -> Article:
        self.at = iri
        publisher = self.get(iri, SCHEMA + "publisher")
        copied = self.get(iri, GK + "copyOf")
        return Article(
            id=self.find_id(iri),
            text="",
            title=self.get(iri, SCHEMA + "headline"),
            url=self.get(iri, SCHEMA + "url"),
            publisher=self.need(publisher, RDFS + "label") if publisher else None,
            published=self.get(iri, SCHEMA + "datePublished"),
            language=self.get(iri, SCHEMA + "inLanguage") or "en",
            author=self.get(iri, SCHEMA + "author"),
            dateline_place=self.get(iri, GK + "dateline"),
            content_hash=self.get(iri, GK + "contentHash") or "",
            copy_of=self.find_id(copied) if copied else None,
        )

    def find_entity(self, iri: str, kind: Kind) -> Entity:
        self.at = iri
        row = self.rows[iri]
        external = [(key, value) for key in CODES for value in row.get(GK + key, ())]
        for key, (start, end) in SAME_AS.items():
            same = [value for value in row.get(OWL + "sameAs", ()) if value.startswith(start)]
            external += [(key, value.removeprefix(start).removesuffix(end)) for value in same]
        for value in row.get(GK + "externalId", ()):
            key, _, identifier = value.partition(":")
            external.append((key, identifier))
        label = self.need(iri, RDFS + "label")
        aliases = tuple(sorted(row.get(SKOS + "altLabel", ())))
        return Entity(self.find_id(iri), kind, label, aliases, tuple(sorted(external)))

    def find_event(self, iri: str) -> Event:
        self.at = iri
        predicate = self.names[terms.find_local_name(self.need(iri, GK + "predicate"))]
        earliest, latest = (
            self.get(iri, SEM + "hasEarliestBeginTimeStamp"),
            self.get(iri, SEM + "hasLatestEndTimeStamp"),
        )
        date = None
        if earliest and latest:
            date = When(earliest, latest, self.get(iri, GK + "datePrecision") or "day")
        place = self.get(iri, SEM + "hasPlace")
        belief = self.get(iri, GK + "belief")
        event = Event(
            id=self.find_id(iri),
            predicate=predicate,
            plover=terms.find_local_name(self.need(iri, GK + "eventType")),
            agent=self.find_id(self.need(iri, GK + "agent")),
            recipient=self.find_id(self.need(iri, GK + "recipient")),
            status=Status(self.need(iri, GK + "status")),
            confidence=float(self.need(iri, GK + "confidence")),
            mentions=(),
            cameo=self.get(iri, GK + "cameoCode"),
            date=date,
            place=self.find_id(place) if place else None,
            topic=self.get(iri, GK + "topic"),
            publishers=int(self.get(iri, GK + "publisherCount") or 1),
            belief=float(belief) if belief else None,
        )
        event = replace(event, reported=self.find_first_report(iri))
        found = [self.find_mention(mention, iri, event) for mention in self.rows[iri].get(GK + "mention", ())]
        found.sort(key=lambda pair: sort_mention(pair[0]))
        self.at = iri
        return _with_mentions(event, found)

    def find_first_report(self, iri: str) -> str | None:
        """The day of the earliest article that tells of an event."""
        articles = [self.get(mention, PROV + "hadPrimarySource") for mention in self.rows[iri].get(GK + "mention", ())]
        days = [self.get(article, SCHEMA + "datePublished") for article in articles if article]
        return min((day[:10] for day in days if day), default=None)

    def find_mention(self, iri: str, event_iri: str, event: Event) -> tuple[EventMention, str | None]:
        self.at = iri
        span = Span(int(self.need(iri, NIF + "beginIndex")), int(self.need(iri, NIF + "endIndex")))
        article = self.find_id(self.need(iri, PROV + "hadPrimarySource"))
        rule, _, packed = self.need(iri, GK + "rule").partition(" {")
        marks: dict[str, Any] = json.loads("{" + packed)
        evidence = Evidence(article, span, self.need(iri, GK + "sentence"), rule)
        sides = [self.entities.get(self.need(event_iri, GK + side)) for side in ("agent", "recipient")]
        if marks.get("x"):
            sides.reverse()
        said_by = self.get(iri, PROV + "wasAttributedTo")
        is_publisher = said_by is None or GK + "Publisher" in self.rows[said_by].get(RDF + "type", ())
        speaker = None if said_by is None or is_publisher else said_by
        place = self.entities.get(self.get(event_iri, SEM + "hasPlace") or "")
        confidence = self.get(iri, GK + "confidence")
        mention = EventMention(
            trigger=Span(*marks["t"]),
            predicate=marks.get("predicate", event.predicate),
            subject=unpack_mention(marks["s"], sides[0], evidence),
            object=unpack_mention(marks["o"], sides[1], evidence),
            status=Status(self.need(iri, GK + "status")),
            evidence=evidence,
            confidence=float(confidence) if confidence else event.confidence,
            plover=marks.get("plover", event.plover),
            cameo=marks.get("cameo", event.cameo),
            cue=self.get(iri, GK + "cue"),
            date=unpack_when(marks["d"]) if "d" in marks else event.date,
            place=unpack_mention(marks["p"], place, evidence) if "p" in marks else None,
            topic=marks.get("topic", event.topic),
            attributed_to=(
                unpack_mention(marks["a"], self.entities.get(speaker or ""), evidence) if "a" in marks else None
            ),
        )
        return mention, self.find_id(speaker) if speaker else None


def sort_mention(mention: EventMention) -> tuple[Any, ...]:
    """The order of an event's mentions: by article and place in it; the rest only settles ties."""
    evidence = mention.evidence
    parts = (mention.subject.span, mention.object.span, evidence.rule, mention.status.value, repr(mention))
    return (evidence.article, evidence.span, mention.trigger, *parts)


def _with_mentions(event: Event, found: list[tuple[EventMention, str | None]]) -> Event:
    return replace(event, mentions=tuple(pair[0] for pair in found), speakers=tuple(pair[1] for pair in found))
