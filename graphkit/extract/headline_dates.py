"""Date what the headline tells by what the opening of the body tells of the same two: "Chad expels envoy of Mali"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from graphkit.extract.choices import known, only_one
from graphkit.extract.event_choice import told_within
from graphkit.extract.repeats import EventSides
from graphkit.model import EventMention, Mention, Role, Status, When
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.document import Annotated

LEAD = "date/lead"
RULE_IDS = (LEAD,)
#: Sentences of the body that tell again what the headline says.
_SENTENCES = 2
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})


def date_headline(events: Sequence[EventMention], annotated: Annotated) -> list[EventMention]:
    """Give the undated events of the headline the only day of the events of the opening between the same states."""
    body = [sentence for sentence in annotated.doc.sents if annotated.roles[sentence.start] is Role.BODY]
    opening = [sentence_span(sentence) for sentence in body[:_SENTENCES]]
    if LEAD in annotated.resources.off:
        return list(events)
    if not opening:
        return list(events)
    start, end = opening[0].start, opening[-1].end
    sides = EventSides(annotated)
    days: defaultdict[frozenset[str], set[When]] = defaultdict(set)
    for event in told_within(events, range(start, end)):
        if event.status in _DONE:
            days[_pair(event, sides)].update(_list_days(event))
    completed = []
    for event in events:
        is_open = event.trigger.start < start and event.date is None
        day = only_one(days[_pair(event, sides)])
        is_dated = is_open and day is not None and event.status in _DONE
        completed.append(replace(event, date=day, date_from=LEAD) if is_dated else event)
    return completed


def _list_days(event: EventMention) -> list[When]:
    """List the date of an event, if that is a day."""
    return [date for date in known([event.date]) if date.precision == "day"]


def _pair(event: EventMention, sides: EventSides) -> frozenset[str]:
    """Return the two states or bodies between which an event is, in whatever direction."""
    return frozenset((_act_for(event.subject, sides), _act_for(event.object, sides)))


def _act_for(mention: Mention, sides: EventSides) -> str:
    return sides.find_state(mention) or mention.name
