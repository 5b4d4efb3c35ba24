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


AXIS = """days => { const axis = gk.makeAxis(days.map(day => ({when: day})));
  return [axis.unit, axis.bins[0].name, axis.bins.length]; }"""


@pytest.mark.parametrize(
    ("days", "unit", "first", "count"),
    [
        (["2024-03-02", "2024-03-02"], "day", "2 Mar 2024", 1),
        ([f"2024-01-{d:02d}" for d in range(1, 29)], "day", "1 Jan 2024", 28),
        (["2024-01-03", "2024-08-25"], "week", "week of 1 Jan 2024", 34),
        (["2021-01-05", "2022-12-05"], "month", "Jan 2021", 24),
        (["2010-01-05", "2017-12-05"], "quarter", "Q1 2010", 32),
        (["1980-01-05", "2019-06-05"], "year", "1980", 40),
    ],
)
def test_the_axis_is_linear_with_bins_of_the_unit_that_fits(
    page: Page, days: list[str], unit: str, first: str, count: int
) -> None:
    assert run(page, AXIS, days) == [unit, first, count]


def test_the_axis_spans_the_middle_of_the_days_and_counts_what_lies_outside(page: Page) -> None:
    days = ["1950-01-01", *[f"2024-01-{1 + i % 28:02d}" for i in range(300)], "2090-01-01"]
    got = run(
        page,
        """days => { const events = days.map(day => ({when: day, date: null})); const axis = gk.makeAxis(events);
        const rows = gk.fillBins(axis, events); return [axis.unit, rows.before, rows.after, rows.reduce((s,
        r) => s + r.report, 0)]; }""",
        days,
    )
    assert got == ["day", 1, 1, 300]


def test_every_dated_event_falls_into_a_bin(page: Page) -> None:
    dated, filled = run(
        page,
        """() => { const m = gk.store.model; const axis = gk.makeAxis(m.events);
        const rows = gk.fillBins(axis, m.events);
        return [m.events.filter(e => e.when).length, rows.before + rows.after + rows.reduce((s,
        r) => s + r.text + r.report, 0)]; }""",
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


def test_counts_keep_to_the_claims_that_are_asked_for(page: Page) -> None:
    got = run(
        page,
        """() => { const s = {...gk.emptyState(), disputed: true}; const found = gk.filterEvents(gk.store.model, s);
        const sum = list => list.reduce((all, number) => all + (number || 0), 0);
        return [found.passed.size, sum(found.counts.group), sum(found.counts.status), found.anytime.length,
          gk.store.model.events.length]; }""",
    )
    assert 0 < got[0] == got[1] == got[2] == got[3] < got[4]


@pytest.mark.parametrize(("number", "written"), [(7, "7"), (1234, "1,234"), (20000, "20,000"), (1234567, "1,234,567")])
def test_numbers_are_written_with_commas(page: Page, number: int, written: str) -> None:
    assert run(page, "n => gk.number(n)", number) == written


def test_address_round_trip(page: Page) -> None:
    fragments = [
        "",
        "actor=russia&depth=2",
        "pair=north-korea&with=russia",
        "claim=north-korea&verb=supplies_arms_to&to=russia&unfold=yes",
        "path=russia&to=israel&hide-kind=place+thing",
        "article=harbour-wire-2023-11-09&sentence=3&view=matrix",
        "hide-group=diplomacy+criticism&hide-status=planned&hide-verb=meets+visits",
        "who=north-korea&whom=russia&source=Harbour+Wire&speaker=russia&publishers=2&disputed=yes",
        "since=2023-01-01&until=2023-12-31&dates=report&q=a+b%26c&view=table&ties=yes&draw=more&sort=oldest",
    ]
    for fragment in fragments:
        assert (
            run(page, "h => gk.writeHash(gk.readHash('#' + h, gk.store.model), gk.store.model)", fragment) == fragment
        )


def test_what_a_link_names_in_vain_is_listed(page: Page) -> None:
    assert run(page, "gk.readHash('#actor=atlantis&source=Nowhere', gk.store.model).missing") == ["atlantis", "Nowhere"]


def test_search_ranks_the_whole_name_first_and_ignores_accents(page: Page) -> None:
    first = "text => gk.findEntities(gk.store.model, gk.words(text))[0].entity.label"
    assert run(page, first, "russia") == "Russia"
    assert run(page, first, "ANTÓNY blin") == "Antony Blinken"
    assert run(page, "gk.fold('Erdoğan İstanbul Łódź')").startswith("erdogan i")


def test_an_act_with_an_interval_is_in_every_period_that_it_touches(page: Page) -> None:
    script = """([from, to]) => { const state = {...gk.emptyState(), from, to};
      return [gk.inPeriod({date: {from: "2023-01-01", to: "2023-12-31"}}, state), gk.inPeriod({date: null,
      reported: "2023-11-09"}, state)]; }"""
    assert run(page, script, ["2023-06-01", "2023-06-30"]) == [True, False]
    assert run(page, script, ["2023-11-01", "2023-11-30"]) == [True, True]
    assert run(page, script, ["2024-01-01", "2024-12-31"]) == [False, False]


@pytest.mark.parametrize(
    ("dates", "span"),
    [
        ([["2001-10-02", "2001-10-02", "day"]], "2 Oct 2001"),
        ([["1994-01-01", "2001-12-10", "interval"], ["2001-10-02", "2001-10-02", "day"]], "1 Jan 1994 – 10 Dec 2001"),  # noqa: RUF001
        ([["2001-01-01", "2001-12-31", "year"], ["2003-05-01", "2003-05-31", "month"]], "2001 – May 2003"),  # noqa: RUF001
    ],
)
def test_a_span_of_dates_goes_from_the_first_day_to_the_last(page: Page, dates: list[list[str]], span: str) -> None:
    made = "dates => gk.dateSpan(dates.map(([from, to, precision]) => ({date: {from, to, precision}})))"
    assert page.evaluate(made, dates) == span


def test_shortest_path_keeps_to_what_the_filters_pass(page: Page) -> None:
    script = """hide => { const m = gk.store.model; const s = {...gk.emptyState(), phrases: true, ties: true};
    hide.forEach(k => s.hide.kind.add(k));
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
        ("Secretary of State of the United States", ["Secretary of State", "of the United", "States"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrtsg…"]),
        (
            "One two three four five six seven eight nine ten eleven twelve",
            ["One two three four", "five six seven", "eight nine ten…"],
        ),
    ],
)
def test_long_names_break_into_at_most_three_lines(page: Page, name: str, lines: list[str]) -> None:
    assert run(page, "n => gk.wrapLabel(n)", name) == lines


def test_the_layout_is_repeatable_and_keeps_boxes_apart(page: Page) -> None:
    script = """() => { const edges = Array.from({length: 30}, (_, i) => [i % 18, (i * 7 + 3) % 18]).filter(([a,
    b]) => a !== b);
      const items = Array.from({length: 18}, () => ({r: 9, w: 70, h: 16}));
      const {apart, points} = gk.settle(gk.arrange(18, edges, true), items, edges, {x: 0, y: 0, w: 800, h: 600});
      return {apart, points}; }"""
    first = run(page, script)
    assert first["apart"]
    assert run(page, script) == first
    assert all(0 <= point["x"] <= 800 and 0 <= point["y"] <= 600 for point in first["points"])


def test_parts_of_a_graph_are_set_side_by_side(page: Page) -> None:
    points = run(page, "gk.arrange(6, [[0, 1], [1, 2], [3, 4]], true)")
    assert len(points) == 6
    assert min(abs(a["x"] - b["x"]) + abs(a["y"] - b["y"]) for i, a in enumerate(points) for b in points[:i]) > 0.5


def test_shortest_path_of_a_page_keeps_to_events_that_pass(page: Page) -> None:
    script = "([a, b]) => gk.shortestPath(...[a, b].map(id => gk.store.model.entityById.get(id)), new Set())"
    assert run(page, script, ["tokyo", "hamas"]) is None
