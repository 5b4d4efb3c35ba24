"""Keys made into entities: an id, a label, the names seen, what the gazetteer adds, and a link for every mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graphkit.model import Entity, EventMention, Kind, Link
from graphkit.resolve.keys import Key, Keyed
from graphkit.resolve.known import Known
from graphkit.resolve.linking import local_key, mentions_of
from graphkit.resolve.local import LocalKey
from graphkit.resolve.names import fold_body, is_named, mint

#: The score of what the annotation had already linked to the gazetteer, by the reason it gave.
SCORES = {
    "exact": 0.99, "alias": 0.97, "acronym": 0.95, "surname": 0.9, "office": 0.9, "seat": 0.85, "demonym": 0.9,
    "pronoun": 0.8, "description": 0.8,
}  # fmt: skip
#: Reasons under which the words themselves, and not only the canonical name, are a name of the entity.
_SHORT_REASONS = frozenset({"alias", "acronym", "surname"})
_KIND_ORDER = (Kind.ORGANIZATION, Kind.STATE, Kind.PLACE, Kind.GROUP)


class Seen:
    """How one key was named: each name and kind with the articles that use it."""

    __slots__ = ("kinds", "names", "short")

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        self.kinds: dict[Kind, set[str]] = defaultdict(set)
        self.short: set[str] = set()


def make_entities(mentions: Iterable[EventMention], keyed: Mapping[LocalKey, Keyed], known: Known) -> dict[Key, Entity]:
    """The entity of each key."""
    seen: dict[Key, Seen] = defaultdict(Seen)
    for mention in mentions:
        for one in mentions_of(mention):
            if one.reason in _SHORT_REASONS and one.text != one.name:
                seen[keyed[local_key(mention.evidence.article, one)][0]].short.add(_bare_text(one.text))
    for (article, kind, name, _), (key, _, _) in keyed.items():
        seen[key].names[name].add(article)
        seen[key].kinds[kind].add(article)
    return {key: _make_entity(key, one, known) for key, one in seen.items()}


def _make_entity(key: Key, seen: Seen, known: Known) -> Entity:
    entry = known.entry(key[1]) if key[0] == "entry" else None
    if entry is not None:
        short = {text for text in seen.short if known.is_name_of(text, entry)}
        aliases = tuple(sorted((short | set(seen.names)) - {entry.name}))
        return Entity(entry.id, entry.kind, entry.name, aliases, entry.external)
    kind = min(seen.kinds, key=lambda one: (-len(seen.kinds[one]), _rank(one)))
    if key[0] == Kind.OFFICE and len(key) > 3 and key[2] == "of":
        label = known.gazetteer.office_name(key[1], key[3]) or _most_used(seen)
    else:
        label = _most_used(seen)
    short = {text for text in seen.short if len(text.split()) <= len(label.split()) and is_named(text)}
    aliases = tuple(sorted((short | set(seen.names)) - {label}))
    # the slug comes from the fullest name, which further articles seldom change; the hash only from the key
    fullest = min(seen.names, key=lambda name: (-len(fold_body(name).split()), fold_body(name), name))
    if key[0] == "entry":
        return Entity(key[1], kind, label, aliases)
    return Entity(mint(fullest, *key), kind, label, aliases)


def _bare_text(text: str) -> str:
    return text[4:] if text[:4] in ("the ", "The ") else text


def _rank(kind: Kind) -> tuple[int, str]:
    return (_KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER), str(kind))


def _most_used(seen: Seen) -> str:
    return min(seen.names, key=lambda name: (-len(name.split()) > -2, -len(seen.names[name]), -len(name), name))


def make_links(
    mentions: Iterable[EventMention], keyed: Mapping[LocalKey, Keyed], entities: Mapping[Key, Entity]
) -> tuple[Link, ...]:
    """One link for each distinct mention, by article and place in the text."""
    links: dict[tuple[object, ...], Link] = {}
    for mention in mentions:
        article = mention.evidence.article
        for one in mentions_of(mention):
            at = (article, one.span.start, one.span.end, str(one.kind), one.name, one.entry or "", one.text, one.reason)
            if at in links:
                continue
            key, reason, score = keyed[local_key(article, one)]
            if one.entry is not None and key == ("entry", one.entry):
                reason, score = one.reason, SCORES.get(one.reason, 0.9)
            elif one.reason in ("pronoun", "coreference"):
                reason, score = f"{one.reason}, {reason}", round(score * 0.9, 4)
            links[at] = Link(article, one, entities[key].id, score, reason)
    return tuple(links[at] for at in sorted(links))
