"""Give events without a place that of another event with which they were one occasion.

"Togo and Benin signed a pact in Lome on Monday, after their ministers had met" tells where the ministers met, and "the
king flew to Lima. He will meet the president" where the king meets the president of Peru.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from graphkit.extract.event_choice import names_of_sides, of_predicates, sides_of
from graphkit.extract.mentions import of_kinds
from graphkit.extract.repeats import EventSides
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.document import Annotated

MEETING, VISIT, MEDIATED = "place/meeting", "place/visit", "place/mediated"
RULE_IDS = (MEETING, VISIT, MEDIATED)
#: Characters within which two events are one occasion, and within which a journey is for what is told next.
_NEAR, _JOURNEY = 500, 350
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_CITIES = (Kind.PLACE,)


@dataclass(frozen=True, slots=True)
class SharedPlaces:
    """Finds the occasions of one article."""

    annotated: Annotated
    sides: EventSides

    @classmethod
    def of(cls, annotated: Annotated) -> SharedPlaces:
        """Make the finder of one article."""
        return cls(annotated, EventSides(annotated))

    def complete(self, events: Sequence[EventMention]) -> list[EventMention]:
        """Give events without a place that of their meeting, of the journey to it, or of talks that were mediated."""
        off, groups = self.annotated.resources.off, self.annotated.resources.groups
        completed = list(events)
        for rule, predicates, look in (
            (VISIT, groups.gathered, self._of_journey),
            (MEETING, groups.gathered, self._of_meeting),
            (MEDIATED, self.annotated.resources.vocabulary.with_trait("between_two"), self._of_talks),
        ):
            if rule not in off:
                lacking = [event for event in of_predicates(completed, predicates) if event.place is None]
                places = {id(event): _find_only(look(event, completed)) for event in lacking}
                completed = [replace(event, place=places.get(id(event), event.place)) for event in completed]
        return completed

    def _of_meeting(self, event: EventMention, events: Iterable[EventMention]) -> Iterator[Mention]:
        """Yield the places of what the same two, or those who act for the same two states, did beside it."""
        groups, pair = self.annotated.resources.groups, self._pair(event)
        if None in pair:
            return
        gathered = of_predicates(events, groups.gathered)
        near = [other for other in gathered if _are_near(event, other, _NEAR)]
        for other in near:
            is_same = _are_alike(event, other) and self._pair(other) == pair
            if is_same and other.place is not None:
                yield other.place

    def _of_journey(self, event: EventMention, events: Iterable[EventMention]) -> Iterator[Mention]:
        """Yield the town of the other side to which one side has come, or from which it leaves."""
        journeys = of_predicates(events, self.annotated.resources.groups.occasions)
        near = [journey for journey in journeys if _are_near(event, journey, _JOURNEY)]
        possible = [journey for journey in near if _may_be_at_once(event, journey)]
        for side, other_side in permutations(sides_of(event)):
            state = self.sides.find_state(other_side)
            goals = [journey.object for journey in possible if journey.subject.name == side.name]
            towns = of_kinds(goals, _CITIES)
            if state is not None:
                yield from (town for town in towns if self.sides.find_state(town) == state)

    def _of_talks(self, event: EventMention, events: Iterable[EventMention]) -> Iterator[Mention]:
        """Yield the places of the talks, in the same sentence, of the one for whom somebody mediates."""
        talks = of_predicates(events, self.annotated.resources.groups.talking)
        own = [other for other in talks if event.object.name in names_of_sides(other)]
        for other in own:
            is_here = other.evidence.span == event.evidence.span
            if is_here and other.place is not None and _are_alike(event, other):
                yield other.place

    def _pair(self, event: EventMention) -> frozenset[str | None]:
        return frozenset((self._act_for(event.subject), self._act_for(event.object)))

    def _act_for(self, mention: Mention) -> str | None:
        return self.sides.find_state(mention) or mention.name


def _are_near(event: EventMention, other: EventMention, reach: int) -> bool:
    return other is not event and abs(other.trigger.start - event.trigger.start) <= reach


def _are_alike(event: EventMention, other: EventMention) -> bool:
    """Return whether both have happened or both are to come, and not on other days."""
    return (event.status in _DONE) == (other.status in _DONE) and _may_be_at_once(event, other)


def _may_be_at_once(event: EventMention, other: EventMention) -> bool:
    """Return whether two events need not be of other days."""
    if event.date is None or other.date is None:
        return True
    return event.date.earliest <= other.date.latest and other.date.earliest <= event.date.latest


def _find_only(places: Iterable[Mention]) -> Mention | None:
    """Return the only one of some places."""
    named = {place.name: place for place in places}
    return named.popitem()[1] if len(named) == 1 else None
