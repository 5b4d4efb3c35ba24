"""GDELT 2.0 files: YYYYMMDDHHMMSS.export.CSV and .mentions.CSV, as the published data are."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from graphkit.export.actors import ActorProfile
from graphkit.export.event_data.coded_events import (
    CodedEvent,
    Row,
    SentenceNumbers,
    arrange,
    code_events,
    find_columns,
    write_note,
)
from graphkit.export.event_data.places import COUNTRY, UNKNOWN, US_CITY, WORLD_CITY, find_place
from graphkit.export.exported import ExportedFiles
from graphkit.export.lookups import Lookup, number_things, write_tab_rows
from graphkit.model import EventMention, Findings, Kind
from graphkit.resources.actor_codes import ActorCodes, BodyCode

#: First groups of CAMEO codes for bodies of no state.
_INTERNATIONAL = frozenset({"IGO", "NGO", "IMG", "MNC"})
#: The code of an actor, its country, its known group and its types.
ActorFields: TypeAlias = tuple[str, str | None, str | None, list[str]]


def write_gdelt(findings: Findings, path: str | Path, undated: str = "report") -> ExportedFiles:
    """Write YYYYMMDDHHMMSS.export.CSV and .mentions.CSV into a folder, named by the day of the newest article."""
    lookup = Lookup(findings)
    coded = code_events(lookup, undated)
    numbers = number_things((item.key for item in coded.rows), 63)
    sentences = SentenceNumbers(lookup)
    days = [article.published[:10] for article in findings.articles if article.published]
    stamp = (max(days, default="0000-00-00")).replace("-", "") + "000000"
    events = [_code_row(lookup, item, numbers[item.key], sentences) for item in coded.rows]
    mentions = [
        _code_mention(lookup, item, mention, numbers[item.key], sentences)
        for item in coded.rows
        for mention in lookup.find_happened(item.event)
    ]
    notes = [write_note(item, numbers[item.key]) for item in coded.rows]
    folder = Path(path)
    return ExportedFiles(
        [
            write_tab_rows(folder / f"{stamp}.export.CSV", None, arrange(events, find_columns("gdelt2")), missing=""),
            write_tab_rows(
                folder / f"{stamp}.mentions.CSV", None, arrange(mentions, find_columns("gdelt2_mentions")), missing=""
            ),
            write_tab_rows(
                folder / f"{stamp}.notes.tsv", find_columns("notes"), arrange(notes, find_columns("notes")), missing=""
            ),
        ],
        (coded.describe(),),
    )


def find_fraction(day: str) -> str:
    """Return FractionDate as the published rows have it: year + ((month - 1) * 30 + day) / 365, no trailing zeros.

    The codebook says month * 30, which no row follows and which would put December into the next year.

    >>> find_fraction("2019-03-20"), find_fraction("2011-12-31")
    ('2019.2192', '2011.989')
    """
    year, month, day_ = (int(number) for number in day.split("-"))
    return f"{year + ((month - 1) * 30 + day_) / 365:.4f}".rstrip("0").rstrip(".")


def find_added(lookup: Lookup, item: CodedEvent) -> str:
    """Return when the record was added: the day of the first report that it has happened, at midnight."""
    return (lookup.find_reported(item.event) or item.day).replace("-", "") + "000000"


def _code_row(lookup: Lookup, item: CodedEvent, number: int, sentences: SentenceNumbers) -> Row:
    event, code, day = item.event, item.code.code, item.day.replace("-", "")
    happened = lookup.find_happened(event)
    articles = {mention.evidence.article for mention in happened}
    row: Row = {
        "GLOBALEVENTID": number,
        "SQLDATE": day,
        "MonthYear": day[:6],
        "Year": day[:4],
        "FractionDate": find_fraction(item.day),
        "IsRootEvent": int(any(sentences.find(mention) == 1 for mention in happened)),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": lookup.cameo.find_quad(code),
        "GoldsteinScale": item.code.goldstein,
        "NumMentions": len(happened),
        "NumSources": len({lookup.find_article(name).publisher or "" for name in articles}),
        "NumArticles": len(articles),
        "Actor1Geo_Type": UNKNOWN,
        "Actor2Geo_Type": UNKNOWN,
        "DATEADDED": find_added(lookup, item),
        "SOURCEURL": item.article.url or item.article.id,
    }
    return row | _code_actors(lookup, item) | _code_place(lookup, item)


def _code_actors(lookup: Lookup, item: CodedEvent) -> Row:
    codes = lookup.tables.actors
    return code_actor("Actor1", item.agent, codes) | code_actor("Actor2", item.recipient, codes)


def code_actor(side: str, actor: ActorProfile, codes: ActorCodes) -> Row:
    """Return the columns of one actor: whole CAMEO code, name, country or region, known group, types."""
    is_state = actor.entity.kind is Kind.STATE
    role = None if is_state else codes.cameo.get(actor.sector or "")
    region = None if actor.has_country else codes.find_region(actor.entity.label)
    code, country, group, types = _code_body(actor.body, role) if actor.body else _code_other(actor, role, region)
    row = {f"{side}Type{number}Code": kind for number, kind in enumerate(types, 1)}
    return row | {
        f"{side}Code": code or None,
        f"{side}Name": actor.entity.label.upper(),
        f"{side}CountryCode": country,
        f"{side}KnownGroupCode": group,
    }


def _code_body(body: BodyCode, role: str | None) -> ActorFields:
    """Return code, country, known group and types of a known body; a further role is appended ("NATO police")."""
    types = [kind for kind in (body.type1, body.type2) if kind]
    extra = role if role and role not in types and role not in body.code else None
    return body.code + (extra or ""), body.country, body.group, [*types, *([extra] if extra else [])]


def _code_other(actor: ActorProfile, role: str | None, region: str | None) -> ActorFields:
    """Return code, country, no known group and types of an actor of a state or region, or of a body without a code."""
    international = actor.international if actor.international in _INTERNATIONAL else None
    country = None if international else (actor.join_codes("cameo") or "").split("; ")[0] or region
    types = [kind for kind in (international, role) if kind]
    return "".join(filter(None, (country, *types))), country, None, types


def _code_place(lookup: Lookup, item: CodedEvent) -> Row:
    """Return where it was; the codes of GNS and GNIS are not known, so a city has no feature id."""
    place = find_place(lookup, item.event)
    if place is None:
        return {"ActionGeo_Type": UNKNOWN}
    location, country = place.location, place.find_code("fips")
    admin1 = f"{country}{location.admin1}" if country and location and location.admin1 else country
    is_city = place.gdelt_type in (US_CITY, WORLD_CITY)
    return {
        "ActionGeo_Type": place.gdelt_type,
        "ActionGeo_FullName": place.gdelt_name,
        "ActionGeo_CountryCode": country,
        "ActionGeo_ADM1Code": country if place.gdelt_type == COUNTRY else admin1,
        "ActionGeo_Lat": location.latitude if location else None,
        "ActionGeo_Long": location.longitude if location else None,
        "ActionGeo_FeatureID": None if is_city or place.gdelt_type == UNKNOWN else admin1,
    }


def _code_mention(
    lookup: Lookup, item: CodedEvent, mention: EventMention, number: int, sentences: SentenceNumbers
) -> Row:
    article = lookup.find_article(mention.evidence.article)
    published = (article.published or item.day)[:10]
    agent, recipient = lookup.find_words(item.event, mention)
    if item.is_mirror:
        agent, recipient = recipient, agent
    return {
        "GLOBALEVENTID": number,
        "EventTimeDate": find_added(lookup, item),
        "MentionTimeDate": published.replace("-", "") + "000000",
        "MentionType": 1 if article.url else 2,
        "MentionSourceName": article.publisher,
        "MentionIdentifier": article.url or article.id,
        "SentenceID": sentences.find(mention),
        "Actor1CharOffset": agent.span.start,
        "Actor2CharOffset": recipient.span.start,
        "ActionCharOffset": mention.trigger.start,
        "InRawText": 1,
        "Confidence": min(100, max(10, round(mention.confidence * 10) * 10)),
        "MentionDocLen": len(article.text) or None,
    }
