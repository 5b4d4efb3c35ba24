"""The door of the stage: mentions of many articles in, one graph's entities and events out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graphkit.knowledge.gazetteer import Gazetteer
from graphkit.knowledge.vocabulary import Vocabulary
from graphkit.model import Article, Entity, Event, EventMention, Kind, Mention
from graphkit.resolve.entities import make_entities, make_links
from graphkit.resolve.events import find_events
from graphkit.resolve.keys import Key, Keyed
from graphkit.resolve.known import Known
from graphkit.resolve.linking import key_mentions, local_key
from graphkit.resolve.local import LocalKey, day_number
from graphkit.resolve.merging import merge_tellings, name_event
from graphkit.resolve.names import fold_body
from graphkit.resolve.resolution import Report, Resolution
from graphkit.resolve.telling import PLACED, Telling, family_of, mention_order, span_days

BlockKey = tuple[str, str, str]


def resolve_events(
    articles: Sequence[Article],
    mentions: Iterable[EventMention],
    gazetteer: Gazetteer,
    *,
    corrections: None = None,
    wires: Mapping[str, str] | None = None,
) -> Resolution:
    """Merge what many articles say into entities and events.

    The result does not depend on the order of the input, nor on repeats in it. `wires` names, for articles that copy
    each other, the one text they copy (article id -> any id of the group); copies count as one source.
    """
    known = Known(gazetteer)
    by_id = {article.id: article for article in articles}
    ordered = sorted(set(mentions), key=mention_order)
    keyed = key_mentions(by_id, ordered, known)
    entities = make_entities(ordered, keyed, known)
    sources = _find_sources(by_id, wires or {})
    events, reports = _merge_events(ordered, keyed, entities, by_id, sources, known)
    return Resolution(
        entities=tuple(sorted(entities.values(), key=lambda one: one.id)),
        events=tuple(sorted(events, key=lambda one: one.id)),
        links=make_links(ordered, keyed, entities),
        reports=tuple(sorted(reports)),
    )


def _find_sources(articles: Mapping[str, Article], wires: Mapping[str, str]) -> dict[str, str]:
    """Who stands behind each article: the wire it copies, else its publisher, else itself. Equal texts are one wire."""
    texts: dict[str, list[str]] = defaultdict(list)
    for article in articles.values():
        if article.content_hash:
            texts[article.content_hash].append(article.id)
    out: dict[str, str] = {}
    for article in articles.values():
        copies = texts.get(article.content_hash, [])
        if article.id in wires:
            out[article.id] = f"wire:{wires[article.id]}"
        elif len(copies) > 1:
            named = sorted(wires[one] for one in copies if one in wires)
            out[article.id] = f"wire:{named[0]}" if named else f"text:{article.content_hash}"
        elif article.publisher:
            out[article.id] = f"publisher:{fold_body(article.publisher)}"
        else:
            out[article.id] = f"article:{article.id}"
    return out


def _merge_events(
    mentions: Sequence[EventMention],
    keyed: Mapping[LocalKey, Keyed],
    entities: Mapping[Key, Entity],
    articles: Mapping[str, Article],
    sources: Mapping[str, str],
    known: Known,
) -> tuple[list[Event], list[Report]]:
    predicates = Vocabulary.load().predicates
    symmetric = frozenset(name for name, one in predicates.items() if one.symmetric)
    static = frozenset(name for name, one in predicates.items() if one.static)
    blocks: dict[BlockKey, list[Telling]] = defaultdict(list)
    reports: list[Report] = []
    for mention in mentions:
        telling = _tell(mention, keyed, entities, articles, sources, known)
        family = family_of(mention.predicate)
        pair = (telling.agent, telling.recipient)
        if mention.predicate in symmetric or family == "talks":
            if pair[0] == pair[1]:
                where = f"{mention.evidence.article}:{mention.trigger.start}"
                detail = f"{mention.subject.text!r} and {mention.object.text!r} are both {pair[0]}"
                reports.append(
                    Report("self-relation", where, detail, "split the entity in corrections.toml if it is two")
                )
                continue
            pair = (min(pair), max(pair))
        blocks[(family, *pair)].append(telling)
    by_id = {entity.id: entity for entity in entities.values()}
    labels = {entity.id: entity.label for entity in entities.values()}
    events: list[Event] = []
    for (family, _, _), block in sorted(blocks.items()):
        parts = [block] if family in static else find_events(block)
        made = [merge_tellings(part, by_id, symmetric) for part in parts]
        events.extend(_name_all(family, made, family in static, labels))
    return events, reports


def _tell(
    mention: EventMention,
    keyed: Mapping[LocalKey, Keyed],
    entities: Mapping[Key, Entity],
    articles: Mapping[str, Article],
    sources: Mapping[str, str],
    known: Known,
) -> Telling:
    article = mention.evidence.article

    def find(one: Mention) -> Entity:
        return entities[keyed[local_key(article, one)][0]]

    place = find(mention.place) if mention.place is not None else None
    first, last = span_days(mention.date)
    published = articles[article].published if article in articles else None
    return Telling(
        mention=mention,
        agent=find(mention.subject).id,
        recipient=find(mention.object).id,
        place=place.id if place else None,
        speaker=find(mention.attributed_to).id if mention.attributed_to is not None else None,
        site=_site_of(mention.predicate, place, known),
        first=first,
        last=last,
        told=day_number(published),
        source=sources.get(article, f"article:{article}"),
    )


def _site_of(predicate: str, place: Entity | None, known: Known) -> str | None:
    """What a place says against being the same event: the very place for attacks and the like, else only its state."""
    if place is None:
        return None
    if predicate in PLACED:
        return None if place.kind is Kind.STATE else place.id
    return known.gazetteer.state_of(place.id)


def _name_all(family: str, events: Sequence[Event], is_static: bool, labels: Mapping[str, str]) -> list[Event]:
    """The events of one block with their ids; where a date does not tell two apart, the place and the article do."""
    plain = [_name(event, family, is_static, labels, 0) for event in events]
    for care in (1, 2):
        double = {one for one in plain if plain.count(one) > 1} if len(set(plain)) < len(plain) else set()
        plain = [
            _name(event, family, is_static, labels, care) if one in double else one
            for one, event in zip(plain, events, strict=True)
        ]
    return [replace(event, id=one) for one, event in zip(plain, events, strict=True)]


def _name(event: Event, family: str, is_static: bool, labels: Mapping[str, str], care: int) -> str:
    first = min((one.evidence.article, one.trigger.start, one.predicate) for one in event.mentions)
    told = "always" if is_static else f"{first[0]}:{first[1]}"
    site = "|".join(filter(None, ((event.place or "") if care else "", f"{first[0]}:{first[1]}" if care > 1 else "")))
    return name_event(event, family, site or None, told, labels)
