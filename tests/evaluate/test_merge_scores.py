"""The merge gold holds together, and merging keeps its floors on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.errors import UsageError
from graphkit.evaluate.merge_scores import MergeGold, read_merge_gold, score_merging
from graphkit.resolve import resolve_events
from graphkit.resources.gazetteer.gazetteer import Gazetteer

GOLD = Path(__file__).parents[2] / "data" / "merge_gold" / "articles.jsonl"


@pytest.fixture(scope="module")
def gold() -> MergeGold:
    return read_merge_gold(GOLD)


def test_there_are_enough_articles_stories_and_hard_negatives(gold: MergeGold) -> None:
    assert len(gold.articles) >= 60
    assert gold.stories >= 20
    facts = {(m.predicate, event) for m, event in zip(gold.mentions, gold.events.values(), strict=True)}
    assert len(facts) > 60


def test_every_mention_stands_in_its_text_and_every_event_keeps_to_one_kind_of_pair(gold: MergeGold) -> None:
    pairs: dict[str, set[frozenset[str]]] = {}
    for mention, event in zip(gold.mentions, gold.events.values(), strict=True):
        pair = frozenset(
            gold.entities[mention.evidence.article, argument.span.start, argument.span.end, argument.name]
            for argument in (mention.subject, mention.object)
        )
        pairs.setdefault(event, set()).add(pair)
    assert {event: named for event, named in pairs.items() if len(named) > 1} == {}
    texts = {article.id: article.text for article in gold.articles}
    for mention in gold.mentions:
        text = texts[mention.evidence.article]
        assert text[mention.subject.span.start : mention.subject.span.end] == mention.subject.text
        assert text[mention.trigger.start : mention.trigger.end].strip()


def test_merging_keeps_its_floors(gold: MergeGold) -> None:
    report = score_merging(gold, resolve_events(gold.articles, gold.mentions, Gazetteer.load()))
    assert report.entities.items > 200
    assert report.entities.f1 >= 0.99
    assert report.events.f1 >= 0.98


def test_merging_everything_or_nothing_would_not_pass(gold: MergeGold) -> None:
    from graphkit.evaluate.bcubed import score_bcubed

    assert score_bcubed(gold.events, dict.fromkeys(gold.events, "one")).f1 < 0.5
    assert score_bcubed(gold.events, {item: item for item in gold.events}).f1 < 0.85


def test_a_broken_record_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "a", "text": "x", "story": "s", "mentions": [{"span": [0]}], "facts": []}\n', encoding="utf-8"
    )
    with pytest.raises(UsageError) as caught:
        read_merge_gold(path)
    assert caught.value.where == f"{path}:1"


def test_a_build_that_finds_the_gold_itself_scores_as_its_merging(gold: MergeGold) -> None:
    from graphkit.evaluate.alignment import score_build

    merged = resolve_events(gold.articles, gold.mentions, Gazetteer.load())
    report, mentions, facts = score_build(gold, merged)
    assert report.events == score_merging(gold, merged).events
    assert facts == 1
    assert mentions > 0.95


def test_a_build_that_finds_half_is_told_apart_from_one_that_merges_badly(gold: MergeGold) -> None:
    from graphkit.evaluate.alignment import score_build

    merged = resolve_events(gold.articles, gold.mentions[::2], Gazetteer.load())
    report, _, facts = score_build(gold, merged)
    assert 0.4 < facts < 0.6
    assert report.events.precision > 0.95
