"""Titles and agencies as patterns: "foreign minister" and "FM" are one office, "MOFA" is a state's foreign ministry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import Kind
from graphkit.resources.gazetteer.entity_rows import Entry, load_text_yaml
from graphkit.resources.gazetteer.spelling import fold_name

_PATTERN_KEYS = {"words", "name", "category"}
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class OfficePattern:
    """An office or agency that many states have. `name` has a slot: {state}, {the state} or {adjective}."""

    key: str
    name: str
    words: tuple[str, ...]
    category: str | None = None


class Patterns:
    """The patterns of one file, with what single states call differently."""

    def __init__(self, text: str, where: str) -> None:
        data = load_text_yaml(text, where)
        self._where = where
        self._text = text
        _check_keys(data, {"patterns", "states", "prefixes", "leading", "articles"}, where, text)
        self.patterns = {key: _read_pattern(key, row, where, text) for key, row in data["patterns"].items()}
        self.prefixes = frozenset(fold_name(word) for word in data.get("prefixes", ()))
        self.articles = frozenset(data.get("articles", ()))
        self.leading = {state: key for key, states in data.get("leading", {}).items() for state in states}
        self._words: dict[str, str] = {}
        for pattern in self.patterns.values():
            for word in pattern.words:
                self._claim(self._words, word, pattern.key)
        self._own_words: dict[str, dict[str, str]] = {}
        self._own_names: dict[tuple[str, str], str] = {}
        for state, row in data.get("states", {}).items():
            own = self._own_words.setdefault(state, {})
            for key, value in row.items():
                if key not in self.patterns:
                    raise self.fault(f"unknown pattern {key!r} for {state}", "use a key of patterns", key)
                _check_keys(value, {"words", "name"}, where, text)
                for word in value.get("words", ()):
                    self._claim(own, word, key)
                if "name" in value:
                    self._own_names[state, key] = value["name"]
        self._single = self._find_single()

    def states(self) -> frozenset[str]:
        """Return the entry ids that the file speaks of."""
        return frozenset(self._own_words) | self.articles | frozenset(self.leading)

    def find(self, words: str, state: Entry | None = None) -> str | None:
        """Find the key of the pattern that the words name; words of the state itself come first."""
        folded = fold_name(words)
        own = self._own_words.get(state.id, {}) if state else {}
        for text in (folded, _strip_prefixes(folded, self.prefixes)):
            for candidate in (text, _strip_state(text, state)):
                if key := own.get(candidate) or self._words.get(candidate):
                    return key
        return None

    def name(self, key: str, state: Entry) -> str:
        """Return the usual name of the office or agency of this state or body."""
        own = self._own_names.get((state.id, key))
        if own is not None:
            return own
        the_state = f"the {state.name}" if state.id in self.articles or _takes_article(state) else state.name
        adjective = state.demonyms[0] if state.demonyms else state.name
        shape = self.patterns[key].name
        return shape.replace("{the state}", the_state).replace("{state}", state.name).replace("{adjective}", adjective)

    def only_state(self, words: str) -> str | None:
        """Find the one state that says these words for something of its own; None where several do or none."""
        return self._single.get(fold_name(words))

    def _find_single(self) -> Mapping[str, str]:
        """Find the words and names that one state alone uses, with that state."""
        owners: dict[str, set[str]] = defaultdict(set)
        for state, own in self._own_words.items():
            for word in own:
                owners[word].add(state)
        single = {word: min(states) for word, states in owners.items() if len(states) == 1 and word not in self._words}
        names: dict[str, set[str]] = defaultdict(set)
        for (state, _), name in self._own_names.items():
            names[fold_name(name)].add(state)
        return single | {name: min(states) for name, states in names.items() if len(states) == 1}

    def _claim(self, table: dict[str, str], word: str, key: str) -> None:
        folded = fold_name(word)
        if table.setdefault(folded, key) != key:
            raise self.fault(f"{word!r} stands for both {table[folded]} and {key}", "keep one of them", key)

    def fault(self, what: str, remedy: str, key: str) -> AssetError:
        """Make the error at the line of the file where the key stands."""
        return AssetError(what, where=f"{self._where}:{_line_of(self._text, key)}", remedy=remedy)


def _takes_article(entry: Entry) -> bool:
    return entry.kind is Kind.ORGANIZATION and entry.category in ("igo", "alliance", "court", "agency", "ministry")


def _strip_prefixes(folded: str, prefixes: frozenset[str]) -> str:
    words = folded.split()
    while len(words) > 1 and words[0] in prefixes:
        del words[0]
    return " ".join(words)


def _strip_state(folded: str, state: Entry | None) -> str:
    """Strip the state from a title: "south korean foreign minister", "president of the united states"."""
    if state is None:
        return folded
    for name in (*state.demonyms, state.name, *state.aliases, *state.acronyms, *state.seats, state.capital or ""):
        own = fold_name(name)
        if not own:
            continue
        for start in (own + " ", own + "s "):
            if folded.startswith(start):
                return folded.removeprefix(start)
        for end in (" of the " + own, " of " + own, " for " + own):
            if folded.endswith(end):
                return folded.removesuffix(end)
    return folded


def _read_pattern(key: str, row: Any, where: str, text: str) -> OfficePattern:
    _check_keys(row, _PATTERN_KEYS, where, text, key)
    slots = set(_PLACEHOLDER.findall(row.get("name", "")))
    if not slots or slots - {"{state}", "{the state}", "{adjective}"}:
        raise AssetError(
            f"{key}: the name has no slot for the state",
            where=f"{where}:{_line_of(text, key)}",
            remedy="write {state}, {the state} or {adjective}",
        )
    return OfficePattern(key, row["name"], tuple(row.get("words", ())), row.get("category"))


def _check_keys(row: Any, allowed: set[str], where: str, text: str, key: str | None = None) -> None:
    if not isinstance(row, Mapping):
        raise AssetError("a pattern file maps keys to values", where=f"{where}:{_line_of(text, key)}", remedy="mend it")
    for name in row:
        if name not in allowed:
            raise AssetError(
                f"unknown key {name!r}",
                where=f"{where}:{_line_of(text, name)}",
                remedy=f"use one of {', '.join(sorted(allowed))}",
            )


def _line_of(text: str, key: str | None) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if key is not None and re.search(rf"(?:^|[\s{{\[,]){re.escape(key)}\s*[:,\]]", line):
            return number
    return 1
