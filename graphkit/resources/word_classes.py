"""Semantic classes of nouns and the cue words of context, read from assets/lexicon/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graphkit.errors import AssetError
from graphkit.resources.gazetteer.rows import find_line, load_text_yaml

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
        """What a word does where it stands as `form`, one of CUE_FORMS; None where it does nothing."""
        return self.table[form].get(lemma)


def _read_asset(name: str) -> str:
    return (resources.files("graphkit") / "assets" / "lexicon" / name).read_text(encoding="utf-8")


@cache
def _load_classes() -> WordClasses:
    data: dict[str, str] = load_text_yaml(_read_asset("classes.yaml"), "classes.yaml")
    return WordClasses(
        {name: frozenset(filter(None, (w.strip().lower() for w in text.split(",")))) for name, text in data.items()}
    )


@cache
def _load_cues() -> Cues:
    source = _read_asset("context.yaml")
    data: dict[str, dict[str, list[str]]] = load_text_yaml(source, "context.yaml")
    table: dict[str, dict[str, str]] = {form: {} for form in CUE_FORMS}
    for effect, forms in data.items():
        for form, words in forms.items():
            if form not in table:
                raise AssetError(
                    f"{effect} has the unknown form {form!r}",
                    where=f"context.yaml:{find_line(source, effect)}",
                    remedy=f"use one of {', '.join(CUE_FORMS)}",
                )
            for word in words:
                # the first effect listed wins, so a file reads from the strongest effect down
                table[form].setdefault(word, effect)
    return Cues(table)
