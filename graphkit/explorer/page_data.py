"""The findings as the tables that the page reads: plain lists, each thing once, referred to by its position.

The format is described in docs/explorer.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphkit.explorer.folding import fold_actors, other_names
from graphkit.explorer.opening import is_phrase
from graphkit.explorer.page_rows import PageRows, Stream
from graphkit.model import Article, Entity, Kind, OwnPredicate, Status
from graphkit.resources.gazetteer.acting_states import ActingStates
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.lexicon.lexicon import Lexicon
from graphkit.resources.vocabulary import Vocabulary

#: Tables that are read when the first sentence is shown; they come last.
TEXT_TABLES = ("mentions", "sentences")
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


@dataclass(frozen=True, slots=True)
class PageData:
    """The data of a page: `tables` go into it as JSON, the long ones as streams; the rest is needed to draw."""

    tables: dict[str, Any]
    entities: tuple[Entity, ...]
    folds: dict[str, str]
    rows: PageRows
    vocabulary: Vocabulary


def make_tables(
    rows: PageRows,
    find_entity: Callable[[str], Entity | None],
    articles: Mapping[str, Article],
    predicates: Sequence[OwnPredicate] = (),
) -> PageData:
    """Make tables of the rows of the chosen events and of all that they refer to."""
    gazetteer, vocabulary = Gazetteer.load(), Vocabulary.load().extend(predicates)
    entities = tuple(find_entity(name) or Entity(name, Kind.THING, name) for name in sorted(rows.entities))
    folds = fold_actors(entities, rows.ties, ActingStates.load())
    place = {entity.id: i for i, entity in enumerate(entities)}
    tables = {
        "version": 3,
        **_legend_tables(vocabulary, Lexicon.load((), predicates), rows.predicates),
        "articles": Stream(lambda: (_article_row(key, articles) for key in sorted(rows.articles))),
        "entities": Stream(lambda: (_entity_row(entity, place, folds, gazetteer) for entity in entities)),
        "events": Stream(rows.list_events),
        "mentions": Stream(rows.list_mentions),
        "sentences": Stream(rows.list_sentences),
    }
    return PageData(tables, entities, folds, rows, vocabulary)


def find_facet(kind: Kind) -> int:
    """Find the facet of a kind, by its position."""
    return next(number for number, (_, _, _, kinds) in enumerate(KIND_FACETS) if kind in kinds)


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
    row: dict[str, Any] = {
        "id": entity.id,
        "label": entity.label,
        "kind": find_facet(entity.kind),
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


def _article_row(key: str, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Make the row of an article; `voice` is the independent source of a copy: the original's, "" if unknown."""
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
        "voice": (first.publisher or "") if first is not article else None,
    }
    return {name: value for name, value in row.items() if value is not None}
