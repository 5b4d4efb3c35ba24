"""Correct events by what the rest of the article says: nobody visits his own state, talks during a call are calls.

Each correction is a filter with an id; the filters run in the order of FILTERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graphkit.extract.event_choice import names_of_sides, of_predicates, sides_of
from graphkit.extract.mentions import ACTORS, is_described, is_one_word
from graphkit.model import EventMention, Kind, Mention, Role, Status
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources

#: How many characters away the same actor attacks a victim with a name.
_NEARBY = 1500
_LESS_SURE = 0.9
#: In the ids of rows by which somebody warns that something may be done.
_WARNING = ".warn.clause"
Events = list[EventMention]
Filter = Callable[["_Article", Events], Events]


@dataclass(frozen=True, slots=True)
class _Article:
    """The context of the filters: which person serves which state in an article, and the resources."""

    served: frozenset[tuple[str, str | None]]
    resources: Resources
    headline_end: int

    def is_at_home(self, event: EventMention) -> bool:
        """Return whether a subject serves or belongs to the object: "returned to the White House"."""
        subject, object_ = event.subject, event.object
        is_part = object_.kind is Kind.STATE and f" {object_.name} " in f" {subject.name} "
        return is_part or (subject.name, object_.name) in self.served

    def is_own_force(self, event: EventMention) -> bool:
        """Return whether the object is the army of the subject."""
        gazetteer = self.resources.gazetteer
        force = gazetteer.entries.get(event.object.entry or "")
        if getattr(force, "category", None) != "military":
            return False
        return gazetteer.state_of(event.object.entry or "") == event.subject.entry

    def is_own_state(self, event: EventMention) -> bool:
        """Tell whether subject and object are, or lie in, one state."""
        gazetteer = self.resources.gazetteer
        state, other = (gazetteer.state_of(side.entry or "") for side in sides_of(event))
        return state is not None and state == other

    def is_nobodys(self, place: Mention) -> bool:
        """Tell whether a place lies in no state and is no territory: a sea, a border, a town that nobody knows."""
        gazetteer = self.resources.gazetteer
        entry = gazetteer.entries.get(place.entry or "")
        if place.kind is not Kind.PLACE:
            return False
        if getattr(entry, "category", None) == "territory":
            return False
        return gazetteer.state_of(place.entry or "") is None

    def is_any_talk(self, event: EventMention) -> bool:
        """Tell whether words leave open if they met: "exchanged views"; the id of the row holds its lemma."""
        _, _, row = event.evidence.rule.partition("/")
        lemmas = row.split(".")[1:2]
        return not self.resources.verbs.any_talk.isdisjoint(lemmas)


def correct_events(events: Iterable[EventMention], annotated: Annotated) -> Events:
    """Run every filter that is not switched off over the events of one article."""
    resources = annotated.resources
    served = frozenset((title.person, title.state) for title in annotated.titles if not title.former)
    headline = [token for token in annotated.doc if annotated.roles[token.i] is Role.HEADLINE]
    headline_end = headline[-1].idx + len(headline[-1]) if headline else 0
    article, kept = _Article(served, resources, headline_end), list(events)
    for rule, correct in FILTERS.items():
        if rule not in resources.off:
            kept = correct(article, kept)
    return kept


def _drop(events: Events, wrong: Events) -> Events:
    dropped = set(map(id, wrong))
    return [event for event in events if id(event) not in dropped]


def _drop_visits_home(article: _Article, events: Events) -> Events:
    """Drop visits to one's own state, and bodies that attend what they hold themselves: "an ASEAN summit"."""
    visits = of_predicates(events, article.resources.vocabulary.with_trait("abroad"))
    at_home = list(filter(article.is_at_home, visits))
    return _drop(
        events, at_home + list(filter(_is_own_occasion, of_predicates(events, article.resources.groups.occasions)))
    )


def _is_own_occasion(event: EventMention) -> bool:
    """Tell whether the name of what a body attends holds the body's own."""
    holder = event.subject
    return holder.kind is Kind.ORGANIZATION and f" {holder.name} " in f" {event.object.name} "


def _drop_deeds_at_home(article: _Article, events: Events) -> Events:
    """Drop acts towards one's own state that were read out of a phrase or a "we": "criticism of his government"."""
    groups = article.resources.groups
    outward = of_predicates(events, groups.hostile | groups.about_actors)
    indirect = [event for event in outward if event.object.reason == "within" or event.object.by_pronoun]
    at_home = list(filter(article.is_at_home, indirect))
    return _drop(events, at_home)


def _drop_own_forces(article: _Article, events: Events) -> Events:
    """Drop force of a state against its own army, which parsers read into "fought the rebels who attacked a post"."""
    forceful = of_predicates(events, article.resources.groups.forceful)
    own = list(filter(article.is_own_force, forceful))
    return _drop(events, own)


def _name_victims(article: _Article, events: Events) -> Events:
    """Take victims without a name for those whom the same actor attacks nearby: "opened fire on residents"."""
    forceful, corrected = article.resources.groups.forceful, []
    for event in events:
        named = event
        if event.predicate in forceful and is_one_word(event.object):
            named = _name_victim(event, events)
        corrected.append(named)
    return corrected


def _name_victim(event: EventMention, events: Events) -> EventMention:
    same = of_predicates(events, (event.predicate,))
    own = [other for other in same if other.subject.name == event.subject.name]
    named = [other for other in own if other.object.kind in ACTORS and not is_one_word(other.object)]
    distances = [abs(other.trigger.start - event.trigger.start) for other in named]
    distance = min(distances, default=_NEARBY)
    if distance >= _NEARBY:
        return event
    victim, phrase = named[distances.index(distance)].object, event.object
    meant = replace(victim, span=phrase.span, text=phrase.text, reason="victim")
    return replace(event, object=meant, confidence=round(event.confidence * _LESS_SURE, 3))


def _tell_calls(article: _Article, events: Events) -> Events:
    """Take talks that need not have been in person for calls where the two telephoned and did not meet."""
    groups, vocabulary = article.resources.groups, article.resources.vocabulary
    call, talks = vocabulary.only_with_trait("by_call"), vocabulary.with_trait("or_by_call")
    phoned = {_pair(event) for event in of_predicates(events, (call.name,)) if event.status is Status.OCCURRED}
    met = {_pair(event) for event in of_predicates(events, groups.in_person) if not article.is_any_talk(event)}
    recoded = []
    for event in events:
        may_be_call = event.predicate in talks and article.is_any_talk(event)
        if may_be_call and _pair(event) in phoned - met:
            event = replace(event, predicate=call.name, plover=call.plover, cameo=call.cameo)
        recoded.append(event)
    return recoded


def _drop_warnings_of(article: _Article, events: Events) -> Events:
    """Drop threats against whoever the warning only tells of: "the EU may punish Chad, Tusk warned"."""
    hostile = of_predicates(events, article.resources.groups.hostile)
    harmed = {(event.evidence.span, event.subject.span): event.object.name for event in hostile}
    warnings, wrong = [event for event in events if _WARNING in event.evidence.rule], []
    for event in warnings:
        victim = harmed.get((event.evidence.span, event.object.span), event.subject.name)
        if victim not in (event.subject.name, event.object.name):
            wrong.append(event)
    return _drop(events, wrong)


def _follow_body(article: _Article, events: Events) -> Events:
    """Take the status of a step in the headline from the body: "Chad leaves pact", where it says that Chad will."""
    statuses: dict[tuple[str, str], set[Status]] = {}
    for event in of_predicates(events, article.resources.groups.momentary):
        if event.trigger.start >= article.headline_end:
            statuses.setdefault((event.subject.name, event.predicate), set()).add(event.status)
    followed = []
    for event in events:
        is_headline = event.trigger.start < article.headline_end and event.status is Status.OCCURRED
        is_to_come = statuses.get((event.subject.name, event.predicate)) == {Status.PLANNED}
        status = Status.PLANNED if is_headline and is_to_come else event.status
        followed.append(replace(event, status=status))
    return followed


def _drop_own_deployments(article: _Article, events: Events) -> Events:
    """Drop forces of nobody, those sent to one's own state, or to a sea or place of which nobody knows whose it is."""
    wrong = []
    for event in of_predicates(events, article.resources.groups.reaching):
        is_nowhere = article.is_own_state(event) or article.is_nobodys(event.object)
        if is_nowhere or is_described(event.subject):
            wrong.append(event)
    return _drop(events, wrong)


FILTERS: dict[str, Filter] = {
    "filter/visits-home": _drop_visits_home,
    "filter/deeds-at-home": _drop_deeds_at_home,
    "filter/own-forces": _drop_own_forces,
    "filter/own-deployments": _drop_own_deployments,
    "filter/headline-step": _follow_body,
    "filter/calls": _tell_calls,
    "filter/warnings-of": _drop_warnings_of,
    "filter/victims": _name_victims,
}
RULE_IDS = tuple(FILTERS)


def _pair(event: EventMention) -> frozenset[str]:
    return frozenset(names_of_sides(event))
