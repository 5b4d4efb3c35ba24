from dataclasses import dataclass

import pytest

from graphkit.model import EventMention, Evidence, Kind, Mention, Span, Status, When
from graphkit.runtime import Raw, Record, RecordError, decode, encode, encode_text

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


class CodecRow(Record, frozen=True):
    name: str
    days: tuple[int, ...] = ()


def test_dataclasses_become_objects_and_records_arrays():
    assert encode(Pairs((("a", "b"),))) == b'{"some":[["a","b"]],"none":null}'
    assert encode(CodecRow("x", (1, 2))) == b'["x",[1,2]]'
    assert decode(CodecRow, encode(CodecRow("x"))) == CodecRow("x")


@pytest.mark.parametrize("text", ["caf\u00e9 \ud800", "\udfff", "a\nb\0c", "\x7f\x85\u2028"])
def test_any_text_comes_back_without_breaking_the_row(text):
    record = CodecRow(text)
    assert decode(CodecRow, encode_text(record)) == record == decode(CodecRow, encode(record))
    assert not {"\n", "\r", "\0"} & set(encode_text(record))


@pytest.mark.parametrize(
    "data", ["null", "1", '{"some": 1}', '{"some": [["a", 2]]}', '{"some": [["a"]]}', "[", '["\\ud800"]']
)
def test_other_data_are_refused(data):
    with pytest.raises(RecordError):
        decode(Pairs, data)


def test_a_record_may_hold_another_one_undecoded():
    first, second = decode(list[Raw], encode([EVENT, EVENT]))
    assert decode(EventMention, first) == decode(EventMention, bytes(second)) == EVENT
