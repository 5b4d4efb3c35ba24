"""Tell faults of the machine from faults of an input: the former end a run, the latter cost the input only."""

from __future__ import annotations

from graphkit.errors import MACHINE_ERRORS, MachineError
from graphkit.runtime.worker_process import WorkerFailedError

_REMEDY = "free some space or memory, or end other programs; then run the same command again"


def raise_machine_fault(error: Exception, path: str) -> None:
    """Raise MachineError where the machine is at fault; return where it is the input at this path."""
    if isinstance(error, MemoryError):
        raise MachineError("there is no memory left to read with", where=path, remedy=_REMEDY) from error
    if isinstance(error, OSError) and error.errno in MACHINE_ERRORS:
        raise MachineError(f"the machine cannot go on reading: {error.strerror}", where=path, remedy=_REMEDY) from error
    if isinstance(error, WorkerFailedError) and error.code == "unprepared":
        what = f"a process that reads files cannot start: {error.detail}"
        raise MachineError(what, where=path, remedy=_REMEDY) from error
