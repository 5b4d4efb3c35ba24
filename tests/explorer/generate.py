"""Large made-up findings for measuring and for the tests: the same numbers give the same findings."""

from __future__ import annotations

import random
from itertools import accumulate

from graphkit.model import Article, Entity, Event, EventMention, Evidence, Findings, Kind, Mention, Span, Status, When
from graphkit.resources.vocabulary import Vocabulary

KINDS = [
    *[Kind.PERSON] * 9,
    *[Kind.STATE] * 5,
    *[Kind.ORGANIZATION] * 4,
    *[Kind.PLACE] * 2,
    Kind.GROUP,
    Kind.OFFICE,
    Kind.OCCASION,
]
STATUSES = [
    *[Status.OCCURRED] * 12,
    *[Status.PLANNED] * 4,
    *[Status.ALLEGED] * 2,
    Status.ONGOING,
    Status.DENIED,
    Status.POSSIBLE,
    Status.NEGATED,
]
SYLLABLES = (
    "an",
    "bor",
    "ce",
    "dal",
    "el",
    "fi",
    "gor",
    "ha",
    "il",
    "jo",
    "ka",
    "lum",
    "mi",
    "nor",
    "pra",
    "que",
    "ver",
)


def _name(chance: random.Random, words: int) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize() for _ in range(words))


def generate_findings(relations: int, *, articles: int | None = None, seed: int = 1) -> Findings:
    """Makes exactly `relations` distinct (agent, predicate, recipient, status); a few actors have most of them."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    count = max(8, round(relations * 0.24))
    total = articles or max(2, relations // 4)
    entities = {}
    for number in range(count):
        kind = chance.choice(KINDS)
        name = _name(chance, 2 if kind in (Kind.PERSON, Kind.ORGANIZATION) else 1)
        entities[f"e{number:05d}"] = Entity(f"e{number:05d}", kind, name, (name.split()[-1],) if " " in name else ())
    ids = sorted(entities)
    weights = list(accumulate(1 / (rank + 2) ** 0.75 for rank in range(count)))
    vocabulary = Vocabulary.load()
    predicates = sorted(vocabulary.predicates)
    texts: list[list[str]] = [[] for _ in range(total)]
    lengths = [0] * total
    seen: set[tuple[str, ...]] = set()
    events = []
    while len(seen) < relations:
        agent, recipient = chance.choices(ids, cum_weights=weights, k=2)
        predicate, status = chance.choice(predicates), chance.choice(STATUSES)
        ends = tuple(sorted((agent, recipient))) if vocabulary.predicates[predicate].symmetric else (agent, recipient)
        key = (*ends, predicate, status.value)
        if agent == recipient or key in seen:
            continue
        seen.add(key)
        day = f"{chance.randint(2014, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        date = When(day, day, "day") if chance.random() < 0.7 else None
        mentions = []
        for index in sorted(chance.sample(range(total), k=min(total, 1 if chance.random() < 0.7 else 2))):
            mention = _mention(
                entities[agent], entities[recipient], predicate, status, f"a{index:05d}", lengths[index], date
            )
            mentions.append(mention)
            texts[index].append(mention.evidence.sentence)
            lengths[index] += len(mention.evidence.sentence) + 1
        events.append(
            Event(
                id=f"v{len(events):06d}",
                predicate=predicate,
                plover=vocabulary.predicates[predicate].plover,
                agent=ends[0],
                recipient=ends[1],
                status=status,
                confidence=round(chance.uniform(0.4, 0.99), 2),
                mentions=tuple(mentions),
                speakers=(None,) * len(mentions),
                date=date,
                publishers=len(mentions),
            )
        )
    made = tuple(
        Article(
            id=f"a{number:05d}",
            text="\n".join(text),
            title=f"Dispatch {number}",
            url=f"https://example.org/{number}",
            publisher=f"Gazette {number % 40}",
            published=f"{2014 + number % 11}-06-15",
        )
        for number, text in enumerate(texts)
    )
    return Findings(articles=made, entities=tuple(entities[key] for key in ids), events=tuple(events))


def _mention(
    agent: Entity, recipient: Entity, predicate: str, status: Status, article: str, start: int, date: When | None
) -> EventMention:
    verb = predicate.replace("_", " ")
    sentence = (
        f"{agent.label} {verb} {recipient.label}, as observers of the talks put it in a dispatch of some length "
        "that says what was agreed, what was left open and who is to meet whom in the weeks ahead."
    )
    first = start + len(agent.label) + 1
    second = first + len(verb) + 1
    return EventMention(
        trigger=Span(first, first + len(verb)),
        predicate=predicate,
        subject=Mention(Span(start, start + len(agent.label)), agent.label, agent.label, agent.kind),
        object=Mention(Span(second, second + len(recipient.label)), recipient.label, recipient.label, recipient.kind),
        status=status,
        evidence=Evidence(article, Span(start, start + len(sentence)), sentence, "generated"),
        confidence=0.8,
        plover="CONSULT",
        date=date,
    )


def generate_dense(actors: int = 20) -> Findings:
    """Make findings in which each of a few states acts on most others: more lines than anybody can follow."""
    chance = random.Random(3)  # noqa: S311 - made-up data
    findings = generate_findings(1200, seed=5)
    states = [Entity(f"s{number:02d}", Kind.STATE, _name(chance, 1)) for number in range(actors)]
    events = []
    for number, event in enumerate(findings.events[:1100]):
        agent, recipient = chance.sample(states, 2)
        events.append(
            Event(
                id=f"d{number:04d}",
                predicate="accuses" if number % 2 else "supports",
                plover="ACCUSE" if number % 2 else "SUPPORT",
                agent=agent.id,
                recipient=recipient.id,
                status=event.status,
                confidence=event.confidence,
                mentions=event.mentions,
                speakers=event.speakers,
                date=event.date,
                publishers=event.publishers,
            )
        )
    return Findings(articles=findings.articles, entities=tuple(states), events=tuple(events))
