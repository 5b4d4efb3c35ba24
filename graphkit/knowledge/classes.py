"""Semantic classes of nouns and the cue words of context, read from assets/lexicon/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from graphkit.errors import AssetError

#: Where a cue stands: over a clause, over a noun, before a noun, beside a verb, ...
CUE_FORMS = (
    "verbs",
    "clause_verbs",
    "object_verbs",
    "nouns",
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
    def load(cls) -> WordClasses:
        """Reads the classes that graphkit ships (once per process)."""
        return _load_classes()

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]


@dataclass(frozen=True, slots=True)
class Cues:
    """What governing words make of the event below them: `table[form][lemma]` is the effect."""

    table: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls) -> Cues:
        """Reads the cues that graphkit ships (once per process)."""
        return _load_cues()

    def effect(self, form: str, lemma: str) -> str | None:
        return self.table[form].get(lemma)


def _read_yaml(name: str) -> dict[str, Any]:
    source = resources.files("graphkit") / "assets" / "lexicon" / name
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(source.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (a safe loader, in C where built)
    if not isinstance(data, dict):
        raise AssetError(f"{name} is not a mapping", where=str(source))
    return data


@cache
def _load_classes() -> WordClasses:
    data = _read_yaml("classes.yaml")
    return WordClasses(
        {name: frozenset(filter(None, (w.strip().lower() for w in text.split(",")))) for name, text in data.items()}
    )


@cache
def _load_cues() -> Cues:
    data = _read_yaml("context.yaml")
    table: dict[str, dict[str, str]] = {form: {} for form in CUE_FORMS}
    for effect, forms in data.items():
        for form, words in forms.items():
            if form not in table:
                raise AssetError(f"context.yaml: {effect} has the unknown form {form!r}", where="context.yaml")
            for word in words:
                # the first effect listed wins, so a file reads from the strongest effect down
                table[form].setdefault(str(word), effect)
    return Cues(table)
