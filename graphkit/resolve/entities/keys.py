"""What a mention that is no person is, as a key: equal keys are one entity, in whatever order they come.

A key is (kind, words, scope ...). Named things have no scope and meet across articles. Described ones ("the police",
"a court in Lyon") meet across articles only where the description itself holds a name; else the article is the scope.
"""

from __future__ import annotations

from graphkit.model import Kind
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.name_keys import content_words, find_acronym, fold_body, has_proper_word, is_named
from graphkit.resolve.entities.name_occurrence import Local
from graphkit.resources.name_words import NameWords

Key = tuple[str, ...]
Keyed = tuple[Key, str, float]  # with the reason and its score

_RELATIVE = NameWords.load().relative

#: Kinds that a named body may be given by mistake; one name is one body under all of them.
BODIES = frozenset({Kind.ORGANIZATION, Kind.GROUP, Kind.THING})
_HEADS = {"talk": "meeting", "ministerial": "minister", "gathering": "meeting", "session": "meeting"}


def find_key(known: Known, local: Local) -> Keyed:
    """The key of a name or description with the reason for it and its score; people and offices are keyed elsewhere."""
    kind, name = local.kind, local.name
    if kind is Kind.WEAPON:  # a type of weapon, not the one that was fired
        return (str(kind), " ".join(content_words(name))), "same name", 0.9
    if not local.described:
        if kind in (Kind.STATE, Kind.PLACE) and name[:1].isupper():
            return (str(Kind.PLACE), fold_body(name)), "same name", 0.9
        if is_named(name) or (kind is Kind.ORGANIZATION and find_acronym(name)):
            return ("Body" if kind in BODIES else str(kind), fold_body(name)), "same name", 0.95
    words, ids = known.pin(name, local.on)
    if kind is Kind.OCCASION:
        words, ids = _drop_venue(words, ids)
    described = describe(words, len(ids) if kind is not Kind.OCCASION else 0)
    if (ids or has_proper_word(name)) and described and _RELATIVE.isdisjoint(described.split()):
        return (str(kind), described), "same description", 0.8
    words_alone = described or fold_body(name) or name.casefold()
    return (str(kind), words_alone, "in", local.article), "description in article", 0.6


def _drop_venue(words: tuple[str, ...], ids: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """An occasion without the place at its end ("meeting of G7 ministers in Tokyo"), where it still holds a name."""
    for at in range(len(words) - 2, 0, -1):
        rest = frozenset(word[1:] for word in words[:at] if word.startswith("@"))
        if words[at] in ("in", "at") and rest and all(word[0] in "@" or word[0].isupper() for word in words[at + 1 :]):
            return words[:at], rest
    return words, ids


def describe(words: tuple[str, ...], names: int) -> str:
    """The words of a description in one order; in the text's own where it holds two names."""
    out: list[str] = []
    for word in words:
        if word.startswith("@"):
            out.append(word)
        else:
            out.extend(_HEADS.get(one, one) for one in content_words(word))
    return " ".join(out if names > 1 else sorted(set(out)))


def is_scoped(key: Key) -> bool:
    """Whether a key holds within one article only."""
    return len(key) > 3 and key[2] == "in"


def key_office(known: Known, name: str, owner: str | None, article: str, on: str | None) -> Keyed:
    """The key of an office: what it is and whose. `owner` is whom its holder represents, where that is plain."""
    words, ids = known.pin(name, on)
    owners = sorted({one.split(":")[0] for one in ids})
    title = " ".join(word for word in words if not word.startswith("@"))
    if len(owners) > 1 and (whole := [one for one in owners if known.gazetteer.office_key(name, one)]):
        owners = whole[:1]
    of = owners[0] if owners else owner
    if of is None:
        known_office = known.gazetteer.office_key(name)
        return (str(Kind.OFFICE), known_office or describe(words, 0), "in", article), "office in article", 0.6
    office = known.gazetteer.office_key(title, of) or known.gazetteer.office_key(name, of)
    if office is None:
        office = describe(tuple(word for word in words if word != "@" + of), 1).replace("affair", "").strip()
    return (str(Kind.OFFICE), office or fold_body(name), "of", of), "office", 0.95
