"""Read what an analyst corrects by hand: a TOML file of merges, splits, renamings, droppings and retypings.

    [[merge]]                       # the first one named stays
    entities = ["oto-vell-1a2b3c4d", "Otto Vell"]
    why = "one man, two transliterations"

    [[split]]                       # what these articles (or these names) mean is another
    entity = "anna-berg-9f8e7d6c"
    articles = ["wire-0412"]
    label = "Anna Berg (judge)"

    [[rename]]
    entity = "north-b793f7b8"
    label = "Northern Front"

    [[retype]]
    entity = "Wagner Group"
    kind = "Organization"

    [[drop]]
    event = "marn-meets-vell-0a1b2c3d"

Entities are named by id, or by a label or name that only one of them has; events by id. For events, `rename` sets the
topic and `retype` the predicate. Splits come first, then merges, retypings, renamings and droppings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from graphkit.errors import UsageError
from graphkit.model import Kind
from graphkit.resources.vocabulary import Vocabulary

#: The keys of each action: those of which one must be there, those that must, those that may.
_SHAPES: Mapping[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    "merge": (frozenset({"entities", "events"}), frozenset(), frozenset()),
    "split": (frozenset({"entity", "event"}), frozenset(), frozenset({"articles", "names", "label"})),
    "rename": (frozenset({"entity", "event"}), frozenset(), frozenset({"label", "topic"})),
    "retype": (frozenset({"entity", "event"}), frozenset(), frozenset({"kind", "predicate"})),
    "drop": (frozenset({"entity", "event"}), frozenset(), frozenset()),
}
ACTIONS = tuple(_SHAPES)
_LISTS = frozenset({"entities", "events", "articles", "names"})


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction. `targets` are ids or names of what `of` says (entity or event); `where` is its file and line."""

    action: str
    of: str
    targets: tuple[str, ...]
    where: str
    articles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    value: str | None = None  # the new label, kind, topic or predicate


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a file, in its order."""

    items: tuple[Correction, ...] = ()

    def select(self, of: str, action: str) -> tuple[Correction, ...]:
        """Select the corrections of entities or of events with an action."""
        return tuple(item for item in self.items if item.of == of and item.action == action)


def read_corrections(path: str | Path, vocabulary: Vocabulary | None = None) -> Corrections:
    """Read a corrections file; the predicates are those of `vocabulary`, by default the shipped one.

    Raises UsageError, with file and line, for what cannot be read, is no TOML, or has an unknown action, key or value.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the corrections cannot be read: {error}", where=str(path), remedy="check the path"
        ) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        raise UsageError(f"not TOML: {error}", where=where, remedy="mend the line") from error
    predicates = tuple((vocabulary or Vocabulary.load()).predicates)
    items: list[Correction] = []
    for action, rows in data.items():
        _check_action(action, rows, f"{path}:{_line_of(text, action, 0)}")
        for number, row in enumerate(rows):
            reader = _CorrectionReader(action, f"{path}:{_line_of(text, action, number)}", predicates)
            items.append(reader.read(row))
    return Corrections(tuple(items))


def _check_action(action: str, rows: Any, where: str) -> None:
    if action not in _SHAPES:
        known = ", ".join(f"[[{name}]]" for name in ACTIONS)
        raise UsageError(f"unknown correction {action!r}", where=where, remedy=f"use one of {known}")
    if not isinstance(rows, list):
        remedy = f"write [[{action}]] with two brackets"
        raise UsageError(f"{action} is not a list of corrections", where=where, remedy=remedy)


def _line_of(text: str, action: str, number: int) -> int:
    """Find the line on which the correction of an action with this number begins."""
    head = re.compile(rf"\s*\[+\s*\"?{re.escape(action)}\b")
    lines = [line for line, words in enumerate(text.splitlines(), 1) if head.match(words)]
    return lines[number] if number < len(lines) else 1


class _CorrectionReader:
    """Reads one correction and refuses what does not hold together."""

    def __init__(self, action: str, where: str, predicates: tuple[str, ...]) -> None:
        self._action = action
        self._where = where
        self._predicates = predicates

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise UsageError(what, where=self._where, remedy=remedy)

    def read(self, row: Any) -> Correction:
        """Read a table of the file."""
        if not isinstance(row, dict):
            self._refuse(f"{self._action} holds no table", f"write [[{self._action}]]")
        subjects, needed, allowed = _SHAPES[self._action]
        for key, value in row.items():
            if key not in subjects | needed | allowed | {"why"}:
                known = ", ".join(sorted(subjects | needed | allowed | {"why"}))
                self._refuse(f"{self._action}: unknown key {key!r}", f"use {known}")
            self._check_value(key, value)
        chosen = sorted(subjects & set(row))
        if len(chosen) != 1:
            self._refuse(f"{self._action} needs one of {', '.join(sorted(subjects))}", "name what to correct")
        of = "event" if chosen[0].startswith("event") else "entity"
        targets = tuple(row[chosen[0]]) if chosen[0] in _LISTS else (row[chosen[0]],)
        self._check_shape(of, targets, row)
        return Correction(
            action=self._action,
            of=of,
            targets=targets,
            where=self._where,
            articles=tuple(row.get("articles", ())),
            names=tuple(row.get("names", ())),
            value=self._read_value(of, row),
        )

    def _check_value(self, key: str, value: Any) -> None:
        if key not in _LISTS:
            if not isinstance(value, str) or not value:
                self._refuse(f"{self._action}: {key} is not a text", f'write {key} = "..."')
        elif not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            self._refuse(f"{self._action}: {key} is not a list of texts", f'write {key} = ["..."]')

    def _check_shape(self, of: str, targets: tuple[str, ...], row: Mapping[str, Any]) -> None:
        if self._action == "merge" and len(set(targets)) < 2:
            self._refuse("merge needs two or more", "name all that are one, the one that stays first")
        is_limited = "articles" in row or ("names" in row and of == "entity")
        if self._action == "split" and not is_limited:
            self._refuse("split needs articles or, for an entity, names", "say what is split off")

    def _read_value(self, of: str, row: Mapping[str, Any]) -> str | None:
        wanted = _VALUES.get((self._action, of))
        if wanted is None:
            label: str | None = row.get("label")
            return label
        if wanted not in row:
            self._refuse(f"{self._action} of an {of} needs {wanted}", f'write {wanted} = "..."')
        value: str = row[wanted]
        choices = {"kind": tuple(map(str, Kind)), "predicate": self._predicates}.get(wanted, (value,))
        if value not in choices:
            self._refuse(f"{self._action}: unknown {wanted} {value!r}", f"use one of {', '.join(choices)}")
        return value


#: The key that holds the new value of an action on an entity or an event.
_VALUES = {
    ("rename", "entity"): "label",
    ("rename", "event"): "topic",
    ("retype", "entity"): "kind",
    ("retype", "event"): "predicate",
}
