"""WCAG 2.2 AA by axe-core, in every theme and width and in each view."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from graphkit.explorer import read_story, write_page
from tests.browser.conftest import Open
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser

AXE = resources.files("axe_playwright_python") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
VIEWS = {
    "opening": "",
    "actor": "#actor=north-korea",
    "claim": "#claim=north-korea&verb=supplies_arms_to&to=russia",
    "pair": "#pair=north-korea&with=russia",
    "path": "#path=lloyd-austin&to=hamas",
    "article": "#article=harbour-wire-2023-11-09",
    "filtered": "#hide-group=diplomacy&since=2023-09-01&source=Harbour+Wire",
    "graph": "#view=graph",
    "matrix": "#view=matrix",
    "map": "#view=map",
    "table": "#view=table",
}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing(sample: Path, open_page: Open, look: str) -> None:
    violations = {}
    scheme = "dark" if look == "dark" else "light"
    page = open_page(sample, size=(390, 844) if look == "phone" else (1440, 900), bypass_csp=True, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for name, fragment in VIEWS.items():
        page.evaluate("f => { location.hash = f; }", fragment)
        page.wait_for_timeout(80)
        report = page.evaluate(RUN, RULES)
        assert report["passes"]
        violations |= {(name, v["id"], v["nodes"][0]["html"][:160]): v["help"] for v in report["violations"]}
    assert violations == {}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing_in_a_story(open_page: Open, tmp_path: Path, look: str) -> None:
    file = tmp_path / "story.toml"
    file.write_text('title = "Told"\n[[view]]\ntext = "They met."\nlink = "#actor=south-korea"\n', encoding="utf-8")
    path = tmp_path / "story.html"
    write_page(sample_findings(), path, story=read_story(file))
    size = (390, 844) if look == "phone" else (1440, 900)
    page = open_page(path, "#story=1", size=size, bypass_csp=True, color_scheme="dark" if look == "dark" else "light")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate(RUN, RULES)
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in report["violations"]] == []


def test_menus_suggestions_filters_and_help_are_accessible_too(sample: Path, open_page: Open) -> None:
    page = open_page(sample, bypass_csp=True, size=(900, 800))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    reports = []
    page.locator("#filters").click()
    page.locator("#facets summary").first.click()
    reports.append(page.evaluate(RUN, RULES))
    page.keyboard.press("Escape")
    page.locator("#share").click()
    page.locator("#search").fill("korea")
    page.locator("#hits li").first.wait_for()
    reports.append(page.evaluate(RUN, RULES))
    page.keyboard.press("Escape")
    page.locator("#help").click()
    reports.append(page.evaluate(RUN, RULES))
    assert [(v["id"], v["nodes"][0]["html"][:160]) for r in reports for v in r["violations"]] == []


def test_every_tab_stop_has_a_name(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    unnamed = []
    for _ in range(60):
        page.keyboard.press("Tab")
        named = page.evaluate(
            """(() => { const e = document.activeElement;
            return e === document.body || Boolean((e.textContent || '').trim() """
            "|| e.getAttribute('aria-label') || (e.labels && e.labels.length)); })()"
        )
        if not named:
            unnamed.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unnamed == []
