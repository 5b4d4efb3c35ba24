"""Read lexicon files into rows; each mistake is named by file and line.

docs/lexicon.md describes every key. All scalars are text: `on` and `no` are words.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import Status
from graphkit.resources.gazetteer.entity_rows import load_text_yaml, make_loader
from graphkit.resources.lexicon.row import BARRED, KINDS, Frame, Row, make_row_id
from graphkit.resources.parsed_assets import parse_kept
from graphkit.resources.vocabulary import Predicate

TRIGGERS = ("verb", "noun", "adj")
#: Keys that hold a word or a list of words.
_WORD_KEYS = ("object", "complement", "after", "light", "unless", "modal")
_KEYS = frozenset(
    "predicate verb noun adj frame s o cameo particle object prep clause complement after light unless where passive "
    "modal status whole also example fact".split()
)


@dataclass(frozen=True, slots=True)
class RowNames:
    """The names that a row may use: frames, word classes and predicates."""

    frames: Mapping[str, Frame]
    classes: Mapping[str, AbstractSet[str]]
    predicates: Mapping[str, Predicate]


def read_rows(text: str, source: str, names: RowNames) -> list[Row]:
    """Read the rows of one lexicon file.

    Raises AssetError with file and line for whatever does not hold together.
    """
    data = load_text_yaml(text, source)
    sections = set(data) if isinstance(data, dict) else set()
    rows = data.get("rows", []) if sections else None
    if not isinstance(rows, list) or sections - {"predicate", "rows", "classes", "cues"}:
        remedy = "mappings `classes:` and `cues:` may stand beside the rows or alone"
        raise AssetError("a lexicon file has `predicate:` and a list `rows:`", where=f"{source}:1", remedy=remedy)
    lines = _row_lines(text)
    return [
        _read_row(member, data.get("predicate"), f"{source}:{line}", names)
        for raw, line in zip(rows, lines, strict=True)
        for member in _family(raw)
    ]


def _family(raw: Any) -> list[Any]:
    """Return one row for each trigger of a row with several; the example is that of the first."""
    key = next((t for t in TRIGGERS if isinstance(raw, dict) and isinstance(raw.get(t), list)), None)
    if key is None:
        return [raw]
    return [{**raw, key: word, **({} if first else {"example": None})} for first, word in _firsts(raw[key])]


def _firsts(words: list[str]) -> list[tuple[bool, str]]:
    return [(number == 0, word) for number, word in enumerate(words)]


def _row_lines(text: str) -> list[int]:
    """Find the line of each row, from 1."""
    lines: list[int] = parse_kept(text, lambda: _find_row_lines(text), "lines")
    return lines


def _find_row_lines(text: str) -> list[int]:
    node: Any = make_loader(text).get_single_node()
    return [row.start_mark.line + 1 for key, rows in node.value if key.value == "rows" for row in rows.value]


def _read_row(raw: Any, predicate: str | None, where: str, names: RowNames) -> Row:
    trigger = _find_trigger(raw, where)
    reader = _RowReader(raw, where, names)
    s, o = reader.read_slots()
    where_s, where_o = reader.read_limits()
    example, fact = reader.read_example()
    prep, prep_object = reader.read_preposition()
    infinitive = raw.get("clause") == "to"
    row = Row(
        id="",
        predicate=reader.read_predicate(predicate),
        pos=trigger,
        lemma=str(raw[trigger]),
        s=s,
        o=o,
        cameo=reader.read_code(),
        particle=raw.get("particle"),
        prep=prep,
        prep_object=prep_object,
        clause=infinitive or reader.read_flag("clause"),
        infinitive=infinitive,
        where_s=where_s,
        where_o=where_o,
        passive=reader.read_flag("passive"),
        status=reader.read_status(),
        whole=reader.read_flag("whole") or False,
        example=example,
        fact=fact,
        source=where,
    )
    words: dict[str, Any] = {key: _words(raw.get(key)) for key in _WORD_KEYS}
    row = replace(row, **words)
    row = replace(row, id=make_row_id(row))
    return replace(row, also=tuple(_read_also(also, row, names) for also in raw.get("also", ())))


def _find_trigger(raw: Any, where: str) -> str:
    """Find the part of speech of a row's trigger. Raises AssetError for what is no row."""
    if not isinstance(raw, dict):
        raise AssetError("a row is a mapping", where=where)
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise AssetError(f"unknown key {unknown[0]!r}", where=where, remedy=f"known keys: {', '.join(sorted(_KEYS))}")
    triggers = [pos for pos in TRIGGERS if pos in raw]
    if len(triggers) != 1:
        raise AssetError("a row has one of verb, noun, adj", where=where)
    return triggers[0]


def _read_also(raw: Mapping[str, Any], row: Row, names: RowNames) -> Row:
    """Read a fact that a row says besides its own: predicate, slots, limits, status and code are its own."""
    unknown = sorted(set(raw) - {"predicate", "s", "o", "where", "status", "cameo", "fact"})
    if unknown:
        raise AssetError(f"unknown key {unknown[0]!r} in `also`", where=row.source)
    reader = _RowReader(raw, row.source, names)
    s, o = reader.read_slots()
    where_s, where_o = reader.read_limits()
    predicate = reader.read_predicate(None)
    return replace(
        row,
        id=f"{row.id}+{predicate}",
        predicate=predicate,
        s=s,
        o=o,
        where_s=where_s,
        where_o=where_o,
        status=reader.read_status(),
        cameo=reader.read_code(),
        fact=tuple(str(word) for word in raw.get("fact", ())),
        also=(),
    )


def _words(value: Any) -> frozenset[str]:
    """Return one word or a list of words as a set."""
    if value is None:
        return frozenset()
    return frozenset(str(word) for word in (value if isinstance(value, list) else [value]))


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads the values of one raw row. Each method raises AssetError, with file and line, for a wrong value."""

    raw: Mapping[str, Any]
    where: str
    names: RowNames

    def read_predicate(self, predicate: str | None) -> str:
        """Read the predicate of the row, else take that of its file."""
        name = str(self.raw.get("predicate", predicate))
        predicates = self.names.predicates
        if name not in predicates or predicates[name].static:
            remedy = "one of " + ", ".join(other for other in predicates if not predicates[other].static)
            raise AssetError(f"unknown predicate {name!r}", where=self.where, remedy=remedy)
        return name

    def read_slots(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read the slots of subject and object: of the row's frame, or its own instead."""
        frame, frames = self.raw.get("frame"), self.names.frames
        if frame is not None and frame not in frames:
            raise AssetError(f"unknown frame {frame!r}", where=self.where, remedy="one of " + ", ".join(frames))
        base = frames[frame] if frame else Frame((), ())
        s, o = tuple(self.raw.get("s", base.s)), tuple(self.raw.get("o", base.o))
        if not s or not o:
            raise AssetError("a row needs a frame, or s and o slots", where=self.where)
        return s, o

    def read_limits(self) -> tuple[frozenset[str], frozenset[str]]:
        """Read the kinds or word classes that subject and object must have."""
        limits = self.raw.get("where", {}) or {}
        where_s, where_o = _words(limits.get("s")), _words(limits.get("o"))
        words = where_s | where_o | _words(self.raw.get("object")) | _words(self.raw.get("complement"))
        for word in sorted(word.removeprefix(BARRED) for word in words):
            if word.startswith("@") and word[1:] not in self.names.classes:
                remedy = "one of @" + ", @".join(self.names.classes)
                raise AssetError(f"unknown word class {word!r}", where=self.where, remedy=remedy)
        for word in sorted(where_s | where_o):
            if not word.removeprefix(BARRED).startswith("@") and word not in KINDS:
                remedy = "one of " + ", ".join(sorted(KINDS)) + ", or a word class with @"
                raise AssetError(f"unknown kind {word!r}", where=self.where, remedy=remedy)
        return where_s, where_o

    def read_example(self) -> tuple[str, tuple[str, ...]]:
        """Read the example and its fact; `example: null` marks a further trigger of a row that has one."""
        example, fact = self.raw.get("example", ""), self.raw.get("fact")
        if example is None:
            return "", ()
        if not example or not isinstance(fact, list) or len(fact) not in (2, 3):
            what = "a row has an example and its fact [subject, object] or [subject, object, status]"
            raise AssetError(what, where=self.where)
        return str(example), tuple(str(word) for word in fact)

    def read_preposition(self) -> tuple[str | None, frozenset[str]]:
        """Read `prep: with` or `prep: {with: ["@weapon"]}`."""
        value = self.raw.get("prep")
        if not isinstance(value, dict):
            return value, frozenset()
        if len(value) != 1:
            raise AssetError("prep names one preposition", where=self.where)
        word, wanted = next(iter(value.items()))
        return str(word), _words(wanted)

    def read_flag(self, key: str) -> bool | None:
        """Read a truth value; None where the row does not name it."""
        value = self.raw.get(key)
        if value not in (None, "true", "false"):
            raise AssetError(f"{key} is true or false, not {value!r}", where=self.where)
        return None if value is None else value == "true"

    def read_status(self) -> Status | None:
        """Read the status that the row gives its facts."""
        status = self.raw.get("status")
        if status is not None and status not in set(Status):
            raise AssetError(f"unknown status {status!r}", where=self.where, remedy="one of " + ", ".join(Status))
        return Status(status) if status else None

    def read_code(self) -> str | None:
        """Read the CAMEO code that the row gives its facts."""
        return str(self.raw["cameo"]) if "cameo" in self.raw else None
