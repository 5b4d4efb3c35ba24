"""Files of examples: what is read, and how each mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.errors import AssetError
from graphkit.extract.reader.example_file import ExampleFact, read_examples
from graphkit.model import OwnPredicate

HEAD = "predicates:\n  extradites_to: {label: extradites to, plover: COOPERATE, group: cooperation, cameo: '063'}\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_predicates_texts_and_facts_are_read(tmp_path: Path) -> None:
    rows = (
        "examples:\n- text: >-\n    Norway extradited\n    a man to Chad.\n  facts: [[Norway, extradites_to, Chad]]\n"
        "- text: No one met.\n  facts: []\n"
    )
    file = read_examples(write(tmp_path, HEAD + rows))
    assert [predicate.name for predicate in file.predicates] == ["extradites_to"]
    first, second = file.examples
    assert first.text == "Norway extradited a man to Chad."
    assert first.facts == (ExampleFact("Norway", "extradites_to", "Chad"),)
    assert first.where.endswith("own.yaml:4")
    assert second.text == "No one met."  # a text, and no truth value
    assert file.taught == ("extradites_to",)


def test_a_shipped_predicate_needs_no_row(tmp_path: Path) -> None:
    file = read_examples(write(tmp_path, "examples:\n- text: NO met Chad.\n  facts: [[NO, meets, Chad]]\n"))
    assert (file.predicates, file.taught) == ((), ("meets",))


def test_a_reader_may_bring_the_predicate(tmp_path: Path) -> None:
    own = OwnPredicate("extradites_to", "extradites to", "COOPERATE", "cooperation", "063")
    path = write(tmp_path, "examples:\n- text: A text.\n  facts: [[Norway, extradites_to, Chad]]\n")
    assert read_examples(path, (own,)).taught == ("extradites_to",)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("examples: 3\n", 1, "has a list `examples:`"),
        ("- a\n", 1, "has a list `examples:`"),
        (HEAD, 1, "has a list `examples:`"),
        ("examples: []\nrows: []\n", 1, "has a list `examples:`"),
        ("examples:\n- text: A.\n  facts: []\n- facts: []\n", 4, "without a text"),
        ("examples:\n- text: A.\n", 2, "has `text:` and a list `facts:`"),
        ("examples:\n- text: A.\n  facts: none\n", 2, "has `text:` and a list `facts:`"),
        ("examples:\n- text: A.\n  facts: []\n  status: denied\n", 2, "has `text:` and a list `facts:`"),
        ("examples:\n- text: A.\n  facts: [[Norway, Chad]]\n", 2, "a fact is"),
        ("examples:\n- text: A.\n  facts: [[Norway, adores, Chad]]\n", 2, "unknown predicate 'adores'"),
        ("examples:\n- text: A.\n  facts: [[Norway, represents, Chad]]\n", 2, "unknown predicate 'represents'"),
        ("predicates: {adores: {}}\nexamples: []\n", 1, "'adores' has no label"),
        ("examples:\n- text: 'A\n", 3, "not YAML"),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(AssetError, match=message) as caught:
        read_examples(path)
    assert caught.value.where == f"{path}:{line}"
    assert caught.value.remedy


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.yaml", "nowhere.yaml"):
        with pytest.raises(AssetError, match="cannot be read"):
            read_examples(tmp_path / name)
