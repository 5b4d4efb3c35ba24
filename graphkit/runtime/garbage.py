"""Rest Python's search for cyclic garbage where many values are made and no cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
