"""Events of a page go to the disk as rows and come back with the positions of the page's tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkit.explorer import page as explorer_page
from graphkit.explorer import render_page
from graphkit.explorer.page_rows import Act, PageRows
from graphkit.model import Status
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime import SpillStorage
from tests.explorer.generate import generate_findings
from tests.explorer.sample import sample_findings

SAMPLE = sample_findings()
VOCABULARY = Vocabulary.load()


def collect(storage: SpillStorage) -> PageRows:
    rows = PageRows(storage, VOCABULARY)
    for event in SAMPLE.events:
        rows.add(event)
    return rows


def test_rows_refer_to_actors_and_articles_in_the_order_of_their_ids() -> None:
    with SpillStorage() as storage:
        rows = collect(storage)
        actors, articles = sorted(rows.entities), sorted(rows.articles)
        sentences, shown = list(rows.list_sentences()), iter(list(rows.list_mentions()))
        for row, event in zip(rows.list_events(), SAMPLE.events, strict=True):
            assert (row[0], actors[row[2]], actors[row[3]]) == (event.id, event.agent, event.recipient)
            assert (None if row[6] is None else actors[row[6]]) == event.place
            statements = zip(row[10][::3], row[10][1::3], row[10][2::3], event.mentions, event.speakers, strict=True)
            for article, status, voice, mention, speaker in statements:
                sentence, confidence, _ = next(shown)
                assert articles[article] == articles[sentences[sentence][0]] == mention.evidence.article
                assert sentences[sentence][1] == mention.evidence.sentence
                assert (list(Status)[status], confidence) == (mention.status, round(mention.confidence, 2))
                assert (None if voice == -1 else actors[voice]) == speaker
        assert next(shown, None) is None


def test_acts_are_what_the_lines_need_of_events() -> None:
    with SpillStorage() as storage:
        acts = list(collect(storage).list_acts())
    assert acts == [Act(e.agent, e.recipient, e.predicate, e.status, e.publishers) for e in SAMPLE.events]


def test_a_sentence_is_shown_as_the_article_has_it() -> None:
    event = SAMPLE.events[0]
    with SpillStorage() as storage:
        rows = PageRows(storage, VOCABULARY)
        rows.add(event, [f"“{mention.evidence.sentence}”" for mention in event.mentions])
        shown = {row[1] for row in rows.list_sentences()}
    assert shown == {f"“{mention.evidence.sentence}”" for mention in event.mentions}


def test_rows_on_the_disk_give_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = generate_findings(300)
    whole = render_page(findings, title="x")
    monkeypatch.setattr(explorer_page, "SpillStorage", lambda: SpillStorage(room=2_000))
    assert render_page(findings, title="x") == whole


def test_text_that_looks_like_the_place_of_a_table_stays_text() -> None:
    title = '<rows of events> & "<rows of sentences>" </script>'
    articles = tuple(replace(article, title=title) for article in SAMPLE.articles)
    page = render_page(replace(SAMPLE, articles=articles), title=title)
    assert "<rows of" not in page
    assert page.count('"events":[[') == render_page(SAMPLE).count('"events":[[') == 1
