"""Smaller pages, merged edges, and the part that is drawn at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkit.errors import UsageError
from graphkit.explorer.edges import MAX_PARALLEL, merge_relations
from graphkit.explorer.scope import (
    CORE_EDGES,
    CORE_NODES,
    STATUS_WEIGHT,
    choose_core,
    choose_drawable,
    ends_of,
    find_entity,
    select_events,
)
from graphkit.model import Status
from graphkit.resources.vocabulary import Vocabulary
from tests.explorer.generate import generate_findings
from tests.explorer.sample import sample_findings

SAMPLE = sample_findings()


def test_everything_is_selected_by_default() -> None:
    assert select_events(SAMPLE) == list(SAMPLE.events)


def test_depth_one_keeps_the_neighbours_and_what_is_between_them() -> None:
    events = select_events(SAMPLE, focus="Kim", depth=1)
    assert {end for e in events for end in (e.agent, e.recipient)} == {
        "kim-jong-un",
        "kim-putin-summit",
        "north-korea",
        "vladimir-putin",
    }
    assert len(select_events(SAMPLE, focus="kim-jong-un", depth=2)) > len(events)


def test_a_period_keeps_dates_that_touch_it_and_drops_the_undated() -> None:
    events = select_events(SAMPLE, since="2023-09", until="2023-09")
    assert {e.date.iso for e in events if e.date} == {"2023-09", "2023"}
    assert all(e.date for e in events)
    assert {e.date.iso for e in select_events(SAMPLE, since="2023-11-09") if e.date} == {
        "2023-11-09",
        "2023-11",
        "2023",
    }


def test_top_keeps_the_best_connected_actors() -> None:
    events = select_events(SAMPLE, top=3)
    assert {end for e in events for end in (e.agent, e.recipient)} <= {"antony-blinken", "north-korea", "russia"}
    assert events


def test_an_entity_is_found_by_id_label_or_alias_and_a_label_wins() -> None:
    assert find_entity(SAMPLE.entities, "PYONGYANG").id == "north-korea"
    assert find_entity(SAMPLE.entities, "seoul").id == "seoul"
    with pytest.raises(UsageError, match="nobody"):
        find_entity(SAMPLE.entities, "nobody")


def test_events_of_same_ends_verb_and_status_become_one_edge_with_a_count() -> None:
    place = {entity.id: at for at, entity in enumerate(SAMPLE.entities)}
    relations = merge_relations(SAMPLE.events, place, Vocabulary.load(), STATUS_WEIGHT)
    assert sorted(n for r in relations for n in r.events) == list(range(len(SAMPLE.events)))
    talks = [
        r
        for r in relations
        if r.predicate == "meets" and {place["antony-blinken"], place["park-jin"]} == {r.source, r.target}
    ]
    assert {r.status for r in talks} == {Status.PLANNED, Status.OCCURRED}
    assert all(r.symmetric for r in talks)


@pytest.mark.parametrize("verbs", [("meets",), ("meets", "accuses", "supplies_arms_to")])
def test_at_most_five_edges_run_between_two_actors_and_none_lies_on_another(verbs: tuple[str, ...]) -> None:
    first = SAMPLE.events[0]
    events = [
        replace(first, predicate=verb, status=status, agent=agent, recipient=recipient)
        for verb in verbs
        for status in Status
        for agent, recipient in (("a", "b"), ("b", "a"))
    ]
    relations = merge_relations(events, {"a": 0, "b": 1}, Vocabulary.load(), STATUS_WEIGHT)
    bends = [r.bend if r.source == 0 else -r.bend for r in relations]
    assert len(relations) <= MAX_PARALLEL
    assert len(set(bends)) == len(bends)
    assert sorted(n for r in relations for n in r.events) == list(range(len(events)))


@pytest.mark.parametrize("size", [60, 700, 5_000])
def test_a_large_graph_opens_on_its_core(size: int) -> None:
    findings = generate_findings(size)
    place = {entity.id: at for at, entity in enumerate(findings.entities)}
    relations = merge_relations(findings.events, place, Vocabulary.load(), STATUS_WEIGHT)
    core = choose_core(relations)
    drawable = choose_drawable(relations, core)
    if size == 60:
        assert core == drawable == list(range(len(relations)))
        return
    assert len(ends_of(relations, core)) <= CORE_NODES
    assert len(core) <= CORE_EDGES
    assert (len(drawable) == len(relations)) == (size == 700)
    assert max(relations[i].strength for i in core) == max(r.strength for r in relations)
