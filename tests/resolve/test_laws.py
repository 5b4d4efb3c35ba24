"""The laws of merging, over generated articles: order, repeats and parts change nothing; nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.model import Article, EventMention, Kind
from graphkit.resolve import Resolution, resolve_events
from graphkit.resolve.entities.disjoint_set import DisjointSet
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.runtime import external_sort as storage

from .building import article, body, person, place, says, state, thing

GAZETTEER = Gazetteer.load()
ARTICLES = tuple(
    article(name, f"2024-03-{day:02}") for name, day in zip("abcdefgh", (1, 2, 2, 4, 9, 20, 27, 30), strict=True)
)
# those who act and those who are acted upon share no one, so that no fact relates somebody to himself
ACTORS = st.sampled_from(
    [person(name) for name in ("Ilda Marn", "Marn", "I. Marn", "Marn Ilda", "Kim Tae-woong", "Tae Woong Kim", "Kim")]
    + [state("Norway"), state("France"), body("Halden Trade Union Congress"), body("HTUC"), thing("police", Kind.GROUP)]
)
OTHERS = st.sampled_from(
    [person(name) for name in ("Oto Vell", "Vell", "Otto Vell", "Sergei Volkonin", "Sergey Volkonin", "Park")]
    + [state("Peru"), state("Chad"), thing("Lyon protesters", Kind.GROUP), thing("G20 summit", Kind.OCCASION)]
)
PLACES = st.sampled_from([None, place("Oslo", "oslo"), place("Lima", "lima"), place("Kharkiv")])
DATES = st.sampled_from(
    [
        None,
        None,
        "2024-03-01",
        "2024-03-02",
        "2024-03-03",
        "2024-03-12",
        "2024-03",
        "2024-02",
        "2024",
        "2024-03-01/2024-03-07",
    ]
)
MENTIONS = st.builds(
    says,
    st.sampled_from("abcdefgh"),
    ACTORS,
    st.sampled_from(["meets", "hosts", "negotiates_with", "speaks_with", "condemns", "attacks", "urges", "attends"]),
    OTHERS,
    status=st.sampled_from(["occurred", "planned", "ongoing", "denied", "negated", "alleged", "possible"]),
    date=DATES,
    place=PLACES,
    by=st.sampled_from([None, state("France"), person("Ilda Marn")]),
    offset=st.integers(0, 3).map(lambda step: step * 100),
)
STANDING = st.builds(
    says,
    st.sampled_from("abcdefgh"),
    ACTORS.filter(lambda actor: actor.kind is Kind.PERSON),
    st.just("represents"),
    st.sampled_from([state("Norway"), state("South Korea"), state("Japan")]),
    status=st.just("ongoing"),
)
CORPORA = st.lists(st.one_of(MENTIONS, MENTIONS, MENTIONS, STANDING), min_size=1, max_size=25)


def resolve(mentions: list[EventMention], articles: tuple[Article, ...] = ARTICLES) -> Resolution:
    return resolve_events(articles, mentions, GAZETTEER)


def mentions_of(resolution: Resolution) -> list[EventMention]:
    return [mention for event in resolution.events for mention in event.mentions]


@settings(max_examples=60, deadline=None)
@given(CORPORA.flatmap(lambda corpus: st.tuples(st.just(corpus), st.permutations(corpus))))
def test_order_changes_nothing(both: tuple[list[EventMention], list[EventMention]]) -> None:
    first, second = both
    assert resolve(first) == resolve(second, ARTICLES[::-1])


@settings(max_examples=60, deadline=None)
@given(CORPORA)
def test_repeats_change_nothing_and_merging_what_is_merged_changes_nothing(corpus: list[EventMention]) -> None:
    once = resolve(corpus)
    assert resolve(corpus * 2) == once
    assert resolve(mentions_of(once)) == once


@settings(max_examples=60, deadline=None)
@given(CORPORA, CORPORA, CORPORA)
def test_parts_merge_to_the_whole_in_any_grouping(
    first: list[EventMention], second: list[EventMention], third: list[EventMention]
) -> None:
    whole = resolve(first + second + third)
    left = resolve(
        mentions_of(resolve(mentions_of(resolve(first)) + mentions_of(resolve(second)))) + mentions_of(resolve(third))
    )
    right = resolve(
        mentions_of(resolve(first)) + mentions_of(resolve(mentions_of(resolve(second)) + mentions_of(resolve(third))))
    )
    assert left == whole
    assert right == whole


@settings(max_examples=60, deadline=None)
@given(CORPORA)
def test_merging_on_the_disk_is_merging_in_memory(corpus: list[EventMention]) -> None:
    once = resolve(corpus)
    with patch.object(storage, "ROOM", 200):
        assert resolve(corpus) == once


@settings(max_examples=60, deadline=None)
@given(CORPORA)
def test_every_mention_is_told_once_and_ids_are_unique(corpus: list[EventMention]) -> None:
    resolution = resolve(corpus)
    assert sorted(map(repr, mentions_of(resolution))) == sorted(map(repr, set(corpus)))
    for nodes in (resolution.entities, resolution.events):
        ids = [node.id for node in nodes]
        assert ids == sorted(set(ids))
    known = {entity.id for entity in resolution.entities}
    for event in resolution.events:
        assert {event.agent, event.recipient, *filter(None, (event.place, *event.speakers))} <= known
        assert len(event.speakers) == len(event.mentions)
        assert 0 <= (event.belief or 0) <= 1
        assert 0 < event.confidence <= 1
        assert event.publishers >= 1
    linked = {link.entity for link in resolution.links}
    around = {name for entity in resolution.entities for name in (entity.within, entity.state) if name is not None}
    assert linked <= known <= linked | around  # besides, only what places lie in and bodies belong to


@settings(max_examples=60, deadline=None)
@given(CORPORA, st.sampled_from("abcdefgh"))
def test_a_deleted_article_leaves_no_trace(corpus: list[EventMention], gone: str) -> None:
    kept = [mention for mention in corpus if mention.evidence.article != gone]
    without = resolve(kept, tuple(article for article in ARTICLES if article.id != gone))
    assert resolve(kept) == without
    assert all(link.article != gone for link in without.links)
    assert all(mention.evidence.article != gone for mention in mentions_of(without))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_the_root_of_a_set_is_its_smallest_member(pairs: list[tuple[int, int]]) -> None:
    forward: DisjointSet[int] = DisjointSet()
    backward: DisjointSet[int] = DisjointSet()
    for first, second in pairs:
        forward.join(first, second)
    for first, second in reversed(pairs):
        backward.join(second, first)
    for item in {item for pair in pairs for item in pair}:
        same = {second for pair in pairs for second in pair if forward.find(second) == forward.find(item)}
        assert forward.find(item) == backward.find(item) == min(same)


def test_the_hash_seed_changes_nothing() -> None:
    root = Path(__file__).parents[2]
    script = (
        "from graphkit.evaluate.merge_scores import read_merge_gold\n"
        "from graphkit.resources.gazetteer.gazetteer import Gazetteer\n"
        "from graphkit.resolve import resolve_events\n"
        "gold = read_merge_gold('data/merge_gold/articles.jsonl')\n"
        "found = resolve_events(gold.articles, gold.mentions, Gazetteer.load())\n"
        "print(found.entities, found.events, found.links, found.remarks)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
