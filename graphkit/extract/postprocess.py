"""What the rest of an article makes of an event: nobody visits his own state, a talk during a call is by phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphkit.model import EventMention, Kind, Status
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources


def make_sense(events: Iterable[EventMention], annotated: Annotated) -> list[EventMention]:
    """The events without visits to one's own state, and with talks of those who only telephoned as such."""
    found, hostile = list(events), annotated.resources.groups.hostile  # "rejects criticism of his government"
    served = {(t.person, t.state) for t in annotated.titles if not t.former}
    kept = [e for e in found if e.predicate != "visits" or not _is_at_home(e, served)]
    kept = [e for e in kept if not (e.object.reason == "within" and e.predicate in hostile and _is_at_home(e, served))]
    resources = annotated.resources
    phoned = {_pair(e) for e in kept if e.predicate == "speaks_with" and e.status is Status.OCCURRED}
    met = {_pair(e) for e in kept if e.predicate in resources.groups.in_person and not _is_any_talk(e, resources)}
    plover = resources.vocabulary.predicates["speaks_with"].plover
    return [
        replace(e, predicate="speaks_with", plover=plover, cameo="041")
        if e.predicate == "meets" and _is_any_talk(e, resources) and _pair(e) in phoned - met
        else e
        for e in kept
    ]


def _is_at_home(event: EventMention, served: set[tuple[str, str | None]]) -> bool:
    """Whether who travels serves or belongs to where he goes: "the president returned to the White House"."""
    own = (event.subject.name, event.object.name) in served
    return own or (event.object.kind is Kind.STATE and event.object.name in event.subject.name)


def _pair(event: EventMention) -> frozenset[str]:
    return frozenset((event.subject.name, event.object.name))


def _is_any_talk(event: EventMention, resources: Resources) -> bool:
    """Whether the words leave open if they met: "exchanged views", "discussed"; the rule's name holds its lemma."""
    _, _, row = event.evidence.rule.partition("/")
    return row.split(".")[1:2] != [] and row.split(".")[1] in resources.verbs.any_talk
