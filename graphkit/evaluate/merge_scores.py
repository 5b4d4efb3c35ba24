"""Score a merge of articles against gold stories with hand-marked mentions.

A gold file is JSON Lines, one article a line: id, story, publisher, published, title, text; `mentions` with span, name,
kind and the entity they mean; `facts` with predicate, trigger (a span), subject, object, place and speaker (numbers of
mentions, from 0), status, date, and the event they tell of. Entities and events are the same across all articles.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from graphkit.errors import UsageError
from graphkit.evaluate.bcubed import BCubed, score_bcubed
from graphkit.evaluate.gold import _lines, _list, _text
from graphkit.model import Article, Event, EventMention, Evidence, Kind, Link, Mention, Span, Status, When
from graphkit.resources.vocabulary import Predicate, Vocabulary

EntityItem = tuple[str, int, int, str]  # article, span of the mention, name
EventItem = tuple[str, int, str, int, int]  # article, trigger, predicate, subject, object


@dataclass(frozen=True)
class MergeGold:
    """Articles with what they say, and which mention means which entity and tells of which event."""

    articles: tuple[Article, ...]
    mentions: tuple[EventMention, ...]
    entities: Mapping[EntityItem, str]
    events: Mapping[EventItem, str]
    stories: int


@dataclass(frozen=True, slots=True)
class MergeReport:
    """B-cubed of a merge over hand-marked mentions, and the clusters that went wrong."""

    entities: BCubed
    events: BCubed
    faults: tuple[str, ...]


class MergeResult(Protocol):
    """The result of a merge, as far as it is judged here."""

    @property
    def events(self) -> Sequence[Event]:
        """The merged events."""

    @property
    def links(self) -> Sequence[Link]:
        """The links from mentions to entities."""


def read_merge_gold(path: str | Path) -> MergeGold:
    """Read gold stories. Raises UsageError, with file and line, for a record that does not hold together."""
    articles: list[Article] = []
    mentions: list[EventMention] = []
    entities: dict[EntityItem, str] = {}
    events: dict[EventItem, str] = {}
    stories: set[str] = set()
    predicates = Vocabulary.load().predicates
    for record, where in _lines(Path(path)):
        try:
            article, pairs, marks = _read_record(record, where, predicates)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise UsageError(f"not a gold article: {error!r}", where=where, remedy="mend the record") from error
        articles.append(article)
        stories.add(_text(record, "story", where))
        entities.update(marks)
        for mention, event in pairs:
            mentions.append(mention)
            events[event_item(mention)] = event
    return MergeGold(tuple(articles), tuple(mentions), entities, events, len(stories))


def score_merging(gold: MergeGold, merged: MergeResult) -> MergeReport:
    """Score what was made of the gold's own mentions, so that merging is measured and not extraction."""
    entities: dict[EntityItem, str] = {}
    for link in merged.links:
        entities[link.article, link.mention.span.start, link.mention.span.end, link.mention.name] = link.entity
    events = {event_item(mention): event.id for event in merged.events for mention in event.mentions}
    used = {item: entity for item, entity in gold.entities.items() if item in _used(gold.mentions)}
    return MergeReport(
        entities=score_bcubed(used, entities),
        events=score_bcubed(gold.events, events),
        faults=(*_faults("entity", used, entities), *_faults("event", gold.events, events)),
    )


def event_item(mention: EventMention) -> EventItem:
    """Make the key of an event mention: its article, predicate, and the places of trigger, subject and object."""
    return (
        mention.evidence.article,
        mention.trigger.start,
        mention.predicate,
        mention.subject.span.start,
        mention.object.span.start,
    )


def _used(mentions: Iterable[EventMention]) -> set[EntityItem]:
    return {
        (mention.evidence.article, argument.span.start, argument.span.end, argument.name)
        for mention in mentions
        for argument in (mention.subject, mention.object, mention.place, mention.attributed_to)
        if argument is not None
    }


def _faults(what: str, gold: Mapping[Any, str], predicted: Mapping[Any, str]) -> list[str]:
    out: list[str] = []
    for split, (left, right) in (("split", (gold, predicted)), ("mixed", (predicted, gold))):
        groups: dict[str, set[str]] = {}
        for item in gold:
            if item in left:
                groups.setdefault(left[item], set()).add(right.get(item, "not found"))
        out.extend(
            f"{what} {cluster} is {split}: {', '.join(sorted(parts))}"
            for cluster, parts in sorted(groups.items())
            if len(parts) > 1
        )
    return out


def _read_record(
    record: Mapping[str, Any], where: str, predicates: Mapping[str, Predicate]
) -> tuple[Article, list[tuple[EventMention, str]], dict[EntityItem, str]]:
    article = Article(
        id=_text(record, "id", where),
        text=_text(record, "text", where),
        title=record.get("title"),
        publisher=record.get("publisher"),
        published=record.get("published"),
    )
    marked: list[Mention] = []
    marks: dict[EntityItem, str] = {}
    for row in _list(record, "mentions", where):
        span = Span(*row["span"])
        text = article.text[span.start : span.end]
        mention = Mention(span, text, row["name"], Kind(row["kind"]))
        marked.append(mention)
        marks[article.id, span.start, span.end, mention.name] = row["entity"]
    pairs = [
        (_read_fact(row, article, marked, predicates), _text(row, "event", where))
        for row in _list(record, "facts", where)
    ]
    return article, pairs, marks


def _read_fact(
    row: Mapping[str, Any], article: Article, marked: Sequence[Mention], predicates: Mapping[str, Predicate]
) -> EventMention:
    trigger = Span(*row["trigger"])
    start = article.text.rfind(". ", 0, trigger.start) + 1
    end = article.text.find(". ", trigger.end)
    sentence = Span(start, end + 1 if end >= 0 else len(article.text))
    return EventMention(
        trigger=trigger,
        predicate=row["predicate"],
        subject=marked[row["subject"]],
        object=marked[row["object"]],
        status=Status(row["status"]),
        evidence=Evidence(article.id, sentence, article.text[sentence.start : sentence.end].strip(), "gold"),
        confidence=0.9,
        plover=predicates[row["predicate"]].plover,
        date=read_when(row["date"]) if "date" in row else None,
        place=marked[row["place"]] if "place" in row else None,
        attributed_to=marked[row["speaker"]] if "speaker" in row else None,
    )


def read_when(text: str) -> When:
    """Read a date from ISO 8601: a day, a month, a year or an interval of days.

    >>> read_when("2024-02").latest
    '2024-02-29'
    """
    if "/" in text:
        first, last = text.split("/")
        return When(first, last, "interval")
    if len(text) == 4:
        return When(f"{text}-01-01", f"{text}-12-31", "year")
    if len(text) == 7:
        return When(f"{text}-01", f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]:02}", "month")
    return When(text, text, "day")
