"""A server of the sample graph: in this process for most tests, on a port of its own for real clients."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graphkit.api import GraphDesk
from graphkit.serve.app import make_app
from tests.sample import write_form

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", params=["file", "store"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(request.param, tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def desk(graph: Path) -> Iterator[GraphDesk]:
    desk = GraphDesk(graph, timeout=2, max_rows=1000)
    yield desk
    desk.close()


@pytest.fixture
def client(desk: GraphDesk) -> TestClient:
    return TestClient(make_app(desk), base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def address(graph: Path) -> Iterator[str]:
    """The address of a server that runs as users run it."""
    code = (
        "import sys; from graphkit.api import serve_graph; "
        "serve_graph(sys.argv[1], port=0, timeout=2, started=lambda url: print(url, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(graph)], stdout=subprocess.PIPE, text=True, cwd=ROOT, bufsize=1
    )
    assert process.stdout
    line = process.stdout.readline()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", line)
    yield line.strip()
    process.terminate()
    process.wait(timeout=10)
