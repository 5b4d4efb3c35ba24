"""What an analyst corrects by hand: a TOML file of merges, splits, renamings, droppings and retypings.

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
from typing import Any

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
    """One correction. `targets` are ids or names of what `of` says (entity or event); `where` is its file and line."""

    action: str
    of: str
    targets: tuple[str, ...]
    where: str
    articles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    value: str | None = None  # the new label, kind, topic or predicate


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a file, in its order."""

    items: tuple[Correction, ...] = ()

    def select(self, of: str, action: str) -> tuple[Correction, ...]:
        return tuple(one for one in self.items if one.of == of and one.action == action)


def read_corrections(path: str | Path) -> Corrections:
    """Read a corrections file.

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
        found = re.search(r"line (\d+)", str(error))
        where = f"{path}:{found[1]}" if found else str(path)
        raise UsageError(f"not TOML: {error}", where=where, remedy="mend the line") from error
    items: list[Correction] = []
    for action, rows in data.items():
        line = _line_of(text, action, 0)
        if action not in _SHAPES:
            known = ", ".join(f"[[{one}]]" for one in ACTIONS)
            raise UsageError(f"unknown correction {action!r}", where=f"{path}:{line}", remedy=f"use one of {known}")
        if not isinstance(rows, list):
            remedy = f"write [[{action}]] with two brackets"
            raise UsageError(f"{action} is not a list of corrections", where=f"{path}:{line}", remedy=remedy)
        items.extend(_read_row(action, row, f"{path}:{_line_of(text, action, at)}") for at, row in enumerate(rows))
    return Corrections(tuple(items))


def _line_of(text: str, action: str, at: int) -> int:
    heads = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(rf"\s*\[+\s*\"?{re.escape(action)}\b", line)
    ]
    return heads[at] if at < len(heads) else 1


def _read_row(action: str, row: Any, where: str) -> Correction:
    one_of, needed, allowed = _SHAPES[action]
    if not isinstance(row, dict):
        raise UsageError(f"{action} holds no table", where=where, remedy=f"write [[{action}]]")
    for key, value in row.items():
        if key not in one_of | needed | allowed | {"why"}:
            known = ", ".join(sorted(one_of | needed | allowed | {"why"}))
            raise UsageError(f"{action}: unknown key {key!r}", where=where, remedy=f"use {known}")
        if key in _LISTS:
            if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
                raise UsageError(
                    f"{action}: {key} is not a list of texts", where=where, remedy=f'write {key} = ["..."]'
                )
        elif not isinstance(value, str) or not value:
            raise UsageError(f"{action}: {key} is not a text", where=where, remedy=f'write {key} = "..."')
    chosen = sorted(one_of & set(row))
    if len(chosen) != 1:
        raise UsageError(
            f"{action} needs one of {', '.join(sorted(one_of))}", where=where, remedy="name what to correct"
        )
    of = "event" if chosen[0].startswith("event") else "entity"
    targets = tuple(row[chosen[0]]) if chosen[0] in _LISTS else (row[chosen[0]],)
    if action == "merge" and len(set(targets)) < 2:
        raise UsageError(
            "merge needs two or more", where=where, remedy="name all that are one, the one that stays first"
        )
    if action == "split" and not ("articles" in row or ("names" in row and of == "entity")):
        raise UsageError("split needs articles or, for an entity, names", where=where, remedy="say what is split off")
    return Correction(
        action=action,
        of=of,
        targets=targets,
        where=where,
        articles=tuple(row.get("articles", ())),
        names=tuple(row.get("names", ())),
        value=_read_value(action, of, row, where),
    )


def _read_value(action: str, of: str, row: Mapping[str, Any], where: str) -> str | None:
    wanted = {
        ("rename", "entity"): "label",
        ("rename", "event"): "topic",
        ("retype", "entity"): "kind",
        ("retype", "event"): "predicate",
    }.get((action, of))
    if wanted is None:
        label: str | None = row.get("label")
        return label
    if wanted not in row:
        raise UsageError(f"{action} of an {of} needs {wanted}", where=where, remedy=f'write {wanted} = "..."')
    value: str = row[wanted]
    choices: tuple[str, ...] = ()
    if wanted == "kind":
        choices = tuple(str(kind) for kind in Kind)
    elif wanted == "predicate":
        choices = tuple(Vocabulary.load().predicates)
    if choices and value not in choices:
        raise UsageError(
            f"{action}: unknown {wanted} {value!r}", where=where, remedy=f"use one of {', '.join(choices)}"
        )
    return value
