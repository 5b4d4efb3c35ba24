"""One name in one article, and what the article says of its bearer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from graphkit.model import Kind
from graphkit.resolve.thresholds import OFFICE_OVERLAP
from graphkit.resources.name_words import NameWords

_EXCLUSIVE = NameWords.load().exclusive_office

LocalKey = tuple[str, Kind, str, str | None]  # article, kind, name, gazetteer entry


@dataclass(slots=True)
class Local:
    """A name as one article uses it. `on` is the article's date; `states` are those its bearer acts for.

    `entry` is what the gazetteer takes it for, until the context speaks against it. An office is (owner, office key).
    `described` says that its words are taken for a description; `partners` are the keys of those it has facts with.
    """

    key: LocalKey
    on: str | None
    entry: str | None
    described: bool = False
    states: set[str] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)

    @property
    def article(self) -> str:
        return self.key[0]

    @property
    def kind(self) -> Kind:
        return self.key[1]

    @property
    def name(self) -> str:
        return self.key[2]


@lru_cache(maxsize=20_000)
def day_number(iso: str | None) -> int | None:
    """Days since year 1 of an ISO date or time; None where there is none or it is no date."""
    if not iso:
        return None
    try:
        return date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return None


def offices_clash(one: Local, other: Local) -> bool:
    """Whether the two hold different exclusive offices of one owner, in articles of about the same time."""
    here, there = day_number(one.on), day_number(other.on)
    if here is None or there is None or abs(here - there) > OFFICE_OVERLAP:
        return False
    own = {office for office in one.offices if office[1] in _EXCLUSIVE}
    theirs = {office for office in other.offices if office[1] in _EXCLUSIVE}
    if own & theirs:
        return False
    return bool({owner for owner, _ in own} & {owner for owner, _ in theirs})


def bearers_differ(one: Local, other: Local) -> bool:
    """Whether what two articles say of a name's bearer cannot be of one person.

    They act for different states, or hold different exclusive offices of one state at one time.
    """
    if one.states and other.states and not one.states & other.states:
        return True
    return offices_clash(one, other)


def share_standing(short: Local, full: Local) -> None:
    """What is said of "Marn" is said of "Ilda Marn"."""
    full.states |= short.states
    full.offices |= short.offices
    full.partners |= short.partners


def order_of(local: Local) -> tuple[str, ...]:
    """Sorts locals in one order, whatever order they came in."""
    return tuple(str(part or "") for part in local.key)
