"""Tidy tables of a graph: events, participants, mentions, entities and articles, one thing a row.

Names are snake_case. `date` is ISO 8601 at the precision of the text; `earliest` and `latest` are days. Several values
of a cell are joined by "; ".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from graphkit.errors import UsageError
from graphkit.export.common import Lookup
from graphkit.model import Findings

if TYPE_CHECKING:
    import pandas

#: The columns of each table with their types: text, category, integer, number or day.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "events": {
        "event_id": "text",
        "date": "text",
        "earliest": "day",
        "latest": "day",
        "date_precision": "category",
        "reported": "day",
        "agent_id": "text",
        "agent": "text",
        "agent_kind": "category",
        "predicate": "category",
        "plover": "category",
        "quad_class": "category",
        "cameo": "category",
        "goldstein": "number",
        "recipient_id": "text",
        "recipient": "text",
        "recipient_kind": "category",
        "place_id": "text",
        "place": "text",
        "topic": "text",
        "status": "category",
        "confidence": "number",
        "articles": "integer",
        "publishers": "integer",
        "mentions": "integer",
    },
    "participants": {
        "event_id": "text",
        "role": "category",
        "entity_id": "text",
        "entity": "text",
        "kind": "category",
    },
    "mentions": {
        "event_id": "text",
        "number": "integer",
        "article_id": "text",
        "status": "category",
        "speaker_id": "text",
        "speaker": "text",
        "cue": "text",
        "subject_text": "text",
        "object_text": "text",
        "sentence": "text",
        "begin": "integer",
        "end": "integer",
        "trigger_begin": "integer",
        "trigger_end": "integer",
        "confidence": "number",
        "rule": "category",
    },
    "entities": {
        "entity_id": "text",
        "kind": "category",
        "label": "text",
        "aliases": "text",
        "wikidata": "text",
        "iso3": "text",
        "events": "integer",
    },
    "articles": {
        "article_id": "text",
        "title": "text",
        "publisher": "text",
        "published": "text",
        "url": "text",
        "author": "text",
        "language": "category",
        "content_hash": "text",
    },
}

Row = dict[str, Any]


def find_rows(findings: Findings, table: str) -> list[Row]:
    """The rows of a table, in the order of the findings. Raises UsageError for a table that there is not."""
    if table not in _FINDERS:
        raise UsageError(f"There is no table {table!r}.", remedy=f"Use one of {', '.join(COLUMNS)}.")
    return list(_FINDERS[table](Lookup(findings)))


def make_table(findings: Findings, table: str) -> pandas.DataFrame:
    """A table as a pandas DataFrame: days as dates, counts as integers, unknown as missing."""
    import pandas

    frame = pandas.DataFrame(find_rows(findings, table), columns=list(COLUMNS.get(table, ())))
    kinds = {"text": "string", "category": "category", "integer": "Int64", "number": "float64"}
    for column, kind in COLUMNS[table].items():
        if kind == "day":
            frame[column] = pandas.to_datetime(frame[column], errors="coerce")
        else:
            frame[column] = frame[column].astype(kinds[kind])
    return frame


def _find_events(lookup: Lookup) -> Iterator[Row]:
    for event in lookup.findings.events:
        date = event.date
        code = lookup.find_code(event)
        agent, recipient = lookup.find_entity(event.agent), lookup.find_entity(event.recipient)
        yield {
            "event_id": event.id,
            "date": date.iso if date else None,
            "earliest": date.earliest if date else None,
            "latest": date.latest if date else None,
            "date_precision": date.precision if date else None,
            "reported": event.reported,
            "agent_id": event.agent,
            "agent": agent.label,
            "agent_kind": agent.kind.value,
            "predicate": event.predicate,
            "plover": event.plover,
            "quad_class": lookup.name_quad(event),
            "cameo": code.code if code else None,
            "goldstein": code.goldstein if code else None,
            "recipient_id": event.recipient,
            "recipient": recipient.label,
            "recipient_kind": recipient.kind.value,
            "place_id": event.place,
            "place": lookup.find_entity(event.place).label if event.place else None,
            "topic": event.topic,
            "status": event.status.value,
            "confidence": event.confidence,
            "articles": len(lookup.find_articles(event)),
            "publishers": event.publishers,
            "mentions": len(event.mentions),
        }


def _find_participants(lookup: Lookup) -> Iterator[Row]:
    for event in lookup.findings.events:
        for role, name in (("agent", event.agent), ("recipient", event.recipient), ("place", event.place)):
            if name is not None:
                entity = lookup.find_entity(name)
                yield {
                    "event_id": event.id,
                    "role": role,
                    "entity_id": name,
                    "entity": entity.label,
                    "kind": entity.kind.value,
                }


def _find_mentions(lookup: Lookup) -> Iterator[Row]:
    for event in lookup.findings.events:
        for number, (mention, speaker) in enumerate(lookup.find_mentions(event), 1):
            yield {
                "event_id": event.id,
                "number": number,
                "article_id": mention.evidence.article,
                "status": mention.status.value,
                "speaker_id": speaker,
                "speaker": lookup.find_entity(speaker).label if speaker else None,
                "cue": mention.cue,
                "subject_text": mention.subject.text,
                "object_text": mention.object.text,
                "sentence": mention.evidence.sentence,
                "begin": mention.evidence.span.start,
                "end": mention.evidence.span.end,
                "trigger_begin": mention.trigger.start,
                "trigger_end": mention.trigger.end,
                "confidence": mention.confidence,
                "rule": mention.evidence.rule,
            }


def _find_entities(lookup: Lookup) -> Iterator[Row]:
    for entity in lookup.findings.entities:
        external = dict(entity.external)
        yield {
            "entity_id": entity.id,
            "kind": entity.kind.value,
            "label": entity.label,
            "aliases": "; ".join(entity.aliases) or None,
            "wikidata": external.get("wikidata"),
            "iso3": external.get("iso3"),
            "events": lookup.counts[entity.id],
        }


def _find_articles(lookup: Lookup) -> Iterator[Row]:
    for article in lookup.findings.articles:
        yield {
            "article_id": article.id,
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published,
            "url": article.url,
            "author": article.author,
            "language": article.language,
            "content_hash": article.content_hash or None,
        }


_FINDERS: Mapping[str, Callable[[Lookup], Iterator[Row]]] = {
    "events": _find_events,
    "participants": _find_participants,
    "mentions": _find_mentions,
    "entities": _find_entities,
    "articles": _find_articles,
}
