"""Merge: mentions of many articles in, the entities and events of one graph out.

Articles are kept on the disk and read in the order of their ids; what must be known across them is sorted by what can
meet, and one such group is in memory at a time. Small input never touches the disk; the steps are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from graphkit.model import Article, Entity, EventMention, Link, Mention
from graphkit.resolve.corrections.apply_entities import EntityCorrector
from graphkit.resolve.corrections.corrections_file import Corrections
from graphkit.resolve.entities.article_names import (
    ArticleMentions,
    ArticleNames,
    MentionedName,
    write_article,
)
from graphkit.resolve.entities.builder import NameCounts, find_containers, make_entities, score_link
from graphkit.resolve.entities.cross_document import CrossDocumentResolver
from graphkit.resolve.entities.disjoint_set import DisjointSet
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_keys import fold_body
from graphkit.resolve.entities.name_occurrence import OccurrenceKey
from graphkit.resolve.entities.name_patches import read_patches
from graphkit.resolve.entities.short_names import NameForms
from graphkit.resolve.events.event_merger import EventMerger, LinkedEnd, ResolvedArticle, SourcedEvent
from graphkit.resolve.resolution import Remark, Resolution
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.name_words import NameWords
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import ExternalSorter, SpillStorage
from graphkit.runtime.garbage import rest_collector
from graphkit.runtime.sort_keys import group_rows, make_key, split_row
from graphkit.runtime.sorted_lookup import LookupTable, MergeJoin


class _StoredLink(Record, frozen=True):
    """The entity of a mention of an article, and the reason."""

    mention: Mention
    entity: str
    score: float
    reason: str


class _ArticleLinks(Record, frozen=True):
    """The links of an article."""

    article: str
    links: list[_StoredLink]


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
    correct are among the remarks.
    """
    by_id = {article.id: article for article in articles}
    by_article: dict[str, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.evidence.article].append(mention)
    copies = [(name, article.copy_of) for name, article in by_id.items() if article.copy_of is not None]
    copies += [(name, original) for name, original in (wires or {}).items() if name in by_id]
    with SpillStorage() as storage, rest_collector():
        merger = Merger(gazetteer, storage, corrections)
        for name in by_id.keys() | by_article.keys():
            merger.add(name, by_id.get(name), by_article.get(name, ()))
        merger.resolve(copies)
        return Resolution(
            entities=tuple(merger.entities()),
            events=tuple(sourced.event for sourced in merger.events()),
            links=tuple(merger.links()),
            remarks=merger.remarks,
        )


class Merger:
    """Takes articles in any order, each once, and merges when all are in; what it gives back is read from the disk."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        storage: SpillStorage,
        corrections: Corrections | None = None,
        *,
        words: NameWords | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.remarks: tuple[Remark, ...] = ()
        self._storage = storage
        self._lookup = GazetteerLookup(gazetteer, words or NameWords.load())
        self._vocabulary = vocabulary or Vocabulary.load()
        self._corrections = corrections or Corrections()
        self._articles = storage.sorter()
        self._records = storage.records()
        self._forms = NameForms(storage)
        self._hashes = storage.sorter()
        self._by_key: LookupTable
        self._by_id: LookupTable
        self._entities = storage.sorter()
        self._links = storage.rows()
        self._corrected: dict[OccurrenceKey, Keyed] = {}
        self._dropped: frozenset[str] = frozenset()
        self._events: EventMerger
        self._resolver: CrossDocumentResolver
        self.find_entity: Callable[[str], Entity | None] = lru_cache(maxsize=5_000)(self._find_entity)

    def add(self, name: str, article: Article | None, mentions: Iterable[EventMention]) -> None:
        """Take an article (None where only its mentions are known) and what it says."""
        row, occurrences = write_article(name, article, mentions, self._lookup, self._records)
        self._articles.add(row)
        self._forms.add(occurrences)
        if article is not None and article.content_hash:
            self._hashes.add(make_key(article.content_hash, name))

    def resolve(self, copies: Iterable[tuple[str, str]] = (), *, beside: bool = False) -> None:
        """Merge. `copies` are pairs of articles of which the first copies the second."""
        self.settle_names()
        self.merge_events(copies, beside=beside)

    def settle_names(self) -> None:
        """Settle who and what the names of all articles stand for, which does not depend on who copies whom."""
        self._forms.settle()
        resolver = CrossDocumentResolver(self._storage, self._lookup)
        acronyms = MergeJoin(self._forms.join_acronyms(self._lookup))
        for article, data, _ in self._walk():
            names = decode(ArticleNames, data)
            occurrences = names.list_occurrences(article)
            self._forms.mark(occurrences)
            resolver.add(article, names, occurrences, read_patches(acronyms.take(article)))
        resolver.settle()
        self._resolver = resolver
        self.remarks = tuple(self._settle_entities(resolver))

    def merge_events(self, copies: Iterable[tuple[str, str]] = (), *, beside: bool = False) -> None:
        """Merge the events, once the names are settled; with `beside` a second process takes a share of the work."""
        self._events = EventMerger(
            self._storage, self._records, self._lookup, self._vocabulary, self.find_entity, self._dropped
        )
        self._link(self._resolver, self._join_copies(copies))
        self._articles.clear()
        self._hashes.clear()
        self.remarks = tuple(sorted([*self.remarks, *self._events.merge(self._corrections, beside=beside)]))

    def entities(self) -> Iterator[Entity]:
        """Read all entities, by id."""
        for row in self._entities:
            entity = decode(Entity, row.split("\0", 1)[1])
            if entity.id not in self._dropped:
                yield entity

    def count_entities(self) -> int:
        """Count the entities, which is sooner done than to read them."""
        return sum(1 for row in self._entities if not self._dropped or split_row(row, 1)[0] not in self._dropped)

    def events(self, choose: Callable[[str, str], bool] | None = None) -> Iterator[SourcedEvent]:
        """Read all events by id, or those that `choose` takes by their agent and recipient."""
        return self._events.events(choose)

    def links(self) -> Iterator[Link]:
        """Read why each mention is taken for its entity, by article and place in the text."""
        for row in self._links:
            stored = decode(_ArticleLinks, row)
            for link in stored.links:
                yield Link(stored.article, link.mention, link.entity, link.score, link.reason)

    def _walk(self) -> Iterator[tuple[str, str, str]]:
        """Read the articles by id: each with its names and with its mentions, both undecoded."""
        for row in self._articles:
            article, data = split_row(row, 1)
            names, _, rest = data.partition("\0")
            yield article, names, rest

    def _walk_keys(self, resolver: CrossDocumentResolver) -> Iterator[tuple[str, ArticleNames, str, list[Keyed]]]:
        read_keys = resolver.read_keys()
        for article, data, rest in self._walk():
            names, keyed = decode(ArticleNames, data), read_keys(article)
            if self._corrected:
                pairs = zip(names.list_keys(article), keyed, strict=True)
                keyed = [self._corrected.get(name, own) for name, own in pairs]
            yield article, names, rest, keyed

    def _settle_entities(self, resolver: CrossDocumentResolver) -> list[Remark]:
        counts = NameCounts(self._storage)
        for _, names, _, keyed in self._walk_keys(resolver):
            counts.add(names, keyed)
        items = self._corrections.items
        wanted = {target for correction in items if correction.of == "entity" for target in correction.targets}
        named: dict[Key, Entity] = {}
        by_key = self._storage.sorter()
        present: set[str] = set()
        containers: dict[str, Entity] = {}
        for key, entity in counts.find_entities(self._lookup):
            present.add(entity.id)
            if entity.state or entity.within:
                containers |= {container.id: container for container in find_containers(entity, self._lookup)}
            if wanted and not wanted.isdisjoint({entity.id, entity.label, *entity.aliases}):
                named[key] = entity
            else:
                self._put_entity(key, entity, by_key)
        remarks = self._correct(resolver, named, by_key) if wanted else []
        for name in sorted(containers.keys() - present):
            self._entities.add(make_key(name) + encode_text(containers[name]))
        self._by_key = LookupTable(self._storage, by_key)
        by_key.clear()
        self._by_id = LookupTable(self._storage, self._entities)
        return remarks

    def _put_entity(self, key: Key, entity: Entity, by_key: ExternalSorter) -> None:
        by_key.add(make_key(encode_text(key)) + encode_text((entity.id, entity.kind)))
        self._entities.add(make_key(entity.id) + encode_text(entity))

    def _correct(
        self, resolver: CrossDocumentResolver, named: Mapping[Key, Entity], by_key: ExternalSorter
    ) -> list[Remark]:
        """Apply the corrections to the entities that they name; no other entity can be touched by them."""
        keyed: dict[OccurrenceKey, Keyed] = {}
        shorts: list[tuple[OccurrenceKey, str]] = []
        for article, names, _, keys in self._walk_keys(resolver):
            own = names.list_keys(article)
            keyed.update(pair for pair in zip(own, keys, strict=True) if pair[1].key in named)
            shorts += [(own[number], text) for number, text in names.shorts if keys[number].key in named]

        def make(own: Mapping[OccurrenceKey, Keyed]) -> dict[Key, Entity]:
            return make_entities(shorts, own, self._lookup)

        corrector = EntityCorrector(keyed, make, make(keyed))
        corrector.apply(self._corrections)
        for key, entity in corrector.entities.items():
            self._put_entity(key, entity, by_key)
        self._corrected = corrector.keyed
        self._dropped = corrector.dropped
        return corrector.remarks

    def _join_copies(self, copies: Iterable[tuple[str, str]]) -> DisjointSet[str]:
        """Join articles that copy each other; equal texts are copies."""
        joined: DisjointSet[str] = DisjointSet()
        for name, original in copies:
            if name != original:
                joined.join(name, original)
        for _, rows in group_rows(self._hashes):
            joined.join_all(split_row(row, 1)[0] for row in rows)
        return joined

    def _link(self, resolver: CrossDocumentResolver, copies: DisjointSet[str]) -> None:
        """Link every mention to its entity, and hand every event mention over to be merged."""

        @lru_cache(maxsize=20_000)
        def find(key: Key) -> LinkedEnd:
            data = self._by_key.get(encode_text(key))
            if data is None:
                raise KeyError(key)
            end: LinkedEnd = decode(LinkedEnd, data)
            return end

        for article, _, rest, keyed in self._walk_keys(resolver):
            mentions = decode(ArticleMentions, rest)
            ends = [find(own.key) for own in keyed]
            links = list(self._score_links(mentions.names, keyed, ends))
            self._links.add(encode_text(_ArticleLinks(article, links)))
            source = _name_source(article, mentions.publication.publisher, copies)
            self._events.add(ResolvedArticle(article, mentions.publication, source, ends), mentions.events)

    def _score_links(
        self, mentions: Iterable[MentionedName], keyed: Sequence[Keyed], ends: Sequence[LinkedEnd]
    ) -> Iterator[_StoredLink]:
        for mentioned in mentions:
            entity = ends[mentioned.name][0]
            if entity not in self._dropped:
                reason, score = score_link(mentioned.mention, keyed[mentioned.name])
                yield _StoredLink(mentioned.mention, entity, score, reason)

    def _find_entity(self, name: str) -> Entity | None:
        data = self._by_id.get(name)
        return None if data is None else decode(Entity, data)


def _name_source(article: str, publisher: str | None, copies: DisjointSet[str]) -> str:
    """Name who prints an article: one source for all copies of a text, else the publisher, else the article."""
    if article in copies:
        return f"text:{copies.find(article)}"
    return f"publisher:{fold_body(publisher)}" if publisher else f"article:{article}"
