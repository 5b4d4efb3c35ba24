"""The words that decide how names are compared, read from assets/names.yaml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import yaml

from graphkit.errors import AssetError


@dataclass(frozen=True, slots=True)
class NameWords:
    """Lower-case words by the part they play in a name; the file says what each list is for."""

    honorifics: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    function_words: frozenset[str]
    generic: frozenset[str]
    relative: frozenset[str]
    legal_forms: frozenset[str]
    shared_surnames: frozenset[str]
    family_first: frozenset[str]
    exclusive_offices: frozenset[str]

    @classmethod
    def load(cls) -> NameWords:
        """Reads the lists that graphkit ships (once per process). Raises AssetError for an unknown or missing list."""
        return _load()


@cache
def _load() -> NameWords:
    source = resources.files("graphkit") / "assets" / "names.yaml"
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    expected = {field.name for field in fields(NameWords)}
    if set(data) != expected:
        odd = ", ".join(sorted(set(data) ^ expected))
        raise AssetError(f"names.yaml: unknown or missing lists: {odd}", where=str(source), remedy="mend the keys")
    return NameWords(**{name: frozenset(word.strip() for word in text.split(",")) for name, text in data.items()})
