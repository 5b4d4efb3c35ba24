"""Order and write the statements of a node by their predicates, which nodes of one kind have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from graphkit.rdf.text_terms import NamedNode, Statement

#: Shapes that are kept; a graph has some hundreds.
_KEPT = 5_000
#: A shape: what puts the objects of its predicates in order, and the text that takes them.
_Shape = tuple[Callable[[Sequence[str]], tuple[str, ...]], str]


class StatementShapes:
    """Texts of statements in the order of their predicates, by the row of predicates as it comes.

    `sort_key` orders predicates, `write` writes one, and `between` stands between two statements.
    """

    def __init__(
        self, sort_key: Callable[[NamedNode], str], write: Callable[[NamedNode], str], between: str = ""
    ) -> None:
        self._sort_key, self._write, self._between = sort_key, write, between
        self._shapes: dict[tuple[NamedNode, ...], _Shape | None] = {}

    def fill(self, said: Sequence[Statement], objects: Sequence[str]) -> str | None:
        """Write statements with their objects as given; None where a predicate comes twice, or only one comes."""
        predicates = tuple([predicate for predicate, _ in said])
        if predicates not in self._shapes:
            if len(self._shapes) >= _KEPT:
                self._shapes.clear()
            self._shapes[predicates] = self._find_shape(predicates)
        shape = self._shapes[predicates]
        return shape[1] % shape[0](objects) if shape else None

    def _find_shape(self, predicates: Sequence[NamedNode]) -> _Shape | None:
        if len(set(predicates)) < max(len(predicates), 2):
            return None
        order = sorted(range(len(predicates)), key=lambda place: self._sort_key(predicates[place]))
        texts = [self._write(predicates[place]).replace("%", "%%") for place in order]
        return itemgetter(*order), self._between.join(f"{text} %s" for text in texts)
