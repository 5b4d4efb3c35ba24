"""Short ways to say what articles say: hand-built articles and event mentions for the tests of merging."""

from __future__ import annotations

from graphkit.model import Article, EventMention, Evidence, Kind, Mention, Span, Status, When


def article(name: str, published: str | None = "2023-11-09", publisher: str | None = None, text: str = "") -> Article:
    return Article(id=name, text=text, published=published, publisher=publisher or f"Paper {name}")


def person(name: str, entry: str | None = None) -> Mention:
    return _mention(name, Kind.PERSON, entry)


def state(name: str, entry: str | None = None) -> Mention:
    return _mention(name, Kind.STATE, entry or name.lower().replace(" ", "-"))


def body(name: str, entry: str | None = None) -> Mention:
    return _mention(name, Kind.ORGANIZATION, entry)


def place(name: str, entry: str | None = None) -> Mention:
    return _mention(name, Kind.PLACE, entry)


def thing(name: str, kind: Kind = Kind.THING) -> Mention:
    return _mention(name, kind, None)


def _mention(name: str, kind: Kind, entry: str | None) -> Mention:
    return Mention(Span(0, len(name)), name, name, kind, entry)


def when(text: str | None) -> When | None:
    """A date from its ISO form: 2023-11-08, 2023-11, 2023 or 2023-11-01/2023-11-07."""
    if text is None:
        return None
    if "/" in text:
        first, last = text.split("/")
        return When(first, last, "interval")
    if len(text) == 4:
        return When(f"{text}-01-01", f"{text}-12-31", "year")
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        days = 29 if month == 2 and year % 4 == 0 else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
        return When(f"{text}-01", f"{text}-{days}", "month")
    return When(text, text, "day")


PLOVER = {
    "meets": "CONSULT", "speaks_with": "CONSULT", "visits": "CONSULT", "hosts": "CONSULT", "attends": "CONSULT",
    "negotiates_with": "CONSULT", "agrees_with": "AGREE", "condemns": "ACCUSE", "accuses": "ACCUSE",
    "attacks": "ASSAULT", "supplies_arms_to": "AID", "urges": "REQUEST", "holds_position": "POSITION",
    "represents": "REPRESENTS",
    "tests_weapon": "MOBILIZE", "protests_against": "PROTEST", "coerces": "COERCE", "sanctions": "SANCTION",
}  # fmt: skip


def says(
    where: Article | str,
    subject: Mention,
    predicate: str,
    object_: Mention,
    *,
    status: str = "occurred",
    date: str | None = None,
    place: Mention | None = None,
    by: Mention | None = None,
    topic: str | None = None,
    confidence: float = 0.8,
    offset: int = 0,
) -> EventMention:
    name = where if isinstance(where, str) else where.id
    return EventMention(
        trigger=Span(offset, offset + 5),
        predicate=predicate,
        subject=subject,
        object=object_,
        status=Status(status),
        evidence=Evidence(name, Span(offset, offset + 50), "a sentence", "test"),
        confidence=confidence,
        plover=PLOVER[predicate],
        date=when(date),
        place=place,
        topic=topic,
        attributed_to=by,
    )
