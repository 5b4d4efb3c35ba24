"""Make events that no row of the lexicon reads: those that follow from another event of the article."""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.model import EventMention, Evidence, Mention, Span, Status
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.resources.vocabulary import Predicate


@dataclass(frozen=True, slots=True)
class InferredEvents:
    """Makes the events that one rule infers in one article, all as sure before they are weighed."""

    annotated: Annotated
    rule: str
    confidence: float

    def make(
        self, word: Token, subject: Mention, predicate: Predicate, object_: Mention, status: Status = Status.OCCURRED
    ) -> EventMention:
        """Make the event that a word tells."""
        article, span = self.annotated.article, sentence_span(word.sent)
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
        )
