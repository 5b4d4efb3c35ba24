"""The picture: lines that do not overstate, labels apart, filters that are steps, focus, keys, rotation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from graphkit.explorer import write_page
from graphkit.model import Findings
from tests.browser.conftest import Open, fragment, node_on_screen
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]
LABELS_WRONG = """() => {
  const {nodes, placed} = {nodes: gk.graph.scene.nodes, placed: gk.graph.scene.placed.labels};
  const away = (box, n) => Math.hypot(Math.max(box.x - n.sx, 0, n.sx - box.x - box.w), Math.max(box.y - n.sy, 0,
  n.sy - box.y - box.h)) - n.r;
  const wrong = [];
  for (const box of placed) {
    for (const node of nodes) {
      if (node !== box.node && away(box, node) < away(box, box.node)) wrong.push([box.node.entity.label, "nearer to",
      node.entity.label]);
      if (gk.overlaps(box, {x: node.sx - node.r, y: node.sy - node.r, w: 2 * node.r,
      h: 2 * node.r})) wrong.push([box.node.entity.label, "over", node.entity.label]);
    }
    for (const other of placed) if (other !== box && gk.overlaps(box, other)) wrong.push([box.node.entity.label,
    "over label", other.node.entity.label]);
  }
  return {wrong, unlabelled: nodes.slice(0, 30).filter(n => !placed.some(p => p.node === n)).map(n =>
  n.entity.label), nodes: nodes.length};
}"""


def counts(page: Page) -> str:
    return page.locator("#counts").inner_text()


def test_page_opens_with_brief_picture_timeline_and_claims(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    assert page.title() == "Seoul talks, November 2023"
    assert counts(page).startswith("2 articles · 2 publishers · Nov 2023 · ")
    expect(page.locator("#brief .lead")).to_contain_text("is the most disputed claim")
    expect(page.locator("#canvas svg path[data-node]").first).to_be_visible()
    expect(page.locator("#timeline .bar-report").first).to_be_visible()
    expect(page.locator("#panel h2")).to_contain_text("claims")
    keep(page, "desktop")


def test_the_picture_is_drawn_before_the_lists_and_facets_are_made_when_opened(sample: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(
        """const mark = performance.mark.bind(performance);
        performance.mark = name => { const count = part => document.querySelectorAll(part).length;
          if (name === 'gk-usable') window.first = ['#canvas [data-node]', '#gk-rest', '#panel-body > *'].map(count);
          return mark(name); };"""
    )
    page.goto(sample.as_uri() + "#view=graph")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    marks, scripts, rows = page.evaluate("window.first")
    assert marks > 0 == rows
    assert scripts == 1, "scripts behind the first picture were read before it"
    assert page.locator("#gk-rest").count() == 0
    assert page.locator("#panel-body > *").count() > 0 == page.locator("#facets *").count()
    page.get_by_role("button", name="Filters").first.click()
    assert page.locator("#facets input").count() > 5
    page.close()


def test_the_first_picture_is_written_in_few_fonts(middling: Path, browser: Browser) -> None:
    """For each size and weight the browser asks the system, and waits for the answer."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(
        """const mark = performance.mark.bind(performance);
        performance.mark = name => {
          if (name === 'gk-usable') {
            const fonts = new Set();
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = texts.nextNode(); text; text = texts.nextNode()) {
              const holder = text.parentElement;
              if (!text.data.trim() || !holder.getClientRects().length) continue;
              const {fontSize, fontWeight, fontFamily} = getComputedStyle(holder);
              fonts.add([fontSize, fontWeight, fontFamily].join(' '));
            }
            window.fonts = [...fonts];
          }
          return mark(name); };"""
    )
    page.goto(middling.as_uri() + "#view=graph")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    assert 3 <= len(page.evaluate("window.fonts")) <= 5
    page.close()


def test_a_theme_that_was_chosen_earlier_is_there_when_the_picture_is_drawn(sample: Path, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(sample.as_uri() + "#view=graph")
    light = page.locator("#canvas .names").get_attribute("stroke")
    page.evaluate("gk.keepTheme('dark')")
    page.add_init_script(
        """const mark = performance.mark.bind(performance);
        performance.mark = name => {
          if (name === 'gk-usable') window.first = [document.documentElement.dataset.theme,
            document.querySelector('#canvas .names').getAttribute('stroke')];
          return mark(name); };"""
    )
    page.reload()
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    theme, ground = page.evaluate("window.first")
    assert theme == "dark"
    assert ground != light
    context.close()


def test_every_control_answers_when_the_picture_is_drawn(middling: Path, browser: Browser) -> None:
    """What is asked at the very moment of the mark is done, before the lists are made."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.add_init_script(
        """const mark = performance.mark.bind(performance);
        performance.mark = name => {
          if (name === 'gk-usable') queueMicrotask(() => {
            const told = [document.querySelectorAll('#panel-body > *').length];
            const input = document.getElementById('search');
            input.value = gk.store.model.entities[0].label;
            input.dispatchEvent(new Event('focus'));
            told.push(document.querySelectorAll('#hits li').length);
            document.getElementById('tab-filters').click();
            document.querySelector('#facets .only').click();
            told.push(document.querySelectorAll('#chips .filter-chip').length);
            document.querySelector('#chips .filter-chip button').click();
            document.getElementById('view-table').click();
            told.push(document.querySelectorAll('#table tbody tr').length);
            document.getElementById('view-graph').click();
            document.querySelector('#canvas path[data-node]').dispatchEvent(new MouseEvent('click', {bubbles: true}));
            told.push(gk.store.state.select.type);
            document.dispatchEvent(new KeyboardEvent('keydown', {key: '?', bubbles: true}));
            told.push(document.getElementById('help-box').open);
            window.told = told;
          });
          return mark(name); };"""
    )
    page.goto(middling.as_uri() + "#view=graph")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    rows, hits, chips, lines, chosen, helped = page.evaluate("window.told")
    assert (rows, chips, chosen, helped) == (0, 1, "actor", True)
    assert hits > 0 < lines
    expect(page.locator("#panel h2").first).to_have_text(
        page.evaluate("gk.store.model.entityById.get(gk.store.state.select.id).label")
    )
    page.close()


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)])
@pytest.mark.parametrize("which", ["middling", "large"])
def test_a_small_desktop_has_room_for_the_thirty_strongest(
    which: str, size: tuple[int, int], open_page: Open, request: pytest.FixtureRequest
) -> None:
    page = open_page(request.getfixturevalue(which), "#view=graph", size=size)
    placement = page.evaluate(LABELS_WRONG)
    assert placement["nodes"] >= 30
    assert placement["wrong"] == placement["unlabelled"] == []


@pytest.mark.parametrize("size", [(1440, 900), (1000, 760), (390, 844)])
@pytest.mark.parametrize("which", ["sample", "middling", "large"])
def test_labels_stand_by_their_own_node_and_the_strongest_have_one(
    request: pytest.FixtureRequest, open_page: Open, which: str, size: tuple[int, int]
) -> None:
    page = open_page(request.getfixturevalue(which), "#view=graph", size=size)
    placement = page.evaluate(LABELS_WRONG)
    assert placement["wrong"] == []
    assert placement["unlabelled"] == []
    assert placement["nodes"] > 5


def test_a_merged_line_shows_what_passes_and_counts_it(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    look = """verb => { const line = gk.graph.scene.lines.find(l => l.source.id === "north-korea"
    && l.target.id === "russia");
      return [gk.store.model.statuses[line.status].id, gk.lineTip(gk.store.model,
      line).map(p => p.textContent || p).join("")]; }"""
    status, tip = page.evaluate(look)
    assert status == "disputed"
    assert "supplies arms to: 1 disputed" in tip
    page.evaluate("gk.showOnly(gk.store, 'status', gk.store.model.statuses.findIndex(s => s.id === 'alleged'))")
    status, _ = page.evaluate(look)
    assert status == "alleged"


@pytest.mark.parametrize(
    ("statuses", "shown"),
    [
        (["occurred"], "occurred"),
        (["occurred", "occurred", "alleged", "alleged", "alleged", "disputed", "disputed"], "disputed"),
        (["occurred", "denied"], "disputed"),
        (["occurred", "occurred", "alleged", "alleged", "alleged"], "alleged"),
        (["occurred", "alleged"], "alleged"),
        (["occurred", "occurred", "possible"], "occurred"),
        (["denied", "negated"], "negated"),
        (["occurred", "occurred", "negated"], "occurred"),
    ],
)
def test_a_line_has_the_weakest_status_of_the_majority(
    sample: Path, open_page: Open, statuses: list[str], shown: str
) -> None:
    page = open_page(sample)
    got = page.evaluate(
        """ids => { const m = gk.store.model; const at = id => m.statuses.findIndex(s => s.id === id);
        const { agent, recipient, predicate } = m.events[0];
        const make = id => ({ agent, recipient, predicate, status: at(id), sides: m.oneSided[gk.SIDES[id]] });
        return m.statuses[gk.mergedStatus(m, ids.map(make))].id; }""",
        statuses,
    )
    assert got == shown


def test_reported_and_ongoing_differ_in_the_legend(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Filters").first.click()
    dash = """[...document.querySelectorAll('.facet')].find(f =>
        f.innerText.includes(%r)).querySelector('path').getAttribute('stroke-dasharray')"""
    assert page.evaluate(dash % "Reported") != page.evaluate(dash % "Ongoing")


def test_a_filter_is_a_step_that_back_undoes_and_a_chip_that_drops_it(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    before = counts(page)
    page.get_by_role("button", name="Filters").first.click()
    page.get_by_role("checkbox", name="Diplomacy").uncheck()
    assert "hide-group=diplomacy" in fragment(page)
    assert counts(page) != before
    page.get_by_role("checkbox", name="Planned").uncheck()
    expect(page.locator(".filter-chip")).to_have_count(2)
    expect(page.locator("#tab-filters .mark")).to_have_text("2")
    page.go_back()
    assert fragment(page) == "#hide-group=diplomacy"
    page.go_back()
    assert fragment(page) == ""
    assert counts(page) == before
    page.go_forward()
    page.get_by_role("button", name="Remove the filter without diplomacy").click()
    assert counts(page) == before
    page.get_by_role("checkbox", name="Criticism").uncheck()
    page.get_by_role("button", name="clear all", exact=True).click()
    assert fragment(page) == ""


def test_a_group_box_shows_a_third_state(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Filters").first.click()
    page.locator("summary", has_text="verbs").first.click()
    page.get_by_role("checkbox", name="visits").uncheck()
    box = page.get_by_role("checkbox", name="Diplomacy")
    assert box.evaluate("box => box.indeterminate")
    box.click()
    assert not box.evaluate("box => box.indeterminate")
    row = page.locator(".facet", has_text="Alleged")
    row.hover()
    row.get_by_role("button", name="Only alleged").click()
    expect(page.locator(".filter-chip")).to_contain_text("alleged")


def test_counts_follow_the_selection(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Filters").first.click()
    number = page.locator(".facet", has_text="Reported").locator(".number")
    whole = int(number.inner_text())
    page.evaluate("gk.store.select({type: 'actor', id: 'russia'})")
    assert 0 < int(number.inner_text()) < whole


def test_a_click_on_a_node_opens_its_own_picture_and_back_returns(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#unfold=yes")
    page.mouse.click(*node_on_screen(page, "antony-blinken"))
    expect(page.locator("#panel h2")).to_have_text("Antony Blinken")
    near = page.evaluate("gk.graph.scene.nodes.length")
    keep(page, "focus")
    page.get_by_role("button", name="Two steps").click()
    assert page.evaluate("gk.graph.scene.nodes.length") > near
    assert "depth=2" in fragment(page)
    page.go_back()
    page.go_back()
    expect(page.locator("#panel h2")).to_contain_text("claims")


def test_a_click_on_a_line_opens_its_claim_or_its_pair(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    spot: dict[str, Any] = page.evaluate(
        """() => { const b = gk.graph.box.getBoundingClientRect();
        const line = gk.graph.scene.lines.find(l => l.verbs.length > 1);
        for (let t = 0.1; t < 0.9; t += 0.02) { const p = gk.curvePoint(line.curve, t);
          const hit = document.elementFromPoint(p.x + b.left, p.y + b.top).closest("[data-line]");
          if (hit && hit.dataset.line === String(line.key)) return {x: p.x + b.left, y: p.y + b.top, a: line.source.id,
          b: line.target.id}; } }"""
    )
    page.mouse.move(spot["x"], spot["y"])
    expect(page.locator("#tip")).to_contain_text("publisher")
    page.mouse.click(spot["x"], spot["y"])
    assert fragment(page) == f"#pair={spot['a']}&with={spot['b']}"


def test_a_slow_first_press_opens_what_was_pressed(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#unfold=yes")
    page.mouse.click(*node_on_screen(page, "antony-blinken"), delay=150)
    expect(page.locator("#panel h2")).to_have_text("Antony Blinken")
    page = open_page(sample)
    line: dict[str, Any] = page.evaluate(
        """() => { const b = gk.graph.box.getBoundingClientRect(); const line = gk.graph.scene.lines[0];
        const p = gk.curvePoint(line.curve, (line.span[0] + line.span[1]) / 2);
        return {x: p.x + b.left, y: p.y + b.top + 3, ends: [line.source.id, line.target.id]}; }"""
    )
    page.mouse.click(line["x"], line["y"], delay=150)
    expect(page.locator("#panel h2").first).to_be_visible()
    chosen = page.evaluate("[gk.store.state.select.a, gk.store.state.select.b]")
    assert chosen == line["ends"]


def test_a_claim_is_lit_within_the_overview_where_nobody_moves(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#view=graph")
    places = "() => gk.graph.scene.nodes.map(n => [n.entity.id, n.x, n.y])"
    before = page.evaluate(places)
    page.evaluate(
        """() => { const line = gk.graph.scene.lines.at(-1); const event = line.events[0];
        gk.store.select(gk.claimSelection(gk.claimsOf(gk.store.model, false).of[event.at])); }"""
    )
    assert page.evaluate(places) == before
    lit = page.evaluate("gk.graph.scene.lines.filter(l => l.lit).map(l => [l.source.id, l.target.id])")
    chosen = page.evaluate("[gk.store.state.select.a, gk.store.state.select.b]")
    assert lit
    assert all(set(ends) == set(chosen) for ends in lit)


def test_folding_merges_leaders_into_their_state_and_a_switch_unfolds(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    drawn = "gk.graph.scene.nodes.map(n => n.entity.id)"
    assert "antony-blinken" not in page.evaluate(drawn)
    assert "united-states" in page.evaluate(drawn)
    page.get_by_role("button", name="unfold").click()
    assert "antony-blinken" in page.evaluate(drawn)
    page.go_back()
    assert "antony-blinken" not in page.evaluate(drawn)


def test_ties_and_phrases_are_hidden_until_asked_for(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    passed = "gk.store.result.passed.size"
    before = page.evaluate(passed)
    assert not page.evaluate("[...gk.store.result.passed].some(e => e.predicate.static || e.agent.phrase)")
    page.get_by_role("button", name="ties hidden").click()
    with_ties = page.evaluate(passed)
    page.get_by_role("button", name="phrases hidden").click()
    assert before < with_ties < page.evaluate(passed) == 55


def test_a_filter_lays_out_what_passes_afresh_and_larger(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#view=graph")
    few = "gk.graph.scene.nodes.length"
    whole = page.evaluate(few)
    page.evaluate("gk.showOnly(gk.store, 'predicate', 'sanctions')")
    sanctions = page.evaluate("[...gk.store.result.passed].every(e => e.predicate.id === 'sanctions')")
    assert sanctions
    assert 2 < page.evaluate(few) <= whole
    placement = page.evaluate(LABELS_WRONG)
    assert placement["wrong"] == []
    spread = page.evaluate(
        "Math.max(...gk.graph.scene.nodes.map(n => n.x)) - Math.min(...gk.graph.scene.nodes.map(n => n.x))"
    )
    assert spread > 300


def test_arrows_walk_and_enter_opens(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    first = page.evaluate("gk.graph.cursor.id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#live")).not_to_be_empty()
    page.keyboard.press("Enter")
    assert fragment(page).startswith("#actor=")
    page.keyboard.press("Escape")
    assert fragment(page) == ""
    assert first


def test_shift_click_finds_the_shortest_path(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#actor=antony-blinken&unfold=yes")
    page.keyboard.down("Shift")
    page.mouse.click(*node_on_screen(page, "seoul"))
    page.keyboard.up("Shift")
    expect(page.locator("#panel h2")).to_contain_text("Antony Blinken")
    assert fragment(page).startswith("#path=antony-blinken")


def test_turning_the_window_lays_the_picture_out_again(sample: Path, open_page: Open) -> None:
    page = open_page(sample, size=(1000, 760))
    page.set_viewport_size({"width": 780, "height": 1000})
    page.wait_for_timeout(300)
    assert page.evaluate("gk.graph.scene.width === Math.round(gk.graph.box.clientWidth)")
    inside = page.evaluate(
        """gk.graph.scene.nodes.every(n => n.sx > 0 && n.sx < gk.graph.box.clientWidth
        && n.sy < gk.graph.box.clientHeight)"""
    )
    assert inside


def test_an_unknown_actor_in_a_link_is_told(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#actor=atlantis")
    expect(page.locator("#chips .missing")).to_contain_text("does not hold: atlantis")


def test_a_page_without_facts_says_why(open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    write_page(Findings(articles=sample_findings().articles), path)
    page = open_page(path)
    expect(page.locator("#notice")).to_contain_text("No fact was found")
    expect(page.locator("#share")).to_be_hidden()
    expect(page.locator(".views")).to_be_hidden()


def test_zoom_keeps_labels_apart(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.mouse.move(700, 400)
    for turn in (-300, 900, 900):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(60)
        placement = page.evaluate(LABELS_WRONG)
        assert placement["wrong"] == []
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate("gk.graph.view.k") == 1


def test_dark_colours_follow_the_system_and_a_click_but_no_link(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    keep(page, "dark")
    page.get_by_role("button", name="Use light colours").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert fragment(page) == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_lines_have_three_to_one_against_the_ground(sample: Path, open_page: Open, theme: str) -> None:
    page = open_page(sample, color_scheme=theme)
    ratios = page.evaluate(
        """() => { const c = gk.readColours(gk.store.model);
        const light = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255).map(v => v <= 0.03928
        ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
        return (x + 0.05) / (y + 0.05); };
        return [...c.kind, ...c.group].map(colour => ratio(colour, c.ground)); }"""
    )
    assert min(ratios) >= 3


def test_a_large_graph_answers_at_once(large: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(large, "#view=graph")
    assert page.evaluate("performance.getEntriesByName('gk-usable')[0].startTime") < 6000
    expect(page.locator("#notice")).to_contain_text("strongest of")
    keep(page, "large")
    page.evaluate("gk.showOnly(gk.store, 'status', 2)")
    took = page.evaluate(
        """() => { const start = performance.now(); gk.clearFilters(gk.store); document.body.offsetHeight;
        return performance.now() - start; }"""
    )
    assert took < 1500
    label = page.evaluate(
        """gk.store.model.entities.find(e => e.events.length > 3 && !gk.graph.scene.nodes.some(n =>
        n.entity === e)).label"""
    )
    page.locator("#search").fill(label)
    page.locator("#hits li", has_text=label).first.click()
    expect(page.locator("#panel h2")).to_have_text(label)
    assert page.evaluate("gk.graph.scene.nodes.length") > 2
