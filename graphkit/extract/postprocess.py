"""Correct events by what the rest of the article says: nobody visits his own state, talks during a call are calls.

Each correction is a filter with an id; the filters run in the order of FILTERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources

#: Who can be a victim with a name, and how many characters away the same actor attacks him.
_ACTORS = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.PERSON, Kind.GROUP})
_NEARBY = 1500
_LESS_SURE = 0.9
Filter = Callable[["_Article", list[EventMention]], list[EventMention]]


@dataclass(frozen=True, slots=True)
class _Article:
    """The context of the filters: which person serves which state in an article, and the resources."""

    served: frozenset[tuple[str, str | None]]
    resources: Resources

    def is_at_home(self, event: EventMention) -> bool:
        """Return whether a subject serves or belongs to the object: "returned to the White House"."""
        own = (event.subject.name, event.object.name) in self.served
        return own or (event.object.kind is Kind.STATE and event.object.name in event.subject.name)


def correct_events(events: Iterable[EventMention], annotated: Annotated) -> list[EventMention]:
    """Run every filter that is not switched off over the events of one article."""
    resources = annotated.resources
    served = frozenset((t.person, t.state) for t in annotated.titles if not t.former)
    article, kept = _Article(served, resources), list(events)
    for rule, correct in FILTERS.items():
        if rule not in resources.off:
            kept = correct(article, kept)
    return kept


def _drop_visits_home(article: _Article, events: list[EventMention]) -> list[EventMention]:
    """Drop visits to one's own state."""
    at_home = article.resources.vocabulary.with_trait("abroad")
    return [e for e in events if e.predicate not in at_home or not article.is_at_home(e)]


def _drop_deeds_at_home(article: _Article, events: list[EventMention]) -> list[EventMention]:
    """Drop acts towards one's own state that were read out of a phrase or a "we": "criticism of his government"."""
    groups = article.resources.groups
    outward = groups.hostile | groups.about_actors
    return [e for e in events if not (_is_indirect(e) and e.predicate in outward and article.is_at_home(e))]


def _drop_own_forces(article: _Article, events: list[EventMention]) -> list[EventMention]:
    """Drop force of a state against its own army, which parsers read into "fought the rebels who attacked a post"."""
    gazetteer, forceful = article.resources.gazetteer, article.resources.groups.forceful
    kept = []
    for event in events:
        entry = gazetteer.entries.get(event.object.entry or "")
        own = entry is not None and entry.category == "military" and gazetteer.state_of(entry.id) == event.subject.entry
        if not (own and event.predicate in forceful):
            kept.append(event)
    return kept


def _is_indirect(event: EventMention) -> bool:
    return event.object.reason == "within" or event.object.by_pronoun


def _name_victims(article: _Article, events: list[EventMention]) -> list[EventMention]:
    """Take victims without a name for those whom the same actor attacks nearby: "opened fire on residents"."""
    forceful = article.resources.groups.forceful
    return [_with_victim(e, events) or e if e.predicate in forceful and _is_bare(e.object) else e for e in events]


def _with_victim(event: EventMention, events: list[EventMention]) -> EventMention | None:
    near = [
        (abs(other.trigger.start - event.trigger.start), n, other.object)
        for n, other in enumerate(events)
        if other.predicate == event.predicate
        and other.subject.name == event.subject.name
        and not _is_bare(other.object)
        and other.object.kind in _ACTORS
    ]
    distance, _, victim = min(near, key=lambda pair: pair[:2], default=(_NEARBY, 0, None))
    if victim is None or distance >= _NEARBY:
        return None
    phrase = event.object
    named = replace(victim, span=phrase.span, text=phrase.text, reason="victim")
    return replace(event, object=named, confidence=round(event.confidence * _LESS_SURE, 3))


def _is_bare(mention: Mention) -> bool:
    return mention.reason == "description" and " " not in mention.name


def _tell_calls(article: _Article, events: list[EventMention]) -> list[EventMention]:
    """Take talks that need not have been in person for calls where the two telephoned and did not meet."""
    resources = article.resources
    call = resources.vocabulary.only_with_trait("by_call")
    phoned = {_pair(e) for e in events if e.predicate == call.name and e.status is Status.OCCURRED}
    met = {_pair(e) for e in events if e.predicate in resources.groups.in_person and not _is_any_talk(e, resources)}
    talks = resources.vocabulary.with_trait("or_by_call")
    return [
        replace(e, predicate=call.name, plover=call.plover, cameo=call.cameo)
        if e.predicate in talks and _is_any_talk(e, resources) and _pair(e) in phoned - met
        else e
        for e in events
    ]


def _drop_warnings_of(article: _Article, events: list[EventMention]) -> list[EventMention]:
    """Drop threats against whoever the warning only tells of: "the EU may punish Chad, Tusk warned"."""
    hostile = article.resources.groups.hostile
    harm = {(e.evidence.span, e.subject.span): e.object.name for e in events if e.predicate in hostile}
    return [
        e
        for e in events
        if not (
            ".warn.clause" in e.evidence.rule
            and harm.get((e.evidence.span, e.object.span), e.subject.name) not in (e.subject.name, e.object.name)
        )
    ]


FILTERS: dict[str, Filter] = {
    "filter/visits-home": _drop_visits_home,
    "filter/deeds-at-home": _drop_deeds_at_home,
    "filter/own-forces": _drop_own_forces,
    "filter/calls": _tell_calls,
    "filter/warnings-of": _drop_warnings_of,
    "filter/victims": _name_victims,
}
RULE_IDS = tuple(FILTERS)


def _pair(event: EventMention) -> frozenset[str]:
    return frozenset((event.subject.name, event.object.name))


def _is_any_talk(event: EventMention, resources: Resources) -> bool:
    """Tell whether words leave open if they met: "exchanged views", "discussed"; the rule's name holds its lemma."""
    _, _, row = event.evidence.rule.partition("/")
    return row.split(".")[1:2] != [] and row.split(".")[1] in resources.verbs.any_talk
