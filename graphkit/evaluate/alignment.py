"""Found mentions laid beside the gold's, so that a whole build can be scored and not only its merging."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from graphkit.evaluate.bcubed import BCubed, score_bcubed
from graphkit.evaluate.merge_scores import EntityItem, EventItem, MergeGold, MergeReport, MergeResult, event_item
from graphkit.model import Event, EventMention, Kind, Link, Mention, Span

Item = TypeVar("Item", bound=Hashable)
_PLACES = frozenset({Kind.STATE, Kind.PLACE})


def score_build(
    gold: MergeGold, merged: MergeResult, texts: Mapping[str, str] | None = None
) -> tuple[MergeReport, float, float]:
    """Score a build of the gold's texts by B-cubed over what it found, with the shares of mentions and facts found.

    A found mention is the gold's where their spans overlap most and their kinds agree; a found fact where article,
    predicate and trigger do, and the participants overlap most. Only items that were found are scored, so the scores
    are of merging; the shares are of finding.
    """
    shifts = _find_shifts(gold, texts or {})
    links: dict[str, list[Link]] = defaultdict(list)
    for link in merged.links:
        if moved := _shift(link.mention, shifts.get(link.article, 0)):
            links[link.article].append(replace(link, mention=moved))
    facts: dict[tuple[str, str], list[tuple[EventMention, Event]]] = defaultdict(list)
    for event in merged.events:
        for mention in event.mentions:
            if shifted := _shift_fact(mention, shifts.get(mention.evidence.article, 0)):
                facts[mention.evidence.article, mention.predicate].append((shifted, event))
    kinds = _kinds(gold)
    entities = {
        item: near.entity for item in gold.entities if (near := _nearest(item, kinds.get(item), links[item[0]]))
    }
    events: dict[EventItem, str] = {}
    for mention in gold.mentions:
        fitting = [
            (_shared(candidate, mention), event.id)
            for candidate, event in facts[mention.evidence.article, mention.predicate]
            if _overlap(candidate.trigger, mention.trigger)
        ]
        if fitting:
            events[event_item(mention)] = max(fitting)[1]
    report = MergeReport(_score(gold.entities, entities), _score(gold.events, events), ())
    return report, len(entities) / max(len(gold.entities), 1), len(events) / max(len(gold.events), 1)


def _find_shifts(gold: MergeGold, built: Mapping[str, str]) -> dict[str, int]:
    """Find the offset of each gold text within the text that the build read, which has its headline before it."""
    texts = {article.id: article.text for article in gold.articles}
    return {name: max(built[name].find(text), 0) for name, text in texts.items() if name in built}


def _shift(mention: Mention, shift: int) -> Mention | None:
    """Return a mention with the offsets of the gold's text; None where it stands in the headline before it."""
    start, end = mention.span.start - shift, mention.span.end - shift
    return replace(mention, span=Span(start, end)) if start >= 0 else None


def _shift_fact(mention: EventMention, shift: int) -> EventMention | None:
    subject, object_ = _shift(mention.subject, shift), _shift(mention.object, shift)
    start, end = mention.trigger.start - shift, mention.trigger.end - shift
    if subject is None or object_ is None or start < 0:
        return None
    return replace(mention, trigger=Span(start, end), subject=subject, object=object_)


def _score(gold: Mapping[Item, str], predicted: Mapping[Item, str]) -> BCubed:
    return score_bcubed({item: cluster for item, cluster in gold.items() if item in predicted}, predicted)


def _kinds(gold: MergeGold) -> dict[EntityItem, Kind]:
    return {
        (mention.evidence.article, argument.span.start, argument.span.end, argument.name): argument.kind
        for mention in gold.mentions
        for argument in (mention.subject, mention.object, mention.place, mention.attributed_to)
        if argument is not None
    }


def _nearest(item: EntityItem, kind: Kind | None, links: list[Link]) -> Link | None:
    """Find the link of a fitting kind whose span has most in common with the item's."""
    span = Span(item[1], item[2])
    fitting = [
        link
        for link in links
        if _overlap(link.mention.span, span)
        and (link.mention.kind is kind or {link.mention.kind, kind} <= _PLACES or kind is None)
    ]
    return max(fitting, key=lambda link: (_jaccard(link.mention.span, span), link.entity), default=None)


def _shared(built: EventMention, mention: EventMention) -> float:
    """Measure the overlap of two pairs of participants, whichever way round."""
    straight = _jaccard(built.subject.span, mention.subject.span) + _jaccard(built.object.span, mention.object.span)
    turned = _jaccard(built.subject.span, mention.object.span) + _jaccard(built.object.span, mention.subject.span)
    return max(straight, turned)


def _overlap(first: Span, second: Span) -> int:
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def _jaccard(first: Span, second: Span) -> float:
    return _overlap(first, second) / (max(first.end, second.end) - min(first.start, second.start))
