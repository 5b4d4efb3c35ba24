"""The findings as the tables that the page reads: plain lists, each thing once, referred to by its position.

The format is described in docs/explorer.md. Offsets count UTF-16 units, as JavaScript strings do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphkit.explorer.folding import fold_actors, other_names
from graphkit.explorer.opening import is_phrase
from graphkit.model import Article, Entity, Event, EventMention, Findings, Kind, Span, Status
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.lexicon.lexicon import Lexicon
from graphkit.resources.resources import Resources
from graphkit.resources.vocabulary import Vocabulary

#: Facet of each kind, its label and vis-network's shape. Rare kinds share one facet.
KIND_FACETS: tuple[tuple[str, str, str, tuple[Kind, ...]], ...] = (
    ("person", "People", "dot", (Kind.PERSON,)),
    ("state", "States", "square", (Kind.STATE,)),
    ("organization", "Organisations", "diamond", (Kind.ORGANIZATION,)),
    ("group", "Groups", "triangle", (Kind.GROUP,)),
    ("occasion", "Occasions", "hexagon", (Kind.OCCASION,)),
    ("place", "Places", "triangleDown", (Kind.PLACE,)),
    ("office", "Offices", "star", (Kind.OFFICE,)),
    ("thing", "Other things", "custom", (Kind.AGREEMENT, Kind.WEAPON, Kind.THING)),
)
STATUS_LABELS = {
    Status.OCCURRED: "reported",
    Status.ONGOING: "ongoing",
    Status.DISPUTED: "disputed",
    Status.PLANNED: "planned",
    Status.ALLEGED: "alleged",
    Status.POSSIBLE: "possible",
    Status.DENIED: "denied",
    Status.NEGATED: "did not happen",
}
ROLES = {"subject": 0, "object": 1, "trigger": 2}


@dataclass(frozen=True, slots=True)
class PageData:
    """The data of a page: `tables` go into it as JSON; `entities` and `folds` are needed to draw."""

    tables: dict[str, Any]
    entities: tuple[Entity, ...]
    folds: dict[str, str]
    events: tuple[Event, ...]


def make_tables(findings: Findings, events: Sequence[Event]) -> PageData:
    """Turn the chosen events and all that they refer to into tables."""
    resources = Resources.load()
    vocabulary = resources.vocabulary
    entities = _used_entities(findings.entities, events)
    folds = fold_actors(entities, events, resources.gazetteer)
    place = {entity.id: i for i, entity in enumerate(entities)}
    articles = {article.id: article for article in findings.articles}
    used = sorted({m.evidence.article for e in events for m in e.mentions})
    rows = _Rows({key: i for i, key in enumerate(used)}, articles, place)
    tables = {
        "version": 2,
        **_legend_tables(vocabulary, resources.lexicon, {event.predicate for event in events}),
        "articles": [_article_row(key, articles) for key in used],
        "entities": [_entity_row(entity, place, folds, resources.gazetteer) for entity in entities],
        "events": [_event_row(event, vocabulary, place, rows) for event in events],
    }
    tables["sentences"] = rows.sentences
    return PageData(tables, entities, folds, tuple(events))


def _legend_tables(vocabulary: Vocabulary, lexicon: Lexicon, used: set[str]) -> dict[str, Any]:
    groups = list(vocabulary.groups)
    words = _trigger_verbs(lexicon, used)
    return {
        "groups": [{"id": key, "label": label} for key, label in vocabulary.groups.items()],
        "predicates": [
            {
                "id": p.name,
                "label": p.label,
                "group": groups.index(p.group),
                "plover": p.plover,
                "symmetric": p.symmetric,
                "static": p.static,
                "words": words.get(p.name, []),
            }
            for p in vocabulary.predicates.values()
        ],
        "statuses": [{"id": str(status), "label": STATUS_LABELS[status]} for status in Status],
        "kinds": [{"id": name, "label": label, "shape": shape} for name, label, shape, _ in KIND_FACETS],
    }


def _trigger_verbs(lexicon: Lexicon, used: set[str]) -> dict[str, list[str]]:
    """List the verbs of the lexicon by the predicate that they trigger, so that a search finds them."""
    verbs: dict[str, set[str]] = {name: set() for name in used}
    for row in lexicon.rows:
        if row.predicate in used and row.pos == "verb":
            verbs[row.predicate].add(row.lemma)
    return {name: sorted(words) for name, words in verbs.items()}


def _entity_row(
    entity: Entity, place: Mapping[str, int], folds: Mapping[str, str], gazetteer: Gazetteer
) -> dict[str, Any]:
    facets = [facet[0] for facet in KIND_FACETS]
    facet_of = {kind: facets.index(name) for name, _, _, kinds in KIND_FACETS for kind in kinds}
    row: dict[str, Any] = {
        "id": entity.id,
        "label": entity.label,
        "kind": facet_of[entity.kind],
        "sort": str(entity.kind),
        "aliases": list(entity.aliases),
        "external": [list(pair) for pair in entity.external],
    }
    if is_phrase(entity):
        row["phrase"] = True
    if entity.id in folds:
        row["fold"] = place[folds[entity.id]]
    if names := other_names(entity, gazetteer):
        row["names"] = names
    if entity.kind is Kind.PLACE and (home := gazetteer.state_of(entity.id) or "") in place:
        row["home"] = place[home]
    if entity.kind is Kind.PLACE and entity.location:
        row["spot"] = [round(entity.location.latitude, 2), round(entity.location.longitude, 2)]
    return row


def _event_row(event: Event, vocabulary: Vocabulary, place: Mapping[str, int], rows: _Rows) -> list[Any]:
    statuses = {status: i for i, status in enumerate(Status)}
    return [
        event.id,
        list(vocabulary.predicates).index(event.predicate),
        place[event.agent],
        place[event.recipient],
        statuses[event.status],
        [event.date.earliest, event.date.latest, event.date.precision] if event.date else None,
        place.get(event.place) if event.place else None,
        event.topic,
        round(event.confidence, 2),
        event.publishers,
        rows.mention_rows(event, statuses),
    ]


def _used_entities(entities: Iterable[Entity], events: Sequence[Event]) -> tuple[Entity, ...]:
    """List the entities that the events name, also ones that the findings do not describe, sorted by id."""
    used: dict[str, Entity | None] = {}
    for event in events:
        for key in (event.agent, event.recipient, event.place, *event.speakers):
            if key is not None:
                used[key] = None
    for entity in entities:
        if entity.id in used:
            used[entity.id] = entity
    return tuple(entity or Entity(key, Kind.THING, key) for key, entity in sorted(used.items()))


def _article_row(key: str, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Make the row of an article; `voice` is the independent source it counts for, of a copy the original's."""
    article = articles.get(key)
    if article is None:
        return {"id": key}
    first = articles.get(article.copy_of or "", article)
    row = {
        "id": key,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "voice": (first.publisher or first.id) if first is not article else None,
    }
    return {name: value for name, value in row.items() if value is not None}


class _Rows:
    """Collects sentences, each once, while the mentions that point at them are written."""

    def __init__(self, article_at: dict[str, int], articles: dict[str, Article], place: dict[str, int]) -> None:
        self.sentences: list[list[Any]] = []
        self._article_at, self._articles, self._place = article_at, articles, place
        self._at: dict[tuple[str, Span, str], int] = {}

    def mention_rows(self, event: Event, statuses: dict[Status, int]) -> list[list[Any]]:
        speakers = event.speakers or (None,) * len(event.mentions)
        rows = []
        for mention, speaker in zip(event.mentions, speakers, strict=False):
            sentence = self._sentence(mention)
            rows.append(
                [
                    sentence,
                    statuses[mention.status],
                    self._place.get(speaker) if speaker else None,
                    round(mention.confidence, 2),
                    self._marks(mention, self.sentences[sentence][1]),
                ]
            )
        return rows

    def _sentence(self, mention: EventMention) -> int:
        evidence = mention.evidence
        key = (evidence.article, evidence.span, evidence.sentence)
        if key not in self._at:
            self._at[key] = len(self.sentences)
            article = self._articles.get(evidence.article)
            written = article.text[evidence.span.start : evidence.span.end] if article else ""
            self.sentences.append(
                [self._article_at[evidence.article], written or evidence.sentence, evidence.span.start]
            )
        return self._at[key]

    def _marks(self, mention: EventMention, sentence: str) -> list[int]:
        """Start, end and role of each marked span, three numbers a span, within the sentence."""
        marks: list[int] = []
        for role, span in (
            ("subject", mention.subject.span),
            ("object", mention.object.span),
            ("trigger", mention.trigger),
        ):
            start, end = span.start - mention.evidence.span.start, span.end - mention.evidence.span.start
            if 0 <= start < end <= len(sentence):
                marks += [_utf16(sentence, start), _utf16(sentence, end), ROLES[role]]
        return marks


def _utf16(text: str, position: int) -> int:
    return position if text.isascii() else len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
