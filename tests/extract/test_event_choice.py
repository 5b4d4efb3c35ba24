"""Test choices among the events of one article, and among other answers."""

from __future__ import annotations

import pytest

from graphkit.extract.choices import known, only_one
from graphkit.extract.event_choice import names_of_sides, not_undone, of_predicates, told_within
from graphkit.model import EventMention, Evidence, Kind, Mention, Span, Status


def make_event(predicate: str, start: int, status: Status = Status.OCCURRED) -> EventMention:
    words = Span(0, 4)
    chad, mali = (Mention(words, name, name, Kind.STATE) for name in ("Chad", "Mali"))
    evidence = Evidence("news", words, "Chad", "rule")
    return EventMention(Span(start, start + 3), predicate, chad, mali, status, evidence, 0.8, "CONSULT")


MET, TO_MEET, ACCUSED = make_event("meets", 10), make_event("meets", 50, Status.POSSIBLE), make_event("accuses", 90)
EVENTS = [MET, TO_MEET, ACCUSED]


def test_events_are_chosen_by_predicate_status_and_place() -> None:
    assert of_predicates(EVENTS, {"meets"}) == [MET, TO_MEET]
    assert not_undone(EVENTS) == [MET, ACCUSED]
    assert told_within(EVENTS, range(50, 90)) == [TO_MEET]


def test_the_names_of_the_sides_keep_their_order() -> None:
    assert names_of_sides(MET) == ("Chad", "Mali")


@pytest.mark.parametrize(("choices", "choice"), [(["Lima"], "Lima"), ([], None), (["Lima", "Lome"], None)])
def test_only_a_single_choice_is_the_one(choices: list[str], choice: str | None) -> None:
    assert only_one(choices) == choice


def test_what_says_something_is_known() -> None:
    assert known([None, "", "Lima", None]) == ["", "Lima"]
