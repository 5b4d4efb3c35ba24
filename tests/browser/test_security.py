"""Hostile names, titles, sentences, addresses and ids: nothing runs or is asked for, with and without policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graphkit.explorer import write_page
from graphkit.model import Article, Entity, Event, EventMention, Evidence, Findings, Kind, Mention, Span, Status, When
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>window.hit = 1</script>",
    "</script><script>window.hit = 2</script>",
    "<img src=x onerror='window.hit = 3'>",
    "<!--<script>",
    "--><svg onload='window.hit = 4'>",
    "\"><iframe srcdoc='<script>parent.hit = 5</script>'>",
    "' autofocus onfocus='window.hit = 6",
    "{{ 7 * 7 }} {% raw %} ${window.hit = 8}",
    "javascript:window.hit=9//href",
    "<a href='javascript:window.hit=10'>link</a>",
    "=HYPERLINK(\"http://127.0.0.1:9/x\")",
    "__proto__",
    "constructor",
    "\u202egnorw eht yaw dnuor\u202c",
    "\u2028\u2029\u0000\u0007 ]]> &lt;b&gt; \\",
    "\U0001f5fa\ufe0f " + "A" * 400,
    "lone \ud800 surrogate",
    "x" * 10_000,
    "url(http://127.0.0.1:9/y)",
    "]\u0338 e\u0301" * 30,
]  # fmt: skip
ADDRESSES = [
    "javascript:window.hit=20",
    "data:text/html,<script>window.hit=21</script>",
    "file:///etc/passwd",
    "//127.0.0.1:9/z",
    "https://example.org/\"onmouseover=window.hit=22 x=\"",
    " java\nscript:window.hit=23",
    "vbscript:x",
    "http://[bad",
]  # fmt: skip


def hostile_findings() -> Findings:
    articles, entities, events = [], [], []
    for index, text in enumerate(HOSTILE):
        body = f"{text} meets {text} near {text}."
        second = len(text) + 7
        articles.append(
            Article(
                id=f"{text}{index}",
                text=body,
                title=text,
                url=ADDRESSES[index % len(ADDRESSES)],
                publisher=text,
                published="2024-01-02",
            )
        )
        entities.append(Entity(text, list(Kind)[index % len(Kind)], text, (text + " too",), (("wikidata", text),)))
        subject = Mention(Span(0, len(text)), text, text, Kind.PERSON)
        object_ = Mention(Span(second, second + len(text)), text, text, Kind.PERSON)
        mention = EventMention(
            trigger=Span(len(text) + 1, len(text) + 6),
            predicate="meets",
            subject=subject,
            object=object_,
            status=list(Status)[index % len(Status)],
            evidence=Evidence(f"{text}{index}", Span(0, len(body)), body, text),
            confidence=0.5,
            plover=text,
        )
        for other in (HOSTILE[(index + 1) % len(HOSTILE)], HOSTILE[(index + 5) % len(HOSTILE)]):
            events.append(
                Event(
                    id=f"{text}|{other}",
                    predicate="meets",
                    plover="CONSULT",
                    agent=text,
                    recipient=other,
                    status=mention.status,
                    confidence=0.5,
                    mentions=(mention,),
                    speakers=(other,),
                    date=When("2024-01-01", "2024-01-02", "interval"),
                    place=other,
                    topic=text,
                )
            )
    return Findings(articles=tuple(articles), entities=tuple(entities), events=tuple(events))


@pytest.mark.parametrize("policy", ["with policy", "without policy"])
def test_hostile_data_never_run(open_page: Open, tmp_path: Path, policy: str) -> None:
    path = tmp_path / "hostile.html"
    write_page(hostile_findings(), path, title=HOSTILE[1])
    if policy == "without policy":
        text, cut = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", path.read_text(encoding="utf-8"))
        assert cut == 1
        path.write_text(text, encoding="utf-8")
    page = open_page(path, f"#q={HOSTILE[2]}")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    expect(page.locator("#title")).to_have_text(HOSTILE[1])
    assert page.evaluate("gk.store.state.q").startswith("<img")
    page.evaluate("gk.clearFilters(gk.store)")
    page.evaluate("gk.store.set({phrases: true, ties: true, unfold: true})")
    assert page.evaluate("gk.store.result.passed.size") == 2 * len(HOSTILE)
    for name in HOSTILE:
        page.evaluate("id => gk.store.select({type: 'actor', id})", name.replace("\ud800", "?"))
        assert page.locator("#panel h2").text_content() == name.replace("\ud800", "?")
        page.locator("#search").fill(name[:180].replace("\ud800", "?"))
        page.evaluate("gk.showHits(gk.askBox)")
    page.evaluate("a => gk.store.select({type: 'pair', a: a[0], b: a[1]})", HOSTILE[:2])
    page.evaluate("a => gk.store.select({type: 'claim', a: a[0], verb: 'meets', b: a[1]})", HOSTILE[:2])
    for article in range(len(HOSTILE)):
        page.evaluate("at => gk.store.select({type: 'article', id: gk.store.model.articles[at].id})", article)
    page.evaluate("gk.store.select(null)")
    for view in ("table", "matrix", "map", "graph"):
        page.evaluate("view => gk.store.set({view})", view)
        page.evaluate("gk.svgText(gk.store, gk.graph)")
    page.evaluate(
        "gk.graph.scene.lines.forEach(line => gk.$('tip').replaceChildren(...gk.lineTip(gk.store.model, line)))"
    )
    page.evaluate("gk.openHelp(gk.store)")
    page.evaluate("gk.$('help-box').close()")
    page.evaluate("gk.fillPaper(gk.store, gk.graph)")
    page.evaluate("gk.citeClaim(gk.store.model, [...gk.store.result.claims.values()][0])")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None
    assert dialogs == []
    assert (
        page.evaluate(
            "document.querySelectorAll('img, iframe, object, embed, form[action], base, link[href^=http]').length"
        )
        == 0
    )
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => [a.protocol, a.rel, a.getAttribute('href')])")
    assert all(
        href.startswith("#") or (scheme in ("http:", "https:") and rel == "noopener noreferrer")
        for scheme, rel, href in links
    )


def test_formulas_are_disarmed_in_csv(open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    write_page(hostile_findings(), path)
    page = open_page(path)
    text = page.evaluate("gk.makeCsv(gk.store.model, gk.store.model.events)")
    assert "=HYPERLINK" in text
    assert not re.search(r'(^|,|\n)"?=', text)


def test_policy_forbids_what_the_page_does_not_need(browser: Browser, sample: Path) -> None:
    context = browser.new_context(offline=False)
    page = context.new_page()
    failed: list[str | None] = []
    page.on("requestfailed", lambda request: failed.append(request.failure))
    page.goto(sample.as_uri())
    page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.hit = 1";
        const image = document.createElement("img"); image.src = "http://127.0.0.1:9/i.png";
        document.body.append(script, image);
        return fetch("http://127.0.0.1:9/").catch(() => 0); }"""
    )
    assert page.evaluate("window.hit") is None
    assert failed
    assert set(failed) == {"csp"}
    context.close()
