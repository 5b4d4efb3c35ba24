"""Extract: who did what to whom in one annotated article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from spacy.tokens import Token

from graphkit.extract.diagnose import explain_sentence
from graphkit.extract.event_anaphora import resolve_deeds
from graphkit.extract.event_place import EventPlaces, EventSite
from graphkit.extract.event_time import EventDates, copy_dates
from graphkit.extract.factuality import Context, FactualityReader
from graphkit.extract.postprocess import correct_events
from graphkit.extract.quotations import find_speakers
from graphkit.extract.roles import read_offices
from graphkit.extract.subjects import owner_of, surface_subject
from graphkit.extract.triggers import Match, Matcher
from graphkit.model import STATUS_ORDER, EventMention, Evidence, Kind, Mention, Role, Span, Status
from graphkit.nlp.dependencies import conjuncts, lemma, sentence_span
from graphkit.nlp.document import Annotated
from graphkit.resources.lexicon.lexicon import Row
from graphkit.resources.vocabulary import Vocabulary

__all__ = ["explain_sentence", "extract_events"]

#: The id of the rule that reads an accusation in an allegation.
CHARGE = "implied/charge"
_ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
#: Characters within which two triggers of one fact are one telling.
_ONE_TELLING = 60


def extract_events(annotated: Annotated) -> list[EventMention]:
    """Reads every fact that the lexicon finds in one article, in order of the text, each with its evidence."""
    dates, places = EventDates(annotated), EventPlaces(annotated)
    factuality = FactualityReader(annotated.resources)
    speakers = find_speakers(annotated)
    coded: list[tuple[Match, EventMention]] = []
    charges: list[EventMention] = []
    for match in Matcher(annotated, speakers).find():
        event = _event(match, annotated, factuality, dates, places, speakers)
        if event is not None:
            coded.append((match, event))
            charge = _implied_charge(match, event, annotated, factuality.read(match.trigger, match.support))
            if charge is not None:
                charges.append(charge)
    found = [
        *read_offices(annotated),
        *charges,
        *correct_events(resolve_deeds(coded, annotated.resources), annotated),
    ]
    text = annotated.article.text
    return sorted(
        (_as_written(event, text) for event in copy_dates(_once_a_telling(found), annotated.resources.off)),
        key=lambda e: (e.trigger.start, e.predicate, e.subject.span.start, e.object.span.start, e.object.name),
    )


def _as_written(event: EventMention, text: str) -> EventMention:
    """The event with the article's own characters in its mentions: they are read with plain quotes."""

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
    """Each fact of a sentence once; twice only where it is told far apart and with another status."""
    kept: dict[tuple[str, str, str, str | None, int], EventMention] = {}
    for event in events:
        date = event.date.iso if event.date else None
        key = (event.subject.name, event.predicate, event.object.name, date, event.evidence.span.start)
        other = kept.get(key)
        if (
            other is not None
            and abs(other.trigger.start - event.trigger.start) > _ONE_TELLING
            and other.status is not event.status
        ):
            key = (*key[:4], event.trigger.start)
            other = None
        if other is None or _rank(event) < _rank(other):
            kept[key] = event
    return kept.values()


def _rank(event: EventMention) -> tuple[int, float]:
    """Of two readings of one telling ("agreed on a deal") the stronger status counts, then the surer one."""
    return (STATUS_ORDER.index(event.status), -event.confidence)


def _event(
    match: Match,
    annotated: Annotated,
    factuality: FactualityReader,
    dates: EventDates,
    places: EventPlaces,
    speakers: Mapping[int, Token],
) -> EventMention | None:
    """The event of one match; None where somebody only asks for it."""
    row, trigger, support = match.row, match.trigger, match.support
    predicates = annotated.resources.vocabulary.predicates
    context = factuality.read(trigger, support, row.status)
    if context.requested or (context.unmade and "made" in predicates[row.predicate].traits):
        return None
    predicate = row.predicate
    plover, cameo = _type(row, context, annotated.resources.vocabulary)
    if plover == "THREATEN" and context.threat is not None and _threatens(match, context.threat):
        predicate = annotated.resources.vocabulary.only_with_trait("threat").name
        trigger, support = context.threat, None  # "threatened to attack": so much has happened
        context = factuality.read(trigger, None)
    if annotated.roles[trigger.i] is Role.HEADLINE and context.status is Status.ONGOING and row.status is None:
        context.status = Status.OCCURRED
    event_date = dates.find(trigger, support, context, predicate)
    date = event_date.when if event_date is not None else None
    published = annotated.article.published
    if (
        date is not None
        and published is not None
        and date.earliest > published
        and context.status in (Status.OCCURRED, Status.ONGOING)
    ):
        context.status = Status.PLANNED
        plover, cameo = _type(row, context, annotated.resources.vocabulary)
    context.speaker = context.speaker or speakers.get(trigger.sent.start)
    span = sentence_span(trigger.sent)
    return EventMention(
        trigger=Span(trigger.idx, trigger.idx + len(trigger)),
        predicate=predicate,
        subject=match.s.mention,
        object=match.o.mention,
        status=context.status,
        evidence=Evidence(annotated.article.id, span, annotated.article.text[span.start : span.end], row.id),
        confidence=_confidence(match, context),
        plover=plover,
        cameo=cameo,
        cue=context.cue,
        date=date,
        date_from=event_date.rule if event_date is not None else None,
        place=places.find(EventSite(trigger, support, predicate, (match.s.head, match.o.head), context.status)),
        attributed_to=_speaker(context, annotated),
    )


def _implied_charge(match: Match, event: EventMention, annotated: Annotated, context: Context) -> EventMention | None:
    """Return the accusation that lies in an allegation: "claimed that Mali had shelled the town"."""
    resources = annotated.resources
    speaker, verb = event.attributed_to, context.speaker.head if context.speaker is not None else None
    if CHARGE in resources.off or speaker is None or verb is None or lemma(verb) not in resources.verbs.alleging:
        return None
    done = event.status in (Status.OCCURRED, Status.ONGOING, Status.ALLEGED)
    actors = speaker.kind in _ACTORS and event.subject.kind in _ACTORS and speaker.name != event.subject.name
    if not done or not actors or event.predicate not in resources.groups.charged:
        return None
    charge = resources.vocabulary.only_with_trait("charge")
    return replace(
        event,
        predicate=charge.name,
        subject=speaker,
        object=event.subject,
        status=Status.OCCURRED,
        plover=charge.plover,
        cameo=charge.cameo,
        trigger=Span(verb.idx, verb.idx + len(verb)),
        date=None,
        date_from=None,
        place=None,
        attributed_to=None,
        evidence=replace(event.evidence, rule=CHARGE),
        confidence=round(event.confidence * 0.9, 3),
    )


def _threatens(match: Match, threat: Token) -> bool:
    """Whether it is the actor of an event that threatens with it, and threatens another actor."""
    if match.o.mention.kind not in (Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP):
        return False
    actors = surface_subject(threat) if threat.pos_ == "VERB" else owner_of(threat)
    return any(match.s.head in conjuncts(found.head) for found in actors)


def _type(row: Row, context: Context, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """PLOVER type and CAMEO code: of the row, or of the intention or refusal where it has not come to the event."""
    plover = vocabulary.type_of(row.predicate, row.cameo)
    if context.status is Status.PLANNED and plover in vocabulary.prospect:
        return vocabulary.prospect[plover]
    if context.status is Status.POSSIBLE and context.threat is not None and plover in vocabulary.prospect:
        shifted = vocabulary.prospect[plover]
        return shifted if shifted[0] == "THREATEN" else (plover, row.cameo)
    if plover in vocabulary.refusal and (context.refused or (context.status is Status.NEGATED and plover != "CONSULT")):
        return vocabulary.refusal[plover]
    return plover, row.cameo


def _speaker(context: Context, annotated: Annotated) -> Mention | None:
    """Who says so; the government where a capital does."""
    if context.speaker is None:
        return None
    found = annotated.mentions.get(context.speaker.i, ())
    if not found:
        return None
    return annotated.governments.get(context.speaker.i, found[0])


def _confidence(match: Match, context: Context) -> float:
    """The chance that the fact is right, by attachment, kinds of argument and status.

    The factors are fitted to 326 facts of 60 news openings that readers judged one by one; docs/coder.md has the
    shares that were right.
    """
    score = 0.88 * match.s.near * match.o.near
    described = [a for a in (match.s, match.o) if a.mention.reason == "description"]
    if described:  # the words of a description may hide one whom the article names; two are hardly worse than one
        score *= 0.64 if len(described) == 1 else 0.6
    score *= 0.86 ** sum(a.mention.reason == "pronoun" for a in (match.s, match.o))
    if context.status in (Status.POSSIBLE, Status.ALLEGED):
        score *= 0.95
    return round(score, 3)
