"""Semantic classes of nouns and the cue words of context, read from assets/lexicon/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphkit.errors import AssetError
from graphkit.resources.gazetteer.entity_rows import find_line, load_text_yaml

#: Where a cue stands: over a clause, over a noun, before a noun, beside a verb, ...
CUE_FORMS = (
    "verbs",
    "clause_verbs",
    "object_verbs",
    "nouns",
    "clause_nouns",
    "adjectives",
    "adverbs",
    "modals",
    "prepositions",
    "conditions",
)


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Lower-case lemmas (or lemmas with spaces) by class: office, actor, weapon, aid, ..."""

    classes: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> WordClasses:
        """Read the shipped classes and the section `classes` of the user's lexicon files, which adds words and classes.

        Raises AssetError with file and line.
        """
        return _load_classes(tuple(extra))

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return the words of a class."""
        return self.classes[name]

    def add_words(self, name: str, words: Iterable[str]) -> WordClasses:
        """Return the classes with some words more in one of them."""
        added = frozenset(word.lower() for word in words)
        return WordClasses({**self.classes, name: self.classes.get(name, frozenset()) | added})


@dataclass(frozen=True, slots=True)
class Cues:
    """The effects of governing words on the event below them: `table[form][lemma]` is the effect."""

    table: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Cues:
        """Read the shipped cues and the section `cues` of the user's lexicon files, whose words win.

        Raises AssetError with file and line.
        """
        return _load_cues(tuple(extra))

    def effect(self, form: str, lemma: str) -> str | None:
        """Return the effect of a word that stands as `form`, one of CUE_FORMS; None where it has none."""
        return self.table[form].get(lemma)


def _read_asset(name: str) -> str:
    return (resources.files("graphkit") / "assets" / "lexicon" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _load_classes(extra: tuple[Path, ...]) -> WordClasses:
    classes: dict[str, frozenset[str]] = {}
    shipped: dict[str, str] = load_text_yaml(_read_asset("classes.yaml"), "classes.yaml")
    for section in (shipped, *(read_section(path, "classes") for path in extra)):
        for name, words in section.items():
            classes[name] = classes.get(name, frozenset()) | _split_words(words)
    return WordClasses(classes)


def _split_words(words: str | list[str]) -> frozenset[str]:
    members = words if isinstance(words, list) else words.split(",")
    return frozenset(filter(None, (word.strip().lower() for word in members)))


@lru_cache(maxsize=8)
def _load_cues(extra: tuple[Path, ...]) -> Cues:
    table: dict[str, dict[str, str]] = {form: {} for form in CUE_FORMS}
    for path in extra:
        _add_cues(table, read_section(path, "cues"), path.read_text(encoding="utf-8"), str(path))
    shipped = _read_asset("context.yaml")
    _add_cues(table, load_text_yaml(shipped, "context.yaml"), shipped, "context.yaml")
    return Cues(table)


def _add_cues(table: dict[str, dict[str, str]], data: Mapping[str, Any], source: str, file: str) -> None:
    """Add the cues of one file; of the effects of a word the one listed first wins."""
    for effect, forms in data.items():
        for form, words in forms.items():
            if form not in table:
                raise AssetError(
                    f"{effect} has the unknown form {form!r}",
                    where=f"{file}:{find_line(source, effect)}",
                    remedy=f"use one of {', '.join(CUE_FORMS)}",
                )
            for word in words:
                table[form].setdefault(word, effect)


def read_section(path: Path, name: str) -> dict[str, Any]:
    """Read one mapping of a user's lexicon file; an empty one where the file has no such section.

    Raises AssetError where the file cannot be read or the section is no mapping.
    """
    data = load_text_yaml(read_user_file(path), str(path))
    section = data.get(name, {}) if isinstance(data, dict) else {}
    if not isinstance(section, dict):
        raise AssetError(f"`{name}:` is a mapping", where=f"{path}:{find_line(path.read_text(encoding='utf-8'), name)}")
    return section


def read_user_file(path: Path) -> str:
    """Read the text of a lexicon file of the user. Raises AssetError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssetError(
            "the lexicon file cannot be read", where=str(path), remedy="check the path given with --lexicon"
        ) from error
