"""Rest Python's search for cyclic garbage where many values are made and no cycle; give free memory back."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def rest_collector() -> Iterator[None]:
    """Rest the collector: it would search through all values again and again.

    That takes a third of the time of merging 40,000 mentions, and a tenth of that of loading modules and word lists.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_memory_back() -> None:
    """Give the memory back to the system that one step has freed and the next may not need; on Linux with glibc."""
    if sys.platform == "linux":
        import ctypes  # who only reads does without

        with suppress(AttributeError, OSError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
