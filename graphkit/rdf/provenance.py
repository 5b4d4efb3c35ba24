"""The words behind a mention of an event, packed into the literal of its rule (`gk:rule`) for highlighting.

A JSON object, keys sorted: `t` the trigger, `s` the subject, `o` the object, `p` the place, `a` who says so, each as
[start, end] in the article's text, with a third part for what the sentence and the entity do not already tell;
`d` the date, `topic`, `plover` and `cameo` where the mention differs from its event; `x` is 1 where the sentence names
the recipient first (a symmetric event).
"""

from __future__ import annotations

import json
from typing import Any

from graphkit.model import Entity, Evidence, Kind, Mention, Span, When

#: How a mention's name was found when nothing is said about it.
USUAL_REASON = "exact"


def cut_words(evidence: Evidence, span: Span) -> str | None:
    """The words of the sentence that a span of the article covers, or None where it does not cover any."""
    start, end = span.start - evidence.span.start, span.end - evidence.span.start
    if len(evidence.sentence) != evidence.span.end - evidence.span.start or start < 0 or end > len(evidence.sentence):
        return None
    return evidence.sentence[start:end]


def pack_mention(mention: Mention, entity: Entity | None, evidence: Evidence) -> list[Any]:
    """[start, end] and, where they are not told by the entity and the sentence, the mention's own particulars."""
    rest: dict[str, str] = {}
    if mention.text != cut_words(evidence, mention.span):
        rest["text"] = mention.text
    if entity is None:
        rest["name"] = mention.name
        rest["kind"] = mention.kind.value
    if mention.reason != USUAL_REASON:
        rest["reason"] = mention.reason
    return [mention.span.start, mention.span.end, *([rest] if rest else [])]


def unpack_mention(packed: list[Any], entity: Entity | None, evidence: Evidence) -> Mention:
    """The mention that `pack_mention` packed. Raises ValueError, KeyError or TypeError on anything else."""
    start, end, *more = packed
    rest: dict[str, str] = more[0] if more else {}
    span = Span(start, end)
    words = rest["text"] if "text" in rest else cut_words(evidence, span) or ""
    name = entity.label if entity else rest["name"]
    kind = entity.kind if entity else Kind(rest["kind"])
    return Mention(span, words, name, kind, reason=rest.get("reason", USUAL_REASON))


def pack_when(when: When | None) -> list[str] | None:
    return None if when is None else [when.earliest, when.latest, when.precision]


def unpack_when(packed: list[str] | None) -> When | None:
    return None if packed is None else When(*packed)


def write_marks(marks: dict[str, Any]) -> str:
    return json.dumps(marks, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
