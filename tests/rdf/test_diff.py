"""Two graphs differ in the facts that came, went or changed their status."""

from __future__ import annotations

from dataclasses import replace

from graphkit.model import Status
from graphkit.rdf.diff import compare_graphs
from tests.sample import make_findings


def test_a_graph_does_not_differ_from_itself() -> None:
    assert compare_graphs(make_findings(), make_findings()).is_empty


def test_what_came_went_and_changed_is_told() -> None:
    new = make_findings()
    events = {event.id: event for event in new.events}
    del events["e-urges-09"]
    old = replace(new, events=tuple(events.values()))
    events = {event.id: event for event in new.events}
    events["e-hosts-04"] = replace(events["e-hosts-04"], status=Status.OCCURRED)
    del events["e-condemns-01"]
    differences = compare_graphs(old, replace(new, events=tuple(events.values())))
    assert [fact.text for fact in differences.added] == ["Tomas Weld urges Harbour League"]
    assert [fact.text for fact in differences.gone] == ["Harbour League condemns Portugal"]
    assert [(change.before.status, change.after.status) for change in differences.changed] == [
        (Status.PLANNED, Status.OCCURRED)
    ]


def test_one_direction_is_as_good_as_the_other_where_it_carries_no_meaning() -> None:
    old = make_findings()
    turned = tuple(
        replace(event, agent=event.recipient, recipient=event.agent) if event.id == "e-meets-05" else event
        for event in old.events
    )
    assert compare_graphs(old, replace(old, events=turned)).is_empty
    turned = tuple(
        replace(event, agent=event.recipient, recipient=event.agent) if event.id == "e-urges-09" else event
        for event in old.events
    )
    assert len(compare_graphs(old, replace(old, events=turned)).added) == 1


def test_another_event_of_a_known_fact_is_no_new_fact() -> None:
    old = make_findings()
    again = replace(old.events[0], id="e-again")
    assert compare_graphs(old, replace(old, events=(*old.events, again))).is_empty
