"""A small, hand-written graph for tests: two articles, nine entities, eleven events of every kind."""

from __future__ import annotations

from pathlib import Path

from graphkit.model import (
    Article,
    Entity,
    Event,
    EventMention,
    Evidence,
    Findings,
    Kind,
    Mention,
    Span,
    Status,
    When,
)
from graphkit.rdf.store import write_store
from graphkit.rdf.turtle import write_turtle

FIRST = (
    "Foreign Minister Ana Duarte met Tomas Weld in Lisbon on Tuesday.",
    "Portugal has shipped artillery shells to Norway, Weld said.",
    "Oslo denied that it had received weapons from Portugal.",
    "Norway plans to host Duarte next month.",
    "Duarte may impose sanctions on the Harbour League.",
)
SECOND = (
    "Duarte and Weld held talks on fisheries in Lisbon.",
    "The Harbour League condemned Portugal on Wednesday.",
    "Weld urged the Harbour League to end its blockade.",
    "Norway did not attack the Harbour League's ships.",
    "Norwegian troops are helping Portugal.",
)
DAY = When("2024-03-05", "2024-03-05", "day")
WEDNESDAY = When("2024-03-06", "2024-03-06", "day")
APRIL = When("2024-04-01", "2024-04-30", "month")

ENTITIES = (
    Entity("ana-duarte", Kind.PERSON, "Ana Duarte", ("Duarte",)),
    Entity("foreign-minister-of-portugal", Kind.OFFICE, "Foreign Minister of Portugal"),
    Entity("harbour-league-1a2b3c4d", Kind.ORGANIZATION, "Harbour League"),
    Entity("lisbon", Kind.PLACE, "Lisbon", (), (("geonames", "2267057"), ("wikidata", "Q597"))),
    Entity(
        "norway",
        Kind.STATE,
        "Norway",
        ("Kingdom of Norway", "Oslo"),
        (("fips", "NO"), ("iso2", "NO"), ("iso3", "NOR"), ("wikidata", "Q20")),
    ),
    Entity("portugal", Kind.STATE, "Portugal", (), (("iso2", "PT"), ("iso3", "PRT"), ("wikidata", "Q45"))),
    Entity("tomas-weld", Kind.PERSON, "Tomas Weld", ("Weld",)),
)
_BY_ID = {entity.id: entity for entity in ENTITIES}


def write_article(name: str, sentences: tuple[str, ...], **more: str) -> Article:
    """An article of the sentences, one a line."""
    return Article(id=name, text="\n".join(sentences), content_hash=f"hash-of-{name}", **more)


ARTICLES = (
    write_article(
        "coast-herald-2024-03-06",
        FIRST,
        title='Ministers meet in "calm" Lisbon',
        url="https://example.org/a?b=1&c=2",
        publisher="Coast Herald",
        published="2024-03-06",
    ),
    write_article("north-post-2024-03-07", SECOND, publisher="North Post", published="2024-03-07"),
)
_TEXTS = {article.id: article.text for article in ARTICLES}


def find_mention(article: str, sentence: str, words: str, entity: str, reason: str = "exact") -> Mention:
    """The mention of an entity by these words of the sentence."""
    known = _BY_ID[entity]
    start = _TEXTS[article].index(sentence) + sentence.index(words)
    return Mention(Span(start, start + len(words)), words, known.label, known.kind, reason=reason)


def tell(
    article: int,
    sentence: str,
    predicate: str,
    plover: str,
    subject: tuple[str, str],
    trigger: str,
    object_: tuple[str, str],
    status: Status = Status.OCCURRED,
    said_by: tuple[str, str] | None = None,
    place: tuple[str, str] | None = None,
    confidence: float = 0.9,
    **more: object,
) -> EventMention:
    """An event mention whose parts are given as (words, entity)."""
    name = ARTICLES[article].id
    start = _TEXTS[name].index(sentence)
    span = Span(start, start + len(sentence))
    trigger_start = start + sentence.index(trigger)
    return EventMention(
        trigger=Span(trigger_start, trigger_start + len(trigger)),
        predicate=predicate,
        subject=find_mention(name, sentence, *subject),
        object=find_mention(name, sentence, *object_),
        status=status,
        evidence=Evidence(name, span, sentence, f"{predicate.replace('_', '-')}-active"),
        confidence=confidence,
        plover=plover,
        place=find_mention(name, sentence, *place) if place else None,
        attributed_to=find_mention(name, sentence, *said_by) if said_by else None,
        **more,  # type: ignore[arg-type]  # passed on as it is
    )


def gather(
    name: str,
    agent: str,
    recipient: str,
    mentions: list[EventMention],
    speakers: tuple[str | None, ...] | None = None,
    status: Status | None = None,
    place: str | None = None,
    publishers: int = 1,
    confidence: float = 0.9,
    belief: float | None = None,
) -> Event:
    """The event that the mentions tell."""
    first = mentions[0]
    return Event(
        id=name,
        predicate=first.predicate,
        plover=first.plover,
        agent=agent,
        recipient=recipient,
        status=status or first.status,
        confidence=confidence,
        mentions=tuple(mentions),
        speakers=speakers or (None,) * len(mentions),
        cameo=first.cameo,
        date=first.date,
        place=place,
        topic=first.topic,
        publishers=publishers,
        belief=belief,
    )


_DUARTE, _WELD = "ana-duarte", "tomas-weld"
_LEAGUE = ("Harbour League", "harbour-league-1a2b3c4d")

EVENTS = (
    gather(
        "e-condemns-01",
        "harbour-league-1a2b3c4d",
        "portugal",
        [
            tell(1, SECOND[1], "condemns", "ACCUSE", _LEAGUE, "condemned", ("Portugal", "portugal"), date=WEDNESDAY),
        ],
    ),
    gather(
        "e-denies-02",
        "norway",
        "portugal",
        [
            tell(0, FIRST[2], "denies", "REJECT", ("Oslo", "norway"), "denied", ("Portugal", "portugal")),
        ],
    ),
    gather(
        "e-holds-03",
        _DUARTE,
        "foreign-minister-of-portugal",
        [
            tell(
                0,
                FIRST[0],
                "holds_position",
                "POSITION",
                ("Ana Duarte", _DUARTE),
                "Minister",
                ("Foreign Minister", "foreign-minister-of-portugal"),
                Status.ONGOING,
            ),
        ],
    ),
    gather(
        "e-hosts-04",
        "norway",
        _DUARTE,
        [
            tell(
                0,
                FIRST[3],
                "hosts",
                "CONSULT",
                ("Norway", "norway"),
                "host",
                ("Duarte", _DUARTE),
                Status.PLANNED,
                cue="plans",
                date=APRIL,
            ),
        ],
    ),
    gather(
        "e-meets-05",
        _DUARTE,
        _WELD,
        [
            tell(
                0,
                FIRST[0],
                "meets",
                "CONSULT",
                ("Foreign Minister Ana Duarte", _DUARTE),
                "met",
                ("Tomas Weld", _WELD),
                place=("Lisbon", "lisbon"),
                date=DAY,
                topic="fisheries",
            ),
            tell(
                1,
                SECOND[0],
                "meets",
                "CONSULT",
                ("Weld", _WELD),
                "talks",
                ("Duarte", _DUARTE),
                place=("Lisbon", "lisbon"),
                topic="fisheries",
                confidence=0.75,
            ),
        ],
        place="lisbon",
        publishers=2,
        belief=0.9812,
        confidence=0.97,
    ),
    gather(
        "e-sanctions-06",
        _DUARTE,
        "harbour-league-1a2b3c4d",
        [
            tell(
                0, FIRST[4], "sanctions", "SANCTION", ("Duarte", _DUARTE), "impose", _LEAGUE, Status.POSSIBLE, cue="may"
            ),
        ],
    ),
    gather(
        "e-supplies-07",
        "portugal",
        "norway",
        [
            tell(
                0,
                FIRST[1],
                "supplies_arms_to",
                "AID",
                ("Portugal", "portugal"),
                "shipped",
                ("Norway", "norway"),
                said_by=("Weld", _WELD),
                confidence=0.8,
            ),
            tell(
                0,
                FIRST[2],
                "supplies_arms_to",
                "AID",
                ("Portugal", "portugal"),
                "received",
                ("Oslo", "norway"),
                Status.DENIED,
                said_by=("Oslo", "norway"),
                cue="denied",
                confidence=0.8,
            ),
        ],
        speakers=(_WELD, "norway"),
        status=Status.DISPUTED,
        confidence=0.8,
    ),
    gather(
        "e-supports-08",
        "norway",
        "portugal",
        [
            tell(
                1,
                SECOND[4],
                "supports",
                "SUPPORT",
                ("Norwegian troops", "norway"),
                "helping",
                ("Portugal", "portugal"),
                Status.ONGOING,
                cameo="052",
            ),
        ],
    ),
    gather(
        "e-urges-09",
        _WELD,
        "harbour-league-1a2b3c4d",
        [
            tell(1, SECOND[2], "urges", "REQUEST", ("Weld", _WELD), "urged", _LEAGUE),
        ],
    ),
    gather(
        "e-attacks-10",
        "norway",
        "harbour-league-1a2b3c4d",
        [
            tell(
                1, SECOND[3], "attacks", "ASSAULT", ("Norway", "norway"), "attack", _LEAGUE, Status.NEGATED, cue="not"
            ),
        ],
    ),
    gather(
        "e-represents-11",
        _DUARTE,
        "portugal",
        [
            tell(
                0,
                FIRST[1],
                "represents",
                "REPRESENTS",
                ("Weld", _DUARTE),
                "said",
                ("Portugal", "portugal"),
                Status.ALLEGED,
                confidence=0.4,
            ),
        ],
        confidence=0.4,
    ),
)


def make_findings() -> Findings:
    """The sample graph, its parts sorted by id."""
    return Findings(
        articles=tuple(sorted(ARTICLES, key=lambda article: article.id)),
        entities=ENTITIES,
        events=tuple(sorted(EVENTS, key=lambda event: event.id)),
    )


def write_form(form: str, folder: Path) -> Path:
    """The sample graph as the file or the store of a folder."""
    write_turtle(make_findings(), folder / "graph.ttl")
    if form == "file":
        return folder / "graph.ttl"
    write_store(folder, folder / "store")
    return folder / "store"
