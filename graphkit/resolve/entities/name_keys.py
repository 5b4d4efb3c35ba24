"""Make the names of bodies, descriptions and offices comparable: keys, and ids from them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from graphkit.resources.gazetteer.spelling import fold_name
from graphkit.resources.name_words import NameWords

_WORDS = NameWords.load()

_SPELLINGS = {
    "defense": "defence", "center": "centre", "organization": "organisation", "organizations": "organisations",
    "program": "programme", "labor": "labour", "theater": "theatre", "corporation": "corp", "company": "co",
    "incorporated": "inc", "limited": "ltd",
}  # fmt: skip


@lru_cache(maxsize=30_000)
def fold_body(name: str) -> str:
    """Fold the name of a body to its key: spelling evened out, legal forms and a leading article dropped.

    >>> fold_body("The World Health Organization"), fold_body("Acme Defense Corp.")
    ('world health organisation', 'acme defence')
    """
    words = [_SPELLINGS.get(word, word) for word in fold_name(name).replace("&", "and").split()]
    while len(words) > 1 and words[0] in ("the", "a", "an"):
        del words[0]
    while len(words) > 1 and words[-1] in _WORDS.legal_form:
        del words[-1]
    return " ".join(words)


def find_acronym(name: str) -> str | None:
    """Return the name itself where it is an acronym of two to seven capitals ("U.N." -> UN), else None."""
    plain = name.replace(".", "")
    return plain if 2 <= len(plain) <= 7 and plain.isalpha() and plain.isupper() else None


def make_acronyms(name: str) -> frozenset[str]:
    """List the acronyms of a name of three or more words: initials with and without its small words."""
    words = [word for word in re.split(r"[\s\-]+", name.replace("'s", "")) if word[:1].isalpha()]
    if words and words[0].lower() == "the":
        del words[0]
    solid = [word for word in words if word.lower() not in _WORDS.function_word]
    return frozenset(
        "".join(word[0] for word in initialled).upper() for initialled in (words, solid) if len(initialled) >= 3
    )


def content_words(text: str) -> tuple[str, ...]:
    """List the words of a description that carry meaning, in order, plural s dropped."""
    return tuple(_singular(_SPELLINGS.get(w, w)) for w in fold_body(text).split() if w not in _WORDS.function_word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def has_proper_word(text: str) -> bool:
    """Return whether a description holds a capitalised word that pins it ("a court in Lyon")."""
    words = [word for word in text.split() if word.lower() not in _WORDS.function_word]
    first, rest = words[:1], words[1:]
    return any(word[0].isupper() and not is_generic(word) for word in rest) or any(
        any(c.isupper() or c.isdigit() for c in word[1:])
        for word in first
        if not word[0].isdigit()  # a count
    )


def is_generic(text: str) -> bool:
    """Return whether every word of a name could stand in any country ("Supreme Court", "the police")."""
    return all(word in _WORDS.generic for word in content_words(text))


def is_named(text: str) -> bool:
    """Return whether the words are a name of its own and no description: all that carry meaning are capitalised.

    >>> is_named("Bank of Halden"), is_named("Halden protesters"), is_named("Supreme Court")
    (True, False, False)
    """
    words = [word for word in re.findall(r"[^\s\-]+", text) if word.lower() not in _WORDS.function_word]
    return bool(words) and not is_generic(text) and all(not word[0].islower() for word in words)


def mint(slug_from: str, *meaning: str) -> str:
    """Mint an id: a readable slug of at most 60 characters and 8 hexadecimal digits of a hash of the meaning."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold_name(slug_from)).strip("-")[:60].rstrip("-")
    digest = hashlib.sha256("\x1f".join(meaning).encode()).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest
