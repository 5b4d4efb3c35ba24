"""Test how titles are chosen."""

from __future__ import annotations

from graphkit.annotate.title_list import Titles
from graphkit.model import Kind, Mention, Span
from graphkit.nlp.document import Title


def title(person: str, office: str, state: str | None, start: int = 0, *, former: bool = False) -> Title:
    holder = Mention(Span(0, 1), person, person, Kind.PERSON, None)
    return Title(person, office, holder, start, start + 1, state, former)


TITLES = Titles(
    [
        title("Kari Lund", "foreign minister", "Norway"),
        title("Ana Duarte", "president", "Peru", 5, former=True),
        title("Ole Brink", "defence minister", "Norway", 9),
        title("Kari Lund", "member", None, 12),
    ]
)


def persons(titles: Titles) -> list[str]:
    return list(titles.holders())


def test_titles_are_chosen_by_time_place_and_office() -> None:
    assert persons(TITLES.former()) == ["Ana Duarte"]
    assert persons(TITLES.current()) == ["Kari Lund", "Ole Brink"]
    assert persons(TITLES.before(6)) == ["Kari Lund", "Ana Duarte"]
    assert persons(TITLES.in_office("president", None)) == ["Ana Duarte"]
    assert persons(TITLES.ending_in("minister")) == ["Kari Lund", "Ole Brink"]
    assert persons(TITLES.serving({"Norway"}).but_of("Kari Lund")) == ["Ole Brink"]


def test_states_leave_out_titles_of_none() -> None:
    titles = TITLES.of("Kari Lund")
    assert titles.offices() == ["foreign minister", "member"]
    assert titles.states() == {"Norway"}


def test_no_titles_are_false() -> None:
    assert not TITLES.of("Igor Petrov")
