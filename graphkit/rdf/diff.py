"""Compare two graphs: the facts that came, went or changed their status between two builds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graphkit.model import STATUS_ORDER, Findings, Status
from graphkit.resources.vocabulary import Predicate, Vocabulary


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact of one graph: who does what to whom, with its strongest status and how many events are behind it."""

    agent: str
    predicate: str
    recipient: str
    text: str
    status: Status
    events: int
    articles: int


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that both graphs have, with another status than before."""

    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between an old and a new graph, each part in the order of its text."""

    added: tuple[Standing, ...]
    gone: tuple[Standing, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether both graphs say the same."""
        return not (self.added or self.gone or self.changed)


def compare_graphs(old: Findings, new: Findings) -> Comparison:
    """Find the facts that are only in the new graph, only in the old one, or in both with another status.

    Two facts are the same if agent, predicate and recipient are the same; for symmetric predicates in either order.
    """
    predicates = Vocabulary.load().extend((*new.predicates, *old.predicates)).predicates
    before, after = find_standings(old, predicates), find_standings(new, predicates)
    added = [after[key] for key in after.keys() - before.keys()]
    gone = [before[key] for key in before.keys() - after.keys()]
    changed = [
        Change(before[key], after[key])
        for key in before.keys() & after.keys()
        if before[key].status != after[key].status
    ]
    return Comparison(
        added=tuple(sorted(added, key=_order)),
        gone=tuple(sorted(gone, key=_order)),
        changed=tuple(sorted(changed, key=lambda change: _order(change.after))),
    )


def find_standings(findings: Findings, predicates: Mapping[str, Predicate]) -> Mapping[tuple[str, str, str], Standing]:
    """Find the facts of a graph by agent, predicate and recipient (sorted where direction carries no meaning)."""
    labels = {entity.id: entity.label for entity in findings.entities}
    groups = defaultdict(list)
    for event in findings.events:
        sides = [event.agent, event.recipient]
        if predicates[event.predicate].symmetric:
            sides.sort()
        groups[sides[0], event.predicate, sides[1]].append(event)
    standings = {}
    for key, events in groups.items():
        agent, name, recipient = key
        standings[key] = Standing(
            agent=agent,
            predicate=name,
            recipient=recipient,
            text=f"{labels.get(agent, agent)} {predicates[name].label} {labels.get(recipient, recipient)}",
            status=min((event.status for event in events), key=STATUS_ORDER.index),
            events=len(events),
            articles=len({mention.evidence.article for event in events for mention in event.mentions}),
        )
    return standings


def _order(standing: Standing) -> tuple[str, str, str, str]:
    return standing.text, standing.agent, standing.predicate, standing.recipient
