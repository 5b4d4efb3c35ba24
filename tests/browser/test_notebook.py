"""The page inside a notebook that was exported as HTML: it works inline, without network."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, expect

from graphkit.api import KnowledgeGraph
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser


def test_page_works_inline_in_an_exported_notebook(browser: Browser, tmp_path: Path) -> None:
    shown = KnowledgeGraph(sample_findings()).show()
    output = nbformat.v4.new_output("display_data", {"text/html": shown._repr_html_()})
    cell = nbformat.v4.new_code_cell("kg.show()", outputs=[output])
    exported, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    path = tmp_path / "notebook.html"
    path.write_text(exported, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="commit")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=yes]").wait_for(state="attached")
    frame.locator("#search").fill("pyongyang")
    frame.locator("#hits li").first.click()
    expect(frame.locator("#panel h2")).to_have_text("North Korea")
    frame.get_by_role("button", name="all claims").click()
    expect(frame.locator("#panel h2")).to_contain_text("claims")
    context.close()
