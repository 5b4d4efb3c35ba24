"""Write the graph of merged findings as a Turtle file, in one process or in two."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from graphkit.model import Article, Entity, OwnPredicate
from graphkit.rdf import TripleSorter, TripleWriter, TurtleWriter, Voice, find_subject, serialise_rows
from graphkit.resolve import SourcedEvent
from graphkit.resources.code_tables import CodeTables
from graphkit.runtime import SpillStorage
from graphkit.runtime.row_file import Block
from graphkit.runtime.side_process import run_beside
from graphkit.runtime.sorted_parts import SortedParts


class Source(Protocol):
    """The merged findings that a graph is made of."""

    storage: SpillStorage
    own: tuple[OwnPredicate, ...]
    find_entity: Callable[[str], Entity | None]
    counts: Counter[str]

    def entities(self) -> Iterable[Entity]:
        """Read all entities."""

    def articles(self) -> Iterable[Article]:
        """Read all articles."""


class GraphFile:
    """The graph as a Turtle file, from events that are added one by one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._sorter = TripleSorter(source.storage)
        self._triples = TripleWriter(source.find_entity, source.storage, CodeTables.load().extend(source.own))

    def add_event(self, sourced: SourcedEvent) -> None:
        """Add an event with its mentions."""
        self.note_event(sourced)
        self._add_nodes(sourced, self._sorter)

    def note_event(self, sourced: SourcedEvent) -> None:
        """Note only the relation of an event whose mentions another process adds."""
        self._triples.note_relation(sourced.event)

    def write(self, path: Path) -> None:
        """Write the graph of the events, and of all entities and articles."""
        self._add_entities_and_articles(self._sorter)
        self._sorter.add(self._triples.find_relations())
        with path.open("wb") as file:
            file.writelines(self._sorter.serialise())

    @contextmanager
    def write_beside(
        self, events: Callable[[], Iterable[SourcedEvent]], path: Path, also: Callable[[], None]
    ) -> Iterator[None]:
        """Describe events, entities and articles in a second process while the block notes the events.

        The block also counts the articles and entities of the source; the second process also does what `also` does.
        Then the graph is written, half in each process.
        """
        file = self._source.storage.open()  # before the fork, so that this process can read what it writes
        nodes = TripleSorter(self._source.storage, file=file)

        def describe() -> list[list[Block]]:
            for sourced in events():
                self._add_nodes(sourced, nodes)
            self._add_entities_and_articles(nodes)
            also()
            return nodes.give().runs

        with run_beside(describe) as outcome:
            yield
            self._triples.counts.update(article=self._source.counts["articles"], entity=self._source.counts["entities"])
            self._sorter.add(self._triples.find_relations())
            rows = self._sorter.give()
        rows.join(SortedParts(file, outcome.result))
        self._write_halves(rows, path)

    def _add_nodes(self, sourced: SourcedEvent, sorter: TripleSorter) -> None:
        voices = [Voice(name, *sides) for name, sides in zip(sourced.publishers, sourced.sides, strict=True)]
        sorter.add_nodes(self._triples.describe_nodes(sourced.event, voices))

    def _add_entities_and_articles(self, sorter: TripleSorter) -> None:
        for entity in self._source.entities():
            sorter.add(self._triples.find_entity(entity))
        for article in self._source.articles():
            sorter.add(self._triples.find_article(article))

    def _write_halves(self, rows: SortedParts, path: Path) -> None:
        middle = find_subject(rows.find_middle())
        begun = next(rows.read_before(middle), None) is not None
        with tempfile.TemporaryFile(dir=path.parent) as rest, path.open("wb") as whole:

            def write_rest() -> None:
                rest.writelines(serialise_rows(rows.read_from(middle), TurtleWriter(), begun=begun))
                rest.flush()

            with run_beside(write_rest):
                whole.writelines(serialise_rows(rows.read_before(middle), TurtleWriter()))
            rest.seek(0)
            shutil.copyfileobj(rest, whole)
