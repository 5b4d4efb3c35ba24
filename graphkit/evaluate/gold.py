"""Readers of annotations and predictions: whole articles (a folder of JSON files) and single sentences (JSON Lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import UsageError

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A predicted fact: canonical names in `s` and `o`, the words of the text in `s_text` and `o_text`."""

    s: str
    p: str
    o: str
    plover: str | None = None
    status: str | None = None
    date: str | None = None
    s_text: str | None = None
    o_text: str | None = None
    confidence: float | None = None
    sentence: str | None = None
    rule: str | None = None
    place: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class GoldFact:
    """An annotated fact. `statuses` are the accepted ones; `alternatives` count as right in its place.

    An `optional` fact counts neither as found nor as missed; a `core` fact is what the article is about. `opening`
    holds the first words of its sentence.
    """

    s: str
    p: str
    o: str
    statuses: tuple[str, ...] = ()
    date: str | None = None
    core: bool = False
    optional: bool = False
    alternatives: tuple[Triple, ...] = ()
    opening: str | None = None
    place: str | None = None
    speaker: str | None = None

    @property
    def variants(self) -> tuple[Triple, ...]:
        """The triple as annotated and in all its accepted forms."""
        return ((self.s, self.p, self.o), *self.alternatives)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The facts of one article, and tempting errors with the reason why each is wrong."""

    id: str
    facts: tuple[GoldFact, ...]
    wrong: tuple[tuple[Triple, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated event of a sentence in its own words; an empty source or target matches anybody."""

    source: str
    target: str
    plover: str


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with its annotated events."""

    id: str
    text: str
    events: tuple[GoldEvent, ...]


def read_gold(folder: Path) -> tuple[GoldArticle, ...]:
    """Read every <id>.json of a folder, by id; files named cluster_*.json, which merge articles, are left out.

    Raises UsageError where the folder holds no annotation or a file is not one.
    """
    files = sorted(path for path in folder.glob("*.json") if not path.name.startswith("cluster_"))
    if not files:
        raise UsageError("no annotations here", where=str(folder), remedy="name a folder of <article id>.json files")
    return tuple(_gold_article(path) for path in files)


def read_gold_sentences(path: Path) -> tuple[GoldSentence, ...]:
    """Read sentence annotations: JSON Lines of {"id", "text", "events": [{"source", "target", "plover"}]}."""
    sentences = []
    for record, where in _lines(path):
        events = tuple(
            GoldEvent(event.get("source") or "", event.get("target") or "", event["plover"])
            for event in _list(record, "events", where)
            if event.get("plover")
        )
        sentences.append(GoldSentence(_text(record, "id", where), _text(record, "text", where), events))
    return tuple(sentences)


def read_predictions(path: Path) -> dict[str, tuple[Fact, ...]]:
    """Read what `graphkit extract` prints, or a folder with one <id>.json each: facts by article id."""
    if path.is_dir():
        records = ((_object(file), str(file), file.stem) for file in sorted(path.glob("*.json")))
    else:
        records = ((record, where, _text(record, "id", where)) for record, where in _lines(path))
    return {
        name: tuple(fact for fact in (_fact(row, where) for row in _list(record, "facts", where)) if fact)
        for record, where, name in records
    }


def _fact(row: Mapping[str, Any], where: str) -> Fact | None:
    if not isinstance(row, dict):
        raise UsageError("a fact must be an object", where=where, remedy='write {"s", "p", "o", ...}')
    if not (row.get("s") and row.get("p") and row.get("o")):
        return None  # a fact without one of its parts can match nothing
    confidence = row.get("confidence")
    return Fact(
        **{name: str(row[name]) for name in ("s", "p", "o")},
        **{
            name: str(row[name]) if row.get(name) else None
            for name in ("plover", "status", "date", "s_text", "o_text", "sentence", "rule", "place")
        },  # type: ignore[arg-type]  # the keys are fields that hold text
        confidence=float(confidence) if isinstance(confidence, int | float) else None,
        speaker=str(row["attributed_to"]) if row.get("attributed_to") else None,
    )


def _gold_article(path: Path) -> GoldArticle:
    record, where = _object(path), str(path)
    wrong = record.get("wrong") or []
    return GoldArticle(
        id=path.stem,
        facts=tuple(_gold_fact(row, where) for row in _list(record, "facts", where)),
        wrong=tuple((_triple(row, where), str(row.get("why", ""))) for row in wrong),
    )


def _gold_fact(row: Mapping[str, Any], where: str) -> GoldFact:
    s, p, o = _triple(row, where)
    opening = row.get("sentence_start") or row.get("sentence")
    return GoldFact(
        s=s,
        p=p,
        o=o,
        statuses=tuple(filter(None, (row.get("status"), *row.get("status_alt", ())))),
        date=row.get("date") or None,
        core=bool(row.get("core")),
        optional=bool(row.get("optional")),
        alternatives=tuple(_triple(other, where) for other in row.get("alt", ())),
        opening=opening if isinstance(opening, str) else None,
        place=row.get("place") or None,
        speaker=row.get("attributed_to") or None,
    )


def _triple(row: Mapping[str, Any], where: str) -> Triple:
    return _text(row, "s", where), _text(row, "p", where), _text(row, "o", where)


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, str) or not value:
        raise UsageError(f'"{key}" is missing or no text', where=where, remedy=f'give each row a text under "{key}"')
    return value


def _list(row: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = row.get(key)
    if not isinstance(value, list):
        raise UsageError(f'"{key}" is missing or no list', where=where, remedy=f'give a list under "{key}"')
    return value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the file cannot be read: {error}", where=str(path), remedy="check path and encoding"
        ) from error


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except ValueError as error:
        raise UsageError(f"this is no JSON: {error}", where=where, remedy="mend or leave out the record") from error
    if not isinstance(record, dict):
        raise UsageError("a record must be an object", where=where, remedy="mend or leave out the record")
    return record


def _object(path: Path) -> dict[str, Any]:
    return _parse(_read(path), str(path))


def _lines(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for number, line in enumerate(_read(path).split("\n"), 1):
        if line.strip():
            yield _parse(line, f"{path}:{number}"), f"{path}:{number}"
