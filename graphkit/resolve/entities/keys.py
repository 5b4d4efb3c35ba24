"""Key what a mention stands for where it is no person: equal keys are one entity, in whatever order they come.

A key is (kind, words, scope ...). Named things have no scope and meet across articles. Described ones ("the police",
"a court in Lyon") meet across articles only where the description itself holds a name, and not only as the place of
several people ("schoolgirls in Chibok"); else the article is the scope.
"""

from __future__ import annotations

from typing import NamedTuple

from graphkit.model import Kind
from graphkit.resolve.entities.descriptions import is_placed_group
from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.name_keys import content_words, find_acronym, fold_body, has_proper_word, is_named
from graphkit.resolve.entities.name_occurrence import NameOccurrence

Key = tuple[str, ...]


class Keyed(NamedTuple):
    """The key of a name with the reason for it and its score."""

    key: Key
    reason: str
    score: float


#: Kinds that a named body may be given by mistake; one name is one body under all of them.
BODIES = frozenset({Kind.ORGANIZATION, Kind.GROUP, Kind.THING})
_REGIONS = frozenset({Kind.STATE, Kind.PLACE})
_HEADS = {"talk": "meeting", "ministerial": "minister", "gathering": "meeting", "session": "meeting"}


def find_key(lookup: GazetteerLookup, occurrence: NameOccurrence) -> Keyed:
    """Find the key of a name or description; people and offices are keyed elsewhere."""
    kind, name = occurrence.kind, occurrence.name
    if kind is Kind.WEAPON:  # a type of weapon, not the one that was fired
        return Keyed((str(kind), " ".join(content_words(name))), "same name", 0.9)
    if not occurrence.described:
        if kind in _REGIONS and name[:1].isupper():
            return Keyed((str(Kind.PLACE), fold_body(name)), "same name", 0.9)
        if is_named(name) or (kind is Kind.ORGANIZATION and find_acronym(name)):
            return Keyed(("Body" if kind in BODIES else str(kind), fold_body(name)), "same name", 0.95)
    return _key_description(lookup, occurrence)


def _key_description(lookup: GazetteerLookup, occurrence: NameOccurrence) -> Keyed:
    kind, name = occurrence.kind, occurrence.name
    words, entries = lookup.pin(name, occurrence.on)
    if kind is Kind.OCCASION:
        words, entries = _drop_venue(words, entries)
    described = describe(words, len(entries) if kind is not Kind.OCCASION else 0)
    is_pinned = (bool(entries) or has_proper_word(name)) and not is_placed_group(name)
    if is_pinned and described and lookup.words.relative.isdisjoint(described.split()):
        return Keyed((str(kind), described), "same description", 0.8)
    words_alone = described or fold_body(name) or name.casefold()
    return Keyed((str(kind), words_alone, "in", occurrence.article), "description in article", 0.6)


def _drop_venue(words: tuple[str, ...], entries: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Drop the place at the end of an occasion ("meeting of G7 ministers in Tokyo") that still holds a name then."""
    for end in range(len(words) - 2, 0, -1):
        if words[end] not in ("in", "at") or not all(word[0] == "@" or word[0].isupper() for word in words[end + 1 :]):
            continue
        rest = frozenset(word[1:] for word in words[:end] if word.startswith("@"))
        if rest:
            return words[:end], rest
    return words, entries


def describe(words: tuple[str, ...], names: int) -> str:
    """Join the words of a description in one order; in the order of the text where it holds two names."""
    out: list[str] = []
    for word in words:
        if word.startswith("@"):
            out.append(word)
        else:
            out.extend(_HEADS.get(content, content) for content in content_words(word))
    return " ".join(out if names > 1 else sorted(set(out)))


def is_scoped(key: Key) -> bool:
    """Tell whether a key holds within one article only."""
    return len(key) > 3 and key[2] == "in"


def key_office(lookup: GazetteerLookup, name: str, owner: str | None, article: str, on: str | None) -> Keyed:
    """Key an office by what it is and whose. `owner` is whom its holder represents, where that is plain."""
    words, entries = lookup.pin(name, on)
    gazetteer = lookup.gazetteer
    owners = sorted({entry.split(":")[0] for entry in entries})
    if len(owners) > 1:
        owners = [entry for entry in owners if gazetteer.office_key(name, entry)][:1] or owners
    of = owners[0] if owners else owner
    if of is None:
        office = gazetteer.office_key(name) or describe(words, 0)
        return Keyed((str(Kind.OFFICE), office, "in", article), "office in article", 0.6)
    title = " ".join(word for word in words if not word.startswith("@"))
    office_key = gazetteer.office_key(title, of) or gazetteer.office_key(name, of)
    if office_key is None:
        office_key = describe(tuple(word for word in words if word != "@" + of), 1).replace("affair", "").strip()
    return Keyed((str(Kind.OFFICE), office_key or fold_body(name), "of", of), "office", 0.95)
