"""Write the graph of merged findings as a Turtle file, in one process or in two."""

from __future__ import annotations

import shutil
import tempfile
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

    def entities(self) -> Iterable[Entity]:
        """Read all entities."""

    def articles(self) -> Iterable[Article]:
        """Read all articles."""


class GraphFile:
    """The graph as a Turtle file, from events that are added one by one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        #: Opened before any fork, so that this process can read what the fork writes.
        self._file = source.storage.open()
        self._sorter = TripleSorter(source.storage, file=self._file)
        self._triples = TripleWriter(source.find_entity, source.storage, CodeTables.load().extend(source.own))

    def add_event(self, sourced: SourcedEvent) -> None:
        """Add an event with its mentions."""
        voices = [Voice(name, *sides) for name, sides in zip(sourced.publishers, sourced.sides, strict=True)]
        self._sorter.add_nodes(self._triples.describe_nodes(sourced.event, voices))

    def write(self, path: Path) -> None:
        """Write the graph of the events, and of all entities and articles."""
        self._add_rest()
        with path.open("wb") as file:
            file.writelines(self._sorter.serialise())

    @contextmanager
    def write_beside(self, events: Callable[[], Iterable[SourcedEvent]], path: Path) -> Iterator[None]:
        """Sort all triples in a second process while the block runs, then write the graph, half in each process."""

        def sort() -> list[list[Block]]:
            for sourced in events():
                self.add_event(sourced)
            self._add_rest()
            return self._sorter.give().runs

        with run_beside(sort) as sorted_runs:
            yield
        self._write_halves(SortedParts(self._file, sorted_runs.result), path)

    def _add_rest(self) -> None:
        for entity in self._source.entities():
            self._sorter.add(self._triples.find_entity(entity))
        for article in self._source.articles():
            self._sorter.add(self._triples.find_article(article))
        self._sorter.add(self._triples.find_relations())

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
