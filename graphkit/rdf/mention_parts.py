"""The words behind a mention of an event as plain properties: where trigger, subject, object, place and speaker stand.

A part has a begin and an end (half-open character offsets into the article), and further properties only where they do
not follow: how the name was decided (`gk:subjectNaming`), the words where the sentence does not hold them at that
place, and name and class where the part is no entity of the graph.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from graphkit.model import Entity, Evidence, Kind, Mention, Span, When
from graphkit.rdf.terms import GK, SEM, XSD
from graphkit.rdf.text_terms import Literal, NamedNode, Statement, day, node, text

#: The parts of a mention, each the first word of its properties.
PARTS = ("subject", "object", "place", "speaker")
#: How a mention's name was found when nothing is said about it.
USUAL_NAMING = "exact"

_FIRST_DAY, _LAST_DAY = node(SEM + "hasEarliestBeginTimeStamp"), node(SEM + "hasLatestEndTimeStamp")
_PRECISION = node(GK + "datePrecision")
_OFFSET = f"^^<{XSD}nonNegativeInteger>"
#: Gives the first value of a property of a node, None where it has none.
GetValue = Callable[[str], str | None]


@lru_cache(maxsize=20_000)
def offset(value: int) -> Literal:
    """Return a character offset as xsd:nonNegativeInteger."""
    return f'"{value}"{_OFFSET}'


@cache
def _name_properties(role: str) -> tuple[NamedNode, ...]:
    """Name the properties of a part of a mention: begin, end, words, naming, name, class."""
    return tuple(node(f"{GK}{role}{name}") for name in ("Begin", "End", "Words", "Naming", "Name", "Class"))


def describe_span(role: str, span: Span) -> list[Statement]:
    """List begin and end of a part of a mention."""
    begin, end, *_ = _name_properties(role)
    return [(begin, offset(span.start)), (end, offset(span.end))]


def describe_part(role: str, mention: Mention, entity: Entity | None, evidence: Evidence) -> list[Statement]:
    """List what a graph says of one part of a mention; `entity` is what it was linked to."""
    begin, end, words, naming, name, kind = _name_properties(role)
    said: list[Statement] = [(begin, offset(mention.span.start)), (end, offset(mention.span.end))]
    if mention.text != cut_words(evidence, mention.span):
        said.append((words, text(mention.text)))
    if mention.reason != USUAL_NAMING:
        said.append((naming, text(mention.reason)))
    if entity is None:
        said += [(name, text(mention.name)), (kind, node(GK + mention.kind.value))]
    return said


def read_span(get: GetValue, role: str) -> Span | None:
    """Return where a part of a mention stands, None where it has no such part. Raises KeyError for half a span."""
    start, end = get(f"{GK}{role}Begin"), get(f"{GK}{role}End")
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise KeyError(f"gk:{role}Begin or gk:{role}End is missing")
    return Span(int(start), int(end))


def read_part(get: GetValue, role: str, entity: Entity | None, evidence: Evidence) -> Mention | None:
    """Return one part of a mention as `describe_part` tells it. Raises ValueError and KeyError on anything else."""
    span = read_span(get, role)
    if span is None:
        return None
    words = get(f"{GK}{role}Words")
    if words is None:
        words = cut_words(evidence, span) or ""
    name = entity.label if entity else get(f"{GK}{role}Name")
    kind = entity.kind if entity else Kind((get(f"{GK}{role}Class") or "").removeprefix(GK))
    if name is None:
        raise KeyError(f"gk:{role}Name is missing")
    return Mention(span, words, name, kind, reason=get(f"{GK}{role}Naming") or USUAL_NAMING)


def cut_words(evidence: Evidence, span: Span) -> str | None:
    """Return the words of the sentence that a span of the article covers, None where it does not cover any."""
    start, end = span.start - evidence.span.start, span.end - evidence.span.start
    if len(evidence.sentence) != evidence.span.end - evidence.span.start or start < 0 or end > len(evidence.sentence):
        return None
    return evidence.sentence[start:end]


def describe_when(when: When, *, full: bool = False) -> list[Statement]:
    """List first day, last day and precision of a date; the precision of a day only in a full graph."""
    said: list[Statement] = [(_FIRST_DAY, day(when.earliest)), (_LAST_DAY, day(when.latest))]
    if full or when.precision != "day":
        said.append((_PRECISION, text(when.precision)))
    return said


def read_when(get: GetValue) -> When | None:
    """Return the date of an event or a mention, None where it has none."""
    earliest, latest = get(SEM + "hasEarliestBeginTimeStamp"), get(SEM + "hasLatestEndTimeStamp")
    if earliest and latest:
        return When(earliest, latest, get(GK + "datePrecision") or "day")
    return None
