"""The door of the stage: mentions of many articles in, one graph's entities and events out."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count

from graphkit.knowledge.gazetteer import Gazetteer
from graphkit.knowledge.vocabulary import Vocabulary
from graphkit.model import Article, Entity, Event, EventMention, Kind, Mention
from graphkit.resolve.correcting import Named, correct_entities, correct_events, drop_facts
from graphkit.resolve.corrections import Corrections
from graphkit.resolve.entities import make_entities, make_links
from graphkit.resolve.events import find_events
from graphkit.resolve.keys import Key, Keyed
from graphkit.resolve.known import Known
from graphkit.resolve.linking import key_mentions, local_key
from graphkit.resolve.local import LocalKey, day_number
from graphkit.resolve.merging import merge_tellings, name_events
from graphkit.resolve.names import fold_body
from graphkit.resolve.resolution import Report, Resolution
from graphkit.resolve.telling import PLACED, Telling, family_of, sort_mentions, span_days
from graphkit.resolve.union import Union

BlockKey = tuple[str, str, str]


def resolve_events(
    articles: Sequence[Article],
    mentions: Iterable[EventMention],
    gazetteer: Gazetteer,
    *,
    corrections: Corrections | None = None,
    wires: Mapping[str, str] | None = None,
) -> Resolution:
    """Merge what many articles say into entities and events.

    The result does not depend on the order of the input, nor on repeats in it. Articles that copy one text count as
    one source: those with the same `copy_of`, and those that `wires` leads to one id. Corrections that find nothing to
    correct are among the reports.
    """
    with _rest_collector():
        return _resolve(articles, mentions, Known(gazetteer), corrections or Corrections(), wires or {})


@contextmanager
def _rest_collector() -> Iterator[None]:
    """Python's search for cyclic garbage at rest: merging makes millions of values and no cycle, and would be searched
    through again and again (a third of the time at 40,000 mentions)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _resolve(
    articles: Sequence[Article],
    mentions: Iterable[EventMention],
    known: Known,
    fixes: Corrections,
    wires: Mapping[str, str],
) -> Resolution:
    by_id = {article.id: article for article in articles}
    ordered = sort_mentions(mentions)
    keyed = key_mentions(by_id, ordered, known)
    fixed = correct_entities(keyed, lambda keys: make_entities(ordered, keys, known), fixes)
    tell = Teller(fixed.keyed, fixed.entities, by_id, _find_sources(by_id, wires), known)
    events, reports = _merge_events(drop_facts(map(tell, count(), ordered), fixed.dropped), fixed.entities, fixes)
    links = make_links(ordered, fixed.keyed, fixed.entities)
    return Resolution(
        entities=tuple(
            sorted((one for one in fixed.entities.values() if one.id not in fixed.dropped), key=lambda one: one.id)
        ),
        events=tuple(sorted(events, key=lambda one: one.id)),
        links=tuple(link for link in links if link.entity not in fixed.dropped),
        reports=tuple(sorted([*fixed.reports, *reports])),
    )


def _find_sources(articles: Mapping[str, Article], wires: Mapping[str, str]) -> dict[str, str]:
    """Who stands behind each article: the text it copies, else its publisher, else itself. Equal texts are one."""
    first: dict[str, str] = {}
    for name in sorted(articles):
        if articles[name].content_hash:
            first.setdefault(articles[name].content_hash, name)
    copies: Union[str] = Union()
    for name in sorted(articles):
        for original in (wires.get(name), articles[name].copy_of, first.get(articles[name].content_hash)):
            if original is not None and original != name:
                copies.join(name, original)
    out: dict[str, str] = {}
    for name, article in articles.items():
        if name in copies:
            out[name] = f"text:{copies.find(name)}"
        else:
            out[name] = f"publisher:{fold_body(article.publisher)}" if article.publisher else f"article:{name}"
    return out


def _merge_events(
    tellings: Iterable[Telling], entities: Mapping[Key, Entity], corrections: Corrections
) -> tuple[list[Event], list[Report]]:
    predicates = Vocabulary.load().predicates
    symmetric = frozenset(name for name, one in predicates.items() if one.symmetric)
    static = frozenset(name for name, one in predicates.items() if one.static)
    blocks: dict[BlockKey, list[Telling]] = defaultdict(list)
    reports: list[Report] = []
    for telling in tellings:
        mention = telling.mention
        family = family_of(mention.predicate)
        pair = (telling.agent, telling.recipient)
        if mention.predicate in symmetric or family == "talks":
            if pair[0] == pair[1]:
                where = f"{telling.article}:{mention.trigger.start}"
                detail = f"{mention.subject.text!r} and {mention.object.text!r} are both {pair[0]}"
                reports.append(
                    Report("self-relation", where, detail, "split the entity in corrections.toml if it is two")
                )
                continue
            pair = (min(pair), max(pair))
        blocks[(family, *pair)].append(telling)
    by_id = {entity.id: entity for entity in entities.values()}

    def merge(part: Sequence[Telling]) -> Event:
        return merge_tellings(part, by_id, symmetric)

    named: list[Named] = []
    for (family, _, _), block in sorted(blocks.items()):
        parts = [block] if family in static else find_events(block)
        ids = name_events(family, [merge(part) for part in parts], by_id, timeless=family in static)
        named.extend(Named(event, list(part)) for event, part in zip(ids, parts, strict=True))
    events, unused = correct_events(named, merge, corrections)
    return events, [*reports, *unused]


class Teller:
    """Makes a telling of an event mention: its participants as entity ids, its days, its source."""

    def __init__(
        self,
        keyed: Mapping[LocalKey, Keyed],
        entities: Mapping[Key, Entity],
        articles: Mapping[str, Article],
        sources: Mapping[str, str],
        known: Known,
    ) -> None:
        self._keyed = keyed
        self._entities = entities
        self._articles = articles
        self._sources = sources
        self._known = known

    def __call__(self, rank: int, mention: EventMention) -> Telling:
        article = mention.evidence.article
        place = self._find(article, mention.place)
        speaker = self._find(article, mention.attributed_to)
        first, last = span_days(mention.date)
        printed = self._articles.get(article)
        return Telling(
            mention=mention,
            agent=self._entity(article, mention.subject).id,
            recipient=self._entity(article, mention.object).id,
            place=place.id if place else None,
            speaker=speaker.id if speaker else None,
            site=_site_of(mention.predicate, place, self._known),
            first=first,
            last=last,
            told=day_number(printed.published if printed else None),
            source=self._sources.get(article, f"article:{article}"),
            rank=rank,
        )

    def _find(self, article: str, mention: Mention | None) -> Entity | None:
        return self._entity(article, mention) if mention is not None else None

    def _entity(self, article: str, mention: Mention) -> Entity:
        return self._entities[self._keyed[local_key(article, mention)][0]]


def _site_of(predicate: str, place: Entity | None, known: Known) -> str | None:
    """What a place says against being the same event: the very place for attacks and the like, else only its state."""
    if place is None:
        return None
    if predicate in PLACED:
        return None if place.kind is Kind.STATE else place.id
    return known.gazetteer.state_of(place.id)
