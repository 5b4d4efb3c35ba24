"""Write findings as RDF triples in three layers: relations, the events behind them, and what each sentence says.

Second types that follow from the ontology (a gk:Event is a sem:Event, a gk:Relation an rdf:Statement, a gk:EventMention
a nif:Phrase) are not written out, and neither is what is usual: a count of one article or publisher (and the belief
that goes with one publisher), the precision of a day, a confidence of a mention that is its event's, the CAMEO code
that a predicate has by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphkit.model import (
    STATUS_ORDER,
    Article,
    Entity,
    Event,
    EventMention,
    Evidence,
    Location,
    Mention,
    OwnPredicate,
    Status,
)
from graphkit.rdf import terms as terms
from graphkit.rdf.event_labels import ASSERTED, FindEntity, label_event, label_side
from graphkit.rdf.mention_parts import PARTS, describe_part, describe_span, describe_when, offset
from graphkit.rdf.ontology import find_superclasses
from graphkit.rdf.terms import GK, NIF, PROV, RDF, RDFS, SCHEMA, SEM
from graphkit.rdf.text_terms import (
    NamedNode,
    Statement,
    Triple,
    day,
    decimal,
    degrees,
    node,
    number,
    text,
    typed,
    write_iri,
)
from graphkit.resources.code_tables import CodeTables
from graphkit.resources.vocabulary import Predicate
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key

TYPE = node(RDF + "type")
LABEL = node(RDFS + "label")
_EVENT_TYPE, _CODE, _PREDICATE, _AGENT, _RECIPIENT, _TOPIC, _STATUS, _CONFIDENCE, _MENTION, _CUE, _RULE, _SENTENCE = (
    node(GK + name)
    for name in (
        "eventType", "cameoCode", "predicate", "agent", "recipient", "topic", "status", "confidence", "mention", "cue",
        "rule", "sentence",
    )
)  # fmt: skip
_BEGIN, _END, _CONTEXT = (node(NIF + name) for name in ("beginIndex", "endIndex", "referenceContext"))
_SAID_BY, _SOURCE, _PLACE = node(PROV + "wasAttributedTo"), node(PROV + "hadPrimarySource"), node(SEM + "hasPlace")


@dataclass(frozen=True, slots=True)
class Voice:
    """Beside a mention of an event: the publisher of its article, and the entities of its subject and object."""

    publisher: str | None = None
    subject: str | None = None
    object: str | None = None


class Instance(Record, frozen=True):
    """An event as an instance of a relation: its id, its status and the bounds of its date."""

    event: str
    status: Status
    dates: tuple[str, str] | None


class TripleWriter:
    """Makes the triples of one node after the other; those of relations when all events were there."""

    def __init__(
        self,
        find_entity: FindEntity,
        storage: SpillStorage,
        tables: CodeTables,
        base: str = terms.DEFAULT_BASE,
        *,
        full: bool = False,
    ) -> None:
        """Take what finds an entity by its id, room on the disk, and the tables of predicates and codes."""
        self.base = base
        self.full = full
        self.superclasses: Mapping[str, tuple[str, ...]] = find_superclasses() if full else {}
        self.counts: Counter[str] = Counter()
        self.predicates = tables.vocabulary.predicates
        self.own = tables.vocabulary.own
        self.codes = tables.cameo.defaults
        self.get_entity = find_entity
        self.relations = storage.sorter()

    def name(self, identifier: str, folder: str = "") -> NamedNode:
        """Make the IRI of an identifier."""
        return write_iri(f"{self.base}{folder}{terms.make_local_name(identifier)}")

    def name_publisher(self, publisher: str) -> NamedNode:
        """Make the IRI of a publisher."""
        return write_iri(f"{self.base}publisher/{terms.make_publisher_name(publisher)}")

    def keep_identifier(self, subject: NamedNode, identifier: str) -> Iterator[Triple]:
        """Yield the identifier as it was given, where the IRI does not end in it."""
        if terms.make_local_name(identifier) != identifier:
            yield (subject, node(SCHEMA + "identifier"), text(identifier))

    def type_node(self, subject: NamedNode, name: str) -> Iterator[Triple]:
        """Yield the class of a node, with those above it in a full graph."""
        for predicate, iri in self.describe_type(name):
            yield (subject, predicate, iri)

    def describe_type(self, name: str) -> list[Statement]:
        """List the class of a node, with those above it in a full graph."""
        above: list[Statement] = [(TYPE, node(iri)) for iri in self.superclasses.get(GK + name, ())]
        return [(TYPE, node(GK + name)), *above]

    def find_entity(self, entity: Entity) -> Iterator[Triple]:
        """Yield an entity: its names, its state and place, its codes."""
        subject = self.name(entity.id)
        self.counts["entity"] += 1
        yield from self.keep_identifier(subject, entity.id)
        yield from self.type_node(subject, entity.kind.value)
        yield (subject, LABEL, text(entity.label))
        for alias in entity.aliases:
            yield (subject, node(terms.SKOS + "altLabel"), text(alias))
        for name in entity.search_names:
            yield (subject, node(terms.SKOS + "hiddenLabel"), text(name))
        for relation, container in (("state", entity.state), ("within", entity.within)):
            if container is not None:
                yield (subject, node(GK + relation), self.name(container))
        if entity.location is not None:
            yield from self.find_location(subject, entity.location)
        for key, value in entity.external:
            if key in terms.SAME_AS and value.isalnum() and value.isascii():
                start, end = terms.SAME_AS[key]
                yield (subject, node(terms.OWL + "sameAs"), write_iri(f"{start}{value}{end}"))
            elif key in terms.CODES:
                yield (subject, node(GK + key), text(value))

    def find_location(self, subject: NamedNode, location: Location) -> Iterator[Triple]:
        """Yield the point and the first-order division of a place."""
        yield (subject, node(terms.GEO + "lat"), degrees(location.latitude))
        yield (subject, node(terms.GEO + "long"), degrees(location.longitude))
        if location.province is not None:
            yield (subject, node(GK + "province"), text(location.province))
        if location.admin1 is not None:
            yield (subject, node(GK + "admin1"), text(location.admin1))

    def find_article(self, article: Article) -> Iterator[Triple]:
        """Yield an article: its title, address, publisher and dates."""
        subject = self.name(article.id, "article/")
        yield from self.keep_identifier(subject, article.id)
        self.counts["article"] += 1
        yield (subject, TYPE, node(SCHEMA + "NewsArticle"))
        yield (subject, TYPE, node(NIF + "Context"))
        if article.title is not None:
            yield (subject, node(SCHEMA + "headline"), text(article.title))
        if article.url is not None:
            url = typed(article.url, node(terms.XSD + "anyURI"))
            yield (subject, node(SCHEMA + "url"), url)
        if article.publisher is not None:
            publisher = self.name_publisher(article.publisher)
            yield (subject, node(SCHEMA + "publisher"), publisher)
            yield from self.type_node(publisher, "Publisher")
            yield (publisher, LABEL, text(article.publisher))
        if article.published is not None:
            yield (subject, node(SCHEMA + "datePublished"), day(article.published))
        if article.author is not None:
            yield (subject, node(SCHEMA + "author"), text(article.author))
        if article.dateline_place is not None:
            yield (subject, node(GK + "dateline"), text(article.dateline_place))
        if article.content_hash:
            yield (subject, node(GK + "contentHash"), text(article.content_hash))
        if article.copy_of is not None:
            yield (subject, node(GK + "copyOf"), self.name(article.copy_of, "article/"))
        if article.language != "en":
            yield (subject, node(SCHEMA + "inLanguage"), text(article.language))

    def describe_support(self, event: Event) -> list[Statement]:
        """List how many articles and publishers tell of an event, and how likely that makes it."""
        said: list[Statement] = []
        articles = {mention.evidence.article for mention in event.mentions}
        if self.full or len(articles) > 1:
            said.append((node(GK + "articleCount"), number(len(articles))))
        if self.full or event.publishers > 1:
            said.append((node(GK + "publisherCount"), number(event.publishers)))
            if event.belief is not None:
                said.append((node(GK + "belief"), decimal(event.belief)))
        return said

    def note_relation(self, event: Event) -> None:
        """Note the relation that an event is an instance of."""
        dates = (event.date.earliest, event.date.latest) if event.date else None
        key = make_key(event.agent, event.predicate, event.recipient)
        self.relations.add(key + encode_text(Instance(event.id, event.status, dates)))
        self.counts["event"] += 1

    def describe_nodes(self, event: Event, voices: Sequence[Voice]) -> Iterator[tuple[NamedNode, list[Statement]]]:
        """Yield the nodes of an event, its mentions first, each with all that is said of it."""
        subject = self.name(event.id, "event/")
        said = self.describe_event(event)
        said += [(predicate, identifier) for _, predicate, identifier in self.keep_identifier(subject, event.id)]
        speakers = event.speakers or (None,) * len(event.mentions)
        for mention, speaker, voice in zip(event.mentions, speakers, voices, strict=True):
            statements = self.describe_mention(event, mention, speaker, voice)
            digest = terms.hash_text(event.id, *sorted([f"{predicate} {object_}" for predicate, object_ in statements]))
            name = write_iri(f"{self.base}mention/{terms.make_local_name(event.id)}-{digest}")
            said.append((_MENTION, name))
            yield name, statements
        yield subject, said

    def describe_event(self, event: Event) -> list[Statement]:
        """List what is said of an event but its mentions: its kind, its two sides, place and date, its status."""
        predicate = self.predicates[event.predicate]
        said = self.describe_type("Event")
        said += [
            (LABEL, text(label_event(event, predicate, self.get_entity))),
            (_EVENT_TYPE, node(terms.PLOVER + event.plover)),
            (_PREDICATE, node(GK + predicate.camel)),
            (_AGENT, self.name(event.agent)),
            (_RECIPIENT, self.name(event.recipient)),
            (_STATUS, node(terms.STATUS + event.status.value)),
            (_CONFIDENCE, decimal(event.confidence)),
        ]
        usual = self.codes.get(event.predicate)
        code = event.cameo or usual
        if code is not None and (self.full or code != usual):
            said.append((_CODE, node(terms.CAMEO + code)))
        if event.place is not None:
            said.append((_PLACE, self.name(event.place)))
        if event.topic is not None:
            said.append((_TOPIC, text(event.topic)))
        if event.date is not None:
            said += describe_when(event.date, full=self.full)
        return said + self.describe_support(event)

    def describe_mention(
        self, event: Event, mention: EventMention, speaker: str | None, voice: Voice
    ) -> list[Statement]:
        """List all that is said of a mention: its status and speaker, its sentence, its parts, its particulars."""
        said = self.describe_type("EventMention")
        said.append((_STATUS, node(terms.STATUS + mention.status.value)))
        if speaker is not None:
            said.append((_SAID_BY, self.name(speaker)))
        elif voice.publisher is not None:
            said.append((_SAID_BY, self.name_publisher(voice.publisher)))
        if mention.cue is not None:
            said.append((_CUE, text(mention.cue)))
        if self.full or round(mention.confidence, 4) != round(event.confidence, 4):
            said.append((_CONFIDENCE, decimal(mention.confidence)))
        said += self.describe_evidence(mention.evidence)
        turned = self.is_turned(event, mention, voice)
        said += self.describe_parts(event, mention, speaker, turned=turned)
        return said + self.describe_particulars(event, mention)

    def describe_evidence(self, evidence: Evidence) -> list[Statement]:
        """List the sentence of a mention, the article it stands in and the rule that read it."""
        article = self.name(evidence.article, "article/")
        return [
            (_RULE, text(evidence.rule)),
            (_BEGIN, offset(evidence.span.start)),
            (_END, offset(evidence.span.end)),
            (_CONTEXT, article),
            (_SENTENCE, text(evidence.sentence)),
            (_SOURCE, article),
        ]

    def describe_parts(
        self, event: Event, mention: EventMention, speaker: str | None, *, turned: bool
    ) -> list[Statement]:
        """List where the trigger and the parts of a mention stand; `turned` where it names the recipient first."""
        sides = [self.get_entity(event.agent), self.get_entity(event.recipient)]
        said = describe_span("trigger", mention.trigger)
        if turned:
            sides.reverse()
            said.append((node(GK + "namesRecipientFirst"), number(True)))
        linked = (*sides, self.get_entity(event.place or ""), self.get_entity(speaker or ""))
        parts = (mention.subject, mention.object, mention.place, mention.attributed_to)
        for role, words, entity in zip(PARTS, parts, linked, strict=True):
            if words is not None:
                said += describe_part(role, words, entity, mention.evidence)
        return said

    def describe_particulars(self, event: Event, mention: EventMention) -> list[Statement]:
        """List what a mention says otherwise than its event: date, code, type, predicate, topic."""
        said: list[Statement] = []
        if mention.date is not None and mention.date != event.date:
            said += describe_when(mention.date, full=self.full)
        elif mention.date is None and event.date is not None:
            said.append((node(GK + "isUndated"), number(True)))
        code = self.codes.get(event.predicate)
        own = mention.cameo or code
        if own is not None and own != (event.cameo or code):
            said.append((_CODE, node(terms.CAMEO + own)))
        if mention.plover != event.plover:
            said.append((_EVENT_TYPE, node(terms.PLOVER + mention.plover)))
        if mention.predicate != event.predicate:
            said.append((_PREDICATE, node(GK + self.predicates[mention.predicate].camel)))
        if mention.topic is not None:
            said.append((_TOPIC, text(mention.topic)))
        return said

    def is_turned(self, event: Event, mention: EventMention, voice: Voice) -> bool:
        """Tell whether the sentence's subject is the event's recipient, possible where direction means nothing."""
        if event.agent == event.recipient:
            return False
        subject = [self.fits(mention.subject, voice.subject, side) for side in (event.agent, event.recipient)]
        if subject[0] == subject[1]:
            object_ = [self.fits(mention.object, voice.object, side) for side in (event.agent, event.recipient)]
            return object_[0] > object_[1]
        return subject[1] > subject[0]

    def fits(self, mention: Mention, linked: str | None, entity: str) -> int:
        """Grade how surely a part of the sentence is this entity: 2 by link or entry, 1 by name, 0 not at all."""
        linked = linked if linked is not None else mention.entry
        if linked is not None and linked == entity:
            return 2
        candidate = self.get_entity(entity)
        return int(candidate is not None and mention.name in (candidate.label, *candidate.aliases))

    def find_relations(self) -> Iterator[Triple]:
        """Yield the relations of all events that were there, and what the whole graph is."""
        for (agent, name, recipient), behind in group_rows(self.relations, 3):
            self.counts["relation"] += 1
            instances = (decode(Instance, row) for row in behind)
            yield from self.find_relation(agent, self.predicates[name], recipient, instances)
        for own in self.own:
            yield from self.declare_predicate(own)
        yield from self.find_dataset()

    def declare_predicate(self, own: OwnPredicate) -> Iterator[Triple]:
        """Yield an own predicate as the ontology has those that come with graphkit, and its group besides."""
        subject = node(GK + self.predicates[own.name].camel)
        yield (subject, TYPE, node(terms.OWL + "ObjectProperty"))
        if own.symmetric:
            yield (subject, TYPE, node(terms.OWL + "SymmetricProperty"))
        yield (subject, LABEL, text(own.label))
        yield (subject, node(GK + "plover"), node(terms.PLOVER + own.plover))
        yield (subject, node(GK + "usualCode"), node(terms.CAMEO + own.cameo))
        yield (subject, node(GK + "predicateGroup"), text(own.group))

    def find_dataset(self) -> Iterator[Triple]:
        """Yield the header of the graph: what it is, what made it, how much is in it."""
        dataset, maker = write_iri(f"{self.base}dataset"), write_iri(terms.GK.removesuffix("/ns#"))
        yield (dataset, TYPE, node(terms.VOID + "Dataset"))
        yield (dataset, node(terms.DCTERMS + "title"), text("Who did what to whom, by the articles"))
        yield (dataset, node(terms.DCTERMS + "conformsTo"), node(terms.GK.removesuffix("#")))
        yield (dataset, node(PROV + "wasAttributedTo"), maker)
        yield (maker, TYPE, node(PROV + "SoftwareAgent"))
        yield (maker, LABEL, text("graphkit"))
        for name in ("article", "entity", "event", "relation"):
            yield (dataset, node(f"{GK}{name}Total"), number(self.counts[name]))

    def find_relation(
        self, agent: str, predicate: Predicate, recipient: str, instances: Iterable[Instance]
    ) -> Iterator[Triple]:
        """Yield one relation with its events."""
        first, middle, last = self.name(agent), node(GK + predicate.camel), self.name(recipient)
        names = [label_side(side, self.get_entity) for side in (agent, recipient)]
        label = f"{names[0]} {predicate.label} {names[1]}"
        slug = terms.slugify(label) or predicate.name.replace("_", "-")
        subject = write_iri(f"{self.base}relation/{slug}-{terms.hash_text(agent, predicate.name, recipient)}")
        statuses: set[Status] = set()
        ids: set[str] = set()
        dates: set[tuple[str, str]] = set()
        for instance in instances:
            ids.add(instance.event)
            statuses.add(instance.status)
            if instance.dates is not None:
                dates.add(instance.dates)
        yield from self.type_node(subject, "Relation")
        yield (subject, node(RDF + "subject"), first)
        yield (subject, node(RDF + "predicate"), middle)
        yield (subject, node(RDF + "object"), last)
        yield (subject, LABEL, text(label))
        yield (subject, node(GK + "status"), node(terms.STATUS + min(statuses, key=STATUS_ORDER.index)))
        yield (subject, node(GK + "eventCount"), number(len(ids)))
        if dates:
            yield (subject, node(GK + "firstDate"), day(min(earliest for earliest, _ in dates)))
            yield (subject, node(GK + "lastDate"), day(max(latest for _, latest in dates)))
        for event in sorted(ids):
            yield (subject, node(GK + "event"), self.name(event, "event/"))
        if statuses & ASSERTED:
            yield (first, middle, last)
            if predicate.symmetric:
                yield (last, middle, first)
