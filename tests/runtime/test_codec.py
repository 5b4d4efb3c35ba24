from dataclasses import dataclass

import pytest

from graphkit.model import EventMention, Evidence, Kind, Mention, Span, Status, When
from graphkit.runtime import decode, encode

ACTOR = Mention(Span(0, 7), "Norland", "Norland", Kind.STATE, entry="norland", label="GPE")
OTHER = Mention(Span(12, 19), "Sudland", "Sudland", Kind.STATE)
EVENT = EventMention(
    trigger=Span(8, 11),
    predicate="meets",
    subject=ACTOR,
    object=OTHER,
    status=Status.PLANNED,
    evidence=Evidence("a", Span(0, 20), "Norland met Sudland.", "meet.active"),
    confidence=0.75,
    plover="CONSULT",
    date=When("2019-05-03", "2019-05-03", "day"),
    attributed_to=ACTOR,
)


def test_event_mentions_come_back_equal():
    data = encode(EVENT)
    assert decode(EventMention, data) == EVENT
    assert isinstance(decode(EventMention, data).status, Status)


@dataclass(frozen=True)
class Pairs:
    some: tuple[tuple[str, str], ...]
    none: int | None = None


def test_tuples_and_unknowns():
    value = Pairs((("a", "b"), ("c", "d")))
    assert encode(value) == [[["a", "b"], ["c", "d"]], None]
    assert decode(Pairs, encode(value)) == value


@pytest.mark.parametrize("data", [None, 1, [], [1, 2, 3], {"some": []}])
def test_other_data_are_refused(data):
    with pytest.raises((ValueError, TypeError)):
        decode(Pairs, data)
