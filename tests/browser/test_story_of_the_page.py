"""In brief, claims and their cards, the pair, actor and article views, the table, and the timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graphkit.explorer import write_page
from graphkit.model import Status
from tests.browser.conftest import Open, fragment
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]
ARMS = "#claim=north-korea&verb=supplies_arms_to&to=russia"


def test_the_first_sentence_is_made_from_counts_and_leads_to_its_claim(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    lead = page.locator("#brief .lead")
    expect(lead).to_have_text(
        "North Korea supplies arms to Russia is the most disputed claim: 1 sentence says so, 1 alleges it, "
        "1 denies it, in the reports of 2 publishers."
    )
    lead.locator("a").click()
    assert fragment(page) == ARMS
    page.go_back()
    expect(page.locator("#brief h2")).to_contain_text(["What is disputed", "Most reported", "Busiest days"])


def test_brief_follows_the_filters_and_each_row_is_a_way_to_its_view(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator("#brief .number-row", has_text="9 Nov 2023").click()
    assert fragment(page) == "#since=2023-11-09&until=2023-11-09"
    days = page.evaluate(
        """[...gk.store.result.passed].every(e => e.date ? e.date.from <= '2023-11-09'
        && e.date.to >= '2023-11-09' : e.reported === '2023-11-09')"""
    )
    assert days
    page.go_back()
    page.locator("#brief section", has_text="Who speaks most").locator(".number-row").first.click()
    assert "speaker=" in fragment(page)


def test_the_card_sets_who_says_so_beside_who_denies(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, ARMS)
    card = page.locator("#panel .card")
    expect(card.locator("h2")).to_have_text("North Korea supplies arms to Russia")
    expect(card.locator(".side-name")).to_have_text(["Says so 1", "Alleges it 1", "Denies it 1"])
    expect(card.locator(".column.denies .source").first).to_contain_text("North Korea, in Harbour Wire")
    first = card.locator("blockquote").first
    expect(first.locator("mark.who")).to_have_text("North Korea")
    expect(first.locator("mark.whom")).to_have_text("Russia")
    who, whom = (
        first.locator(f"mark.{role}").evaluate("e => getComputedStyle(e).backgroundColor") for role in ("who", "whom")
    )
    assert who != whom
    link = card.get_by_role(
        "link", name="Top envoys of South Korea and the US to confer as Pyongyang and Moscow draw closer"
    )
    assert "#:~:text=A%20large%20stock" in (link.get_attribute("href") or "")
    keep(page, "claim")


def test_a_card_is_copied_as_citation_and_as_link(sample: Path, open_page: Open) -> None:
    page = open_page(sample, ARMS)
    page.get_by_role("button", name="copy citation").click()
    text = page.evaluate("gk.copied")
    assert text.startswith("North Korea supplies arms to Russia: 1 says so, 1 alleges it, 1 denies it, 2 publishers.")
    assert "Harbour Wire" in text
    page.get_by_role("button", name="copy link").click()
    assert page.evaluate("gk.copied").endswith(ARMS)


def test_every_card_marks_the_words_that_were_extracted(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    texts = {article.id: article.text for article in sample_findings().articles}
    for event in sample_findings().events[:12]:
        page.evaluate("id => gk.store.select({type: 'event', id})", event.id)
        marks = page.locator(f"#panel [data-event='{event.id}'] blockquote").first.locator("mark").all_text_contents()
        first = event.mentions[0]
        text = texts[first.evidence.article]
        for span in (first.subject.span, first.object.span, first.trigger):
            assert text[span.start : span.end] in "".join(marks)


def test_the_pair_counts_each_claim_by_itself(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#pair=north-korea&with=russia")
    heads = page.locator("#panel .card h3").all_inner_texts()
    assert "North Korea supplies arms to Russia" in heads
    assert "North Korea agrees with Russia" in heads
    expect(page.locator("#panel .sub").first).to_contain_text("dated in the text")
    agreed = page.locator("#panel .card", has_text="agrees with").first
    expect(agreed.locator(".side-name")).to_have_text(["Alleges it 1", "Denies it 1"])
    keep(page, "pair")


def test_an_actor_does_and_is_done_to(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#actor=north-korea")
    expect(page.locator("#panel h3")).to_contain_text(["Does", "Is done to it", "Sources"])
    does = page.locator("#panel section", has=page.locator("h3", has_text="Does"))
    expect(does.locator("details", has_text="supplies arms to").locator(".number").first).to_have_text("1")
    done = page.locator("#panel section", has=page.locator("h3", has_text="Is done to it"))
    expect(done.locator("summary")).to_contain_text(["condemns"])
    expect(page.locator("#panel .about")).to_contain_text("Pyongyang")
    keep(page, "actor")
    does.get_by_role("button", name="Russia").first.click()
    assert fragment(page).startswith("#claim=north-korea")


def test_a_person_is_told_with_its_office(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#actor=antony-blinken")
    expect(page.locator("#panel .about")).to_contain_text("Secretary of State of the United States")
    expect(page.get_by_role("link", name="Wikidata Q7821917")).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator("#panel .about")).to_contain_text("Folded into")


def test_an_article_lists_its_facts_in_the_order_of_its_text(sample: Path, open_page: Open) -> None:
    page = open_page(sample, ARMS)
    page.locator("#panel .column.denies").get_by_role("button", name="in the article").click()
    assert fragment(page).startswith("#article=harbour-wire-2023-11-09")
    article = next(a for a in sample_findings().articles if a.id == "harbour-wire-2023-11-09")
    quoted = page.locator("#panel blockquote").all_inner_texts()
    places = [article.text.index(sentence.strip()) for sentence in quoted]
    assert places == sorted(places)
    assert len(places) > 5
    expect(page.locator("#panel .said.on blockquote")).to_contain_text("denied any arms deal")


def test_facets_of_source_speaker_and_publishers_restrict(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Filters").first.click()
    page.get_by_role("checkbox", name="Harbour Wire").check()
    assert page.evaluate("[...gk.store.result.passed].every(e => e.sources.includes('Harbour Wire'))")
    assert "source=Harbour Wire" in fragment(page)
    page.go_back()
    page.get_by_label("Number of publishers").select_option("2")
    assert page.evaluate("[...gk.store.result.claims.values()].every(sum => sum.publishers >= 2)")
    page.go_back()
    page.get_by_role("checkbox", name="United States", exact=False).first.check()
    assert page.evaluate("gk.store.result.passed.size") > 0


def test_table_is_the_sortable_twin_with_its_sentences(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample, "#ties=yes&phrases=yes&view=table")
    expect(page.locator("tbody tr")).to_have_count(55)
    box = page.locator("th", has_text="Sentence").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1440
    assert box["width"] > 240
    page.get_by_role("button", name="Actor").click()
    names = page.locator("tbody td:nth-child(2)").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Actor")
    expect(page.locator("tbody .reported").first).to_have_text("9 Nov 2023")
    keep(page, "table")
    page.locator("tbody").get_by_role("button", name="supplies arms to").first.click()
    expect(page.locator("#panel h2")).to_contain_text("supplies arms to")
    expect(page.locator("#canvas")).to_be_visible()


def test_timeline_counts_both_kinds_of_date_and_a_brush_chooses_both(sample: Path, open_page: Open, keep: Keep) -> None:
    page = open_page(sample)
    text, report = (int(page.locator(".date-kind .number").nth(i).inner_text().strip("()")) for i in (0, 1))
    assert text + report == page.evaluate("gk.store.result.passed.size")
    plot = page.locator("#timeline svg.plot").bounding_box()
    assert plot
    y = plot["y"] + 40
    page.mouse.move(plot["x"] + plot["width"] - 80, y)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] - 4, y, steps=4)
    page.mouse.up()
    assert fragment(page).startswith("#since=2023-")
    assert page.evaluate(
        "[...gk.store.result.passed].some(e => !e.date) && [...gk.store.result.passed].some(e => e.date)"
    )
    keep(page, "timeline")
    page.go_back()
    assert fragment(page) == ""
    page.get_by_role("checkbox", name="by date of the report").uncheck()
    assert fragment(page) == "#dates=text"
    assert page.evaluate("[...gk.store.result.passed].every(e => e.date)")


def test_timeline_handles_answer_keys_and_the_axis_zooms(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#view=graph")
    handle = page.get_by_role("slider", name="Start of the period")
    handle.focus()
    first = handle.get_attribute("aria-valuetext")
    page.keyboard.press("PageUp")
    assert handle.get_attribute("aria-valuetext") != first
    assert fragment(page).startswith("#since=")
    page.get_by_role("button", name="all dates").click()
    unit = page.evaluate("gk.timeline.axis.unit")
    for _ in range(4):
        page.get_by_role("button", name="Zoom into the dates").click()
    assert page.evaluate("gk.timeline.axis.unit") != unit
    for _ in range(6):
        page.evaluate("gk.zoomAxis(gk.timeline, false)")
    assert page.evaluate("gk.timeline.axis.unit") == unit


def test_playback_walks_through_the_corpus_as_one_step(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="play").click()
    expect(page.get_by_role("button", name="pause")).to_be_visible()
    first = fragment(page)
    page.wait_for_timeout(1200)
    assert fragment(page) != first
    page.get_by_role("button", name="pause").click()
    page.go_back()
    assert fragment(page) == ""


def test_link_restores_the_view(sample: Path, open_page: Open) -> None:
    address = "#actor=russia&depth=2&hide-group=affiliation&hide-status=possible&since=2023-09-01&dates=text"
    page = open_page(sample, address)
    expect(page.locator("#panel h2")).to_have_text("Russia")
    assert page.evaluate("'#' + gk.writeHash(gk.store.state, gk.store.model)") == address


def test_help_explains_each_status_with_an_example_of_the_page(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.keyboard.press("?")
    box = page.locator("#help-box")
    expect(box).to_be_visible()
    expect(box.locator(".statuses dd")).to_have_count(len({event.status for event in sample_findings().events}))
    expect(box).to_contain_text("What is not in here")
    expect(box.locator("q").first).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_help_and_the_saved_legend_explain_a_dispute_between_two_events(open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    first = next(event for event in findings.events if event.status is Status.DISPUTED)
    said = replace(first.mentions[0], status=Status.OCCURRED)
    denied = replace(first.mentions[1], status=Status.DENIED)
    events = (
        replace(first, id="said", status=Status.OCCURRED, mentions=(said,), speakers=(None,)),
        replace(first, id="denied", status=Status.DENIED, mentions=(denied,), speakers=(None,)),
    )
    path = tmp_path / "two.html"
    write_page(replace(findings, events=events), path)
    page = open_page(path, "#view=graph")
    page.keyboard.press("?")
    expect(page.locator("#help-box .statuses .disputed")).to_have_count(1)
    page.keyboard.press("Escape")
    assert "disputed" in page.evaluate("gk.svgText(gk.store, gk.graph)").split("denied")[0]


# Two leaders of one state, and the state itself, and what each sentence says of a meeting with Russia.
MEETINGS = {
    "a plan of another pair that is given up": [
        ("kim-jong-un", "russia", Status.OCCURRED, None),
        ("park-jin", "russia", Status.NEGATED, None),
    ],
    "a denial of another pair": [
        ("kim-jong-un", "russia", Status.OCCURRED, None),
        ("park-jin", "russia", Status.DENIED, "russia"),
    ],
    "a negation that nobody speaks": [
        ("north-korea", "russia", Status.OCCURRED, None),
        ("north-korea", "russia", Status.NEGATED, None),
    ],
    "a denial": [("north-korea", "russia", Status.OCCURRED, None), ("north-korea", "russia", Status.DENIED, None)],
    "a negation by a speaker": [
        ("kim-jong-un", "russia", Status.OCCURRED, None),
        ("kim-jong-un", "russia", Status.NEGATED, "russia"),
    ],
}


@pytest.mark.parametrize("case", MEETINGS)
def test_only_a_denial_of_the_same_two_makes_a_dispute(case: str, open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    first = next(event for event in findings.events if event.predicate == "condemns")
    events = tuple(
        replace(
            first, id=f"meeting-{number}", predicate="supplies_arms_to", agent=agent, recipient=recipient,
            status=status, mentions=(replace(first.mentions[0], status=status),), speakers=(speaker,),
        )
        for number, (agent, recipient, status, speaker) in enumerate(MEETINGS[case])
    )  # fmt: skip
    ties = tuple(
        replace(first, id=f"tie-{agent}", predicate="represents", agent=agent, recipient="north-korea")
        for agent in ("kim-jong-un", "park-jin")
    )
    path = tmp_path / "meetings.html"
    write_page(replace(findings, events=(*events, *ties)), path)
    page = open_page(path, ARMS)
    disputed = case in ("a denial", "a negation by a speaker")
    sides = ["Says so 1", "Denies it 1" if disputed else "Negated 1"]
    expect(page.locator("#panel .card .side-name")).to_have_text(sides)
    page.evaluate("gk.store.set({select: null})")
    expect(page.locator("#brief .lead")).to_contain_text("most disputed" if disputed else "most reported")
    tally = "1 says so, 1 denies it" if disputed else "1 says so, 1 negated"
    assert page.evaluate("[...gk.store.result.claims.values()].map(sum => gk.tellSides(sum.sides))") == [tally]
    events_of = "[...gk.store.result.passed]"
    assert page.evaluate(f"gk.isHollow(gk.store.model, {events_of}.concat({events_of}.slice(0, 1)))") is disputed


def test_articles_without_a_publisher_are_no_publishers(open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    articles = tuple(replace(article, publisher=None) for article in findings.articles)
    path = tmp_path / "unknown.html"
    write_page(replace(findings, articles=articles), path)
    page = open_page(path, ARMS)
    expect(page.locator("#counts")).to_contain_text("2 articles · unknown publisher ·")
    expect(page.locator("#panel .card .sub")).to_contain_text("unknown publisher")
    expect(page.locator("#panel .card .source").first).to_contain_text("unknown publisher, ")
    write_page(replace(findings, articles=(articles[0], *findings.articles[1:])), path)
    page = open_page(path)
    expect(page.locator("#counts")).to_contain_text("2 publishers, one of them unknown")
