"""The words that rules know by themselves: each list of the file fills a field; a mistake is named with its line."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from graphkit.errors import AssetError
from graphkit.resources import wordlists as words
from graphkit.resources.gazetteer.entity_rows import load_text_yaml
from graphkit.resources.name_words import NameWords
from graphkit.resources.vocabulary import Vocabulary
from graphkit.resources.wordlists import NounWords, PredicateGroups, VerbWords

LOADED = (VerbWords.load(), NounWords.load(), NameWords.load(), PredicateGroups.load())


@pytest.mark.parametrize("loaded", LOADED, ids=lambda loaded: type(loaded).__name__)
def test_every_list_holds_lower_case_words(loaded: VerbWords | NounWords | NameWords | PredicateGroups) -> None:
    for name, listed in asdict(loaded).items():
        assert listed, name
        assert all(word == word.strip().lower() and word for word in listed), name


def test_inner_prepositions_belong_to_predicates() -> None:
    prepositions = words.inner_prepositions()
    assert set(prepositions) - {"other"} <= set(Vocabulary.load().predicates)
    assert prepositions["urges"][0] == "by", "they are tried in the order of the file"


def test_clipped_lemmas_lead_to_other_lemmas() -> None:
    clipped = words.clipped_lemmas()
    assert clipped["stag"] == "stage"
    assert not set(clipped) & set(clipped.values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  own_control:", "  owncontrol:", "unknown list 'owncontrol'"),
        ("  scheduling:", "  # scheduling:", "lacks the list 'scheduling'"),
    ],
)
def test_list_that_no_field_has_is_an_error_with_its_line(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    text = words._text().replace(old, new)
    sections = load_text_yaml(text, "words.yaml")
    monkeypatch.setattr(words, "_text", lambda: text)
    monkeypatch.setattr(words, "_sections", lambda: sections)
    with pytest.raises(AssetError, match=says) as caught:
        words._fill(VerbWords, "verbs")
    line = int((caught.value.where or "").rpartition(":")[2])
    named = text.splitlines()[line - 1].strip()
    assert named.startswith(("owncontrol:", "verbs:"))


def test_group_of_an_unknown_predicate_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    text = words._text().replace("talking: meets", "talking: meet")
    sections = load_text_yaml(text, "words.yaml")
    monkeypatch.setattr(words, "_text", lambda: text)
    monkeypatch.setattr(words, "_sections", lambda: sections)
    with pytest.raises(AssetError, match="unknown predicate 'meet'"):
        words._load_predicates.__wrapped__()
