"""The query editor in a real browser: a ready question by mouse, one of one's own by keyboard, and errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may speak to this machine only, and whose console must stay clean."""
    problems: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "400" not in message.text else None)
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "blob:")) else problems.append(r.url))
    yield page
    page.close()
    assert problems == []


def test_a_ready_question_is_asked_with_a_name(page: Page, address: str) -> None:
    page.goto(f"{address}query")
    page.get_by_role("button", name="Timeline of an actor").click()
    page.get_by_label("actor:").fill("Oslo")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("cell", name="Norway").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("5 rows")  # the undated acts, too
    page.get_by_role("link", name="Norway").first.click()
    expect(page.get_by_role("heading", name="Norway", exact=True)).to_be_visible()


def test_a_question_of_ones_own_is_asked_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}query")
    text = page.get_by_label("SPARQL")
    text.fill("SELECT ?who WHERE { ?who gk:meets ?whom }")
    text.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("2 rows")
    text.fill("SELECT ?who WHERE { ?who gk:meet ?whom }")
    text.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Did you mean gk:meets?")
    text.fill("SELECT ?who WHERE { ?who foo:meets ?whom }")
    text.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("foo: is not declared")


def test_an_answer_can_be_saved(page: Page, address: str) -> None:
    page.goto(f"{address}query")
    page.get_by_role("button", name="The most active actors").click()
    expect(page.get_by_role("status")).to_contain_text("rows")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith("actor,events\n")


def test_a_saved_answer_holds_no_formula(page: Page, address: str) -> None:
    page.goto(f"{address}query")
    text = page.get_by_label("SPARQL")
    text.fill('SELECT ("=1+1" AS ?sum) (-3 AS ?number) { }')
    text.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("1 row")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").split() == ["sum,number", "'=1+1,-3"]


def test_the_explorer_opens_from_the_server(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("html[data-ready=yes]").wait_for(state="attached")
