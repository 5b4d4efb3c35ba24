"""The collector rests while values are made, and free memory goes back to the system."""

from __future__ import annotations

import gc
import platform

import psutil
import pytest

from graphkit.runtime.garbage import give_memory_back, rest_collector


def test_the_collector_rests_in_the_block_only() -> None:
    assert gc.isenabled()
    with rest_collector():
        assert not gc.isenabled()
        with rest_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library keeps what it likes")
def test_memory_that_is_free_goes_back_to_the_system() -> None:
    blocks = [bytes(100_000) for _ in range(400)]
    last = bytes(100_000)  # above them in the heap, so that it cannot shrink by itself
    del blocks
    before = psutil.Process().memory_info().rss
    give_memory_back()
    assert psutil.Process().memory_info().rss < before - 20_000_000
    assert len(last) == 100_000
