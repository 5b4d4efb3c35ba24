"""Choose among the titles that an article gives."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from graphkit.model import Mention
from graphkit.nlp.document import Title


@dataclass(frozen=True, slots=True)
class Titles:
    """Some of the titles of an article, in order of the text."""

    titles: Sequence[Title]

    def __iter__(self) -> Iterator[Title]:
        return iter(self.titles)

    def __len__(self) -> int:
        return len(self.titles)

    def current(self) -> Titles:
        """Return those that are held."""
        return self._keep(lambda title: not title.former)

    def former(self) -> Titles:
        """Return those that were held before."""
        return self._keep(lambda title: title.former)

    def before(self, i: int) -> Titles:
        """Return those that begin before a token."""
        return self._keep(lambda title: title.start < i)

    def of(self, *persons: str) -> Titles:
        """Return those of some persons."""
        return self._keep(lambda title: title.person in persons)

    def but_of(self, person: str) -> Titles:
        """Return those of all others than a person."""
        return self._keep(lambda title: title.person != person)

    def in_office(self, *offices: str | None) -> Titles:
        """Return those that are one of some offices."""
        return self._keep(lambda title: title.office in offices)

    def ending_in(self, word: str) -> Titles:
        """Return those whose office ends in a word."""
        return self._keep(lambda title: title.office.split()[-1] == word)

    def serving(self, states: Container[str | None]) -> Titles:
        """Return those of some states or bodies."""
        return self._keep(lambda title: title.state in states)

    def _keep(self, test: Callable[[Title], bool]) -> Titles:
        return Titles(list(filter(test, self.titles)))

    def states(self) -> set[str]:
        """Return the states and bodies that they serve."""
        states = set(map(attrgetter("state"), self.titles))
        states.discard(None)
        return states

    def offices(self) -> list[str]:
        """List the offices that they are."""
        return list(map(attrgetter("office"), self.titles))

    def holders(self) -> dict[str, Mention]:
        """Return the last mention of each holder by name, in the order in which they come first."""
        return {title.person: title.holder for title in self.titles}
