"""Date what one sentence tells by another: the headline by the opening, what is said at a meeting by the meeting.

"Chad expels envoy of Mali" is dated by what the opening tells of the same two, or by the day of its main clause. "The
king met the president on Monday. He thanked Peru" is dated by the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from graphkit.extract.article_dates import ArticleDates
from graphkit.extract.choices import collect, known, only_one
from graphkit.extract.event_choice import of_predicates, sides_of, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.mentions import ACTORS, names_of, of_kinds
from graphkit.extract.repeats import EventSides
from graphkit.extract.subjects import surface_subject
from graphkit.model import EventMention, Kind, Mention, Role, Status, When
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import TokenSpan
from graphkit.nlp.tree_paths import path

#: Days within which news is told.
_FRESH = timedelta(days=4)
#: Sentences of the body that tell again what the headline says.
_SENTENCES = 2
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})


class ContextDates:
    """Finds the days of the events of one article that other sentences tell."""

    def __init__(self, annotated: Annotated, dates: ArticleDates) -> None:
        self.annotated, self.dates, self.groups = annotated, dates, annotated.resources.groups
        self.sides, self.published = EventSides(annotated), annotated.article.published
        roles = annotated.roles
        self.body = [sentence for sentence in annotated.doc.sents if roles[sentence.start] is Role.BODY]
        self.start = self.body[0][0].idx if self.body else 0

    def complete(self, events: Sequence[EventMention]) -> list[EventMention]:
        """Give events without a date that of the opening, for the headline, or of what the same one did before."""
        completed, off = list(events), self.annotated.resources.off
        for rule, look in _RULES.items():
            if rule not in off:
                days = [look(self, event, completed) for event in completed]
                completed = [self._date(event, day, rule) for event, day in zip(completed, days, strict=True)]
        return completed

    def _date(self, event: EventMention, day: When | None, rule: str) -> EventMention:
        """Return an event with a day where it has none, and the day is right before the publication, or of it."""
        if event.date is not None or day is None:
            return event
        age = timedelta()
        if self.published is not None:
            age = date.fromisoformat(self.published[:10]) - date.fromisoformat(day.earliest)
        is_day, is_recent = day.precision == "day", timedelta() <= age <= _FRESH
        is_fresh = all((is_day, is_recent))
        return replace(event, date=day, date_from=rule) if is_fresh else event

    # the rules ----------------------------------------------------------------------------------------------

    def lead(self, event: EventMention, events: Sequence[EventMention]) -> When | None:
        """Return for the headline the only day of the events of the opening between the same states."""
        if not self._is_headline(event):
            return None
        start, end = sentence_span(self.body[0]).start, sentence_span(self.body[:_SENTENCES][-1]).end
        pair, near = self._pair(event), told_within(events, range(start, end))
        same = [other for other in near if self._pair(other) == pair and other.status in _DONE]
        days = known(other.date for other in same)
        return only_one({day for day in days if day.precision == "day"})

    def opening(self, event: EventMention, events: Sequence[EventMention]) -> When | None:
        """Return for the headline the day of the first sentence, where that names both sides."""
        if not self._is_headline(event):
            return None
        day, named = self.dates.of_main_clause(self.body[0]), self._list_names(self.body[0])
        actors = [event.subject, *of_kinds([event.object], ACTORS)]
        missing = [actor for actor in actors if named.isdisjoint((actor.name, self._act_for(actor)))]
        return None if missing else day

    def session(self, event: EventMention, events: Sequence[EventMention]) -> When | None:
        """Return for what somebody said or agreed on the day of what the last sentence with a date tells of him."""
        sayings = of_predicates(events, self.groups.spoken | self.groups.gathered | self.groups.told_at_once)
        is_past = event.status is Status.OCCURRED
        is_told = all((is_past, event in sayings))
        sentence = self.dates.session_before(event.trigger.start) if is_told else None
        if sentence is None:
            return None
        span = sentence_span(sentence)
        inside = told_within(sayings, range(span.start, span.end))
        met = of_predicates(inside, self.groups.dealing | self.groups.told_at_once)
        verbs = (sentence.root, *path(sentence.root, "ccomp"))
        heads = heads_of(collect(surface_subject, verbs))
        acting = collect(self.annotated.meant, [head.i for head in heads])
        names = set(collect(self._call, chain(acting, collect(sides_of, met))))
        return None if names.isdisjoint(self._call(event.subject)) else self.dates.of_main_clause(sentence)

    # who ----------------------------------------------------------------------------------------------------

    def _is_headline(self, event: EventMention) -> bool:
        is_before, is_done = event.trigger.start < self.start, event.status in _DONE
        return all((is_before, is_done))

    def _list_names(self, sentence: TokenSpan) -> set[str]:
        """Return the names in a sentence, and those of the states to which they belong."""
        names = self.annotated.names_at(sentence)
        mentions = known(map(self.annotated.mention, sentence))
        return {name.name for name in names} | set(names_of(mentions)) | set(map(self._act_for, mentions))

    def _call(self, mention: Mention) -> tuple[str, ...]:
        """Return the name of an actor, and of a body or organ also that of its state."""
        return (mention.name,) if mention.kind is Kind.PERSON else (mention.name, self._act_for(mention))

    def _pair(self, event: EventMention) -> frozenset[str]:
        """Return the two states or bodies between which an event is, in whatever direction."""
        return frozenset(map(self._act_for, sides_of(event)))

    def _act_for(self, mention: Mention) -> str:
        return self.sides.find_state(mention) or mention.name


Look = Callable[[ContextDates, EventMention, Sequence[EventMention]], When | None]
#: The rules in the order in which they are tried.
_RULES: dict[str, Look] = {
    "date/lead": ContextDates.lead,
    "date/opening": ContextDates.opening,
    "date/session": ContextDates.session,
}
RULE_IDS = tuple(_RULES)
