"""Date what one sentence tells by another: the headline by the opening, what is said at a meeting by the meeting.

"Chad expels envoy of Mali" is dated by what the opening tells of the same two, or by the day of its main clause. "The
king met the president on Monday. He thanked Peru" is dated by the meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from graphkit.extract.article_dates import ArticleDates
from graphkit.extract.choices import collect, known, only_one
from graphkit.extract.event_choice import of_predicates, sides_of, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.repeats import EventSides
from graphkit.extract.subjects import surface_subject
from graphkit.model import EventMention, Kind, Mention, Role, Status, When
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.document import Annotated, Name
from graphkit.nlp.tokens import TokenSpan
from graphkit.nlp.tree_paths import path

LEAD, OPENING, SESSION = "date/lead", "date/opening", "date/session"
RULE_IDS = (LEAD, OPENING, SESSION)
#: Days within which news is told.
_FRESH = timedelta(days=4)
#: Sentences of the body that tell again what the headline says.
_SENTENCES = 2
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})


def date_by_context(events: Sequence[EventMention], annotated: Annotated, dates: ArticleDates) -> list[EventMention]:
    """Give events without a date that of the opening, for the headline, or of what the same one did before."""
    completed = _date_headline(events, annotated)
    if OPENING not in annotated.resources.off:
        completed = _date_by_opening(completed, annotated, dates)
    if SESSION not in annotated.resources.off:
        completed = _date_by_session(completed, annotated, dates)
    return completed


def _date_by_session(events: Sequence[EventMention], annotated: Annotated, dates: ArticleDates) -> list[EventMention]:
    """Give what somebody said or agreed on the day of what the last sentence with a date tells of the same one."""
    groups, sides = annotated.resources.groups, EventSides(annotated)
    told = of_predicates(events, groups.spoken | groups.gathered | groups.told_at_once)
    days: dict[int, When] = {}
    for event in told:
        is_open = event.date is None and event.status is Status.OCCURRED
        sentence = dates.session_before(event.trigger.start) if is_open else None
        if sentence is None:
            continue
        day, span = dates.of_main_clause(sentence), sentence_span(sentence)
        met = told_within(of_predicates(told, groups.dealing | groups.told_at_once), range(span.start, span.end))
        met_there = collect(partial(_names_of, sides=sides), collect(sides_of, met))
        actors = _find_actors(sentence, annotated, sides).union(met_there)
        is_same = not actors.isdisjoint(_names_of(event.subject, sides))
        if day is not None and is_same and _is_fresh(day, annotated.article.published):
            days[id(event)] = day
    return [replace(event, date=days[id(event)], date_from=SESSION) if id(event) in days else event for event in events]


def _find_actors(sentence: TokenSpan, annotated: Annotated, sides: EventSides) -> set[str]:
    """Return the names of who acts in the main clause of a sentence, and of the states for which bodies act."""
    verbs = (sentence.root, *path(sentence.root, "ccomp"))
    heads = heads_of(collect(surface_subject, verbs))
    mentions = collect(annotated.meant, [head.i for head in heads])
    return {name for mention in mentions for name in _names_of(mention, sides)}


def _names_of(mention: Mention, sides: EventSides) -> set[str]:
    """Return the name of an actor, and of a body or organ also that of its state."""
    return {mention.name} if mention.kind is Kind.PERSON else {mention.name, _act_for(mention, sides)}


def _date_by_opening(events: Sequence[EventMention], annotated: Annotated, dates: ArticleDates) -> list[EventMention]:
    """Give undated events of the headline the day of the first sentence, where that names who acts."""
    body = [sentence for sentence in annotated.doc.sents if annotated.roles[sentence.start] is Role.BODY]
    day = dates.of_main_clause(body[0]) if body else None
    if day is None or not _is_fresh(day, annotated.article.published):
        return list(events)
    sides = EventSides(annotated)
    named = _names_in(body[0], annotated)
    completed = []
    for event in events:
        is_headline = event.trigger.start < body[0][0].idx and annotated.article.title is not None
        is_open = is_headline and event.date is None and event.status in _DONE
        is_same = is_open and not named.isdisjoint((event.subject.name, _act_for(event.subject, sides)))
        completed.append(replace(event, date=day, date_from=OPENING) if is_same else event)
    return completed


def _names_in(sentence: TokenSpan, annotated: Annotated) -> set[str]:
    """Return the names in a sentence, and those of the states for which they stand."""
    names = annotated.names_at(sentence)
    return {name.name for name in names} | {_state_of_name(name, annotated) for name in names}


def _state_of_name(name: Name, annotated: Annotated) -> str:
    """Return the state of what a name names, or its own name."""
    gazetteer = annotated.resources.gazetteer
    state = gazetteer.state_of(name.entry) if name.entry is not None else None
    return gazetteer.entries[state].name if state is not None else name.name


def _is_fresh(day: When, published: str | None) -> bool:
    """Return whether a day is right before the publication, or of it."""
    if published is None or day.precision != "day":
        return False
    age = date.fromisoformat(published[:10]) - date.fromisoformat(day.earliest)
    return timedelta() <= age <= _FRESH


def _date_headline(events: Sequence[EventMention], annotated: Annotated) -> list[EventMention]:
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
    return [day for day in known([event.date]) if day.precision == "day"]


def _pair(event: EventMention, sides: EventSides) -> frozenset[str]:
    """Return the two states or bodies between which an event is, in whatever direction."""
    return frozenset((_act_for(event.subject, sides), _act_for(event.object, sides)))


def _act_for(mention: Mention, sides: EventSides) -> str:
    return sides.find_state(mention) or mention.name
