"""Names made comparable: keys of people, bodies, descriptions and offices, and ids from them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from graphkit.resources.gazetteer.spelling import fold_name
from graphkit.resources.name_words import NameWords

_WORDS = NameWords.load()

_SPELLINGS = {
    "defense": "defence", "center": "centre", "organization": "organisation", "organizations": "organisations",
    "program": "programme", "labor": "labour", "theater": "theatre", "corporation": "corp", "company": "co",
    "incorporated": "inc", "limited": "ltd",
}  # fmt: skip
_TRANSLITERATION = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"iy|yi|ij|ei|ey|y"), "i"),
    (re.compile(r"i+"), "i"),
    (re.compile(r"kh|q|ck"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"dj|zh"), "j"),
    (re.compile(r"ts|tz"), "z"),
    (re.compile(r"e"), "a"),
    (re.compile(r"o"), "u"),
    (re.compile(r"h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart. `key` is the same for all orders and hyphens of one name.

    `surnames` are the words by which a later mention may call the person; `bare` is a surname alone; `signature`
    holds middle initials and suffixes, which tell apart people who share the rest.
    """

    words: tuple[str, ...]
    key: str
    surnames: frozenset[str]
    signature: tuple[str, ...]
    bare: bool


@lru_cache(maxsize=30_000)
def parse_person(name: str) -> PersonName:
    """Take a person's name apart.

    >>> parse_person("Kim Jong-un").key == parse_person("Jong Un Kim").key
    True
    >>> parse_person("Gen. John R. Allen").words, parse_person("von der Leyen").bare
    (('john', 'allen'), True)
    """
    words = fold_name(name).split()
    while len(words) > 1 and words[0] in _WORDS.honorifics:
        del words[0]
    suffix = [word for word in words[1:] if word in _WORDS.suffixes]
    words = words[:1] + [word for word in words[1:] if word not in _WORDS.suffixes]
    initials = [word for word in words if len(word) == 1]
    full = tuple(word for word in words if len(word) > 1) or tuple(words)
    solid = [word for word in full if word not in _WORDS.particles]
    bare = len(solid) <= 1
    if len(full) == 1:
        return PersonName(full, full[0], frozenset(full), tuple(initials + suffix), True)
    if bare:
        key = " ".join(full)
        return PersonName(full, key, frozenset({key, full[-1]}), tuple(initials + suffix), True)
    cut = len(full) - 1
    while cut > 1 and full[cut - 1] in _WORDS.particles:
        cut -= 1
    surnames = {full[-1], " ".join(full[cut:])}
    if full[0] in _WORDS.family_first:
        surnames.add(full[0])
        key = " ".join(sorted((full[0], "".join(full[1:]))))
    elif full[-1] in _WORDS.family_first:
        key = " ".join(sorted((full[-1], "".join(full[:-1]))))
    else:
        key = " ".join(full)
    return PersonName(full, key, frozenset(surnames), tuple(initials + suffix), False)


@lru_cache(maxsize=30_000)
def loosen(key: str) -> str:
    """A key under which the usual transliterations of one name fall together; it needs a second reason to merge.

    >>> loosen("sergei lavrov") == loosen("sergey lavrov"), loosen("muhammad") == loosen("mohamed")
    (True, True)
    """
    for pattern, to in _TRANSLITERATION:
        key = pattern.sub(to, key)
    return key


@lru_cache(maxsize=30_000)
def fold_body(name: str) -> str:
    """The key of a named body: spelling evened out, legal forms and a leading article dropped.

    >>> fold_body("The World Health Organization"), fold_body("Acme Defense Corp.")
    ('world health organisation', 'acme defence')
    """
    words = [_SPELLINGS.get(word, word) for word in fold_name(name).replace("&", "and").split()]
    while len(words) > 1 and words[0] in ("the", "a", "an"):
        del words[0]
    while len(words) > 1 and words[-1] in _WORDS.legal_forms:
        del words[-1]
    return " ".join(words)


def find_acronym(name: str) -> str | None:
    """The name itself where it is an acronym of two to seven capitals ("U.N." -> UN), else None."""
    plain = name.replace(".", "")
    return plain if 2 <= len(plain) <= 7 and plain.isalpha() and plain.isupper() else None


def make_acronyms(name: str) -> frozenset[str]:
    """The acronyms a name of three or more words may go by: initials with and without its small words."""
    words = [word for word in re.split(r"[\s\-]+", name.replace("'s", "")) if word[:1].isalpha()]
    if words and words[0].lower() == "the":
        del words[0]
    solid = [word for word in words if word.lower() not in _WORDS.function_words]
    return frozenset("".join(word[0] for word in part).upper() for part in (words, solid) if len(part) >= 3)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a description that carry meaning, in order, plural s dropped."""
    return tuple(_singular(_SPELLINGS.get(w, w)) for w in fold_body(text).split() if w not in _WORDS.function_words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def has_proper_word(text: str) -> bool:
    """Whether a description holds a capitalised word that pins it ("a court in Lyon")."""
    words = [word for word in text.split() if word.lower() not in _WORDS.function_words]
    first, rest = words[:1], words[1:]
    return any(word[0].isupper() and not is_generic(word) for word in rest) or any(
        any(c.isupper() or c.isdigit() for c in word[1:]) for word in first
    )


def is_generic(text: str) -> bool:
    """Whether every word of a name could stand in any country ("Supreme Court", "the police")."""
    return all(word in _WORDS.generic for word in content_words(text))


def is_named(text: str) -> bool:
    """Whether the words are a name of its own and no description: all that carry meaning are capitalised.

    >>> is_named("Bank of Halden"), is_named("Halden protesters"), is_named("Supreme Court")
    (True, False, False)
    """
    words = [word for word in re.findall(r"[^\s\-]+", text) if word.lower() not in _WORDS.function_words]
    return bool(words) and not is_generic(text) and all(not word[0].islower() for word in words)


def mint(slug_from: str, *meaning: str) -> str:
    """An id: a readable slug of at most 60 characters and 8 hexadecimal digits of a hash of the meaning."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold_name(slug_from)).strip("-")[:60].rstrip("-")
    digest = hashlib.sha256("\x1f".join(meaning).encode()).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest
