"""Errors of the library, each with its exit code.

    GraphkitError                1
    |-- UsageError               2   a wrong option, path, query or setting
    |   |-- AssetError           2   a lexicon, gazetteer or vocabulary file that does not hold together
    |   `-- QueryError           2   SPARQL that does not parse or is refused
    |-- NoInputError             3   no article in the sources
    |-- SkipLimitError           4   --strict or --max-skip was exceeded
    |-- OutputError              5   the output cannot be written
    |-- MachineError             5   the machine has no room, memory, open files or processes left
    |-- OutputLockedError        6   another build has the output
    |-- QueryLimitError          7   a query took too long or too much memory
    `-- DamagedGraphError        1   a graph file that cannot be read

Each says what is wrong (`str(error)`), where (`where`, a path with its line) and what to do (`remedy`).
"""

from __future__ import annotations

import errno

#: Numbers of errors by which a system says that the machine is at fault: a full disk or quota, no free handles, no
#: memory or processes. Whatever is tried next would fail as well.
MACHINE_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})


def find_extra_remedy(extra: str) -> str:
    """Return how to install an extra: from the file or folder, as the bare name belongs to another project."""
    return f"install graphkit with this extra: pip install './[{extra}]' in its folder, or 'THE_WHEEL.whl[{extra}]'"


class GraphkitError(Exception):
    """Anything that graphkit itself reports."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.where = where
        self.remedy = remedy


class UsageError(GraphkitError):
    """An option, a name or a source that cannot be used."""

    exit_code = 2


class AssetError(UsageError):
    """A lexicon, gazetteer or vocabulary file is wrong; `where` names its file and line."""


class QueryError(UsageError):
    """A query that does not parse, or that is refused."""


class NoInputError(GraphkitError):
    """No article could be read from the sources."""

    exit_code = 3


class SkipLimitError(GraphkitError):
    """More of the input was skipped than is allowed."""

    exit_code = 4


class OutputError(GraphkitError):
    """Output that cannot be written."""

    exit_code = 5


class MachineError(GraphkitError):
    """A fault of the machine, not of the input: a full disk, no memory, too many open files or processes."""

    exit_code = 5


class OutputLockedError(GraphkitError):
    """An output folder that another process writes at the moment."""

    exit_code = 6


class QueryLimitError(GraphkitError):
    """A query that took more time or memory than is allowed."""

    exit_code = 7


class DamagedGraphError(GraphkitError):
    """A graph file that cannot be read."""
