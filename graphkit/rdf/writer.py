"""What a build found, as RDF triples in three layers: relations, the events behind them, and what each sentence says.

Second types that follow from the ontology (a gk:Event is a sem:Event, a gk:Relation an rdf:Statement, a gk:EventMention
a nif:Phrase) are not written out, and neither is what is usual: a count of one article or publisher (and the belief
that goes with one publisher), the precision of a day, a confidence of a mention that is its event's, the CAMEO code
that a predicate has by default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graphkit.model import STATUS_ORDER, Article, Entity, Event, EventMention, Findings, Mention, Status
from graphkit.rdf import terms as terms
from graphkit.rdf.provenance import pack_mention, pack_when, write_marks
from graphkit.rdf.terms import GK, NIF, PROV, RDF, RDFS, SCHEMA, SEM, clean_text, day, decimal, node, text
from graphkit.resources.cameo import Cameo
from graphkit.resources.vocabulary import Predicate, Vocabulary
from graphkit.runtime.external_sort import Spool
from graphkit.runtime.sort_keys import group_rows, make_key, read_json, write_json

FindEntity = Callable[[str], Entity | None]

#: Statuses under which a bare triple may be read as fact.
ASSERTED = frozenset({Status.OCCURRED, Status.ONGOING})
#: Keys of Entity.external that become owl:sameAs, and the start and end of their IRIs.
SAME_AS = {"wikidata": (terms.WIKIDATA, ""), "geonames": (terms.GEONAMES, "/")}
#: Keys of Entity.external that have a property of their own.
CODES = ("iso2", "iso3", "fips", "cow")

TYPE = node(RDF + "type")
LABEL = node(RDFS + "label")


@dataclass(frozen=True, slots=True)
class Voice:
    """Beside a mention of an event: the publisher of its article, and the entities of its subject and object."""

    publisher: str | None = None
    subject: str | None = None
    object: str | None = None


def find_triples(findings: Findings, base: str = terms.DEFAULT_BASE) -> Iterator[Triple]:
    """Every triple of the findings, in no particular order and possibly more than once."""
    entities = {entity.id: entity for entity in findings.entities}
    publishers = {article.id: article.publisher for article in findings.articles}
    links = {(link.article, link.mention): link.entity for link in findings.links}
    with Spool() as spool:
        writer = TripleWriter(entities.get, spool, base)
        for entity in findings.entities:
            yield from writer.find_entity(entity)
        for article in findings.articles:
            yield from writer.find_article(article)
        for event in findings.events:
            voices = []
            for mention in event.mentions:
                name, ends = mention.evidence.article, (mention.subject, mention.object)
                voices.append(Voice(publishers.get(name), *(links.get((name, end)) for end in ends)))
            yield from writer.find_event(event, voices)
        yield from writer.find_relations()


def label_event(event: Event, predicate: Predicate, find_entity: FindEntity) -> str:
    """What happened as a phrase: "North Korea supplies arms to Russia (denied)"."""
    names = [label_side(side, find_entity) for side in (event.agent, event.recipient)]
    status = "" if event.status in ASSERTED else f" ({event.status.value})"
    when = f", {event.date.iso}" if event.date else ""
    return f"{names[0]} {predicate.label} {names[1]}{when}{status}"


def label_side(side: str, find_entity: FindEntity) -> str:
    entity = find_entity(side)
    return entity.label if entity else side


class TripleWriter:
    """Makes the triples of one node after the other; those of relations when all events were there."""

    def __init__(self, find_entity: FindEntity, spool: Spool, base: str = terms.DEFAULT_BASE) -> None:
        self.base = base
        self.predicates = Vocabulary.load().predicates
        self.codes = Cameo.load().defaults
        self.get_entity = find_entity
        self.relations = spool.sorter()

    def name(self, identifier: str, folder: str = "") -> NamedNode:
        return NamedNode(f"{self.base}{folder}{terms.make_local_name(identifier)}")

    def name_publisher(self, publisher: str) -> NamedNode:
        slug = terms.slugify(publisher) or "x"
        return NamedNode(f"{self.base}publisher/{slug}-{terms.hash_text(publisher)}")

    def keep_identifier(self, subject: NamedNode, identifier: str) -> Iterator[Triple]:
        """The identifier as it was given, where the IRI does not end in it."""
        if terms.make_local_name(identifier) != identifier:
            yield Triple(subject, node(SCHEMA + "identifier"), text(identifier))

    def find_entity(self, entity: Entity) -> Iterator[Triple]:
        subject = self.name(entity.id)
        yield from self.keep_identifier(subject, entity.id)
        yield Triple(subject, TYPE, node(GK + entity.kind.value))
        yield Triple(subject, LABEL, text(entity.label))
        for alias in entity.aliases:
            yield Triple(subject, node(terms.SKOS + "altLabel"), text(alias))
        for key, value in entity.external:
            if key in SAME_AS and value.isalnum() and value.isascii():
                start, end = SAME_AS[key]
                yield Triple(subject, node(terms.OWL + "sameAs"), NamedNode(f"{start}{value}{end}"))
            elif key in CODES:
                yield Triple(subject, node(GK + key), text(value))
            else:
                yield Triple(subject, node(GK + "externalId"), text(f"{key}:{value}"))

    def find_article(self, article: Article) -> Iterator[Triple]:
        subject = self.name(article.id, "article/")
        yield from self.keep_identifier(subject, article.id)
        yield Triple(subject, TYPE, node(SCHEMA + "NewsArticle"))
        if article.title is not None:
            yield Triple(subject, node(SCHEMA + "headline"), text(article.title))
        if article.url is not None:
            url = Literal(clean_text(article.url), datatype=node(terms.XSD + "anyURI"))
            yield Triple(subject, node(SCHEMA + "url"), url)
        if article.publisher is not None:
            publisher = self.name_publisher(article.publisher)
            yield Triple(subject, node(SCHEMA + "publisher"), publisher)
            yield Triple(publisher, TYPE, node(GK + "Publisher"))
            yield Triple(publisher, LABEL, text(article.publisher))
        if article.published is not None:
            yield Triple(subject, node(SCHEMA + "datePublished"), day(article.published))
        if article.author is not None:
            yield Triple(subject, node(SCHEMA + "author"), text(article.author))
        if article.dateline_place is not None:
            yield Triple(subject, node(GK + "dateline"), text(article.dateline_place))
        if article.content_hash:
            yield Triple(subject, node(GK + "contentHash"), text(article.content_hash))
        if article.copy_of is not None:
            yield Triple(subject, node(GK + "copyOf"), self.name(article.copy_of, "article/"))
        if article.language != "en":
            yield Triple(subject, node(SCHEMA + "inLanguage"), text(article.language))

    def find_event(self, event: Event, voices: Sequence[Voice]) -> Iterator[Triple]:
        dates = [event.date.earliest, event.date.latest] if event.date else None
        key = make_key(event.agent, event.predicate, event.recipient)
        self.relations.add(key + write_json([event.id, event.status, dates]))
        subject = self.name(event.id, "event/")
        predicate = self.predicates[event.predicate]
        yield from self.keep_identifier(subject, event.id)
        yield Triple(subject, TYPE, node(GK + "Event"))
        yield Triple(subject, LABEL, text(label_event(event, predicate, self.get_entity)))
        yield Triple(subject, node(GK + "eventType"), node(terms.PLOVER + event.plover))
        if event.cameo is not None and event.cameo != self.codes.get(event.predicate):
            yield Triple(subject, node(GK + "cameoCode"), text(event.cameo))
        yield Triple(subject, node(GK + "predicate"), node(GK + predicate.camel))
        yield Triple(subject, node(GK + "agent"), self.name(event.agent))
        yield Triple(subject, node(GK + "recipient"), self.name(event.recipient))
        if event.place is not None:
            yield Triple(subject, node(SEM + "hasPlace"), self.name(event.place))
        if event.topic is not None:
            yield Triple(subject, node(GK + "topic"), text(event.topic))
        if event.date is not None:
            yield Triple(subject, node(SEM + "hasEarliestBeginTimeStamp"), day(event.date.earliest))
            yield Triple(subject, node(SEM + "hasLatestEndTimeStamp"), day(event.date.latest))
            if event.date.precision != "day":
                yield Triple(subject, node(GK + "datePrecision"), text(event.date.precision))
        yield Triple(subject, node(GK + "status"), text(event.status.value))
        yield Triple(subject, node(GK + "confidence"), decimal(event.confidence))
        articles = {mention.evidence.article for mention in event.mentions}
        if len(articles) > 1:
            yield Triple(subject, node(GK + "articleCount"), Literal(len(articles)))
        if event.publishers > 1:
            yield Triple(subject, node(GK + "publisherCount"), Literal(event.publishers))
            if event.belief is not None:
                yield Triple(subject, node(GK + "belief"), decimal(event.belief))
        speakers = event.speakers or (None,) * len(event.mentions)
        for mention, speaker, voice in zip(event.mentions, speakers, voices, strict=True):
            yield from self.find_mention(subject, event, mention, speaker, voice)

    def find_mention(
        self, event_node: NamedNode, event: Event, mention: EventMention, speaker: str | None, voice: Voice
    ) -> Iterator[Triple]:
        evidence = mention.evidence
        marks = write_marks(self.pack_marks(event, mention, speaker, voice))
        parts = (evidence.article, str(evidence.span), evidence.rule, mention.status.value, speaker or "", marks)
        identifier = f"{terms.make_local_name(event.id)}-{terms.hash_text(event.id, *parts)}"
        subject = NamedNode(f"{self.base}mention/{identifier}")
        yield Triple(event_node, node(GK + "mention"), subject)
        yield Triple(subject, TYPE, node(GK + "EventMention"))
        yield Triple(subject, node(GK + "status"), text(mention.status.value))
        said_by = self.name(speaker) if speaker is not None else None
        if said_by is None and voice.publisher is not None:
            said_by = self.name_publisher(voice.publisher)
        if said_by is not None:
            yield Triple(subject, node(PROV + "wasAttributedTo"), said_by)
        if mention.cue is not None:
            yield Triple(subject, node(GK + "cue"), text(mention.cue))
        yield Triple(subject, node(GK + "rule"), text(f"{evidence.rule} {marks}"))
        if round(mention.confidence, 4) != round(event.confidence, 4):
            yield Triple(subject, node(GK + "confidence"), decimal(mention.confidence))
        yield Triple(subject, node(NIF + "beginIndex"), Literal(evidence.span.start))
        yield Triple(subject, node(NIF + "endIndex"), Literal(evidence.span.end))
        yield Triple(subject, node(GK + "sentence"), text(evidence.sentence))
        yield Triple(subject, node(PROV + "hadPrimarySource"), self.name(evidence.article, "article/"))

    def pack_marks(self, event: Event, mention: EventMention, speaker: str | None, voice: Voice) -> dict[str, Any]:
        evidence = mention.evidence
        sides = [self.get_entity(event.agent), self.get_entity(event.recipient)]
        marks: dict[str, Any] = {"t": [mention.trigger.start, mention.trigger.end]}
        if self.is_turned(event, mention, voice):
            sides.reverse()
            marks["x"] = 1
        marks["s"] = pack_mention(mention.subject, sides[0], evidence)
        marks["o"] = pack_mention(mention.object, sides[1], evidence)
        if mention.place is not None:
            marks["p"] = pack_mention(mention.place, self.get_entity(event.place or ""), evidence)
        if mention.attributed_to is not None:
            marks["a"] = pack_mention(mention.attributed_to, self.get_entity(speaker or ""), evidence)
        if mention.date != event.date:
            marks["d"] = pack_when(mention.date)
        code = self.codes.get(event.predicate)
        if (mention.cameo or code) != (event.cameo or code):
            marks["cameo"] = mention.cameo
        for key, own, other in (
            ("topic", mention.topic, event.topic),
            ("plover", mention.plover, event.plover),
            ("predicate", mention.predicate, event.predicate),
        ):
            if own != other:
                marks[key] = own
        return marks

    def is_turned(self, event: Event, mention: EventMention, voice: Voice) -> bool:
        """Whether the sentence's subject is the event's recipient, as can be where direction carries no meaning."""
        if event.agent == event.recipient:
            return False
        subject = [self.fits(mention.subject, voice.subject, side) for side in (event.agent, event.recipient)]
        if subject[0] == subject[1]:
            object_ = [self.fits(mention.object, voice.object, side) for side in (event.agent, event.recipient)]
            return object_[0] > object_[1]
        return subject[1] > subject[0]

    def fits(self, part: Mention, linked: str | None, entity: str) -> int:
        """How surely a part of the sentence is this entity: 2 by its link or entry, 1 by its name, 0 not at all."""
        linked = linked if linked is not None else part.entry
        if linked is not None and linked == entity:
            return 2
        known = self.get_entity(entity)
        return int(known is not None and part.name in (known.label, *known.aliases))

    def find_relations(self) -> Iterator[Triple]:
        """The relations of all events that were there."""
        for (agent, name, recipient), behind in group_rows(self.relations, 3):
            yield from self.find_relation(agent, self.predicates[name], recipient, map(read_json, behind))

    def find_relation(
        self, agent: str, predicate: Predicate, recipient: str, behind: Iterable[tuple[str, str, list[str] | None]]
    ) -> Iterator[Triple]:
        """One relation; `behind` are the id, the status and the two dates of each event."""
        first, middle, last = self.name(agent), node(GK + predicate.camel), self.name(recipient)
        names = [label_side(side, self.get_entity) for side in (agent, recipient)]
        label = f"{names[0]} {predicate.label} {names[1]}"
        slug = terms.slugify(label) or predicate.name.replace("_", "-")
        subject = NamedNode(f"{self.base}relation/{slug}-{terms.hash_text(agent, predicate.name, recipient)}")
        statuses: set[Status] = set()
        ids: set[str] = set()
        dates: set[tuple[str, str]] = set()
        for event, status, when in behind:
            ids.add(event)
            statuses.add(Status(status))
            if when is not None:
                dates.add((when[0], when[1]))
        yield Triple(subject, TYPE, node(GK + "Relation"))
        yield Triple(subject, node(RDF + "subject"), first)
        yield Triple(subject, node(RDF + "predicate"), middle)
        yield Triple(subject, node(RDF + "object"), last)
        yield Triple(subject, LABEL, text(label))
        yield Triple(subject, node(GK + "status"), text(min(statuses, key=STATUS_ORDER.index).value))
        yield Triple(subject, node(GK + "eventCount"), Literal(len(ids)))
        if dates:
            yield Triple(subject, node(GK + "firstDate"), day(min(earliest for earliest, _ in dates)))
            yield Triple(subject, node(GK + "lastDate"), day(max(latest for _, latest in dates)))
        for event in sorted(ids):
            yield Triple(subject, node(GK + "event"), self.name(event, "event/"))
        if statuses & ASSERTED:
            yield Triple(first, middle, last)
            if predicate.symmetric:
                yield Triple(last, middle, first)
