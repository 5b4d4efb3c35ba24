"""The nouns of graphkit: frozen values that the stages take and return. Standard library only.

Offsets are half-open character positions in the original text of the article. Dates are ISO 8601.
Scores are between 0 and 1. What is unknown is None, never an empty string.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """The factuality of a fact: how the text presents it, not whether it is true."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    DISPUTED = "disputed"
    PLANNED = "planned"
    ALLEGED = "alleged"
    POSSIBLE = "possible"
    DENIED = "denied"
    NEGATED = "negated"


#: From strongest to weakest: the status of a relation is the strongest among its events.
STATUS_ORDER: tuple[Status, ...] = tuple(Status)


class Kind(StrEnum):
    """The type of an entity; the value is its class in the `gk:` namespace."""

    PERSON = "Person"
    STATE = "State"
    ORGANIZATION = "Organization"
    GROUP = "Group"  # described, not named: "South Korean protesters"
    PLACE = "Place"
    OFFICE = "Office"
    AGREEMENT = "Agreement"
    WEAPON = "Weapon"
    OCCASION = "Occasion"  # something one attends: a summit, a conference
    THING = "Thing"  # whatever else a fact is about: a claim, a law, a ship


class Role(StrEnum):
    """The role of a section in an article's text."""

    HEADLINE = "headline"
    BYLINE = "byline"
    PUBLICATION = "publication"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"
    BODY = "body"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in the article's original text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article and what it is."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Article:
    """A news text. `sections` cover all that is not white space, in order, without overlap.

    `id` is the given id of a record or the stem of a file; `published` is an ISO date;
    `dateline_place` is the place that opens the body ("SEOUL (Reuters) - ...") as it is written. `copy_of` is the id of
    the article of which this one is a copy, else None.
    `text` is never changed after reading: every offset in graphkit points into it.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str = "en"
    author: str | None = None
    dateline_place: str | None = None
    sections: tuple[Section, ...] = ()
    content_hash: str = ""
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of an article that name or describe something.

    `span` and `text` are the whole noun phrase ("US Secretary of State Antony Blinken"); `name` is the
    canonical name as far as the article and the gazetteer show it ("Antony Blinken"); `entry` is the id of the
    gazetteer entry it was linked to; `label` is the named-entity label that found it; `reason` says how the name was
    decided: exact, alias, surname, office, description, ..., or the id of the sieve that resolved a reference.
    """

    span: Span
    text: str
    name: str
    kind: Kind
    entry: str | None = None
    label: str | None = None
    reason: str = "exact"

    @property
    def by_pronoun(self) -> bool:
        """Tell whether a pronoun stands for it: the reason is the id of a sieve of pronouns."""
        return self.reason.startswith("pronoun")


@dataclass(frozen=True, slots=True)
class When:
    """A date or an interval with the precision that the text gives; both bounds are inclusive ISO days."""

    earliest: str
    latest: str
    precision: str  # day, month, year or interval

    @property
    def iso(self) -> str:
        """The shortest ISO 8601 form: 2023-11-08, 2023-11, 2023 or an interval 2023-11-01/2023-11-07."""
        cut = {"day": 10, "month": 7, "year": 4}.get(self.precision)
        return self.earliest[:cut] if cut else f"{self.earliest}/{self.latest}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place where a fact is written: article, sentence and span, and the rule that read it."""

    article: str
    span: Span
    sentence: str
    rule: str


@dataclass(frozen=True, slots=True)
class EventMention:
    """The event that one sentence tells, as the text presents it: actors, predicate, status, date, place."""

    trigger: Span
    predicate: str
    subject: Mention
    object: Mention
    status: Status
    evidence: Evidence
    confidence: float
    plover: str
    cameo: str | None = None
    cue: str | None = None
    date: When | None = None
    place: Mention | None = None
    topic: str | None = None
    attributed_to: Mention | None = None
    #: The id of the rule that gave the date; what stands farther from the event is less often right. Not kept in RDF.
    date_from: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Location:
    """A point in degrees (WGS 84), with the first-order division around it: its name, and its code in GeoNames."""

    latitude: float
    longitude: float
    province: str | None = None
    admin1: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the world, however often and under whatever names it was mentioned.

    `id` is the slug used in its IRI; `aliases` are its other names, those seen and those of the gazetteer, sorted;
    `external` holds pairs such as ("wikidata", "Q884") and ("iso3", "KOR"), sorted; `search_names` are words that
    people type for it although they are not its names (seats, capital, ISO codes); `state` is the id of the state that
    a place lies in or that a person or body belongs to, `within` the id of what directly contains a place.
    """

    id: str
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    external: tuple[tuple[str, str], ...] = ()
    search_names: tuple[str, ...] = ()
    state: str | None = None
    within: str | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The entity that a mention stands for, and the reason."""

    article: str
    mention: Mention
    entity: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """An occurrence in the world, with the mentions that report it. `agent`, `recipient`, `place` are entity ids.

    `mentions` are sorted; `speakers` has the entity id of the speaker of each mention, None for the publisher.
    `date` is when it happened, as its texts say; `reported` is the day of the earliest report and never replaces it.
    `confidence` is the chance that the text was read rightly; `belief` ranks events by their independent sources, which
    `publishers` counts; it does not say what is true.
    """

    id: str
    predicate: str
    plover: str
    agent: str
    recipient: str
    status: Status
    confidence: float
    mentions: tuple[EventMention, ...]
    speakers: tuple[str | None, ...] = ()
    cameo: str | None = None
    date: When | None = None
    place: str | None = None
    topic: str | None = None
    publishers: int = 1
    belief: float | None = None
    reported: str | None = field(default=None, compare=False)  # follows from the articles


@dataclass(frozen=True, slots=True)
class Skip:
    """An input that could not be used, and what to do about it."""

    path: str
    code: str
    detail: str
    remedy: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class OwnPredicate:
    """An event type outside the shipped vocabulary: a trained reader brings it, and a graph declares it."""

    name: str
    label: str
    plover: str
    group: str
    cameo: str
    symmetric: bool = False


@dataclass(frozen=True)
class Findings:
    """Everything that a build found: the plain data under a KnowledgeGraph, each part sorted by id."""

    articles: tuple[Article, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    links: tuple[Link, ...] = field(default=(), repr=False)
    skips: tuple[Skip, ...] = ()
    predicates: tuple[OwnPredicate, ...] = ()
