"""Read of a graph file what a question about few events needs: all but the mentions, then those of the few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import Triple

from graphkit.model import Event, Findings
from graphkit.rdf.graph_files import find_base, find_checked
from graphkit.rdf.graph_reader import GraphReader
from graphkit.rdf.terms import GK
from graphkit.rdf.turtle import parse_turtle
from graphkit.runtime.garbage import rest_collector

#: How the nodes begin that are left out at first, and those that no question of this kind needs.
_MENTION, _RELATION = b"mention:", b"relation:"
#: What stands between two nodes; no literal holds a raw line break.
_BREAK = b"\n\n"


class GraphOutline:
    """The findings of a graph, events without their mentions, which are read when they are asked for.

    Half of a graph file are its mentions, and a fifth are relations, which say nothing that events do not.
    """

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        self._prefixes, *nodes = data.split(_BREAK)
        self._mentions = {node.partition(b" ")[0]: node for node in nodes if node.startswith(_MENTION)}
        self._base = f"{find_base(data)}mention/"
        kept = [node for node in nodes if not node.startswith((_MENTION, _RELATION))]
        self._reader = GraphReader(self._parse(kept))
        with self._reader.tell_damage(where):
            self.findings = self._reader.find_all(with_mentions=False)
        self._places = {self._reader.find_id(iri): iri for iri in self._reader.by_type[GK + "Event"]}

    def count_mentions(self, event: Event) -> int:
        """Count the mentions of an event."""
        return len(self._list_mentions(event))

    def read_events(self, events: Sequence[Event]) -> list[Event]:
        """Read events with their mentions. Raises DamagedGraphError."""
        wanted = (self._find_node(iri) for event in events for iri in self._list_mentions(event))
        with rest_collector():
            self._reader.add(self._parse([node for node in wanted if node]))
            with self._reader.tell_damage(self._where):
                return [self._reader.find_event(self._places[event.id]) for event in events]

    def _list_mentions(self, event: Event) -> list[str]:
        return self._reader.rows[self._places[event.id]].get(GK + "mention", [])

    def _find_node(self, iri: str) -> bytes | None:
        """Take the text of a mention; None where it was read before."""
        return self._mentions.pop(_MENTION + iri.removeprefix(self._base).encode(), None)

    def _parse(self, nodes: Iterable[bytes]) -> list[Triple]:
        return parse_turtle(_BREAK.join((self._prefixes, *nodes)), self._where)


def read_outline(path: str | Path) -> Findings | GraphOutline:
    """Read a graph for a question about few of its events.

    Only a file that is known to hold what a build wrote is read by half; any other graph is read, and so checked, as a
    whole. Raises UsageError and DamagedGraphError.
    """
    source, is_whole = find_checked(path)
    if not is_whole:
        from graphkit.rdf.store import read_graph  # which knows stores, too

        return read_graph(source)
    with rest_collector():
        return GraphOutline(source.read_bytes(), str(source))
