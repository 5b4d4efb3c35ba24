"""Compare the parse of a text between types of processor."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.model
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
#: Tokens that are compared here; `python benchmarks/core_types.py` compares 22,000.
TOKENS = 600


def test_all_kernels_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    core_types = importlib.import_module("core_types")
    results = {name: core_types.parse_apart(TOKENS, name, 1) for name in core_types.CORE_TYPES}
    able = {name: result[1:] for name, result in results.items() if result[0] == name}
    if len(able) < 2:
        pytest.skip("this processor runs the kernels of fewer than two types")
    able["two threads"] = core_types.parse_apart(TOKENS, next(iter(able)), 2)[1:]
    assert min(count for count, _ in able.values()) >= TOKENS
    assert len({digest for _, digest in able.values()}) == 1
