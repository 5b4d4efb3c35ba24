"""Tidy tables of a graph: events, participants, mentions, entities and articles, one thing a row.

Names are snake_case. An event is one row, also where direction carries no meaning (`symmetric`); its agent is then one
of the two. Countries are those that an actor stands for on the day of the event. `date` is ISO 8601 at the precision of
the text; `earliest` and `latest` are days. Several values of a cell are joined by "; ".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from graphkit.errors import UsageError
from graphkit.export.actors import ActorProfile
from graphkit.export.event_data.places import find_place
from graphkit.export.lookups import Lookup
from graphkit.model import Event, Findings, When

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
        "agent_id": "text",
        "agent": "text",
        "agent_kind": "category",
        "agent_country": "text",
        "agent_country_basis": "category",
        "agent_iso3": "text",
        "agent_cow": "text",
        "agent_fips": "text",
        "agent_region": "category",
        "agent_sector": "category",
        "predicate": "category",
        "plover": "category",
        "quad_class": "category",
        "cameo": "category",
        "goldstein": "number",
        "recipient_id": "text",
        "recipient": "text",
        "recipient_kind": "category",
        "recipient_country": "text",
        "recipient_country_basis": "category",
        "recipient_iso3": "text",
        "recipient_cow": "text",
        "recipient_fips": "text",
        "recipient_region": "category",
        "recipient_sector": "category",
        "symmetric": "boolean",
        "place_id": "text",
        "place": "text",
        "place_iso3": "text",
        "place_province": "text",
        "latitude": "number",
        "longitude": "number",
        "topic": "text",
        "status": "category",
        "confidence": "number",
        "speaker": "text",
        "articles": "integer",
        "publishers": "integer",
        "mentions": "integer",
        "first_published": "day",
        "first_article": "text",
        "sentence": "text",
    },
    "participants": {
        "event_id": "text",
        "role": "category",
        "entity_id": "text",
        "entity": "text",
        "kind": "category",
        "iso3": "text",
        "date": "text",
        "date_precision": "category",
        "first_published": "day",
        "status": "category",
        "predicate": "category",
        "speaker": "text",
        "first_article": "text",
        "sentence": "text",
    },
    "mentions": {
        "event_id": "text",
        "number": "integer",
        "article_id": "text",
        "published": "text",
        "predicate": "category",
        "date": "text",
        "date_precision": "category",
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
        "geonames": "text",
        "iso3": "text",
        "state_id": "text",
        "state": "text",
        "state_iso3": "text",
        "within_id": "text",
        "latitude": "number",
        "longitude": "number",
        "typed_names": "text",
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
    """Find the rows of a table, in the order of the findings. Raises UsageError for an unknown table."""
    if table not in _FINDERS:
        raise UsageError(f"There is no table {table!r}.", remedy=f"Use one of {', '.join(COLUMNS)}.")
    return list(_FINDERS[table](Lookup(findings)))


def make_table(findings: Findings, table: str) -> pandas.DataFrame:
    """Make a table as a pandas DataFrame: days as dates, counts as integers, unknown as missing."""
    import pandas

    frame = pandas.DataFrame(find_rows(findings, table), columns=list(COLUMNS.get(table, ())))
    kinds = {"text": "string", "category": "category", "integer": "Int64", "number": "float64", "boolean": "boolean"}
    for column, kind in COLUMNS[table].items():
        if kind == "day":
            frame[column] = pandas.to_datetime(frame[column], errors="coerce")
        else:
            frame[column] = frame[column].astype(kinds[kind])
    return frame


def _find_events(lookup: Lookup) -> Iterator[Row]:
    for event in lookup.findings.events:
        row = describe_event(lookup, event)
        yield {column: row[column] for column in COLUMNS["events"]}


def describe_event(lookup: Lookup, event: Event) -> Row:
    """Return all that the tables say of an event, by column."""
    code = lookup.find_code(event)
    row = {
        "event_id": event.id,
        **_find_date(event.date),
        "predicate": event.predicate,
        "plover": event.plover,
        "quad_class": lookup.name_quad(event),
        "cameo": code.code if code else None,
        "goldstein": code.goldstein if code else None,
        "symmetric": lookup.tables.vocabulary.predicates[event.predicate].symmetric,
        **_find_place(lookup, event),
        "topic": event.topic,
        "status": event.status.value,
        "confidence": event.confidence,
        "articles": len(lookup.find_articles(event)),
        "publishers": event.publishers,
        "mentions": len(event.mentions),
        **_find_report(lookup, event),
    }
    for side, profile in zip(("agent", "recipient"), lookup.find_sides(event), strict=True):
        row |= _find_side(side, profile)
    return row


def _find_date(date: When | None) -> Row:
    return {
        "date": date.iso if date else None,
        "earliest": date.earliest if date else None,
        "latest": date.latest if date else None,
        "date_precision": date.precision if date else None,
    }


def _find_side(side: str, actor: ActorProfile) -> Row:
    """Return the columns of one side of an event: who it is, and the states it stands for on that day."""
    names = "; ".join(state.label for state in actor.states) or None
    return {
        f"{side}_id": actor.entity.id,
        side: actor.entity.label,
        f"{side}_kind": actor.entity.kind.value,
        f"{side}_country": names or actor.international,
        f"{side}_country_basis": actor.basis if actor.has_country else None,
        **{f"{side}_{system}": actor.join_codes(system) for system in ("iso3", "cow", "fips", "region")},
        f"{side}_sector": actor.sector,
    }


def _find_place(lookup: Lookup, event: Event) -> Row:
    place = find_place(lookup, event)
    location = place.location if place else None
    return {
        "place_id": event.place,
        "place": lookup.find_entity(event.place).label if event.place else None,
        "place_iso3": place.find_code("iso3") if place else None,
        "place_province": place.province if place else None,
        "latitude": location.latitude if location else None,
        "longitude": location.longitude if location else None,
    }


def _find_report(lookup: Lookup, event: Event) -> Row:
    """Return the first report of an event: its day, article, sentence and speaker."""
    reports = lookup.find_mentions(event)
    order = sorted(reports, key=lambda pair: lookup.order_report(pair[0]))
    mention, speaker = order[0] if order else (None, None)
    return {
        "speaker": lookup.find_entity(speaker).label if speaker else None,
        "first_published": lookup.find_published(event),
        "first_article": mention.evidence.article if mention else None,
        "sentence": mention.evidence.sentence if mention else None,
    }


def _find_participants(lookup: Lookup) -> Iterator[Row]:
    for event in lookup.findings.events:
        agent, recipient = lookup.find_sides(event)
        place = find_place(lookup, event)
        for role, name, iso3 in (
            ("agent", event.agent, agent.join_codes("iso3")),
            ("recipient", event.recipient, recipient.join_codes("iso3")),
            ("place", event.place, place.find_code("iso3") if place else None),
        ):
            if name is not None:
                entity = lookup.find_entity(name)
                row = {
                    "event_id": event.id,
                    "role": role,
                    "entity_id": name,
                    "entity": entity.label,
                    "kind": entity.kind.value,
                    "iso3": iso3,
                    "date": event.date.iso if event.date else None,
                    "date_precision": event.date.precision if event.date else None,
                    "status": event.status.value,
                    "predicate": event.predicate,
                    **_find_report(lookup, event),
                }
                yield {column: row[column] for column in COLUMNS["participants"]}


def _find_mentions(lookup: Lookup) -> Iterator[Row]:
    for event in lookup.findings.events:
        for number, (mention, speaker) in enumerate(lookup.find_mentions(event), 1):
            yield {
                "event_id": event.id,
                "number": number,
                "article_id": mention.evidence.article,
                "published": lookup.find_article(mention.evidence.article).published,
                "predicate": mention.predicate,
                "date": mention.date.iso if mention.date else None,
                "date_precision": mention.date.precision if mention.date else None,
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
        state = lookup.find_entity(entity.state) if entity.state else None
        yield {
            "entity_id": entity.id,
            "kind": entity.kind.value,
            "label": entity.label,
            "aliases": "; ".join(entity.aliases) or None,
            "wikidata": external.get("wikidata"),
            "geonames": external.get("geonames"),
            "iso3": external.get("iso3"),
            "state_id": entity.state,
            "state": state.label if state else None,
            "state_iso3": dict(state.external).get("iso3") if state else None,
            "within_id": entity.within,
            "latitude": entity.location.latitude if entity.location else None,
            "longitude": entity.location.longitude if entity.location else None,
            "typed_names": "; ".join(entity.search_names) or None,
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
