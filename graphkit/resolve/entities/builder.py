"""Keys made into entities: an id, a label, the names seen, what the gazetteer adds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from graphkit.model import Entity, Kind
from graphkit.resolve.entities.article_names import Outline
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_keys import fold_body, is_named, mint
from graphkit.resolve.entities.name_occurrence import LocalKey
from graphkit.resources.gazetteer.affiliation import find_label_state
from graphkit.resources.gazetteer.rows import Entry
from graphkit.runtime.external_sort import Spool
from graphkit.runtime.sort_keys import group_rows, make_key, read_json, write_json

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


class Seen:
    """How one key was named: each name and kind with the number of articles that use it."""

    __slots__ = ("kinds", "names", "short")

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.kinds: Counter[Kind] = Counter()
        self.short: set[str] = set()


class Namings:
    """Counts how the keys are named, article by article."""

    def __init__(self, spool: Spool) -> None:
        self._rows = spool.sorter()
        self._counts: Counter[tuple[Key, str, str]] = Counter()

    def add(self, outline: Outline, keyed: Sequence[Keyed]) -> None:
        """Note the names of an article under their keys."""
        found: set[tuple[Key, str, str]] = set()
        for (_, kind, name, _), (key, _, _) in zip(outline.names, keyed, strict=True):
            found.add((key, "name", name))
            found.add((key, "kind", kind))
        for at, text in outline.shorts:
            found.add((keyed[at][0], "short", _bare_text(text)))
        self._counts.update(found)
        if len(self._counts) >= _COUNTED:
            self._flush()

    def _flush(self) -> None:
        for (key, sort, value), count in self._counts.items():
            self._rows.add(make_key(write_json(key)) + write_json([sort, value, count]))
        self._counts.clear()

    def find_entities(self, known: Known) -> Iterator[tuple[Key, Entity]]:
        """The entity of each key; call it when all articles are in."""
        self._flush()
        for (key_,), rows in group_rows(self._rows):
            seen = Seen()
            for sort, value, count in map(read_json, rows):
                if sort == "name":
                    seen.names[value] += count
                elif sort == "kind":
                    seen.kinds[Kind(value)] += count
                else:
                    seen.short.add(value)
            key: Key = tuple(read_json(key_))
            yield key, _make_entity(key, seen, known)
        self._rows.clear()


def make_entities(
    shorts: Iterable[tuple[LocalKey, str]], keyed: Mapping[LocalKey, Keyed], known: Known
) -> dict[Key, Entity]:
    """The entity of each key; `shorts` are words that stand for a name."""
    found: set[tuple[Key, str, str, str]] = set()
    seen: dict[Key, Seen] = defaultdict(Seen)
    for local, text in shorts:
        seen[keyed[local][0]].short.add(_bare_text(text))
    for (article, kind, name, _), (key, _, _) in keyed.items():
        found.add((key, "name", name, article))
        found.add((key, "kind", kind, article))
    for key, sort, value, _ in found:
        if sort == "name":
            seen[key].names[value] += 1
        else:
            seen[key].kinds[Kind(value)] += 1
    return {key: _make_entity(key, one, known) for key, one in seen.items()}


def _make_entity(key: Key, seen: Seen, known: Known) -> Entity:
    entry = known.entry(key[1]) if key[0] == "entry" else None
    if entry is not None:
        short = {text for text in seen.short if known.is_name_of(text, entry)}
        return describe_entry(entry, known, short | set(seen.names))
    kind = min(seen.kinds, key=lambda one: (-seen.kinds[one], _rank(one)))
    if key[0] == Kind.OFFICE and len(key) > 3 and key[2] == "of":
        label = known.gazetteer.office_name(key[1], key[3]) or _most_used(seen)
    else:
        label = _most_used(seen)
    short = {text for text in seen.short if len(text.split()) <= len(label.split()) and is_named(text)}
    aliases = tuple(sorted((short | set(seen.names)) - {label}))
    # the slug comes from the fullest name, which further articles seldom change; the hash only from the key
    fullest = min(seen.names, key=lambda name: (-len(fold_body(name).split()), fold_body(name), name))
    state = find_label_state(known.gazetteer, label) if kind in _OF_A_STATE else None
    if key[0] == "entry":
        return Entity(key[1], kind, label, aliases, state=state)
    return Entity(mint(fullest, *key), kind, label, aliases, state=state)


def describe_entry(entry: Entry, known: Known, seen: AbstractSet[str] = frozenset()) -> Entity:
    """Return a gazetteer entry as an entity: names seen and published ones, what people type, state and place."""
    published = {*entry.aliases, *entry.acronyms, *(former.name for former in entry.former)}
    aliases = (published | seen) - {entry.name}
    codes = [code for system, code in entry.external if system in ("iso2", "iso3")]
    typed = {*entry.seats, *codes, *([entry.capital] if entry.capital else [])} - aliases - {entry.name}
    state = known.gazetteer.state_of(entry.id)
    if state is None and entry.kind in _OF_A_STATE:
        state = find_label_state(known.gazetteer, entry.name)
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


def find_containers(entity: Entity, known: Known) -> Iterator[Entity]:
    """Yield what the gazetteer says contains an entity or is its state, and what contains that."""
    for name in dict.fromkeys((entity.within, entity.state)):
        entry = known.entry(name) if name else None
        if entry is not None and entry.id != entity.id:
            container = describe_entry(entry, known)
            yield container
            yield from find_containers(container, known)


def _bare_text(text: str) -> str:
    return text[4:] if text[:4] in ("the ", "The ") else text


def _rank(kind: Kind) -> tuple[int, str]:
    return (_KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER), str(kind))


def _most_used(seen: Seen) -> str:
    return min(seen.names, key=lambda name: (-len(name.split()) > -2, -seen.names[name], -len(name), name))


def score_link(entry: str | None, said: str, keyed: Keyed) -> tuple[str, float]:
    """Why a mention is taken for its entity, and how surely: the annotation's reason where the gazetteer decided."""
    key, reason, score = keyed
    if entry is not None and key == ("entry", entry):
        return said, SCORES.get(said.partition(".")[0], 0.9)
    if said.startswith("pronoun"):
        return f"{said}, {reason}", round(score * 0.9, 4)
    return reason, score
