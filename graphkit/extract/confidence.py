"""Weigh events of the rules: the chance that each is right, by how it was read and by what the article says beside it.

A logistic regression on features that are there or not. `python -m training.fit_confidence` fits their weights to
articles in which every fact is marked; docs/coder.md says how well the chances order right and false facts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graphkit.extract.prominence import count_sentences
from graphkit.model import EventMention, Mention
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token

#: Upper bounds of the classes into which numbers are put.
_CHARACTERS_AWAY, _SENTENCE_LENGTHS = (10, 25, 50, 90, 150), (60, 100, 140, 180, 230, 300)
_ATTACHMENT, _COUNTS, _WORDS = (0.3, 0.5, 0.57, 0.65, 0.75, 0.86), (0, 1, 2, 4, 7), (1, 2, 3, 5, 8)
#: An event that begins before this character stands in the lead or the headline.
_LEAD = 250


def weigh_events(events: Sequence[EventMention], annotated: Annotated) -> list[EventMention]:
    """Return the events of one article with the chance that each is right; standing ties keep theirs."""
    weights, predicates = annotated.resources.confidence, annotated.resources.vocabulary.predicates
    weighable = [event for event in events if not predicates[event.predicate].static]
    chances = {id(event): weights.judge(features) for event, features in describe_events(weighable, annotated)}
    return [replace(event, confidence=chances.get(id(event), event.confidence)) for event in events]


def describe_events(
    events: Sequence[EventMention], annotated: Annotated
) -> Iterator[tuple[EventMention, tuple[str, ...]]]:
    """Yield each event of one article with the names of the features that it has."""
    describer = _Describer(events, annotated)
    for event in events:
        yield event, tuple(describer.describe(event))


class _Describer:
    """Describes the events of one article."""

    def __init__(self, events: Sequence[EventMention], annotated: Annotated) -> None:
        self.annotated = annotated
        self.tokens = {token.idx: token for token in annotated.doc}
        self.prominence = count_sentences(annotated)
        self.in_sentence = Counter(event.evidence.span.start for event in events)
        self.of_trigger = Counter(event.trigger.start for event in events)
        self.facts = Counter((event.subject.name, event.predicate, event.object.name) for event in events)
        self.pairs: defaultdict[frozenset[str], list[EventMention]] = defaultdict(list)
        for event in events:
            self.pairs[_pair(event)].append(event)

    def describe(self, event: EventMention) -> Iterator[str]:
        """Yield the features of one event."""
        yield from self._describe_reading(event)
        yield from self._describe_side("subject", event.subject, event)
        yield from self._describe_side("object", event.object, event)
        yield from _describe_combinations(event)
        yield from self._describe_sentence(event)
        yield from self._describe_article(event)

    def _describe_reading(self, event: EventMention) -> Iterator[str]:
        kind, word, shape = _split_rule(event)
        yield f"predicate={event.predicate}"
        yield f"status={event.status}"
        yield f"rule={event.evidence.rule}"
        yield f"trigger={kind}.{word}"
        yield f"form={kind}"
        yield f"form={kind} {event.predicate}"
        yield f"shape={shape}"
        yield f"attachment={_class_of(event.confidence, _ATTACHMENT)}"
        yield f"cue={(event.cue or '').lower()}"
        yield f"date={event.date_from}"
        for name, value in (("speaker", event.attributed_to), ("place", event.place), ("topic", event.topic)):
            if value is not None:
                yield name

    def _describe_side(self, side: str, mention: Mention, event: EventMention) -> Iterator[str]:
        yield f"{side}.kind={mention.kind}"
        yield f"{side}.reason={mention.reason}"
        yield f"{side}.reason={mention.reason} {mention.kind}"
        yield f"{side}.label={mention.label}"
        yield f"{side}.words={_class_of(len(mention.text.split()), _WORDS)}"
        yield f"{side}.sentences={_class_of(self.prominence.get(mention.name, 0), _COUNTS)}"
        if mention.entry is not None:
            yield f"{side}.known"
        if mention.text[:1].islower():
            yield f"{side}.lower"
        away = mention.span.start - event.trigger.start
        if not event.evidence.span.start <= mention.span.start < event.evidence.span.end:
            yield f"{side}.elsewhere"
        else:
            yield f"{side}.away={'-' if away < 0 else '+'}{_class_of(abs(away), _CHARACTERS_AWAY)}"

    def _describe_sentence(self, event: EventMention) -> Iterator[str]:
        span = event.evidence.span
        yield f"sentence.length={_class_of(span.end - span.start, _SENTENCE_LENGTHS)}"
        yield f"sentence.events={_class_of(self.in_sentence[span.start], _COUNTS)}"
        yield f"trigger.events={_class_of(self.of_trigger[event.trigger.start], _COUNTS)}"
        token = self.tokens.get(event.trigger.start)
        if token is not None:
            yield from self._describe_trigger(token)
        if span.start < _LEAD:
            yield "lead"

    def _describe_trigger(self, token: Token) -> Iterator[str]:
        yield f"role={self.annotated.roles[token.i]}"
        yield f"trigger.place={token.pos_} {token.dep_}"
        yield f"trigger.depth={_class_of(len(token.ancestors), _COUNTS)}"

    def _describe_article(self, event: EventMention) -> Iterator[str]:
        again = self.facts[event.subject.name, event.predicate, event.object.name] - 1
        others = [other for other in self.pairs[_pair(event)] if other is not event]
        here = [other for other in others if other.evidence.span == event.evidence.span]
        elsewhere = [other for other in others if other not in here and other.predicate != event.predicate]
        yield f"again={_class_of(again, _COUNTS)}"
        yield f"pair.here={_class_of(len(here), _COUNTS)}"
        yield f"pair.elsewhere={_class_of(len(elsewhere), _COUNTS)}"


def _describe_combinations(event: EventMention) -> Iterator[str]:
    """Yield what two features say together."""
    subject, object_ = event.subject, event.object
    *_, shape = _split_rule(event)
    yield f"subject.kind={subject.kind} {event.predicate}"
    yield f"object.kind={object_.kind} {event.predicate}"
    yield f"status={event.status} {event.predicate}"
    yield f"reasons={subject.reason} {object_.reason}"
    yield f"kinds={subject.kind} {object_.kind}"
    yield f"object.kind={object_.kind} {shape}"


def _split_rule(event: EventMention) -> tuple[str, str, str]:
    """Split the id of a rule: "attacks/verb.shell.s:actor" is of the form "verb", the word, and the shape."""
    _, _, rest = event.evidence.rule.partition("/")
    form, _, rest = rest.partition(".")
    word, _, shape = rest.partition(".")
    return form, word, shape


def _pair(event: EventMention) -> frozenset[str]:
    return frozenset((event.subject.name, event.object.name))


def _class_of(number: float, bounds: Sequence[float]) -> int:
    """Return the number of the class of a number: the first whose upper bound it does not exceed."""
    return bisect_left(bounds, number)
