"""Split the bearers of one full name where they cannot be one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from graphkit.resolve.entities.disjoint_set import DisjointSet
from graphkit.resolve.entities.name_occurrence import NameOccurrence, Office, offices_clash, order_of
from graphkit.resources.person_names import parse_person

Scope = tuple[str, ...]
_Marks = Callable[["Bearer"], list[str]]


@dataclass(frozen=True, slots=True)
class Bearer:
    """A use of a person's name, its number in its article, and the states that the article speaks of."""

    occurrence: NameOccurrence
    number: int
    article_states: frozenset[str]

    @property
    def position(self) -> tuple[str, int]:
        """The place of the bearer's name in its article."""
        return self.occurrence.article, self.number


def split_namesakes(bearers: Sequence[Bearer], exclusive: Set[str]) -> dict[Scope, list[Bearer]]:
    """Split the bearers of one full name, each under what sets it apart (nothing, where all may be one person).

    Bearers are apart when their middle initials or suffixes, states, or exclusive offices of one time differ.
    A use of the name that says nothing goes to the only bearer whose state its article speaks of, or who deals with
    the same partners; else it stays by itself.
    """
    splits: dict[Scope, list[Bearer]] = {(): sorted(bearers, key=lambda bearer: order_of(bearer.occurrence))}
    for marks_of in (_mark_signature, _mark_states):
        splits = {
            (*scope, *mark): marked
            for scope, split in splits.items()
            for mark, marked in _split_by(split, marks_of).items()
        }
    return {
        (*scope, *mark): marked
        for scope, split in splits.items()
        for mark, marked in _split_by_office(split, exclusive).items()
    }


def _mark_signature(bearer: Bearer) -> list[str]:
    signature = parse_person(bearer.occurrence.name).signature
    return [" ".join(signature)] if signature else []


def _mark_states(bearer: Bearer) -> list[str]:
    return sorted(bearer.occurrence.states)


def _mark_offices(bearer: Bearer) -> list[str]:
    return ["/".join(office) for office in sorted(bearer.occurrence.offices)]


def _split_by(bearers: list[Bearer], marks_of: _Marks, *, by_article: bool = True) -> dict[Scope, list[Bearer]]:
    """Split by marks; `by_article` looks for the mark of an unmarked use among the states of its article."""
    marks = [marks_of(bearer) for bearer in bearers]
    joined: DisjointSet[str] = DisjointSet()
    for own in marks:
        for mark in own:
            joined.join(own[0], mark)
    if len(joined.roots()) < 2:
        return {(): bearers}
    partners: dict[str, set[str]] = defaultdict(set)
    for bearer, own in zip(bearers, marks, strict=True):
        if own:
            partners[joined.find(own[0])] |= bearer.occurrence.partners
    out: dict[Scope, list[Bearer]] = defaultdict(list)
    for bearer, own in zip(bearers, marks, strict=True):
        states = bearer.article_states if by_article else frozenset()
        root = joined.find(own[0]) if own else _find_root(bearer.occurrence.partners, states, joined, partners)
        out[(root,)].append(bearer)
    return dict(out)


def _find_root(own: set[str], states: frozenset[str], joined: DisjointSet[str], partners: dict[str, set[str]]) -> str:
    """Find the only split that an unmarked use can belong to, by the states of its article or by its partners."""
    near = {joined.find(state) for state in states if state in joined}
    if len(near) != 1:
        near = {root for root, theirs in partners.items() if theirs & own}
    return near.pop() if len(near) == 1 else "unclear"


def _split_by_office(bearers: list[Bearer], exclusive: Set[str]) -> dict[Scope, list[Bearer]]:
    holders: dict[tuple[Office, ...], list[NameOccurrence]] = defaultdict(list)
    for bearer in bearers:
        if bearer.occurrence.offices:
            holders[tuple(sorted(bearer.occurrence.offices))].append(bearer.occurrence)
    clash = any(
        offices_clash(first, second, exclusive)
        for firsts, seconds in combinations(holders.values(), 2)
        for first in firsts
        for second in seconds
    )
    return _split_by(bearers, _mark_offices, by_article=False) if clash else {(): bearers}
