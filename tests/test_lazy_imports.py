"""Packages import what they offer when it is first asked for."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

LAZY = ("explorer", "ingest", "rdf", "resolve", "runtime", "sparql")


@pytest.mark.parametrize("room", LAZY)
def test_every_name_on_offer_is_there(room: str) -> None:
    package = import_module(f"graphkit.{room}")
    for name in package.__all__:
        assert getattr(package, name) is not None


@pytest.mark.parametrize("room", LAZY)
def test_an_unknown_name_is_an_attribute_error(room: str) -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        import_module(f"graphkit.{room}").nothing_of_the_kind  # noqa: B018  # asking is what is tested


def list_modules(code: str) -> set[str]:
    """List the modules that a fresh process holds after some code."""
    command = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_a_query_loads_neither_the_gazetteer_nor_a_parser_of_yaml() -> None:
    modules = list_modules("from graphkit.sparql.worker import main")
    assert "pyoxigraph" in modules
    assert not modules & {"yaml", "graphkit.resources.gazetteer.gazetteer", "graphkit.rdf.triple_writer", "msgspec"}


def test_reading_a_graph_loads_no_writer() -> None:
    assert "graphkit.rdf.triple_writer" not in list_modules("from graphkit.rdf import read_graph")
