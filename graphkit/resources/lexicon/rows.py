"""Lexicon files read into rows, with every mistake named by file and line.

docs/lexicon.md describes every key. All scalars are text: `on` and `no` are words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import yaml

from graphkit.errors import AssetError
from graphkit.model import Status
from graphkit.resources.gazetteer.rows import load_text_yaml
from graphkit.resources.parsed_assets import parse_kept
from graphkit.resources.vocabulary import Vocabulary

TRIGGERS = ("verb", "noun", "adj")
#: Kinds of entity that a row may ask of an argument, besides the word classes ("@weapon").
KINDS = frozenset({"person", "state", "organization", "group", "place", "actor", "named"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the lexicon. `where` limits arguments, `object` the direct object, `prep` asks for a preposition."""

    id: str
    predicate: str
    pos: str
    lemma: str
    s: tuple[str, ...]
    o: tuple[str, ...]
    cameo: str | None = None
    particle: str | None = None
    object: frozenset[str] = frozenset()
    prep: str | None = None
    prep_object: frozenset[str] = frozenset()  # what its object must be
    clause: bool | None = None  # true: must govern a clause; false: must not
    infinitive: bool = False  # the clause must be an infinitive with "to"
    complement: frozenset[str] = frozenset()  # what the object must be called: "called the raid [unacceptable]"
    after: frozenset[str] = frozenset()  # prepositions of which one must stand before a noun: "[over] lunch"
    light: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    where_s: frozenset[str] = frozenset()
    where_o: frozenset[str] = frozenset()
    passive: bool | None = None
    modal: frozenset[str] = frozenset()  # auxiliaries that the clause below must have: "said that X must"
    status: Status | None = None
    whole: bool = False
    also: tuple[Row, ...] = ()  # what is said with it: who thanks for hosting was hosted
    example: str = ""
    fact: tuple[str, ...] = ()
    source: str = ""

    @property
    def specificity(self) -> int:
        """How much the row asks for: of two rows that match one trigger the one that asks for more is used."""
        asked = (
            4 * bool(self.object)
            + 4 * bool(self.complement)
            + 3 * bool(self.after)
            + self.infinitive
            + 4 * bool(self.particle)
            + 3 * bool(self.prep)
            + 2 * bool(self.prep_object)
            + 2 * (self.clause is not None)
            + bool(self.light)
            + 2 * bool(self.modal)
        )
        return asked + 2 * bool(self.where_o) + bool(self.where_s) + (self.passive is not None)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a row looks for its subject and object: names of slots, tried in order."""

    s: tuple[str, ...]
    o: tuple[str, ...]


_KEYS = frozenset(
    "predicate verb noun adj frame s o cameo particle object prep clause complement after light unless where passive "
    "modal status whole also example fact".split()
)


def read_rows(
    text: str, source: str, frames: Mapping[str, Frame], classes: Mapping[str, AbstractSet[str]]
) -> list[Row]:
    """Read the rows of one lexicon file. `frames` and `classes` are those that a row may name.

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
        _read_row(member, data.get("predicate"), f"{source}:{line}", frames, classes)
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
    node: Any = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return [row.start_mark.line + 1 for key, rows in node.value if key.value == "rows" for row in rows.value]


def check_reachable(rows: Sequence[Row], own: AbstractSet[str] = frozenset()) -> None:
    """Holds that none of the rows of one word, in the order in which they are tried, is shadowed by one before it.

    Decided where it can be decided simply: a row is shadowed where one before it asks for nothing that it does not ask
    for as well, and looks in the same slots first. `own` are the sources of the user's rows, which may stand for
    shipped ones.

    Raises AssetError with file and line of the row that cannot be reached.
    """
    for place, row in enumerate(rows):
        for other in rows[:place]:
            if _shadows(other, row) and (row.source in own or other.source not in own):
                raise AssetError(
                    f"{row.id} cannot be reached: {other.id} at {other.source} takes all that it would",
                    where=row.source,
                    remedy="remove one, or let this row ask for more",
                )


def _shadows(other: Row, row: Row) -> bool:
    """Return whether a row that is tried before `row` matches wherever that does, with the same arguments."""
    return (
        other.particle == row.particle
        and other.prep in (None, row.prep)
        and other.clause in (None, row.clause)
        and other.passive in (None, row.passive)
        and other.infinitive <= row.infinitive
        and _is_wider(other.complement, row.complement)
        and _is_wider(other.after, row.after)
        and other.unless <= row.unless
        and _is_wider(other.object, row.object)
        and _is_wider(other.prep_object, row.prep_object)
        and _is_wider(other.light, row.light)
        and _is_wider(other.modal, row.modal)
        and _is_wider(other.where_s, row.where_s)
        and _is_wider(other.where_o, row.where_o)
        and other.s[: len(row.s)] == row.s
        and other.o[: len(row.o)] == row.o
    )


def _is_wider(limit: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether one limit lets pass all that another does; an empty one lets everything pass."""
    return not limit or (bool(other) and other <= limit)


def _words(value: Any) -> frozenset[str]:
    """One word or a list of words as a set."""
    if value is None:
        return frozenset()
    return frozenset(str(v) for v in (value if isinstance(value, list) else [value]))


def _preposition(value: Any, where: str) -> tuple[str | None, frozenset[str]]:
    """`prep: with` or `prep: {with: ["@weapon"]}`."""
    if isinstance(value, dict):
        if len(value) != 1:
            raise AssetError("prep names one preposition", where=where)
        word, wanted = next(iter(value.items()))
        return str(word), _words(wanted)
    return value, frozenset()


def _flag(raw: Mapping[str, Any], key: str, where: str) -> bool | None:
    """A truth value, None where the row does not name it."""
    value = raw.get(key)
    if value not in (None, "true", "false"):
        raise AssetError(f"{key} is true or false, not {value!r}", where=where)
    return None if value is None else value == "true"


def _read_row(
    raw: Any,
    predicate: str | None,
    where: str,
    frames: Mapping[str, Frame],
    classes: Mapping[str, AbstractSet[str]],
) -> Row:
    if not isinstance(raw, dict):
        raise AssetError("a row is a mapping", where=where)
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise AssetError(f"unknown key {unknown[0]!r}", where=where, remedy=f"known keys: {', '.join(sorted(_KEYS))}")
    triggers = [t for t in TRIGGERS if t in raw]
    if len(triggers) != 1:
        raise AssetError("a row has one of verb, noun, adj", where=where)
    predicate = _read_predicate(raw, predicate, where)
    s, o = _read_slots(raw, frames, where)
    where_s, where_o = _read_limits(raw, where, classes)
    if not raw.get("example", "") and "example" in raw and raw["example"] is None:
        raw = {**raw, "example": "", "fact": []}
    elif not raw.get("example") or not isinstance(raw.get("fact"), list) or len(raw["fact"]) not in (2, 3):
        raise AssetError(
            "a row has an example and its fact [subject, object] or [subject, object, status]", where=where
        )
    prep, prep_object = _preposition(raw.get("prep"), where)
    status = raw.get("status")
    if status is not None and status not in set(Status):
        raise AssetError(f"unknown status {status!r}", where=where, remedy="one of " + ", ".join(Status))
    row = Row(
        id="",
        predicate=predicate,
        pos=triggers[0],
        lemma=str(raw[triggers[0]]),
        s=s,
        o=o,
        cameo=str(raw["cameo"]) if "cameo" in raw else None,
        particle=raw.get("particle"),
        object=_words(raw.get("object")),
        prep=prep,
        prep_object=prep_object,
        clause=True if raw.get("clause") == "to" else _flag(raw, "clause", where),
        infinitive=raw.get("clause") == "to",
        complement=_words(raw.get("complement")),
        after=_words(raw.get("after")),
        light=_words(raw.get("light")),
        unless=_words(raw.get("unless")),
        where_s=where_s,
        where_o=where_o,
        passive=_flag(raw, "passive", where),
        modal=_words(raw.get("modal")),
        status=Status(status) if status else None,
        whole=_flag(raw, "whole", where) or False,
        example=str(raw["example"]),
        fact=tuple(str(x) for x in raw["fact"]),
        source=where,
    )
    row = replace(row, id=_row_id(row))
    return replace(row, also=tuple(_read_also(also, row, frames, classes) for also in raw.get("also", ())))


def _read_also(
    raw: Mapping[str, Any], row: Row, frames: Mapping[str, Frame], classes: Mapping[str, AbstractSet[str]]
) -> Row:
    """Read a fact that a row says besides its own: predicate, slots, limits, status and code are its own."""
    unknown = sorted(set(raw) - {"predicate", "s", "o", "where", "status", "cameo", "fact"})
    if unknown:
        raise AssetError(f"unknown key {unknown[0]!r} in `also`", where=row.source)
    s, o = _read_slots(raw, frames, row.source)
    where_s, where_o = _read_limits(raw, row.source, classes)
    predicate = _read_predicate(raw, None, row.source)
    return replace(
        row,
        id=f"{row.id}+{predicate}",
        predicate=predicate,
        s=s,
        o=o,
        where_s=where_s,
        where_o=where_o,
        status=Status(raw["status"]) if "status" in raw else None,
        cameo=str(raw["cameo"]) if "cameo" in raw else None,
        fact=tuple(str(x) for x in raw.get("fact", ())),
        also=(),
    )


def _read_predicate(raw: Mapping[str, Any], predicate: str | None, where: str) -> str:
    """The predicate of the row, or that of its file."""
    name = str(raw.get("predicate", predicate))
    known = Vocabulary.load().predicates
    if name not in known or known[name].static:
        raise AssetError(
            f"unknown predicate {name!r}",
            where=where,
            remedy="one of " + ", ".join(p for p in known if not known[p].static),
        )
    return name


def _read_slots(
    raw: Mapping[str, Any], frames: Mapping[str, Frame], where: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The slots of subject and object: of the row's frame, or its own instead."""
    frame = raw.get("frame")
    if frame is not None and frame not in frames:
        raise AssetError(f"unknown frame {frame!r}", where=where, remedy="one of " + ", ".join(frames))
    base = frames[frame] if frame else Frame((), ())
    s, o = tuple(raw.get("s", base.s)), tuple(raw.get("o", base.o))
    if not s or not o:
        raise AssetError("a row needs a frame, or s and o slots", where=where)
    return s, o


def _read_limits(
    raw: Mapping[str, Any], where: str, classes: Mapping[str, AbstractSet[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """What subject and object must be: kinds or word classes."""
    limits = raw.get("where", {}) or {}
    where_s, where_o = _words(limits.get("s")), _words(limits.get("o"))
    for word in sorted(where_s | where_o | _words(raw.get("object")) | _words(raw.get("complement"))):
        if word.startswith("@") and word[1:] not in classes:
            raise AssetError(f"unknown word class {word!r}", where=where, remedy="one of @" + ", @".join(classes))
    for word in sorted(where_s | where_o):
        if not word.startswith("@") and word not in KINDS:
            raise AssetError(
                f"unknown kind {word!r}",
                where=where,
                remedy="one of " + ", ".join(sorted(KINDS)) + ", or a word class with @",
            )
    return where_s, where_o


def _row_id(row: Row) -> str:
    """A readable id made of what the row asks for: condemns/verb.condemn, sanctions/verb.sever.@tie."""
    parts = [f"{row.pos}.{row.lemma}"]
    if row.particle:
        parts.append(row.particle)
    if row.object:
        parts.append("+".join(sorted(row.object)[:3]))
    if row.prep:
        parts.append(f"{row.prep}:{'+'.join(sorted(row.prep_object)[:3])}" if row.prep_object else row.prep)
    if row.clause is not None:
        parts.append("to-clause" if row.infinitive else "clause" if row.clause else "no-clause")
    if row.complement:
        parts.append("as:" + "+".join(sorted(row.complement)[:2]))
    if row.after:
        parts.append("after:" + "+".join(sorted(row.after)[:2]))
    if row.modal:
        parts.append("+".join(sorted(row.modal)[:2]))
    if row.light:
        parts.append("light:" + "+".join(sorted(row.light)[:3]))
    if row.where_o:
        parts.append("o:" + "+".join(sorted(row.where_o)))
    if row.where_s:
        parts.append("s:" + "+".join(sorted(row.where_s)))
    if row.passive is not None:
        parts.append("passive" if row.passive else "active")
    return f"{row.predicate}/{'.'.join(parts)}"


def trigger_of(row: Row) -> tuple[object, ...]:
    """All that a row asks for: two rows with the same could not both be used."""
    return (
        row.pos,
        row.lemma,
        row.particle,
        row.object,
        row.prep,
        row.prep_object,
        row.modal,
        row.clause,
        row.infinitive,
        row.complement,
        row.after,
        row.light,
        row.where_s,
        row.where_o,
        row.passive,
    )
