"""Build entities from keys: an id, a label, the names seen, what the gazetteer adds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

from graphkit.model import Entity, Kind, Mention
from graphkit.resolve.entities.article_names import ArticleNames
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_keys import fold_body, is_named, mint
from graphkit.resolve.entities.name_occurrence import OccurrenceKey
from graphkit.resources.gazetteer.affiliation import find_label_state
from graphkit.resources.gazetteer.entity_rows import Entry
from graphkit.runtime.codec import Record, decode, encode_text
from graphkit.runtime.external_sort import SpillStorage
from graphkit.runtime.sort_keys import group_rows, make_key

#: The score of what the annotation had already linked to the gazetteer, by the reason it gave.
SCORES = {
    "exact": 0.99, "alias": 0.97, "acronym": 0.95, "surname": 0.9, "office": 0.9, "seat": 0.85, "demonym": 0.9,
    "pronoun": 0.8, "description": 0.8,
}  # fmt: skip
_KIND_ORDER = (Kind.ORGANIZATION, Kind.STATE, Kind.PLACE, Kind.GROUP)
#: Kinds that belong to the state their name begins with ("French Foreign Ministry", "Chinese protesters").
_OF_A_STATE = frozenset({Kind.ORGANIZATION, Kind.GROUP, Kind.OFFICE})
#: Names that are counted in memory before the counts are written.
_COUNTED = 20_000
_Feature = Literal["name", "kind", "short"]


class _Count(Record, frozen=True):
    """The number of articles that give a key this name, kind or short form."""

    feature: _Feature
    value: str
    count: int


class KeyNames:
    """The names of one key: each name and kind with the number of articles that use it."""

    __slots__ = ("kinds", "names", "short")

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.kinds: Counter[Kind] = Counter()
        self.short: set[str] = set()

    def count(self, feature: _Feature, value: str, count: int) -> None:
        """Count a name, a kind or a short form."""
        if feature == "name":
            self.names[value] += count
        elif feature == "kind":
            self.kinds[Kind(value)] += count
        else:
            self.short.add(value)

    @property
    def kind(self) -> Kind:
        """The kind that most articles give."""
        return min(self.kinds, key=lambda kind: (-self.kinds[kind], _rank(kind)))

    @property
    def most_used(self) -> str:
        """The name that most articles use; a name of one word only where there is no other."""
        return min(self.names, key=lambda name: (len(name.split()) < 2, -self.names[name], -len(name), name))

    @property
    def fullest(self) -> str:
        """The name of most words, which further articles seldom change."""
        return min(self.names, key=lambda name: (-len(fold_body(name).split()), fold_body(name), name))


class NameCounts:
    """Counts how the keys are named, article by article."""

    def __init__(self, storage: SpillStorage) -> None:
        self._rows = storage.sorter()
        self._counts: Counter[tuple[Key, _Feature, str]] = Counter()

    def add(self, names: ArticleNames, keyed: Sequence[Keyed]) -> None:
        """Note the names of an article under their keys."""
        features: set[tuple[Key, _Feature, str]] = set()
        for name, (key, _, _) in zip(names.names, keyed, strict=True):
            features.add((key, "name", name.name))
            features.add((key, "kind", name.kind.value))
        for number, text in names.shorts:
            features.add((keyed[number].key, "short", _bare_text(text)))
        self._counts.update(features)
        if len(self._counts) >= _COUNTED:
            self._flush()

    def _flush(self) -> None:
        for (key, feature, value), count in self._counts.items():
            self._rows.add(make_key(encode_text(key)) + encode_text(_Count(feature, value, count)))
        self._counts.clear()

    def find_entities(self, lookup: GazetteerLookup) -> Iterator[tuple[Key, Entity]]:
        """Make the entity of each key; to be called when all articles are in."""
        self._flush()
        for (data,), rows in group_rows(self._rows):
            names = KeyNames()
            for row in rows:
                counted = decode(_Count, row)
                names.count(counted.feature, counted.value, counted.count)
            key = decode(Key, data)
            yield key, _make_entity(key, names, lookup)
        self._rows.clear()


def make_entities(
    shorts: Iterable[tuple[OccurrenceKey, str]], keyed: Mapping[OccurrenceKey, Keyed], lookup: GazetteerLookup
) -> dict[Key, Entity]:
    """Make the entity of each key; `shorts` are words that stand for a name."""
    features: set[tuple[Key, _Feature, str, str]] = set()
    for occurrence, text in shorts:
        features.add((keyed[occurrence].key, "short", _bare_text(text), ""))
    for (article, kind, name, _), (key, _, _) in keyed.items():
        features.add((key, "name", name, article))
        features.add((key, "kind", kind.value, article))
    names: dict[Key, KeyNames] = defaultdict(KeyNames)
    for key, feature, value, _ in features:
        names[key].count(feature, value, 1)
    return {key: _make_entity(key, names_of_key, lookup) for key, names_of_key in names.items()}


def _make_entity(key: Key, names: KeyNames, lookup: GazetteerLookup) -> Entity:
    entry = lookup.entry(key[1]) if key[0] == "entry" else None
    if entry is not None:
        short = {text for text in names.short if lookup.is_name_of(text, entry)}
        return describe_entry(entry, lookup, short | set(names.names))
    label = names.most_used
    if key[0] == Kind.OFFICE and len(key) > 3 and key[2] == "of":
        label = lookup.gazetteer.office_name(key[1], key[3]) or label
    short = {text for text in names.short if len(text.split()) <= len(label.split()) and is_named(text)}
    aliases = tuple(sorted((short | set(names.names)) - {label}))
    identifier = key[1] if key[0] == "entry" else mint(names.fullest, *key)
    state = find_label_state(lookup.gazetteer, label) if names.kind in _OF_A_STATE else None
    return Entity(identifier, names.kind, label, aliases, state=state)


def describe_entry(entry: Entry, lookup: GazetteerLookup, seen: AbstractSet[str] = frozenset()) -> Entity:
    """Describe a gazetteer entry as an entity: names seen and published ones, what people type, state and place."""
    published = {*entry.aliases, *entry.acronyms, *(former.name for former in entry.former)}
    aliases = (published | seen) - {entry.name}
    codes = [code for system, code in entry.external if system in ("iso2", "iso3")]
    typed = {*entry.seats, *codes, *([entry.capital] if entry.capital else [])} - aliases - {entry.name}
    state = lookup.gazetteer.state_of(entry.id)
    if state is None and entry.kind in _OF_A_STATE:
        state = find_label_state(lookup.gazetteer, entry.name)
    return Entity(
        entry.id,
        entry.kind,
        entry.name,
        tuple(sorted(aliases)),
        entry.external,
        search_names=tuple(sorted(typed)),
        state=None if state == entry.id else state,
        within=entry.within,
        location=entry.location,
    )


def find_containers(entity: Entity, lookup: GazetteerLookup) -> Iterator[Entity]:
    """Find what the gazetteer says contains an entity or is its state, and what contains that."""
    for name in dict.fromkeys((entity.within, entity.state)):
        entry = lookup.entry(name) if name else None
        if entry is not None and entry.id != entity.id:
            container = describe_entry(entry, lookup)
            yield container
            yield from find_containers(container, lookup)


def _bare_text(text: str) -> str:
    return text[4:] if text[:4] in ("the ", "The ") else text


def _rank(kind: Kind) -> tuple[int, str]:
    return (_KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER), str(kind))


def score_link(mention: Mention, keyed: Keyed) -> tuple[str, float]:
    """Score a link, with its reason: the annotation's reason where the gazetteer decided."""
    key, reason, score = keyed
    if mention.entry is not None and key == ("entry", mention.entry):
        return mention.reason, SCORES.get(mention.reason.partition(".")[0], 0.9)
    if mention.by_pronoun:
        return f"{mention.reason}, {reason}", round(score * 0.9, 4)
    return reason, score
