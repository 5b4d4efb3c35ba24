"""Why a graph says what it says: the facts between two entities with every sentence behind them."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass

from graphkit.errors import UsageError
from graphkit.model import Article, Entity, Event, EventMention, Findings, Status
from graphkit.resources.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence behind a fact.

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
class Fact:
    """One event between the two, in words, with all that reports it."""

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
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All facts between two entities, dated ones first and in their order."""

    first: Entity
    second: Entity
    facts: tuple[Fact, ...]


def explain_pair(findings: Findings, first: str, second: str) -> Explanation:
    """The facts between two entities, in both directions. Names may be labels, other names or ids, in any case.

    Raises UsageError with the nearest names for one that the graph does not know.
    """
    one, two = find_entity(findings, first), find_entity(findings, second)
    pair = {one.id, two.id}
    entities = {entity.id: entity for entity in findings.entities}
    articles = {article.id: article for article in findings.articles}
    facts = [
        _tell_fact(event, entities, articles) for event in findings.events if {event.agent, event.recipient} == pair
    ]
    facts.sort(key=lambda fact: (fact.date is None, fact.date or "", fact.text, fact.event))
    return Explanation(one, two, tuple(facts))


def find_entity(findings: Findings, name: str) -> Entity:
    """The entity of this name; where several have it, the one with most events. Raises UsageError."""
    wanted = _fold(name)
    counts = Counter(side for event in findings.events for side in (event.agent, event.recipient))
    ranked = sorted(findings.entities, key=lambda entity: (-counts[entity.id], entity.id))
    for names in (
        lambda entity: (entity.label,),
        lambda entity: (entity.id,),
        lambda entity: entity.aliases,
    ):
        for entity in ranked:
            if any(_fold(known) == wanted for known in names(entity)):
                return entity
    near = suggest_names(findings, name)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "`graphkit query GRAPH find-name` searches for names."
    raise UsageError(f"Nothing in this graph is called {name!r}.", remedy=remedy)


def suggest_names(findings: Findings, name: str, count: int = 3) -> list[str]:
    """Labels of entities that have a name like this one, nearest first."""
    wanted = _fold(name)
    known: dict[str, str] = {}
    for entity in findings.entities:
        for other in (entity.label, *entity.aliases):
            known.setdefault(_fold(other), entity.label)
    near = difflib.get_close_matches(wanted, known, n=count, cutoff=0.6)
    if wanted:
        near += [other for other in sorted(known, key=lambda other: (len(other), other)) if wanted in other]
    return list(dict.fromkeys(known[other] for other in near))[:count]


def _fold(name: str) -> str:
    words = name.casefold().replace("\u2019", "'").split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _tell_fact(event: Event, entities: dict[str, Entity], articles: dict[str, Article]) -> Fact:
    predicate = Vocabulary.load().predicates[event.predicate]
    agent, recipient = _label(entities, event.agent), _label(entities, event.recipient)
    speakers = event.speakers or (None,) * len(event.mentions)
    sentences = [
        _tell_sentence(mention, speaker, entities, articles)
        for mention, speaker in zip(event.mentions, speakers, strict=True)
    ]
    sentences.sort(key=lambda sentence: (sentence.published or "", sentence.article))
    return Fact(
        event=event.id,
        text=f"{agent} {predicate.label} {recipient}",
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
) -> Sentence:
    evidence = mention.evidence
    article = articles.get(evidence.article) or Article(evidence.article, "")
    return Sentence(
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
    """Where trigger, subject and object stand in the sentence; the trigger goes before what overlaps it."""
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
