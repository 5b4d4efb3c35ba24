"""From articles with their mentions to one graph's files, by way of the disk: memory does not grow with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from graphkit.config import Config
from graphkit.explorer import MOST_EVENTS, Strength, write_chosen
from graphkit.ingest import NearDuplicates
from graphkit.model import Article, Event, EventMention, Findings, Skip
from graphkit.pipeline.json_records import hash_articles, write_articles, write_events, write_links
from graphkit.rdf import TripleSorter, TripleWriter, Voice
from graphkit.resolve import Corrections, Merger, Report, rest_collector
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.runtime import Spool, decode, encode
from graphkit.runtime.external_sort import Patches, Sorter
from graphkit.runtime.sort_keys import make_key, read_json, split_row, write_json


class Merged:
    """What many articles say together, read from the disk as often as is wanted, while the spool is open."""

    def __init__(self, merger: Merger, articles: Sorter, copied: Sorter, facts: Sorter, spool: Spool) -> None:
        self._merger = merger
        self._facts = facts
        self._articles = articles
        self._copied = copied
        self._spool = spool
        #: Articles and, once the files are written, entities, events and mentions.
        self.counts: Counter[str] = Counter(articles=articles.count)

    @property
    def reports(self) -> tuple[Report, ...]:
        return self._merger.reports

    def articles(self) -> Iterator[Article]:
        """The articles by id, each near-duplicate with the id of the one that it copies."""
        copied = Patches(self._copied)
        for row in self._articles:
            name, data = split_row(row, 1)
            article = decode(Article, read_json(data))
            of = copied.take(name)
            yield replace(article, copy_of=read_json(of[0]) if of else None)

    def load(self, skips: Sequence[Skip] = ()) -> Findings:
        """All of it in memory."""
        return Findings(
            articles=tuple(self.articles()),
            entities=tuple(self._merger.entities()),
            events=tuple(one.event for one in self._merger.events()),
            links=tuple(self._merger.links()),
            skips=tuple(skips),
        )

    def hash_articles(self) -> str:
        """A hash of the articles' ids and texts."""
        return hash_articles(self.articles())

    def write(self, folder: Path, title: str) -> None:
        """Write graph.ttl, graph.html, events.jsonl, links.jsonl and articles.jsonl."""
        find_entity = self._merger.find_entity
        strength = Strength(self._spool)
        graph = TripleSorter(self._spool)
        triples = TripleWriter(find_entity, self._spool)
        for entity in self._merger.entities():
            self.counts["entities"] += 1
            graph.add(triples.find_entity(entity))
        for article in self.articles():
            graph.add(triples.find_article(article))

        def watch_events() -> Iterator[Event]:
            for one in self._merger.events():
                self.counts["events"] += 1
                self.counts["mentions"] += len(one.event.mentions)
                strength.add(one.event)
                voices = [Voice(name, *sides) for name, sides in zip(one.publishers, one.sides, strict=True)]
                graph.add(triples.find_event(one.event, voices))
                yield one.event

        write_events(watch_events(), find_entity, folder / "events.jsonl")
        write_links(self._merger.links(), folder / "links.jsonl")
        self.counts += write_articles(self._count_facts(), folder / "articles.jsonl")
        graph.add(triples.find_relations())
        with (folder / "graph.ttl").open("wb") as file:
            file.writelines(graph.serialise())
        self._write_page(folder / "graph.html", title, strength)

    def _count_facts(self) -> Iterator[tuple[Article, int]]:
        """The articles by id with the number of facts read in each."""
        numbers = Patches(self._facts)
        for article in self.articles():
            yield article, sum(map(int, numbers.take(article.id)))

    def _write_page(self, path: Path, title: str, strength: Strength) -> None:
        top = strength.choose_top(MOST_EVENTS)
        best = strength.find_best(top)

        def is_shown(agent: str, recipient: str) -> bool:
            return best is None or (agent in best and recipient in best)

        events = [one.event for one in self._merger.events(written=True, choose=is_shown)]
        names = {side for event in events for side in (event.agent, event.recipient, event.place, *event.speakers)}
        entities = [entity for name in names if name and (entity := self._merger.find_entity(name))]
        told = {mention.evidence.article for event in events for mention in event.mentions}
        articles = [replace(article, text="", sections=()) for article in self.articles() if article.id in told]
        shown = Findings(
            articles=tuple(articles),
            entities=tuple(sorted(entities, key=lambda entity: entity.id)),
            events=tuple(events),
        )
        write_chosen(shown, path, title=title, top=top, total=strength.events)


def merge_articles(
    items: Iterable[tuple[Article, Sequence[EventMention]]],
    gazetteer: Gazetteer,
    spool: Spool,
    *,
    corrections: Corrections | None = None,
    config: Config | None = None,
    keep_texts: bool = True,
    when_read: Callable[[], None] | None = None,
) -> Merged:
    """Merge what articles say into one graph; each article comes once, in any order.

    Nothing is held in memory but what can meet; the rest lies in `spool`. Without `keep_texts` the articles come back
    without their texts. `when_read` is called when the last article is in. Raises SpoolError when the disk is full.
    """
    merger = Merger(gazetteer, spool, corrections)
    copies = NearDuplicates(spool, config=config)
    articles = spool.sorter()
    copied = spool.sorter()
    facts = spool.sorter()
    for article, mentions in items:
        merger.add(article.id, article, mentions)
        copies.add(article)
        kept = article if keep_texts else replace(article, text="", sections=())
        articles.add(make_key(article.id) + write_json(encode(kept)))
        facts.add(make_key(article.id) + str(len(mentions)))
    if when_read:
        when_read()
    with rest_collector():
        for first, *others in copies.find_groups():
            for name in others:
                copied.add(make_key(name) + write_json(first))
        merger.resolve((name, read_json(first)) for name, first in (split_row(row, 1) for row in copied))
    return Merged(merger, articles, copied, facts, spool)
