"""Read findings from triples; the inverse of `triples`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
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
    Location,
    OwnPredicate,
    Span,
    Status,
)
from graphkit.rdf import terms as terms
from graphkit.rdf.mention_parts import PARTS, read_part, read_span, read_when
from graphkit.rdf.terms import GK, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from graphkit.resources.code_tables import CodeTables

_REMEDY = "It was changed, or made by another version of graphkit. `graphkit check` shows more; build it again."
_KINDS = {GK + kind.value: kind for kind in Kind}


def find_findings(triples: Iterable[Triple], where: str = "the graph") -> Findings:
    """Read findings from triples; raise DamagedGraphError where a needed one is missing or of a wrong form."""
    reader = GraphReader(triples)
    with reader.tell_damage(where):
        return reader.find_all()


class GraphReader:
    """The triples by subject, and where the reading stands (for the message when it fails)."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.node = "the start"
        self.rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.by_type: dict[str, list[str]] = defaultdict(list)
        self.tables = CodeTables.load()
        self.names: dict[str, str] = {}
        self.entities: dict[str, Entity] = {}
        self.add(triples)

    def add(self, triples: Iterable[Triple]) -> None:
        """Take more triples, of further subjects."""
        type_of = RDF + "type"
        for subject, predicate, object_ in triples:
            of, name, value = subject.value, predicate.value, object_.value
            self.rows[of][name].append(value)
            if name == type_of:
                self.by_type[value].append(of)

    @contextmanager
    def tell_damage(self, where: str) -> Iterator[None]:
        """Raise DamagedGraphError where a needed triple is missing or of a wrong form."""
        try:
            yield
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise DamagedGraphError(f"At {self.node}: {error}", where=where, remedy=_REMEDY) from error

    def get(self, subject: str, predicate: str) -> str | None:
        """Return the first value of a property of a node, None where it has none."""
        values = self.rows[subject].get(predicate)
        return values[0] if values else None

    def need(self, subject: str, predicate: str) -> str:
        """Return the first value of a property that a node must have. Raises KeyError."""
        value = self.get(subject, predicate)
        if value is None:
            raise KeyError(f"<{predicate}> is missing")
        return value

    def find_id(self, iri: str) -> str:
        """Return the id of a node."""
        return self.get(iri, SCHEMA + "identifier") or terms.find_local_name(iri)

    def find_all(self, *, with_mentions: bool = True) -> Findings:
        """Read everything; events without their mentions where these are not wanted."""
        declared = [iri for iri in self.by_type[OWL + "ObjectProperty"] if self.get(iri, GK + "predicateGroup")]
        own = tuple(self.find_own_predicate(iri) for iri in sorted(declared))
        self.tables = self.tables.extend(own)
        self.names = {predicate.camel: name for name, predicate in self.tables.vocabulary.predicates.items()}
        articles = [self.find_article(iri) for iri in self.by_type[SCHEMA + "NewsArticle"]]
        for kind, members in ((_KINDS[type_], self.by_type[type_]) for type_ in _KINDS if type_ in self.by_type):
            for iri in members:
                self.entities[iri] = self.find_entity(iri, kind)
        find_event = self.find_event if with_mentions else self.outline_event
        events = [find_event(iri) for iri in self.by_type[GK + "Event"]]
        return Findings(
            articles=tuple(sorted(articles, key=lambda article: article.id)),
            entities=tuple(sorted(self.entities.values(), key=lambda entity: entity.id)),
            events=tuple(sorted(events, key=lambda event: event.id)),
            predicates=own,
        )

    def find_own_predicate(self, iri: str) -> OwnPredicate:
        """Read a predicate that the graph declares itself."""
        self.node = iri
        group = self.need(iri, GK + "predicateGroup")
        if group not in self.tables.vocabulary.groups:
            raise ValueError(f"there is no group {group!r} of predicates")
        return OwnPredicate(
            name=re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), terms.find_local_name(iri)),
            label=self.need(iri, RDFS + "label"),
            plover=terms.find_local_name(self.need(iri, GK + "plover")),
            group=group,
            cameo=terms.find_local_name(self.need(iri, GK + "usualCode")),
            symmetric=OWL + "SymmetricProperty" in self.rows[iri][RDF + "type"],
        )

    def find_article(self, iri: str) -> Article:
        """Read an article, which a graph holds without its text."""
        self.node = iri
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
        """Read an entity with its names and codes."""
        self.node = iri
        row = self.rows[iri]
        external = [(key, value) for key in terms.CODES for value in row.get(GK + key, ())]
        for key, (start, end) in terms.SAME_AS.items():
            same = [value for value in row.get(OWL + "sameAs", ()) if value.startswith(start)]
            external += [(key, value.removeprefix(start).removesuffix(end)) for value in same]
        state, within = self.get(iri, GK + "state"), self.get(iri, GK + "within")
        return Entity(
            self.find_id(iri),
            kind,
            self.need(iri, RDFS + "label"),
            tuple(sorted(row.get(SKOS + "altLabel", ()))),
            tuple(sorted(external)),
            search_names=tuple(sorted(row.get(SKOS + "hiddenLabel", ()))),
            state=self.find_id(state) if state else None,
            within=self.find_id(within) if within else None,
            location=self.find_location(iri),
        )

    def find_location(self, iri: str) -> Location | None:
        """Read the point of a place, None where it has none."""
        latitude, longitude = self.get(iri, terms.GEO + "lat"), self.get(iri, terms.GEO + "long")
        if latitude is None or longitude is None:
            return None
        return Location(float(latitude), float(longitude), self.get(iri, GK + "province"), self.get(iri, GK + "admin1"))

    def outline_event(self, iri: str) -> Event:
        """Read an event without its mentions."""
        self.node = iri
        predicate = self.find_predicate(iri)
        if predicate is None:
            raise KeyError(f"<{GK}predicate> is missing")
        place = self.get(iri, SEM + "hasPlace")
        belief = self.get(iri, GK + "belief")
        return Event(
            id=self.find_id(iri),
            predicate=predicate,
            plover=terms.find_local_name(self.need(iri, GK + "eventType")),
            agent=self.find_id(self.need(iri, GK + "agent")),
            recipient=self.find_id(self.need(iri, GK + "recipient")),
            status=self.find_status(iri),
            confidence=float(self.need(iri, GK + "confidence")),
            mentions=(),
            cameo=self.find_code(iri, predicate),
            date=read_when(partial(self.get, iri)),
            place=self.find_id(place) if place else None,
            topic=self.get(iri, GK + "topic"),
            publishers=int(self.get(iri, GK + "publisherCount") or 1),
            belief=float(belief) if belief else None,
        )

    def find_event(self, iri: str) -> Event:
        """Read an event with its mentions."""
        event = self.outline_event(iri)
        mentions = [self.find_mention(mention, iri, event) for mention in self.rows[iri].get(GK + "mention", ())]
        if len(mentions) > 1:
            mentions.sort(key=lambda pair: sort_mention(pair[0]))
        self.node = iri
        return replace(
            event,
            reported=self.find_first_report(iri),
            mentions=tuple(pair[0] for pair in mentions),
            speakers=tuple(pair[1] for pair in mentions),
        )

    def find_first_report(self, iri: str) -> str | None:
        """Find the day of the earliest article that tells of an event."""
        articles = [self.get(mention, PROV + "hadPrimarySource") for mention in self.rows[iri].get(GK + "mention", ())]
        days = [self.get(article, SCHEMA + "datePublished") for article in articles if article]
        return min((day[:10] for day in days if day), default=None)

    def find_mention(self, iri: str, event_iri: str, event: Event) -> tuple[EventMention, str | None]:
        """Read a mention of an event, and the id of who says so."""
        self.node = iri
        get = partial(self.get, iri)
        span = Span(int(self.need(iri, NIF + "beginIndex")), int(self.need(iri, NIF + "endIndex")))
        article = self.find_id(self.need(iri, PROV + "hadPrimarySource"))
        evidence = Evidence(article, span, self.need(iri, GK + "sentence"), self.need(iri, GK + "rule"))
        speaker = self.find_speaker(iri)
        linked = self.find_linked(iri, event_iri, speaker)
        parts = [read_part(get, role, entity, evidence) for role, entity in zip(PARTS, linked, strict=True)]
        trigger, confidence = read_span(get, "trigger"), get(GK + "confidence")
        if trigger is None or parts[0] is None or parts[1] is None:
            raise KeyError("the words of trigger, subject or object are missing")
        mention = EventMention(
            trigger=trigger,
            predicate=self.find_predicate(iri) or event.predicate,
            subject=parts[0],
            object=parts[1],
            status=self.find_status(iri),
            evidence=evidence,
            confidence=float(confidence) if confidence else event.confidence,
            plover=terms.find_local_name(get(GK + "eventType") or event.plover),
            cameo=self.find_code(iri, event.predicate) if get(GK + "cameoCode") else event.cameo,
            cue=get(GK + "cue"),
            date=None if get(GK + "isUndated") == "true" else read_when(get) or event.date,
            place=parts[2],
            topic=get(GK + "topic"),
            attributed_to=parts[3],
        )
        return mention, self.find_id(speaker) if speaker else None

    def find_linked(self, iri: str, event_iri: str, speaker: str | None) -> list[Entity | None]:
        """Return the entities behind subject, object, place and speaker of a mention."""
        sides = [self.entities.get(self.need(event_iri, GK + side)) for side in ("agent", "recipient")]
        if self.get(iri, GK + "namesRecipientFirst") == "true":
            sides.reverse()
        place = self.entities.get(self.get(event_iri, SEM + "hasPlace") or "")
        return [*sides, place, self.entities.get(speaker or "")]

    def find_speaker(self, iri: str) -> str | None:
        """Return the IRI of who says so in a mention, None where it is the publisher."""
        said_by = self.get(iri, PROV + "wasAttributedTo")
        if said_by is None or GK + "Publisher" in self.rows[said_by].get(RDF + "type", ()):
            return None
        return said_by

    def find_status(self, iri: str) -> Status:
        """Read the status of an event or a mention."""
        return Status(self.need(iri, GK + "status").removeprefix(terms.STATUS))

    def find_predicate(self, iri: str) -> str | None:
        """Read the predicate of an event or a mention, None where it has none of its own."""
        value = self.get(iri, GK + "predicate")
        return self.names[terms.find_local_name(value)] if value else None

    def find_code(self, iri: str, predicate: str) -> str | None:
        """Return the CAMEO code of an event or a mention, None where it is the usual one of the predicate."""
        value = self.get(iri, GK + "cameoCode")
        code = terms.find_local_name(value) if value else None
        return None if code == self.tables.cameo.defaults.get(predicate) else code


def sort_mention(mention: EventMention) -> tuple[Any, ...]:
    """Return the sort key of an event's mention: article and place in it; the rest only settles ties."""
    evidence = mention.evidence
    parts = (mention.subject.span, mention.object.span, evidence.rule, mention.status.value, repr(mention))
    return (evidence.article, evidence.span, mention.trigger, *parts)
