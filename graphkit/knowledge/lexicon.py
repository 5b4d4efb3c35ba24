"""The lexicon: rows that tell which words report which relation and how its arguments attach.

Read from assets/lexicon/relations/*.yaml (one file a predicate) and from files that the user adds. A row says what its trigger is,
what must stand beside it, where its arguments are found, and gives one example sentence with the fact that it must yield.
docs/lexicon.md describes every key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from graphkit.errors import AssetError
from graphkit.knowledge.classes import WordClasses
from graphkit.knowledge.gazetteer_rows import load_text_yaml
from graphkit.knowledge.vocabulary import Vocabulary
from graphkit.model import Status

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
    light: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    where_s: frozenset[str] = frozenset()
    where_o: frozenset[str] = frozenset()
    passive: bool | None = None
    modal: frozenset[str] = frozenset()  # auxiliaries that the clause below must have: "said that X must"
    status: Status | None = None
    whole: bool = False
    example: str = ""
    fact: tuple[str, ...] = ()
    source: str = ""

    @property
    def specificity(self) -> int:
        """How much the row asks for: of two rows that match one trigger the one that asks for more is used."""
        asked = (
            4 * bool(self.object)
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
    s: tuple[str, ...]
    o: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All rows, indexed by trigger: `rows_for("verb", "condemn")`, most demanding first."""

    rows: tuple[Row, ...]
    index: Mapping[tuple[str, str], tuple[Row, ...]]
    support_verbs: frozenset[str]

    def rows_for(self, pos: str, lemma: str) -> tuple[Row, ...]:
        return self.index.get((pos, lemma), ())

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Lexicon:
        """Reads the shipped rows, then the user's files; a row with the trigger of an earlier one replaces it.

        Raises AssetError naming file and line for unknown keys, duplicates and rows that cannot be reached.
        """
        return _load(tuple(Path(p) for p in extra))


_KEYS = {
    "verb",
    "noun",
    "adj",
    "frame",
    "s",
    "o",
    "cameo",
    "particle",
    "object",
    "prep",
    "clause",
    "light",
    "unless",
    "where",
    "passive",
    "modal",
    "status",
    "whole",
    "example",
    "fact",
    "predicate",
}


def read_rows(text: str, source: str, frames: Mapping[str, Frame]) -> list[Row]:
    """Reads one lexicon file.

    Raises AssetError with file and line for whatever does not hold together.
    """
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        data = load_text_yaml(text, source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise AssetError(
            "this is not YAML",
            where=f"{source}:{mark.line + 1 if mark else 1}",
            remedy=str(getattr(error, "problem", error)),
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list) or set(data) - {"predicate", "rows"}:
        raise AssetError("a lexicon file has `predicate:` and a list `rows:`", where=f"{source}:1")
    lines = _row_lines(node)
    return [_read_row(raw, data.get("predicate"), f"{source}:{lines[i]}", frames) for i, raw in enumerate(data["rows"])]


def _row_lines(node: Any) -> list[int]:
    for key, value in node.value:
        if key.value == "rows":
            return [item.start_mark.line + 1 for item in value.value]
    return []


def _words(value: Any) -> frozenset[str]:
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
    value = raw.get(key)
    if value not in (None, "true", "false"):
        raise AssetError(f"{key} is true or false, not {value!r}", where=where)
    return None if value is None else value == "true"


def _read_row(raw: Any, predicate: str | None, where: str, frames: Mapping[str, Frame]) -> Row:
    if not isinstance(raw, dict):
        raise AssetError("a row is a mapping", where=where)
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise AssetError(f"unknown key {unknown[0]!r}", where=where, remedy=f"known keys: {', '.join(sorted(_KEYS))}")
    predicate = str(raw.get("predicate", predicate))
    known = Vocabulary.load().predicates
    if predicate not in known or known[predicate].static:
        raise AssetError(
            f"unknown predicate {predicate!r}",
            where=where,
            remedy="one of " + ", ".join(p for p in known if not known[p].static),
        )
    triggers = [t for t in TRIGGERS if t in raw]
    if len(triggers) != 1:
        raise AssetError("a row has one of verb, noun, adj", where=where)
    frame = raw.get("frame")
    if frame is not None and frame not in frames:
        raise AssetError(f"unknown frame {frame!r}", where=where, remedy="one of " + ", ".join(frames))
    base = frames[frame] if frame else Frame((), ())
    s = tuple(raw.get("s", base.s))
    o = tuple(raw.get("o", base.o))
    if not s or not o:
        raise AssetError("a row needs a frame, or s and o slots", where=where)
    limits = raw.get("where", {}) or {}
    classes = WordClasses.load().classes
    for word in [*_words(limits.get("s")), *_words(limits.get("o")), *_words(raw.get("object"))]:
        if word.startswith("@") and word[1:] not in classes:
            raise AssetError(f"unknown word class {word!r}", where=where, remedy="one of @" + ", @".join(classes))
    for word in [*_words(limits.get("s")), *_words(limits.get("o"))]:
        if not word.startswith("@") and word not in KINDS:
            raise AssetError(
                f"unknown kind {word!r}",
                where=where,
                remedy="one of " + ", ".join(sorted(KINDS)) + ", or a word class with @",
            )
    if not raw.get("example") or not isinstance(raw.get("fact"), list) or len(raw["fact"]) not in (2, 3):
        raise AssetError(
            "a row has an example and its fact [subject, object] or [subject, object, status]", where=where
        )
    pos = triggers[0]
    prep, prep_object = _preposition(raw.get("prep"), where)
    status = raw.get("status")
    if status is not None and status not in set(Status):
        raise AssetError(f"unknown status {status!r}", where=where, remedy="one of " + ", ".join(Status))
    row = Row(
        id="", predicate=predicate, pos=pos, lemma=str(raw[pos]), s=s, o=o,
        cameo=str(raw["cameo"]) if "cameo" in raw else None, particle=raw.get("particle"), object=_words(raw.get("object")),
prep=prep, prep_object=prep_object, clause=_flag(raw, "clause", where), light=_words(raw.get("light")), unless=_words(raw.get("unless")),
        where_s=_words(limits.get("s")), where_o=_words(limits.get("o")), passive=_flag(raw, "passive", where),
        modal=_words(raw.get("modal")), status=Status(status) if status else None, whole=_flag(raw, "whole", where) or False,
        example=str(raw["example"]), fact=tuple(str(x) for x in raw["fact"]), source=where,
    )  # fmt: skip
    values = {f.name: getattr(row, f.name) for f in fields(row)}
    values["id"] = _row_id(row)
    return Row(**values)


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
        parts.append("clause" if row.clause else "no-clause")
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


def _trigger_key(row: Row) -> tuple[Any, ...]:
    return (
        row.pos,
        row.lemma,
        row.particle,
        row.object,
        row.prep,
        row.prep_object,
        row.modal,
        row.clause,
        row.light,
        row.where_s,
        row.where_o,
        row.passive,
    )


@lru_cache(maxsize=8)
def _load(extra: tuple[Path, ...]) -> Lexicon:
    base = resources.files("graphkit") / "assets" / "lexicon"
    data = load_text_yaml((base / "frames.yaml").read_text(encoding="utf-8"), "frames.yaml")
    frames = {name: Frame(tuple(map(str, f["s"])), tuple(map(str, f["o"]))) for name, f in data["frames"].items()}
    found: dict[tuple[Any, ...], Row] = {}
    for file in sorted((base / "relations").iterdir(), key=lambda p: p.name):
        if not file.name.endswith(".yaml"):
            continue
        for row in read_rows(file.read_text(encoding="utf-8"), file.name, frames):
            key = _trigger_key(row)
            if key in found:
                raise AssetError(
                    f"the trigger of {row.id} stands already at {found[key].source}",
                    where=row.source,
                    remedy="remove one",
                )
            found[key] = row
    for path in extra:
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise AssetError(
                "the lexicon file cannot be read", where=str(path), remedy="check the path given with --lexicon"
            ) from error
        seen: dict[tuple[Any, ...], Row] = {}
        for row in read_rows(text, str(path), frames):
            key = _trigger_key(row)
            if key in seen:
                raise AssetError(
                    f"the trigger of {row.id} stands already at {seen[key].source}",
                    where=row.source,
                    remedy="remove one",
                )
            seen[key] = found[key] = row
    rows = tuple(found.values())
    index: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        index.setdefault((row.pos, row.lemma), []).append(row)
    ordered = {key: tuple(sorted(some, key=lambda r: (-r.specificity, r.id))) for key, some in index.items()}
    return Lexicon(rows, ordered, frozenset(data["support_verbs"]))
