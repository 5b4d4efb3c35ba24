"""Find which words are a name in one article and a description in another, and what an acronym is short for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from graphkit.model import Kind
from graphkit.resolve.entities.article_keys import find_acronyms, key_plain, may_be_acronym
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_occurrence import NameOccurrence
from graphkit.resolve.entities.name_patches import write_patch
from graphkit.resolve.entities.person_clusters import NamePosition
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import ExternalSorter, SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key

_DESCRIBABLE = frozenset({Kind.GROUP, Kind.THING})
#: Names whose form was noted already, so that a common one is written once; forgotten beyond this number.
_NOTED = 50_000


class _StoredBody(Record, frozen=True):
    """A name that is an acronym or may go by one."""

    number: int
    article: str
    kind: Kind
    name: str
    annotated_entry: str | None
    on: str | None
    entry: str | None
    described: bool


class _AcronymUse(Record, frozen=True):
    """Under an acronym: an article with the number of a name that is the acronym, or with the key of a long form."""

    article: str
    number: int | None = None
    long_form: Key = ()


class _Reading(NamedTuple):
    """The readings of an acronym: the articles of each long form."""

    articles: dict[Key, set[str]]
    spelled_out: set[Key]


class NameForms:
    """Notes how names are written, article by article, and decides when all articles are in."""

    def __init__(self, storage: SpillStorage) -> None:
        self._storage = storage
        self._written = storage.sorter()
        self._noted: set[tuple[Kind, str]] = set()
        self._bodies = storage.rows()
        self._described: set[tuple[Kind, str]] = set()

    def add(self, occurrences: Iterable[NameOccurrence]) -> None:
        """Note the names of an article."""
        bodies = []
        for number, occurrence in enumerate(occurrences):
            if occurrence.kind in _DESCRIBABLE:
                self._note(occurrence.kind, occurrence.name)
            if may_be_acronym(occurrence):
                about = occurrence.on, occurrence.entry, occurrence.described
                bodies.append(_StoredBody(number, *occurrence.key, *about))
        if bodies:
            self._bodies.add(encode_text(bodies))

    def _note(self, kind: Kind, name: str) -> None:
        if (kind, name) in self._noted:
            return
        if len(self._noted) >= _NOTED:
            self._noted.clear()
        self._noted.add((kind, name))
        self._written.add(make_key(kind, name.casefold()) + ("low" if name.islower() else "up"))

    def settle(self) -> None:
        """Find which descriptions open sentences; to be called when all articles are in."""
        for (kind, folded), rows in group_rows(self._written, 2):
            if {"low", "up"} <= set(rows):
                self._described.add((Kind(kind), folded))
        self._written.clear()

    def mark(self, occurrences: Iterable[NameOccurrence]) -> None:
        """Mark descriptions: "Farmers" that opens a sentence is no name where others write "farmers"."""
        for occurrence in occurrences:
            if occurrence.kind in _DESCRIBABLE and not occurrence.described:
                name = occurrence.name
                occurrence.described = name.islower() or (occurrence.kind, name.casefold()) in self._described

    def join_acronyms(self, lookup: GazetteerLookup) -> ExternalSorter:
        """Join an acronym to the only long name of its article that it shortens, else to the only one of the corpus."""
        uses = self._storage.sorter()
        for row in self._bodies:
            for body in decode(list[_StoredBody], row):
                self._add_uses(body, lookup, uses)
        self._bodies.clear()
        patches = self._storage.sorter()
        for _, group in group_rows(uses):
            _join_uses([decode(_AcronymUse, row) for row in group], patches)
        uses.clear()
        return patches

    def _add_uses(self, body: _StoredBody, lookup: GazetteerLookup, uses: ExternalSorter) -> None:
        key = (body.article, body.kind, body.name, body.annotated_entry)
        occurrence = NameOccurrence(key, body.on, body.entry, body.described)
        self.mark([occurrence])
        keyed = key_plain(occurrence, lookup)
        if keyed is None:
            return
        acronym, longer = find_acronyms(occurrence, keyed, lookup)
        if acronym:
            uses.add(make_key(acronym) + encode_text(_AcronymUse(body.article, body.number)))
        for name in longer:
            uses.add(make_key(name) + encode_text(_AcronymUse(body.article, None, keyed.key)))


def _join_uses(uses: Iterable[_AcronymUse], patches: ExternalSorter) -> None:
    articles: dict[Key, set[str]] = defaultdict(set)
    short: list[NamePosition] = []
    for use in uses:
        if use.number is None:
            articles[use.long_form].add(use.article)
        else:
            short.append((use.article, use.number))
    where = {article for article, _ in short}
    reading = _Reading(articles, {key for key, own in articles.items() if own & where})
    for position in short:
        if (keyed := _choose_long_form(position[0], reading)) is not None:
            patches.add(write_patch(position, keyed))


def _choose_long_form(article: str, reading: _Reading) -> Keyed | None:
    here = {key for key, articles in reading.articles.items() if article in articles}
    fits = here or reading.spelled_out or set(reading.articles)
    if len(fits) != 1:
        return None
    return Keyed(fits.pop(), "acronym in article" if here else "acronym in corpus", 0.9 if here else 0.8)
