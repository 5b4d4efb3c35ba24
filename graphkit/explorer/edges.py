"""The edges of the picture: events merged by who, what, whom and status, and fanned out between each pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphkit.model import Event, Status
from graphkit.resources.vocabulary import Vocabulary

#: More edges than this between two actors cannot be told apart; they are merged by group.
MAX_PARALLEL = 5
#: What a standing tie adds to the strength of a relation, against 1 for an event: news is what happens.
STATIC_WEIGHT = 0.2
#: How much further each parallel edge bends, as vis-network's roundness.
FAN = 0.22


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge. `source`, `target` and `events` are positions in the page's tables; `predicate` is None for a group."""

    source: int
    target: int
    predicate: str | None
    group: str
    status: Status
    symmetric: bool
    events: tuple[int, ...]
    strength: float
    bend: float = 0.0


def merge_relations(
    events: Sequence[Event], place: Mapping[str, int], vocabulary: Vocabulary, weight: Mapping[Status, float]
) -> list[Relation]:
    """Merges events into edges, one for each (agent, predicate, recipient, status), at most five between a pair."""
    pairs: dict[tuple[int, int], dict[tuple[int, int, str, Status], list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, event in enumerate(events):
        ends = place[event.agent], place[event.recipient]
        low, high = min(ends), max(ends)
        source, target = (low, high) if vocabulary.predicates[event.predicate].symmetric else ends
        pairs[low, high][source, target, event.predicate, event.status].append(number)
    relations = []
    for pair in sorted(pairs):
        edges = [
            _relation(events, numbers, source, target, predicate, status, vocabulary, weight)
            for (source, target, predicate, status), numbers in sorted(pairs[pair].items())
        ]
        if len(edges) > MAX_PARALLEL:
            edges = _merge_groups(edges, by_status=True)
        if len(edges) > MAX_PARALLEL:
            edges = _merge_groups(edges, by_status=False)
        relations += _fan(edges, pair)
    return relations


def _relation(
    events: Sequence[Event],
    numbers: list[int],
    source: int,
    target: int,
    predicate: str,
    status: Status,
    vocabulary: Vocabulary,
    weight: Mapping[Status, float],
) -> Relation:
    meaning = vocabulary.predicates[predicate]
    strength = sum(events[n].publishers * weight[status] for n in numbers) * (STATIC_WEIGHT if meaning.static else 1.0)
    return Relation(source, target, predicate, meaning.group, status, meaning.symmetric, tuple(numbers), strength)


def _merge_groups(edges: list[Relation], *, by_status: bool) -> list[Relation]:
    """Merges the edges of one pair that share group (and status); direction stays where all agree on it."""
    order = list(Status)
    heaps: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for edge in edges:
        heaps[edge.group, edge.status if by_status else ""].append(edge)
    merged = []
    for key in sorted(heaps):
        heap = heaps[key]
        first = heap[0]
        same = len({(e.source, e.target) for e in heap}) == 1
        low, high = min(first.source, first.target), max(first.source, first.target)
        predicates = {e.predicate for e in heap}
        merged.append(
            Relation(
                source=first.source if same else low,
                target=first.target if same else high,
                predicate=first.predicate if len(predicates) == 1 else None,
                group=first.group,
                status=min((e.status for e in heap), key=order.index),
                symmetric=not same or all(e.symmetric for e in heap),
                events=tuple(sorted(n for e in heap for n in e.events)),
                strength=sum(e.strength for e in heap),
            )
        )
    return merged


def _fan(edges: list[Relation], pair: tuple[int, int]) -> list[Relation]:
    """Bends parallel edges apart; a positive bend is clockwise as seen from the edge's own source."""
    middle = (len(edges) - 1) / 2
    fanned = []
    for turn, edge in enumerate(edges):
        bend = round((turn - middle) * FAN, 3)
        bend = bend if edge.source == pair[0] else -bend
        fanned.append(
            Relation(
                edge.source,
                edge.target,
                edge.predicate,
                edge.group,
                edge.status,
                edge.symmetric,
                edge.events,
                edge.strength,
                bend + 0.0,
            )
        )
    return fanned
