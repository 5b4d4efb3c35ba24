"""Entries and rows that were checked once are read from the cache folder, and are the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.model import Entity, Kind
from graphkit.resources.gazetteer import acting_states, gazetteer
from graphkit.resources.lexicon import lexicon
from graphkit.resources.parsed_assets import keep_records, keep_values, parse_typed_yaml


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path))
    return tmp_path / "assets"


def fail() -> list[str]:
    raise AssertionError("it was read again")


def test_records_are_made_once() -> None:
    assert keep_records(list[str], ["a text"], lambda: ["one", "two"]) == ["one", "two"]
    assert keep_records(list[str], ["a text"], fail) == ["one", "two"]
    assert keep_records(list[str], ["another text"], lambda: ["three"]) == ["three"]


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: b"0" + data, lambda _: b""])
def test_damaged_records_are_made_again(cache: Path, change: Callable[[bytes], bytes]) -> None:
    keep_records(list[str], ["a text"], lambda: ["one"])
    (kept,) = cache.iterdir()
    kept.write_bytes(change(kept.read_bytes()))
    assert keep_records(list[str], ["a text"], lambda: ["two"]) == ["two"]


def test_records_of_another_form_are_made_again() -> None:
    keep_records(list[str], ["a text"], lambda: ["one"])
    assert keep_records(list[int], ["a text"], lambda: [2]) == [2]


def test_the_gazetteer_is_the_same_when_read_from_what_was_kept() -> None:
    first, second = gazetteer._assemble(()), gazetteer._assemble(())
    assert list(first.entries.items()) == list(second.entries.items())
    assert {type(value) for entry in second.entries.values() for value in (entry.aliases, entry.external)} == {tuple}


def test_the_lexicon_is_the_same_when_read_from_what_was_kept() -> None:
    first, second = lexicon._load.__wrapped__((), ()), lexicon._load.__wrapped__((), ())
    assert first.rows == second.rows
    assert first.index == second.index


def test_keys_of_typed_yaml_are_texts_from_the_start() -> None:
    assert parse_typed_yaml("a: {1: 2.5, b: true}") == {"a": {"1": 2.5, "b": True}}


def test_values_are_made_once_for_the_same_files() -> None:
    assert keep_values([b"a file"], lambda: {"one": [1, None]}) == {"one": [1, None]}
    assert keep_values([b"a file"], fail) == {"one": [1, None]}
    assert keep_values([b"a file", b"another"], lambda: 2) == 2


def test_the_states_that_actors_act_for_are_the_same_when_read_from_what_was_kept() -> None:
    first, second = acting_states._load.__wrapped__(), acting_states._load.__wrapped__()
    assert first == second
    assert first.actors["Person"]["antony-blinken"] == "united-states"
    assert first.find(Entity("x", Kind.ORGANIZATION, "Chadian Government")) == "chad"
    assert first.find(Entity("x", Kind.OFFICE, "Chadian Government")) is None
