"""The states that the events of an article name, and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from graphkit.export.actors import Actors
from graphkit.model import Event, Findings

#: How often the state of an article must be named, and how much more often than the next.
_CLEARLY = 2


class ArticleStates:
    """Counts the states of each article over the sides and places of its events."""

    def __init__(self, findings: Findings, actors: Actors) -> None:
        """Take the findings and the profiles of their actors."""
        self._findings, self._actors = findings, actors

    def find_events(self, article: str) -> Sequence[Event]:
        """Return the events that an article tells of."""
        return self._by_article.get(article, ())

    def find_clear(self, article: str, without: Iterable[str] = ()) -> list[str]:
        """Return the state that an article names at least twice, and twice as often as the next, some left aside."""
        counts = self._count(article)
        for state in without:
            del counts[state]
        ranked = counts.most_common(2)
        is_clear = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1])
        return [ranked[0][0]] if is_clear and ranked[0][1] >= _CLEARLY else []

    def find_most(self, article: str, states: list[str]) -> list[str]:
        """Return the one state of a list where an article names no other state more often."""
        ranked = self._count(article).most_common(1)
        return states if ranked and states == [ranked[0][0]] else []

    def _count(self, article: str) -> Counter[str]:
        return Counter(
            state.id
            for event in self.find_events(article)
            for name in (event.agent, event.recipient, event.place)
            if name is not None
            for state in self._actors.find_profile(name, None).states
        )

    @cached_property
    def _by_article(self) -> Mapping[str, list[Event]]:
        events: dict[str, list[Event]] = defaultdict(list)
        for event in self._findings.events:
            for article in {mention.evidence.article for mention in event.mentions}:
                events[article].append(event)
        return events
