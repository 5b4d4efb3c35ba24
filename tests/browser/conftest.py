"""A real browser for the page: Debian's chromium, headless, offline, with a watch on console and requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from graphkit.explorer import write_page
from tests.explorer.generate import generate_findings
from tests.explorer.sample import sample_findings

ARTEFACTS = Path(__file__).parent / "artefacts"
Open = Callable[..., Page]


def fragment(page: Page) -> str:
    """The address of the view, readable."""
    return str(page.evaluate("decodeURIComponent(location.hash.replaceAll('+', ' '))"))


def node_on_screen(page: Page, entity: str) -> tuple[float, float]:
    """Return the place of an entity's mark (by id) on the screen."""
    x, y = page.evaluate(
        """id => { const n = gk.graph.scene.nodes.find(n => n.entity.id === id);
        const b = gk.graph.box.getBoundingClientRect(); return [n.sx + b.left, n.sy + b.top]; }""",
        entity,
    )
    return x, y


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "sample.html"
    write_page(sample_findings(), path, title="Seoul talks, November 2023")
    return path


@pytest.fixture(scope="session")
def middling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Too many actors for one screen, few enough to draw on request."""
    path = tmp_path_factory.mktemp("page") / "middling.html"
    write_page(generate_findings(700), path)
    return path


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "large.html"
    write_page(generate_findings(20_000, articles=5_000), path)
    return path


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a page file; afterwards its console must be clean and no request but the file itself made."""
    contexts, problems, requests = [], [], []

    def open_(
        path: Path,
        fragment: str = "",
        *,
        size: tuple[int, int] = (1440, 900),
        clean: bool = True,
        wait: bool = True,
        **options: Any,
    ) -> Page:
        phone = size[0] < 600
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, has_touch=phone, is_mobile=phone, **options
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        if clean:
            page.on("console", lambda message: problems.append(message.text))
            page.on("pageerror", lambda error: problems.append(str(error)))
        address = path.as_uri()
        page.on("request", lambda r: None if r.url.startswith((address, "blob:", "data:")) else requests.append(r.url))
        page.goto(address + fragment)
        if wait:
            page.locator("html[data-ready=yes]").wait_for(state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems == []
    assert requests == []


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Keeps a screenshot among the artefacts."""

    def keep_(page: Page, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        page.wait_for_timeout(120)
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    return keep_
