"""The matrix, the map, the story, exports and paper: other faces of the same selection."""

from __future__ import annotations

import csv
import io
import json
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from graphkit.explorer import read_story, write_page
from tests.browser.conftest import Open, fragment
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]
ARMS = "claim=north-korea&verb=supplies_arms_to&to=russia"


def saved(page: Page, button: str) -> bytes:
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    download: Download = waiting.value
    return Path(download.path()).read_bytes()


def test_matrix_has_a_cell_for_each_pair_that_acts(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Matrix").click()
    built = page.evaluate(
        "[...gk.matrixView.built.cells.values()].map(c => [c.row.id, c.column.id, c.events.length]).sort()"
    )
    assert ["north-korea", "russia", 4] in built or any(row[:2] == ["north-korea", "russia"] for row in built)
    expect(page.locator("#matrix [data-cell]")).to_have_count(len(built))
    keep(page, "matrix")
    cell = page.evaluate(
        "[...gk.matrixView.built.cells.values()].find(c => c.row.id === 'north-korea' && c.column.id === 'russia').key"
    )
    page.locator(f"#matrix [data-cell='{cell}']").click()
    assert "north-korea" in fragment(page)
    assert "view=matrix" in fragment(page)


def test_each_actor_of_the_matrix_does_something_to_another_one_of_it(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#view=matrix")
    idle = page.evaluate(
        """() => { const { actors, cells } = gk.matrixView.built;
        const busy = new Set([...cells.values()].flatMap(cell => [cell.row, cell.column]));
        return actors.filter(actor => !busy.has(actor)).map(actor => actor.label); }"""
    )
    assert idle == []
    assert page.evaluate("gk.matrixView.built.actors.length") > 15


def test_an_actor_without_partners_in_the_matrix_makes_room_for_the_next(open_page: Open, sample: Path) -> None:
    page = open_page(sample)
    chosen = page.evaluate(
        """() => { const line = (source, target, strength) => ({ source, target, strength });
        const [a, b, c, d, e, f, g] = [0, 1, 2, 3, 4, 5, 6].map(at => ({ at }));
        const lines = [line(a, b, 9), line(c, d, 2), line(c, e, 2), line(c, f, 2), line(b, g, 3)];
        return gk.tiedActors(lines, 3).map(actor => actor.at); }"""
    )
    assert chosen == [1, 0, 6]


def test_matrix_answers_keys(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=matrix")
    page.locator("#matrix").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#live")).to_contain_text(" to ")
    page.keyboard.press("Enter")
    assert fragment(page).startswith(("#claim=", "#pair="))


def test_a_dense_corpus_opens_as_matrix(open_page: Open, tmp_path: Path) -> None:
    from tests.explorer.generate import generate_dense

    path = tmp_path / "dense.html"
    write_page(generate_dense(), path)
    page = open_page(path)
    assert page.evaluate("document.body.dataset.view") == "matrix"
    page.get_by_role("button", name="Graph").click()
    assert fragment(page) == "#view=graph"


def test_map_shades_states_and_draws_arcs(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Map").click()
    korea = page.get_by_role("button", name="North Korea: ")
    expect(korea).to_be_visible()
    assert page.locator("#map [data-line]").count() > 3
    expect(page.locator("#map .plane-note")).to_contain_text("Natural Earth")
    wide = page.evaluate(
        """Math.max(...[...gk.world.states.values()].flatMap(s => s.outlines.map(o => Math.max(...o.map(p =>
        p[0])) - Math.min(...o.map(p => p[0])))))"""
    )
    assert wide < 3  # the globe is 5.5 wide; no border runs around it
    keep(page, "map")
    korea.focus()
    page.keyboard.press("Enter")
    assert fragment(page).startswith("#actor=north-korea")


def test_map_hatches_a_state_whose_acts_are_mostly_not_reported(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=map")
    korea = page.get_by_role("button", name="North Korea: ")
    number = int(page.evaluate("gk.store.model.statuses.findIndex(status => status.id === 'alleged')"))
    page.evaluate(f"gk.showOnly(gk.store, 'status', {number})")
    expect(korea.locator(".hatched")).to_have_count(1)
    assert "alleged" in str(korea.get_attribute("aria-label"))
    page.evaluate("gk.showOnly(gk.store, 'status', 0)")
    assert page.locator("#map .hatched").count() == 0 < page.get_by_role("button", name="reported)").count()


def test_a_long_name_stands_whole_on_the_map(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=map")
    page.evaluate(
        """() => { gk.store.model.entityById.get("north-korea").label = "Democratic People's Republic of Korea";
        gk.store.refresh(); }"""
    )
    names = page.evaluate(
        """[...document.querySelectorAll('#map text')]
        .map(text => [...text.children].map(row => row.textContent).join(' '))"""
    )
    assert "Democratic People's Republic of Korea" in names


def test_names_on_the_map_lie_over_no_other_name_and_over_no_dot(sample: Path, open_page: Open) -> None:
    for size in [(1440, 900), (390, 844)]:
        page = open_page(sample, "#view=map", size=size)
        clashes = page.evaluate(
            """() => { const boxes = selector => [...document.querySelectorAll(selector)].map(one => one.getBBox());
            const names = boxes('#map text'), dots = boxes('#map circle');
            const near = (a, i) => [...names.slice(i + 1), ...dots].filter(b => gk.overlaps(a, b, -2));
            return names.flatMap(near).length; }"""
        )
        assert clashes == 0 < page.locator("#map text").count()


def test_a_page_without_states_has_no_map(large: Path, open_page: Open) -> None:
    page = open_page(large, "#view=map")
    expect(page.locator("#view-map")).to_be_hidden()
    assert page.evaluate("document.body.dataset.view") != "map"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.toml"
    file.write_text(
        f'title = "Shells for a war"\n[[view]]\ntext = "Some say that shells went north to west."\nlink = "#{ARMS}"\n'
        '[[view]]\ntext = "Seoul and Washington met."\nlink = "#actor=south-korea&view=matrix"\n',
        encoding="utf-8",
    )
    path = tmp_path / "story.html"
    write_page(sample_findings(), path, story=read_story(file))
    return path


def test_story_is_walked_by_buttons_and_keys(story: Path, open_page: Open) -> None:
    page = open_page(story)
    assert page.title() == "Shells for a war"
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#story")).to_contain_text("1 / 2 Some say that shells went north to west.")
    expect(page.locator("#panel h2")).to_have_text("North Korea supplies arms to Russia")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#story")).to_contain_text("2 / 2")
    assert page.evaluate("document.body.dataset.view") == "matrix"
    page.go_back()
    expect(page.locator("#story")).to_contain_text("1 / 2")
    page.get_by_role("button", name="Leave").click()
    assert fragment(page) == f"#{ARMS}"


def test_a_story_is_walked_on_a_phone_from_brief_to_evidence(story: Path, open_page: Open) -> None:
    page = open_page(story, size=(390, 844))
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#panel h2")).to_have_text("North Korea supplies arms to Russia")
    steps = page.locator("#story")
    box = steps.bounding_box()
    assert box
    assert box["y"] + box["height"] < page.evaluate("gk.sheetTop()")
    page.get_by_role("button", name="Next").click()
    expect(steps).to_contain_text("2 / 2")
    page.set_viewport_size({"width": 1200, "height": 800})
    expect(page.locator("#stage > #story")).to_be_visible()


def test_story_prints_as_a_handout(story: Path, open_page: Open) -> None:
    page = open_page(story, f"#{ARMS}&story=1")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#paper .sheet")).to_have_count(2)
    texts = page.locator("#paper .sheet h2").all_text_contents()
    assert texts == ["1. Some say that shells went north to west.", "2. Seoul and Washington met."]
    assert page.locator("#paper .sheet > svg").count() == 2
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#panel h2")).to_have_text("North Korea supplies arms to Russia")


def test_csv_holds_what_is_shown_with_the_ids_of_events(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#hide-group=diplomacy+affiliation&ties=yes&phrases=yes")
    text = saved(page, "Events as CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    passed = set(page.evaluate("[...gk.store.result.passed].map(e => e.id)"))
    assert {row["event"] for row in rows} == passed
    assert {row["reported"] for row in rows} == {"2023-11-09"}


def test_json_holds_the_view(sample: Path, open_page: Open) -> None:
    page = open_page(sample, f"#{ARMS}")
    data = json.loads(saved(page, "View as JSON"))
    assert data["hash"] == ARMS
    assert [event["predicate"] for event in data["events"]] == ["supplies_arms_to"]
    assert len(data["events"][0]["evidence"]) == 3


@pytest.mark.parametrize("view", ["graph", "matrix", "map"])
def test_svg_shows_what_the_screen_shows_with_title_legend_filters_and_source(
    sample: Path, open_page: Open, view: str
) -> None:
    page = open_page(sample, f"#since=2023-01-01&until=2023-12-31&view={view}")
    root = ElementTree.fromstring(saved(page, "Picture as SVG"))  # noqa: S314 - our own page made it
    text = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    for words in (
        "Seoul talks, November 2023",
        "filters: 2023",
        "2 articles of 2 publishers",
        "Diplomacy",
        "disputed",
        "States",
    ):
        assert words in text
    if view == "graph":
        verbs = page.evaluate("gk.graph.scene.placed.pills.map(p => p.line.label)")
        assert verbs
        assert all(verb in text for verb in verbs)
        assert "North Korea" in text
    if view == "map":
        assert "less than half of it is reported" in text


@pytest.mark.parametrize(("button", "scale"), [("Picture as PNG, double size", 2), ("Picture as PNG, four times", 4)])
def test_png_is_larger_than_the_screen(sample: Path, open_page: Open, button: str, scale: int) -> None:
    page = open_page(sample)
    raw = saved(page, button)
    width, height = struct.unpack(">II", raw[16:24])
    assert (width, height) == tuple(
        scale * side
        for side in page.evaluate(
            """(() => { const p = gk.makePicture(gk.store, gk.graph); return [+p.getAttribute('width'),
            +p.getAttribute('height')]; })()"""
        )
    )


def test_paper_holds_picture_claims_and_what_is_left_out(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.evaluate("gk.ON_PAPER = 5; window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#paper h1")).to_have_text("Seoul talks, November 2023")
    expect(page.locator("#paper .note")).to_contain_text("The 5 first of")
    expect(page.locator("#paper .note")).to_contain_text("left out of this print")
    expect(page.locator("#paper .card")).to_have_count(5)
    expect(page.locator("#panel")).to_be_hidden()
    box = page.locator("#paper > svg").bounding_box()
    ratio = page.evaluate(
        """(() => { const p = document.querySelector('#paper > svg');
        return p.getAttribute('width') / p.getAttribute('height'); })()"""
    )
    assert box
    assert box["width"] / box["height"] == pytest.approx(ratio, rel=0.02)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#paper .card")).to_have_count(0)


PHONE = (390, 844)


def test_phone_opens_in_brief_and_leads_to_evidence_and_back(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, size=PHONE)
    expect(page.locator("#brief .lead")).to_be_visible()
    expect(page.locator("#stage")).to_be_hidden()
    keep(page, "phone")
    page.locator("#brief .lead a").click()
    expect(page.locator("#panel h2")).to_be_visible()
    assert page.evaluate("document.body.dataset.sheet") == "half"
    inside = page.evaluate(
        "gk.graph.scene.nodes.every(n => n.sy < gk.sheetTop() - gk.graph.box.getBoundingClientRect().top + 1)"
    )
    assert inside
    keep(page, "phone-claim")
    page.go_back()
    expect(page.locator("#brief .lead")).to_be_visible()


def test_phone_has_filters_with_a_badge_and_a_table_with_a_way_out(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=graph", size=PHONE)
    page.locator("#filters").click()
    page.get_by_role("checkbox", name="Diplomacy").uncheck()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#filters .mark")).to_have_text("1")
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#table tbody tr").first).to_be_visible()
    expect(page.locator("#table td.wide").first).to_be_visible()
    page.get_by_role("button", name="Graph").click()
    expect(page.locator("#canvas svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_turned_phone_still_shows_the_whole_picture(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=graph", size=PHONE)
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_timeout(300)
    assert page.evaluate("gk.graph.scene.width === Math.round(gk.graph.box.clientWidth)")
    assert page.evaluate(
        """gk.graph.scene.nodes.every(n => n.sx > 0 && n.sx < gk.graph.box.clientWidth && n.sy > 0
        && n.sy < gk.graph.box.clientHeight)"""
    )


def test_long_names_do_not_push_the_panel(open_page: Open, tmp_path: Path) -> None:
    from dataclasses import replace

    findings = sample_findings()
    entities = tuple(replace(e, label="X" * 300) if e.id == "russia" else e for e in findings.entities)
    path = tmp_path / "long.html"
    write_page(replace(findings, entities=entities), path)
    page = open_page(path, "#actor=russia")
    assert page.evaluate(
        """(() => { const p = document.querySelector('#panel'); return p.scrollWidth <= p.clientWidth
        && document.querySelector('#panel-body').scrollWidth <= document.querySelector('#panel-body').clientWidth;
        })()"""
    )
