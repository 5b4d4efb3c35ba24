"""Choose among the events of one article: by their predicates, by their status, by where the text tells them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graphkit.model import EventMention, Mention, Status

_UNDONE = frozenset({Status.NEGATED, Status.POSSIBLE})


def of_predicates(events: Iterable[EventMention], predicates: Collection[str]) -> list[EventMention]:
    """List the events of some predicates."""
    return [event for event in events if event.predicate in predicates]


def not_undone(events: Iterable[EventMention]) -> list[EventMention]:
    """List the events that were not negated and are more than possible."""
    return [event for event in events if event.status not in _UNDONE]


def told_within(events: Iterable[EventMention], places: Collection[int]) -> list[EventMention]:
    """List the events whose triggers begin at some characters of the text, mostly a range."""
    return [event for event in events if event.trigger.start in places]


def sides_of(event: EventMention) -> tuple[Mention, Mention]:
    """Return the subject and the object."""
    return event.subject, event.object


def names_of_sides(event: EventMention) -> tuple[str, str]:
    """Return the names of the subject and the object."""
    return event.subject.name, event.object.name
