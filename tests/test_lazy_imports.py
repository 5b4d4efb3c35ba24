"""Packages import what they offer when it is first asked for, and what nobody uses is put off."""

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


def run(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_deferred_module_is_imported_when_something_of_it_is_asked_for() -> None:
    code = (
        "import sys\nfrom graphkit.lazy_imports import defer_modules\n"
        "with defer_modules({'colorsys': (), 'textwrap': ('dedent',)}):\n"
        "    import colorsys\n    from textwrap import dedent\n"
        "print('colorsys' in sys.modules, 'textwrap' in sys.modules)\n"
        "print(colorsys.ONE_THIRD > 0.3, dedent('  a'))\n"
        "print('colorsys' in sys.modules, 'textwrap' in sys.modules)\n"
        "import colorsys as real\nprint(type(real).__name__)\n"
    )
    assert run(code) == ["False", "False", "True", "a", "True", "True", "module"]


def test_a_module_that_is_imported_already_stays() -> None:
    code = (
        "import json\nfrom graphkit.lazy_imports import defer_modules\n"
        "with defer_modules({'json': ('dumps',)}):\n    import json as same\n"
        "print(same is json)\n"
    )
    assert run(code) == ["True"]


def test_what_is_used_inside_the_block_works_too() -> None:
    code = (
        "import sys\nfrom graphkit.lazy_imports import defer_modules\n"
        "with defer_modules({'colorsys': ()}):\n    import colorsys\n    print(colorsys.rgb_to_hsv(0, 0, 0))\n"
        "print('colorsys' in sys.modules)\n"
    )
    assert run(code) == ["(0.0,", "0.0,", "0)", "True"]


def test_the_page_is_made_without_the_libraries_that_pyvis_imports() -> None:
    code = (
        "import sys\nfrom graphkit.explorer.page import render_page\nfrom graphkit.model import Findings\n"
        "render_page(Findings())\nprint(sys.modules.keys() & {'networkx', 'IPython', 'pyvis'})\n"
    )
    assert run(code) == ["{'pyvis'}"]
