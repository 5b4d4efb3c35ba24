"""The documentation site: it builds without a warning and without network, and every page of it stands on its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.test_docs import COMMANDS, find_options

ROOT = Path(__file__).resolve().parent.parent

pytest.importorskip("mkdocs", reason="the extra docs is not installed")

#: Runs mkdocs in a process that can open no connection.
OFFLINE = """
import socket, sys

def refuse(*_, **__):
    raise OSError("the site is built without network")

socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from mkdocs.__main__ import cli

cli(["build", "--strict", "--site-dir", sys.argv[1]])
"""


class Fetches(HTMLParser):
    """Collects what a browser would fetch for a page, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(values.get("href", ""))
        elif tag in ("script", "img", "iframe", "source"):
            self.fetched.append(values.get("src", ""))
        elif tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.fetched.append(values.get("href", ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-c", OFFLINE, str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def read_page(path: Path) -> Fetches:
    page = Fetches()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def test_no_page_fetches_anything_from_outside(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        outside = [address for address in read_page(path).fetched if re.match(r"(https?:)?//", address)]
        assert outside == [], f"{path.name} fetches {outside}"


def test_no_style_sheet_fetches_anything_from_outside(site: Path) -> None:
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import", path.read_text(encoding="utf-8")), path.name


def test_every_link_within_the_site_leads_to_a_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        if path.name == "404.html":  # its links count from the root of a server
            continue
        for link in read_page(path).links:
            target = link.split("#")[0].split("?")[0]
            if target and not re.match(r"[a-z]+:", target):
                assert (path.parent / target).exists(), f"{path.relative_to(site)} links to {link}"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_reference_has_every_command_and_option(command: str, site: Path) -> None:
    text = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    section = text.split(f'id="graphkit-{command}"')[1].split("<h2")[0]
    assert [option for option in find_options(command) if option not in section] == []


def test_the_python_reference_is_made_from_the_docstrings(site: Path) -> None:
    text = (site / "reference" / "api.html").read_text(encoding="utf-8")
    assert 'id="graphkit.KnowledgeGraph.sparql"' in text
    assert "SkipLimitError" in text
    assert "Read articles and merge what they say into one knowledge graph." in text
