"""Names that mean the same, sentences found by their opening, and calibration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.evaluate import Names, Tally, find_sentence, measure_reliability
from graphkit.evaluate.name_matching import fold
from graphkit.resources.gazetteer.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.from_gazetteer(Gazetteer.load())


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("United States", "US"),
        ("U.S.", "USA"),
        ("Turkey", "T\u00fcrkiye"),
        ("NATO", "North Atlantic Treaty Organization"),
        ("the European Union", "EU"),
        ("Antony Blinken", "antony blinken"),
    ],
)
def test_the_gazetteer_tells_which_names_are_one(names: Names, a: str, b: str) -> None:
    assert names.same_name(a, b)
    assert names.same_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("North Korea", "South Korea"), ("Niger", "Nigeria"), ("Kim Jong Un", "Kim Yo Jong"), ("Seoul", "South Korea")],
)
def test_different_names_stay_apart(names: Names, a: str, b: str) -> None:
    assert not names.same_name(a, b)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Japan Foreign Minister", "Japanese Minister of Foreign Affairs", True),
        ("United States Secretary of Defense", "US Defense Secretary", True),
        ("President of France", "French president", True),
        ("President of France", "President of Egypt", False),
        ("Vice President of Egypt", "President of Egypt", False),
        ("former Prime Minister of Japan", "Prime Minister of Japan", False),
    ],
)
def test_offices_are_compared_by_rank_duty_and_state(names: Names, a: str, b: str, same: bool) -> None:
    assert names.same_office(a, b) is same


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("French farmers", "farmers", True),
        ("the French government", "France", True),
        ("police in Cairo", "protesters in Rome", False),
        ("", "anybody", True),
        ("President Macron", "Emmanuel Macron", True),
    ],
)
def test_actors_of_a_sentence_share_words_or_state(names: Names, gold: str, predicted: str, same: bool) -> None:
    assert names.same_actor(gold, predicted) is same


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Gen. Ros said", "Gen. Ros said the U.S. Navy left."),
        ('"We stay," he', '"We stay," he added.'),
        ("It rained", "It rained"),
        ("No such words", None),
        ("", None),
    ],
)
def test_a_sentence_is_found_by_its_first_words(opening: str, expected: str | None) -> None:
    text = 'Headline\n\nGen. Ros said the U.S.\tNavy left. "We stay," he added. It rained'
    assert find_sentence(text, opening) == expected


def test_reliability_compares_confidence_with_share_right() -> None:
    table = measure_reliability([(0.92, True), (0.98, True), (1.0, False), (0.3, False), (0.0, False)], bins=10)
    assert [(row.low, row.count) for row in table.bins] == [(0.0, 1), (0.3, 1), (0.9, 3)]
    assert table.bins[-1].confidence == pytest.approx(2.9 / 3)
    assert table.bins[-1].right == pytest.approx(2 / 3)
    assert table.error == pytest.approx((0.0 + 0.3 + 0.9) / 5)
    assert table.brier == pytest.approx((0.08**2 + 0.02**2 + 1 + 0.09) / 5)


def test_nothing_judged_gives_an_empty_table() -> None:
    table = measure_reliability([])
    assert (table.bins, table.count, table.error, table.brier) == ((), 0, 0.0, 0.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 20))
def test_reliability_is_within_bounds(judged: list[tuple[float, bool]], bins: int) -> None:
    table = measure_reliability(judged, bins)
    assert sum(row.count for row in table.bins) == table.count == len(judged)
    assert 0 <= table.error <= 1
    assert all(0 <= row.right <= 1 for row in table.bins)


def test_an_empty_tally_has_no_precision() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
    assert (Tally(1, 2, 3, 4) + Tally(1, 2, 1, 4)).f1 == pytest.approx(0.5)
