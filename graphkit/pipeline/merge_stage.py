"""Merge articles with their mentions and write the files of the graph, by way of the disk: memory stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from graphkit.config import Config
from graphkit.explorer import MOST_EVENTS, PageRows, Strength, make_tables, write_chosen
from graphkit.ingest import NearDuplicates
from graphkit.model import Article, Event, EventMention, Findings, OwnPredicate, Skip
from graphkit.pipeline.graph_file import GraphFile
from graphkit.pipeline.json_records import hash_articles, write_articles, write_events, write_links
from graphkit.resolve import Corrections, Merger, Remark, SourcedEvent
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime import SpillStorage, count_cores, decode, encode_text
from graphkit.runtime.external_sort import ExternalSorter
from graphkit.runtime.garbage import give_memory_back, rest_collector
from graphkit.runtime.row_file import Block
from graphkit.runtime.side_process import can_fork, run_beside
from graphkit.runtime.sort_keys import make_key, split_row
from graphkit.runtime.sorted_lookup import MergeJoin
from graphkit.runtime.sorted_parts import SortedParts

#: Articles from which on the graph is written by a second process where there are cores for it.
LEAST_BESIDE = 200


class MergedFindings:
    """The merged findings of many articles, read from the disk as often as is wanted, while the storage is open."""

    def __init__(
        self,
        merger: Merger,
        articles: ExternalSorter,
        copied: ExternalSorter,
        facts: ExternalSorter,
        storage: SpillStorage,
        unsure: int,
        own: Sequence[OwnPredicate] = (),
        *,
        beside: bool = False,
    ) -> None:
        """Take what is merged; with `beside` a second process writes beside this one."""
        self._merger = merger
        self._beside = beside
        self.entities, self.events, self.find_entity = merger.entities, merger.events, merger.find_entity
        self._facts = facts
        self._articles = articles
        self._copied = copied
        self.storage = storage
        self.own = tuple(own)
        #: Articles, facts left out as unsure and, once the files are written, entities, events and mentions.
        self.counts: Counter[str] = Counter(articles=articles.count, unsure=unsure)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The remarks of the merge to the user."""
        return self._merger.remarks

    def articles(self) -> Iterator[Article]:
        """Yield the articles by id, each near-duplicate with the id of the one that it copies."""
        copied = MergeJoin(self._copied)
        for row in self._articles:
            name, data = split_row(row, 1)
            article = decode(Article, data)
            of = copied.take(name)
            yield replace(article, copy_of=split_row(of[0], 1)[0] if of else None)

    def load(self, skips: Sequence[Skip] = ()) -> Findings:
        """Load all findings into memory."""
        return Findings(
            articles=tuple(self.articles()),
            entities=tuple(self.entities()),
            events=tuple(sourced.event for sourced in self.events()),
            links=tuple(self._merger.links()),
            skips=tuple(skips),
            predicates=self.own,
        )

    def hash_articles(self) -> str:
        """Hash the articles' ids and texts."""
        return hash_articles(self.articles())

    def write(self, folder: Path, title: str) -> None:
        """Write graph.ttl, graph.html, events.jsonl, links.jsonl and articles.jsonl."""
        with rest_collector():
            self._write(folder, title)

    def _write(self, folder: Path, title: str) -> None:
        graph = GraphFile(self)
        if not self._beside:
            self._write_facts(folder, title, graph.add_event)
            self._write_links(folder)
            graph.write(folder / "graph.ttl")
            return
        for rows in (self.entities, self.events, self.articles, self._count_facts):
            next(iter(rows()), None)  # what is sorted on the disk is so from now on: two processes may read it
        with graph.write_beside(self.events, folder / "graph.ttl", lambda: self._write_links(folder)):
            self._write_facts(folder, title, graph.note_event)

    def _write_facts(self, folder: Path, title: str, add_event: Callable[[SourcedEvent], None]) -> None:
        """Write all but the graph and the links; `add_event` gets each event besides."""
        find_entity = self.find_entity
        strength = Strength(self.storage)
        page = self._begin_page()

        def watch_events() -> Iterator[Event]:
            for sourced in self.events():
                self.counts["events"] += 1
                self.counts["mentions"] += len(sourced.event.mentions)
                strength.add(sourced.event)
                if strength.events <= MOST_EVENTS:
                    page.add(sourced.event, sourced.written)
                add_event(sourced)
                yield sourced.event

        self.counts["entities"] += self._merger.count_entities()
        write_events(watch_events(), find_entity, folder / "events.jsonl")
        self.counts += write_articles(self._count_facts(), folder / "articles.jsonl")
        top = strength.choose_top(MOST_EVENTS)
        if top is not None:
            page = self._choose_events(strength.find_best(top) or set())
        articles = {
            article.id: replace(article, text="", sections=())
            for article in self.articles()
            if article.id in page.articles
        }
        data = make_tables(page, find_entity, articles, self.own)
        write_chosen(data, folder / "graph.html", title=title, top=top, total=strength.events)

    def _write_links(self, folder: Path) -> None:
        write_links(self._merger.links(), folder / "links.jsonl")

    def _begin_page(self) -> PageRows:
        return PageRows(self.storage, Vocabulary.load().extend(self.own))

    def _choose_events(self, best: AbstractSet[str]) -> PageRows:
        """Read the events among some actors for the page once more."""
        page = self._begin_page()
        for sourced in self.events(lambda agent, recipient: agent in best and recipient in best):
            page.add(sourced.event, sourced.written)
        return page

    def _count_facts(self) -> Iterator[tuple[Article, int]]:
        """Yield the articles by id with the number of facts read in each."""
        numbers = MergeJoin(self._facts)
        for article in self.articles():
            yield article, sum(map(int, numbers.take(article.id)))


def merge_articles(
    items: Iterable[tuple[Article, Sequence[EventMention]]],
    gazetteer: Gazetteer,
    storage: SpillStorage,
    *,
    corrections: Corrections | None = None,
    config: Config | None = None,
    keep_texts: bool = True,
    when_read: Callable[[], None] | None = None,
    own: Sequence[OwnPredicate] = (),
) -> MergedFindings:
    """Merge what articles say into one graph; each article comes once, in any order.

    Facts of less than the configured confidence are left out and counted. Nothing is held in memory but what can
    meet; the rest lies in `storage`. Without `keep_texts` the articles come back without their texts. `when_read` is
    called when the last article is in. `own` are predicates that the user has added. Raises SpillError when the disk
    is full.
    """
    merger = Merger(gazetteer, storage, corrections, vocabulary=Vocabulary.load().extend(own))
    copies = NearDuplicates(storage, config=config)
    articles = storage.sorter()
    copied = storage.sorter()
    facts = storage.sorter()
    least = (config or Config()).min_confidence
    unsure = 0
    for article, extracted in items:
        mentions = [mention for mention in extracted if mention.confidence >= least]
        unsure += len(extracted) - len(mentions)
        merger.add(article.id, article, mentions)
        copies.add(article)
        kept = article if keep_texts else replace(article, text="", sections=())
        articles.add(make_key(article.id) + encode_text(kept))
        facts.add(make_key(article.id) + str(len(mentions)))
    if when_read:
        when_read()
    give_memory_back()
    beside = not keep_texts and _has_cores_for_two(articles.count, config or Config())
    with rest_collector():
        with _find_copies(copies, copied, storage) if beside else nullcontext():
            merger.settle_names()
        if not beside:
            _note_copies(copies, copied)
        pairs = ((name, first) for name, first, _ in (split_row(row, 2) for row in copied))
        merger.merge_events(pairs, beside=beside)
    give_memory_back()
    return MergedFindings(merger, articles, copied, facts, storage, unsure, own, beside=beside)


@contextmanager
def _find_copies(copies: NearDuplicates, copied: ExternalSorter, storage: SpillStorage) -> Iterator[None]:
    """Find which articles are copies in a second process while the block runs."""
    file = storage.open()  # before the fork, so that this process can read what it writes
    rows = storage.sorter(file)

    def find() -> list[list[Block]]:
        _note_copies(copies, rows)
        return rows.give().runs

    with run_beside(find) as outcome:
        yield
    copies.clear()
    copied.join(SortedParts(file, outcome.result))


def _note_copies(copies: NearDuplicates, rows: ExternalSorter) -> None:
    """Note each copy with the article that comes first among those that are alike."""
    for first, *others in copies.find_groups():
        for name in others:
            rows.add(make_key(name, first))


def _has_cores_for_two(articles: int, config: Config) -> bool:
    """Tell whether a second process is to work beside this one: a fork costs as much as twenty articles."""
    return articles >= LEAST_BESIDE and can_fork() and (config.workers or count_cores()) > 1
