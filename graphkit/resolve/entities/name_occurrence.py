"""Hold one name of one article, with what the article says of its bearer."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from graphkit.model import Kind
from graphkit.resolve.thresholds import OFFICE_OVERLAP

OccurrenceKey = tuple[str, Kind, str, str | None]  # article, kind, name, gazetteer entry
Office = tuple[str, str]  # owner, office key


@dataclass(slots=True)
class NameOccurrence:
    """A name as one article uses it. `on` is the article's date; `states` are those that its bearer acts for.

    `entry` is the gazetteer's entry for it, until the context speaks against it. `described` says that its words are a
    description and no name; `partners` are the keys of those that the bearer has facts with.
    """

    key: OccurrenceKey
    on: str | None
    entry: str | None
    described: bool = False
    states: set[str] = field(default_factory=set)
    offices: set[Office] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)

    @property
    def article(self) -> str:
        """The id of the article."""
        return self.key[0]

    @property
    def kind(self) -> Kind:
        """The kind of the mention."""
        return self.key[1]

    @property
    def name(self) -> str:
        """The name of the mention."""
        return self.key[2]


@lru_cache(maxsize=20_000)
def day_number(iso: str | None) -> int | None:
    """Count the days since year 1 of an ISO date or time; None where there is none or it is no date."""
    if not iso:
        return None
    try:
        return date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return None


def offices_clash(first: NameOccurrence, second: NameOccurrence, exclusive: Set[str]) -> bool:
    """Tell whether two bearers hold different exclusive offices of one owner, in articles of about the same time."""
    days = day_number(first.on), day_number(second.on)
    if days[0] is None or days[1] is None or abs(days[0] - days[1]) > OFFICE_OVERLAP:
        return False
    held, other = ({office for office in bearer.offices if office[1] in exclusive} for bearer in (first, second))
    return not held & other and bool({owner for owner, _ in held} & {owner for owner, _ in other})


def bearers_differ(first: NameOccurrence, second: NameOccurrence, exclusive: Set[str]) -> bool:
    """Tell whether what two articles say of a name's bearer cannot be true of one person.

    The bearers act for different states, or hold different exclusive offices of one state at one time.
    """
    if first.states and second.states and not first.states & second.states:
        return True
    return offices_clash(first, second, exclusive)


def share_context(short: NameOccurrence, full: NameOccurrence) -> None:
    """Add what is said of "Marn" to what is said of "Ilda Marn"."""
    full.states |= short.states
    full.offices |= short.offices
    full.partners |= short.partners


def order_of(occurrence: NameOccurrence) -> tuple[str, ...]:
    """Make a sort key that does not depend on the order of the input."""
    return tuple(str(component or "") for component in occurrence.key)
