"""Measure the loading and querying of a graph of many events: pyoxigraph beside rdflib, in one run.

Then a store on the disk beside the Turtle file, each from its opening in a process of its own to the answer.

    python benchmarks/sparql.py [EVENTS]

The graph is generated from a fixed seed: 60 states and 240 persons in 2,500 pairs, each with six habits, as unevenly
met as in news (the n-th pair one n-th as often as the first), 4 events in 5 dated, an article for about every ten
events, a second article for one in seven. Triples an event depend on how often events repeat a relation: see the first
line that it prints.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, Store

from graphkit.model import Article, Entity, Event, EventMention, Evidence, Findings, Kind, Mention, Span, Status, When
from graphkit.rdf import write_store, write_turtle
from graphkit.rdf.writer import find_triples
from graphkit.resources.vocabulary import Predicate, Vocabulary
from graphkit.sparql import make_request, query_graph
from graphkit.sparql.worker import find_term, insert_values

#: The eight ready queries that are timed, with their parameters.
QUERIES: dict[str, dict[str, str]] = {
    "who-met-whom": {"from": "2021-01-01", "to": "2021-03-31"},
    "timeline": {"actor": "State 3"},
    "evidence": {"actor": "State 0", "other": "State 1"},
    "sanctions-by-target": {},
    "dyad-by-month": {"actor": "State 0", "other": "State 1"},
    "top-actors": {},
    "arms-flows": {},
    "claims": {"speaker": "Person 5"},
}


def make_findings(count: int, seed: int = 7) -> Findings:
    """Make a graph of so many events, the same for the same seed."""
    chance = random.Random(seed)
    entities = [Entity(f"state-{n}", Kind.STATE, f"State {n}", (f"Land {n}",)) for n in range(60)]
    entities += [Entity(f"person-{n}", Kind.PERSON, f"Person {n}") for n in range(240)]
    articles = [
        Article(f"article-{n}", "", f"Headline {n}", f"https://example.org/{n}", f"Paper {n % 40}", make_day(chance))
        for n in range(max(1, count // 10))
    ]
    predicates = list(Vocabulary.load().predicates.values())
    stories = make_stories(chance, entities, predicates)
    weights = [1 / (rank + 1) for rank in range(len(stories))]
    events = []
    for number in range(count):
        first, second, habits = chance.choices(stories, weights)[0]
        predicate = chance.choice(habits)
        if predicate.symmetric and first.id > second.id:
            first, second = second, first
        day = make_day(chance)
        when = When(day, day, "day") if chance.random() < 0.8 and not predicate.static else None
        reporting = chance.sample(articles, 2 if len(articles) > 1 and chance.random() < 1 / 7 else 1)
        status = chance.choices(list(Status), [60, 10, 0, 10, 8, 5, 5, 2])[0]
        mentions, speakers = [], []
        for article in reporting:
            mention, speaker = tell(chance, article.id, predicate.name, predicate.plover, first, second, status, when)
            mentions.append(mention)
            speakers.append(speaker)
        place = entities[chance.randrange(60)].id if chance.random() < 0.25 else None
        events.append(
            Event(
                f"e-{number}", predicate.name, predicate.plover, first.id, second.id, status, mentions[0].confidence,
                tuple(mentions), tuple(speakers), date=when, place=place, publishers=len(reporting),
            )
        )  # fmt: skip
    return Findings(tuple(articles), tuple(sorted(entities, key=lambda entity: entity.id)), tuple(events))


def make_stories(
    chance: random.Random, entities: list[Entity], predicates: list[Predicate]
) -> list[tuple[Entity, Entity, list[Predicate]]]:
    """Make pairs of actors with the few things that they do to each other again and again."""
    pairs = [(first, second) for first in entities for second in entities if first is not second]
    chosen = [pairs[0], *chance.sample(pairs[1:], 2499)]  # the busiest are State 0 and State 1
    return [(first, second, chance.sample(predicates, 6)) for first, second in chosen]


def make_day(chance: random.Random) -> str:
    return (date(2019, 1, 1) + timedelta(days=chance.randrange(2000))).isoformat()


def tell(
    chance: random.Random,
    article: str,
    predicate: str,
    plover: str,
    first: Entity,
    second: Entity,
    status: Status,
    when: When | None,
) -> tuple[EventMention, str | None]:
    day = chance.randrange(10_000)
    sentence = f"{first.label} {predicate.replace('_', ' ')} {second.label}, officials said on day {day}."
    start = chance.randrange(5000)
    start_of_second = start + sentence.index(second.label)
    cue = None if status in (Status.OCCURRED, Status.ONGOING) else "plans"
    speaker = f"person-{chance.randrange(240)}" if chance.random() < 0.3 else None
    mention = EventMention(
        Span(start + len(first.label) + 1, start + len(first.label) + 5), predicate,
        Mention(Span(start, start + len(first.label)), first.label, first.label, first.kind),
        Mention(Span(start_of_second, start_of_second + len(second.label)), second.label, second.label, second.kind),
        status if chance.random() < 0.9 else Status.DENIED,
        Evidence(article, Span(start, start + len(sentence)), sentence, f"{predicate}.active"),
        chance.choice([0.7, 0.8, 0.9]), plover, date=when, cue=cue,
    )  # fmt: skip
    return mention, speaker


def measure(run: Callable[[], object], repeats: int) -> float:
    """Time some runs and return the fastest, in seconds."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)


def main(count: int) -> None:
    findings = make_findings(count)
    triples = len(set(find_triples(findings)))
    relations = len({(event.agent, event.predicate, event.recipient) for event in findings.events})
    print(f"{count:,} events of {relations:,} relations, {triples:,} triples, {triples / count:.1f} an event")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        seconds = measure(lambda: write_turtle(findings, path), 1)
        print(f"written in {seconds:.2f} s, {path.stat().st_size / 1e6:.1f} MB")
        compare(path)
        compare_store(path, Path(folder) / "store")


def compare_store(path: Path, folder: Path) -> None:
    """Print what a store on the disk takes beside the Turtle file: room, and the time to the first answer."""
    seconds = measure(lambda: write_store(path, folder), 1)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(
        f"\nstore: written in {seconds:.2f} s, {size / 1e6:.1f} MB ({size / path.stat().st_size:.1f} times the Turtle)"
    )
    print(f"{'opened and asked':22}{'Turtle':>10}{'store':>10}{'times':>8}{'rows':>8}")
    for name, parameters in QUERIES.items():
        loaded = query_graph(path, name, parameters)
        opened = query_graph(folder, name, parameters)
        if loaded.rows != opened.rows and set(loaded.rows) != set(opened.rows):
            raise SystemExit(f"{name}: the store answers otherwise")
        slow = measure(lambda name=name, parameters=parameters: query_graph(path, name, parameters), 1)
        fast = measure(lambda name=name, parameters=parameters: query_graph(folder, name, parameters), 3)
        print(f"{name:22}{slow:9.3f}s{fast:9.3f}s{slow / fast:8.1f}{len(opened.rows):8,}")


def compare(path: Path) -> None:
    """Print load and queries of both, side by side."""
    store, graph = Store(), rdflib.Graph()
    ours = measure(lambda: store.bulk_load(path=str(path), format=RdfFormat.TURTLE), 1)
    theirs = measure(lambda: graph.parse(path, format="turtle"), 1)
    print(f"{'':22}{'graphkit':>10}{'rdflib':>10}{'times':>8}{'rows':>8}")
    print(f"{'load':22}{ours:9.3f}s{theirs:9.3f}s{theirs / ours:8.1f}")
    ratios = []
    for name, parameters in QUERIES.items():
        request = make_request(name, parameters)
        bound = {key: find_term(store, given) for key, given in request["parameters"].items()}
        text = insert_values(request["query"], bound, request["insert_at"])
        rows = list(store.query(text, prefixes=request["prefixes"]))
        others = list(graph.query(text, initNs=request["prefixes"]))
        if len(rows) != len(others):
            raise SystemExit(f"{name}: {len(rows)} rows against {len(others)}")
        fast = measure(lambda text=text, request=request: list(store.query(text, prefixes=request["prefixes"])), 3)
        slow = measure(lambda text=text, request=request: list(graph.query(text, initNs=request["prefixes"])), 1)
        ratios.append(slow / fast)
        print(f"{name:22}{fast:9.4f}s{slow:9.3f}s{slow / fast:8.1f}{len(rows):8,}")
    print(f"median of the queries: {statistics.median(ratios):.1f} times; the least: {min(ratios):.1f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
