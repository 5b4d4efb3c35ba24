"""Load the words in names and before them, read from assets/names.yaml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib import resources

from graphkit.errors import AssetError
from graphkit.resources.gazetteer.entity_rows import find_line, load_text_yaml

_FILE = "names.yaml"
#: Parts that a word plays also with a full stop behind it.
_BEFORE_NAMES = ("honorific", "rank", "title", "before_given_name", "before_family_name")


@dataclass(frozen=True)
class NameWords:
    """Lower-case words by the part that they play in names; the head of the file says what each part is."""

    honorific: frozenset[str]
    rank: frozenset[str]
    title: frozenset[str]
    royal: frozenset[str]
    ruling_house: frozenset[str]
    before_given_name: frozenset[str]
    before_family_name: frozenset[str]
    suffix: frozenset[str]
    particle: frozenset[str]
    left_out_particle: frozenset[str]
    family_first: frozenset[str]
    shared_surname: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    former: frozenset[str]
    ranked: frozenset[str]
    shared_office: frozenset[str]
    exclusive_office: frozenset[str]
    function_word: frozenset[str]
    generic: frozenset[str]
    relative: frozenset[str]
    legal_form: frozenset[str]
    abbreviation: frozenset[str]
    no_name: frozenset[str]

    @classmethod
    def load(cls) -> NameWords:
        """Read the words that graphkit ships, once per process. Raises AssetError with the line of an unknown part."""
        return _load()

    @cached_property
    def before_names(self) -> frozenset[str]:
        """Words that may stand before a name and are no part of it."""
        return self.honorific | self.rank | self.title


@cache
def _load() -> NameWords:
    text = (resources.files("graphkit") / "assets" / _FILE).read_text(encoding="utf-8")
    words: dict[str, set[str]] = {field.name: set() for field in fields(NameWords)}
    rows: dict[str, str] = load_text_yaml(text, _FILE)
    for word, classes in rows.items():
        for word_class in classes.split(", "):
            if word_class not in words:
                where = f"{_FILE}:{find_line(text, word)}"
                raise AssetError(
                    f"{word!r} has the unknown part {word_class!r}", where=where, remedy="use one of the head"
                )
            words[word_class].add(word)
    for before in _BEFORE_NAMES:  # "Mr." is what "Mr" is
        words[before] |= {word for word in words["abbreviation"] if word.removesuffix(".") in words[before]}
    return NameWords(**{word_class: frozenset(members) for word_class, members in words.items()})
