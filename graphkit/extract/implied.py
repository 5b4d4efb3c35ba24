"""Read the facts that lie in others: whose call is rejected has called, who says that he may strike threatens.

Each kind has an id by which it can be switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graphkit.extract.actors_within import ACTORS
from graphkit.extract.noun_classes import is_among
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Mention, Status
from graphkit.nlp.document import Annotated
from graphkit.resources.vocabulary import Predicate

#: Who is refused what he asked for has asked; who says that he may harm another threatens him.
DEMAND, THREAT = "implied/demand", "implied/threat"
RULE_IDS = (DEMAND, THREAT)
#: The share of the confidence that is left.
_LESS_SURE = 0.9
#: Words by which a speaker holds out what he may do.
_PROSPECTS = frozenset({"will", "'ll", "wo", "shall", "would", "'d", "may", "might", "could", "can"})
_TO_COME = frozenset({Status.PLANNED, Status.POSSIBLE})


def implied_facts(coded: Iterable[tuple[Match, EventMention]], annotated: Annotated) -> Iterator[EventMention]:
    """Yield what the coded events of one article tell besides."""
    off = annotated.resources.off
    for match, event in coded:
        if DEMAND not in off:
            yield from _demand(match, event, annotated)
        if THREAT not in off:
            yield from _threat(event, annotated)


def _demand(match: Match, event: EventMention, annotated: Annotated) -> Iterator[EventMention]:
    """Yield the request that was answered: "rejected a call by Chad"."""
    resources = annotated.resources
    if event.predicate not in resources.groups.answering or event.object.reason != "within":
        return
    if event.object.kind not in ACTORS or not is_among(match.o.head, resources.nouns.asking):
        return
    urges = resources.vocabulary.only_with_trait("of_doer")
    yield _made(event, urges, event.object, event.subject, DEMAND)


def _threat(event: EventMention, annotated: Annotated) -> Iterator[EventMention]:
    """Yield the threat in a deed that its own actor announces: "the premier said that Chad might strike Mali"."""
    speaker = event.attributed_to
    if event.predicate not in annotated.resources.groups.menacing or event.status not in _TO_COME:
        return
    if speaker is None or event.cue not in _PROSPECTS or event.object.kind not in ACTORS:
        return
    own = _spoken_for(speaker, annotated)
    if event.subject.name in own and event.object.name not in own:
        threat = annotated.resources.vocabulary.only_with_trait("threat")
        yield _made(event, threat, speaker, event.object, THREAT)


def _spoken_for(speaker: Mention, annotated: Annotated) -> set[str]:
    """Return a speaker and the states that he speaks for, by the titles of the article and the gazetteer."""
    names = {t.state for t in annotated.titles if t.person == speaker.name and not t.former} - {None}
    gazetteer = annotated.resources.gazetteer
    state = gazetteer.state_of(speaker.entry) if speaker.entry is not None else None
    if state:
        names.add(gazetteer.entries[state].name)
    return {speaker.name, *(name for name in names if name is not None)}


def _made(event: EventMention, predicate: Predicate, subject: Mention, object_: Mention, rule: str) -> EventMention:
    """Return the implied fact, which has happened, without the date and place of the event that implies it."""
    return replace(
        event,
        predicate=predicate.name,
        subject=subject,
        object=object_,
        status=Status.OCCURRED,
        plover=predicate.plover,
        cameo=predicate.cameo,
        cue=None,
        date=None,
        date_from=None,
        place=None,
        attributed_to=None,
        evidence=replace(event.evidence, rule=rule),
        confidence=round(event.confidence * _LESS_SURE, 3),
    )
