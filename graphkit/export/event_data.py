"""Event-data files as political scientists read them: POLECAT, GDELT 2.0 with its mentions, and ICEWS.

These formats know no status: an event is there because it happened. So only events that occurred or are ongoing are
written, states of affairs (who holds which office) are left out, and so is what has no date at all. An event without a
date of its own gets the day on which its first article was published, as the coders of these files have it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphkit.export.common import (
    HAPPENED,
    Lookup,
    find_state_code,
    number_things,
    write_tab_rows,
)
from graphkit.model import Article, Entity, Event, EventMention, Findings, Kind, Mention
from graphkit.resources.cameo import Code

Row = dict[str, Any]

#: What ICEWS calls the sectors whose name there is the same in all its years.
ICEWS_SECTORS = {"GOV": "Government", "MIL": "Military", "IGO": "International Government Organization"}


@cache
def find_columns(form: str) -> tuple[str, ...]:
    """The columns of a format in their order: polecat, gdelt2, gdelt2_mentions or icews."""
    text = (resources.files("graphkit") / "assets" / "event_data_columns.json").read_text(encoding="utf-8")
    columns: dict[str, list[str]] = json.loads(text)
    return tuple(columns[form])


@dataclass(frozen=True)
class Coded:
    """An event that goes into event data, with its day, its CAMEO code and the mention that is quoted for it."""

    event: Event
    day: str
    code: Code
    mention: EventMention
    article: Article
    agent: Mention
    recipient: Mention


def code_events(lookup: Lookup) -> list[Coded]:
    """The events that go into event data, by day and id."""
    coded = []
    for event in lookup.findings.events:
        code = lookup.find_code(event)
        articles = lookup.find_articles(event)
        published = sorted(article.published[:10] for article in articles if article.published)
        day = event.date.earliest if event.date else published[0] if published else None
        if code is None or day is None or event.status not in HAPPENED or not event.mentions:
            continue
        first = min(
            (mention for mention in event.mentions if mention.status in HAPPENED),
            default=event.mentions[0],
            key=lambda mention: (mention.evidence.article, mention.evidence.span),
        )
        sides = find_sides(lookup, event, first)
        coded.append(Coded(event, day, code, first, lookup.find_article(first.evidence.article), *sides))
    return sorted(coded, key=lambda item: (item.day, item.event.id))


def find_sides(lookup: Lookup, event: Event, mention: EventMention) -> tuple[Mention, Mention]:
    """The words for agent and recipient: where direction carries no meaning, a sentence may name them the other way."""
    one, two = mention.subject, mention.object
    agent, recipient = lookup.find_entity(event.agent), lookup.find_entity(event.recipient)
    is_turned = one.name == recipient.label != agent.label or two.name == agent.label != recipient.label
    return (two, one) if is_turned else (one, two)


def write_polecat(findings: Findings, path: Path, intensity: str = "Event Intensity") -> list[Path]:
    """Writes ngecEvents.DV.YYYY.txt for each year into a folder; `intensity` is the name of the fifth column."""
    lookup = Lookup(findings)
    columns = find_columns("polecat")
    header = [intensity if column == "Event Intensity" else column for column in columns]
    by_year: dict[str, list[Row]] = defaultdict(list)
    places = _Stories(lookup)
    numbers: dict[str, int] = defaultdict(int)
    for item in code_events(lookup):
        numbers[item.day] += 1
        row = _code_polecat(lookup, item, numbers[item.day], places)
        by_year[item.day[:4]].append(row)
    return [
        write_tab_rows(path / f"ngecEvents.DV.{year}.txt", header, _arrange(rows, columns), missing="None")
        for year, rows in sorted(by_year.items() or [("0000", [])])
    ]


def _arrange(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[list[Any]]:
    """The rows as lists in the order of the columns; what a row does not have is None."""
    for row in rows:
        yield [row.get(column) for column in columns]


class _Stories:
    """Who and what each article speaks of, as far as its events go."""

    def __init__(self, lookup: Lookup) -> None:
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        groups = {Kind.PERSON: "people", Kind.ORGANIZATION: "organizations", Kind.PLACE: "places", Kind.STATE: "places"}
        for event in lookup.findings.events:
            for name in filter(None, (event.agent, event.recipient, event.place)):
                entity = lookup.find_entity(name)
                if entity.kind in groups:
                    for mention in event.mentions:
                        self._names[mention.evidence.article, groups[entity.kind]].add(entity.label)

    def find(self, article: str, group: str) -> str | None:
        return "; ".join(sorted(self._names[article, group])) or None


def _code_polecat(lookup: Lookup, item: Coded, number: int, stories: _Stories) -> Row:
    from graphkit.version import __version__

    event = item.event
    quad = lookup.name_quad(event) or ""
    place = lookup.find_entity(event.place) if event.place else None
    row: Row = {
        "Event ID": f"{item.day.replace('-', '')}-{number:04d}-{event.id}",
        "Event Date": item.day,
        "Event Type": event.plover,
        "Event Mode": lookup.cameo.modes.get(event.predicate),
        "Event Intensity": item.code.goldstein,
        "Quad Code": quad.upper().replace("CO-OPERATION", "COOPERATION"),
        "Contexts": None,
        "Source": item.article.publisher,
        "Publication Date": item.article.published[:10] if item.article.published else None,
        "Story People": stories.find(item.article.id, "people"),
        "Story Organizations": stories.find(item.article.id, "organizations"),
        "Story Locations": stories.find(item.article.id, "places"),
        "Language": item.article.language,
        "Version": f"graphkit-{__version__}",
    }
    for side, name, words in (("Actor", event.agent, item.agent), ("Recipient", event.recipient, item.recipient)):
        row |= _code_polecat_side(lookup, side, name, words)
    if place is not None:
        raw = item.mention.place.text if item.mention.place else place.label
        row |= {
            "Placename": place.label,
            "City": place.label if place.kind is Kind.PLACE else None,
            "Country": (find_state_code(place, "iso3") or None) if place.kind is Kind.STATE else None,
            "GeoNames ID": dict(place.external).get("geonames"),
            "Raw Placename": raw,
        }
    return row


def _code_polecat_side(lookup: Lookup, side: str, name: str, words: Mention) -> Row:
    entity = lookup.find_entity(name)
    states = lookup.find_states(name)
    sector = lookup.find_sector(name)
    return {
        f"{side} Name": entity.label,
        f"{side} Country": "; ".join(filter(None, (find_state_code(state, "iso3") for state in states))) or None,
        f"{side} COW": "; ".join(filter(None, (find_state_code(state, "cow") for state in states))) or None,
        f"Primary {side} Sector": sector,
        f"{side} Sectors": sector,
        f"{side} Title": "; ".join(lookup.find_offices(name)) or None,
        f"{side} Name Raw": words.text,
    }


def write_icews(findings: Findings, path: Path) -> list[Path]:
    """Writes events.YYYY.graphkit.tab for each year into a folder."""
    lookup = Lookup(findings)
    coded = code_events(lookup)
    events = number_things((item.event.id for item in coded), 31)
    stories = number_things((item.article.id for item in coded), 31)
    sentences = _Sentences(lookup)
    by_year: dict[str, list[Row]] = defaultdict(list)
    for item in coded:
        place = lookup.find_entity(item.event.place) if item.event.place else None
        row: Row = {
            "Event ID": events[item.event.id],
            "Event Date": item.day,
            "Event Text": item.code.name,
            "CAMEO Code": item.code.code,
            "Intensity": item.code.goldstein,
            "Story ID": stories[item.article.id],
            "Sentence Number": sentences.find(item.mention),
            "Publisher": item.article.publisher,
            "City": place.label if place and place.kind is Kind.PLACE else None,
            "Country": place.label if place and place.kind is Kind.STATE else None,
        }
        for side, name in (("Source", item.event.agent), ("Target", item.event.recipient)):
            states = lookup.find_states(name)
            row[f"{side} Name"] = lookup.find_entity(name).label
            row[f"{side} Sectors"] = ICEWS_SECTORS.get(lookup.find_sector(name) or "")
            row[f"{side} Country"] = ",".join(state.label for state in states) or None
        by_year[item.day[:4]].append(row)
    columns = find_columns("icews")
    return [
        write_tab_rows(path / f"events.{year}.graphkit.tab", columns, _arrange(rows, columns), missing="")
        for year, rows in sorted(by_year.items() or [("0000", [])])
    ]


class _Sentences:
    """The number of a sentence among those of its article that tell of anything, from 1."""

    def __init__(self, lookup: Lookup) -> None:
        spans: dict[str, set[Any]] = defaultdict(set)
        for event in lookup.findings.events:
            for mention in event.mentions:
                spans[mention.evidence.article].add(mention.evidence.span)
        self._numbers = {
            (article, span): number for article, own in spans.items() for number, span in enumerate(sorted(own), 1)
        }

    def find(self, mention: EventMention) -> int:
        return self._numbers[mention.evidence.article, mention.evidence.span]


def write_gdelt(findings: Findings, path: Path) -> list[Path]:
    """Writes YYYYMMDDHHMMSS.export.CSV and .mentions.CSV into a folder, named by the day of the newest article."""
    lookup = Lookup(findings)
    coded = code_events(lookup)
    numbers = number_things((item.event.id for item in coded), 63)
    sentences = _Sentences(lookup)
    days = [article.published[:10] for article in findings.articles if article.published]
    stamp = (max(days, default="0000-00-00")).replace("-", "") + "000000"
    events = [_code_gdelt(lookup, item, numbers[item.event.id], sentences) for item in coded]
    mentions = [
        _code_gdelt_mention(lookup, item, mention, numbers[item.event.id], sentences)
        for item in coded
        for mention in item.event.mentions
        if mention.status in HAPPENED
    ]
    columns, others = find_columns("gdelt2"), find_columns("gdelt2_mentions")
    return [
        write_tab_rows(path / f"{stamp}.export.CSV", None, _arrange(events, columns), missing=""),
        write_tab_rows(path / f"{stamp}.mentions.CSV", None, _arrange(mentions, others), missing=""),
    ]


def _code_gdelt(lookup: Lookup, item: Coded, number: int, sentences: _Sentences) -> Row:
    event, code = item.event, item.code.code
    year, month, day = (int(part) for part in item.day.split("-"))
    articles = lookup.find_articles(event)
    published = min((article.published[:10] for article in articles if article.published), default=item.day)
    row: Row = {
        "GLOBALEVENTID": number,
        "SQLDATE": item.day.replace("-", ""),
        "MonthYear": item.day.replace("-", "")[:6],
        "Year": item.day[:4],
        "FractionDate": f"{year + (month * 30 + day) / 365:.4f}",
        "IsRootEvent": int(any(sentences.find(mention) == 1 for mention in event.mentions)),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": lookup.cameo.find_quad(code),
        "GoldsteinScale": item.code.goldstein,
        "NumMentions": len(event.mentions),
        "NumSources": event.publishers,
        "NumArticles": len(articles),
        "DATEADDED": published.replace("-", "") + "000000",
        "SOURCEURL": item.article.url or item.article.id,
    }
    for side, name in (("Actor1", event.agent), ("Actor2", event.recipient)):
        row |= _code_gdelt_side(lookup, side, name)
        row[f"{side}Geo_Type"] = 0
    row |= _code_gdelt_place(lookup.find_entity(event.place) if event.place else None)
    return row


def _code_gdelt_side(lookup: Lookup, side: str, name: str) -> Row:
    entity = lookup.find_entity(name)
    states = lookup.find_states(name)
    country = find_state_code(states[0], "cameo") if states else ""
    kind = (lookup.find_sector(name) or "") if entity.kind is not Kind.STATE else ""
    return {
        f"{side}Code": f"{country}{kind}" or None,
        f"{side}Name": entity.label.upper(),
        f"{side}CountryCode": country or None,
        f"{side}Type1Code": kind or None,
    }


def _code_gdelt_place(place: Entity | None) -> Row:
    """Where it happened: type 1 is a country, 4 a city of the world, 0 unknown."""
    if place is None or place.kind not in (Kind.PLACE, Kind.STATE):
        return {"ActionGeo_Type": 0}
    is_state = place.kind is Kind.STATE
    return {
        "ActionGeo_Type": 1 if is_state else 4,
        "ActionGeo_FullName": place.label,
        "ActionGeo_CountryCode": find_state_code(place, "fips") or None if is_state else None,
        "ActionGeo_FeatureID": dict(place.external).get("geonames"),
    }


def _code_gdelt_mention(lookup: Lookup, item: Coded, mention: EventMention, number: int, sentences: _Sentences) -> Row:
    article = lookup.find_article(mention.evidence.article)
    published = (article.published or item.day)[:10]
    agent, recipient = find_sides(lookup, item.event, mention)
    return {
        "GLOBALEVENTID": number,
        "EventTimeDate": item.day.replace("-", "") + "000000",
        "MentionTimeDate": published.replace("-", "") + "000000",
        "MentionType": 1 if article.url else 2,
        "MentionSourceName": article.publisher,
        "MentionIdentifier": article.url or article.id,
        "SentenceID": sentences.find(mention),
        "Actor1CharOffset": agent.span.start,
        "Actor2CharOffset": recipient.span.start,
        "ActionCharOffset": mention.trigger.start,
        "InRawText": 1,
        "Confidence": max(10, round(mention.confidence * 10) * 10),
        "MentionDocLen": len(article.text) or None,
    }


#: The formats of this family.
WRITERS: Mapping[str, Any] = {"polecat": write_polecat, "gdelt": write_gdelt, "icews": write_icews}
