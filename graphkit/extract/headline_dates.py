"""Date what the headline tells by what the opening of the body tells of the same two: "Chad expels envoy of Mali"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    if LEAD in annotated.resources.off or not opening:
        return list(events)
    start, end = opening[0].start, opening[-1].end
    sides = EventSides(annotated)
    dated = [event for event in events if start <= event.trigger.start < end and _is_of_a_day(event)]
    completed = []
    for event in events:
        is_open = event.trigger.start < start and event.date is None and event.status in _DONE
        days = {other.date for other in dated if _are_between_same(event, other, sides)} if is_open else set()
        day = days.pop() if len(days) == 1 else None
        completed.append(event if day is None else replace(event, date=day, date_from=LEAD))
    return completed


def _is_of_a_day(event: EventMention) -> bool:
    day: When | None = event.date
    return day is not None and day.precision == "day" and event.status in _DONE


def _are_between_same(event: EventMention, other: EventMention, sides: EventSides) -> bool:
    """Return whether two events are between the same two states or bodies, in whatever direction."""
    return _pair(event, sides) == _pair(other, sides)


def _pair(event: EventMention, sides: EventSides) -> frozenset[str]:
    return frozenset((_act_for(event.subject, sides), _act_for(event.object, sides)))


def _act_for(mention: Mention, sides: EventSides) -> str:
    return sides.find_state(mention) or mention.name
