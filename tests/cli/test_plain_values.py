"""Values that are read without typer's validation, and those that are left to it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from graphkit.cli.plain_values import NotPlainError, PlainReader, read_plain
from tests.conftest import RunCli


class OwnReader:
    """Stands for typer's reader, and tells what it was asked."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        return ("own", value)


def read(kind: Any, value: Any, *, multiple: bool = False) -> Any:
    return PlainReader(kind, OwnReader).coerce(value, SimpleNamespace(multiple=multiple, nargs=1), None)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [(str, "Chad", "Chad"), (Path, "no/such/place", Path("no/such/place")), (bool, True, True), (float, 10, 10.0)],
)
def test_a_plain_value_gets_the_type_of_its_parameter(kind: Any, value: Any, expected: Any) -> None:
    assert read(kind, value) == expected
    assert type(read(kind, value)) is type(expected)


def test_what_is_not_given_is_none_and_of_many_none() -> None:
    assert read(str, None) is None
    assert read(list[str], None, multiple=True) == ()


def test_each_of_several_values_is_read() -> None:
    assert read(list[Path], ("a", "b"), multiple=True) == [Path("a"), Path("b")]


@pytest.mark.parametrize(("kind", "value"), [(int, "3"), (float, "x"), (Path, "a\0b"), (str, b"raw"), (dict, {})])
def test_what_is_not_plain_is_left_to_typer(kind: Any, value: Any) -> None:
    with pytest.raises(NotPlainError):
        read_plain(kind, value)
    assert read(kind, value) == ("own", value)


def test_numbers_are_still_held_to_their_bounds(run_cli: RunCli) -> None:
    outcome = run_cli("build", "articles", "--limit", "0")
    assert outcome.code == 2
    assert "--limit" in outcome.err
