"""Every feature of the explorer, by clicks and keys in a real browser."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from graphkit.explorer import write_page
from graphkit.model import Findings
from graphkit.resources.vocabulary import Vocabulary
from tests.browser.conftest import Open
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]


def fragment(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash.replaceAll('+', ' '))"))


def shown(page: Page) -> str:
    return page.locator("#counts").inner_text()


def spot(page: Page, label: str) -> tuple[float, float]:
    """Where a node stands on the screen."""
    x, y = page.evaluate(
        """label => { const e = gk.graph.model.entities.find(x => x.label === label);
        const p = gk.graph.network.canvasToDOM(gk.graph.spots.get(e.at));
        const b = gk.graph.box.getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }""",
        label,
    )
    return x, y


def test_page_opens_with_picture_legend_timeline_and_list(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    assert shown(page) == "34 actors · 55 events · 2 articles"
    assert page.title() == "Seoul talks, November 2023"
    expect(page.locator(".card")).to_have_count(55)
    expect(page.locator("#facets h2")).to_have_text(["Relation", "Status", "Kind"])
    expect(page.locator(".slot")).to_have_count(6)
    keep(page, "desktop")


def test_facets_filter_all_views_and_count_live(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    reported = page.locator(".facet", has_text="Reported").locator(".number")
    before = int(reported.inner_text())
    page.get_by_role("checkbox", name="Diplomacy").uncheck()
    groups = {name: predicate.group for name, predicate in Vocabulary.load().predicates.items()}
    left = [event for event in sample_findings().events if groups[event.predicate] != "diplomacy"]
    actors = {end for event in left for end in (event.agent, event.recipient)}
    assert shown(page).startswith(f"{len(actors)} of 34 actors · {len(left)} of 55 events")
    assert int(reported.inner_text()) < before
    expect(page.locator(".card")).to_have_count(27)
    assert "hide-group=diplomacy" in fragment(page)
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.locator(".card")).to_have_count(55)
    assert fragment(page) == ""


def test_only_isolates_a_facet_and_all_brings_the_others_back(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    row = page.locator(".facet", has_text="Alleged")
    row.hover()
    row.get_by_role("button", name="Only alleged").click()
    assert "1 of 55 events" in shown(page)
    page.get_by_role("button", name="Show all of Status").click()
    assert "55 events" in shown(page)


def test_verbs_of_a_group_can_be_hidden_one_by_one(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator("summary").first.click()
    page.get_by_role("checkbox", name="visits").uncheck()
    assert "49 of 55 events" in shown(page)
    assert "hide-verb=visits" in fragment(page)


def test_search_finds_an_actor_by_alias_with_keys_alone(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.type("pyong")
    expect(page.locator("#hits li").first).to_contain_text("North Korea")
    page.keyboard.press("ArrowDown")
    assert page.locator("#search").get_attribute("aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("North Korea")
    assert fragment(page) == "#actor=north-korea"


def test_search_offers_verbs_and_sentences_and_filters_by_words(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator("#search").fill("supplies")
    page.locator("#hits li", has_text="supplies arms to").first.click()
    assert "2 of 55 events" in shown(page)
    page.get_by_role("button", name="Clear all filters").click()
    page.locator("#search").fill("know-how")
    page.locator("#hits li", has_text="know-how").first.click()
    expect(page.locator("#panel h2")).to_contain_text("North Korea")
    page.locator("#search").fill("ceasefire")
    page.locator("#search").press("Enter")
    assert "2 of 55 events" in shown(page)
    assert "q=ceasefire" in fragment(page)
    page.locator("#search").fill("nobody says this")
    expect(page.locator("#hits")).to_have_text("Nothing found")


def test_click_on_a_node_focuses_it_and_back_returns(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    page.mouse.click(*spot(page, "Antony Blinken"))
    expect(page.locator("#panel h2")).to_have_text("Antony Blinken")
    expect(page.locator(".about")).to_contain_text("Secretary of State of the United States")
    expect(page.get_by_role("link", name="Wikidata Q7821917")).to_have_attribute("rel", "noopener noreferrer")
    keep(page, "focus")
    assert page.evaluate("gk.graph.lit.entities.size") == 16
    page.get_by_role("button", name="Two steps").click()
    assert page.evaluate("gk.graph.lit.entities.size") > 16
    assert "depth=2" in fragment(page)
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("Events")


def test_click_on_an_edge_opens_the_pair(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    x, y = page.evaluate(
        """() => { const r = gk.graph.model.relations.find(r => gk.graph.model.entities[r.target].label === "New York");
        const e = gk.graph.network.body.edges[r.id];
        const p = gk.graph.network.canvasToDOM(e.edgeType.getPoint(0.5));
        const b = gk.graph.box.getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }"""
    )
    page.mouse.click(x, y)
    expect(page.locator("#panel h2")).to_contain_text("New York")
    assert "pair=" in fragment(page)


def test_pair_shows_claim_and_denial_side_by_side_in_order_of_time(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#pair=north-korea&with=russia")
    expect(page.locator(".tally")).to_have_text("6 sentences say so, 3 deny it")
    card = page.locator(".card", has_text="supplies arms to").first
    expect(card.locator(".badge").first).to_have_text("disputed")
    expect(card.locator(".side h4")).to_have_text(["Says so2", "Denies it1"])
    expect(card.locator(".side.against .says")).to_have_text("according to North Korea")
    days = page.evaluate(
        "[...document.querySelectorAll('.card')].map(c => gk.graph.model.eventById.get(c.dataset.event).day)"
    )
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated
    keep(page, "pair")


def test_every_card_marks_the_words_that_were_extracted(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    texts = {article.id: article.text for article in sample_findings().articles}
    for event in sample_findings().events[:20]:
        marks = page.locator(f"[data-event='{event.id}'] blockquote").first.locator("mark").all_text_contents()
        first = event.mentions[0]
        text = texts[first.evidence.article]
        for span in (first.subject.span, first.object.span, first.trigger):
            assert text[span.start : span.end] in "".join(marks)


def test_timeline_brush_and_handles_choose_a_period(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    slots = page.locator(".slot")
    start, end = slots.nth(3).bounding_box(), slots.nth(4).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + 20, steps=4)
    page.mouse.up()
    assert fragment(page) == "#since=2023-11-08&until=2023-11-09"
    page.locator(".undated input").uncheck()
    inside = [e for e in sample_findings().events if e.date and e.date.iso in ("2023-11-08", "2023-11-09")]
    assert f"{len(inside)} of 55 events" in shown(page)
    keep(page, "timeline")
    handle = page.get_by_role("slider", name="Start of the period")
    assert handle.get_attribute("aria-valuetext") == "8 Nov 2023"
    handle.focus()
    page.keyboard.press("Home")
    assert handle.get_attribute("aria-valuetext") == "2023"
    page.get_by_role("button", name="all dates").click()
    assert fragment(page) == "#undated=no"


def test_table_is_the_sortable_twin(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Table").click()
    expect(page.locator("tbody tr")).to_have_count(55)
    page.get_by_role("button", name="Actor").click()
    names = page.locator("tbody td:nth-child(2)").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Actor")
    keep(page, "table")
    page.locator("tbody tr", has_text="supplies arms to").first.get_by_text("supplies arms to").click()
    expect(page.locator("#panel h2")).to_contain_text("Russia")
    expect(page.locator("#canvas")).to_be_visible()


def test_link_restores_the_view(sample: Path, open_page: Open) -> None:
    address = "#actor=russia&depth=2&hide-group=affiliation&hide-status=possible&since=2023-09-01&undated=no&theme=dark"
    page = open_page(sample, address)
    expect(page.locator("#panel h2")).to_have_text("Russia")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("'#' + gk.writeHash(gk.store.state, gk.store.model)") == address
    assert not page.get_by_role("checkbox", name="Affiliation").is_checked()


def test_nonsense_in_the_address_is_ignored(sample: Path, open_page: Open) -> None:
    page = open_page(
        sample, "#actor=nobody&hide-group=x&since=yesterday&sort=constructor&view=<img src=x>&theme=pink&depth=9"
    )
    expect(page.locator("#panel h2")).to_have_text("Events")
    assert page.evaluate("gk.writeHash(gk.store.state, gk.store.model)") == ""


def save(page: Page, label: str) -> Download:
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value


def test_csv_holds_what_is_shown_a_line_for_each_sentence(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#pair=north-korea&with=russia")
    raw = save(page, "Events as CSV").path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == 9
    assert {row["said_as"] for row in rows if row["relation"] == "supplies arms to"} >= {
        "alleged",
        "denied",
        "occurred",
    }
    assert all(row["sentence"] and row["publisher"] and row["url"] for row in rows)


def test_png_and_svg_show_the_picture(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    png = save(page, "Picture as PNG").path().read_bytes()
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000
    svg = save(page, "Picture as SVG").path().read_text(encoding="utf-8")
    tree = ElementTree.fromstring(svg)  # noqa: S314 - made by the page under test
    words = {element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Antony Blinken", "North Korea"} <= words
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}path"))) > 80


def test_link_is_copied(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#actor=russia")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#live")).to_have_text("Link copied")


def test_shortest_path_by_form_and_by_shift_click(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#actor=lloyd-austin")
    page.get_by_label("Shortest path to").fill("hamas")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".sub")).to_have_text("Shortest path, 5 steps")
    assert fragment(page) == "#path=lloyd-austin&to=hamas"
    keep(page, "path")
    page.keyboard.press("Escape")
    page.wait_for_timeout(60)
    page.mouse.click(*spot(page, "Park Jin"))
    page.wait_for_timeout(60)
    page.keyboard.down("Shift")
    page.mouse.click(*spot(page, "South Korea"))
    page.keyboard.up("Shift")
    expect(page.locator(".sub")).to_have_text("Shortest path, 1 step")


def test_keyboard_walks_through_the_picture(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).to_contain_text("Antony Blinken, people, 17 events")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#live")).not_to_contain_text("Antony Blinken")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .back")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("Events")


def test_tab_reaches_every_part_in_order(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    met = []
    for _ in range(90):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate(
                "(e => e.id || e.closest('#facets, #timeline, #panel-body')?.id || '')(document.activeElement)"
            )
        )
    order = list(dict.fromkeys(met))
    assert order[0] == "skip"
    wanted = ["search", "view-graph", "share", "theme", "facets", "canvas", "zoom-in", "timeline", "panel-body"]
    assert [part for part in order if part in wanted] == wanted


def test_focus_follows_a_choice_in_the_panel(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator(".chip").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName + document.activeElement.innerText") == "H2Antony Blinken"


def test_dark_follows_the_system_and_the_button(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#actor=kim-jong-un", color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    keep(page, "dark")
    page.locator("#theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_reduced_motion_moves_the_camera_at_once(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.evaluate("gk.store.select({type: 'actor', id: 'russia'})")
    first = page.evaluate("gk.graph.network.getViewPosition()")
    page.wait_for_timeout(300)
    assert page.evaluate("gk.graph.network.getViewPosition()") == first


def test_phone_has_a_sheet_and_a_drawer(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, size=(390, 844), device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    keep(page, "phone")
    page.tap("#grip")
    expect(page.locator("body")).to_have_attribute("data-sheet", "half")
    expect(page.locator(".card").first).to_be_visible()
    page.locator(".chip").first.tap()
    expect(page.locator("#panel h2")).to_have_text("Antony Blinken")
    keep(page, "phone-focus")
    page.tap("#grip")
    page.tap("#filters")
    expect(page.locator("#facets")).to_be_in_viewport()
    page.get_by_role("button", name="Done").tap()
    expect(page.locator("#filters")).to_be_focused()


def test_print_leaves_the_controls_out(sample: Path, open_page: Open) -> None:
    page = open_page(sample, color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator("#facets")).to_be_hidden()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator(".card").last).to_be_visible()


def test_page_without_events_says_so(open_page: Open, tmp_path: Path) -> None:
    write_page(Findings(), tmp_path / "empty.html")
    page = open_page(tmp_path / "empty.html")
    expect(page.locator("#notice")).to_have_text("No events were found in these articles.")
    expect(page.locator("#search")).to_be_hidden()


def test_no_event_left_says_so_and_offers_the_way_back(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#q=zzzz")
    expect(page.locator("#notice")).to_contain_text("No event passes the filters")
    page.locator("#notice button").click()
    assert "55 events" in shown(page)


def test_labels_never_cover_each_other(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    overlaps = page.evaluate(
        """() => { const b = gk.graph.placed.map(p => p.box); let n = 0;
        for (let i = 0; i < b.length; i++) for (let j = 0; j < i; j++) {
          const w = Math.min(b[i].x + b[i].w, b[j].x + b[j].w) - Math.max(b[i].x, b[j].x);
          const h = Math.min(b[i].y + b[i].h, b[j].y + b[j].h) - Math.max(b[i].y, b[j].y);
          if (w > 4 && h > 4) n += 1; }
        return [n, b.length]; }"""
    )
    assert overlaps[0] == 0
    assert overlaps[1] >= 34


def test_middling_graph_opens_on_its_core_and_can_draw_all(middling: Path, open_page: Open) -> None:
    page = open_page(middling)
    expect(page.locator("#notice")).to_contain_text("The strongest part: 80 of 166 actors")
    page.get_by_role("button", name="Draw all").click()
    assert page.evaluate("gk.graph.drawn.nodes.size") == 166
    assert fragment(page) == "#draw=all"
    page.go_back()
    expect(page.locator("#notice")).to_contain_text("The strongest part")


def test_what_a_filter_leaves_is_drawn_although_the_core_lacks_it(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#hide-status=occurred+ongoing+planned+alleged+possible+denied&undated=no")
    relations, drawn = page.evaluate(
        "[new Set([...gk.store.result.passed].map(e => e.relation.at)).size, gk.graph.shown.size]"
    )
    assert relations == drawn > 5
    assert page.evaluate("gk.graph.guests.nodes.size") > 0
    expect(page.locator("#notice")).to_be_hidden()
    page.get_by_role("button", name="Clear all filters").click()
    assert page.evaluate("gk.graph.guests.nodes.size") == 0


def test_large_graph_opens_fast_and_search_reaches_what_is_not_drawn(large: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(large)
    assert page.evaluate("performance.getEntriesByName('gk-usable')[0].startTime") < 6000
    expect(page.locator("#notice")).to_contain_text("The strongest part: 80 of")
    keep(page, "large")
    label = page.evaluate(
        """gk.graph.model.entities.find(e => !gk.graph.drawn.nodes.has(e.at)
        && gk.partners(e, gk.store.result.passed).length > 3).label"""
    )
    page.locator("#search").fill(label)
    page.locator("#hits li").first.click()
    expect(page.locator("#panel h2")).to_have_text(label)
    assert page.evaluate("gk.graph.lit.entities.size") > 3
    assert page.evaluate("[...gk.graph.lit.entities].every(at => gk.graph.spots.has(at))")
    page.get_by_role("button", name="all events").click()
    expect(page.locator(".card")).to_have_count(60)
    page.get_by_role("button", name="Show 60 more of 19,940").click()
    expect(page.locator(".card")).to_have_count(120)
