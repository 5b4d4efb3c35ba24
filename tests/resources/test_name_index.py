"""Names that people type find their entity; what may mean several is told with all readings."""

from __future__ import annotations

import pytest

from graphkit.model import Kind
from graphkit.resources.name_index import PLACES, AmbiguousNameError, NamedEntity, NameIndex, UnknownNameError

INDEX = NameIndex(
    [
        NamedEntity("united-states", "United States", Kind.STATE, ("US", "U.S.", "America"), ("Washington", "USA"), 9),
        NamedEntity("russia", "Russia", Kind.STATE, ("Russian Federation",), ("Kremlin", "Moscow", "RU", "RUS"), 5),
        NamedEntity("moscow", "Moscow", Kind.PLACE, (), (), 2),
        NamedEntity("belarus", "Belarus", Kind.STATE, (), ("BY",), 3),
        NamedEntity("mohamed-bazoum", "Mohamed Bazoum", Kind.PERSON),
        NamedEntity("ana-kim", "Ana Kim", Kind.PERSON, ("Kim",), (), 1),
        NamedEntity("bo-kim", "Bo Kim", Kind.PERSON, ("Kim",), (), 4),
        NamedEntity("bazoum-supporters", "supporters of Bazoum", Kind.GROUP),
    ]
)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("US", "united-states"),
        ("u.s.", "united-states"),
        ("the United States", "united-states"),
        ("usa", "united-states"),
        ("Kremlin", "russia"),
        ("RUS", "russia"),
        ("Moscow", "russia"),
        ("russia", "russia"),
        ("Bazoum", "mohamed-bazoum"),
        ("bo-kim", "bo-kim"),
        ("supporters of Bazoum", "bazoum-supporters"),
    ],
)
def test_a_name_finds_its_actor(typed: str, wanted: str) -> None:
    assert INDEX.find(typed).id == wanted


def test_a_place_is_the_place_where_one_is_asked_for() -> None:
    assert INDEX.find("Moscow", PLACES).id == "moscow"
    assert INDEX.find("Russia", PLACES).id == "russia"


def test_a_name_with_several_readings_lists_them() -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        INDEX.find("Kim")
    assert [reading.id for reading in caught.value.readings] == ["bo-kim", "ana-kim"]


@pytest.mark.parametrize(
    ("typed", "near"), [("Rusia", ("Russia",)), ("Belarusia", ("Belarus",)), ("UX", ()), ("Zembla", ()), ("", ())]
)
def test_suggestions_are_near_in_spelling(typed: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownNameError) as caught:
        INDEX.find(typed)
    assert caught.value.near == near
