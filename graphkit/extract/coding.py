"""Make events of matches: type, status, date, place, speaker and confidence, and what an event implies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graphkit.extract.event_place import EventPlaces, EventSite
from graphkit.extract.event_time import EventDate, EventDates
from graphkit.extract.factuality import Context, FactualityReader
from graphkit.extract.mentions import ACTORS
from graphkit.extract.subjects import owner_of, surface_subject
from graphkit.extract.topic import find_topic
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Evidence, Mention, Role, Span, Status
from graphkit.nlp.dependencies import conjuncts, lemma, sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.resources.lexicon.lexicon import Row
from graphkit.resources.vocabulary import Vocabulary

#: The id of the rule that reads an accusation in an allegation, and how sure that is.
CHARGE = "implied/charge"
RULE_IDS = (CHARGE,)
_CHARGE_FACTOR = 0.9
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
#: Factors of confidence, fitted to 326 facts of 60 news openings that readers judged one by one; docs/coder.md has the
#: shares that were right. The words of a description may hide one whom the article names; two are hardly worse.
_SURE, _ONE_DESCRIBED, _TWO_DESCRIBED, _PRONOUN, _UNCERTAIN = 0.88, 0.64, 0.6, 0.86, 0.95


@dataclass(frozen=True, slots=True)
class _Deed:
    """The deed of a match: its words, its type, and how the text presents it."""

    match: Match
    trigger: Token
    support: Token | None
    predicate: str
    context: Context


class EventCoder:
    """Makes the events of one article."""

    def __init__(self, annotated: Annotated, speakers: Mapping[int, Token]) -> None:
        self.annotated, self.speakers = annotated, speakers
        self.vocabulary: Vocabulary = annotated.resources.vocabulary
        self.factuality = FactualityReader(annotated.resources)
        self.dates, self.places = EventDates(annotated), EventPlaces(annotated)

    def code(self, match: Match) -> EventMention | None:
        """Return the event of one match; None where somebody only asks for it."""
        deed = self._read(match)
        if deed is None:
            return None
        event_date = self.dates.find(deed.trigger, deed.support, deed.context, deed.predicate)
        self._adjust(deed, event_date)
        plover, cameo = self._type(match.row, deed.context)
        if deed.predicate != match.row.predicate:
            plover, cameo = self._type_of_threat(match, plover, cameo)
        deed.context.speaker = deed.context.speaker or self.speakers.get(deed.trigger.sent.start)
        return self._event(deed, event_date, plover, cameo)

    def implied(self, match: Match, event: EventMention) -> Iterator[EventMention]:
        """Yield the accusation that lies in an allegation: "claimed that Mali had shelled the town"."""
        context = self.factuality.read(match.trigger, match.support)
        speaker, verb = event.attributed_to, context.speaker.head if context.speaker is not None else None
        if speaker is None or verb is None or not self._alleges(verb, event):
            return
        if speaker.kind in ACTORS and event.subject.kind in ACTORS and speaker.name != event.subject.name:
            charge = self.vocabulary.only_with_trait("charge")
            yield replace(
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
                confidence=round(event.confidence * _CHARGE_FACTOR, 3),
            )

    def _alleges(self, verb: Token, event: EventMention) -> bool:
        """Return whether a verb of speech charges who did something with it."""
        resources = self.annotated.resources
        if CHARGE in resources.off or lemma(verb) not in resources.verbs.alleging:
            return False
        return event.predicate in resources.groups.charged and event.status in _DONE | {Status.ALLEGED}

    def _read(self, match: Match) -> _Deed | None:
        """Read how the text presents a match; a threatened deed becomes the threat, which has been made."""
        row = match.row
        context = self.factuality.read(match.trigger, match.support, row.status)
        if "speaker" in row.s and context.status is not Status.DENIED:
            if context.status is Status.NEGATED:
                return None  # "is not guilty, he said"
            context.status, context.cue, context.requested = Status.OCCURRED, None, False
        if context.requested or (context.unmade and "made" in self.vocabulary.predicates[row.predicate].traits):
            return None
        threat = context.threat
        if threat is not None and self._type(row, context)[0] == _THREATEN and _threatens(match, threat):
            predicate = self.vocabulary.only_with_trait("threat").name
            return _Deed(match, threat, None, predicate, self.factuality.read(threat, None))
        return _Deed(match, match.trigger, match.support, row.predicate, context)

    def _adjust(self, deed: _Deed, event_date: EventDate | None) -> None:
        """Let headlines tell what has happened in the present tense, and what is dated after the article be to come."""
        context, published = deed.context, self.annotated.article.published
        headline = self.annotated.roles[deed.trigger.i] is Role.HEADLINE
        if headline and context.status is Status.ONGOING and deed.match.row.status is None:
            context.status = Status.OCCURRED
        day = event_date.when.earliest if event_date is not None else None
        if day is not None and published is not None and context.status in _DONE and day > published:
            context.status = Status.PLANNED

    def _type(self, row: Row, context: Context) -> tuple[str, str | None]:
        """Return PLOVER type and CAMEO code: of the row, or of the intention or refusal where it was not done."""
        vocabulary = self.vocabulary
        plover = vocabulary.type_of(row.predicate, row.cameo)
        prospect, refusal = vocabulary.prospect.get(plover), vocabulary.refusal.get(plover)
        if context.status is Status.PLANNED and prospect is not None:
            return prospect
        if context.status is Status.POSSIBLE and context.threat is not None and prospect is not None:
            return prospect if prospect[0] == _THREATEN else (plover, row.cameo)
        not_done = context.status is Status.NEGATED and plover != _CONSULT
        return refusal if refusal is not None and (context.refused or not_done) else (plover, row.cameo)

    def _type_of_threat(self, match: Match, plover: str, cameo: str | None) -> tuple[str, str | None]:
        """Return type and code of the threat with which a deed is threatened."""
        prospect = self.vocabulary.prospect.get(self.vocabulary.type_of(match.row.predicate, match.row.cameo))
        return prospect if prospect is not None else (plover, cameo)

    def _event(self, deed: _Deed, event_date: EventDate | None, plover: str, cameo: str | None) -> EventMention:
        match, trigger, context = deed.match, deed.trigger, deed.context
        article, span = self.annotated.article, sentence_span(trigger.sent)
        heads = (match.s.head, match.o.head)
        return EventMention(
            trigger=Span(trigger.idx, trigger.idx + len(trigger)),
            predicate=deed.predicate,
            subject=match.s.mention,
            object=match.o.mention,
            status=context.status,
            evidence=Evidence(article.id, span, article.text[span.start : span.end], match.row.id),
            confidence=_confidence(match, context),
            plover=plover,
            cameo=cameo,
            cue=context.cue,
            date=event_date.when if event_date is not None else None,
            date_from=event_date.rule if event_date is not None else None,
            place=self.places.find(EventSite(trigger, deed.support, deed.predicate, heads, context.status)),
            topic=find_topic(deed.predicate, trigger, deed.support, heads),
            attributed_to=self._speaker(context),
        )

    def _speaker(self, context: Context) -> Mention | None:
        """Return who says so; the government where a capital does."""
        speaker = context.speaker
        mentions = self.annotated.mentions.get(speaker.i, ()) if speaker is not None else ()
        return self.annotated.governments.get(speaker.i, mentions[0]) if speaker is not None and mentions else None


#: PLOVER types that the rules above name.
_THREATEN, _CONSULT = "THREATEN", "CONSULT"


def _threatens(match: Match, threat: Token) -> bool:
    """Return whether it is the actor of an event that threatens with it, and threatens another actor."""
    if match.o.mention.kind not in ACTORS:
        return False
    actors = surface_subject(threat) if threat.pos_ == "VERB" else owner_of(threat)
    return any(match.s.head in conjuncts(filler.head) for filler in actors)


def confidence_named(event: EventMention) -> float:
    """Return the chance that a fact is right once its described object is known by name."""
    if event.object.reason != "description":
        return event.confidence
    before, after = (_TWO_DESCRIBED, _ONE_DESCRIBED) if event.subject.reason == "description" else (_ONE_DESCRIBED, 1)
    return round(event.confidence * after / before, 3)


def _confidence(match: Match, context: Context) -> float:
    """Return the chance that the fact is right, by attachment, kinds of argument and status."""
    reasons = [a.mention.reason for a in (match.s, match.o)]
    described = reasons.count("description")
    score = _SURE * match.s.near * match.o.near * (1, _ONE_DESCRIBED, _TWO_DESCRIBED)[described]
    score *= _PRONOUN ** sum(a.mention.by_pronoun for a in (match.s, match.o))
    if context.status in (Status.POSSIBLE, Status.ALLEGED):
        score *= _UNCERTAIN
    return round(score, 3)
