"""Give what one sentence leaves out of an event from where the article tells it again: its day and its place.

The same event is the same predicate between the same two; where that gives nothing, between those who act for the same
two states: "the envoys met in Muscat" also tells where "Iran and the United States met".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from graphkit.extract.choices import only_one
from graphkit.extract.event_choice import names_of_sides, sides_of
from graphkit.extract.mentions import of_kinds, states_served
from graphkit.model import EventMention, Kind, Mention, Status, When
from graphkit.nlp.document import Annotated

DATE, DATE_OF_STATES = "date/repeat", "date/repeat-of-states"
PLACE, PLACE_OF_STATES = "place/repeat", "place/repeat-of-states"
RULE_IDS = (DATE, DATE_OF_STATES, PLACE, PLACE_OF_STATES)
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})

Key = tuple[str, str, str, str]
KeyOf = Callable[[EventMention], Key | None]


def complete_repeats(events: Iterable[EventMention], annotated: Annotated) -> list[EventMention]:
    """Give events without a date or place those of the same event elsewhere in the article.

    Only where all tellings that have one agree, so that two meetings of the same two are not mixed.
    """
    completed, sides = list(events), EventSides(annotated)
    for rule, complete, key_of in (
        (DATE, _complete_dates, _key_by_names),
        (DATE_OF_STATES, _complete_dates, sides.key_by_states),
        (PLACE, sides.complete_places, _key_by_names),
        (PLACE_OF_STATES, sides.complete_places, sides.key_by_states),
    ):
        if rule not in annotated.resources.off:
            completed = complete(completed, key_of, rule)
    return completed


def _key_by_names(event: EventMention) -> Key:
    first, second = sorted(names_of_sides(event))
    return event.predicate, first, second, event.status


def _complete_dates(events: Sequence[EventMention], key_of: KeyOf, rule: str) -> list[EventMention]:
    days: defaultdict[Key | None, set[When]] = defaultdict(set)
    for event in events:
        if event.date is not None:
            days[key_of(event)].add(event.date)
    days.pop(None, None)
    only = {key: dates.pop() for key, dates in days.items() if len(dates) == 1}
    dated = []
    for event in events:
        day = only.get(key_of(event)) if event.date is None else None
        dated.append(event if day is None else replace(event, date=day, date_from=rule))
    return dated


class EventSides:
    """Answers for one article which states the sides of an event act for, and which of some places is the narrowest."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.gazetteer = annotated, annotated.resources.gazetteer

    def key_by_states(self, event: EventMention) -> Key | None:
        """Make the key of an event between two states, or those who act for them; None where one is unknown."""
        states = set(map(self.find_state, sides_of(event)))
        names = sorted(filter(None, states))
        if len(names) != 2:
            return None
        first, second = names
        return event.predicate, first, second, "done" if event.status in _DONE else event.status

    def complete_places(self, events: Sequence[EventMention], key_of: KeyOf, rule: str) -> list[EventMention]:
        """Give events without a place the only one of their kind; the rule's id is not kept with a place."""
        places: defaultdict[Key | None, dict[str, Mention]] = defaultdict(dict)
        for event in events:
            if event.place is not None:
                places[key_of(event)].setdefault(event.place.name, event.place)
        places.pop(None, None)
        only = {key: self._pick_narrowest(candidates) for key, candidates in places.items()}
        return [event if event.place is not None else replace(event, place=only.get(key_of(event))) for event in events]

    def find_state(self, mention: Mention) -> str | None:
        """Return the name of the state that somebody or a place belongs to; None where that is unknown."""
        state = self.gazetteer.state_of(mention.entry) if mention.entry is not None else None
        if state is not None:
            return self.gazetteer.entries[state].name
        served = states_served(mention.name, self.annotated) if mention.kind is Kind.PERSON else set()
        return only_one(served)

    def _pick_narrowest(self, places: dict[str, Mention]) -> Mention | None:
        """Pick the only place, or the only one that is not the state around another: "in Oman", "in Muscat"."""
        inner = {self.find_state(place) for place in of_kinds(places.values(), (Kind.PLACE,))}
        narrow = places.keys() - inner
        return places[narrow.pop()] if len(narrow) == 1 else None
