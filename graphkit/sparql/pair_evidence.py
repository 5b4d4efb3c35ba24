"""Explain a pair: the facts between two entities with every sentence behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphkit.errors import UsageError
from graphkit.model import Article, Entity, Event, EventMention, Findings, Kind, Span, Status
from graphkit.resources.gazetteer.spelling import fold_name
from graphkit.resources.name_index import ACTORS, AmbiguousNameError, UnknownNameError, index_entities
from graphkit.resources.vocabulary import Vocabulary

if TYPE_CHECKING:
    from graphkit.rdf import GraphOutline

#: Readings of a name that are told, and sentences that are shown where there is no fact.
MOST_READINGS, MOST_SHARED = 8, 5
#: An article's id and the range of a sentence in it.
Place = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence behind a fact.

    `marks` are (start, end, role) in the sentence, in order, without overlap; the role is subject, trigger or object.
    `speaker` is None where the publisher itself says so.
    """

    text: str
    status: Status
    marks: tuple[tuple[int, int, str], ...]
    article: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    speaker: str | None
    cue: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class PairFact:
    """An event between the two, in words, with the mentions that report it."""

    event: str
    text: str
    agent: str
    predicate: str
    recipient: str
    status: Status
    confidence: float
    date: str | None
    place: str | None
    topic: str | None
    sentences: tuple[EvidenceSentence, ...]


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """The facts between two entities, dated ones first and in their order.

    `represented` are the facts between those who act for them where one is a state: leaders and ministries. Where there
    are none of either, `shared_articles` says how many articles have facts about both, and `shared_sentences` are
    sentences of facts that name both, or else those of the same articles that name one of them.
    """

    first: Entity
    second: Entity
    facts: tuple[PairFact, ...]
    shared_articles: int = 0
    shared_sentences: tuple[EvidenceSentence, ...] = ()
    represented: tuple[PairFact, ...] = ()

    @property
    def summary(self) -> str:
        """The number of facts between the two, or between those who act for them, or of articles with facts of both."""
        pair = f"{self.first.label} and {self.second.label}"
        if self.facts:
            return f"{_count_facts(self.facts)} between {pair}"
        none = f"No fact was read between {pair}"
        if self.represented:
            return f"{none} themselves; {self.represented_summary}"
        if not self.shared_articles:
            return f"{none}, nor facts of both in one article; a sentence may name both of which no fact was read."
        count, verb = (
            ("1 article", "has") if self.shared_articles == 1 else (f"{self.shared_articles} articles", "have")
        )
        return f"{none}; {count} {verb} facts of both."

    @property
    def represented_summary(self) -> str:
        """The number of facts between those who act for the two."""
        return f"{_count_facts(self.represented)} between those who act for them"

    def _repr_html_(self) -> str:
        """Render the facts with their sentences as a table for notebooks; every text is escaped."""
        import html  # its list of entities is long, and only notebooks ask for it

        rows = [
            (fact.date or "", fact.text, fact.status.value, sentence.text, sentence.speaker or sentence.publisher or "")
            for fact in (*self.facts, *self.represented)
            for sentence in fact.sentences
        ]
        rows += [("", "", "", sentence.text, sentence.article) for sentence in self.shared_sentences]
        head = "".join(f"<th>{name}</th>" for name in ("date", "fact", "status", "sentence", "according to"))
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        return f"<div><b>{html.escape(self.summary)}</b><table><thead><tr>{head}</tr></thead>{body}</table></div>"


@dataclass(frozen=True, slots=True)
class _WholeGraph:
    """Findings that are in memory with all mentions, asked as an outline is."""

    findings: Findings

    def count_mentions(self, event: Event) -> int:
        return len(event.mentions)

    def read_events(self, events: Sequence[Event]) -> Sequence[Event]:
        return events


def explain_pair(graph: Findings | GraphOutline, first: str, second: str) -> PairEvidence:
    """Return the facts between two entities, in both directions; names may be any that people type for them.

    Raises UsageError with the nearest names for one that the graph does not know, with all readings of one that may
    mean several, and where both names mean the same.
    """
    source = _WholeGraph(graph) if isinstance(graph, Findings) else graph
    findings = source.findings
    first_entity, second_entity = find_entity(findings, first), find_entity(findings, second)
    if first_entity.id == second_entity.id:
        raise UsageError(
            f"{first!r} and {second!r} both mean {first_entity.label}.", remedy="Name two different actors."
        )
    pair = {first_entity.id, second_entity.id}
    entities = {entity.id: entity for entity in findings.entities}
    articles = {article.id: article for article in findings.articles}
    verbs = Vocabulary.load().extend(findings.predicates).predicates

    def tell(events: Iterable[Event]) -> tuple[PairFact, ...]:
        read = source.read_events(list(events))
        facts = [_tell_fact(event, verbs[event.predicate].label, entities, articles) for event in read]
        return tuple(sorted(facts, key=lambda fact: (fact.date is None, fact.date or "", fact.text, fact.event)))

    facts = tell(event for event in findings.events if {event.agent, event.recipient} == pair)
    represented = tell(_find_represented(source, first_entity, second_entity))
    if facts or represented:
        return PairEvidence(first_entity, second_entity, facts, represented=represented)
    events = source.read_events(findings.events)
    shared, sentences = _find_shared(events, first_entity, second_entity, entities, articles)
    return PairEvidence(first_entity, second_entity, (), shared, sentences)


def _count_facts(facts: Sequence[PairFact]) -> str:
    return f"{len(facts)} {'fact' if len(facts) == 1 else 'facts'}"


def find_entity(findings: Findings, name: str, prefer: Sequence[Kind] = ACTORS) -> Entity:
    """Return the entity that a name means, an actor before a place. Raises UsageError."""
    counts = Counter(side for event in findings.events for side in (event.agent, event.recipient))
    try:
        chosen = index_entities(findings.entities, counts).find(name, prefer)
    except UnknownNameError as error:
        hint = (
            f"Did you mean {' or '.join(error.near)}?" if error.near else "`graphkit query GRAPH find-name` searches."
        )
        raise UsageError(f"Nothing in this graph is called {name!r}.", remedy=hint) from error
    except AmbiguousNameError as error:
        several = ", ".join(f"{reading.label} ({reading.id})" for reading in error.readings[:MOST_READINGS])
        raise UsageError(f"{name!r} may mean several.", remedy=f"Use a full name or an id: {several}.") from error
    return next(entity for entity in findings.entities if entity.id == chosen.id)


def _find_represented(
    source: _WholeGraph | GraphOutline, first_entity: Entity, second_entity: Entity
) -> Iterator[Event]:
    """Find the events between those who act for two entities, as the page folds them: leaders, ministries, offices."""
    if Kind.STATE not in (first_entity.kind, second_entity.kind):
        return
    from graphkit.explorer.folding import fold_actors, is_tie
    from graphkit.resources.gazetteer.acting_states import ActingStates

    findings = source.findings
    ties: dict[str, Counter[str]] = defaultdict(Counter)
    for event in findings.events:
        if is_tie(event):
            ties[event.agent][event.recipient] += source.count_mentions(event)
    folds = fold_actors(findings.entities, ties, ActingStates.load())
    first, second = (
        {side.id, *(name for name, state in folds.items() if state == side.id)} - {folds.get(side.id)}
        for side in (first_entity, second_entity)
    )
    if first & second:
        return
    for event in findings.events:
        agent, recipient = event.agent, event.recipient
        is_between = (agent in first and recipient in second) or (agent in second and recipient in first)
        if is_between and {agent, recipient} != {first_entity.id, second_entity.id}:
            yield event


def _find_shared(
    events: Iterable[Event], first: Entity, second: Entity, entities: dict[str, Entity], articles: dict[str, Article]
) -> tuple[int, tuple[EvidenceSentence, ...]]:
    """Return how many articles have facts about both entities, and the sentences that name both.

    Where no sentence names both, they are the first of each article that name the one and the other.
    """
    by_article: dict[str, set[str]] = defaultdict(set)
    named: dict[Place, EvidenceSentence] = {}
    spans: dict[Place, set[str]] = defaultdict(set)
    for event in events:
        speakers = event.speakers or (None,) * len(event.mentions)
        for mention, speaker in zip(event.mentions, speakers, strict=True):
            present = {first.id, second.id} & {event.agent, event.recipient, event.place, speaker}
            present |= {entity.id for entity in (first, second) if is_named(entity, mention.evidence.sentence)}
            if present:
                place = (mention.evidence.article, mention.evidence.span)
                by_article[mention.evidence.article] |= present
                spans[place] |= present
                named.setdefault(place, _tell_sentence(mention, speaker, entities, articles))
    both = {article for article, present in by_article.items() if len(present) == len({first.id, second.id})}
    apart = sorted(place for place in named if place[0] in both)
    together = [place for place in apart if len(spans[place]) == len({first.id, second.id})]
    return len(both), tuple(named[place] for place in (together or _find_first(apart, spans))[:MOST_SHARED])


def _find_first(places: Sequence[Place], spans: Mapping[Place, set[str]]) -> list[Place]:
    """Return the first sentence of each article about each of two entities, in order."""
    first: dict[tuple[str, str], Place] = {}
    for place in places:
        for entity in spans[place]:
            first.setdefault((place[0], entity), place)
    return sorted(set(first.values()))


def is_named(entity: Entity, sentence: str) -> bool:
    """Tell whether a sentence holds one of the names of an entity as whole words."""
    folded = f" {fold_name(sentence)} "
    return any(f" {fold_name(name)} " in folded for name in (entity.label, *entity.aliases))


def _tell_fact(event: Event, verb: str, entities: dict[str, Entity], articles: dict[str, Article]) -> PairFact:
    agent, recipient = _label(entities, event.agent), _label(entities, event.recipient)
    speakers = event.speakers or (None,) * len(event.mentions)
    sentences = [
        _tell_sentence(mention, speaker, entities, articles)
        for mention, speaker in zip(event.mentions, speakers, strict=True)
    ]
    sentences.sort(key=lambda sentence: (sentence.published or "", sentence.article))
    return PairFact(
        event=event.id,
        text=f"{agent} {verb} {recipient}",
        agent=agent,
        predicate=event.predicate,
        recipient=recipient,
        status=event.status,
        confidence=event.confidence,
        date=event.date.iso if event.date else None,
        place=_label(entities, event.place) if event.place else None,
        topic=event.topic,
        sentences=tuple(sentences),
    )


def _label(entities: dict[str, Entity], identifier: str) -> str:
    return entities[identifier].label if identifier in entities else identifier


def _tell_sentence(
    mention: EventMention, speaker: str | None, entities: dict[str, Entity], articles: dict[str, Article]
) -> EvidenceSentence:
    evidence = mention.evidence
    article = articles.get(evidence.article) or Article(evidence.article, "")
    return EvidenceSentence(
        text=evidence.sentence,
        status=mention.status,
        marks=find_sentence_marks(mention),
        article=article.id,
        title=article.title,
        url=article.url,
        publisher=article.publisher,
        published=article.published,
        speaker=_label(entities, speaker) if speaker else None,
        cue=mention.cue,
        rule=evidence.rule,
    )


def find_sentence_marks(mention: EventMention) -> tuple[tuple[int, int, str], ...]:
    """Find the spans of trigger, subject and object in the sentence; the trigger goes before what overlaps it."""
    start, length = mention.evidence.span.start, len(mention.evidence.sentence)
    kept: list[tuple[int, int, str]] = []
    for span, role in (
        (mention.trigger, "trigger"),
        (mention.subject.span, "subject"),
        (mention.object.span, "object"),
    ):
        low, high = span.start - start, span.end - start
        inside = 0 <= low < high <= length
        if inside and all(high <= other_low or low >= other_high for other_low, other_high, _ in kept):
            kept.append((low, high, role))
    return tuple(sorted(kept))
