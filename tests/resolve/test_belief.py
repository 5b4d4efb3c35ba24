"""Belief grows with independent sources and falls with denials; statuses follow what sources say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkit.model import Article, Event, EventMention, Status
from graphkit.resolve import resolve_events
from graphkit.resolve.events.belief import correct_chance
from graphkit.resources.gazetteer.gazetteer import Gazetteer

from .building import article, says, state

RUSSIA, KOREA, STATES = state("Russia"), state("North Korea"), state("United States")


def one_event(mentions: list[EventMention], gazetteer: Gazetteer, publishers: dict[str, str] | None = None) -> Event:
    names = sorted({mention.evidence.article for mention in mentions})
    articles = [article(name, publisher=(publishers or {}).get(name)) for name in names]
    (event,) = resolve_events(articles, mentions, gazetteer).events
    return event


def test_independent_sources_multiply_their_errors() -> None:
    assert correct_chance([("a", 0.1, 0.8), ("b", 0.2, 0.7)]) == pytest.approx(1 - 0.3 * 0.5)


def test_repeats_of_one_source_shrink_only_its_random_error() -> None:
    assert correct_chance([("a", 0.1, 0.8), ("a", 0.1, 0.8)]) == pytest.approx(1 - (0.1 + 0.04))


def test_no_report_is_no_belief() -> None:
    assert correct_chance([]) == 0


def test_one_publisher_twice_is_one_source(gazetteer: Gazetteer) -> None:
    mentions = [says(where, RUSSIA, "attacks", state("Ukraine"), date="2023-11-08") for where in "ab"]
    assert one_event(mentions, gazetteer, {"a": "The Paper", "b": "the paper"}).publishers == 1
    assert one_event(mentions, gazetteer).publishers == 2


def test_a_denial_lowers_belief(gazetteer: Gazetteer) -> None:
    claim = says("a", KOREA, "supplies_arms_to", RUSSIA, date="2023-11-01")
    denial = says("b", KOREA, "supplies_arms_to", RUSSIA, status="denied")
    before, after = one_event([claim], gazetteer), one_event([claim, denial], gazetteer)
    assert (after.belief or 0) < (before.belief or 0)
    assert after.confidence >= before.confidence


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("occurred", "planned"), Status.OCCURRED),
        (("ongoing", "alleged"), Status.ONGOING),
        (("occurred", "denied"), Status.DISPUTED),
        (("ongoing", "negated"), Status.DISPUTED),
        (("alleged", "possible"), Status.ALLEGED),
        (("denied", "possible"), Status.POSSIBLE),
        (("alleged", "denied"), Status.DISPUTED),
    ],
)
def test_status_is_the_strongest_or_disputed(statuses: tuple[str, str], expected: Status, gazetteer: Gazetteer) -> None:
    mentions = [
        says(where, KOREA, "supplies_arms_to", RUSSIA, status=status, date="2023-11-08")
        for where, status in zip("ab", statuses, strict=True)
    ]
    assert one_event(mentions, gazetteer).status is expected


def test_one_article_that_tells_an_allegation_and_its_denial_is_disputed(gazetteer: Gazetteer) -> None:
    mentions = [
        says("a", KOREA, "supplies_arms_to", RUSSIA, status="alleged", by=STATES),
        says("a", KOREA, "supplies_arms_to", RUSSIA, status="denied", offset=80),
    ]
    assert one_event(mentions, gazetteer).status is Status.DISPUTED


def test_a_plan_later_reported_as_not_kept_is_negated(gazetteer: Gazetteer) -> None:
    mentions = [
        says("a", KOREA, "meets", RUSSIA, status="planned", date="2023-11-10"),
        says("b", KOREA, "meets", RUSSIA, status="negated", date="2023-11-10"),
    ]
    articles = [article("a", "2023-11-05"), article("b", "2023-11-11")]
    (event,) = resolve_events(articles, mentions, gazetteer).events
    assert event.status is Status.NEGATED


def test_marked_copies_and_equal_texts_count_once(gazetteer: Gazetteer) -> None:
    mentions = [says(where, RUSSIA, "attacks", state("Ukraine"), date="2023-11-08") for where in "abcd"]
    articles = [
        replace(article("a"), content_hash="x"),
        replace(article("b"), copy_of="a", content_hash="y"),
        replace(article("c"), content_hash="x"),
        article("d"),
    ]
    (event,) = resolve_events(articles, mentions, gazetteer).events
    assert event.publishers == 2


def test_articles_of_unknown_publishers_count_as_one_source(gazetteer: Gazetteer) -> None:
    mentions = [says(where, RUSSIA, "attacks", state("Ukraine"), date="2023-11-08") for where in "abcd"]
    unknown = [replace(article(name), publisher=None) for name in "abcd"]

    def merge(number: int, *articles: Article) -> Event:
        (event,) = resolve_events(articles, mentions[:number], gazetteer).events
        return event

    single, four = merge(1, *unknown), merge(4, *unknown)
    assert (single.publishers, four.publishers) == (1, 1)
    assert 0 < (four.belief or 0) - (single.belief or 0) < 0.3  # read more surely, and told by no one else
    known = [replace(each, publisher=f"Paper {each.id}") for each in unknown[:2]]
    assert merge(4, *known, *unknown[2:]).publishers == 3
    assert merge(2, replace(unknown[0], content_hash="x"), replace(known[1], content_hash="x")).publishers == 1
    assert merge(3, *(replace(each, content_hash="x") for each in unknown[:3])).publishers == 1


def test_two_articles_of_unknown_publishers_can_dispute(gazetteer: Gazetteer) -> None:
    mentions = [
        says(where, KOREA, "supplies_arms_to", RUSSIA, status=status, date="2023-11-08")
        for where, status in (("a", "occurred"), ("b", "negated"))
    ]
    articles = [replace(article(name), publisher=None) for name in "ab"]
    (event,) = resolve_events(articles, mentions, gazetteer).events
    assert event.status is Status.DISPUTED
