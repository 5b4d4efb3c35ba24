"""WCAG 2.2 AA by axe-core, in every theme and width and in each view."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

AXE = resources.files("axe_playwright_python") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
VIEWS = {
    "list": "",
    "actor": "#actor=north-korea",
    "pair": "#pair=north-korea&with=russia",
    "path": "#path=lloyd-austin&to=hamas",
    "table": "#view=table",
}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing(sample: Path, open_page: Open, look: str) -> None:
    found = {}
    scheme = "dark" if look == "dark" else "light"
    page = open_page(sample, size=(390, 844) if look == "phone" else (1440, 900), bypass_csp=True, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for name, fragment in VIEWS.items():
        page.evaluate("f => { location.hash = f; }", fragment)
        page.wait_for_timeout(60)
        if look == "phone":
            page.evaluate("gk.setSheet('half')")
            page.wait_for_timeout(60)
        report = page.evaluate(RUN, RULES)
        assert report["passes"]
        found |= {(name, v["id"], v["nodes"][0]["html"][:160]): v["help"] for v in report["violations"]}
    assert found == {}


def test_menus_and_suggestions_are_accessible_too(sample: Path, open_page: Open) -> None:
    page = open_page(sample, bypass_csp=True, size=(900, 800))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.locator("#filters").click()
    page.locator("summary").first.click()
    first = page.evaluate(RUN, RULES)
    page.keyboard.press("Escape")
    page.locator("#share").click()
    page.locator("#search").fill("korea")
    page.locator("#hits li").first.wait_for()
    second = page.evaluate(RUN, RULES)
    assert [(v["id"], v["nodes"][0]["html"][:160]) for r in (first, second) for v in r["violations"]] == []
