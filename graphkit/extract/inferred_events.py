"""Make events that no row of the lexicon reads: those that follow from another event of the article."""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.extract.coding import EventCoder
from graphkit.extract.event_place import EventSite
from graphkit.model import EventMention, Evidence, Mention, Span, Status
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.tokens import Token
from graphkit.resources.vocabulary import Predicate


@dataclass(frozen=True, slots=True)
class InferredEvents:
    """Makes the events that one rule infers in one article, all as sure before they are weighed."""

    coder: EventCoder
    rule: str
    confidence: float

    def make(
        self, word: Token, subject: Mention, predicate: Predicate, object_: Mention, status: Status = Status.OCCURRED
    ) -> EventMention:
        """Make the event that a word tells, with its date, place and speaker."""
        coder = self.coder
        article, span = coder.annotated.article, sentence_span(word.sent)
        context = coder.factuality.read(word, None)
        event_date = coder.dates.find(word, None, context, predicate.name)
        return EventMention(
            trigger=Span(word.idx, word.idx + len(word)),
            predicate=predicate.name,
            subject=subject,
            object=object_,
            status=status,
            evidence=Evidence(article.id, span, article.text[span.start : span.end], self.rule),
            confidence=self.confidence,
            plover=predicate.plover,
            cameo=predicate.cameo,
            date=event_date.when,
            date_from=event_date.rule,
            place=coder.places.find(EventSite(word, None, predicate.name, (word, word), status)),
            attributed_to=coder.speaker_names.name(context.speaker, subject),
        )
