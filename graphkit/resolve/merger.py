"""The door of the stage: mentions of many articles in, one graph's entities and events out.

Articles are kept on the disk and walked through in the order of their ids; what must be known across them is sorted by
what can meet, and one such group is in memory at a time. Small input never touches the disk; the steps are the same.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from graphkit.model import Article, Entity, EventMention, Kind, Link
from graphkit.resolve.corrections.apply import correct_entities
from graphkit.resolve.corrections.corrections_file import Corrections
from graphkit.resolve.entities.article_names import Outline, read_case, read_outline, unpack_mention, write_case
from graphkit.resolve.entities.builder import Namings, find_containers, make_entities, score_link
from graphkit.resolve.entities.cross_document import Across, Forms, read_patches
from graphkit.resolve.entities.disjoint_set import Union
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_keys import fold_body
from graphkit.resolve.entities.name_occurrence import LocalKey
from graphkit.resolve.events.candidates import Happening, Tellings
from graphkit.resolve.resolution import Report, Resolution
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.runtime.codec import decode, encode
from graphkit.runtime.external_sort import Book, Patches, Sorter, Spool
from graphkit.runtime.sort_keys import group_rows, make_key, read_json, split_row, write_json


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
    by_id = {article.id: article for article in articles}
    told: dict[str, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        told[mention.evidence.article].append(mention)
    copies = [(name, article.copy_of) for name, article in by_id.items() if article.copy_of is not None]
    copies += [(name, original) for name, original in (wires or {}).items() if name in by_id]
    with Spool() as spool, rest_collector():
        merger = Merger(gazetteer, spool, corrections)
        for name in by_id.keys() | told.keys():
            merger.add(name, by_id.get(name), told.get(name, ()))
        merger.resolve(copies)
        return Resolution(
            entities=tuple(merger.entities()),
            events=tuple(one.event for one in merger.events()),
            links=tuple(merger.links()),
            reports=merger.reports,
        )


@contextmanager
def rest_collector() -> Iterator[None]:
    """Python's search for cyclic garbage at rest: merging makes millions of values and no cycle, and would be searched
    through again and again (a third of the time at 40,000 mentions)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Merger:
    """Takes articles in any order, each once, and merges when all are in; what it gives back is read from the disk."""

    def __init__(self, gazetteer: Gazetteer, spool: Spool, corrections: Corrections | None = None) -> None:
        self.reports: tuple[Report, ...] = ()
        self._spool = spool
        self._known = Known(gazetteer)
        self._fixes = corrections or Corrections()
        self._cases = spool.sorter()
        self._forms = Forms(spool)
        self._hashes = spool.sorter()
        self._by_key: Book
        self._by_id: Book
        self._entities = spool.sorter()
        self._links = spool.rows()
        self._changed: dict[LocalKey, Keyed] = {}
        self._dropped: frozenset[str] = frozenset()
        self._tellings: Tellings
        self.find_entity: Callable[[str], Entity | None] = lru_cache(maxsize=5_000)(self._find_entity)

    def add(self, name: str, article: Article | None, mentions: Iterable[EventMention]) -> None:
        """Take an article (None where only its mentions are known) and what it says."""
        row, names = write_case(name, article, mentions, self._known)
        self._cases.add(row)
        self._forms.add(names)
        if article is not None and article.content_hash:
            self._hashes.add(make_key(article.content_hash, name))

    def resolve(self, copies: Iterable[tuple[str, str]] = ()) -> None:
        """Merge. `copies` are pairs of articles of which the first copies the second."""
        self._forms.settle()
        across = Across(self._spool, self._known)
        acronyms = Patches(self._forms.join_acronyms(self._known))
        for article, data, _ in self._walk():
            case = read_case(article, data)
            self._forms.mark(case.locals)
            across.add(case, read_patches(acronyms.take(article)))
        across.settle()
        reports = self._settle_entities(across)
        self._tellings = Tellings(self._spool, self._known, self.find_entity)
        self._tell(across, self._join_copies(copies))
        for part in (self._cases, self._hashes):
            part.clear()
        self.reports = tuple(sorted([*reports, *self._tellings.merge(self._fixes)]))

    def entities(self) -> Iterator[Entity]:
        """All entities, by id."""
        for row in self._entities:
            entity: Entity = decode(Entity, read_json(row.split("\0", 1)[1]))
            if entity.id not in self._dropped:
                yield entity

    def events(self, *, written: bool = False, choose: Callable[[str, str], bool] | None = None) -> Iterator[Happening]:
        """All events by id, or those that `choose` takes by their agent and recipient.

        `written` gives sentences in the articles' own characters.
        """
        return self._tellings.events(written=written, choose=choose)

    def links(self) -> Iterator[Link]:
        """Why each mention is taken for its entity, by article and place in the text."""
        for row in self._links:
            article, *links = read_json(row)
            for spot, entity, score, reason in links:
                yield Link(article, unpack_mention(spot), entity, score, reason)

    def _walk(self) -> Iterator[tuple[str, str, str]]:
        """The articles by id: each with its case, and what is printed with its events and its mentions."""
        for row in self._cases:
            article, data = split_row(row, 1)
            case, _, rest = data.partition("\0")
            yield article, case, rest

    def _walk_keys(self, across: Across) -> Iterator[tuple[Outline, str, list[Keyed]]]:
        read_keys = across.read_keys()
        for article, case, rest in self._walk():
            outline, keyed = read_outline(article, case), read_keys(article)
            if self._changed:
                keyed = [self._changed.get(name, one) for name, one in zip(outline.names, keyed, strict=True)]
            yield outline, rest, keyed

    def _settle_entities(self, across: Across) -> list[Report]:
        namings = Namings(self._spool)
        for case, _, keyed in self._walk_keys(across):
            namings.add(case, keyed)
        wanted = {target for one in self._fixes.items if one.of == "entity" for target in one.targets}
        hit: dict[Key, Entity] = {}
        by_key = self._spool.sorter()
        present: set[str] = set()
        containers: dict[str, Entity] = {}
        for key, entity in namings.find_entities(self._known):
            present.add(entity.id)
            if entity.state or entity.within:
                containers |= {container.id: container for container in find_containers(entity, self._known)}
            if wanted and not wanted.isdisjoint({entity.id, entity.label, *entity.aliases}):
                hit[key] = entity
            else:
                self._put_entity(key, entity, by_key)
        reports: list[Report] = []
        if wanted:
            reports = self._correct(across, hit, by_key)
        for name in sorted(containers.keys() - present):
            self._entities.add(make_key(name) + write_json(encode(containers[name])))
        self._by_key = self._spool.book(by_key)
        by_key.clear()
        self._by_id = self._spool.book(self._entities)
        return reports

    def _put_entity(self, key: Key, entity: Entity, by_key: Sorter) -> None:
        by_key.add(make_key(write_json(key)) + write_json([entity.id, entity.kind]))
        self._entities.add(make_key(entity.id) + write_json(encode(entity)))

    def _correct(self, across: Across, hit: Mapping[Key, Entity], by_key: Sorter) -> list[Report]:
        """Apply the corrections to the entities that they name; no other entity can be touched by them."""
        keyed: dict[LocalKey, Keyed] = {}
        shorts: list[tuple[LocalKey, str]] = []
        for case, _, keys in self._walk_keys(across):
            for name, one in zip(case.names, keys, strict=True):
                if one[0] in hit:
                    keyed[name] = one
            shorts += [(case.names[at], text) for at, text in case.shorts if keys[at][0] in hit]
        fixed = correct_entities(keyed, lambda keys: make_entities(shorts, keys, self._known), self._fixes)
        for key, entity in fixed.entities.items():
            self._put_entity(key, entity, by_key)
        self._changed = fixed.keyed
        self._dropped = fixed.dropped
        return fixed.reports

    def _join_copies(self, copies: Iterable[tuple[str, str]]) -> Union[str]:
        """Articles that copy each other as sets; equal texts are one."""
        out: Union[str] = Union()
        for name, original in copies:
            if name != original:
                out.join(name, original)
        for _, rows in group_rows(self._hashes):
            first, *others = (split_row(row, 1)[0] for row in rows)
            for name in others:
                out.join(first, name)
        return out

    def _tell(self, across: Across, copies: Union[str]) -> None:
        """Say of every mention which entities it is about, and of every event mention where it is to be merged."""

        @lru_cache(maxsize=20_000)
        def find(key: Key) -> tuple[str, Kind]:
            name, kind = read_json(self._by_key.get(write_json(key)) or "[]")
            return name, Kind(kind)

        for outline, rest, keyed in self._walk_keys(across):
            article = outline.article
            print_, *mentions = rest.split("\0")
            ends = [find(key) for key, _, _ in keyed]
            links: list[Any] = [article]
            for spot in outline.spots:
                at = spot.pop()
                if ends[at][0] not in self._dropped:
                    reason, score = score_link(spot[5], spot[7], keyed[at])
                    links.append((spot, ends[at][0], score, reason))
            self._links.add(write_json(links))
            published, publisher, _ = read_json(print_) or (None, None, "")
            if article in copies:
                source = f"text:{copies.find(article)}"
            else:
                source = f"publisher:{fold_body(publisher)}" if publisher else f"article:{article}"
            self._tellings.add(article, published, publisher, source, ends, self._dropped, mentions)

    def _find_entity(self, name: str) -> Entity | None:
        found = self._by_id.get(name)
        return None if found is None else decode(Entity, read_json(found))
