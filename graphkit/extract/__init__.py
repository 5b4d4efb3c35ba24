"""Extract: who did what to whom in one annotated article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from graphkit.extract.claimed_attacks import find_claimed
from graphkit.extract.coding import EventCoder
from graphkit.extract.complaints import name_victims
from graphkit.extract.confidence import weigh_events
from graphkit.extract.demands import find_demands, find_refusals
from graphkit.extract.diagnose import explain_sentence
from graphkit.extract.event_anaphora import resolve_deeds
from graphkit.extract.headline_dates import ContextDates
from graphkit.extract.implied import contested, disclaimers, implied_facts
from graphkit.extract.mediation import find_mediations
from graphkit.extract.office_facts import read_offices
from graphkit.extract.postprocess import correct_events
from graphkit.extract.quotations import find_speakers
from graphkit.extract.repeats import complete_repeats
from graphkit.extract.retaliation import find_retaliations
from graphkit.extract.shared_places import SharedPlaces
from graphkit.extract.site_owners import name_owners
from graphkit.extract.speaker_checks import correct_speakers
from graphkit.extract.triggers import Match, Matcher
from graphkit.model import STATUS_ORDER, EventMention, Mention
from graphkit.nlp.document import Annotated

__all__ = ["explain_sentence", "extract_events"]

#: Characters within which two triggers of one fact tell it once.
_ONE_TELLING = 60


def extract_events(annotated: Annotated, reader: Reader | None = None, *, alone: bool = False) -> list[EventMention]:
    """Return every fact of one article, in order of the text, each with its evidence.

    The rules of the lexicon read them; a learned `reader` judges what they found and adds what it sees, or, with
    `alone`, reads in their place.
    """
    coder = EventCoder(annotated, find_speakers(annotated))
    weighed = weigh_events(read_by_rules(annotated, coder), annotated)
    if reader is not None:
        weighed = reader.combine(annotated, weighed, coder, alone=alone)
    repeated = complete_repeats(_once_a_telling(weighed), annotated)
    dated = ContextDates(annotated, coder.dates.article).complete(repeated)
    events = SharedPlaces.of(annotated).complete(dated)
    spoken = correct_speakers(events, annotated)
    return sorted((_as_written(event, annotated.article.text) for event in spoken), key=_place_in_text)


def read_by_rules(annotated: Annotated, coder: EventCoder | None = None) -> list[EventMention]:
    """Return every event and standing tie that the rules of the lexicon read in one article, not yet weighed."""
    coder = coder or EventCoder(annotated, find_speakers(annotated))
    coded: list[tuple[Match, EventMention]] = []
    implied: list[EventMention] = []
    matcher = Matcher(annotated, coder.speakers)
    for match in name_victims(matcher.find(), matcher, annotated):
        event = coder.code(match)
        if event is not None:
            coded.append((match, event))
            implied += coder.implied(match, event)
    charges = list(implied)
    implied += implied_facts(coded, annotated)
    coded = name_owners(coded, annotated)
    resolved = correct_events(resolve_deeds(coded, charges, annotated), annotated)
    implied += disclaimers(charges, resolved, annotated)
    implied += contested([*implied, *resolved], annotated)
    implied += list(find_retaliations(resolved, coder))
    implied += list(find_mediations(resolved, coder))
    implied += list(find_demands(resolved, coder))
    implied += list(find_refusals([*implied, *resolved], coder))
    implied += list(find_claimed(resolved, coder))
    return [*read_offices(annotated), *implied, *resolved]


class Reader(Protocol):
    """A learned reader: judges the events of the rules and adds its own, made by a coder."""

    def combine(
        self, annotated: Annotated, events: Sequence[EventMention], coder: EventCoder, *, alone: bool = False
    ) -> list[EventMention]: ...


def _place_in_text(event: EventMention) -> tuple[int, str, int, int, str]:
    return event.trigger.start, event.predicate, event.subject.span.start, event.object.span.start, event.object.name


def _as_written(event: EventMention, text: str) -> EventMention:
    """Return the event with the article's own characters in its mentions: they are read with plain quotes."""

    def written(mention: Mention) -> Mention:
        return replace(mention, text=text[mention.span.start : mention.span.end])

    return replace(
        event,
        subject=written(event.subject),
        object=written(event.object),
        place=written(event.place) if event.place else None,
        attributed_to=written(event.attributed_to) if event.attributed_to else None,
    )


def _once_a_telling(events: Iterable[EventMention]) -> Iterable[EventMention]:
    """Keep each fact of a sentence once; twice only where it is told far apart and with another status."""
    kept: dict[tuple[str, str, str, str | None, int], EventMention] = {}
    for event in events:
        date = event.date.iso if event.date else None
        key = (event.subject.name, event.predicate, event.object.name, date, event.evidence.span.start)
        other = kept.get(key)
        if other is not None and _are_apart(event, other):
            key = (*key[:4], event.trigger.start)
            other = None
        if other is None or _rank(event) < _rank(other):
            kept[key] = event
    return kept.values()


def _are_apart(event: EventMention, other: EventMention) -> bool:
    distance = abs(other.trigger.start - event.trigger.start)
    return distance > _ONE_TELLING and other.status is not event.status


def _rank(event: EventMention) -> tuple[int, float]:
    """Rank the readings of one telling ("agreed on a deal"): the stronger status counts, then the surer one."""
    return (STATUS_ORDER.index(event.status), -event.confidence)
