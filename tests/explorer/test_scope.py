"""Smaller pages: a period, the surroundings of an actor, the best-connected actors."""

from __future__ import annotations

import pytest

from graphkit.errors import UsageError
from graphkit.explorer.scope import find_entity, select_events
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
