"""Hold one event mention with its participants resolved: what event coreference compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from graphkit.model import EventMention, Status, When
from graphkit.resolve.entities.name_occurrence import day_number
from graphkit.runtime.codec import Record
from graphkit.runtime.external_sort import Extent

#: Meetings of one pair in one place at one time are one event, whatever they are called.
TALKS = frozenset({"meets", "hosts", "negotiates_with"})
#: Acts of which one pair may see several a day, told apart by the place.
PLACED = frozenset({"attacks", "coerces", "protests_against", "mobilizes_against", "tests_weapon"})
#: Acts whose day is reported differently across time zones, and which seldom happen on two days running.
SPREAD = frozenset({"CONSULT", "AGREE"})

#: The source of all reports whose publisher is not known: nothing says that two such articles are of two publishers.
UNKNOWN_SOURCE = "unknown"

AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
HELD = frozenset({Status.OCCURRED, Status.ONGOING})
AGAINST = frozenset({Status.DENIED, Status.NEGATED})


class EventReport(Record, frozen=True):
    """The event that one sentence reports; `rank` is its place among all reports, `extent` that of its mention.

    `first` and `last` are day numbers, None where it gives no date. `site` is what keeps
    events of different places apart, None where the place says nothing; `published` is the day of publication; `source`
    is who prints it, one for all copies of a wire; `start` is where its trigger stands.
    """

    rank: int
    extent: Extent
    article: str
    agent: str
    recipient: str
    place: str | None
    speaker: str | None
    site: str | None
    first: int | None
    last: int | None
    published: int | None
    source: str
    publisher: str | None
    start: int
    predicate: str
    status: Status
    confidence: float
    plover: str
    cameo: str | None
    date: When | None
    topic: str | None

    def may_mean(self, first: int, last: int) -> bool:
        """Tell whether the report's tense allows an event of those days: nothing is reported as held before it was."""
        if self.published is None:
            return True
        if self.status in AHEAD:
            return last >= self.published - 1
        return self.status in AGAINST or first <= self.published + 1


def name_sources(reports: Sequence[EventReport]) -> list[str]:
    """Name the independent source of each report; all without a publisher count as one, which may be any other.

    A copy of a text whose publisher is known counts as that publisher.
    """
    publishers = {report.source for report in reports if report.publisher}
    return [report.source if report.source in publishers else UNKNOWN_SOURCE for report in reports]


def sort_mentions(mentions: Iterable[EventMention]) -> list[EventMention]:
    """Sort event mentions in the same order, whatever order they came in, and drop repeats."""
    out: list[EventMention] = []
    for _, same in groupby(sorted(mentions, key=_place_of), key=_place_of):
        group = list(same)
        if len(group) > 1:  # what else differs decides; seldom needed, and dear
            group = sorted(set(group), key=repr)
        out.extend(group)
    return out


def _place_of(mention: EventMention) -> tuple[str, int, int, str, int, int]:
    return (
        mention.evidence.article,
        mention.trigger.start,
        mention.trigger.end,
        mention.predicate,
        mention.subject.span.start,
        mention.object.span.start,
    )


@lru_cache(maxsize=20_000)
def span_days(when: When | None) -> tuple[int | None, int | None]:
    """Convert both bounds of a date to day numbers; None for both where one is no date."""
    if when is None:
        return None, None
    first, last = day_number(when.earliest), day_number(when.latest)
    return (first, last) if first is not None and last is not None and first <= last else (None, None)


def family_of(predicate: str) -> str:
    """Name the family of predicates that are compared with each other."""
    return "talks" if predicate in TALKS else predicate
