"""Own predicates: what the vocabulary and the code book take, and what they refuse."""

from __future__ import annotations

import pytest

from graphkit.errors import AssetError
from graphkit.model import OwnPredicate
from graphkit.resources.code_tables import CodeTables
from graphkit.resources.own_predicates import read_own_predicates, write_own_predicates
from graphkit.resources.vocabulary import Vocabulary

ROW = {"label": "extradites to", "plover": "COOPERATE", "group": "cooperation", "cameo": "063"}


def test_an_own_predicate_joins_vocabulary_and_codes() -> None:
    (own,) = read_own_predicates({"extradites_to": ROW}, "own.yaml:1")
    assert own == OwnPredicate("extradites_to", "extradites to", "COOPERATE", "cooperation", "063")
    tables = CodeTables.load().extend([own])
    assert tables.vocabulary.predicates["extradites_to"].camel == "extraditesTo"
    assert list(tables.vocabulary.predicates)[-1] == "extradites_to"
    assert tables.cameo.defaults["extradites_to"] == "063"
    assert tables.vocabulary.type_of("extradites_to", None) == "COOPERATE"
    assert "extradites_to" not in Vocabulary.load().predicates


def test_it_is_written_as_it_was_read() -> None:
    rows = {"extradites_to": ROW, "twins_with": {**ROW, "symmetric": "true"}}
    assert write_own_predicates(read_own_predicates(rows, "own.yaml:1")) == rows


def test_what_is_there_already_is_not_added_twice() -> None:
    shipped = Vocabulary.load()
    assert shipped.extend([]) is shipped
    assert shipped.extend([OwnPredicate("meets", "collides with", "ASSAULT", "criticism", "190")]) is shipped


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("Extradites", ROW, "is no name of a predicate"),
        ("extradites_2", ROW, "is no name of a predicate"),
        ("meets", ROW, "comes with graphkit already"),
        ("extradites_to", "COOPERATE", "has no row"),
        ("extradites_to", {**ROW, "colour": "red"}, "unknown key 'colour'"),
        ("extradites_to", {**ROW, "label": ""}, "has no label"),
        ("extradites_to", {**ROW, "plover": "JUDGE"}, "has plover: 'JUDGE'"),
        ("extradites_to", {**ROW, "plover": "POSITION"}, "has plover: 'POSITION'"),
        ("extradites_to", {**ROW, "group": "law"}, "has group: 'law'"),
        ("extradites_to", {**ROW, "cameo": "999"}, "no code of the code book"),
        ("extradites_to", {**ROW, "cameo": "190"}, "which is ASSAULT and not COOPERATE"),
        ("extradites_to", {**ROW, "symmetric": "maybe"}, "has symmetric: 'maybe'"),
        ("extradites_to", {key: ROW[key] for key in ("label", "plover", "group")}, "has no cameo"),
    ],
)
def test_what_does_not_fit_is_told(name: str, row: object, message: str) -> None:
    with pytest.raises(AssetError, match=message) as caught:
        read_own_predicates({name: row}, "own.yaml:3")
    assert caught.value.where == "own.yaml:3"
    assert caught.value.remedy


def test_the_section_is_a_mapping() -> None:
    with pytest.raises(AssetError, match="is a mapping"):
        read_own_predicates(["extradites_to"], "own.yaml:1")
