"""Drive the page as a reader meets it: whole names and titles, verbs on lines, numbers that agree, paper to read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graphkit.explorer import write_page
from graphkit.model import Location
from tests.browser.conftest import Open, fragment, node_on_screen
from tests.explorer.generate import generate_findings
from tests.explorer.sample import sample_findings

pytestmark = pytest.mark.browser

DESK, TABLET, TURNED, PHONE = (1440, 900), (1000, 760), (844, 390), (390, 844)
SIZES = [DESK, (1280, 800), TABLET, PHONE]
#: The strongest lines in the picture that carry no verb.
SILENT = """() => { const { lines, placed } = gk.graph.scene;
  const told = new Set(placed.pills.map(pill => pill.line));
  return lines.slice(0, gk.VERBS).filter(line => !told.has(line)).map(line => line.key); }"""
#: Groups whose strongest line is not in the picture.
LOST_GROUPS = """() => { const { model, state, result } = gk.store;
  const lines = gk.makeLines(model, result.passed, one => gk.standIn(one, state.unfold), false);
  const drawn = new Set(gk.graph.scene.lines.map(line => line.key));
  return model.groups.filter((_, at) => { const most = Math.max(...lines.map(line => line.shares[at]));
    return most > 0 && !lines.some(line => line.shares[at] === most && drawn.has(line.key)); }).map(group => group.id);
}"""
#: Lines whose arrow ends under the name of its actor though a third of the line lies before that name.
BURIED = """() => gk.graph.scene.lines.filter(line => { const box = line.to.nameBox;
  const isUnder = share => { const { x, y } = gk.curvePoint(line.curve, share);
    return x > box.x - 2 && x < box.x + box.w + 2 && y > box.y - 4 && y < box.y + box.h + 2; };
  return box && ![0.5, 0.55, 0.6, 0.64].some(isUnder) && isUnder(line.span[1]) && line.span[1] > 0.64; })
  .map(line => line.key)"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("which", ["sample", "middling", "large"])
def test_the_picture_tells_its_strongest_lines(
    request: pytest.FixtureRequest, open_page: Open, which: str, size: tuple[int, int]
) -> None:
    page = open_page(request.getfixturevalue(which), "#view=graph", size=size)
    assert page.evaluate(SILENT) == []
    assert page.evaluate(LOST_GROUPS) == []
    assert page.evaluate(BURIED) == []


@pytest.fixture(scope="session")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with strong actors whose partners are all weak."""
    path = tmp_path_factory.mktemp("page") / "sparse.html"
    write_page(generate_findings(1000), path)
    return path


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (1280, 800)])
@pytest.mark.parametrize("which", ["sparse", "middling", "large"])
def test_the_thirty_strongest_actors_are_drawn_with_their_names(
    request: pytest.FixtureRequest, open_page: Open, which: str, size: tuple[int, int]
) -> None:
    page = open_page(request.getfixturevalue(which), "#view=graph", size=size)
    unnamed = page.evaluate(
        """() => { const { strength } = gk.wholeLines(gk.store); const { labels } = gk.graph.scene.placed;
        const named = new Set(labels.map(label => label.node.entity));
        const first = [...strength].sort((a, b) => b[1] - a[1] || a[0].at - b[0].at).slice(0, 30);
        return first.filter(([entity]) => !named.has(entity)).map(([entity]) => entity.label); }"""
    )
    assert unnamed == []


def test_a_claim_within_one_state_is_told_by_the_names_of_its_ends(open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    state, ends = "south-korea", ("park-jin", "yoon-suk-yeol")
    inner = replace(findings.events[0], id="within", agent=ends[0], recipient=ends[1])
    path = tmp_path / "inner.html"
    write_page(replace(findings, events=(*findings.events, inner)), path)
    page = open_page(path, "#view=graph")
    claim = page.evaluate(
        """() => { const event = gk.store.model.events.find(e => e.id === 'within');
        const claim = gk.claimsOf(gk.store.model, false).of[event.at];
        return [event.agent.fold && event.agent.fold.id, event.recipient.fold && event.recipient.fold.id, claim.inner,
          claim.agent.id, claim.recipient.id]; }"""
    )
    assert claim == [state, state, True, *ends]


def test_numbers_of_actors_agree_wherever_they_stand(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#view=graph")
    number = page.locator("#chips .amount b").inner_text().split()[0]
    expect(page.locator("#notice")).to_contain_text(f"of {number} actors;")
    page.evaluate("gk.store.select(gk.claimSelection(gk.rankedClaims(gk.store.result)[0].claim))")
    expect(page.locator("#notice")).to_contain_text(f"of {number} actors;")
    page.go_back()
    page.get_by_role("button", name="Matrix").click()
    expect(page.locator("#matrix svg text").first).to_contain_text(f"strongest of {number} actors")


@pytest.mark.parametrize("size", [DESK, TABLET, TURNED, PHONE])
def test_title_and_question_are_not_cut(open_page: Open, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "titled.html"
    write_page(sample_findings(), path, title="North Korea, South Korea and United Nations, 1998 to 2025")
    page = open_page(path, "#view=graph", size=size)
    cut = page.evaluate(
        """() => { const title = document.querySelector('h1'), ask = document.querySelector('#search');
        const style = getComputedStyle(ask);
        const room = ask.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        const asked = gk.textWidth(ask.placeholder, `${style.fontSize} ${style.fontFamily}`);
        return [title.scrollHeight > title.clientHeight + 2 || title.scrollWidth > title.clientWidth + 1,
        asked > room + 1, document.documentElement.scrollWidth > innerWidth]; }"""
    )
    assert cut == [False, False, False]


def test_a_filter_is_laid_out_afresh(middling: Path, open_page: Open) -> None:
    page = open_page(middling, "#view=graph")
    made = page.evaluate(
        """() => { let made = 0; const arrange = gk.arrange;
        gk.arrange = (...all) => { made += 1; return arrange(...all); };
        gk.showOnly(gk.store, 'group', 0); return made; }"""
    )
    assert made > 0


def test_a_core_of_many_lines_opens_as_matrix(large: Path, open_page: Open) -> None:
    page = open_page(large)
    assert page.evaluate("document.body.dataset.view") == "matrix"


@pytest.mark.parametrize("size", SIZES)
def test_a_matrix_stays_within_its_window_and_shows_what_is_not_reported(
    sample: Path, open_page: Open, size: tuple[int, int]
) -> None:
    page = open_page(sample, "#view=matrix", size=size)
    outside = page.evaluate(
        """() => { const box = document.querySelector('#matrix').getBoundingClientRect();
        return [...document.querySelectorAll('#matrix text')].filter(text => { const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1; }).map(text => text.textContent); }"""
    )
    assert outside == []
    cell = page.evaluate(
        """[...gk.matrixView.built.cells.values()].find(c => c.row.id === 'north-korea'
        && c.column.id === 'russia').key"""
    )
    assert page.locator(f"#matrix [data-cell='{cell}'] rect[stroke-width='1.3']").count() > 0


@pytest.mark.parametrize(
    ("address", "size", "named"),
    [
        ("#actor=atlantis&view=matrix", DESK, "atlantis"),
        ("#actor=atlantis&view=map", DESK, "atlantis"),
        ("#actor=atlantis&view=table", DESK, "atlantis"),
        ("#claim=north-korea&verb=enchants&to=russia", DESK, "enchants"),
        ("#hide-verb=enchants", DESK, "enchants"),
        ("#hide-status=rumoured", DESK, "rumoured"),
        ("#actor=atlantis", PHONE, "atlantis"),
    ],
)
def test_what_a_link_names_in_vain_is_told_in_every_view(
    sample: Path, open_page: Open, address: str, size: tuple[int, int], named: str
) -> None:
    page = open_page(sample, address, size=size)
    notice = page.locator(".missing:visible")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(named)


def test_a_question_without_answer_leads_to_the_nearest_that_has_one(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.locator("#search").fill("north korea supplied arms to russia in 1999")
    expect(page.locator("#hits li").first).to_contain_text("Nothing says who: North Korea")
    expect(page.locator("#hits li").nth(1)).not_to_contain_text("1999")
    page.keyboard.press("Enter")
    assert "who=north-korea" in fragment(page)
    assert "since" not in fragment(page)
    assert page.evaluate("gk.store.result.passed.size") > 0


def test_every_ready_query_finds_something(open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    path = tmp_path / "calm.html"
    write_page(replace(findings, events=tuple(event for event in findings.events if event.predicate == "meets")), path)
    page = open_page(path)
    page.locator("#search").click()
    expect(page.locator("#hits li").first).to_contain_text("Who met whom")
    assert page.locator("#hits li", has_text="What is disputed").count() == 0
    page.locator("#search").fill("what is disputed")
    expect(page.locator("#hits li").first).to_have_text("Nothing says what is disputed.")


def test_places_with_coordinates_are_dots_on_the_map(open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    seoul = Location(37.57, 126.98)
    placed = tuple(replace(entity, location=seoul) if entity.id == "seoul" else entity for entity in findings.entities)
    path = tmp_path / "dots.html"
    write_page(replace(findings, entities=placed), path)
    page = open_page(path, "#view=map")
    dot = page.locator("#map circle[data-node]")
    expect(dot).to_have_count(1)
    expect(dot.locator("title")).to_contain_text("Seoul: ")
    away = page.evaluate(
        """() => { const middle = e => { const b = e.getBoundingClientRect();
        return [b.x + b.width / 2, b.y + b.height / 2]; };
        const korea = gk.store.model.entityById.get('south-korea').at;
        const [a, b] = ['circle', `g[data-node="${korea}"]`].map(part =>
        middle(document.querySelector(`#map ${part}`)));
        return Math.hypot(a[0] - b[0], a[1] - b[1]); }"""
    )
    assert away < 40


def test_paper_flows_and_says_everything_once(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#paper > svg > text").count() == 0
    assert page.locator("#paper .sides").first.evaluate("side => getComputedStyle(side).display") == "block"
    trailing = page.evaluate(
        """[...document.querySelectorAll('#paper .source')].map(line => line.innerText.trim()).filter(text =>
        text.endsWith('·'))"""
    )
    assert trailing == []
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_years_beneath_the_timeline_stand_apart(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=table")
    gaps = page.evaluate(
        """() => { const line = gk.timeline;
        line.axis = gk.makeAxis(gk.store.model.events, ["1996-01-01", "2026-12-31"]);
        gk.updateTimeline(line, gk.store.state, gk.store.result);
        gk.drawTimeline(line);
        const boxes = [...line.svg.querySelectorAll(".year")].map(year => year.getBoundingClientRect());
        return boxes.slice(1).map((box, i) => box.left - boxes[i].right); }"""
    )
    assert len(gaps) > 8
    assert min(gaps) > 4


def test_the_counts_of_a_large_corpus_are_told_whole(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    cut = page.evaluate(
        """() => { const counts = document.getElementById("counts");
        const span = "Dec 2001 to Feb 2026";
        const parts = ["123 articles", "5 publishers, one of them unknown", span, "323 of 596 events"];
        counts.replaceChildren(...parts.flatMap(part => [gk.h("span", {}, part), " · "]));
        const head = document.getElementById("head").getBoundingClientRect();
        const own = counts.getBoundingClientRect();
        return [counts.scrollWidth > counts.clientWidth, counts.scrollHeight > counts.clientHeight + 1,
          own.bottom > head.bottom]; }"""
    )
    assert cut == [False, False, False]


def test_both_kinds_of_dates_fit_a_phone(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=graph", size=PHONE)
    page.evaluate("document.querySelectorAll('.date-kind .number').forEach(number => number.textContent = '(2,170)')")
    edges = page.evaluate(
        "[...document.querySelectorAll('.date-kind')].map(kind => kind.getBoundingClientRect().right)"
    )
    assert max(edges) < PHONE[0]
    page.get_by_role("checkbox", name="by report").uncheck()
    assert "dates=text" in fragment(page)


def test_a_sentence_without_a_known_publisher_names_its_article_once(open_page: Open, tmp_path: Path) -> None:
    findings = sample_findings()
    articles = tuple(replace(article, publisher=None, title=None) for article in findings.articles)
    path = tmp_path / "bare.html"
    write_page(replace(findings, articles=articles), path)
    page = open_page(path)
    said = page.locator("#panel .said", has=page.locator(".source .name")).first
    assert "in unknown publisher" not in said.inner_text()
    assert sum(said.inner_text().count(article.id) for article in articles) == 1
    cited = page.evaluate("gk.cite(gk.store.model.events[0].mentions[0])")
    assert any(article.id in cited for article in articles)


def test_the_filters_leave_only_disputed_claims(sample: Path, open_page: Open) -> None:
    page = open_page(sample)
    page.get_by_role("button", name="Filters").click()
    box = page.get_by_role("checkbox", name="Only disputed claims")
    number = page.evaluate("gk.disputedClaims(gk.store.result).length")
    expect(page.locator(".facet", has=box)).to_contain_text(str(number))
    box.check()
    assert page.evaluate("gk.store.result.claims.size") == number > 0
    assert "disputed=yes" in fragment(page)
    page.go_back()
    expect(box).not_to_be_checked()


def test_the_tip_names_one_actor_by_one_kind_and_goes_with_it(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#view=graph")
    page.mouse.move(*node_on_screen(page, "north-korea"))
    expect(page.locator("#tip")).to_contain_text("· state")
    expect(page.locator("#tip")).not_to_contain_text("states")
    page.evaluate("gk.store.set({ disputed: true })")
    expect(page.locator("#tip")).to_be_hidden()


def test_the_ring_about_a_chosen_actor_leaves_its_name_alone(sample: Path, open_page: Open) -> None:
    page = open_page(sample, "#pair=north-korea&with=russia")
    depths = page.evaluate(
        """[...document.querySelectorAll('#canvas .ring')].map(ring => {
          const name = document.querySelector(`#canvas .names [data-node="${ring.dataset.node}"]`);
          return ring.getBBox().y + ring.getBBox().height - name.getBBox().y; })"""
    )
    assert len(depths) == 2
    assert max(depths) < 2
