"""What can go wrong, and the exit code of each.

    GraphkitError                1
    |-- UsageError               2   a wrong option, path, query or setting
    |   |-- AssetError           2   a lexicon, gazetteer or vocabulary file that does not hold together
    |   `-- QueryError           2   SPARQL that does not parse or is refused
    |-- NoInputError             3   no article in the sources
    |-- SkipLimitError           4   --strict or --max-skip was exceeded
    |-- OutputError              5   the output cannot be written
    |-- OutputLockedError        6   another build has the output
    |-- QueryLimitError          7   a query took too long or too much
    `-- DamagedGraphError        1   a graph file that cannot be read

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


class NoInputError(GraphkitError):
    exit_code = 3


class SkipLimitError(GraphkitError):
    exit_code = 4


class OutputError(GraphkitError):
    exit_code = 5


class OutputLockedError(GraphkitError):
    exit_code = 6


class QueryLimitError(GraphkitError):
    exit_code = 7


class DamagedGraphError(GraphkitError):
    """A graph file that cannot be read."""
