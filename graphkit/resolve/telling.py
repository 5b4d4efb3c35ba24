"""One event mention with its participants resolved: what event coreference compares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graphkit.model import EventMention, Status, When
from graphkit.resolve.local import day_number

#: Happenings that one pair has in one place at one time, whatever they are called.
TALKS = frozenset({"meets", "hosts", "negotiates_with"})
#: Acts of which one pair may see several a day, told apart by the place.
PLACED = frozenset({"attacks", "coerces", "protests_against", "mobilizes_against", "tests_weapon"})
#: Acts whose day is reported differently across time zones, and which seldom happen on two days running.
SPREAD = frozenset({"CONSULT", "AGREE"})

AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
HELD = frozenset({Status.OCCURRED, Status.ONGOING})
AGAINST = frozenset({Status.DENIED, Status.NEGATED})


@dataclass(frozen=True, slots=True)
class Telling:
    """What one sentence tells: `first` and `last` are day numbers, None where it gives no date.

    `site` is what keeps events of different places apart, None where the place says nothing; `told` is the day of
    publication; `source` is who prints it, one for all copies of a wire.
    """

    mention: EventMention
    agent: str
    recipient: str
    place: str | None
    speaker: str | None
    site: str | None
    first: int | None
    last: int | None
    told: int | None
    source: str

    @property
    def article(self) -> str:
        return self.mention.evidence.article

    @property
    def status(self) -> Status:
        return self.mention.status

    @property
    def order(self) -> tuple[object, ...]:
        """Where the telling stands among all: by article and position, then by what it says."""
        return mention_order(self.mention)

    def may_mean(self, first: int, last: int) -> bool:
        """Whether the telling's tense allows an event of those days: nothing is reported as held before it was."""
        if self.told is None:
            return True
        if self.status in AHEAD:
            return last >= self.told - 1
        return self.status in AGAINST or first <= self.told + 1


def mention_order(mention: EventMention) -> tuple[object, ...]:
    """A total order of event mentions that differ in anything that merging looks at."""
    return (
        mention.evidence.article, mention.trigger.start, mention.trigger.end, mention.predicate,
        mention.subject.span.start, mention.subject.span.end, mention.object.span.start, mention.object.span.end,
        mention.status.value, mention.subject.name, mention.object.name,
        mention.date.iso if mention.date else "", mention.place.name if mention.place else "",
        mention.attributed_to.name if mention.attributed_to else "", mention.topic or "", -mention.confidence,
        repr(mention),
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def span_days(when: When | None) -> tuple[int | None, int | None]:
    """Both bounds of a date as day numbers."""
    if when is None:
        return None, None
    first, last = day_number(when.earliest), day_number(when.latest)
    return (first, last) if first is not None and last is not None and first <= last else (None, None)


def family_of(predicate: str) -> str:
    """The name under which compatible predicates are compared."""
    return "talks" if predicate in TALKS else predicate
