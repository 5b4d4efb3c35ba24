"""Select the events of event data, in both directions where they have none, and count what is left out by reason.

These formats know no status: an event is there because it happened. So only events that occurred or are ongoing are
written, and states of affairs (who holds which office) are left out. An event without a date of its own gets the day of
the first report that it has happened, or is left out where that is asked for.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from graphkit.errors import UsageError
from graphkit.export.actors import HAPPENED, ActorProfile
from graphkit.export.lookups import Lookup
from graphkit.model import Article, Event, EventMention, Mention
from graphkit.resources.cameo import Code

Row = dict[str, Any]

#: What to do with an event that no text dates: take the day of its first report, or leave it out.
UNDATED = ("report", "drop")


@cache
def find_columns(form: str) -> tuple[str, ...]:
    """Return the columns of a format in their order: polecat, gdelt2, gdelt2_mentions, icews or notes."""
    text = (resources.files("graphkit") / "assets" / "event_data_columns.json").read_text(encoding="utf-8")
    columns: dict[str, list[str]] = json.loads(text)
    return tuple(columns[form])


@dataclass(frozen=True)
class CodedEvent:
    """A row of event data: an event in one direction, with its day, its CAMEO code and the mention quoted for it.

    `precision` is that of the day: day, month, year, interval, or report where only the first report dates the event.
    `is_mirror` marks the row of a symmetric event with agent and recipient turned.
    """

    event: Event
    day: str
    precision: str
    code: Code
    mention: EventMention
    article: Article
    agent: ActorProfile
    recipient: ActorProfile
    agent_words: Mention
    recipient_words: Mention
    is_mirror: bool = False

    @property
    def key(self) -> str:
        """The key of the row: the event's id, marked where the row is the mirror."""
        return f"{self.event.id}/mirror" if self.is_mirror else self.event.id


@dataclass
class EventRows:
    """The rows of an export, by day and id, and the events that were left out, counted by reason."""

    rows: list[CodedEvent] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def describe(self) -> str:
        """Tell how many events were written as how many rows, and what was left out and why."""
        events = len({row.event.id for row in self.rows})
        reasons = "; ".join(f"{count} {reason}" for reason, count in sorted(self.left_out.items()))
        kept = f"{events} events as {len(self.rows)} rows"
        return f"{kept}; left out: {reasons}" if reasons else f"{kept}; nothing was left out"


def code_events(lookup: Lookup, undated: str = "report", *, both: bool = True) -> EventRows:
    """Return the rows of event data; with `both`, a symmetric event is two rows, one for each direction.

    Raises UsageError for an unknown way to treat undated events.
    """
    if undated not in UNDATED:
        raise UsageError(f"{undated!r} is no way to treat undated events.", remedy=f"Use {' or '.join(UNDATED)}.")
    result = EventRows()
    predicates = lookup.tables.vocabulary.predicates
    for event in lookup.findings.events:
        code = lookup.find_code(event)
        day = event.date.earliest if event.date else lookup.find_reported(event)
        reason = _find_reason(event, code, day, undated)
        if reason is not None or code is None or day is None:
            result.left_out[reason or "without a code"] += 1
            continue
        row = _code_event(lookup, event, code, day)
        result.rows.append(row)
        if both and predicates[event.predicate].symmetric:
            result.rows.append(turn_row(row))
    result.rows.sort(key=lambda row: (row.day, row.event.id, row.is_mirror))
    return result


def _find_reason(event: Event, code: Code | None, day: str | None, undated: str) -> str | None:
    """Return why an event is left out, None where it is not."""
    if code is None:
        return "states of affairs"
    if event.status not in HAPPENED:
        return f"with status {event.status.value}"
    if not event.mentions:
        return "without a sentence"
    if day is None:
        return "without any date"
    return "without a date of their own" if event.date is None and undated == "drop" else None


def _code_event(lookup: Lookup, event: Event, code: Code, day: str) -> CodedEvent:
    first = lookup.find_first(event)
    return CodedEvent(
        event,
        day,
        event.date.precision if event.date else "report",
        code,
        first,
        lookup.find_article(first.evidence.article),
        *lookup.find_sides(event),
        *lookup.find_words(event, first),
    )


def turn_row(row: CodedEvent, code: Code | None = None) -> CodedEvent:
    """Return the row in the other direction, perhaps with another code (who visits is hosted)."""
    return CodedEvent(
        row.event,
        row.day,
        row.precision,
        code or row.code,
        row.mention,
        row.article,
        row.recipient,
        row.agent,
        row.recipient_words,
        row.agent_words,
        is_mirror=True,
    )


def arrange(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[list[Any]]:
    """Yield the rows as lists in the order of the columns; what a row does not have is None."""
    for row in rows:
        yield [row.get(column) for column in columns]


def write_note(row: CodedEvent, identifier: object) -> Row:
    """Return what the columns of a coders' format cannot say of a row: precision, speaker, sentence, graphkit's id."""
    mention = row.mention
    return {
        "row_id": identifier,
        "event_id": row.event.id,
        "is_mirror": int(row.is_mirror),
        "date": row.event.date.iso if row.event.date else None,
        "date_precision": row.precision,
        "agent_basis": row.agent.basis if row.agent.has_country else None,
        "recipient_basis": row.recipient.basis if row.recipient.has_country else None,
        "status": row.event.status.value,
        "predicate": row.event.predicate,
        "speaker": mention.attributed_to.name if mention.attributed_to else None,
        "article_id": row.article.id,
        "published": row.article.published,
        "sentence": mention.evidence.sentence,
    }


class SentenceNumbers:
    """The number of a sentence among those of its article that tell of anything, from 1."""

    def __init__(self, lookup: Lookup) -> None:
        spans: dict[str, set[Any]] = defaultdict(set)
        for event in lookup.findings.events:
            for mention in event.mentions:
                spans[mention.evidence.article].add(mention.evidence.span)
        self._numbers: Mapping[tuple[str, Any], int] = {
            (article, span): number for article, own in spans.items() for number, span in enumerate(sorted(own), 1)
        }

    def find(self, mention: EventMention) -> int:
        """Return the number of the sentence of a mention."""
        return self._numbers[mention.evidence.article, mention.evidence.span]
