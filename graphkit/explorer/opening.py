"""The opening picture: events merged into claims, claims into lines, and the strongest actors of all lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphkit.explorer.page_rows import Act
from graphkit.explorer.scope import STATUS_WEIGHT
from graphkit.model import Entity, Event, Kind
from graphkit.resources.vocabulary import Vocabulary

#: So many actors get a place: a little more than a large screen can draw with the name of each.
OPENING_ACTORS = 44
#: And so many lines between them can still be followed.
OPENING_LINES = 160
#: Kinds that are described rather than named; the page draws them on request only.
PHRASES = frozenset({Kind.GROUP, Kind.THING, Kind.AGREEMENT, Kind.WEAPON})


#: The strength of each group of predicates between two positions.
_Weights = dict[tuple[int, int], dict[str, float]]


@dataclass(frozen=True, slots=True)
class PairLine:
    """The events of one ordered pair of actors. `source` and `target` are positions in the page's tables."""

    source: int
    target: int
    group: str
    strength: float


def merge_lines(
    events: Iterable[Event | Act], entities: Sequence[Entity], folds: Mapping[str, str], vocabulary: Vocabulary
) -> list[PairLine]:
    """Merge events into one line for each ordered pair of folded actors; standing ties and phrases are left out.

    Acts without direction join the line that is there, or make one from the lower position to the higher.
    """
    place = {entity.id: number for number, entity in enumerate(entities)}
    weights: _Weights = defaultdict(lambda: defaultdict(float))
    mutual: _Weights = defaultdict(lambda: defaultdict(float))
    for event in events:
        predicate = vocabulary.predicates[event.predicate]
        if predicate.static or any(is_phrase(entities[place[end]]) for end in (event.agent, event.recipient)):
            continue
        source, target = (place[folds.get(end, end)] for end in (event.agent, event.recipient))
        if source == target:
            continue
        added = event.publishers * STATUS_WEIGHT[event.status]
        if predicate.symmetric:
            mutual[min(source, target), max(source, target)][predicate.group] += added
        else:
            weights[source, target][predicate.group] += added
    _add_mutual(weights, mutual)
    return [
        PairLine(source, target, max(sorted(groups), key=lambda group: groups[group]), round(sum(groups.values()), 3))
        for (source, target), groups in sorted(weights.items())
    ]


def _add_mutual(weights: _Weights, mutual: _Weights) -> None:
    """Add acts without direction to the stronger line of each pair, or to one from the lower position up."""
    for (low, high), groups in sorted(mutual.items()):
        lines = [pair for pair in ((low, high), (high, low)) if pair in weights]
        stronger = max(lines, key=lambda pair: sum(weights[pair].values())) if lines else (low, high)
        for group, strength in groups.items():
            weights[stronger][group] += strength


def is_phrase(entity: Entity) -> bool:
    """Tell whether an entity is described rather than named: its kind says so, or its label has no capital."""
    return entity.kind in PHRASES or entity.label[:1].islower()


def choose_opening(lines: Sequence[PairLine], most_actors: int = OPENING_ACTORS) -> list[PairLine]:
    """Choose the lines among the strongest actors, and with them each group's strongest line."""
    strength: dict[int, float] = defaultdict(float)
    for line in lines:
        strength[line.source] += line.strength
        strength[line.target] += line.strength
    best = set(sorted(strength, key=lambda actor: (-strength[actor], actor))[:most_actors])
    ranked = sorted(lines, key=lambda line: (-line.strength, line.source, line.target))
    first = {line.group: line for line in reversed(ranked)}
    for line in first.values():
        best |= {line.source, line.target}
    return [line for line in ranked if line.source in best and line.target in best][:OPENING_LINES]


def ends_of(lines: Iterable[PairLine]) -> list[int]:
    """List the actors at the ends of the lines, by position, in order."""
    return sorted({end for line in lines for end in (line.source, line.target)})
