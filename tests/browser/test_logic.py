"""The page's own logic, function by function: filters, bins, paths, search, address, marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser, sample: Path) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(sample.as_uri())
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    yield page
    page.close()


def run(page: Page, script: str, argument: Any = None) -> Any:
    return page.evaluate(script, argument)


@pytest.mark.parametrize(
    ("marks", "parts"),
    [
        ([[0, 3, 0]], [["abc", [0]], ["def", []]]),
        ([[0, 4, 0], [2, 6, 2]], [["ab", [0]], ["cd", [0, 2]], ["ef", [2]]]),
        ([[4, 9, 0], [3, 3, 1], [-1, 2, 0]], [["abcdef", []]]),
        ([], [["abcdef", []]]),
    ],
)
def test_marks_cut_a_sentence_without_losing_a_character(page: Page, marks: list[Any], parts: list[Any]) -> None:
    got = run(page, "m => gk.cutMarks('abcdef', m).map(p => [p.text, p.roles])", marks)
    assert got == parts


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://EXAMPLE.org", "http://example.org/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(page: Page, address: str | None, kept: str | None) -> None:
    assert run(page, "a => gk.safeUrl(a)", address) == kept


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("=1+1", "'=1+1"),
        ("-2", "'-2"),
        ("@x", "'@x"),
        (None, ""),
        (0.5, "0.5"),
    ],
)
def test_csv_cells_are_quoted_and_disarmed(page: Page, cell: Any, written: str) -> None:
    assert run(page, "c => gk.csvCell(c)", cell) == written


DAYS = "days => gk.makeSlots(days.map(d => ({day: d, date: {from: d, to: d, precision: 'day'}}))).map(s => s.name)"


def test_few_dates_have_a_slot_each(page: Page) -> None:
    assert run(page, DAYS, ["2024-03-02", "2023-11-09", "2024-03-02"]) == ["9 Nov 2023", "2 Mar 2024"]


@pytest.mark.parametrize(
    ("days", "first", "count"),
    [
        ([f"2024-01-{d:02d}" for d in range(1, 29)], "1 Jan 2024", 28),
        ([f"2024-{m:02d}-{d:02d}" for m in range(1, 9) for d in (3, 17, 25)], "week of 1 Jan 2024", 24),
        ([f"{y}-{m:02d}-05" for y in (2021, 2022) for m in range(1, 13)], "Jan 2021", 24),
        ([f"{y}-{m:02d}-05" for y in range(2010, 2018) for m in (1, 4, 7)], "Q1 2010", 24),
        ([f"{y}-{m:02d}-05" for y in range(1980, 2020) for m in (1, 6)], "1980", 40),
    ],
)
def test_many_dates_share_slots_of_the_unit_that_fits(page: Page, days: list[str], first: str, count: int) -> None:
    names = run(page, DAYS, days)
    assert names[0] == first
    assert len(names) == count


def test_every_dated_event_falls_into_a_slot(page: Page) -> None:
    dated, filled = run(
        page,
        """() => { const m = gk.store.model;
        const rows = gk.fillSlots(gk.makeSlots(m.events), m.events, m.groups.length);
        return [m.events.filter(e => e.date).length, rows.flat().reduce((a, b) => a + b, 0)]; }""",
    )
    assert dated == filled > 0


def test_facet_counts_ignore_their_own_boxes_only(page: Page) -> None:
    got = run(
        page,
        """() => { const s = gk.emptyState(); s.hide.status.add(0);
        const all = gk.filterEvents(gk.store.model, gk.emptyState()); const some = gk.filterEvents(gk.store.model, s);
        return [all.counts.status[0] === some.counts.status[0], all.counts.group[0] > some.counts.group[0],
          some.passed.size === all.passed.size - all.counts.status[0]]; }""",
    )
    assert got == [True, True, True]


def test_address_round_trip(page: Page) -> None:
    fragments = [
        "",
        "actor=russia&depth=2",
        "pair=north-korea&with=russia&event=supplies_arms_to-0010",
        "path=russia&to=israel&hide-kind=place+thing",
        "hide-group=diplomacy+criticism&hide-status=planned&hide-verb=meets+visits",
        "since=2023-01-01&until=2023-12-31&undated=no&q=a+b%26c&view=table&draw=all&sort=oldest&theme=dark",
    ]
    for fragment in fragments:
        assert (
            run(page, "h => gk.writeHash(gk.readHash('#' + h, gk.store.model), gk.store.model)", fragment) == fragment
        )


def test_search_ranks_the_whole_name_first_and_ignores_accents(page: Page) -> None:
    assert run(page, "gk.findHits(gk.store.model, 'russia')[0].entity.label") == "Russia"
    assert run(page, "gk.findHits(gk.store.model, 'ANTÓNY blin')[0].entity.label") == "Antony Blinken"
    assert run(page, "gk.findHits(gk.store.model, '  ')") == []
    assert run(page, "gk.fold('Erdoğan İstanbul Łódź')").startswith("erdogan i")


def test_shortest_path_keeps_to_what_the_filters_pass(page: Page) -> None:
    script = """hide => { const m = gk.store.model; const s = gk.emptyState(); hide.forEach(k => s.hide.kind.add(k));
    const [a, b] = ["lloyd-austin", "park-jin"].map(id => m.entityById.get(id));
    const path = gk.shortestPath(a, b, gk.filterEvents(m, s).passed);
    return path && path.nodes.map(n => n.id); }"""
    assert run(page, script, []) == ["lloyd-austin", "india", "antony-blinken", "park-jin"]
    states = run(page, "gk.store.model.kinds.findIndex(k => k.id === 'state')")
    assert run(page, script, [states]) == ["lloyd-austin", "indian-ministers", "antony-blinken", "park-jin"]
    groups = run(page, "gk.store.model.kinds.findIndex(k => k.id === 'group')")
    assert run(page, script, [states, groups]) is None


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Russia", ["Russia"]),
        ("Secretary of State of the United States", ["Secretary of State", "of the United States"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrtsge…"]),
    ],
)
def test_long_names_break_into_two_lines(page: Page, name: str, lines: list[str]) -> None:
    assert run(page, "n => gk.wrapLabel(n)", name) == lines


def test_labels_are_placed_apart_and_left_out_where_there_is_no_room(page: Page) -> None:
    kept = run(
        page,
        """() => { const item = (id, x, y) => ({id, x, y, radius: 8, w: 60, h: 14});
        const many = Array.from({length: 40}, (_, i) => item(i, 200 + i, 200));
        return gk.placeLabels(many, [], [], 400, 400).map(p => p.box); }""",
    )
    assert 4 <= len(kept) < 40
    for at, a in enumerate(kept[8:]):
        for b in kept[8:][:at]:
            wide = min(a["x"] + a["w"], b["x"] + b["w"]) - max(a["x"], b["x"])
            tall = min(a["y"] + a["h"], b["y"] + b["h"]) - max(a["y"], b["y"])
            assert wide <= 0 or tall <= 0 or wide * tall <= 12
