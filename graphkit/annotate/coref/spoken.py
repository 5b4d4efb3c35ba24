"""Choose among the things of which an article has spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TypeVar

from graphkit.model import Kind, Mention
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import compile_pattern
from graphkit.resources.gazetteer.gazetteer import Entry

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Single things of which an article speaks, each with the head of its phrase, in order of the text."""

    pairs: Sequence[tuple[Token, Mention]]

    def __iter__(self) -> Iterator[tuple[Token, Mention]]:
        return iter(self.pairs)

    def __add__(self, other: Spoken) -> Spoken:
        return Spoken([*self.pairs, *other.pairs])

    def reverse(self) -> Spoken:
        """Return them with the last one first."""
        return Spoken(self.pairs[::-1])

    def of_kind(self, *kinds: Kind) -> Spoken:
        """Return those of some kinds."""
        return self._keep(lambda head, mention: mention.kind in kinds)

    def but_kind(self, *kinds: Kind) -> Spoken:
        """Return those of other kinds than these."""
        return self._keep(lambda head, mention: mention.kind not in kinds)

    def named(self, names: Container[str]) -> Spoken:
        """Return those with some names."""
        return self._keep(lambda head, mention: mention.name in names)

    def but(self, names: Container[str]) -> Spoken:
        """Return those with other names than these."""
        return self._keep(lambda head, mention: mention.name not in names)

    def by_word(self, word: str) -> Spoken:
        """Return those that have a word, or several in a row, in their names."""
        return self._keep(lambda head, mention: f" {word} " in f" {mention.name} ")

    def longer(self) -> Spoken:
        """Return those whose names are of several words."""
        return self._keep(lambda head, mention: " " in mention.name)

    def headed(self, pattern: str) -> Spoken:
        """Return those whose heads fit a pattern."""
        fits = compile_pattern(pattern).fits
        return self._keep(lambda head, mention: fits(head))

    def since(self, i: int) -> Spoken:
        """Return those whose heads stand at a token or behind it."""
        return self._keep(lambda head, mention: head.i >= i)

    def until(self, i: int) -> Spoken:
        """Return those whose heads stand before a token."""
        return self._keep(lambda head, mention: head.i < i)

    def _keep(self, test: Callable[[Token, Mention], bool]) -> Spoken:
        return Spoken([pair for pair in self.pairs if test(*pair)])

    def mentions(self) -> list[Mention]:
        """List the mentions."""
        return list(map(itemgetter(1), self.pairs))

    def by_name(self) -> dict[str, Mention]:
        """Return the last mention of each name, in the order in which the names come first."""
        return by_name(self.mentions())

    def rank(self) -> list[tuple[str, int]]:
        """Rank the names by how often they come."""
        names = map(attrgetter("name"), self.mentions())
        return Counter(names).most_common()

    def each(self) -> list[tuple[Mention, ...]]:
        """List the mentions as what a word may stand for, each by itself."""
        return [(mention,) for _, mention in self.pairs]


def by_name(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """Return the last mention of each name, in the order in which the names come first."""
    return {mention.name: mention for mention in mentions}


def names_of(mentions: Iterable[Mention | Name | Entry]) -> set[str]:
    """Return the canonical names of some mentions, names or entries."""
    return set(map(attrgetter("name"), mentions))


def take_leading(ranked: Sequence[tuple[Item, int]], number: int, *, times: float) -> list[Item]:
    """Take the first so many of a ranking, where the last of them comes so many times as often as the next one.

    >>> take_leading([("Chad", 6), ("Mali", 3), ("Oman", 1)], 2, times=3)
    ['Chad', 'Mali']
    >>> take_leading([("Chad", 6), ("Mali", 3), ("Oman", 1)], 1, times=3)
    []
    """
    counts = [count for _, count in ranked]
    counts.append(0)
    if len(ranked) < number:
        return []
    if counts[number - 1] < times * counts[number]:
        return []
    return [item for item, _ in ranked[:number]]
