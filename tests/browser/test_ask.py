"""The ask box: who, verb, whom, when, status, source, speaker, place and words, in any form and order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, fragment

pytestmark = pytest.mark.browser


def ask(page: Page, text: str) -> None:
    page.locator("#search").click()
    page.locator("#search").fill(text)
    page.locator("#hits li").first.wait_for()


def test_a_question_is_read_and_answered_with_one_return(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    ask(page, "who supplied arms to Moscow in 2023?")
    expect(page.locator("#hits li").first).to_contain_text("verb: supplies arms to · whom: Russia · when: 2023")
    page.keyboard.press("Enter")
    assert "whom=russia" in fragment(page)
    assert "since=2023-01-01&until=2023-12-31" in fragment(page)
    expect(page.locator("#panel .claim").first).to_have_text("North Korea supplies arms to Russia")
    page.go_back()
    assert fragment(page) == ""


@pytest.mark.parametrize("form", ["supply", "supplied", "supplying", "supplies arms", "sent", "delivers"])
def test_a_verb_is_found_in_any_form(sample: Path, open_page: Open, form: str) -> None:
    page = open_page(sample)
    ask(page, form)
    expect(page.locator("#hits li", has_text="supplies arms to").first).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("PRK", "North Korea"),
        ("DPRK", "North Korea"),
        ("Kremlin", "Russia"),
        ("US", "United States"),
        ("pyong", "North Korea"),
    ],
)
def test_codes_seats_and_aliases_find_their_actor(sample: Path, open_page: Open, typed: str, label: str) -> None:
    page = open_page(sample)
    ask(page, typed)
    expect(page.locator("#hits li").first).to_contain_text(label)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(label)


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("who did russia meet", [["entity", "who", "russia"], ["verb", None, "meets"]]),
        ("north korea and russia", [["entity", "who", "north-korea"], ["entity", "whom", "russia"]]),
        (
            "israel attacked by hamas",
            [["entity", "who", "israel"], ["verb", None, "attacks"], ["entity", "who", "hamas"]],
        ),
        ("who sent arms to russia", [["verb", None, "supplies_arms_to"], ["entity", "whom", "russia"]]),
        ("what is disputed", [["disputed", None, None]]),
        ("visits since September 2023", [["verb", None, "visits"], ["period", None, "2023-09-01"]]),
        ("planned meetings", [["status", None, "planned"], ["verb", None, "meets"]]),
        ("Harbour Wire", [["source", None, "Harbour Wire"]]),
        ("russia according to north korea", [["entity", "any", "russia"], ["entity", "speaker", "north-korea"]]),
    ],
)
def test_words_are_read_as_tokens_with_roles(sample: Path, open_page: Open, question: str, tokens: list[Any]) -> None:
    page = open_page(sample)
    got = page.evaluate(
        """q => gk.readQuestion(gk.store.model, q).tokens.map(t => [t.type, t.role || null,
        t.entity ? t.entity.id : t.predicates ? t.predicates[0].id : t.name || t.from || (t.at !== undefined
        ? gk.store.model.statuses[t.at].id : null)])""",
        question,
    )
    assert got == tokens


def test_sources_speakers_and_statuses_are_found(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    for typed, hit in (
        ("harbour", "source: Harbour Wire"),
        ("alleg", "status: alleged"),
        ("russia", "speaker: Russia"),
        ("seoul", "place: Seoul"),
    ):
        ask(page, typed)
        expect(page.locator("#hits li", has_text=hit).first).to_be_visible()


def test_tokens_add_up_and_backspace_takes_the_last_away(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    ask(page, "north korea")
    page.locator("#hits li", has_text="who: North Korea").click()
    ask(page, "russia")
    page.locator("#hits li", has_text="whom: Russia").click()
    expect(page.locator(".filter-chip")).to_have_count(2)
    page.locator("#search").press("Backspace")
    expect(page.locator(".filter-chip")).to_have_text(["who: North Korea\u00d7"])
    expect(page.locator("#search")).to_have_attribute("placeholder", "Does what, to whom, when?")


def test_an_empty_box_offers_the_ready_queries(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.keyboard.press("/")
    expect(page.locator("#hits li").first).to_contain_text("What is disputed")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert fragment(page) == "#disputed=yes&sort=disputed"
    assert page.evaluate("[...gk.store.result.claims.values()].every(gk.isDisputed)")


def test_sentences_are_found_and_words_filter(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    ask(page, "know-how")
    page.locator("#hits li", has_text="may have received Russian know-how").click()
    assert fragment(page).startswith("#article=han-river-daily-2023-11-09&sentence=")
    ask(page, "ceasefire")
    page.locator("#hits li", has_text="all with the words").click()
    assert "q=ceasefire" in fragment(page)


def test_where_nothing_is_found_the_nearest_is_offered(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    ask(page, "Rusia Fedration")
    expect(page.locator("#hits li").first).to_contain_text("Nothing found")
    expect(page.locator("#hits li").nth(1)).to_contain_text("Russia")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Russia")


def test_of_a_question_without_an_answer_the_year_is_left_out_first(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    ask(page, "who supplied arms to whom in 1999")
    expect(page.locator("#hits li").first).to_contain_text("Nothing says verb: supplies arms to · when: 1999")
    expect(page.locator("#hits li").nth(1)).to_contain_text("supplies arms to")
    expect(page.locator("#hits li").nth(1)).not_to_contain_text("1999")


def test_more_answers_do_not_outweigh_what_was_asked_for(middling: Path, open_page: Open) -> None:
    page = open_page(middling)
    kept = page.evaluate(
        """() => { const { model } = gk.store;
        const years = model.events.map(event => event.when).filter(Boolean).map(day => day.slice(0, 4));
        const used = model.predicates.filter(predicate => model.verbsUsed.has(predicate.id) && !predicate.static);
        const both = (predicate, year) => gk.countAnswers(gk.store, [{ type: "verb", predicates: [predicate] },
          { type: "period", from: `${year}-01-01`, to: `${year}-12-31` }]);
        const pairs = used.flatMap(predicate => [...new Set(years)].map(year => [predicate, year]));
        const [predicate, year] = pairs.find(([predicate, year]) => !both(predicate, year));
        const tokens = [{ type: "verb", predicates: [predicate] },
          { type: "period", from: `${year}-01-01`, to: `${year}-12-31` }];
        return gk.nearestQuestion(gk.store, { tokens, left: [] }).tokens.map(token => token.type); }"""
    )
    assert kept == ["verb"]
