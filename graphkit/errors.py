"""What can go wrong, and the exit code of each.

    GraphkitError                1
    |-- UsageError               2   a wrong option, path, query or setting
    |   |-- AssetError           2   a lexicon, gazetteer or vocabulary file that does not hold together
    |   `-- QueryError           2   SPARQL that does not parse or is refused
    |-- NothingUsable            3   no article in the sources
    |-- TooManySkips             4   --strict or --max-skip was exceeded
    |-- CannotWrite              5   the output cannot be written
    |-- Locked                   6   another build has the output
    |-- LimitExceeded            7   a query took too long or too much
    `-- DamagedGraph             1   a graph file that cannot be read

Each says what is wrong (`str(error)`), where (`where`, a path with its line) and what to do (`remedy`).
"""

from __future__ import annotations


class GraphkitError(Exception):
    """Anything that graphkit itself reports."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.where = where
        self.remedy = remedy


class UsageError(GraphkitError):
    exit_code = 2


class AssetError(UsageError):
    """A lexicon, gazetteer or vocabulary file is wrong; `where` names its file and line."""


class QueryError(UsageError):
    """A query that does not parse, or that is refused."""


class NothingUsable(GraphkitError):
    exit_code = 3


class TooManySkips(GraphkitError):
    exit_code = 4


class CannotWrite(GraphkitError):
    exit_code = 5


class Locked(GraphkitError):
    exit_code = 6


class LimitExceeded(GraphkitError):
    exit_code = 7


class DamagedGraph(GraphkitError):
    """A graph file that cannot be read."""
